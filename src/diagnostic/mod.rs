//! Problems in a watchlist, as data.
//!
//! A [`Problem`] says what is wrong, where, and what to do. It does not know how it is shown: the renderers are in
//! [`render`], and the problems view on screen reads the same data.

mod fingerprint;
pub mod render;
mod source;

pub use fingerprint::Fingerprint;
pub use source::{Position, Source};

use std::borrow::Cow;

/// A half-open range of bytes in the source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        let byte = |offset: usize| u32::try_from(offset).expect("sources are capped far below 4 GiB");
        Self { start: byte(start), end: byte(end) }
    }

    /// The empty range at a byte offset.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value with its span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Whether it is only a placeholder for a value that is missing or could not be read. A placeholder has no
    /// location.
    pub fn is_placeholder(&self) -> bool {
        self.span == Span::default()
    }
}

/// Whether a problem prevents loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemSeverity {
    /// The file cannot be read as intended. The last good board stays.
    Error,
    /// The file loads, but somebody should look here.
    Warning,
}

impl ProblemSeverity {
    /// The word used in text and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The stable kebab-case name of the rule that found it.
    pub rule: &'static str,
    pub severity: ProblemSeverity,
    /// What is wrong with which thing, in one sentence without a full stop.
    pub message: String,
    pub span: Span,
    /// A short text under the marked source; may be empty.
    pub label: Cow<'static, str>,
    /// Other locations that belong to it, such as the first of two duplicates.
    pub related: Vec<(Span, String)>,
    pub help: Option<String>,
    /// The address of the entry that contains it. Set once the whole watchlist is known. Unescaped: not safe to print.
    pub address: Option<String>,
    /// The reason why the watchlist accepts it. Accepted problems are listed but do not count. Not safe to print.
    pub accepted: Option<String>,
}

/// The maximum length of a message in bytes, so that a value as long as the file is not repeated whole.
const LONGEST_MESSAGE: usize = 400;

/// Shortens a message that is too long in the middle, because its end says what is wrong.
fn shortened(message: String) -> String {
    if message.len() <= LONGEST_MESSAGE {
        return message;
    }
    let half = LONGEST_MESSAGE / 2;
    let start = &message[..message.floor_char_boundary(half)];
    let end = &message[message.ceil_char_boundary(message.len() - half)..];
    format!("{start}…{end}")
}

impl Problem {
    /// Creates a problem that prevents loading.
    pub fn error(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: ProblemSeverity::Error,
            message: shortened(message.into()),
            span,
            label: Cow::Borrowed(""),
            related: Vec::new(),
            help: None,
            address: None,
            accepted: None,
        }
    }

    /// Creates a problem that does not prevent loading.
    pub fn warning(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: ProblemSeverity::Warning, ..Self::error(rule, span, message) }
    }

    /// Sets the text under the marked source.
    #[must_use]
    pub fn labelled(mut self, label: impl Into<Cow<'static, str>>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a related location.
    #[must_use]
    pub fn beside(mut self, span: Span, why: impl Into<String>) -> Self {
        self.related.push((span, why.into()));
        self
    }

    /// Sets what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets what to do, if there is a remedy.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }
}

impl Problem {
    /// Whether the watchlist does not accept it, so that somebody must look at it.
    pub fn is_open(&self) -> bool {
        self.accepted.is_none()
    }
}

/// Collects problems. Beyond [`Problems::MOST`] they are only counted.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    pub list: Vec<Problem>,
    /// The number of problems that are only counted.
    pub unlisted: usize,
}

impl Problems {
    /// The maximum number of problems that are stored. In a file with more, fix the first ones first.
    pub const MOST: usize = 2000;

    /// Stores a problem, or counts it.
    pub fn push(&mut self, problem: Problem) {
        if self.list.len() < Self::MOST {
            self.list.push(problem);
        } else {
            self.unlisted += 1;
        }
    }
}

impl Extend<Problem> for Problems {
    fn extend<T: IntoIterator<Item = Problem>>(&mut self, problems: T) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }
}

/// Whether any of the problems prevents loading.
pub fn has_errors(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == ProblemSeverity::Error)
}

/// Describes the first character of a name that only looks like an allowed one, or that is invisible. Empty if there is
/// no such character.
pub fn foreign_letter(name: &str) -> String {
    match name.chars().find(|c| !c.is_ascii()) {
        Some(c) => {
            let shown = if c.is_alphanumeric() { format!("`{c}`") } else { "character".to_owned() };
            format!(" (it is written with the {shown} U+{:04X})", u32::from(c))
        }
        None => String::new(),
    }
}

/// The maximum length in bytes of a word that can be a typo of another. Comparing long texts is slow, and long texts
/// are not typos of each other.
const LONGEST_SLIP: usize = 64;

/// "did you mean …": suggests the known word closest to the written one, if any is close.
pub fn suggestion<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > LONGEST_SLIP {
        return None;
    }
    let written = written.to_lowercase();
    let near = |candidate: &str| {
        let near = strsim::jaro_winkler(&written, &candidate.to_lowercase());
        // One typo changes at most one character, which has at most four bytes.
        let is_one_slip = || {
            written.len() > 2
                && written.chars().count() > 1
                && written.len().abs_diff(candidate.len()) <= 4
                && strsim::damerau_levenshtein(&written, candidate) <= 1
        };
        (near >= 0.82 || is_one_slip()).then_some(near)
    };
    known
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST_SLIP)
        .filter_map(|candidate| near(candidate).map(|near| (candidate, near)))
        .max_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(candidate, _)| candidate)
}
