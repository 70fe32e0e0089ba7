//! The text that problems point into.

use super::Span;

/// A source text with its name, for people to find the place again.
#[derive(Clone, Debug)]
pub struct Source {
    /// What to call it: a path as the operator typed it, or `<stdin>`.
    pub name: String,
    /// The whole text, without a byte-order mark.
    pub text: std::sync::Arc<str>,
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
    pub fn new(name: impl Into<String>, text: impl Into<std::sync::Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Where a span begins.
    pub fn position(&self, span: Span) -> Position {
        let before = &self.text[..self.floor(span.start as usize)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// `name:line:column`, safe for a terminal.
    pub fn place(&self, span: Span) -> String {
        let Position { line, column } = self.position(span);
        format!("{}:{line}:{column}", crate::text::sanitise(&self.name))
    }

    fn floor(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }
}
