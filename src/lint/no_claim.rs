//! `no-claim`: whatever is reported says what kind of statement it is.
//!
//! **What it does**: looks for reports and log entries without a claim class. **Why it is bad**: deeds and words cannot
//! be told apart, so the report counts as words. **Example**: `{ at: 2026-02-01, status: minimal, source: ap }`.

use super::Scene;
use super::walk::{self, Class};
use crate::diagnostic::Problem;

pub(super) fn check(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    walk::entries(scene.watchlist, &mut |entry| {
        if matches!(entry.class, Class::Needed(None)) {
            let message = format!("{} does not say what kind of statement it is: it counts as words", entry.what);
            let problem = Problem::warning("no-claim", entry.span, message);
            problems.push(problem.help("add `claim: verified`, `attributed` or `promise`"));
        }
    });
}
