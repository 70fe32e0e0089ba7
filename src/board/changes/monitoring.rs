//! Monitoring: what can no longer be observed, and what can be observed again.

use super::causes::Grounds;
use super::comparison::{Comparison, added, edits, removed};
use super::differences::{BoardPair, PartDiff};
use super::quote::Quotable as _;
use super::what::{ChangeKind, Onset};
use super::{Change, ChangeCause, ChangePlace};
use crate::board::Board;
use crate::watchlist::Monitoring;
use crate::watchlist::pairing::PartPair;
use crate::watchlist::time::TimePoint;

pub(super) fn find_monitoring_changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    let (old, new) = (&before.watchlist.monitoring, &after.watchlist.monitoring);
    let of_part = |part: &PartDiff| match part.pair {
        PartPair::Added(at) if has_begun(&new[at], after) => vec![begun(part, &new[at], ChangeCause::Reported)],
        PartPair::Added(_) => vec![added(part)],
        PartPair::Removed(_) => vec![removed(part)],
        PartPair::Both(was, is) => gap_changes(comparison, part, (&old[was], &new[is])),
    };
    comparison.differences.monitoring.iter().flat_map(of_part).collect()
}

fn has_begun(record: &Monitoring, board: &Board) -> bool {
    board.has_come(record.from.value)
}

/// Whether it continues as of a board.
fn goes_on(record: &Monitoring, board: &Board) -> bool {
    has_begun(record, board) && record.until.is_none_or(|until| board.now < until.value.end)
}

fn begun(part: &PartDiff, record: &Monitoring, cause: ChangeCause) -> Change {
    turn(part, record, Onset::Begun, (cause, Some(record.from.value)))
}

fn turn(part: &PartDiff, record: &Monitoring, turn: Onset, cause: (ChangeCause, Option<TimePoint>)) -> Change {
    let grounds = Grounds::new(cause, ChangePlace::After(record.span), vec![record.span]);
    grounds.quoting(Some(record.quote())).change(&part.subject, ChangeKind::Unobserved(turn))
}

fn gap_changes(comparison: &Comparison<'_>, part: &PartDiff, (old, new): (&Monitoring, &Monitoring)) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    let mut told = Vec::new();
    let cause = if old.until == new.until { ChangeCause::Clock } else { ChangeCause::Corrected };
    let change = match (goes_on(old, before), goes_on(new, after)) {
        // It may also have ended since then.
        (false, _) if has_begun(new, after) && !has_begun(old, before) => Some(begun(part, new, ChangeCause::Reported)),
        (false, true) => Some(begun(part, new, cause)),
        (true, false) => {
            told.push("until");
            let cause = if old.until.is_none() && new.until.is_some() { ChangeCause::Reported } else { cause };
            Some(turn(part, new, Onset::Ended, (cause, new.until.map(|until| until.value))))
        }
        (true, true) | (false, false) => None,
    };
    change.into_iter().chain(edits(part, &told)).collect()
}
