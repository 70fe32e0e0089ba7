//! Entries: the dated things in the lists of a watchlist, how they are named, and how one is withdrawn.
//!
//! A withdrawn entry stays in the file. It is taken out of the watchlist before a board is read from it, so that no
//! part of the judgement needs to know of withdrawals.

use super::decode::record;
use super::edit::Route;
use super::time::TimePoint;
use super::zone::Zone;
use super::{Assessment, CrossingReport, Dated, DayRecord, EntityRef, Event, ItemReport, Monitoring, PartyReport};
use super::{QuotaReport, Ref, Statement, Tally, Watchlist};
use crate::diagnostic::{Span, Spanned};
use crate::text::Text;

record! { "a withdrawal";
    /// Why an entry counts no more: it stays in the file and in the history.
    pub struct Withdrawal {
        /// From when on it counts no more. Before that it counts as it did.
        pub at: Spanned<TimePoint>,
        /// Why.
        pub why: Text,
    }
}

/// A list of entries: the entity that it belongs to, and its key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EntryList {
    pub of: EntityRef,
    pub key: &'static str,
}

impl EntryList {
    pub fn route(&self) -> Route {
        self.of.route_to().key(self.key)
    }
}

/// An entry of a list: something that was said or counted, with a time and a source.
pub trait Entry {
    /// The time from which on it counts; `None` if it has no date.
    fn time(&self, zone: &Zone) -> Option<TimePoint>;
    /// Who says so.
    fn cited(&self) -> Option<&Ref>;
    /// Its `ref`: a name that is unique in its list.
    fn name(&self) -> Option<&Spanned<Text>>;
    fn withdrawal(&self) -> Option<&Withdrawal>;
    fn span(&self) -> Span;
}

macro_rules! entry {
    ($name:ty, $source:ident, |$entry:ident, $zone:ident| $time:expr) => {
        impl Entry for $name {
            fn time(&self, $zone: &Zone) -> Option<TimePoint> {
                let $entry = self;
                $time
            }

            fn cited(&self) -> Option<&Ref> {
                self.$source.as_ref()
            }

            fn name(&self) -> Option<&Spanned<Text>> {
                self.r#ref.as_deref()
            }

            fn withdrawal(&self) -> Option<&Withdrawal> {
                self.withdrawn.as_deref()
            }

            fn span(&self) -> Span {
                self.span
            }
        }
    };
}

entry!(CrossingReport, source, |entry, _zone| Some(entry.at.value));
entry!(PartyReport, source, |entry, _zone| Some(entry.at.value));
entry!(ItemReport, source, |entry, _zone| Some(entry.at.value));
entry!(QuotaReport, source, |entry, _zone| Some(entry.at.value));
entry!(Assessment, source, |entry, _zone| Some(entry.at.value));
entry!(Event, source, |entry, _zone| Some(entry.at.value));
entry!(Monitoring, source, |entry, _zone| Some(entry.from.value));
entry!(DayRecord, source, |entry, zone| Some(TimePoint::day(entry.date.value, zone)));
entry!(Statement, source, |entry, _zone| match entry.at.value {
    Dated::At(at) => Some(at),
    Dated::Unknown => entry.reported.map(|reported| reported.value),
});
entry!(Tally, source, |entry, _zone| match entry.as_of.map(|as_of| as_of.value) {
    Some(Dated::At(at)) => Some(at),
    Some(Dated::Unknown) | None => entry.reported.map(|reported| reported.value),
});

fn visit<'w, T: Entry>(
    entries: &'w [T],
    of: impl FnOnce() -> EntityRef,
    key: &'static str,
    visit: &mut dyn FnMut(EntryList, &mut dyn Iterator<Item = &'w dyn Entry>),
) {
    if !entries.is_empty() {
        visit(EntryList { of: of(), key }, &mut entries.iter().map(|entry| entry as &dyn Entry));
    }
}

impl Watchlist {
    /// Visits every list of entries that has any, in the order of the format.
    pub fn visit_entries<'w>(&'w self, see: &mut dyn FnMut(EntryList, &mut dyn Iterator<Item = &'w dyn Entry>)) {
        self.visit_short_lists(see);
        visit(self.log(), || EntityRef::Log, "log", see);
    }

    /// All lists except the log, which can be very long.
    fn visit_short_lists<'w>(&'w self, see: &mut dyn FnMut(EntryList, &mut dyn Iterator<Item = &'w dyn Entry>)) {
        for crossing in &self.crossings {
            let of = || EntityRef::Crossing(crossing.id.value.clone());
            visit(&crossing.quotas, of, "quotas", see);
            for party in &crossing.parties {
                visit(&party.reports, || EntityRef::party(crossing, party), "reports", see);
            }
            visit(&crossing.reports, of, "reports", see);
            visit(&crossing.days, of, "days", see);
        }
        for (list, item) in self.items() {
            visit(&item.reports, || EntityRef::item(list, item), "reports", see);
        }
        for risk in self.risks() {
            visit(&risk.assessments, || EntityRef::Risk(risk.id.value.clone()), "assessments", see);
        }
        visit(&self.monitoring, || EntityRef::Watchlist, "monitoring", see);
        visit(&self.statements, || EntityRef::Watchlist, "statements", see);
        visit(&self.tallies, || EntityRef::Watchlist, "tallies", see);
    }

    /// The times at which entries are withdrawn, in the order of the format.
    pub fn withdrawals(&self) -> Vec<TimePoint> {
        let mut times = Vec::new();
        self.visit_short_lists(&mut |_, entries| {
            times.extend(entries.filter_map(|entry| entry.withdrawal()).map(|withdrawn| withdrawn.at.value));
        });
        times.extend(self.log().withdrawn().filter_map(|event| event.withdrawal()).map(|one| one.at.value));
        times
    }

    /// The watchlist without the entries whose withdrawal is in force; `None` if these are none.
    pub fn without_withdrawn(&self, is_in_force: impl Fn(TimePoint) -> bool) -> Option<Self> {
        if !self.withdrawals().into_iter().any(&is_in_force) {
            return None;
        }
        let mut left = self.clone();
        for crossing in &mut *left.crossings {
            keep(&mut crossing.quotas, &is_in_force);
            crossing.parties.iter_mut().for_each(|party| keep(&mut party.reports, &is_in_force));
            keep(&mut crossing.reports, &is_in_force);
            keep(&mut crossing.days, &is_in_force);
        }
        for item in left.checklists.iter_mut().flat_map(|list| &mut *list.items) {
            keep(&mut item.reports, &is_in_force);
        }
        if let Some(spillover) = &mut left.spillover {
            spillover.risks.iter_mut().for_each(|risk| keep(&mut risk.assessments, &is_in_force));
            spillover.log = spillover.log.filtered(|event| counts(event, &is_in_force));
        }
        keep(&mut left.monitoring, &is_in_force);
        keep(&mut left.statements, &is_in_force);
        left.tallies.retain(|tally| counts(tally, &is_in_force));
        Some(left)
    }
}

fn keep<T: Entry>(entries: &mut Vec<T>, is_in_force: &impl Fn(TimePoint) -> bool) {
    entries.retain(|entry| counts(entry, is_in_force));
}

fn counts(entry: &impl Entry, is_in_force: &impl Fn(TimePoint) -> bool) -> bool {
    entry.withdrawal().is_none_or(|withdrawn| !is_in_force(withdrawn.at.value))
}
