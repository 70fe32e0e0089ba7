//! One line per problem: for editors, grep and scripts.

use crate::diagnostic::{Problem, Source};
use crate::text::sanitise;

/// `file:line:column: severity[rule]: message; help`, or `accepted[rule]: message; why`.
pub fn concise(source: &Source, problem: &Problem) -> String {
    let Problem { rule, message, span, help, accepted, .. } = problem;
    let place = source.place(*span);
    match (accepted, help) {
        (Some(why), _) => format!("{place}: accepted[{rule}]: {message}; {}", sanitise(why)),
        (None, Some(help)) => format!("{place}: {}[{rule}]: {message}; {help}", problem.severity.word()),
        (None, None) => format!("{place}: {}[{rule}]: {message}", problem.severity.word()),
    }
}
