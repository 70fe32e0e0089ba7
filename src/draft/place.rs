//! Where a record goes in the watchlist: its list, and its position among the other entries.

use super::kinds::{self, DraftKind};
use crate::watchlist::edit::Route;
use crate::watchlist::time::{TimePoint, day_start};
use crate::watchlist::{Dated, Entity, EntityRef, Statement, Tally, Watchlist};
use chrono::{DateTime, Utc};

/// What to record, and about which entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DraftPlace {
    /// A report of an item, a crossing or a party, or an assessment of a risk.
    Report(EntityRef),
    /// The record of a day at a crossing.
    Day(EntityRef),
    LogEntry,
    Statement,
    Tally,
    /// A check of an item, a crossing, a risk or the log: somebody looked, and nothing had changed.
    Checked(EntityRef),
    /// The end of a risk.
    Closing(EntityRef),
}

impl DraftPlace {
    pub fn kind(&self) -> &'static DraftKind {
        match self {
            Self::Report(EntityRef::Item { .. }) => &kinds::ITEM_REPORT,
            Self::Report(EntityRef::Party { .. }) => &kinds::PARTY_REPORT,
            Self::Report(EntityRef::Risk(_)) => &kinds::ASSESSMENT,
            Self::Report(_) => &kinds::CROSSING_REPORT,
            Self::Day(_) => &kinds::DAY,
            Self::LogEntry => &kinds::LOG_ENTRY,
            Self::Statement => &kinds::STATEMENT,
            Self::Tally => &kinds::TALLY,
            Self::Checked(_) => &kinds::CHECKED,
            Self::Closing(_) => &kinds::CLOSING,
        }
    }

    /// The entity that it is about. `None` if it is about the whole watchlist.
    pub fn entity(&self) -> Option<&EntityRef> {
        match self {
            Self::Report(entity) | Self::Day(entity) | Self::Checked(entity) | Self::Closing(entity) => Some(entity),
            Self::LogEntry | Self::Statement | Self::Tally => None,
        }
    }

    /// The list to insert it in, or the mapping to write it beside.
    pub(super) fn route(&self) -> Route {
        match self {
            Self::Report(risk @ EntityRef::Risk(_)) => risk.route_to().key("assessments"),
            Self::Report(entity) => entity.route_to().key("reports"),
            Self::Day(crossing) => crossing.route_to().key("days"),
            Self::LogEntry => EntityRef::Log.route_to().key("log"),
            Self::Statement => Route::root().key("statements"),
            Self::Tally => Route::root().key("tallies"),
            Self::Checked(entity) | Self::Closing(entity) => entity.route_to(),
        }
    }

    /// The kind and the name of an entity that the watchlist does not have, if it is about one.
    pub(super) fn missing(&self, watchlist: &Watchlist) -> Option<(&'static str, String)> {
        let entity = self.entity().filter(|entity| watchlist.resolve(entity).is_none())?;
        let what = match entity {
            EntityRef::Item { .. } => "item",
            EntityRef::Party { .. } => "party",
            EntityRef::Risk(_) => "risk",
            EntityRef::Log => "list",
            _ => "crossing",
        };
        Some((what, entity.reference()))
    }

    /// The times of the existing entries, in the order of the file. A check and a closing have no other entries.
    pub(super) fn times(&self, watchlist: &Watchlist) -> Vec<Option<DateTime<Utc>>> {
        let start = |at: &crate::diagnostic::Spanned<TimePoint>| Some(at.value.start);
        let entity = self.entity().and_then(|entity| watchlist.resolve(entity));
        match (self, entity) {
            (Self::LogEntry, _) => watchlist.log().iter().map(|event| start(&event.at)).collect(),
            (Self::Statement, _) => watchlist.statements.iter().map(statement_time).collect(),
            (Self::Tally, _) => watchlist.tallies.iter().map(tally_time).collect(),
            (Self::Day(_), Some(Entity::Crossing(crossing))) => {
                crossing.days.iter().map(|day| Some(day_start(day.date.value, watchlist.zone()))).collect()
            }
            (Self::Report(_), Some(Entity::Item(item))) => {
                item.reports.iter().map(|report| start(&report.at)).collect()
            }
            (Self::Report(_), Some(Entity::Party(party))) => {
                party.reports.iter().map(|report| start(&report.at)).collect()
            }
            (Self::Report(_), Some(Entity::Crossing(crossing))) => {
                crossing.reports.iter().map(|report| start(&report.at)).collect()
            }
            (Self::Report(_), Some(Entity::Risk(risk))) => risk.assessments.iter().map(|one| start(&one.at)).collect(),
            (Self::Report(_) | Self::Day(_) | Self::Checked(_) | Self::Closing(_), _) => Vec::new(),
        }
    }
}

/// The index for a new entry in a list. In a list in ascending or descending order, its time decides. In any other
/// list, it goes to the end.
pub(super) fn index_in_time(times: &[Option<DateTime<Utc>>], new: Option<DateTime<Utc>>) -> usize {
    let end = times.len();
    let Some((new, known)) = new.zip(times.iter().copied().collect::<Option<Vec<_>>>()) else { return end };
    // A list with one entry counts as ascending.
    if known.is_sorted() {
        return known.partition_point(|at| *at <= new);
    }
    if known.is_sorted_by(|a, b| a >= b) {
        return known.partition_point(|at| *at > new);
    }
    end
}

fn statement_time(statement: &Statement) -> Option<DateTime<Utc>> {
    match statement.at.value {
        Dated::At(at) => Some(at.start),
        Dated::Unknown => statement.reported.map(|reported| reported.value.start),
    }
}

fn tally_time(tally: &Tally) -> Option<DateTime<Utc>> {
    match tally.as_of.map(|as_of| as_of.value) {
        Some(Dated::At(at)) => Some(at.start),
        Some(Dated::Unknown) | None => tally.reported.map(|reported| reported.value.start),
    }
}
