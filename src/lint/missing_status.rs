//! `missing-status`: a report of an item says how far it is.
//!
//! **What it does**: finds reports of items with neither a `status` nor a `value`. **Why it is bad**: they report
//! nothing. **Example**: `- { at: 2026-02-01, source: ap }`.

use super::LintContext;
use crate::diagnostic::Problem;

pub(super) fn lint_missing_status(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let reports = scene.watchlist.items().flat_map(|(_, item)| &item.reports);
    for report in reports.filter(|report| report.status.0.is_none() && report.value.is_none()) {
        let problem = Problem::error("missing-status", report.span, "a report says neither `status` nor `value`");
        problems.push(problem.help("add `status: …`; in an item with a `target`, `value: …` is enough"));
    }
}
