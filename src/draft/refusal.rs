//! Why nothing is proposed, in words for a form and for a shell.

use crate::diagnostic::{Problem, ProblemSeverity, Source};
use crate::load::Loaded;
use crate::watchlist::edit::Refused;
use std::fmt;

/// Why there is no proposal.
#[derive(Clone, Debug)]
pub enum DraftError {
    /// The file does not load. Nothing is added to a broken file.
    Broken(Box<Loaded>),
    /// It is about an entity that the watchlist does not have.
    NoSuch {
        /// One sentence without a full stop, safe to print.
        message: String,
        help: String,
    },
    /// A field is wrong or missing.
    Fields(Vec<FieldProblem>),
    /// The format of the file does not allow this edit without changing other parts.
    Unsafe {
        /// The text of the file.
        source: Box<Source>,
        /// Where, why, and what to do instead.
        problem: Refused,
    },
    /// Somebody else has changed the lines that were to be reverted.
    Overtaken,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The index of the draft, counted from zero.
    pub draft: usize,
    /// The key of the field. `None` if it is about the whole entry, or about an unknown key.
    pub key: Option<&'static str>,
    /// What is wrong, in one sentence without a full stop. Safe to print.
    pub message: String,
    pub help: Option<String>,
}

impl DraftError {
    /// Assigns problems of fields to other drafts: the first ones stay, and `origin` maps the others.
    #[must_use]
    pub fn moved(self, first: usize, origin: impl Fn(usize) -> usize) -> Self {
        let moved = |problem: FieldProblem| match problem.draft.checked_sub(first) {
            Some(rest) => FieldProblem { draft: origin(rest), ..problem },
            None => FieldProblem { draft: usize::MAX, ..problem },
        };
        match self {
            Self::Fields(problems) => Self::Fields(problems.into_iter().map(moved).collect()),
            other => other,
        }
    }
}

impl fmt::Display for DraftError {
    /// Writes one line, safe to print.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let with_help = |f: &mut fmt::Formatter<'_>, problem: &Problem| match &problem.help {
            Some(help) => write!(f, "{}: {help}", problem.message),
            None => write!(f, "{}", problem.message),
        };
        match self {
            Self::Broken(loaded) => {
                let Loaded { source, problems, .. } = &**loaded;
                write!(f, "the watchlist does not load, and nothing is added to a broken file: ")?;
                let Some(first) = problems.iter().find(|problem| problem.severity == ProblemSeverity::Error) else {
                    return write!(f, "run `trucewatch check`");
                };
                write!(f, "{}: ", source.place(first.span))?;
                with_help(f, first)
            }
            Self::NoSuch { message, help } => write!(f, "{message}: {help}"),
            Self::Fields(problems) => {
                for (nth, problem) in problems.iter().enumerate() {
                    write!(f, "{}{}", if nth > 0 { "; " } else { "" }, problem.message)?;
                    if let Some(help) = &problem.help {
                        write!(f, ": {help}")?;
                    }
                }
                Ok(())
            }
            Self::Unsafe { source, problem } => {
                write!(f, "{}: ", source.place(problem.span))?;
                with_help(f, problem)
            }
            Self::Overtaken => write!(f, "the lines have been changed since: make this change in your editor"),
        }
    }
}

impl std::error::Error for DraftError {}
