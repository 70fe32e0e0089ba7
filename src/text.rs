//! Untrusted text, made safe to show.
//!
//! Everything that comes from outside (a field, a key, a file name, a panic message) passes through [`sanitise`]
//! exactly once, on its way to the screen or to a terminal. A [`Text`] keeps the true characters and hands out only the
//! safe form; JSON and copies ask for [`Text::raw`] by name.

use std::borrow::Cow;
use std::fmt::Write as _;

/// How many combining marks may follow one base character before the rest is shown as escapes.
const MARKS_PER_CELL: usize = 4;

/// A piece of free text from the watchlist, as written.
///
/// It has no `Display`: whoever shows it says whether the safe form or the true one is meant.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text(Box<str>);

impl Text {
    /// Wraps text as it stands in the file.
    pub fn new(raw: impl Into<Box<str>>) -> Self {
        Self(raw.into())
    }

    /// The form for people: one line, with every control and invisible character made visible.
    pub fn display(&self) -> Cow<'_, str> {
        sanitise(&self.0)
    }

    /// The characters as written, for JSON and for searching; never for a terminal.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// Whether nothing at all is written.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// Makes a string safe for a terminal, on one line.
///
/// Line breaks and tabs become spaces. Other control characters, bidirectional controls, zero-width and tag characters
/// become visible escapes such as `\x1b` or `\u{202e}`, as does each combining mark after the fourth on one base.
pub fn sanitise(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(raw);
    }
    let mut safe = String::with_capacity(raw.len() + 16);
    let mut marks = 0;
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\t' => safe.push(' '),
            _ if is_hidden(c) || marks > MARKS_PER_CELL => push_escape(&mut safe, c),
            _ => safe.push(c),
        }
    }
    if safe == raw { Cow::Borrowed(raw) } else { Cow::Owned(safe) }
}

fn push_escape(out: &mut String, c: char) {
    let code = u32::from(c);
    let written = if code < 0x100 { write!(out, "\\x{code:02x}") } else { write!(out, "\\u{{{code:x}}}") };
    written.expect("writing to a string cannot fail");
}

/// A character that takes no cell of its own but sits on the one before it.
fn is_mark(c: char) -> bool {
    c != '\0' && !c.is_control() && unicode_width::UnicodeWidthChar::width(c) == Some(0) && !is_hidden(c)
}

/// A character that could steer a terminal, reorder a line, or stand there unseen.
///
/// Sources: Unicode `Cc`, `Cf` and the `Default_Ignorable_Code_Point` list, less the two emoji variation selectors.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{8e2}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{110bd}' | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, shown: &str) {
        assert_eq!(sanitise(raw), shown);
    }

    #[test]
    fn plain_and_foreign_text_pass_unchanged() {
        check("Rafah, 9:00", "Rafah, 9:00");
        check("معبر رفح", "معبر رفح");
        check("שָׁלוֹם", "שָׁלוֹם");
    }

    #[test]
    fn line_breaks_and_tabs_become_spaces() {
        check("a\r\nb\tc\n", "a b c ");
    }

    #[test]
    fn steering_characters_become_visible_escapes() {
        check("\u{1b}[31mred", "\\x1b[31mred");
        check("a\rb", "a\\x0db");
        check("a\u{9b}2J", "a\\x9b2J");
        check("abc\u{202e}fed", "abc\\u{202e}fed");
        check("a\u{200b}b\u{e0041}", "a\\u{200b}b\\u{e0041}");
    }

    #[test]
    fn a_pile_of_combining_marks_is_cut_at_four() {
        let zalgo = format!("a{}", "\u{301}".repeat(6));
        check(&zalgo, &format!("a{}\\u{{301}}\\u{{301}}", "\u{301}".repeat(4)));
    }

    proptest::proptest! {
        #[test]
        fn nothing_hidden_is_left(raw in "\\PC*|[\\x00-\\u{ffff}]*") {
            let shown = sanitise(&raw).into_owned();
            assert!(!shown.chars().any(is_hidden), "{shown:?}");
        }

        #[test]
        fn sanitising_twice_changes_nothing(raw in ".*") {
            let once = sanitise(&raw).into_owned();
            assert_eq!(sanitise(&once), once);
        }
    }
}
