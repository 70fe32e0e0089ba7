//! Drift: what has begun to wear thin, and what does so no more.

use super::comparison::Comparison;
use super::direction::Direction;
use super::evidence::{Entry, EntryKind};
use super::what::{Turn, What};
use crate::board::Board;
use crate::board::drift::{self, Drift, Fall, Flow, Kind};
use crate::watchlist::EntityRef;
use std::collections::HashSet;

pub(super) fn find(comparison: &mut Comparison<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    fn known(board: &Board) -> HashSet<(&EntityRef, u8)> {
        board.drift.iter().map(|found| (&found.entity, class(found))).collect()
    }
    let (was, is) = (known(before), known(after));
    let begun = after.drift.iter().map(|found| (Turn::Begun, found, &was));
    let ended = before.drift.iter().map(|found| (Turn::Ended, found, &is));
    for (turn, found, others) in begun.chain(ended) {
        let subject = &found.entity;
        if others.contains(&(subject, class(found))) {
            continue;
        }
        // It may have moved since, or be gone.
        let own = after.watchlist.span_of(subject);
        // What drifts rests on its own reports; of a day that is not over no mean is made.
        let is_over = |entry: &Entry| entry.at.is_some_and(|at| at.end <= after.now);
        let is_own = |entry: &Entry| match (turn, found.kind) {
            (Turn::Begun, _) => found.reports.contains(&entry.span),
            (Turn::Ended, Kind::Falling(_)) => entry.kind == EntryKind::DayRecord && is_over(entry),
            (Turn::Ended, _) => true,
        };
        let fit = |entry: &Entry| entry.bearing.fit(Direction::Other).filter(|_| is_own(entry));
        let grounds = comparison.grounds_fit(std::slice::from_ref(subject), own, fit);
        let grounds = if turn == Turn::Begun { grounds.dated(Some(found.since)) } else { grounds };
        let is_untold = turn == Turn::Ended && is_untold(after, subject, found.kind);
        comparison.push(subject.clone(), What::Drift { turn, kind: found.kind, is_untold }, grounds);
    }
}

/// Whether there are too few numbers to tell whether it goes on.
fn is_untold(board: &Board, subject: &EntityRef, kind: Kind) -> bool {
    let (EntityRef::Crossing(id), Kind::Falling(fall)) = (subject, kind) else { return false };
    let crossing = board.watchlist.crossings.index_of(id.as_str()).map(|index| &board.crossings[index]);
    crossing.is_some_and(|crossing| drift::means(&crossing.days, board.today(), fall.flow).is_none())
}

/// What kind of drift it is, whatever its numbers.
fn class(drift: &Drift) -> u8 {
    match drift.kind {
        Kind::Slipped { .. } => 0,
        Kind::Falling(Fall { flow: Flow::Exits, .. }) => 1,
        Kind::Falling(Fall { flow: Flow::Entries, .. }) => 2,
        Kind::CalledTechnical { .. } => 3,
        Kind::Regressed { .. } => 4,
        Kind::Quiet => 5,
        Kind::Unkept { .. } => 6,
    }
}
