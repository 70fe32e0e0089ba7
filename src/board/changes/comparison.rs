//! The two boards that are compared, and the changes found so far.

use super::bearing::Fit;
use super::evidence::{ArrivedEntries, ComparedEntry, Facts, ListSide};
use super::grounds::Grounds;
use super::pairs::{PartPair, pairs};
use super::quote::{EntryQuote, Quotable};
use super::{Change, ChangeCause, ChangeDirection, ChangeKind, ChangePlace, EntryEdit, Onset, order};
use crate::board::Board;
use crate::board::freshness::Freshness;
use crate::diagnostic::{Span, Spanned};
use crate::watchlist::content::Record;
use crate::watchlist::scales::Severity;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{EntityRef, Id, Promised};
use chrono::TimeDelta;
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Whether the two boards were read from the same watchlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum File {
    /// The same watchlist: only time has passed.
    Same,
    Edited,
}

/// State that the finders share.
pub(super) struct BoardPair<'b> {
    pub(super) before: &'b Board,
    pub(super) after: &'b Board,
    pub(super) file: File,
    evidence: HashMap<EntityRef, ArrivedEntries>,
    /// The log entries by their risk.
    log_of: HashMap<Id, ArrivedEntries>,
    /// Subjects with an edit of something other than an entry.
    edited: HashSet<EntityRef>,
    /// See [`BoardPair::speakers`].
    speakers: OnceCell<Vec<EntityRef>>,
    found: Vec<Change>,
}

impl<'b> BoardPair<'b> {
    pub(super) fn new(before: &'b Board, after: &'b Board, file: File) -> Self {
        let (evidence, log_of) = (HashMap::new(), HashMap::new());
        let speakers = OnceCell::new();
        Self { before, after, file, evidence, log_of, edited: HashSet::new(), speakers, found: Vec::new() }
    }

    /// Returns the changes: events first, then their consequences.
    pub(super) fn finish(mut self) -> Vec<Change> {
        self.found.sort_by_key(order::place_in_list);
        self.found
    }

    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// Everybody who said something in the newer watchlist, each once. Collected on first use.
    pub(super) fn speakers(&self) -> &[EntityRef] {
        self.speakers.get_or_init(|| {
            let mut known = HashSet::new();
            let speakers = self.after.watchlist.statements.iter().map(|said| &said.speaker.value);
            speakers.filter(|who| known.insert(*who)).map(|who| EntityRef::Speaker(who.clone())).collect()
        })
    }

    /// Returns which entries of a list are new, edited or gone, among those that have come.
    pub(super) fn evidence<'e, T: Record + Quotable>(
        &self,
        (before, after): (&'e [T], &'e [T]),
        facts: impl Fn(&'e T) -> Facts<'e>,
    ) -> ArrivedEntries
    where
        'b: 'e,
    {
        let come = |entries: &'e [T], board: &'e Board| ListSide::by(board, entries, |entry| facts(entry).at);
        ArrivedEntries::between(self.file, &come(before, self.before), &come(after, self.after), &facts)
    }

    /// Stores the changed entries of a subject, for the changes that are derived from them.
    pub(super) fn keep(&mut self, subject: EntityRef, evidence: ArrivedEntries) {
        self.evidence.entry(subject).or_default().join(evidence);
    }

    /// Stores the changed log entries of one risk.
    pub(super) fn keep_log_of(&mut self, risk: Id, evidence: ArrivedEntries) {
        self.log_of.entry(risk).or_default().join(evidence);
    }

    /// Returns why something that depends on these subjects differs. `own` is its own span in the newer watchlist.
    pub(super) fn grounds(&self, rests_on: &[EntityRef], own: Span) -> Grounds {
        self.grounds_fit(rests_on, own, |entry| entry.bearing.fit(ChangeDirection::Other))
    }

    /// Like [`Self::grounds`], without entries of the opposite direction, which cannot be the cause.
    pub(super) fn grounds_for(&self, what: &ChangeKind, rests_on: &[EntityRef], own: Span) -> Grounds {
        self.grounds_fit(rests_on, own, |entry| entry.bearing.fit(what.leaning()))
    }

    /// Like [`Self::grounds`], where `fit` says for each new entry whether it can be the cause.
    pub(super) fn grounds_fit(
        &self,
        rests_on: &[EntityRef],
        own: Span,
        fit: impl Fn(&ComparedEntry) -> Option<Fit>,
    ) -> Grounds {
        let evidence = rests_on.iter().filter_map(|subject| self.evidence.get(subject)).collect();
        self.weigh(evidence, rests_on, own, fit)
    }

    /// Like [`Self::grounds_for`], for what depends on the level of a risk and on its log entries.
    pub(super) fn grounds_of_risk(&self, what: &ChangeKind, risk: &Id, own: Span) -> Grounds {
        let subject = EntityRef::Risk(risk.clone());
        let evidence = self.evidence.get(&subject).into_iter().chain(self.log_of.get(risk)).collect();
        self.weigh(evidence, &[subject], own, |entry| entry.bearing.fit(what.leaning()))
    }

    fn weigh(
        &self,
        evidence: Vec<&ArrivedEntries>,
        rests_on: &[EntityRef],
        own: Span,
        fit: impl Fn(&ComparedEntry) -> Option<Fit>,
    ) -> Grounds {
        let all_fit = |_: &ComparedEntry| Some(Fit::Loose);
        let added = ComparedEntry::main_cause(evidence.iter().flat_map(|of| &of.added), fit);
        let corrected = evidence.iter().flat_map(|of| &of.corrected).map(|(_, entry)| entry);
        let corrected = ComparedEntry::main_cause(corrected, all_fit);
        let withdrawn = ComparedEntry::main_cause(evidence.iter().flat_map(|of| &of.withdrawn), all_fit);
        let is_unnamed = evidence.iter().any(|of| !of.added.is_empty());
        let concerns = std::iter::once(own).chain([added, corrected].into_iter().flatten().map(|entry| entry.span));
        let concerns: Vec<_> = concerns.collect();
        let has_passed = self.before.now != self.after.now;
        let is_edited = || rests_on.iter().any(|subject| self.edited.contains(subject));
        let (cause, at, place) = match (added, corrected, withdrawn) {
            (Some(entry), ..) => (ChangeCause::Reported, entry.at, ChangePlace::After(entry.span)),
            (None, Some(entry), _) => (ChangeCause::Corrected, entry.at, ChangePlace::After(entry.span)),
            (None, None, Some(entry)) => (ChangeCause::Withdrawn, entry.at, ChangePlace::Before(entry.span)),
            // There are new entries, but none of them is known to be the cause: do not name one.
            (None, None, None) if is_unnamed => (ChangeCause::Reported, None, ChangePlace::After(own)),
            (None, None, None) if is_edited() || !has_passed => (ChangeCause::Corrected, None, ChangePlace::After(own)),
            (None, None, None) => (ChangeCause::Clock, None, ChangePlace::After(own)),
        };
        let rests_on = added.or(corrected).or(withdrawn).map(|entry| entry.kind);
        Grounds { cause, at, place, concerns, rests_on, quote: None }
    }

    /// Adds a change and returns where it can be read. A withdrawal of bad news is not good news. A new entry that
    /// changes a bad state to an equally bad one makes it worse.
    pub(super) fn push(&mut self, subject: EntityRef, what: ChangeKind, grounds: Grounds) -> ChangePlace {
        let is_state =
            matches!(what, ChangeKind::Status { .. } | ChangeKind::Presence { .. } | ChangeKind::Level { .. });
        let says_bad = is_state && grounds.quote.as_ref().is_some_and(|quote| quote.says.is_bad());
        let direction = match (what.direction(), grounds.cause) {
            // Bad news that only expired is not good news either.
            (ChangeDirection::Better, ChangeCause::Withdrawn | ChangeCause::Clock) => ChangeDirection::Other,
            // An improvement that no new entry can have caused is not good news either.
            (ChangeDirection::Better, ChangeCause::Reported) if grounds.rests_on.is_none() && !grounds.is_quoted() => {
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
        let Grounds { cause, at, place, concerns, rests_on, quote } = grounds;
        self.found.push(Change { subject, what, direction, cause, at, place, concerns, rests_on, quote });
        place
    }

    /// Adds a change of something that entries move. Returns the entries to list separately: the entry that caused the
    /// change is listed with it.
    pub(super) fn push_with_entry(
        &mut self,
        subject: &EntityRef,
        what: ChangeKind,
        grounds: Grounds,
        entries: ArrivedEntries,
    ) -> ArrivedEntries {
        // New entries caused it, but none of them says so directly.
        let is_indirect = grounds.cause == ChangeCause::Reported && !grounds.is_quoted();
        let place = self.push(subject.clone(), what, grounds);
        if is_indirect { entries } else { entries.without(place) }
    }

    /// Adds a change whose cause is already known.
    pub(super) fn push_known(
        &mut self,
        subject: EntityRef,
        what: ChangeKind,
        (cause, at): (ChangeCause, Option<TimePoint>),
        (place, concerns): (ChangePlace, Vec<Span>),
        quote: Option<EntryQuote>,
    ) {
        self.push(subject, what, Grounds { cause, at, place, concerns, rests_on: None, quote });
    }

    /// Compares named parts: reports which are new and which are gone, and calls `both` with the old and the new index
    /// of each other part. `named` returns the name and the location of a part. `new` reports the entries of a new
    /// part, by its index.
    pub(super) fn parts<T>(
        &mut self,
        (before, after): (&[T], &[T]),
        named: impl Fn(&T) -> (EntityRef, Span),
        new: impl Fn(&mut Self, &EntityRef, usize),
        mut both: impl FnMut(&mut Self, &EntityRef, (usize, usize)),
    ) {
        for pair in pairs(before, after, |part| named(part).0) {
            match pair {
                PartPair::Added(at) => {
                    let (subject, span) = named(&after[at]);
                    self.added(subject.clone(), span);
                    new(self, &subject, at);
                }
                PartPair::Removed(at) => {
                    let (subject, span) = named(&before[at]);
                    self.removed(subject, span);
                }
                PartPair::Both(was, is) => both(self, &named(&after[is]).0, (was, is)),
            }
        }
    }

    /// Adds a change: something is now watched.
    pub(super) fn added(&mut self, subject: EntityRef, span: Span) {
        self.edited.insert(subject.clone());
        let grounds = Grounds {
            cause: ChangeCause::Reported,
            at: None,
            place: ChangePlace::After(span),
            concerns: vec![span],
            rests_on: None,
            quote: None,
        };
        self.push(subject, ChangeKind::Added, grounds);
    }

    /// Adds a change: something is no longer watched.
    pub(super) fn removed(&mut self, subject: EntityRef, span: Span) {
        self.edited.insert(subject.clone());
        let grounds = Grounds {
            cause: ChangeCause::Withdrawn,
            at: None,
            place: ChangePlace::Before(span),
            concerns: Vec::new(),
            rests_on: None,
            quote: None,
        };
        self.push(subject, ChangeKind::Removed, grounds);
    }

    /// Adds an edit of something other than an entry.
    pub(super) fn correct(&mut self, subject: EntityRef, what: ChangeKind, span: Span) {
        self.edited.insert(subject.clone());
        let grounds = Grounds {
            cause: ChangeCause::Corrected,
            at: None,
            place: ChangePlace::After(span),
            concerns: vec![span],
            rests_on: None,
            quote: None,
        };
        self.push(subject, what, grounds);
    }

    /// Records that a subject was edited. The edit itself is listed elsewhere.
    pub(super) fn note_edit(&mut self, subject: &EntityRef) {
        self.edited.insert(subject.clone());
    }

    /// Adds the edited keys of a record, except the keys in `told`, which are listed elsewhere.
    pub(super) fn edited<T: Record>(&mut self, subject: &EntityRef, (was, is): (&T, &T), told: &[&str], span: Span) {
        if self.file == File::Same {
            return;
        }
        let mut keys = was.differing(is);
        if keys.iter().any(|key| !ENTRIES.contains(key)) {
            self.note_edit(subject);
        }
        keys.retain(|key| !told.contains(key));
        if !keys.is_empty() {
            self.correct(subject.clone(), ChangeKind::Edited { keys }, span);
        }
    }

    /// Adds entries that caused no other change, each with a quote. If there are too many, adds a count of the others.
    pub(super) fn entries<T: Quotable>(
        &mut self,
        subject: &EntityRef,
        evidence: &ArrivedEntries,
        (old, new): (&[T], &[T]),
        own: Option<Span>,
    ) {
        let corrected: Vec<_> = evidence.corrected.iter().map(|(_, entry)| *entry).collect();
        let was_bad = evidence.corrected.iter().filter(|(was, _)| old[*was].quote().says.is_bad());
        let was_bad: HashSet<Span> = was_bad.map(|(_, entry)| entry.span).collect();
        let kinds = [
            ((EntryEdit::Added, ChangeCause::Reported), (&evidence.added, new)),
            ((EntryEdit::Corrected, ChangeCause::Corrected), (&corrected, new)),
            ((EntryEdit::Withdrawn, ChangeCause::Withdrawn), (&evidence.withdrawn, old)),
        ];
        for (edit, (entries, list)) in kinds {
            self.entries_of_edit(subject, edit, (entries, list), own, &was_bad);
        }
    }

    fn entries_of_edit<T: Quotable>(
        &mut self,
        subject: &EntityRef,
        (edit, cause): (EntryEdit, ChangeCause),
        (entries, list): (&[ComparedEntry], &[T]),
        own: Option<Span>,
        was_bad: &HashSet<Span>,
    ) {
        let mut entries: Vec<_> =
            entries.iter().map(|entry| (list[entry.index].quote().says.gravity(), *entry)).collect();
        entries.sort_by_key(|(gravity, entry)| Reverse((*gravity, entry.at)));
        let is_grave = |(gravity, _): &&(u8, ComparedEntry)| *gravity >= Severity::Severe as u8;
        let limit = entries.iter().filter(is_grave).count().clamp(MAX_QUOTED, MAX_GRAVE_QUOTED).min(entries.len());
        let (quoted, rest) = entries.split_at(limit);
        let grounds = |entries: &[(u8, ComparedEntry)], quote: Option<EntryQuote>| {
            let newest = entries.iter().map(|(_, entry)| entry).max_by_key(|entry| entry.at)?;
            let spans = entries.iter().map(|(_, entry)| entry.span);
            let (place, concerns) = match edit {
                EntryEdit::Added | EntryEdit::Corrected => {
                    (ChangePlace::After(newest.span), own.into_iter().chain(spans).collect())
                }
                EntryEdit::Withdrawn => (ChangePlace::Before(newest.span), own.into_iter().collect()),
            };
            Some(Grounds { cause, at: newest.at, place, concerns, rests_on: Some(newest.kind), quote })
        };
        let what = |entries: &[(u8, ComparedEntry)]| {
            let count = entries.len();
            let grave = entries.iter().filter(is_grave).filter(|(_, entry)| !was_bad.contains(&entry.span)).count();
            if *subject == EntityRef::Log {
                ChangeKind::Log { edit, count, severe: grave }
            } else {
                ChangeKind::Entries { edit, count, grave }
            }
        };
        for one in quoted.chunks(1).chain([rest]) {
            let quote = |(_, entry): &(u8, ComparedEntry)| list[entry.index].quote();
            let quote = one.first().filter(|_| one.len() == 1).map(quote);
            if let Some(grounds) = grounds(one, quote) {
                self.push(subject.clone(), what(one), grounds);
            }
        }
    }

    /// Adds a change if data became old or is no longer old. Data that is present for the first time was never old.
    pub(super) fn stale(
        &mut self,
        subject: &EntityRef,
        (was, is): (Freshness, Freshness),
        limit: TimeDelta,
        span: Span,
    ) {
        let turn = match (was, is) {
            (Freshness::Fresh { .. } | Freshness::NoData, Freshness::Stale { .. }) => Onset::Begun,
            (Freshness::Stale { .. }, Freshness::Fresh { .. } | Freshness::NoData) => Onset::Ended,
            (Freshness::Fresh { .. } | Freshness::NoData, Freshness::Fresh { .. } | Freshness::NoData)
            | (Freshness::Stale { .. }, Freshness::Stale { .. }) => return,
        };
        let mut grounds = self.grounds(std::slice::from_ref(subject), span);
        if turn == Onset::Begun {
            // The newest report is already old: it did not make the data old, unless it came with the watchlist.
            let since = is.age().and_then(|age| self.after.now.checked_sub_signed(age - limit)).map(TimePoint::exact);
            grounds = grounds.dated(since);
        }
        self.push(subject.clone(), ChangeKind::Stale(turn), grounds);
    }

    /// Whether a promise was made between the two boards.
    pub(super) fn is_newly_said(&self, promise: &Promised) -> bool {
        promise.said.is_some_and(|said| self.after.has_come(said) && !self.before.has_come(said))
    }

    /// Adds a change if somebody checked the subject. Returns whether there was a change.
    pub(super) fn checked(
        &mut self,
        subject: &EntityRef,
        (was, is): (Option<Spanned<TimePoint>>, Option<Spanned<TimePoint>>),
        span: Span,
    ) -> bool {
        let seen = |mark: Option<Spanned<TimePoint>>, board: &Board| {
            mark.map(|mark| mark.value).filter(|at| board.has_come(*at))
        };
        let (was, now) = (seen(was, self.before), seen(is, self.after));
        if was != now {
            let grounds = Grounds {
                cause: match (was, now) {
                    (_, Some(at)) if was.is_none_or(|was| was.end < at.end) => ChangeCause::Reported,
                    (Some(_), None) => ChangeCause::Withdrawn,
                    (Some(_) | None, Some(_)) | (None, None) => ChangeCause::Corrected,
                },
                at: now,
                place: ChangePlace::After(is.map_or(span, |mark| mark.span)),
                concerns: vec![span],
                rests_on: None,
                quote: None,
            };
            self.push(subject.clone(), ChangeKind::Checked { was, is: now }, grounds);
        }
        was != now
    }
}

/// Keys of dated marks, entries, and parts with their own names. New elements under these keys are not edits.
const ENTRIES: [&str; 7] = ["reports", "days", "assessments", "parties", "items", "log", "checked"];

/// Maximum number of entries of one list that are quoted: the gravest first, then the newest.
const MAX_QUOTED: usize = 20;

/// The maximum for grave entries.
const MAX_GRAVE_QUOTED: usize = 100;
