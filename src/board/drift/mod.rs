//! Drift: what wears thin without a single event to point at. Truces erode before they break.
//!
//! One rule a file, one table. Each drift says since when and points to the reports that it rests on.

mod falling;
mod promises;
mod quiet;
mod regressed;
mod slipped;
mod technical;

pub(super) use falling::means;
pub use falling::{Fall, PassengerFlow};

use super::Readings;
use crate::diagnostic::Span;
use crate::watchlist::EntityRef;
use crate::watchlist::scales::Rung;
use crate::watchlist::time::TimePoint;

/// Something that drifts.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    /// The crossing or the item.
    pub entity: EntityRef,
    /// How it drifts.
    pub kind: DriftKind,
    /// Since when.
    pub since: TimePoint,
    /// The reports and records that it rests on.
    pub reports: Vec<Span>,
}

/// How something drifts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DriftKind {
    /// Its date was moved to a later one.
    Slipped {
        /// The first date.
        from: TimePoint,
        /// The date now.
        to: TimePoint,
        /// How often it was moved to a later one.
        times: usize,
    },
    /// Fewer people pass.
    Falling(Fall),
    /// It was closed on several days for a cause called technical.
    CalledTechnical {
        /// On how many.
        days: usize,
    },
    /// A deed was undone.
    Regressed {
        /// The highest rung that it stood on.
        from: Rung,
        /// The rung now, where it is known.
        to: Option<Rung>,
    },
    /// Nothing was reported of it for more than twice its `stale_after`. Looking (`checked`) is not a report.
    Quiet,
    /// The date of a promise has passed, and nobody reports a deed.
    Unkept {
        /// The date.
        due: TimePoint,
    },
}

type DriftFinder = fn(&Readings<'_>) -> Vec<Drift>;

/// Every rule, in the order in which drifts are listed.
static RULES: &[DriftFinder] =
    &[slipped::find, promises::find, regressed::find, technical::find, falling::find, quiet::find];

/// Everything that drifts.
pub(super) fn read(readings: &Readings<'_>) -> Vec<Drift> {
    RULES.iter().flat_map(|find| find(readings)).collect()
}

/// An item's reports that have come, oldest first.
fn seen<'i>(readings: &Readings<'_>, item: &'i crate::watchlist::Item) -> Vec<&'i crate::watchlist::ItemReport> {
    let mut seen: Vec<_> = item.reports.iter().filter(|report| readings.ctx.has_come(report.at.value)).collect();
    seen.sort_by_key(|report| report.at.value.start);
    seen
}
