//! Why something differs: the entry that caused it, an edit, or time.

use super::bearing::{Bearing, Fit};
use super::differences::{BoardPair, Differences, PartDiff};
use super::entries::{ComparedEntry, EntryDiff, EntryKind};
use super::quote::{EntryQuote, Says};
use super::{Change, ChangeCause, ChangeDirection, ChangeKind, ChangePlace};
use crate::diagnostic::Span;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{EntityRef, Id, Promised};
use std::collections::{HashMap, HashSet};

/// Entries that something can depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum EntrySet {
    Of(EntityRef),
    LogOfRisk(Id),
    /// The statements of all speakers.
    Statements,
}

/// Which new entries can be the cause of a change.
#[derive(Clone, Copy)]
pub(super) enum Candidates<'s> {
    /// Those that do not go in the opposite direction.
    Towards(ChangeDirection),
    /// Those, and all day records: for a number of people, the record of an open day can be bad news too.
    Numbers(ChangeDirection),
    /// Records of days that are over.
    PastDays,
    /// Those at one of these spans.
    At(&'s [Span]),
}

/// A new entry that can be the cause.
type Candidate<'d> = Option<(Fit, &'d ComparedEntry)>;

const DIRECTIONS: [ChangeDirection; 3] = [ChangeDirection::Better, ChangeDirection::Worse, ChangeDirection::Other];

/// The entries of one set that are named as a cause. Of several, the best fitting, the heaviest, the latest.
#[derive(Default)]
struct MainCauses<'d> {
    is_added: bool,
    towards: [Candidate<'d>; 3],
    numbers: [Candidate<'d>; 3],
    past_days: Candidate<'d>,
    corrected: Candidate<'d>,
    withdrawn: Candidate<'d>,
}

impl<'d> MainCauses<'d> {
    fn add(&mut self, entry: &'d ComparedEntry, is_past_day: bool) {
        let is_day = entry.kind == EntryKind::DayRecord;
        let fits = |fit: Option<Fit>| fit.map(|fit| (fit, entry));
        let slots = DIRECTIONS.iter().zip(self.towards.iter_mut().zip(&mut self.numbers));
        for (direction, (towards, numbers)) in slots {
            let fit = entry.bearing.fit(*direction);
            *towards = heavier(*towards, fits(fit));
            *numbers = heavier(*numbers, fits(fit.or(is_day.then_some(Fit::Loose))));
        }
        let fit = entry.bearing.fit(ChangeDirection::Other);
        self.past_days = heavier(self.past_days, fits(fit.filter(|_| is_day && is_past_day)));
        self.is_added = true;
    }
}

fn heavier<'d>(one: Candidate<'d>, other: Candidate<'d>) -> Candidate<'d> {
    one.into_iter().chain(other).max_by_key(|(fit, entry)| (*fit, entry.kind.weight(), entry.at))
}

/// What can be the cause of a change, found once for each set of entries.
pub(super) struct Causes<'d> {
    sets: HashMap<EntrySet, MainCauses<'d>>,
    /// The new entries by their spans.
    added: HashMap<Span, &'d ComparedEntry>,
    /// Parts of which something other than an entry was edited.
    edited: HashSet<&'d EntityRef>,
    boards: BoardPair<'d>,
}

impl<'d> Causes<'d> {
    pub(super) fn new(boards: BoardPair<'d>, differences: &'d Differences) -> Self {
        let (sets, added, edited) = (HashMap::new(), HashMap::new(), HashSet::new());
        let mut causes = Self { sets, added, edited, boards };
        for part in differences.parts() {
            if part.is_edited() {
                causes.edited.insert(&part.subject);
            }
            // That a part is new is the cause of what follows from its entries.
            if !part.is_added() {
                part.lists().iter().for_each(|(_, entries)| causes.add(part, entries));
            }
        }
        causes
    }

    fn add(&mut self, part: &PartDiff, entries: &'d EntryDiff) {
        let now = self.boards.after.now;
        for entry in &entries.added {
            let is_past = entry.at.is_some_and(|at| at.end <= now);
            self.added.insert(entry.span, entry);
            sets_of(part, &[entry]).for_each(|set| self.sets.entry(set).or_default().add(entry, is_past));
        }
        for (was, is) in &entries.corrected {
            for set in sets_of(part, &[is, was]) {
                let causes = self.sets.entry(set).or_default();
                causes.corrected = heavier(causes.corrected, Some((Fit::Loose, is)));
            }
        }
        for entry in &entries.withdrawn {
            for set in sets_of(part, &[entry]) {
                let causes = self.sets.entry(set).or_default();
                causes.withdrawn = heavier(causes.withdrawn, Some((Fit::Loose, entry)));
            }
        }
    }

    /// Returns why something that depends on these entries differs. `own` is its own span in the newer watchlist.
    pub(super) fn grounds(&self, rests_on: &[EntrySet], own: Span, candidates: Candidates<'_>) -> Grounds {
        let sets: Vec<_> = rests_on.iter().filter_map(|set| self.sets.get(set)).collect();
        let main = |slot: &dyn Fn(&MainCauses<'d>) -> Candidate<'d>| {
            sets.iter().fold(None, |main, causes| heavier(main, slot(causes)))
        };
        let added = match candidates {
            Candidates::Towards(direction) => main(&|causes| causes.towards[index(direction)]),
            Candidates::Numbers(direction) => main(&|causes| causes.numbers[index(direction)]),
            Candidates::PastDays => main(&|causes| causes.past_days),
            Candidates::At(spans) => {
                let mut entries: Vec<_> = spans.iter().filter_map(|span| self.added.get(span).copied()).collect();
                entries.sort_unstable_by_key(|entry| entry.span);
                let fits = |entry: &'d ComparedEntry| Some((entry.bearing.fit(ChangeDirection::Other)?, entry));
                entries.into_iter().map(fits).fold(None, heavier)
            }
        };
        let entries = [added, main(&|causes| causes.corrected), main(&|causes| causes.withdrawn)];
        let is_unnamed = sets.iter().any(|causes| causes.is_added);
        let is_edited = rests_on.iter().any(|set| matches!(set, EntrySet::Of(of) if self.edited.contains(of)));
        let has_passed = self.boards.before.now != self.boards.after.now;
        Grounds::from_entries(entries.map(|entry| entry.map(|(_, entry)| entry)), own).unwrap_or_else(|| {
            let cause = match () {
                // There are new entries, but none of them is known to be the cause: do not name one.
                () if is_unnamed => ChangeCause::Reported,
                () if is_edited || !has_passed => ChangeCause::Corrected,
                () => ChangeCause::Clock,
            };
            Grounds::new((cause, None), ChangePlace::After(own), vec![own])
        })
    }

    /// Returns why something that depends on one part differs, whatever its direction.
    pub(super) fn grounds_of(&self, subject: &EntityRef, own: Span) -> Grounds {
        self.grounds(&[EntrySet::Of(subject.clone())], own, Candidates::Towards(ChangeDirection::Other))
    }

    /// Like [`Self::grounds_of`], without entries of the opposite direction, which cannot be the cause.
    pub(super) fn grounds_for(&self, what: &ChangeKind, subject: &EntityRef, own: Span) -> Grounds {
        self.grounds(&[EntrySet::Of(subject.clone())], own, Candidates::Towards(what.leaning()))
    }

    /// Whether a promise was made between the two boards.
    pub(super) fn is_newly_said(&self, promise: &Promised) -> bool {
        promise.said.is_some_and(|said| self.boards.after.has_come(said) && !self.boards.before.has_come(said))
    }
}

fn index(direction: ChangeDirection) -> usize {
    DIRECTIONS.iter().position(|other| *other == direction).expect("all directions are listed")
}

/// The sets to which the versions of one entry belong.
fn sets_of(part: &PartDiff, versions: &[&ComparedEntry]) -> impl Iterator<Item = EntrySet> {
    let mut sets = vec![EntrySet::Of(part.subject.clone())];
    for entry in versions {
        match &entry.quote.says {
            Says::Event { risk: Some(risk), .. } => sets.push(EntrySet::LogOfRisk(risk.clone())),
            Says::Term(_) => sets.push(EntrySet::Statements),
            Says::Event { risk: None, .. }
            | Says::Status(_)
            | Says::Day(_)
            | Says::Presence(_)
            | Says::Rung(..)
            | Says::Level(_)
            | Says::Count(_)
            | Says::Quota(..)
            | Says::Closure(_)
            | Says::Gap { .. } => {}
        }
    }
    sets.into_iter()
}

/// What a change is based on: its cause, its date, where to read it, and the entry that it quotes.
pub(super) struct Grounds {
    pub(super) cause: ChangeCause,
    at: Option<TimePoint>,
    place: ChangePlace,
    concerns: Vec<Span>,
    rests_on: Option<EntryKind>,
    quote: Option<EntryQuote>,
}

impl Grounds {
    pub(super) fn new((cause, at): (ChangeCause, Option<TimePoint>), place: ChangePlace, concerns: Vec<Span>) -> Self {
        Self { cause, at, place, concerns, rests_on: None, quote: None }
    }

    /// An edit of something other than an entry, at a span.
    pub(super) fn edited(span: Span) -> Self {
        Self::new((ChangeCause::Corrected, None), ChangePlace::After(span), vec![span])
    }

    /// The first entry is the cause: a new one, an edited one, or one that is gone. `own` is the span of what differs.
    pub(super) fn from_entries([added, corrected, withdrawn]: [Option<&ComparedEntry>; 3], own: Span) -> Option<Self> {
        let entry = added.or(corrected).or(withdrawn)?;
        let (cause, place) = match (added, corrected) {
            (Some(_), _) => (ChangeCause::Reported, ChangePlace::After(entry.span)),
            (None, Some(_)) => (ChangeCause::Corrected, ChangePlace::After(entry.span)),
            (None, None) => (ChangeCause::Withdrawn, ChangePlace::Before(entry.span)),
        };
        let concerns = std::iter::once(own).chain([added, corrected].into_iter().flatten().map(|entry| entry.span));
        let grounds = Self::new((cause, entry.at), place, concerns.collect());
        Some(Self { rests_on: Some(entry.kind), ..grounds })
    }

    /// The newest new entry that satisfies `holds` is the cause, and the change quotes it.
    pub(super) fn told_by(self, entries: &EntryDiff, own: Span, holds: impl Fn(&ComparedEntry) -> bool) -> Self {
        let moving = entries.added.iter().filter(|entry| entry.bearing != Bearing::Unsupported);
        let newest = moving.filter(|entry| holds(entry)).max_by_key(|entry| entry.at);
        match newest {
            Some(entry) if self.quote.is_none() || self.at <= entry.at => Self {
                quote: Some(entry.quote.clone()),
                rests_on: Some(entry.kind),
                ..Self::new((ChangeCause::Reported, entry.at), ChangePlace::After(entry.span), vec![own, entry.span])
            },
            Some(_) | None => self,
        }
    }

    /// Uses a dated promise as the cause, if there is one and no entry is the cause.
    pub(super) fn promised(self, promise: Option<&Promised>, own: Span) -> Self {
        let Some(promise) = promise.filter(|_| self.quote.is_none() && self.cause != ChangeCause::Reported) else {
            return self;
        };
        Self {
            rests_on: Some(EntryKind::Report),
            ..Self::new((ChangeCause::Reported, promise.said), ChangePlace::After(promise.span), vec![own])
        }
    }

    /// Whether the change quotes an entry.
    pub(super) fn is_quoted(&self) -> bool {
        self.quote.is_some()
    }

    /// Adds the quote of an entry.
    pub(super) fn quoting(self, quote: Option<EntryQuote>) -> Self {
        Self { quote, ..self }
    }

    /// Sets the kind of the entry that caused the change.
    pub(super) fn resting_on(self, kind: EntryKind) -> Self {
        Self { rests_on: Some(kind), ..self }
    }

    /// Sets the moment at which time alone caused the change.
    pub(super) fn dated(mut self, at: Option<TimePoint>) -> Self {
        if self.cause == ChangeCause::Clock {
            self.at = at;
        }
        self
    }

    /// The place of the entry that the change lists. It lists none if new entries caused it and none says so directly.
    pub(super) fn listed(&self) -> Option<ChangePlace> {
        (self.cause != ChangeCause::Reported || self.is_quoted()).then_some(self.place)
    }

    /// A change with these grounds. A withdrawal of bad news is not good news. A new entry that changes a bad state to
    /// an equally bad one makes it worse.
    pub(super) fn change(self, subject: &EntityRef, what: ChangeKind) -> Change {
        let is_state =
            matches!(what, ChangeKind::Status { .. } | ChangeKind::Presence { .. } | ChangeKind::Level { .. });
        let says_bad = is_state && self.quote.as_ref().is_some_and(|quote| quote.says.is_bad());
        let direction = match (what.direction(), self.cause) {
            // Bad news that only expired is not good news either.
            (ChangeDirection::Better, ChangeCause::Withdrawn | ChangeCause::Clock) => ChangeDirection::Other,
            // An improvement that no new entry can have caused is not good news either.
            (ChangeDirection::Better, ChangeCause::Reported) if self.rests_on.is_none() && !self.is_quoted() => {
                ChangeDirection::Other
            }
            (ChangeDirection::Other, ChangeCause::Reported) if says_bad => ChangeDirection::Worse,
            (
                direction,
                ChangeCause::Reported
                | ChangeCause::Withdrawn
                | ChangeCause::Corrected
                | ChangeCause::Clock
                | ChangeCause::Reverted,
            ) => direction,
        };
        let Self { cause, at, place, concerns, rests_on, quote } = self;
        Change { subject: subject.clone(), what, direction, cause, at, place, concerns, rests_on, quote }
    }
}
