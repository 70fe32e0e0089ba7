//! Why nothing is proposed, in words for a form and for a shell.

use crate::diagnostic::{Problem, ProblemSeverity, Source};
use crate::load::Loaded;
use crate::watchlist::edit::Refused;
use std::fmt;

/// Why nothing is proposed.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The file as it is does not load: nothing is added to a broken file.
    Broken(Box<Loaded>),
    /// It is about something that the watchlist does not have.
    NoSuch {
        /// In one sentence without a full stop, safe to show.
        message: String,
        /// What to do instead.
        help: String,
    },
    /// Something that was entered is wrong or missing.
    Fields(Vec<FieldProblem>),
    /// The file is written in a way in which this edit cannot be made without touching anything else.
    Unsafe {
        /// The text of the file.
        source: Box<Source>,
        /// Where, why, and what to do instead.
        problem: Refused,
    },
    /// The lines that were to be changed back have been changed by somebody else.
    Overtaken,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// Which of the drafts, counted from zero.
    pub draft: usize,
    /// The key of the field; nothing where it is about the entry as a whole, or about a key that there is not.
    pub key: Option<&'static str>,
    /// What is wrong, in one sentence without a full stop. Safe to show.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl fmt::Display for Refusal {
    /// In one line, safe to show.
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

impl std::error::Error for Refusal {}
