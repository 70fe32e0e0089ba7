//! What is due, and when anything dated begins to count.

use super::Moment as Scene;
use super::checklist::{ChecklistReading, Deadline};
use super::crossing::{CrossingReading, OnSchedule};
use crate::watchlist::time::Moment;
use crate::watchlist::{Dated, Watchlist};
use chrono::{DateTime, Utc};

/// Something with a date that is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// When.
    pub at: Moment,
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

pub(super) fn read(scene: &Scene<'_>, crossings: &[CrossingReading], checklists: &[ChecklistReading]) -> Vec<Due> {
    let openings = crossings.iter().enumerate().filter_map(|(index, crossing)| {
        let at = scene.watchlist.crossings[index].opens?.value;
        let is_overdue = match crossing.on_schedule {
            OnSchedule::NotYetDue { .. } => false,
            OnSchedule::NotOpen { .. } | OnSchedule::Unknown { .. } => true,
            OnSchedule::NoPlan | OnSchedule::OnTime { .. } | OnSchedule::Late { .. } | OnSchedule::Disputed { .. } => {
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

/// Every moment of the watchlist at which something begins or ceases to count, in no order.
pub(super) fn dated(watchlist: &Watchlist) -> impl Iterator<Item = DateTime<Utc>> {
    let zone = watchlist.zone();
    let crossings = watchlist.crossings.iter().flat_map(move |crossing| {
        let reports = crossing.reports.iter().map(|report| report.at.value);
        let days = crossing.days.iter().map(move |day| Moment::day(day.date.value, zone));
        let parties = crossing.parties.iter().flat_map(|party| &party.reports).map(|report| report.at.value);
        let plans =
            crossing.opens.iter().map(|opens| opens.value).chain(crossing.reports.iter().filter_map(|r| r.opens));
        reports.chain(days).chain(parties).chain(plans)
    });
    let items = watchlist.items().flat_map(|(_, item)| {
        let dues = item.due.iter().map(|due| due.value).chain(item.reports.iter().filter_map(|report| report.due));
        item.reports.iter().map(|report| report.at.value).chain(dues)
    });
    let assessments = watchlist.risks().iter().flat_map(|risk| &risk.assessments).map(|entry| entry.at.value);
    let log = watchlist.log().iter().map(|event| event.at.value);
    let gaps = watchlist.monitoring.iter().flat_map(|record| [Some(record.from), record.until]).flatten();
    let gaps = gaps.map(|mark| mark.value);
    let said = watchlist.statements.iter().flat_map(|said| [known(said.at.value), said.reported.map(|at| at.value)]);
    let told = watchlist
        .tallies
        .iter()
        .flat_map(|tally| [tally.as_of.and_then(|at| known(at.value)), tally.reported.map(|at| at.value)]);
    let claims = said.chain(told).flatten();
    crossings
        .chain(items)
        .chain(assessments)
        .chain(log)
        .chain(gaps)
        .chain(claims)
        .flat_map(|moment| [moment.start, moment.end])
}

fn known(dated: Dated) -> Option<Moment> {
    match dated {
        Dated::At(at) => Some(at),
        Dated::Unknown => None,
    }
}
