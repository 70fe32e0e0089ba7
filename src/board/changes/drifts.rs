//! Drift: what has begun to wear thin, and what does so no more.

use super::Subject;
use super::comparison::Comparison;
use super::direction::Direction;
use super::evidence::{Entry, EntryKind};
use super::what::{Turn, What};
use crate::board::Board;
use crate::board::drift::{self, Drift, Fall, Flow, Kind};
use crate::diagnostic::Span;
use std::collections::HashSet;

pub(super) fn find(comparison: &mut Comparison<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    let known = |board: &Board| -> HashSet<_> {
        board.drift.iter().map(|found| (subject(board, found).0, class(found))).collect()
    };
    let (was, is) = (known(before), known(after));
    let begun = after.drift.iter().map(|found| (Turn::Begun, after, found, &was));
    let ended = before.drift.iter().map(|found| (Turn::Ended, before, found, &is));
    for (turn, board, found, others) in begun.chain(ended) {
        let (subject, span) = subject(board, found);
        if others.contains(&(subject.clone(), class(found))) {
            continue;
        }
        let own = match turn {
            Turn::Begun => span,
            // It may have moved, or be gone.
            Turn::Ended => place(after, &subject),
        };
        // What drifts rests on its own reports; of a day that is not over no mean is made.
        let is_over = |entry: &Entry| entry.at.is_some_and(|at| at.end <= after.now);
        let is_own = |entry: &Entry| match (turn, found.kind) {
            (Turn::Begun, _) => found.reports.contains(&entry.span),
            (Turn::Ended, Kind::Falling(_)) => entry.kind == EntryKind::DayRecord && is_over(entry),
            (Turn::Ended, _) => true,
        };
        let fit = |entry: &Entry| entry.bearing.fit(Direction::Other).filter(|_| is_own(entry));
        let grounds = comparison.grounds_fit(std::slice::from_ref(&subject), own, fit);
        let grounds = if turn == Turn::Begun { grounds.dated(Some(found.since)) } else { grounds };
        let is_untold = turn == Turn::Ended && is_untold(after, &subject, found.kind);
        comparison.push(subject, What::Drift { turn, kind: found.kind, is_untold }, grounds);
    }
}

/// Whether there are too few numbers to tell whether it goes on.
fn is_untold(board: &Board, subject: &Subject, kind: Kind) -> bool {
    let (Subject::Crossing(id), Kind::Falling(fall)) = (subject, kind) else { return false };
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

fn subject(board: &Board, drift: &Drift) -> (Subject, Span) {
    match drift.subject {
        drift::Subject::Crossing(index) => {
            let crossing = &board.watchlist.crossings[index];
            (Subject::Crossing(crossing.id.value.clone()), crossing.span)
        }
        drift::Subject::Item(list, item) => {
            let (list, item) = (&board.watchlist.checklists[list], &board.watchlist.checklists[list].items[item]);
            let subject = Subject::Item { checklist: list.id.value.clone(), item: item.id.value.clone() };
            (subject, item.span)
        }
    }
}

/// Where a crossing or an item stands; nowhere where it is gone.
fn place(board: &Board, subject: &Subject) -> Span {
    let crossings = board.watchlist.crossings.iter();
    let crossings = crossings.map(|crossing| (Subject::Crossing(crossing.id.value.clone()), crossing.span));
    let items = board.watchlist.items().map(|(list, item)| {
        (Subject::Item { checklist: list.id.value.clone(), item: item.id.value.clone() }, item.span)
    });
    crossings.chain(items).find(|(known, _)| known == subject).map_or_else(Span::default, |(_, span)| span)
}
