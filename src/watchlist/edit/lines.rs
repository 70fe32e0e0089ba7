//! The lines of a text: where they begin and end, how far they are indented, and which comments belong to which line.
//! Knows nothing of YAML except its comments.

use std::ops::Range;

/// One line: its text, and where the next line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::watchlist) struct EditLine<'t> {
    /// The offset of its first byte.
    pub start: usize,
    /// The text without the line ending.
    pub text: &'t str,
    /// The offset after the line ending.
    pub next: usize,
}

impl<'t> EditLine<'t> {
    /// The line that contains a byte. `\n`, `\r\n` and a lone `\r` end a line, as in YAML.
    pub fn at(text: &'t str, offset: usize) -> Self {
        let start = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let length = text[start..].find(['\n', '\r']).unwrap_or(text.len() - start);
        let end = start + length;
        let ending = if text[end..].starts_with("\r\n") { 2 } else { usize::from(end < text.len()) };
        Self { start, text: &text[start..end], next: end + ending }
    }

    /// The next line; `None` at the end of the text.
    pub fn below(self, text: &'t str) -> Option<Self> {
        (self.next < text.len()).then(|| Self::at(text, self.next))
    }

    /// The previous line; `None` at the start of the text.
    pub fn above(self, text: &'t str) -> Option<Self> {
        let ending = if text[..self.start].ends_with("\r\n") { 2 } else { 1 };
        (self.start > 0).then(|| Self::at(text, self.start - ending))
    }

    /// The offset after the last character, before the line ending.
    pub fn end(self) -> usize {
        self.start + self.text.len()
    }

    /// The line ending; empty for a last line without one.
    pub fn ending(self, text: &'t str) -> &'t str {
        &text[self.end()..self.next]
    }

    /// How many blanks precede its first other character.
    pub fn indent(self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    pub fn is_blank(self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether it contains only a comment.
    pub fn is_comment(self) -> bool {
        self.text.trim_start().starts_with('#')
    }
}

/// The line ending to use next to a line: its own, else that of the line above, else that of the first line.
pub(super) fn ending_beside<'t>(text: &'t str, line: EditLine<'t>) -> &'t str {
    let candidates = [Some(line), line.above(text), Some(EditLine::at(text, 0))];
    let endings = candidates.into_iter().flatten().map(|line| line.ending(text));
    endings.into_iter().find(|ending| !ending.is_empty()).unwrap_or("\n")
}

/// The last line of a node that ends in `line`, including comments below it that are indented by at least `column`.
pub(in crate::watchlist) fn with_comments_below<'t>(text: &'t str, line: EditLine<'t>, column: usize) -> EditLine<'t> {
    let mut last = line;
    let mut next = line.below(text);
    while let Some(line) = next {
        if line.is_comment() && line.indent() >= column {
            last = line;
        } else if !line.is_blank() {
            break;
        }
        next = line.below(text);
    }
    last
}

/// The first of the comment lines directly above a line that are indented by at least `column`; the line itself if
/// there are none.
pub(super) fn with_comments_above<'t>(text: &'t str, line: EditLine<'t>, column: usize) -> EditLine<'t> {
    let mut first = line;
    while let Some(above) = first.above(text).filter(|above| above.is_comment() && above.indent() >= column) {
        first = above;
    }
    first
}

/// A replacement of whole lines in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splice {
    /// The range to replace; empty for an insertion.
    pub range: Range<usize>,
    pub text: String,
}

impl Splice {
    /// Inserts lines below a line. A text without a final line ending stays without one.
    pub fn below(text: &str, line: EditLine<'_>, lines: &[String]) -> Self {
        let ending = ending_beside(text, line);
        let has_ending = line.next > line.end();
        let written = lines.join(ending);
        let written = if has_ending { written + ending } else { format!("{ending}{written}") };
        Self { range: line.next..line.next, text: written }
    }

    /// Inserts lines above a line.
    pub fn above(text: &str, line: EditLine<'_>, lines: &[String]) -> Self {
        let ending = ending_beside(text, line);
        Self { range: line.start..line.start, text: lines.join(ending) + ending }
    }

    /// Returns the text with several splices applied, which are sorted and do not touch.
    pub fn apply_all(splices: &[Self], text: &str) -> String {
        let mut new = String::with_capacity(text.len() + splices.iter().map(|splice| splice.text.len()).sum::<usize>());
        let mut at = 0;
        for splice in splices {
            new.push_str(&text[at..splice.range.start]);
            new.push_str(&splice.text);
            at = splice.range.end;
        }
        new + &text[at..]
    }

    /// Returns the text with the splice applied.
    pub fn apply(&self, text: &str) -> String {
        let mut new = String::with_capacity(text.len() + self.text.len());
        new.push_str(&text[..self.range.start]);
        new.push_str(&self.text);
        new.push_str(&text[self.range.end..]);
        new
    }
}
