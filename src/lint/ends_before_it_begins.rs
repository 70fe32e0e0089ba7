//! `ends-before-it-begins`: a period ends after it begins.
//!
//! **What it does**: finds monitoring records whose `until` is before `from`, and tallies whose `as_of` is before
//! `from`. **Why it is bad**: such a period is empty, so a gap in monitoring is not shown anywhere. **Example**: `from:
//! 2026-01-20, until: 2026-01-10`.

use super::LintContext;
use crate::diagnostic::{Problem, Spanned};
use crate::watchlist::Dated;
use crate::watchlist::time::TimePoint;

pub(super) fn lint_ends_before_it_begins(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut look = |what: &str, from: TimePoint, key: &str, end: Spanned<TimePoint>| {
        if end.value.end < from.start {
            let message = format!("{what} ends before it begins");
            let problem = Problem::warning("ends-before-it-begins", end.span, message);
            problems.push(problem.help(format!("correct `from` or `{key}`; a mistyped year is the usual cause")));
        }
    };
    for gap in &scene.watchlist.monitoring {
        if let Some(until) = gap.until {
            look("a monitoring record", gap.from.value, "until", until);
        }
    }
    for tally in &scene.watchlist.tallies {
        let as_of = tally.as_of.and_then(|as_of| match as_of.value {
            Dated::At(at) => Some(Spanned { value: at, span: as_of.span }),
            Dated::Unknown => None,
        });
        if let (Some(from), Some(as_of)) = (tally.from, as_of) {
            look("a tally", from, "as_of", as_of);
        }
    }
}
