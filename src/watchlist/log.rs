//! The log of events, with its order in time and the identity of its entries.
//!
//! Both are independent of the current time and computed once, when the log is read: a hundred thousand entries are not
//! sorted and hashed again every minute.

use super::content::Content;
use super::decode::{Decode, Reader};
use super::document::Node;
use super::schema::{self, Definitions};
use super::spillover::Event;
use super::time::Horizon;
use crate::text::Text;
use chrono::{DateTime, Utc};
use foldhash::fast::{FixedState, RandomState};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, DefaultHasher};
use std::ops::Deref;

/// The entries of a log, in file order.
#[derive(Clone, Debug, Default)]
pub struct Log {
    entries: Vec<Event>,
    /// Indexes of the entries, ordered by the end of their time, then in file order.
    by_time: Vec<u32>,
    identities: Vec<u64>,
    /// Indexes of entries that repeat an earlier one of the same time: sorted.
    repeats: Vec<u32>,
    /// Indexes of entries with a withdrawal.
    withdrawn: Vec<u32>,
}

/// A log without entries.
pub(super) static EMPTY: Log = Log {
    entries: Vec::new(),
    by_time: Vec::new(),
    identities: Vec::new(),
    repeats: Vec::new(),
    withdrawn: Vec::new(),
};

impl Log {
    fn new(entries: Vec<Event>) -> Self {
        let count = u32::try_from(entries.len()).expect("a log has fewer entries than its file has bytes");
        let mut by_time: Vec<u32> = (0..count).collect();
        by_time.sort_by_key(|place| time(&entries, *place));
        let identities = identities(&entries, &by_time);
        let repeats = repeats(&entries, &by_time);
        let withdrawn = (0..count).filter(|place| entries[*place as usize].withdrawn.is_some()).collect();
        Self { entries, by_time, identities, repeats, withdrawn }
    }

    /// The entries with a withdrawal, whether or not it is in force.
    pub fn withdrawn(&self) -> impl Iterator<Item = &Event> {
        self.withdrawn.iter().map(|place| &self.entries[*place as usize])
    }

    /// The log with only some of its entries.
    pub(super) fn filtered(&self, keep: impl Fn(&Event) -> bool) -> Self {
        Self::new(self.entries.iter().filter(|event| keep(event)).cloned().collect())
    }

    /// Whether an entry repeats an earlier one: an event that was entered twice counts once.
    pub fn is_repeat(&self, place: u32) -> bool {
        self.repeats.binary_search(&place).is_ok()
    }

    /// The indexes of the entries that count as of `now`, oldest first; those of the same time in file order. For a day
    /// that is not over, `now` counts as its end.
    pub fn come(&self, now: DateTime<Utc>, horizon: Horizon) -> Vec<u32> {
        let (over, rest) = self.by_time.split_at(self.by_time.partition_point(|place| self.end(*place) < now));
        let has_come = |place: &&u32| horizon.includes(self.entries[**place as usize].at.value, now);
        let mut current: Vec<u32> = rest.iter().filter(has_come).copied().collect();
        current.sort_by_key(|place| (self.entries[*place as usize].at.value.start, *place));
        [over, &current].concat()
    }

    /// The entries whose time has not ended as of `now`.
    pub fn lasting(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Event> {
        let over = self.by_time.partition_point(|place| self.end(*place) <= now);
        self.by_time[over..].iter().map(|place| &self.entries[*place as usize])
    }

    /// A number that the same entry has in every version of the file, and no other entry has. Identical entries are
    /// numbered from the last one in the file: the newest one is either appended or added at the top.
    pub fn identity(&self, place: usize) -> u64 {
        self.identities[place]
    }

    fn end(&self, place: u32) -> DateTime<Utc> {
        self.entries[place as usize].at.value.end
    }
}

/// The end and the start of an entry's time.
fn time(entries: &[Event], place: u32) -> (DateTime<Utc>, DateTime<Utc>) {
    let moment = entries[place as usize].at.value;
    (moment.end, moment.start)
}

/// The indexes of entries that repeat an earlier one in the file: same time, risk, trigger, severity, place, text,
/// actors and counts.
fn repeats(entries: &[Event], by_time: &[u32]) -> Vec<u32> {
    let mut found = Vec::new();
    for same_time in by_time.chunk_by(|one, other| time(entries, *one) == time(entries, *other)) {
        if same_time.len() == 1 {
            continue;
        }
        let mut seen = HashSet::new();
        for place in same_time {
            let event = &entries[*place as usize];
            let risk = event.risk.as_ref().map(|risk| &risk.value);
            let spot = event.place.as_ref().map(Text::raw);
            let actors: Vec<_> = event.actors.iter().map(|actor| &actor.value).collect();
            let said = (spot, event.text.raw().trim(), &event.counts, actors);
            if !seen.insert((risk, event.trigger.as_ref(), event.severity, said)) {
                found.push(*place);
            }
        }
    }
    found.sort_unstable();
    found
}

fn identities(entries: &[Event], by_time: &[u32]) -> Vec<u64> {
    let mut identities = vec![0; entries.len()];
    let hasher = FixedState::default();
    let mut twins: HashMap<u64, u64, RandomState> = HashMap::default();
    // Only entries of the same time can be duplicates, and those are adjacent.
    for same_time in by_time.chunk_by(|one, other| time(entries, *one) == time(entries, *other)) {
        twins.clear();
        for &place in same_time.iter().rev() {
            let event = &entries[place as usize];
            let risk = event.risk.as_ref().map_or("", |risk| risk.value.as_str());
            let identity = hasher.hash_one((time(entries, place), risk, event.text.raw()));
            let earlier = twins.entry(identity).and_modify(|earlier| *earlier += 1).or_default();
            identities[place as usize] = identity.wrapping_add(earlier.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        }
    }
    identities
}

impl Deref for Log {
    type Target = [Event];

    fn deref(&self) -> &[Event] {
        &self.entries
    }
}

impl<'l> IntoIterator for &'l Log {
    type Item = &'l Event;
    type IntoIter = std::slice::Iter<'l, Event>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

impl Decode for Log {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        Vec::decode(node, reader).map(Self::new)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn placeholder() -> Self {
        Self::default()
    }

    fn schema(definitions: &mut Definitions) -> Value {
        schema::list::<Event>(definitions)
    }

    fn absorb(&mut self, second: Self) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.extend(second.entries);
        *self = Self::new(entries);
    }
}

impl Content for Log {
    fn is_same(&self, other: &Self) -> bool {
        self.entries.is_same(&other.entries)
    }

    fn feed(&self, hasher: &mut DefaultHasher) {
        self.entries.feed(hasher);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watchlist::Watchlist;
    use proptest::prelude::*;
    use std::sync::Arc;

    /// A log of entries with these times and otherwise identical content.
    fn log(times: &[impl AsRef<str>]) -> Log {
        let entries = times.iter().map(|at| format!("    - {{ at: {}, severity: minor, text: x }}\n", at.as_ref()));
        let text = format!("title: t\nspillover:\n  log:\n{}", entries.collect::<String>());
        let (read, problems) = Watchlist::read(Arc::new(text), crate::watchlist::zone::ZoneDatabase::BUNDLED);
        assert!(problems.list.is_empty(), "{:?}", problems.list);
        read.expect("a watchlist").watchlist.log().clone()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn entries_come_in_the_order_of_time_and_a_day_that_is_not_over_ends_now() {
        let log = log(&["2026-01-03", "2026-01-02T10:00Z", "2026-01-02", "2026-01-02T10:00Z", "2026-01-03T08:00Z"]);
        assert_eq!(log.come(at("2026-01-03T09:00:00Z"), Horizon::Possible), [1, 3, 2, 4, 0]);
        assert_eq!(log.come(at("2026-01-02T10:00:00Z"), Horizon::Possible), [2, 1, 3]);
        assert_eq!(log.come(at("2026-01-01T10:00:00Z"), Horizon::Possible), [0_u32; 0]);
    }

    #[test]
    fn entries_that_say_the_same_are_told_apart_and_keep_their_identities_whatever_stands_before_them() {
        let (few, more) = (log(&["2026-01-02"; 2]), log(&["2026-01-01", "2026-01-02", "2026-01-02", "2026-01-02"]));
        assert_ne!(few.identity(0), few.identity(1));
        assert_eq!(few.identity(1), more.identity(3));
        assert_eq!(few.identity(0), more.identity(2));
        assert!(!few.identities.contains(&more.identity(1)));
        assert!(!few.identities.contains(&more.identity(0)));
    }

    proptest! {
        #[test]
        fn what_has_come_and_what_lasts_is_what_a_look_at_every_entry_finds(
            times in prop::collection::vec((1_u32..4, prop::option::of(0_u32..24)), 0..12),
            (day, hour) in (1_u32..5, 0_u32..24),
        ) {
            let written = |(day, hour): &(u32, Option<u32>)| match hour {
                Some(hour) => format!("2026-01-0{day}T{hour:02}:00Z"),
                None => format!("2026-01-0{day}"),
            };
            let log = log(&times.iter().map(written).collect::<Vec<_>>());
            let now = at(&format!("2026-01-0{day}T{hour:02}:00:00Z"));
            let moment = |place: &usize| log[*place].at.value;
            let mut come: Vec<usize> = (0..log.len()).filter(|place| moment(place).has_come(now)).collect();
            come.sort_by_key(|place| (moment(place).end.min(now), moment(place).start));
            prop_assert_eq!(log.come(now, Horizon::Possible), come.into_iter().map(|place| u32::try_from(place).unwrap()).collect::<Vec<_>>());
            let lasting = log.iter().filter(|event| !event.at.value.is_past(now)).count();
            prop_assert_eq!(log.lasting(now).count(), lasting);
        }
    }
}
