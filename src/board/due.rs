//! Lists the things that are due.

use super::Readings;
use super::checklist::DueState;
use super::crossing::{CrossingReading, OnSchedule};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Crossing, EntityRef};
use chrono::NaiveDate;

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
    /// An announced closure begins.
    Closure {
        /// Its last day, if that is announced.
        until: Option<NaiveDate>,
    },
    /// The last day of an announced closure. It is overdue until the crossing is recorded open on a later day.
    ClosureEnd,
    /// The next day of rest.
    Rest,
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
    let closures = crossings().flat_map(|(crossing, reading)| closures(readings, crossing, reading));
    let rest = crossings().filter_map(|(crossing, _)| next_rest(readings, crossing));
    let items = readings.items().filter_map(|(list, item, reading)| {
        let (at, is_overdue) = match reading.due {
            DueState::Ahead(at) => (at, false),
            DueState::Overdue(at) => (at, true),
            DueState::None | DueState::Met => return None,
        };
        Some(Due { at, entity: EntityRef::item(list, item), kind: DueKind::Item, is_overdue })
    });
    let mut due: Vec<_> = openings.chain(reopenings).chain(closures).chain(rest).chain(items).collect();
    due.sort_by_key(|due| (!due.is_overdue, due.at.start, due.at.end));
    due
}

/// The announced closures that lie ahead, the one that goes on, and the last one that is over and was not followed by an
/// open day.
fn closures(readings: &Readings<'_>, crossing: &Crossing, reading: &CrossingReading) -> Vec<Due> {
    let (today, zone) = (readings.ctx.today, readings.ctx.watchlist.zone());
    let due = |date: NaiveDate, kind: DueKind| Due {
        at: TimePoint::day(date, zone),
        entity: EntityRef::Crossing(crossing.id.value.clone()),
        kind,
        is_overdue: date < today,
    };
    let ahead = reading.closures.iter().filter(|days| today < days.first);
    let ahead = ahead.map(|days| due(days.first, DueKind::Closure { until: days.has_end.then_some(days.last) }));
    let begun = reading.closures.iter().filter(|days| days.first <= today && days.has_end);
    let last = begun.max_by_key(|days| days.last);
    let is_open_since =
        |date: NaiveDate| reading.days.recorded().iter().any(|day| day.date > date && day.verdict.is_open());
    let end = last.filter(|days| !is_open_since(days.last)).map(|days| due(days.last, DueKind::ClosureEnd));
    ahead.chain(end).collect()
}

fn next_rest(readings: &Readings<'_>, crossing: &Crossing) -> Option<Due> {
    let (today, zone) = (readings.ctx.today, readings.ctx.watchlist.zone());
    let calendar = crossing.calendar.as_ref()?;
    let date = today.iter_days().take(7).find(|date| calendar.is_rest(*date))?;
    let (at, entity) = (TimePoint::day(date, zone), EntityRef::Crossing(crossing.id.value.clone()));
    Some(Due { at, entity, kind: DueKind::Rest, is_overdue: false })
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
