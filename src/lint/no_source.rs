//! `no-source`: every report names its source.
//!
//! **What it does**: finds reports, records, log entries, statements and tallies without a source. **Why it is bad**: a
//! number without its source does harm. **Example**: `{ at: 2026-02-01, status: open }`.

use super::LintContext;
use super::walk::{self, Citation};
use crate::diagnostic::Problem;

pub(super) fn lint_no_source(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    walk::entries(scene.in_force, &mut |entry| {
        if matches!(entry.citation, Citation::Needed(None)) {
            let problem = Problem::warning("no-source", entry.span, format!("{} names no source", entry.what));
            problems.push(problem.help("add `source: …`, an id of `sources`"));
        }
    });
}
