//! Lists the things that are due.

use super::Readings;
use super::checklist::DueState;
use super::crossing::OnSchedule;
use crate::watchlist::EntityRef;
use crate::watchlist::time::TimePoint;

/// Something with a date that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub at: TimePoint,
    pub entity: EntityRef,
    pub kind: DueKind,
    pub is_overdue: bool,
}

/// What is planned for a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueKind {
    Opening {
        /// The new date, if the opening was moved.
        moved_to: Option<TimePoint>,
    },
    Reopening,
    Item,
}

pub(super) fn read_due(readings: &Readings<'_>) -> Vec<Due> {
    let (watchlist, now) = (readings.ctx.watchlist, readings.ctx.now);
    let crossings = || watchlist.crossings.iter().zip(readings.crossings);
    let openings = crossings().filter_map(|(crossing, reading)| {
        let at = reading.promised?;
        let is_overdue = is_opening_overdue(&reading.on_schedule, at.is_past(now))?;
        let kind = DueKind::Opening { moved_to: reading.plan.filter(|plan| *plan != at) };
        Some(Due { at, entity: EntityRef::Crossing(crossing.id.value.clone()), kind, is_overdue })
    });
    let reopenings = crossings().filter_map(|(crossing, reading)| {
        let (at, entity) = (reading.reopens?, EntityRef::Crossing(crossing.id.value.clone()));
        Some(Due { at, entity, kind: DueKind::Reopening, is_overdue: at.is_past(now) })
    });
    let items = readings.items().filter_map(|(list, item, reading)| {
        let (at, is_overdue) = match reading.due {
            DueState::Ahead(at) => (at, false),
            DueState::Overdue(at) => (at, true),
            DueState::None | DueState::Met => return None,
        };
        Some(Due { at, entity: EntityRef::item(list, item), kind: DueKind::Item, is_overdue })
    });
    let mut due: Vec<_> = openings.chain(reopenings).chain(items).collect();
    due.sort_by_key(|due| (!due.is_overdue, due.at.start, due.at.end));
    due
}

/// Whether an opening that is still expected is late. `None` if none is expected. Weak or disputed evidence does not
/// end a delay.
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
