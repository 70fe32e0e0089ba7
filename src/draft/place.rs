//! Where in the watchlist a record goes, and beside which others.

use super::kinds::{self, DraftKind};
use crate::watchlist::edit::Route;
use crate::watchlist::time::{TimePoint, day_start};
use crate::watchlist::{Dated, Entity, EntityRef, Statement, Tally, Watchlist};
use chrono::{DateTime, Utc};

/// What is to be recorded, and of which entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DraftPlace {
    /// A report of an item, a crossing or a party; an assessment of a risk.
    Report(EntityRef),
    /// The record of a day at a crossing.
    Day(EntityRef),
    /// Something that happened.
    LogEntry,
    /// Something that somebody said.
    Statement,
    /// A number that somebody gives.
    Tally,
    /// Somebody looked at an item, a crossing, a risk or the log, and nothing had changed.
    Checked(EntityRef),
}

impl DraftPlace {
    /// What kind of thing is recorded.
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
        }
    }

    /// What it is about; nothing where it is about the whole.
    pub fn entity(&self) -> Option<&EntityRef> {
        match self {
            Self::Report(entity) | Self::Day(entity) | Self::Checked(entity) => Some(entity),
            Self::LogEntry | Self::Statement | Self::Tally => None,
        }
    }

    /// The list that it is entered in, or the mapping that it is written beside.
    pub(super) fn route(&self) -> Route {
        match self {
            Self::Report(risk @ EntityRef::Risk(_)) => risk.route_to().key("assessments"),
            Self::Report(entity) => entity.route_to().key("reports"),
            Self::Day(crossing) => crossing.route_to().key("days"),
            Self::LogEntry => EntityRef::Log.route_to().key("log"),
            Self::Statement => Route::root().key("statements"),
            Self::Tally => Route::root().key("tallies"),
            Self::Checked(entity) => entity.route_to(),
        }
    }

    /// What is missing where it is about something that the watchlist does not have: `item` and its name.
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

    /// The times of the entries that are there, in the order of the file. A check has no neighbours.
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
            (Self::Report(_) | Self::Day(_) | Self::Checked(_), _) => Vec::new(),
        }
    }
}

/// How many entries of a list stand before a new one. In a list that runs forward or backward it goes to where its time
/// belongs; in any other, to the end.
pub(super) fn index_in_time(times: &[Option<DateTime<Utc>>], new: Option<DateTime<Utc>>) -> usize {
    let end = times.len();
    let Some((new, known)) = new.zip(times.iter().copied().collect::<Option<Vec<_>>>()) else { return end };
    // So does a list of one, until it is seen to run backward.
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
