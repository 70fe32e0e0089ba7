//! Evaluates the agreed quota (people per day): the newest agreement, or disputed if sources differ.

use super::EvalContext;
use crate::board::evidence::{EntryIndex, Evidence, Judge, Reading, Standing, is_later};
use crate::watchlist::Crossing;
use crate::watchlist::time::TimePoint;
use chrono::{DateTime, TimeDelta, Utc};

/// The agreed quota: people per day. `EntryIndex::Day(0)` is the entry of the short form; other entries are indices
/// into `quotas`.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotaReading {
    /// People who may leave.
    pub exits: Reading<u64>,
    /// People who may enter.
    pub entries: Reading<u64>,
}

/// The short form of a quota, among the entries of [`QuotaReading`].
const SHORT_FORM: EntryIndex = EntryIndex::Day(0);

pub(super) fn read_quota(ctx: &EvalContext<'_>, crossing: &Crossing) -> QuotaReading {
    read_at(ctx, crossing, ctx.now)
}

/// The quota in force at a moment.
pub(super) fn read_at(ctx: &EvalContext<'_>, crossing: &Crossing, at: DateTime<Utc>) -> QuotaReading {
    // An agreement does not become stale. It is in force until there is a newer one.
    let judge =
        Judge { now: at, stale_after: TimeDelta::MAX, checked: None, prefer: super::judge(ctx, crossing).prefer };
    let read = |short: Option<u64>, long: fn(&crate::watchlist::QuotaReport) -> Option<u64>| {
        let short = crossing.quota.as_ref().zip(short).map(|(quota, number)| {
            let said = quota.said.unwrap_or(TimePoint::exact(DateTime::<Utc>::MIN_UTC));
            let said = (SHORT_FORM, said, number);
            let graded = Evidence::graded(ctx.watchlist, said, None, quota.source.as_ref(), None);
            // Without a source, it is a statement of the editors.
            Evidence { standing: if quota.source.is_some() { graded.standing } else { Standing::Fair }, ..graded }
        });
        let long = crossing.quotas.iter().enumerate().filter_map(|(index, quota)| {
            let said = (EntryIndex::Report(index), quota.at.value, long(quota)?);
            Some(Evidence::graded(ctx.watchlist, said, None, quota.source.as_ref(), quota.credibility))
        });
        let pieces: Vec<Evidence<'_, u64>> =
            short.into_iter().chain(long).filter(|piece| ctx.has_come(piece.at) && piece.at.has_come(at)).collect();
        with_all_others(judge.read(&pieces), &pieces)
    };
    let short = crossing.quota.as_ref();
    QuotaReading {
        exits: read(short.and_then(|quota| quota.exits), |quota| quota.exits),
        entries: read(short.and_then(|quota| quota.entries), |quota| quota.entries),
    }
}

/// Uses the newest agreement. The last values of other origins are listed beside it, however old they are.
fn with_all_others(reading: Reading<u64>, pieces: &[Evidence<'_, u64>]) -> Reading<u64> {
    let Some(used) = pieces.iter().find(|piece| Some(piece.entry) == reading.used) else { return reading };
    let is_last_word =
        |piece: &&Evidence<'_, u64>| !pieces.iter().any(|later| later.origin == piece.origin && is_later(later, piece));
    let others = pieces.iter().filter(|piece| piece.origin != used.origin && piece.value != used.value);
    let others = others.filter(|piece| !piece.is_set_aside()).filter(is_last_word);
    Reading { others: others.map(|piece| piece.entry).collect(), ..reading }
}
