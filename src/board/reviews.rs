//! What has to be looked at: what is due for review, what is old, and what is unknown.

use super::Board;
use super::freshness::Freshness;
use crate::watchlist::EntityRef;
use crate::watchlist::scales::CrossingStatus;
use chrono::TimeDelta;

/// A crossing, an item or a risk that has to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingReview {
    pub entity: EntityRef,
    pub cause: ReviewCause,
    /// How long ago its newest evidence or check was.
    pub freshness: Freshness,
}

/// Why something has to be looked at. The most urgent cause first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReviewCause {
    /// Its `review_every` has passed since its newest evidence or check.
    Due { every: TimeDelta },
    /// Its data is old.
    Old,
    /// Its state is not known.
    Unknown,
}

impl ReviewCause {
    pub fn is_due(self) -> bool {
        matches!(self, Self::Due { .. })
    }
}

/// Everything that has to be looked at: what is due first, then what is old, then what is unknown.
pub(super) fn find_reviews(board: &Board) -> Vec<PendingReview> {
    let watchlist = &board.watchlist;
    let crossings = watchlist.crossings.iter().zip(&board.crossings).filter_map(|(crossing, reading)| {
        let is_known = reading.status.status != CrossingStatus::Unknown;
        let cause = cause(crossing.review_every, reading.freshness, is_known)?;
        let entity = EntityRef::Crossing(crossing.id.value.clone());
        Some(PendingReview { entity, cause, freshness: reading.freshness })
    });
    let readings = board.checklists.iter().flat_map(|list| &list.items);
    let items = watchlist.items().zip(readings).filter_map(|((list, item), reading)| {
        let cause = cause(item.review_every, reading.freshness, reading.rung.is_some())?;
        Some(PendingReview { entity: EntityRef::item(list, item), cause, freshness: reading.freshness })
    });
    let risks = board.spillover.live_risks().filter_map(|(index, reading)| {
        let risk = &watchlist.risks()[index];
        let cause = cause(risk.review_every, reading.freshness, reading.level.is_some())?;
        let entity = EntityRef::Risk(risk.id.value.clone());
        Some(PendingReview { entity, cause, freshness: reading.freshness })
    });
    let mut found: Vec<_> = crossings.chain(items).chain(risks).collect();
    found.sort_by_key(|review| match review.cause {
        ReviewCause::Due { .. } => 0,
        ReviewCause::Old => 1,
        ReviewCause::Unknown => 2,
    });
    found
}

fn cause(every: Option<TimeDelta>, freshness: Freshness, is_known: bool) -> Option<ReviewCause> {
    let is_due = |every: &TimeDelta| freshness.age().is_none_or(|age| age >= *every);
    match every.filter(is_due) {
        Some(every) => Some(ReviewCause::Due { every }),
        None if freshness.is_stale() => Some(ReviewCause::Old),
        None => (!is_known).then_some(ReviewCause::Unknown),
    }
}
