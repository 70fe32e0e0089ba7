//! Where a record goes in the watchlist: its list, and its position among the other entries.

use super::kinds::{self, DraftKind};
use crate::watchlist::document::Node;
use crate::watchlist::edit::Route;
use crate::watchlist::time::day_start;
use crate::watchlist::zone::Zone;
use crate::watchlist::{Entity, EntityRef, Entry, EntryList, Watchlist};
use chrono::{DateTime, Utc};

/// What to record, and about which entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DraftPlace {
    /// A report of an item, a crossing or a party, or an assessment of a risk.
    Report(EntityRef),
    /// The record of a day at a crossing.
    Day(EntityRef),
    /// An agreed quota of a crossing.
    Quota(EntityRef),
    LogEntry,
    Statement,
    Tally,
    /// A time in which something could not be observed.
    Monitoring,
    /// A source that the watchlist does not have yet.
    Source,
    /// An actor that the watchlist does not have yet.
    Actor,
    /// A check of an item, a crossing, a risk or the log: somebody looked, and nothing had changed.
    Checked(EntityRef),
    /// The end of a risk.
    Closing(EntityRef),
    /// Who keeps an item, a crossing or a risk, and what it takes.
    Settings(EntityRef),
    /// A closure of a crossing that was announced.
    Closure(EntityRef),
    /// The source that settles the disputes of an item, a crossing or a risk.
    Prefer(EntityRef),
    /// The withdrawal of an entry of this list.
    Withdrawal(Box<DraftPlace>),
}

impl DraftPlace {
    /// The entries of a list. `None` for a list that only an editor changes.
    pub fn from_list(list: &EntryList) -> Option<Self> {
        Some(match list.key {
            "reports" | "assessments" => Self::Report(list.of.clone()),
            "days" => Self::Day(list.of.clone()),
            "quotas" => Self::Quota(list.of.clone()),
            "log" => Self::LogEntry,
            "statements" => Self::Statement,
            "tallies" => Self::Tally,
            "monitoring" => Self::Monitoring,
            _ => return None,
        })
    }

    pub fn kind(&self) -> &'static DraftKind {
        match self {
            Self::Report(EntityRef::Item { .. }) => &kinds::ITEM_REPORT,
            Self::Report(EntityRef::Party { .. }) => &kinds::PARTY_REPORT,
            Self::Report(EntityRef::Risk(_)) => &kinds::ASSESSMENT,
            Self::Report(_) => &kinds::CROSSING_REPORT,
            Self::Day(_) => &kinds::DAY,
            Self::Quota(_) => &kinds::QUOTA,
            Self::LogEntry => &kinds::LOG_ENTRY,
            Self::Statement => &kinds::STATEMENT,
            Self::Tally => &kinds::TALLY,
            Self::Monitoring => &kinds::MONITORING,
            Self::Source => &kinds::NEW_SOURCE,
            Self::Actor => &kinds::NEW_ACTOR,
            Self::Checked(_) => &kinds::CHECKED,
            Self::Closing(_) => &kinds::CLOSING,
            Self::Prefer(_) => &kinds::PREFER,
            Self::Settings(EntityRef::Item { .. }) => &kinds::ITEM_SETTINGS,
            Self::Settings(_) => &kinds::SETTINGS,
            Self::Closure(_) => &kinds::CLOSURE,
            Self::Withdrawal(_) => &kinds::WITHDRAWAL,
        }
    }

    /// The entity that it is about. `None` if it is about the whole watchlist.
    pub fn entity(&self) -> Option<&EntityRef> {
        match self {
            Self::Report(entity)
            | Self::Day(entity)
            | Self::Quota(entity)
            | Self::Checked(entity)
            | Self::Closing(entity)
            | Self::Settings(entity)
            | Self::Closure(entity)
            | Self::Prefer(entity) => Some(entity),
            Self::Withdrawal(of) => of.entity(),
            Self::LogEntry | Self::Statement | Self::Tally | Self::Monitoring | Self::Source | Self::Actor => None,
        }
    }

    /// The list to insert it in, or the mapping to write it in.
    pub(super) fn route(&self) -> Route {
        match self {
            Self::Report(risk @ EntityRef::Risk(_)) => risk.route_to().key("assessments"),
            Self::Report(entity) => entity.route_to().key("reports"),
            Self::Day(crossing) => crossing.route_to().key("days"),
            Self::Quota(crossing) => crossing.route_to().key("quotas"),
            Self::LogEntry => EntityRef::Log.route_to().key("log"),
            Self::Statement => Route::root().key("statements"),
            Self::Tally => Route::root().key("tallies"),
            Self::Monitoring => Route::root().key("monitoring"),
            Self::Source => Route::root().key("sources"),
            Self::Actor => Route::root().key("actors"),
            Self::Checked(entity) | Self::Closing(entity) | Self::Prefer(entity) | Self::Settings(entity) => {
                entity.route_to()
            }
            Self::Closure(crossing) => crossing.route_to().key("calendar").key("closures"),
            Self::Withdrawal(of) => of.route(),
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

    /// The order of the existing entries of its list. What is no entry of a list has no others beside it.
    pub(super) fn order(&self, watchlist: &Watchlist) -> TimeOrder {
        let zone = watchlist.zone();
        let entity = self.entity().and_then(|entity| watchlist.resolve(entity));
        match (self, entity) {
            (Self::LogEntry, _) => TimeOrder::among(watchlist.log(), zone),
            (Self::Statement, _) => TimeOrder::among(&watchlist.statements, zone),
            (Self::Tally, _) => TimeOrder::among(&watchlist.tallies, zone),
            (Self::Monitoring, _) => TimeOrder::among(&watchlist.monitoring, zone),
            (Self::Day(_), Some(Entity::Crossing(crossing))) => TimeOrder::among(&crossing.days, zone),
            (Self::Quota(_), Some(Entity::Crossing(crossing))) => TimeOrder::among(&crossing.quotas, zone),
            (Self::Closure(_), Some(Entity::Crossing(crossing))) => TimeOrder::new(
                crossing.closures().iter().map(|closure| Some(day_start(closure.from.value, zone))).collect(),
            ),
            (Self::Report(_), Some(Entity::Item(item))) => TimeOrder::among(&item.reports, zone),
            (Self::Report(_), Some(Entity::Party(party))) => TimeOrder::among(&party.reports, zone),
            (Self::Report(_), Some(Entity::Crossing(crossing))) => TimeOrder::among(&crossing.reports, zone),
            (Self::Report(_), Some(Entity::Risk(risk))) => TimeOrder::among(&risk.assessments, zone),
            _ => TimeOrder::new(Vec::new()),
        }
    }
}

/// Which entry of a list a draft corrects or withdraws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryAddress {
    /// Its index, in the text that is edited.
    Index(usize),
    /// Its own text when it was seen, and how many entries of the same text stand above it: found again in a later text.
    Seen { text: String, nth: usize },
}

impl EntryAddress {
    /// The address of an entry of a list in a text.
    pub(super) fn seen(text: &str, items: &[Node<'_>], index: usize) -> Option<Self> {
        let own = |item: &Node<'_>| &text[item.span().range()];
        let seen = own(items.get(index)?);
        let nth = items[..index].iter().filter(|item| own(item) == seen).count();
        Some(Self::Seen { text: seen.to_owned(), nth })
    }

    /// The index of the entry; `None` if somebody has changed it since.
    pub(super) fn index(&self, text: &str, items: &[Node<'_>]) -> Option<usize> {
        match self {
            Self::Index(index) => Some(*index).filter(|index| *index < items.len()),
            Self::Seen { text: seen, nth } => {
                let is_it = |(_, item): &(usize, &Node<'_>)| text[item.span().range()] == **seen;
                items.iter().enumerate().filter(is_it).nth(*nth).map(|(index, _)| index)
            }
        }
    }
}

/// The order of a list in time, which decides where a new entry goes. In a list in ascending or descending order, its
/// time decides. In any other list, it goes to the end.
pub(super) struct TimeOrder {
    times: Vec<DateTime<Utc>>,
    direction: Option<Direction>,
    count: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// Also for a list with one entry.
    Ascending,
    Descending,
}

impl TimeOrder {
    fn among<T: Entry>(entries: &[T], zone: &Zone) -> Self {
        Self::new(entries.iter().map(|entry| Some(entry.time(zone)?.start)).collect())
    }

    fn new(times: Vec<Option<DateTime<Utc>>>) -> Self {
        let count = times.len();
        let Some(times) = times.into_iter().collect::<Option<Vec<_>>>() else {
            return Self { times: Vec::new(), direction: None, count };
        };
        let direction = if times.is_sorted() {
            Some(Direction::Ascending)
        } else {
            times.is_sorted_by(|a, b| a >= b).then_some(Direction::Descending)
        };
        Self { times, direction, count }
    }

    /// Adds an entry with this time, and returns its index.
    pub(super) fn insert(&mut self, new: Option<DateTime<Utc>>) -> usize {
        let place = match (self.direction, new) {
            (Some(Direction::Ascending), Some(new)) => self.times.partition_point(|at| *at <= new),
            (Some(Direction::Descending), Some(new)) => self.times.partition_point(|at| *at > new),
            (None, _) | (_, None) => self.count,
        };
        match (self.direction, new) {
            (Some(_), Some(new)) => self.times.insert(place, new),
            (_, None) => self.direction = None,
            (None, Some(_)) => {}
        }
        self.count += 1;
        place
    }
}
