//! The text that problems point into.

use super::Span;
use std::sync::{Arc, OnceLock};

/// A source text with its name, for people to find the place again.
#[derive(Clone, Debug)]
pub struct Source {
    /// What to call it: a path as the operator typed it, or `<stdin>`. Not yet safe to show.
    pub name: String,
    /// The whole text, without a byte-order mark.
    pub text: Arc<str>,
    /// Where each line begins; found when first asked for.
    lines: OnceLock<Vec<u32>>,
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
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// Where a span begins.
    pub fn position(&self, span: Span) -> Position {
        let lines = self.lines.get_or_init(|| line_starts(&self.text));
        let offset = self.text.floor_char_boundary(span.start as usize);
        let line = lines.partition_point(|&start| start as usize <= offset).max(1);
        let column = self.text[lines[line - 1] as usize..offset].chars().count() + 1;
        Position { line, column }
    }

    /// `name:line:column`, safe for a terminal.
    pub fn place(&self, span: Span) -> String {
        let Position { line, column } = self.position(span);
        format!("{}:{line}:{column}", crate::text::sanitise(&self.name))
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    let start = |offset: usize| u32::try_from(offset).expect("sources are capped far below 4 GiB");
    std::iter::once(0).chain(breaks.map(|(at, _)| start(at + 1))).collect()
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
    }

    #[test]
    fn an_offset_beyond_the_end_is_the_end() {
        check("ab", 99, 1, 3);
    }
}
