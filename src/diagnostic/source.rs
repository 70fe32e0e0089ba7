//! The text that spans of problems refer to.

use super::{Fingerprint, Span};
use std::sync::{Arc, OnceLock};

/// A source text with its name.
#[derive(Clone, Debug)]
pub struct Source {
    /// A path as the operator typed it, or `<stdin>`. Not safe to print.
    pub name: String,
    /// The whole text without a byte-order mark. The bytes that were read are shared and never copied.
    pub text: Arc<String>,
    /// Number of bytes of the file before the text: the length of its byte-order mark.
    pub skipped: u32,
    /// Computed where the text is read, which may be another thread than the one that compares.
    fingerprint: Fingerprint,
    /// Offset of each line. Computed on first use.
    lines: OnceLock<Vec<u32>>,
    /// Number of characters before each block of the text. Computed on first use.
    characters: OnceLock<Vec<usize>>,
}

/// A position for people. Line and column count from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::shared(name, Arc::new(text.into()))
    }

    /// Names a text that is shared with other owners.
    pub fn shared(name: impl Into<String>, text: Arc<String>) -> Self {
        let fingerprint = Fingerprint::from_bytes(text.as_str());
        Self { name: name.into(), text, skipped: 0, fingerprint, lines: OnceLock::new(), characters: OnceLock::new() }
    }

    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Whether two texts are equal, byte by byte. Different texts are detected quickly, however long they are.
    pub fn is_same_text(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint && self.text == other.text
    }

    pub fn position(&self, span: Span) -> Position {
        let lines = self.lines.get_or_init(|| line_starts(&self.text));
        let offset = self.text.floor_char_boundary(span.start as usize);
        let line = lines.partition_point(|&start| start as usize <= offset).max(1);
        let column = self.characters_before(offset) - self.characters_before(lines[line - 1] as usize) + 1;
        Position { line, column }
    }

    /// Number of characters before a byte. Counts in blocks once, so that a thousand positions on one line of several
    /// megabytes are found as fast as on short lines.
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

    /// `name:line:column`, safe to print.
    pub fn place(&self, span: Span) -> String {
        let Position { line, column } = self.position(span);
        format!("{}:{line}:{column}", crate::text::sanitise(&self.name))
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    // A single carriage return also ends a line, as in YAML.
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
