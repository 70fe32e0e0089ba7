//! Lines of a text as an editor sees them: where they begin and end, how far they are indented, and which comments
//! belong to what. Knows nothing of YAML but its comments.

use std::ops::Range;

/// One line: its words, and where the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::watchlist) struct EditLine<'t> {
    /// The first byte.
    pub start: usize,
    /// What is written, without the line ending.
    pub text: &'t str,
    /// One past the line ending.
    pub next: usize,
}

impl<'t> EditLine<'t> {
    /// The line in which a byte stands. `\n`, `\r\n` and a lone `\r` end a line, as they do in YAML.
    pub fn at(text: &'t str, offset: usize) -> Self {
        let start = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let length = text[start..].find(['\n', '\r']).unwrap_or(text.len() - start);
        let end = start + length;
        let ending = if text[end..].starts_with("\r\n") { 2 } else { usize::from(end < text.len()) };
        Self { start, text: &text[start..end], next: end + ending }
    }

    /// The line below; none where the text ends.
    pub fn below(self, text: &'t str) -> Option<Self> {
        (self.next < text.len()).then(|| Self::at(text, self.next))
    }

    /// The line above; none where the text begins.
    pub fn above(self, text: &'t str) -> Option<Self> {
        let ending = if text[..self.start].ends_with("\r\n") { 2 } else { 1 };
        (self.start > 0).then(|| Self::at(text, self.start - ending))
    }

    /// One past the last character.
    pub fn end(self) -> usize {
        self.start + self.text.len()
    }

    /// The characters that end the line; nothing where the text ends without.
    pub fn ending(self, text: &'t str) -> &'t str {
        &text[self.end()..self.next]
    }

    /// How many blanks stand before its first word.
    pub fn indent(self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// Whether only blanks stand there.
    pub fn is_blank(self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether it holds nothing but a comment.
    pub fn is_comment(self) -> bool {
        self.text.trim_start().starts_with('#')
    }
}

/// The line ending to write beside a line: its own, or that of the line above, or that of the first line of the text.
pub(super) fn ending_beside<'t>(text: &'t str, line: EditLine<'t>) -> &'t str {
    let candidates = [Some(line), line.above(text), Some(EditLine::at(text, 0))];
    let endings = candidates.into_iter().flatten().map(|line| line.ending(text));
    endings.into_iter().find(|ending| !ending.is_empty()).unwrap_or("\n")
}

/// The last line of what ends in `line`: comments below that are indented by at least `column` belong to it as well.
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

/// The first of the comment lines that stand right above a line at a column or deeper; the line itself where none does.
pub(super) fn with_comments_above<'t>(text: &'t str, line: EditLine<'t>, column: usize) -> EditLine<'t> {
    let mut first = line;
    while let Some(above) = first.above(text).filter(|above| above.is_comment() && above.indent() >= column) {
        first = above;
    }
    first
}

/// Whole lines to be put between the lines of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splice {
    /// What they take the place of; empty where nothing is taken away.
    pub range: Range<usize>,
    /// What is written there.
    pub text: String,
}

impl Splice {
    /// New lines below a line. A text without a final line ending keeps having none.
    pub fn below(text: &str, line: EditLine<'_>, lines: &[String]) -> Self {
        let ending = ending_beside(text, line);
        let has_ending = line.next > line.end();
        let written = lines.join(ending);
        let written = if has_ending { written + ending } else { format!("{ending}{written}") };
        Self { range: line.next..line.next, text: written }
    }

    /// New lines above a line.
    pub fn above(text: &str, line: EditLine<'_>, lines: &[String]) -> Self {
        let ending = ending_beside(text, line);
        Self { range: line.start..line.start, text: lines.join(ending) + ending }
    }

    /// The text with the splice in it.
    pub fn apply(&self, text: &str) -> String {
        let mut new = String::with_capacity(text.len() + self.text.len());
        new.push_str(&text[..self.range.start]);
        new.push_str(&self.text);
        new.push_str(&text[self.range.end..]);
        new
    }
}
