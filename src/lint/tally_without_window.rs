//! `tally-without-window`: a tally has the start and the end of its window.
//!
//! **What it does**: finds tallies without `from` or without `as_of`. **Why it is bad**: a number without its window
//! cannot be compared with others, but looks comparable. **Example**: `{ id: killed, what: killed, value: 360 }`.

use super::LintContext;
use crate::diagnostic::Problem;

pub(super) fn lint_tally_without_window(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for tally in &scene.watchlist.tallies {
        let missing = match (tally.from, tally.as_of) {
            (Some(_), Some(_)) => continue,
            (None, Some(_)) => "from when on it counts",
            (Some(_), None) => "up to when it counts",
            (None, None) => "from when and up to when it counts",
        };
        let message = format!("the tally `{}` does not say {missing}", tally.id.value.display());
        let problem = Problem::warning("tally-without-window", tally.span, message);
        problems.push(problem.help("add `from` and `as_of`; write `as_of: unknown` if it is not known"));
    }
}
