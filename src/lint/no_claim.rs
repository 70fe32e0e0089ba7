//! `no-claim`: every report has a claim class.
//!
//! **What it does**: finds reports, day records, log entries and tallies without a claim class. **Why it is bad**:
//! deeds cannot be distinguished from words; a report then counts as words. **Example**: `{ at: 2026-02-01, status:
//! minimal, source: ap }`.

use super::LintContext;
use super::walk::{self, Class};
use crate::diagnostic::Problem;

pub(super) fn lint_no_claim(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    walk::entries(scene.in_force, &mut |entry| {
        let consequence = match entry.class {
            Class::Words(None) => ": it counts as words",
            Class::Numbers(None) => ", so it is unclear whether it was seen or only reported",
            Class::Words(Some(_)) | Class::Numbers(Some(_)) | Class::Free(_) => return,
        };
        let message = format!("{} does not say what kind of statement it is{consequence}", entry.what);
        let problem = Problem::warning("no-claim", entry.span, message);
        problems.push(problem.help("add `claim: verified`, `attributed` or `promise`"));
    });
}
