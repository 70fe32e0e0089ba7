//! `duplicate-entry`: one event is logged once.
//!
//! **What it does**: looks for log entries of the same time, place, risk, trigger, severity and text. **Why it is bad**: it is one event,
//! and counts as one; the second line only misleads whoever counts lines. **Example**: an import that was run twice.

use super::LintContext;
use crate::diagnostic::Problem;

pub(super) fn lint_duplicate_entry(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let log = scene.watchlist.log();
    for (_, event) in
        log.iter().enumerate().filter(|(place, _)| u32::try_from(*place).is_ok_and(|it| log.is_repeat(it)))
    {
        let message = "this log entry repeats another of the same time, risk, severity and text";
        let problem = Problem::warning("duplicate-entry", event.at.span, message);
        problems.push(problem.help("remove one of the two; they count as one"));
    }
}
