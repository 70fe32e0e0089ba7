//! The text that problems point into.

use super::{Fingerprint, Span};
use std::sync::{Arc, OnceLock};

/// A source text with its name, for people to find the place again.
#[derive(Clone, Debug)]
pub struct Source {
    /// What to call it: a path as the operator typed it, or `<stdin>`. Not yet safe to show.
    pub name: String,
    /// The whole text, without a byte-order mark: the very bytes that were read, shared and never copied.
    pub text: Arc<String>,
    /// How many bytes of the file stand before the text: those of its byte-order mark.
    pub skipped: u32,
    /// Made where the text is read, which need not be where texts are compared.
    fingerprint: Fingerprint,
    /// Where each line begins; found when first asked for.
    lines: OnceLock<Vec<u32>>,
    /// How many characters begin before each block of the text; found when first asked for.
    characters: OnceLock<Vec<usize>>,
}

/// A place for people: both counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Source {
    /// Names a text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::shared(name, Arc::new(text.into()))
    }

    /// Names a text that others hold as well.
    pub fn shared(name: impl Into<String>, text: Arc<String>) -> Self {
        let fingerprint = Fingerprint::from_bytes(text.as_str());
        Self { name: name.into(), text, skipped: 0, fingerprint, lines: OnceLock::new(), characters: OnceLock::new() }
    }

    /// What tells the text from others.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Whether two texts are the same, to the byte. Quick where they are not, however long they are.
    pub fn is_same_text(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint && self.text == other.text
    }

    /// Where a span begins.
    pub fn position(&self, span: Span) -> Position {
        let lines = self.lines.get_or_init(|| line_starts(&self.text));
        let offset = self.text.floor_char_boundary(span.start as usize);
        let line = lines.partition_point(|&start| start as usize <= offset).max(1);
        let column = self.characters_before(offset) - self.characters_before(lines[line - 1] as usize) + 1;
        Position { line, column }
    }

    /// How many characters begin before a byte. Counts in blocks once, so that a thousand places on one line of
    /// megabytes are found as fast as on short ones.
    fn characters_before(&self, offset: usize) -> usize {
        const BLOCK: usize = 16 * 1024;
        let count = |bytes: &[u8]| bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count();
        let bytes = self.text.as_bytes();
        let blocks = self.characters.get_or_init(|| {
            let sums = bytes.chunks(BLOCK).scan(0, |sum, block| {
                *sum += count(block);
                Some(*sum)
            });
            std::iter::once(0).chain(sums).collect()
        });
        let block = offset / BLOCK;
        blocks[block] + count(&bytes[block * BLOCK..offset])
    }

    /// `name:line:column`, safe for a terminal.
    pub fn place(&self, span: Span) -> String {
        let Position { line, column } = self.position(span);
        format!("{}:{line}:{column}", crate::text::sanitise(&self.name))
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    // A lone carriage return ends a line as well, as it does in YAML.
    let is_break = |at: usize| bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    let breaks = (0..bytes.len()).filter(|at| is_break(*at));
    let start = |offset: usize| u32::try_from(offset).expect("sources are capped far below 4 GiB");
    std::iter::once(0).chain(breaks.map(|at| start(at + 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, offset: usize, line: usize, column: usize) {
        assert_eq!(Source::new("x", text).position(Span::at(offset)), Position { line, column });
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        check("", 0, 1, 1);
        check("ab\ncd", 4, 2, 2);
        check("رفح: x", 8, 1, 6);
        check("a\r\nb", 3, 2, 1);
        check("ab\n", 3, 2, 1);
        check("a\rb\r\nc", 5, 3, 1);
    }

    #[test]
    fn an_offset_beyond_the_end_is_the_end() {
        check("ab", 99, 1, 3);
    }
}
