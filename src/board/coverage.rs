//! Coverage: what could not be observed, and when. Low numbers, or none, from such a period are not a sign of calm.

use super::EvalContext;
use crate::watchlist::{Id, Watchlist};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::OnceLock;

/// A period in which something could not be observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The monitoring record: an index into the watchlist's monitoring.
    pub record: usize,
    pub from: DateTime<Utc>,
    /// The known end. `None` while the gap continues.
    pub until: Option<DateTime<Utc>>,
}

impl Gap {
    /// Whether it overlaps the time from `from` to `until`, excluding `until`.
    pub fn touches(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> bool {
        self.from < until && self.until.is_none_or(|end| from < end)
    }

    /// Whether it includes a moment.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.from <= now && self.until.is_none_or(|end| now < end)
    }
}

/// The monitoring records for each reference. Built on first use.
#[derive(Clone, Debug, Default)]
pub(crate) struct GapIndex(OnceLock<HashMap<Id, Vec<usize>>>);

impl GapIndex {
    fn by_target(&self, watchlist: &Watchlist) -> &HashMap<Id, Vec<usize>> {
        self.0.get_or_init(|| {
            let mut index: HashMap<_, Vec<usize>> = HashMap::new();
            for (place, record) in watchlist.monitoring.iter().enumerate() {
                for target in &record.unobserved {
                    index.entry(target.value.clone()).or_default().push(place);
                }
            }
            index
        })
    }
}

/// All gaps that have begun, of a crossing, a risk, or an item (`checklist/item`), in the order of the file.
pub(crate) fn gaps(ctx: &EvalContext<'_>, target: &str) -> Vec<Gap> {
    begun_gaps(ctx, ctx.gaps.by_target(ctx.watchlist).get(target).cloned().unwrap_or_default())
}

/// All gaps that have begun and concern any risk.
pub(crate) fn gaps_of_risks(ctx: &EvalContext<'_>) -> Vec<Gap> {
    let index = ctx.gaps.by_target(ctx.watchlist);
    let mut records: Vec<_> = index
        .iter()
        .filter(|(target, _)| ctx.watchlist.risk(target.as_str()).is_some())
        .flat_map(|(_, records)| records)
        .copied()
        .collect();
    records.sort_unstable();
    begun_gaps(ctx, records)
}

/// `records` are in the order of the file.
fn begun_gaps(ctx: &EvalContext<'_>, mut records: Vec<usize>) -> Vec<Gap> {
    records.dedup();
    let records = records.into_iter().map(|index| (index, &ctx.watchlist.monitoring[index]));
    records
        .filter(|(_, record)| ctx.has_come(record.from.value))
        .map(|(index, record)| Gap {
            record: index,
            from: record.from.value.start,
            until: record.until.map(|until| until.value.end),
        })
        .collect()
}
