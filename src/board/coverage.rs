//! Coverage: what could not be observed, and when. Few numbers, or none, from such a time are no sign of calm.

use super::EvalContext;
use chrono::{DateTime, Utc};

/// A time in which something could not be observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The record that says so: an index into the watchlist's monitoring.
    pub record: usize,
    /// Since when.
    pub from: DateTime<Utc>,
    /// Until when, as far as is known; absent where it goes on.
    pub until: Option<DateTime<Utc>>,
}

impl Gap {
    /// Whether any of it lies between two moments, the second one left out.
    pub fn touches(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> bool {
        self.from < until && self.until.is_none_or(|end| from < end)
    }

    /// Whether it goes on at a moment.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.from <= now && self.until.is_none_or(|end| now < end)
    }
}

/// Every gap that has begun, of a crossing, a risk, or an item (`checklist/item`), in the order of the file.
pub(crate) fn gaps(ctx: &EvalContext<'_>, target: &str) -> Vec<Gap> {
    gaps_where(ctx, |named| named == target)
}

/// Every gap that has begun and that concerns any risk at all.
pub(crate) fn gaps_of_risks(ctx: &EvalContext<'_>) -> Vec<Gap> {
    gaps_where(ctx, |named| ctx.watchlist.risk(named).is_some())
}

fn gaps_where(ctx: &EvalContext<'_>, concerns: impl Fn(&str) -> bool) -> Vec<Gap> {
    let records = ctx.watchlist.monitoring.iter().enumerate();
    records
        .filter(|(_, record)| ctx.has_come(record.from.value))
        .filter(|(_, record)| record.unobserved.iter().any(|target| concerns(target.value.as_str())))
        .map(|(index, record)| Gap {
            record: index,
            from: record.from.value.start,
            until: record.until.map(|until| until.value.end),
        })
        .collect()
}
