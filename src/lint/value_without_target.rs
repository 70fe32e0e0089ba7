//! `value-without-target`: a reported value has a target.
//!
//! **What it does**: finds reports with a `value` in an item without a `target`. **Why it is bad**:
//! the value is part of nothing, so it is not shown and makes no progress. **Example**: `value: 27` in an item without
//! `target: { value: 28, unit: bodies }`.

use super::LintContext;
use crate::diagnostic::Problem;

pub(super) fn lint_value_without_target(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for (_, item) in scene.watchlist.items().filter(|(_, item)| item.target.is_none()) {
        for report in item.reports.iter().filter(|report| report.value.is_some()) {
            let message = "the report gives a value, and its item has no target: the value is not used";
            let problem = Problem::warning("value-without-target", report.span, message);
            problems.push(problem.help("write the item's `target`, such as `target: { value: 28, unit: bodies }`"));
        }
    }
}
