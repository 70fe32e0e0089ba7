//! What is due.

use super::checklist::{ChecklistReading, Deadline};
use super::crossing::{CrossingReading, OnSchedule};
use crate::watchlist::time::TimePoint;

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
    /// An item: the indices of its checklist and of itself there.
    Item(usize, usize),
}

pub(super) fn read(crossings: &[CrossingReading], checklists: &[ChecklistReading]) -> Vec<Due> {
    let openings = crossings.iter().enumerate().filter_map(|(index, crossing)| {
        let at = crossing.promised?;
        let is_overdue = match crossing.on_schedule {
            OnSchedule::NotYetDue { .. } => false,
            OnSchedule::NotOpen { .. } | OnSchedule::Unrecorded { opened: None, .. } | OnSchedule::Unknown { .. } => {
                true
            }
            OnSchedule::NoPlan
            | OnSchedule::OnTime { .. }
            | OnSchedule::Late { .. }
            | OnSchedule::Unrecorded { opened: Some(_), .. }
            | OnSchedule::Disputed { .. }
            | OnSchedule::Unconfirmed { .. } => {
                return None;
            }
        };
        Some(Due { at, what: What::Opening(index), is_overdue })
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
    let mut due: Vec<_> = openings.chain(items).collect();
    due.sort_by_key(|due| (!due.is_overdue, due.at.start, due.at.end));
    due
}
