//! Drift: what has started to drift, and what has stopped.

use super::comparison::BoardPair;
use super::direction::ChangeDirection;
use super::evidence::{ComparedEntry, EntryKind};
use super::what::{ChangeKind, Onset};
use crate::board::Board;
use crate::board::drift::{self, Drift, DriftKind, Fall, PassengerFlow};
use crate::watchlist::EntityRef;
use std::collections::HashSet;

pub(super) fn find_drift_changes(comparison: &mut BoardPair<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    fn known(board: &Board) -> HashSet<(&EntityRef, u8)> {
        board.drift.iter().map(|found| (&found.entity, class(found))).collect()
    }
    let (was, is) = (known(before), known(after));
    let begun = after.drift.iter().map(|found| (Onset::Begun, found, &was));
    let ended = before.drift.iter().map(|found| (Onset::Ended, found, &is));
    for (turn, found, others) in begun.chain(ended) {
        let subject = &found.entity;
        if others.contains(&(subject, class(found))) {
            continue;
        }
        // It may have moved since then, or be gone.
        let own = after.watchlist.span_of(subject);
        // A drift depends on its own reports. A day that is not over is not part of a mean.
        let is_over = |entry: &ComparedEntry| entry.at.is_some_and(|at| at.end <= after.now);
        let is_own = |entry: &ComparedEntry| match (turn, found.kind) {
            (Onset::Begun, _) => found.reports.contains(&entry.span),
            (Onset::Ended, DriftKind::Falling(_)) => entry.kind == EntryKind::DayRecord && is_over(entry),
            (Onset::Ended, _) => true,
        };
        let fit = |entry: &ComparedEntry| entry.bearing.fit(ChangeDirection::Other).filter(|_| is_own(entry));
        let grounds = comparison.grounds_fit(std::slice::from_ref(subject), own, fit);
        let grounds = if turn == Onset::Begun { grounds.dated(Some(found.since)) } else { grounds };
        let is_untold = turn == Onset::Ended && is_untold(after, subject, found.kind);
        comparison.push(subject.clone(), ChangeKind::Drift { turn, kind: found.kind, is_untold }, grounds);
    }
}

/// Whether there are too few numbers to decide whether the drift continues.
fn is_untold(board: &Board, subject: &EntityRef, kind: DriftKind) -> bool {
    let (EntityRef::Crossing(id), DriftKind::Falling(fall)) = (subject, kind) else { return false };
    let crossing = board.watchlist.crossings.index_of(id.as_str()).map(|index| &board.crossings[index]);
    crossing.is_some_and(|crossing| drift::means(&crossing.days, board.today(), fall.flow).is_none())
}

/// The kind of drift, without its numbers.
fn class(drift: &Drift) -> u8 {
    match drift.kind {
        DriftKind::Slipped { .. } => 0,
        DriftKind::Falling(Fall { flow: PassengerFlow::Exits, .. }) => 1,
        DriftKind::Falling(Fall { flow: PassengerFlow::Entries, .. }) => 2,
        DriftKind::CalledTechnical { .. } => 3,
        DriftKind::Regressed { .. } => 4,
        DriftKind::Quiet => 5,
        DriftKind::Unkept { .. } => 6,
    }
}
