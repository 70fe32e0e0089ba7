//! `no-entry`: was no entry of a severity logged for some time, in a log that was kept throughout?
//!
//! An entry or a check shows that the log is kept, until `stale_after` has passed. A check (`checked`) says that there
//! was nothing to log since the entry before it.

use super::{Explanation, Finding, Scope, Ternary};
use crate::board::coverage;
use crate::board::spillover::{kept_times, log_checked, log_stale_after, moves};
use crate::watchlist::scales::Severity;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Event, NoEntry};
use chrono::{DateTime, TimeDelta, Utc};

/// Whether no entry of a severity was logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// An index into the watchlist's risks. `None` for the whole log.
    pub risk: Option<usize>,
    /// The minimum severity of an entry.
    pub severity: Severity,
    /// Length of the period without such an entry.
    pub span: TimeDelta,
    /// The newest entry of that severity within the period, as an index into the watchlist's log.
    pub entry: Option<u32>,
    /// The newest such entry that names no risk, if the test is about one risk: it may be about any risk.
    pub loose: Option<u32>,
    /// Since when the log has been kept without a gap. `None` if it is not kept.
    pub kept_since: Option<DateTime<Utc>>,
    /// Whether anything could not be observed in the period.
    pub is_unobserved: bool,
}

pub(super) fn evaluate_no_entry(scope: &Scope<'_>, test: &NoEntry) -> Finding {
    let ctx = scope.ctx;
    let risk = match &test.risk {
        None => None,
        Some(wanted) => match scope.ctx.watchlist.risks().index_of(wanted.value.as_str()) {
            Some(index) => Some(index),
            None => return Finding::undeclared(&wanted.value),
        },
    };
    let from = ctx.now.checked_sub_signed(test.r#for).unwrap_or(DateTime::<Utc>::MIN_UTC);
    let log = ctx.watchlist.log();
    let spillover = scope.spillover();
    let is_heavy =
        |event: &Event| event.severity >= test.severity && event.at.value.end > from && moves(ctx.watchlist, event);
    let find = |is_of_risk: &dyn Fn(&Event) -> bool| {
        let is_asked = |event: &Event| is_of_risk(event) && is_heavy(event);
        spillover.log.iter().find(|index| is_asked(&log[**index as usize])).copied()
    };
    let entry = find(&|event| {
        test.risk.as_ref().is_none_or(|wanted| event.risk.as_ref().is_some_and(|risk| risk.value == wanted.value))
    });
    let loose = if test.risk.is_some() { find(&|event| event.risk.is_none()) } else { None };
    let gaps = match &test.risk {
        Some(wanted) => coverage::gaps(ctx, wanted.value.as_str()),
        None => coverage::gaps_of_risks(ctx),
    };
    let is_unobserved = gaps.iter().any(|gap| gap.touches(from, ctx.now));
    let times = kept_times(ctx.watchlist, &spillover.log);
    let kept_since = kept_since(ctx.now, times, log_checked(ctx), log_stale_after(ctx.watchlist));
    let answer = match (entry, kept_since) {
        (Some(_), _) => Ternary::NotMet,
        (None, Some(since)) if since <= from && !is_unobserved && loose.is_none() => Ternary::Met,
        (None, _) => Ternary::Unknown,
    };
    let quiet = Quiet { risk, severity: test.severity, span: test.r#for, entry, loose, kept_since, is_unobserved };
    Finding { answer, because: Explanation::NoEntry(quiet) }
}

/// Since when the log has been kept without a gap. `times` are the times of its entries, newest first.
fn kept_since(
    now: DateTime<Utc>,
    mut times: impl Iterator<Item = TimePoint>,
    checked: Option<TimePoint>,
    stale_after: TimeDelta,
) -> Option<DateTime<Utc>> {
    let newest = times.next()?;
    let looked = checked.map_or(newest.end, |look| look.end.max(newest.end));
    if now - looked >= stale_after {
        return None;
    }
    let mut since = newest.start;
    for earlier in times {
        if since - earlier.end > stale_after {
            break;
        }
        since = since.min(earlier.start);
    }
    Some(since)
}
