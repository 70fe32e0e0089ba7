//! Wraps the lines of a detail view to a width.
//!
//! It is part of the state, because the state needs to know how far a page scrolls. Drawing uses the same lines.

use crate::panes::view::{DetailLine, Phrase, Tone};
use crate::text::graphemes;
use unicode_width::UnicodeWidthStr;

/// The width of a text in columns: the sum over its graphemes, as a terminal counts. The width of a whole string can
/// differ, because some scripts join letters.
pub fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    graphemes(text).map(UnicodeWidthStr::width).sum()
}

/// Wraps lines at spaces. Continuation lines after a label are indented to its first word.
pub fn wrap(lines: &[DetailLine], width: u16) -> Vec<DetailLine> {
    let width = usize::from(width).max(1);
    lines.iter().flat_map(|line| Wrapping::new(line, width).run(line)).collect()
}

/// Wraps plain text, which can contain line breaks. Columns of a snippet stay aligned.
pub fn wrap_text(text: &str, width: u16) -> Vec<String> {
    let width = usize::from(width).max(1);
    let mut lines = Vec::new();
    for line in text.lines() {
        let (mut current, mut column) = (String::new(), 0);
        for grapheme in graphemes(line) {
            let wide = grapheme.width();
            if column + wide > width && column > 0 {
                lines.push(std::mem::take(&mut current));
                column = 0;
            }
            current.push_str(grapheme);
            column += wide;
        }
        lines.push(current);
    }
    lines
}

/// A line while it is wrapped into several.
struct Wrapping {
    width: usize,
    first: usize,
    hang: usize,
    column: usize,
    done: Vec<DetailLine>,
    current: Vec<Phrase>,
}

impl Wrapping {
    fn new(line: &DetailLine, width: usize) -> Self {
        let first = usize::from(line.indent).min(width / 2);
        let label = line.label().filter(|_| line.phrases.len() > 1).map_or(0, |label| columns(&label.text));
        let hang = if first + label > width / 2 { first } else { first + label };
        Self { width, first, hang, column: first, done: Vec::new(), current: Vec::new() }
    }

    fn run(mut self, line: &DetailLine) -> Vec<DetailLine> {
        for phrase in &line.phrases {
            for word in phrase.text.split_inclusive(' ') {
                self.word(word, phrase.tone);
            }
        }
        self.end_line();
        for part in &mut self.done {
            part.entry = line.entry;
            part.link.clone_from(&line.link);
        }
        self.done
    }

    fn word(&mut self, word: &str, tone: Tone) {
        let wide = columns(word.trim_end());
        if self.column + wide > self.width && self.column > self.start() {
            self.end_line();
        }
        if self.column + wide <= self.width {
            let fits = if self.column + columns(word) <= self.width { word } else { word.trim_end() };
            self.push(fits, tone);
            return;
        }
        for grapheme in graphemes(word) {
            if self.column + grapheme.width() > self.width && self.column > self.start() {
                self.end_line();
            }
            self.push(grapheme, tone);
        }
    }

    fn push(&mut self, text: &str, tone: Tone) {
        self.column += columns(text);
        match self.current.last_mut() {
            Some(last) if last.tone == tone => last.text.push_str(text),
            _ => self.current.push(Phrase::new(text, tone)),
        }
    }

    fn start(&self) -> usize {
        if self.done.is_empty() { self.first } else { self.hang }
    }

    fn end_line(&mut self) {
        let indent = u16::try_from(self.start()).unwrap_or(u16::MAX);
        self.done.push(DetailLine::new(indent, std::mem::take(&mut self.current)));
        self.column = self.hang;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: DetailLine, width: u16, expected: &[&str]) {
        let text = |line: &DetailLine| {
            let words: String = line.phrases.iter().map(|phrase| phrase.text.as_str()).collect();
            format!("{}{words}", " ".repeat(usize::from(line.indent)))
        };
        let lines: Vec<_> = wrap(&[line], width).iter().map(text).map(|line| line.trim_end().to_owned()).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn lines_break_at_spaces_under_their_indent() {
        check(DetailLine::new(2, vec![Phrase::plain("one two three four")]), 11, &["  one two", "  three", "  four"]);
    }

    #[test]
    fn what_follows_a_label_stands_under_its_first_word() {
        let line = DetailLine::field("note", vec![Phrase::plain("aaaa bbbb cccc dddd")]);
        check(line, 24, &["note        aaaa bbbb", "            cccc dddd"]);
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut() {
        check(DetailLine::new(0, vec![Phrase::plain("aaaaaaaa b")]), 5, &["aaaaa", "aaa b"]);
        check(DetailLine::new(0, vec![]), 5, &[""]);
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_wider_than_the_screen(text in "\\PC{0,80}", width in 12u16..40, indent in 0u16..8) {
            let line = DetailLine::new(indent, vec![Phrase::muted("label "), Phrase::plain(text)]);
            for line in wrap(&[line], width) {
                let words: usize = line.phrases.iter().map(|phrase| columns(&phrase.text)).sum();
                assert!(usize::from(line.indent) + words <= usize::from(width));
            }
        }
    }
}
