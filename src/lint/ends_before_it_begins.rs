//! `ends-before-it-begins`: a period ends after it begins.
//!
//! **What it does**: finds monitoring records and announced closures whose `until` is before `from`, and tallies whose
//! `as_of` is before `from`. **Why it is bad**: such a period is empty, so a gap in monitoring is not shown anywhere. **Example**: `from:
//! 2026-01-20, until: 2026-01-10`.

use super::LintContext;
use super::walk::known;
use crate::diagnostic::{Problem, Spanned};
use crate::watchlist::time::{Precision, TimePoint};

pub(super) fn lint_ends_before_it_begins(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut look = |what: &str, from: TimePoint, key: &str, end: Spanned<TimePoint>| {
        let is_empty = match end.value.precision {
            Precision::Day => end.value.end <= from.start,
            Precision::Exact => end.value.end < from.start,
        };
        if is_empty {
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
    let calendars = scene.watchlist.crossings.iter().filter_map(|crossing| crossing.calendar.as_ref());
    for closure in calendars.flat_map(|calendar| &calendar.closures) {
        if let Some(until) = closure.until.as_ref().and_then(known) {
            look("an announced closure", TimePoint::day(closure.from.value, scene.watchlist.zone()), "until", until);
        }
    }
    for tally in &scene.watchlist.tallies {
        if let (Some(from), Some(as_of)) = (tally.from, tally.as_of.as_ref().and_then(known)) {
            look("a tally", from, "as_of", as_of);
        }
    }
}
