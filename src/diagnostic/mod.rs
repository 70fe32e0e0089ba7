//! A problem in a watchlist, as data.
//!
//! A [`Problem`] says what is wrong, where, and what to do. It knows nothing of how it is shown: the renderers stand
//! beside each other in [`render`], and the problems view of the screen reads the same data.

mod fingerprint;
pub mod render;
mod source;

pub use fingerprint::Fingerprint;
pub use source::{Position, Source};

use std::borrow::Cow;

/// A half-open range of bytes in the source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range from `start` to `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        let byte = |offset: usize| u32::try_from(offset).expect("sources are capped far below 4 GiB");
        Self { start: byte(start), end: byte(end) }
    }

    /// The empty range at one byte.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// As a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What is written there.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Whether it only stands for a value that is missing or could not be read: then it stands nowhere.
    pub fn is_placeholder(&self) -> bool {
        self.span == Span::default()
    }
}

/// Whether a problem stops a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemSeverity {
    /// The file cannot be read as meant: the last good board stays.
    Error,
    /// The file loads, but a reader should look here.
    Warning,
}

impl ProblemSeverity {
    /// The word for people and for JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One thing that is wrong at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The stable kebab-case name of the rule that found it.
    pub rule: &'static str,
    /// Whether it stops a load.
    pub severity: ProblemSeverity,
    /// The thing and what is wrong with it, in one sentence without a full stop.
    pub message: String,
    /// Where it is.
    pub span: Span,
    /// A few words to stand under the marked text; may be empty.
    pub label: Cow<'static, str>,
    /// Other places that belong to it, such as the first of two duplicates.
    pub related: Vec<(Span, String)>,
    /// What to do about it.
    pub help: Option<String>,
    /// The address of the entry that it stands at, once the whole watchlist is known. True characters, not safe to show.
    pub address: Option<String>,
    /// Why it is to stay, where the watchlist accepts it: it is listed and does not count. Not safe to show.
    pub accepted: Option<String>,
}

/// The longest message, in bytes: a value that fills the file is not repeated whole.
const LONGEST_MESSAGE: usize = 400;

/// A message with its middle left out where it is too long: its end says what is wrong.
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
    /// A problem that stops a load.
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

    /// A problem that does not stop a load.
    pub fn warning(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: ProblemSeverity::Warning, ..Self::error(rule, span, message) }
    }

    /// With a few words under the marked text.
    #[must_use]
    pub fn labelled(mut self, label: impl Into<Cow<'static, str>>) -> Self {
        self.label = label.into();
        self
    }

    /// With a second place that belongs to it.
    #[must_use]
    pub fn beside(mut self, span: Span, why: impl Into<String>) -> Self {
        self.related.push((span, why.into()));
        self
    }

    /// With the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a remedy where there is one.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }
}

impl Problem {
    /// Whether somebody should still look at it: the watchlist does not accept it.
    pub fn is_open(&self) -> bool {
        self.accepted.is_none()
    }
}

/// Problems as they are gathered: from a certain number on they are counted, not kept.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    /// Those that are kept.
    pub list: Vec<Problem>,
    /// How many more there are.
    pub unlisted: usize,
}

impl Problems {
    /// More than this many are not kept: a file this broken is mended from the top.
    pub const MOST: usize = 2000;

    /// Keeps a problem, or counts it.
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

/// Whether any of the problems stops a load.
pub fn has_errors(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == ProblemSeverity::Error)
}

/// What to say of the first character of a name that only looks like one of those that names are made of, or that
/// cannot be seen at all; nothing where there is none.
pub fn foreign_letter(name: &str) -> String {
    match name.chars().find(|c| !c.is_ascii()) {
        Some(c) => {
            let shown = if c.is_alphanumeric() { format!("`{c}`") } else { "character".to_owned() };
            format!(" (it is written with the {shown} U+{:04X})", u32::from(c))
        }
        None => String::new(),
    }
}

/// The longest word, in bytes, that is taken for a slip of another one. To compare long texts takes long, and nobody
/// means one by another.
const LONGEST_SLIP: usize = 64;

/// "did you mean …": the known word nearest to what was written, if any is near.
pub fn suggestion<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > LONGEST_SLIP {
        return None;
    }
    let written = written.to_lowercase();
    let near = |candidate: &str| {
        let near = strsim::jaro_winkler(&written, &candidate.to_lowercase());
        // One slip changes at most one character, which has at most four bytes.
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
