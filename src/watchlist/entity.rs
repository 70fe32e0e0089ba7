//! Entities: the named parts of a watchlist, how to write their names, and how to find them.
//!
//! An [`EntityRef`] stays valid across reloads; an entity's index in its list does not. Entries such as reports are not
//! entities, except those that a change can refer to: the records of a day and of a gap in monitoring.

use super::content::Content;
use super::decode::{Decode, Reader};
use super::document::Node;
use super::edit::Route;
use super::id::{Id, IdIndex, Ref};
use super::schema::{self, Definitions};
use super::{Actor, Checklist, Crossing, Item, Monitoring, Outlet, Party, Risk, Signal, Spillover, Tally, Watchlist};
use crate::diagnostic::Span;
use crate::text::Text;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde_json::Value;
use std::fmt::{self, Display};
use std::hash::DefaultHasher;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

/// The name of an entity. `Display` gives the shortest form that can be parsed back (`rafah`, `phase-two/withdrawal`,
/// `rafah/parties/egypt`); `{:#}` includes the list (`crossings/rafah`). Original characters, not safe to show.
///
/// The displayed form can be parsed again, unless an id contains a `/` or is empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityRef {
    /// The watchlist as a whole.
    Watchlist,
    Crossing(Id),
    /// An actor as a party of a crossing.
    Party {
        crossing: Id,
        actor: Id,
    },
    /// The record of one source for one day of a crossing; all records of that day if no source is named.
    Day {
        crossing: Id,
        /// The day, in the file's zone.
        date: NaiveDate,
        /// The source of the record, if one is named.
        source: Option<Id>,
    },
    Checklist(Id),
    /// An item of a checklist.
    Item {
        checklist: Id,
        item: Id,
    },
    Risk(Id),
    /// The log of spillover.
    Log,
    Actor(Id),
    Source(Id),
    /// An actor or a source in the role of a speaker.
    Speaker(Id),
    Tally(Id),
    Signal(Id),
    /// A record of what could not be observed.
    Monitoring {
        /// Who could not observe: an actor or a source.
        observer: Id,
        /// When the gap began.
        from: DateTime<Utc>,
    },
}

/// The list names that begin a full name; no short name begins with one of them.
const LISTS: [&str; 11] = [
    "watchlist",
    "log",
    "crossings",
    "checklists",
    "risks",
    "actors",
    "sources",
    "speakers",
    "tallies",
    "signals",
    "monitoring",
];

impl EntityRef {
    /// The name of an item.
    pub fn item(checklist: &Checklist, item: &Item) -> Self {
        Self::Item { checklist: checklist.id.value.clone(), item: item.id.value.clone() }
    }

    /// The name of a party.
    pub fn party(crossing: &Crossing, party: &Party) -> Self {
        Self::Party { crossing: crossing.id.value.clone(), actor: party.actor.value.clone() }
    }

    /// The item of a reference: `checklist/item`, or its id alone if it is in `checklist`.
    pub fn item_near(checklist: &Id, reference: &str) -> Self {
        match reference.split_once('/') {
            Some((checklist, item)) => Self::Item { checklist: Id::new(checklist), item: Id::new(item) },
            None => Self::Item { checklist: checklist.clone(), item: Id::new(reference) },
        }
    }

    /// Its own id, without that of its parent; `None` if it has none.
    pub fn id(&self) -> Option<&Id> {
        match self {
            Self::Crossing(id) | Self::Checklist(id) | Self::Risk(id) | Self::Actor(id) | Self::Source(id) => Some(id),
            Self::Speaker(id) | Self::Tally(id) | Self::Signal(id) => Some(id),
            Self::Party { actor: id, .. } | Self::Item { item: id, .. } => Some(id),
            Self::Watchlist | Self::Log | Self::Day { .. } | Self::Monitoring { .. } => None,
        }
    }

    /// The form that watchlist references and operators use: an item as `checklist/item`, a party as `crossing/actor`,
    /// the log by its list, every other entity by its id.
    pub fn reference(&self) -> String {
        match self {
            Self::Item { checklist: whole, item: part } | Self::Party { crossing: whole, actor: part } => {
                format!("{}/{}", whole.as_str(), part.as_str())
            }
            Self::Log => "spillover".to_owned(),
            _ => self.id().map_or_else(|| self.to_string(), |id| id.as_str().to_owned()),
        }
    }

    /// The list prefix of the full name; `None` if the name begins with its list anyway.
    fn list(&self) -> Option<(&'static str, &Id)> {
        match self {
            Self::Crossing(id) | Self::Party { crossing: id, .. } | Self::Day { crossing: id, .. } => {
                Some(("crossings", id))
            }
            Self::Item { checklist, .. } => Some(("checklists", checklist)),
            _ => None,
        }
    }
}

impl Display for EntityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((list, first)) = self.list()
            && (f.alternate() || LISTS.contains(&first.as_str()))
        {
            write!(f, "{list}/")?;
        }
        match self {
            Self::Watchlist => f.write_str("watchlist"),
            Self::Crossing(id) => f.write_str(id.as_str()),
            Self::Party { crossing, actor } => write!(f, "{}/parties/{}", crossing.as_str(), actor.as_str()),
            Self::Day { crossing, date, source } => {
                write!(f, "{}/days/{date}", crossing.as_str())?;
                source.as_ref().map_or(Ok(()), |source| write!(f, "/{}", source.as_str()))
            }
            Self::Checklist(id) => write!(f, "checklists/{}", id.as_str()),
            Self::Item { checklist, item } => write!(f, "{}/{}", checklist.as_str(), item.as_str()),
            Self::Risk(id) => write!(f, "risks/{}", id.as_str()),
            Self::Log => f.write_str("log"),
            Self::Actor(id) => write!(f, "actors/{}", id.as_str()),
            Self::Source(id) => write!(f, "sources/{}", id.as_str()),
            Self::Speaker(id) => write!(f, "speakers/{}", id.as_str()),
            Self::Tally(id) => write!(f, "tallies/{}", id.as_str()),
            Self::Signal(id) => write!(f, "signals/{}", id.as_str()),
            Self::Monitoring { observer, from } => {
                let from = from.to_rfc3339_opts(SecondsFormat::AutoSi, true);
                write!(f, "monitoring/{}/{from}", observer.as_str())
            }
        }
    }
}

/// The error for a text that is not the name of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnEntity;

impl FromStr for EntityRef {
    type Err = NotAnEntity;

    fn from_str(text: &str) -> Result<Self, NotAnEntity> {
        let parts: Vec<_> = text.split('/').collect();
        if parts.contains(&"") {
            return Err(NotAnEntity);
        }
        let id = |name: &str| Id::new(name);
        let of_crossing = |parts: &[&str]| match parts {
            [crossing] => Some(Self::Crossing(id(crossing))),
            [crossing, "parties", actor] => Some(Self::Party { crossing: id(crossing), actor: id(actor) }),
            [crossing, "days", date, source @ ..] if source.len() < 2 => Some(Self::Day {
                crossing: id(crossing),
                date: date.parse().ok()?,
                source: source.first().map(|source| id(source)),
            }),
            _ => None,
        };
        let found = match parts.as_slice() {
            ["watchlist"] => Some(Self::Watchlist),
            ["log"] => Some(Self::Log),
            ["crossings", rest @ ..] => of_crossing(rest),
            ["checklists", checklist] => Some(Self::Checklist(id(checklist))),
            ["risks", risk] => Some(Self::Risk(id(risk))),
            ["actors", actor] => Some(Self::Actor(id(actor))),
            ["sources", source] => Some(Self::Source(id(source))),
            ["speakers", speaker] => Some(Self::Speaker(id(speaker))),
            ["tallies", tally] => Some(Self::Tally(id(tally))),
            ["signals", signal] => Some(Self::Signal(id(signal))),
            ["monitoring", observer, from] => {
                from.parse().ok().map(|from| Self::Monitoring { observer: id(observer), from })
            }
            ["checklists", checklist, item] => Some(Self::Item { checklist: id(checklist), item: id(item) }),
            [list, ..] if LISTS.contains(list) => None,
            [checklist, item] => Some(Self::Item { checklist: id(checklist), item: id(item) }),
            short => of_crossing(short),
        };
        found.ok_or(NotAnEntity)
    }
}

/// A reference to an entity in a watchlist.
#[derive(Clone, Copy, Debug)]
pub enum Entity<'w> {
    /// The watchlist as a whole.
    Watchlist(&'w Watchlist),
    Crossing(&'w Crossing),
    /// A party of a crossing.
    Party(&'w Party),
    /// The crossing that has the day's records.
    Day(&'w Crossing),
    Checklist(&'w Checklist),
    Item(&'w Item),
    Risk(&'w Risk),
    /// The log, with its risks.
    Log(&'w Spillover),
    Actor(&'w Actor),
    Source(&'w Outlet),
    Tally(&'w Tally),
    Signal(&'w Signal),
    /// A record of what could not be observed.
    Monitoring(&'w Monitoring),
}

/// What an owner keeps up to date and reviews: a crossing, an item or a risk.
#[derive(Clone, Copy)]
pub struct KeptEntity<'w> {
    pub owner: Option<&'w Text>,
    pub content: &'w dyn Content,
}

impl<'w> Entity<'w> {
    /// It as something that has an owner and is reviewed.
    pub fn kept(self) -> Option<KeptEntity<'w>> {
        let (owner, content): (_, &'w dyn Content) = match self {
            Self::Crossing(crossing) => (&crossing.owner, crossing),
            Self::Item(item) => (&item.owner, item),
            Self::Risk(risk) => (&risk.owner, risk),
            Self::Watchlist(_)
            | Self::Party(_)
            | Self::Day(_)
            | Self::Checklist(_)
            | Self::Log(_)
            | Self::Actor(_)
            | Self::Source(_)
            | Self::Tally(_)
            | Self::Signal(_)
            | Self::Monitoring(_) => return None,
        };
        Some(KeptEntity { owner: owner.as_ref(), content })
    }

    /// Where it is in the file.
    pub fn span(self) -> Span {
        match self {
            Self::Watchlist(watchlist) => watchlist.span,
            Self::Crossing(crossing) | Self::Day(crossing) => crossing.span,
            Self::Party(party) => party.span,
            Self::Checklist(list) => list.span,
            Self::Item(item) => item.span,
            Self::Risk(risk) => risk.span,
            Self::Log(spillover) => spillover.span,
            Self::Actor(actor) => actor.span,
            Self::Source(source) => source.span,
            Self::Tally(tally) => tally.span,
            Self::Signal(signal) => signal.span,
            Self::Monitoring(record) => record.span,
        }
    }

    /// Its display name; `None` if it is named after other entities.
    pub fn name(self) -> Option<&'w Text> {
        match self {
            Self::Watchlist(watchlist) => Some(&watchlist.title),
            Self::Crossing(crossing) | Self::Day(crossing) => Some(&crossing.name),
            Self::Checklist(list) => Some(&list.name),
            Self::Item(item) => Some(&item.title),
            Self::Risk(risk) => Some(&risk.title),
            Self::Actor(actor) => Some(&actor.name),
            Self::Source(source) => Some(&source.name),
            Self::Tally(tally) => Some(&tally.what),
            Self::Signal(signal) => Some(&signal.title),
            Self::Party(_) | Self::Log(_) | Self::Monitoring(_) => None,
        }
    }
}

impl Watchlist {
    /// Finds the entity with this name.
    pub fn resolve(&self, entity: &EntityRef) -> Option<Entity<'_>> {
        match entity {
            EntityRef::Watchlist => Some(Entity::Watchlist(self)),
            EntityRef::Crossing(id) => self.crossing(id.as_str()).map(Entity::Crossing),
            EntityRef::Party { crossing, actor } => self.party(crossing.as_str(), actor.as_str()).map(Entity::Party),
            EntityRef::Day { crossing, .. } => self.crossing(crossing.as_str()).map(Entity::Day),
            EntityRef::Checklist(id) => self.checklists.with_id(id.as_str()).map(Entity::Checklist),
            EntityRef::Item { checklist, item } => self.item(checklist.as_str(), item.as_str()).map(Entity::Item),
            EntityRef::Risk(id) => self.risk(id.as_str()).map(Entity::Risk),
            EntityRef::Log => self.spillover.as_ref().map(Entity::Log),
            EntityRef::Actor(id) => self.actors.get(id).map(Entity::Actor),
            EntityRef::Source(id) => self.sources.get(id).map(Entity::Source),
            EntityRef::Speaker(id) => {
                self.actors.get(id).map(Entity::Actor).or_else(|| self.sources.get(id).map(Entity::Source))
            }
            EntityRef::Tally(id) => self.tallies.with_id(id.as_str()).map(Entity::Tally),
            EntityRef::Signal(id) => self.signals.with_id(id.as_str()).map(Entity::Signal),
            EntityRef::Monitoring { observer, from } => {
                let is_it = |one: &&Monitoring| one.observer.value == *observer && one.from.value.start == *from;
                self.monitoring.iter().find(is_it).map(Entity::Monitoring)
            }
        }
    }

    /// Its display name, safe to show; `None` if the watchlist has no such entity or the entity has no name of its own.
    pub fn name_of(&self, entity: &EntityRef) -> Option<String> {
        self.resolve(entity)?.name().map(|name| name.display().into_owned())
    }

    /// Where it is in the file; an empty span if the watchlist has no such entity.
    pub fn span_of(&self, entity: &EntityRef) -> Span {
        self.resolve(entity).map_or_else(Span::default, Entity::span)
    }

    /// Finds a crossing by its id.
    pub fn crossing(&self, id: &str) -> Option<&Crossing> {
        self.crossings.with_id(id)
    }

    /// Finds a party of a crossing by the id of its actor.
    pub fn party(&self, crossing: &str, actor: &str) -> Option<&Party> {
        self.crossing(crossing)?.parties.with_id(actor)
    }

    /// An item of a checklist.
    pub fn item(&self, checklist: &str, item: &str) -> Option<&Item> {
        self.checklists.with_id(checklist)?.items.with_id(item)
    }

    /// Finds a risk by its id.
    pub fn risk(&self, id: &str) -> Option<&Risk> {
        self.risks().with_id(id)
    }

    /// The indexes of a checklist and of its item, for a reference such as `checklist/item`.
    pub fn item_index(&self, reference: &str) -> Option<(usize, usize)> {
        let (checklist, item) = reference.split_once('/')?;
        let list = self.checklists.index_of(checklist)?;
        Some((list, self.checklists[list].items.index_of(item)?))
    }
}

impl EntityRef {
    /// Its route in the document, whether or not it exists there yet.
    pub fn route_to(&self) -> Route {
        let root = Route::root();
        match self {
            Self::Watchlist => root,
            Self::Crossing(id) => root.key("crossings").entry("id", id.as_str()),
            Self::Party { crossing, actor } => {
                Self::Crossing(crossing.clone()).route_to().key("parties").entry("actor", actor.as_str())
            }
            Self::Day { crossing, .. } => Self::Crossing(crossing.clone()).route_to().key("days"),
            Self::Checklist(id) => root.key("checklists").entry("id", id.as_str()),
            Self::Item { checklist, item } => {
                Self::Checklist(checklist.clone()).route_to().key("items").entry("id", item.as_str())
            }
            Self::Risk(id) => root.key("spillover").key("risks").entry("id", id.as_str()),
            Self::Log => root.key("spillover"),
            Self::Actor(id) => root.key("actors").key(id.as_str()),
            Self::Source(id) => root.key("sources").key(id.as_str()),
            Self::Speaker(_) => root.key("statements"),
            Self::Tally(id) => root.key("tallies").entry("id", id.as_str()),
            Self::Signal(id) => root.key("signals").entry("id", id.as_str()),
            Self::Monitoring { .. } => root.key("monitoring"),
        }
    }
}

/// A part of a watchlist that is in a list and has an id.
pub trait Identified {
    /// The id and its position in the file.
    fn id(&self) -> &Ref;
}

macro_rules! identified {
    ($($name:ty: $id:ident),+) => { $(
        impl Identified for $name {
            fn id(&self) -> &Ref {
                &self.$id
            }
        }
    )+ };
}

identified!(Crossing: id, Party: actor, Checklist: id, Item: id, Risk: id, Tally: id, Signal: id);

/// Entities in file order, indexed by id.
#[derive(Clone, Debug)]
pub struct Entities<T> {
    list: Vec<T>,
    index: IdIndex,
}

impl<T> Entities<T> {
    pub(super) const fn new(list: Vec<T>) -> Self {
        Self { list, index: IdIndex::new() }
    }
}

impl<T: Identified> Entities<T> {
    /// Finds the first entity with this id.
    pub fn with_id(&self, id: &str) -> Option<&T> {
        self.index_of(id).map(|index| &self.list[index])
    }

    /// The index of the first entity with this id.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.index.position(self.list.iter().map(|entity| &entity.id().value), id)
    }
}

impl<T> Entities<T> {
    /// Removes the entities that `keep` does not want.
    pub(super) fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        self.list.retain(keep);
        self.index = IdIndex::new();
    }
}

impl<T> Deref for Entities<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.list
    }
}

/// Its ids must not change.
impl<T> DerefMut for Entities<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.list
    }
}

impl<'l, T> IntoIterator for &'l Entities<T> {
    type Item = &'l T;
    type IntoIter = std::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl<T: Decode> Decode for Entities<T> {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        Vec::decode(node, reader).map(Self::new)
    }

    fn absent() -> Option<Self> {
        Some(Self::placeholder())
    }

    fn placeholder() -> Self {
        Self::new(Vec::new())
    }

    fn schema(definitions: &mut Definitions) -> Value {
        schema::list::<T>(definitions)
    }

    fn absorb(&mut self, second: Self) {
        let list = std::mem::take(&mut self.list).into_iter().chain(second.list).collect();
        *self = Self::new(list);
    }
}

impl<T: Content> Content for Entities<T> {
    fn is_same(&self, other: &Self) -> bool {
        self.list.is_same(&other.list)
    }

    fn feed(&self, hasher: &mut DefaultHasher) {
        self.list.feed(hasher);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::Arc;

    #[track_caller]
    fn check(text: &str, short: &str, full: &str) {
        let entity: EntityRef = text.parse().expect("an entity");
        assert_eq!((entity.to_string().as_str(), format!("{entity:#}").as_str()), (short, full));
        assert_eq!(full.parse(), Ok(entity));
    }

    #[test]
    fn names_are_read_in_short_and_in_full() {
        check("rafah", "rafah", "crossings/rafah");
        check("phase-two/withdrawal", "phase-two/withdrawal", "checklists/phase-two/withdrawal");
        check("rafah/parties/egypt", "rafah/parties/egypt", "crossings/rafah/parties/egypt");
        check("rafah/days/2026-02-11", "rafah/days/2026-02-11", "crossings/rafah/days/2026-02-11");
        check("rafah/days/2026-02-11/gmo", "rafah/days/2026-02-11/gmo", "crossings/rafah/days/2026-02-11/gmo");
        check("risks/fronts", "risks/fronts", "risks/fronts");
        check("crossings/log", "crossings/log", "crossings/log");
        check("checklists/risks/fronts", "checklists/risks/fronts", "checklists/risks/fronts");
        check("log", "log", "log");
    }

    #[test]
    fn other_texts_name_no_entity() {
        for text in ["", "/", "rafah/", "a/b/c", "risks/a/b", "rafah/days/soon", "monitoring/un", "monitoring/un/soon"]
        {
            assert_eq!(text.parse::<EntityRef>(), Err(NotAnEntity), "{text}");
        }
    }

    #[test]
    fn the_first_of_several_with_one_id_is_found_also_in_a_long_list() {
        let entry = |nth: usize, name: &str| format!("  - {{ id: c{nth}, name: {name} }}\n");
        for count in [2, 40] {
            let list: String = (0..count).map(|nth| entry(nth, "first")).chain([entry(1, "second")]).collect();
            let text = Arc::new(format!("title: t\ncrossings:\n{list}"));
            let watchlist =
                Watchlist::read(text, crate::watchlist::zone::ZoneDatabase::BUNDLED).0.expect("a watchlist").watchlist;
            assert_eq!(watchlist.crossings.index_of("c1"), Some(1));
            assert_eq!(watchlist.crossings.index_of("other"), None);
            let name = |id: &str| watchlist.name_of(&EntityRef::Crossing(Id::new(id)));
            assert_eq!((name("c1").as_deref(), name("other")), (Some("first"), None));
        }
    }

    fn id() -> impl Strategy<Value = Id> {
        let odd = LISTS.into_iter().chain(["parties", "days", "2026-02-11"]).collect::<Vec<_>>();
        prop_oneof![proptest::sample::select(odd).prop_map(Id::new), "[^/]{1,9}".prop_map(Id::new)]
    }

    fn entity() -> impl Strategy<Value = EntityRef> {
        let date = (0..40_000_i32).prop_map(|day| NaiveDate::default() + chrono::TimeDelta::days(day.into()));
        let from = any::<u32>().prop_map(|second| DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(second.into()));
        prop_oneof![
            Just(EntityRef::Watchlist),
            Just(EntityRef::Log),
            id().prop_map(EntityRef::Crossing),
            (id(), id()).prop_map(|(crossing, actor)| EntityRef::Party { crossing, actor }),
            (id(), date, proptest::option::of(id())).prop_map(|(crossing, date, source)| EntityRef::Day {
                crossing,
                date,
                source
            }),
            id().prop_map(EntityRef::Checklist),
            (id(), id()).prop_map(|(checklist, item)| EntityRef::Item { checklist, item }),
            id().prop_map(EntityRef::Risk),
            id().prop_map(EntityRef::Actor),
            id().prop_map(EntityRef::Source),
            id().prop_map(EntityRef::Speaker),
            id().prop_map(EntityRef::Tally),
            id().prop_map(EntityRef::Signal),
            (id(), from).prop_map(|(observer, from)| EntityRef::Monitoring { observer, from }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_displayed_is_read_back(entity in entity()) {
            prop_assert_eq!(entity.to_string().parse(), Ok(entity.clone()));
            prop_assert_eq!(format!("{entity:#}").parse(), Ok(entity));
        }
    }
}
