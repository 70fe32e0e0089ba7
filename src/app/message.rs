//! A problem and its remedy, as two texts, so that a narrow place can show only one of them.

use crate::diagnostic::Problem;
use crate::draft::FieldProblem;
use crate::text::sanitise;
use std::fmt;

/// A text for the operator, safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub text: String,
    pub help: Option<String>,
}

impl Message {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), help: None }
    }

    pub(crate) fn of_problem(problem: &Problem) -> Self {
        let help = problem.help.as_ref().map(|help| sanitise(help).into_owned());
        Self { text: sanitise(&problem.message).into_owned(), help }
    }

    /// The message for a problem of a field, which is already safe to show.
    pub(crate) fn of_field(problem: &FieldProblem) -> Self {
        Self { text: problem.message.clone(), help: problem.help.clone() }
    }
}

/// Formats as `text: help`.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, ": {help}"))
    }
}
