//! DATA OLD: whether what is known of a thing is still fresh.
//!
//! Saving the file does not make old facts fresh: only a report, or a `checked` mark, does.

use super::EvalContext;
use crate::diagnostic::Spanned;
use crate::watchlist::time::TimePoint;
use chrono::TimeDelta;

/// How old the newest knowledge of a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Nothing was ever reported. No report is not good news.
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
    /// Whether it is stale. What was never reported is not stale but unknown.
    pub fn is_stale(self) -> bool {
        matches!(self, Self::Stale { .. })
    }

    /// The age of the newest knowledge.
    pub fn age(self) -> Option<TimeDelta> {
        match self {
            Self::NoData => None,
            Self::Fresh { age } | Self::Stale { age } => Some(age),
        }
    }
}

/// Reads the freshness of a thing from the time of its newest evidence and from when somebody last looked.
pub(crate) fn read(
    ctx: &EvalContext<'_>,
    newest: Option<TimePoint>,
    checked: Option<Spanned<TimePoint>>,
    stale_after: Option<TimeDelta>,
) -> Freshness {
    let looked = checked.map(|mark| mark.value).filter(|at| ctx.has_come(*at));
    // A look at a thing of which nothing was ever reported leaves nothing known.
    let Some(newest) = newest.map(|report| looked.map_or(report.end, |look| look.end.max(report.end))) else {
        return Freshness::NoData;
    };
    let age = (ctx.now - newest).max(TimeDelta::zero());
    let limit = stale_after.unwrap_or(ctx.watchlist.stale_after());
    if age >= limit { Freshness::Stale { age } } else { Freshness::Fresh { age } }
}
