//! `duplicate-entry`: each event is logged once.
//!
//! **What it does**: finds log entries with the same time, place, risk, trigger, severity, text, actors and counts. **Why it is bad**:
//! both entries are one event and count once; the second line only misleads people who count lines. **Example**: an
//! import that ran twice.

use super::LintContext;
use crate::diagnostic::Problem;

pub(super) fn lint_duplicate_entry(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let log = scene.in_force.log();
    for (_, event) in
        log.iter().enumerate().filter(|(place, _)| u32::try_from(*place).is_ok_and(|it| log.is_repeat(it)))
    {
        let message = "this log entry repeats another of the same time, risk, severity and text";
        let problem = Problem::warning("duplicate-entry", event.at.span, message);
        problems.push(problem.help("remove one of the two; they count as one"));
    }
}
