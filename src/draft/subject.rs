//! What a record is about: where in the watchlist it goes, and beside which others.

use super::kinds::{self, Kind};
use crate::watchlist::edit::Route;
use crate::watchlist::time::{TimePoint, day_start};
use crate::watchlist::{Crossing, Dated, Item, Risk, Statement, Tally, Watchlist};
use chrono::{DateTime, Utc};

/// What is to be recorded, and of what. The names are ids of the watchlist.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A report of how far an item is.
    ItemReport {
        /// The checklist.
        checklist: String,
        /// The item in it.
        item: String,
    },
    /// A report of a crossing's state.
    CrossingReport {
        /// The crossing.
        crossing: String,
    },
    /// A report of whether a party is in place.
    PartyReport {
        /// The crossing.
        crossing: String,
        /// The actor that has a part there.
        party: String,
    },
    /// The record of a day.
    Day {
        /// The crossing.
        crossing: String,
    },
    /// Something that happened.
    LogEntry,
    /// Something that somebody said.
    Statement,
    /// A number that somebody gives.
    Tally,
    /// A judgement of a risk.
    Assessment {
        /// The risk.
        risk: String,
    },
    /// Somebody looked, and nothing had changed.
    Checked(Looked),
}

/// What somebody looked at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Looked {
    /// An item.
    Item {
        /// The checklist.
        checklist: String,
        /// The item in it.
        item: String,
    },
    /// A crossing.
    Crossing(String),
    /// A risk.
    Risk(String),
    /// The log: there was nothing to add.
    Log,
}

impl Subject {
    /// What kind of thing is recorded.
    pub fn kind(&self) -> &'static Kind {
        match self {
            Self::ItemReport { .. } => &kinds::ITEM_REPORT,
            Self::CrossingReport { .. } => &kinds::CROSSING_REPORT,
            Self::PartyReport { .. } => &kinds::PARTY_REPORT,
            Self::Day { .. } => &kinds::DAY,
            Self::LogEntry => &kinds::LOG_ENTRY,
            Self::Statement => &kinds::STATEMENT,
            Self::Tally => &kinds::TALLY,
            Self::Assessment { .. } => &kinds::ASSESSMENT,
            Self::Checked(_) => &kinds::CHECKED,
        }
    }

    /// What it is about, as an operator names it: `phase-two/withdrawal`. Nothing where it is about the whole. Not yet
    /// safe to show.
    pub fn of(&self) -> Option<String> {
        match self {
            Self::ItemReport { checklist, item } | Self::Checked(Looked::Item { checklist, item }) => {
                Some(format!("{checklist}/{item}"))
            }
            Self::PartyReport { crossing, party } => Some(format!("{crossing}/{party}")),
            Self::CrossingReport { crossing: name }
            | Self::Day { crossing: name }
            | Self::Assessment { risk: name }
            | Self::Checked(Looked::Crossing(name) | Looked::Risk(name)) => Some(name.clone()),
            Self::Checked(Looked::Log) => Some("spillover".to_owned()),
            Self::LogEntry | Self::Statement | Self::Tally => None,
        }
    }

    /// The list that it is entered in, or the mapping that it is written beside.
    pub(super) fn route(&self) -> Route {
        let crossing = |name: &str| Route::root().key("crossings").entry("id", name);
        let item =
            |list: &str, item: &str| Route::root().key("checklists").entry("id", list).key("items").entry("id", item);
        let risk = |name: &str| Route::root().key("spillover").key("risks").entry("id", name);
        match self {
            Self::ItemReport { checklist, item: name } => item(checklist, name).key("reports"),
            Self::CrossingReport { crossing: name } => crossing(name).key("reports"),
            Self::PartyReport { crossing: name, party } => {
                crossing(name).key("parties").entry("actor", party).key("reports")
            }
            Self::Day { crossing: name } => crossing(name).key("days"),
            Self::LogEntry => Route::root().key("spillover").key("log"),
            Self::Statement => Route::root().key("statements"),
            Self::Tally => Route::root().key("tallies"),
            Self::Assessment { risk: name } => risk(name).key("assessments"),
            Self::Checked(Looked::Item { checklist, item: name }) => item(checklist, name),
            Self::Checked(Looked::Crossing(name)) => crossing(name),
            Self::Checked(Looked::Risk(name)) => risk(name),
            Self::Checked(Looked::Log) => Route::root().key("spillover"),
        }
    }

    /// What is missing where it is about something that the watchlist does not have: `item` and its name.
    pub(super) fn missing(&self, watchlist: &Watchlist) -> Option<(&'static str, String)> {
        let is_there = match self {
            Self::ItemReport { checklist, item } | Self::Checked(Looked::Item { checklist, item }) => {
                item_of(watchlist, checklist, item).is_some()
            }
            Self::CrossingReport { crossing } | Self::Day { crossing } | Self::Checked(Looked::Crossing(crossing)) => {
                crossing_of(watchlist, crossing).is_some()
            }
            Self::PartyReport { crossing, party } => crossing_of(watchlist, crossing)
                .is_some_and(|crossing| crossing.parties.iter().any(|one| one.actor.value.as_str() == party)),
            Self::Assessment { risk } | Self::Checked(Looked::Risk(risk)) => risk_of(watchlist, risk).is_some(),
            Self::Checked(Looked::Log) => watchlist.spillover.is_some(),
            Self::LogEntry | Self::Statement | Self::Tally => true,
        };
        let what = match self {
            Self::ItemReport { .. } | Self::Checked(Looked::Item { .. }) => "item",
            Self::PartyReport { .. } => "party",
            Self::Assessment { .. } | Self::Checked(Looked::Risk(_)) => "risk",
            Self::Checked(Looked::Log) => "list",
            Self::CrossingReport { .. }
            | Self::Day { .. }
            | Self::Checked(Looked::Crossing(_))
            | Self::LogEntry
            | Self::Statement
            | Self::Tally => "crossing",
        };
        if is_there { None } else { Some((what, self.of().unwrap_or_default())) }
    }

    /// The times of the entries that are there, in the order of the file. A check has no neighbours.
    pub(super) fn times(&self, watchlist: &Watchlist) -> Vec<Option<DateTime<Utc>>> {
        let start = |at: &crate::diagnostic::Spanned<TimePoint>| Some(at.value.start);
        match self {
            Self::ItemReport { checklist, item } => item_of(watchlist, checklist, item)
                .map_or_else(Vec::new, |item| item.reports.iter().map(|report| start(&report.at)).collect()),
            Self::CrossingReport { crossing } => crossing_of(watchlist, crossing)
                .map_or_else(Vec::new, |crossing| crossing.reports.iter().map(|report| start(&report.at)).collect()),
            Self::PartyReport { crossing, party } => crossing_of(watchlist, crossing)
                .and_then(|crossing| crossing.parties.iter().find(|one| one.actor.value.as_str() == party))
                .map_or_else(Vec::new, |party| party.reports.iter().map(|report| start(&report.at)).collect()),
            Self::Day { crossing } => crossing_of(watchlist, crossing).map_or_else(Vec::new, |crossing| {
                crossing.days.iter().map(|day| Some(day_start(day.date.value, watchlist.zone()))).collect()
            }),
            Self::LogEntry => watchlist.log().iter().map(|event| start(&event.at)).collect(),
            Self::Statement => watchlist.statements.iter().map(statement_time).collect(),
            Self::Tally => watchlist.tallies.iter().map(tally_time).collect(),
            Self::Assessment { risk } => risk_of(watchlist, risk)
                .map_or_else(Vec::new, |risk| risk.assessments.iter().map(|one| start(&one.at)).collect()),
            Self::Checked(_) => Vec::new(),
        }
    }
}

/// How many entries of a list stand before a new one. In a list that runs forward or backward it goes to where its time
/// belongs; in any other, to the end.
pub(super) fn place(times: &[Option<DateTime<Utc>>], new: Option<DateTime<Utc>>) -> usize {
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

pub(super) fn crossing_of<'w>(watchlist: &'w Watchlist, name: &str) -> Option<&'w Crossing> {
    watchlist.crossings.iter().find(|crossing| crossing.id.value.as_str() == name)
}

pub(super) fn item_of<'w>(watchlist: &'w Watchlist, checklist: &str, name: &str) -> Option<&'w Item> {
    let is_meant = |list: &str, item: &str| list == checklist && item == name;
    watchlist
        .items()
        .find(|(list, item)| is_meant(list.id.value.as_str(), item.id.value.as_str()))
        .map(|(_, item)| item)
}

pub(super) fn risk_of<'w>(watchlist: &'w Watchlist, name: &str) -> Option<&'w Risk> {
    watchlist.risks().iter().find(|risk| risk.id.value.as_str() == name)
}
