//! DATA OLD: whether the data about an entity is still fresh.
//!
//! Saving the file does not make old facts fresh. Only a report or a `checked` mark does.

use super::EvalContext;
use crate::diagnostic::Spanned;
use crate::watchlist::time::TimePoint;
use chrono::TimeDelta;

/// The age of the newest data about an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Nothing was ever reported. The absence of reports is not good news.
    NoData,
    /// Younger than its `stale_after`.
    Fresh {
        /// Since the newest report or check.
        age: TimeDelta,
    },
    /// Older than its `stale_after`: shown as "last known".
    Stale {
        /// Since the newest report or check.
        age: TimeDelta,
    },
}

impl Freshness {
    /// Whether it is stale. An entity without any report is not stale but unknown.
    pub fn is_stale(self) -> bool {
        matches!(self, Self::Stale { .. })
    }

    pub fn age(self) -> Option<TimeDelta> {
        match self {
            Self::NoData => None,
            Self::Fresh { age } | Self::Stale { age } => Some(age),
        }
    }
}

/// Computes the freshness of an entity from the time of its newest evidence and its last check.
pub(crate) fn read_freshness(
    ctx: &EvalContext<'_>,
    newest: Option<TimePoint>,
    checked: Option<Spanned<TimePoint>>,
    stale_after: Option<TimeDelta>,
) -> Freshness {
    let looked = checked.map(|mark| mark.value).filter(|at| ctx.has_come(*at));
    // A check of an entity without any report does not make anything known.
    let Some(newest) = newest.map(|report| looked.map_or(report.end, |look| look.end.max(report.end))) else {
        return Freshness::NoData;
    };
    let age = (ctx.now - newest).max(TimeDelta::zero());
    let limit = stale_after.unwrap_or(ctx.watchlist.stale_after());
    if age >= limit { Freshness::Stale { age } } else { Freshness::Fresh { age } }
}
