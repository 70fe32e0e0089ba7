//! What is awaited of a crossing, and what its calendar plans.

use crate::board::Board;
use crate::board::crossing::{CrossingReading, OnSchedule};
use crate::board::due::{Due, DueKind};
use crate::panes::view::{Phrase, Tone};
use crate::panes::words;
use crate::watchlist::{Crossing, EntityRef};

/// Formats what is still awaited, and whether it is late: `OVERDUE 2d, now promised for 12 Feb`,
/// `promised to open again 22 Mar`, `moved to 12 Feb`.
pub(super) fn awaited(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> Option<(bool, Phrase)> {
    let is_own = |due: &&Due| {
        let is_opening = matches!(due.kind, DueKind::Opening { .. } | DueKind::Reopening);
        is_opening && matches!(&due.entity, EntityRef::Crossing(id) if *id == crossing.id.value)
    };
    let moved = moved_words(board, reading);
    let Some(due) = board.due.iter().find(is_own) else { return moved.map(|moved| (false, moved)) };
    let again =
        (due.kind == DueKind::Reopening).then(|| format!("promised to open again {}", words::when(due.at, board)));
    let now = reading.plan.filter(|plan| due.is_overdue && *plan != due.at);
    let now = now.map(|plan| format!("now promised for {}", words::when(plan, board)));
    let parts: Vec<_> = [again, now].into_iter().flatten().collect();
    if due.is_overdue {
        let late = words::overdue(due.at, board).after("OVERDUE ").toned(Tone::Alarm);
        return Some((true, parts.iter().fold(late, |late, part| late.before(", ").before(part))));
    }
    if parts.is_empty() {
        return moved.map(|moved| (false, moved));
    }
    Some((false, Phrase::new(parts.join(", "), Tone::Caution)))
}

/// Formats what the calendar plans: `closure was to end 5 Mar, OVERDUE 2d`, `closed as announced to 5 Mar`,
/// `closes 28 Feb`.
pub(super) fn planned(board: &Board, crossing: &Crossing) -> Option<(bool, Phrase)> {
    let is_own = |due: &&Due| matches!(&due.entity, EntityRef::Crossing(id) if *id == crossing.id.value);
    let own = board.due.iter().filter(is_own);
    let words = own.filter_map(|due| match due.kind {
        DueKind::ClosureEnd if due.is_overdue => {
            let late = words::overdue(due.at, board).toned(Tone::Alarm);
            Some((true, late.after(&format!("closure was to end {}, OVERDUE ", words::when(due.at, board)))))
        }
        DueKind::ClosureEnd => {
            let words = format!("closure announced to {}", words::when(due.at, board));
            Some((false, Phrase::new(words, Tone::Caution)))
        }
        DueKind::Closure { .. } => {
            let words = format!("closure announced from {}", words::when(due.at, board));
            Some((false, Phrase::new(words, Tone::Caution)))
        }
        DueKind::Opening { .. } | DueKind::Reopening | DueKind::Rest | DueKind::Item => None,
    });
    words.into_iter().next()
}

/// Formats `moved to 12 Feb`, while the opening is still awaited.
fn moved_words(board: &Board, reading: &CrossingReading) -> Option<Phrase> {
    let is_awaited = match reading.on_schedule {
        OnSchedule::NotYetDue { .. }
        | OnSchedule::NotOpen { .. }
        | OnSchedule::Unrecorded { opened: None, .. }
        | OnSchedule::Unknown { .. }
        | OnSchedule::Disputed { .. }
        | OnSchedule::Unconfirmed { .. }
        | OnSchedule::NoPlan => !reading.status.status.is_open(),
        OnSchedule::OnTime { .. } | OnSchedule::Late { .. } | OnSchedule::Unrecorded { opened: Some(_), .. } => false,
    };
    let moved = reading.plan.filter(|plan| is_awaited && Some(*plan) != reading.promised)?;
    Some(Phrase::new(format!("moved to {}", words::when(moved, board)), Tone::Caution))
}
