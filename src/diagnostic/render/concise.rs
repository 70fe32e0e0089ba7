//! One line a problem: for editors, grep and scripts.

use crate::diagnostic::{Problem, Source};

/// `file:line:column: severity[rule]: message; help`.
pub fn concise(source: &Source, problem: &Problem) -> String {
    let Problem { rule, severity, message, span, help, .. } = problem;
    let help = help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{}: {}[{rule}]: {message}{help}", source.place(*span), severity.word())
}
