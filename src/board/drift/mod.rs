//! Drift: what gets worse without a single event that shows it. Truces erode before they break.
//!
//! Each rule has one file; one table lists all rules. Each drift says since when, and refers to the reports that it is
//! based on.

mod closures;
mod falling;
mod promises;
mod quiet;
mod regressed;
mod slipped;
mod technical;

pub use falling::Fall;
pub(super) use falling::means;

use super::Readings;
use crate::diagnostic::Span;
use crate::watchlist::EntityRef;
use crate::watchlist::scales::Rung;
use crate::watchlist::time::TimePoint;

#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    pub entity: EntityRef,
    pub kind: DriftKind,
    pub since: TimePoint,
    /// The reports and records that it is based on.
    pub reports: Vec<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DriftKind {
    /// Its date was moved to a later one.
    Slipped {
        from: TimePoint,
        to: TimePoint,
        /// How often it was moved to a later date.
        times: usize,
    },
    Falling(Fall),
    /// It was closed on several days for a cause called technical.
    CalledTechnical {
        /// The number of such days.
        days: usize,
    },
    /// An announced closure went on after its announced end.
    Overran {
        /// The announced last day.
        until: TimePoint,
        /// Days without a break on which it was recorded closed since then.
        days: usize,
    },
    /// It was closed on days for which nobody had announced a closure, although its calendar is kept.
    Unannounced {
        days: usize,
    },
    Regressed {
        /// The highest rung that it reached.
        from: Rung,
        /// The current rung, if known.
        to: Option<Rung>,
    },
    /// No report for more than twice its `stale_after`. A check (`checked`) is not a report.
    Quiet,
    /// The date of a promise has passed, and no deed is reported.
    Unkept {
        due: TimePoint,
    },
}

type DriftFinder = fn(&Readings<'_>) -> Vec<Drift>;

/// All rules, in the order in which drifts are listed.
static RULES: &[DriftFinder] = &[
    slipped::find_slipped_dates,
    promises::find_unkept_promises,
    regressed::find_regressions,
    technical::find_technical_closures,
    closures::find_overrun_closures,
    closures::find_unannounced_closures,
    falling::find_falling_counts,
    quiet::find_quiet_items,
];

pub(super) fn read_drift(readings: &Readings<'_>) -> Vec<Drift> {
    RULES.iter().flat_map(|find| find(readings)).collect()
}

/// An item's reports that have come, oldest first.
fn seen<'i>(readings: &Readings<'_>, item: &'i crate::watchlist::Item) -> Vec<&'i crate::watchlist::ItemReport> {
    let mut seen: Vec<_> = item.reports.iter().filter(|report| readings.ctx.has_come(report.at.value)).collect();
    seen.sort_by_key(|report| report.at.value.start);
    seen
}
