//! What is due.

use super::checklist::{ChecklistReading, Deadline};
use super::crossing::{CrossingReading, OnSchedule};
use crate::watchlist::time::TimePoint;
use chrono::{DateTime, Utc};

/// Something with a date that is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// When.
    pub at: TimePoint,
    /// What.
    pub what: What,
    /// Whether the date has passed.
    pub is_overdue: bool,
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The opening of a crossing, as an index into the watchlist's crossings.
    Opening(usize),
    /// The same, after it had been open.
    Reopening(usize),
    /// An item: the indices of its checklist and of itself there.
    Item(usize, usize),
}

pub(super) fn read(now: DateTime<Utc>, crossings: &[CrossingReading], checklists: &[ChecklistReading]) -> Vec<Due> {
    let openings = crossings.iter().enumerate().filter_map(|(index, crossing)| {
        let at = crossing.promised?;
        let is_overdue = is_opening_overdue(&crossing.on_schedule, at.is_past(now))?;
        Some(Due { at, what: What::Opening(index), is_overdue })
    });
    let reopenings = crossings.iter().enumerate().filter_map(|(index, crossing)| {
        let at = crossing.reopens?;
        Some(Due { at, what: What::Reopening(index), is_overdue: at.is_past(now) })
    });
    let items = checklists.iter().enumerate().flat_map(|(list, reading)| {
        reading.items.iter().enumerate().filter_map(move |(item, reading)| {
            let (at, is_overdue) = match reading.due {
                Deadline::Ahead(at) => (at, false),
                Deadline::Overdue(at) => (at, true),
                Deadline::None | Deadline::Met => return None,
            };
            Some(Due { at, what: What::Item(list, item), is_overdue })
        })
    });
    let mut due: Vec<_> = openings.chain(reopenings).chain(items).collect();
    due.sort_by_key(|due| (!due.is_overdue, due.at.start, due.at.end));
    due
}

/// Whether an opening that is still awaited is late; absent where none is awaited. Weak words and disputed ones end no
/// delay.
fn is_opening_overdue(on_schedule: &OnSchedule, is_past: bool) -> Option<bool> {
    match on_schedule {
        OnSchedule::NotYetDue { .. } => Some(false),
        OnSchedule::NotOpen { .. } | OnSchedule::Unrecorded { opened: None, .. } | OnSchedule::Unknown { .. } => {
            Some(true)
        }
        OnSchedule::Disputed { opened: None, .. } | OnSchedule::Unconfirmed { opened: None, .. } => Some(is_past),
        OnSchedule::NoPlan
        | OnSchedule::OnTime { .. }
        | OnSchedule::Late { .. }
        | OnSchedule::Unrecorded { opened: Some(_), .. }
        | OnSchedule::Disputed { opened: Some(_), .. }
        | OnSchedule::Unconfirmed { opened: Some(_), .. } => None,
    }
}
