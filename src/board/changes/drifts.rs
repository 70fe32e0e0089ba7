//! Drift: what has started to drift, and what has stopped.

use super::causes::{Candidates, EntrySet};
use super::comparison::Comparison;
use super::differences::BoardPair;
use super::what::{ChangeKind, Onset};
use super::{Change, ChangeDirection};
use crate::board::Board;
use crate::board::drift::{self, Drift, DriftKind};
use crate::watchlist::EntityRef;
use std::collections::HashSet;

pub(super) fn find_drift_changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    fn known(board: &Board) -> HashSet<(&EntityRef, u8, &str)> {
        board.drift.iter().map(|found| class(board, found)).collect()
    }
    let (was, is) = (known(before), known(after));
    let begun = after.drift.iter().filter(|found| !was.contains(&class(after, found)));
    let ended = before.drift.iter().filter(|found| !is.contains(&class(before, found)));
    let begun = begun.map(|found| change(comparison, found, Onset::Begun));
    begun.chain(ended.map(|found| change(comparison, found, Onset::Ended))).collect()
}

fn change(comparison: &Comparison<'_>, found: &Drift, turn: Onset) -> Change {
    let (subject, after) = (&found.entity, comparison.boards.after);
    // It may have moved since then, or be gone.
    let own = after.watchlist.span_of(subject);
    // A drift depends on its own reports. A day that is not over is not part of a mean.
    let candidates = match (turn, found.kind) {
        (Onset::Begun, _) => Candidates::At(&found.reports),
        (Onset::Ended, DriftKind::Falling(_)) => Candidates::PastDays,
        (Onset::Ended, _) => Candidates::Towards(ChangeDirection::Other),
    };
    let grounds = comparison.causes.grounds(&[EntrySet::Of(subject.clone())], own, candidates);
    let grounds = if turn == Onset::Begun { grounds.dated(Some(found.since)) } else { grounds };
    let is_untold = turn == Onset::Ended && is_untold(after, subject, found.kind);
    grounds.change(subject, ChangeKind::Drift { turn, kind: found.kind, is_untold })
}

/// Whether there are too few numbers to decide whether the drift continues.
fn is_untold(board: &Board, subject: &EntityRef, kind: DriftKind) -> bool {
    let (EntityRef::Crossing(id), DriftKind::Falling(fall)) = (subject, kind) else { return false };
    let crossing = board.watchlist.crossings.index_of(id.as_str()).map(|index| &board.crossings[index]);
    crossing.is_some_and(|crossing| drift::means(crossing.days.recorded(), board.today(), fall.measure).is_none())
}

/// What drifts and the kind of drift, without its numbers.
fn class<'b>(board: &'b Board, drift: &'b Drift) -> (&'b EntityRef, u8, &'b str) {
    let (kind, measure) = match drift.kind {
        DriftKind::Slipped { .. } => (0, None),
        DriftKind::Falling(fall) => (1, Some(fall.measure)),
        DriftKind::CalledTechnical { .. } => (2, None),
        DriftKind::Regressed { .. } => (3, None),
        DriftKind::Quiet => (4, None),
        DriftKind::Unkept { .. } => (5, None),
        DriftKind::Overran { .. } => (6, None),
        DriftKind::Unannounced { .. } => (7, None),
    };
    let crossing = match &drift.entity {
        EntityRef::Crossing(id) => board.watchlist.crossings.with_id(id.as_str()),
        _ => None,
    };
    let measure = crossing.zip(measure).map_or("", |(crossing, measure)| crossing.measure_id(measure));
    (&drift.entity, kind, measure)
}
