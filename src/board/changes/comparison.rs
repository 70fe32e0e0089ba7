//! Two boards side by side, and what has been found of their differences so far.

use super::evidence::{Entry, Evidence, Facts, Seen};
use super::pairs::{Pair, pairs};
use super::{Cause, Change, Direction, Edit, Place, Subject, Turn, What};
use crate::board::Board;
use crate::board::freshness::Freshness;
use crate::diagnostic::{Span, Spanned};
use crate::watchlist::Id;
use crate::watchlist::content::Record;
use crate::watchlist::time::TimePoint;
use chrono::TimeDelta;
use std::collections::{HashMap, HashSet};

/// Whether the two boards were read from what is the same watchlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum File {
    /// It is: only time has passed.
    Same,
    /// It was edited.
    Edited,
}

/// What the finders share.
pub(super) struct Comparison<'b> {
    pub(super) before: &'b Board,
    pub(super) after: &'b Board,
    pub(super) file: File,
    evidence: HashMap<Subject, Evidence>,
    /// The entries of the log, by their risk.
    log_of: HashMap<Id, Evidence>,
    /// Subjects of which something was edited that is no entry.
    edited: HashSet<Subject>,
    found: Vec<Change>,
}

/// Why something changed, when, and where to read it.
pub(super) struct Grounds {
    cause: Cause,
    at: Option<TimePoint>,
    place: Place,
    concerns: Vec<Span>,
}

impl<'b> Comparison<'b> {
    pub(super) fn new(before: &'b Board, after: &'b Board, file: File) -> Self {
        let (evidence, log_of) = (HashMap::new(), HashMap::new());
        Self { before, after, file, evidence, log_of, edited: HashSet::new(), found: Vec::new() }
    }

    /// What was found, ordered by what it concerns, and then as it was found.
    pub(super) fn finish(mut self) -> Vec<Change> {
        self.found.sort_by_key(|change| change.subject.rank());
        self.found
    }

    /// How much was found so far.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// Which entries of a list are new, edited or gone, of those that have come.
    pub(super) fn evidence<'e, T: Record>(
        &self,
        (before, after): (&'e [T], &'e [T]),
        facts: impl Fn(&'e T) -> Facts<'e>,
    ) -> Evidence {
        let come = |entries: &'e [T], board: &Board| Seen::by(board, entries, |entry| facts(entry).at);
        Evidence::between(self.file, &come(before, self.before), &come(after, self.after), &facts)
    }

    /// Keeps what is known of the entries of a subject, for what is derived from it.
    pub(super) fn keep(&mut self, subject: Subject, evidence: Evidence) {
        self.evidence.entry(subject).or_default().join(evidence);
    }

    /// Keeps what is known of the log's entries of one risk.
    pub(super) fn keep_log_of(&mut self, risk: Id, evidence: Evidence) {
        self.log_of.entry(risk).or_default().join(evidence);
    }

    /// Why something is different that rests on these subjects; `own` is where its own part stands in the newer one.
    pub(super) fn grounds(&self, rests_on: &[Subject], own: Span) -> Grounds {
        let evidence = rests_on.iter().filter_map(|subject| self.evidence.get(subject)).collect();
        self.weigh(evidence, rests_on, own)
    }

    /// The same for what rests on the level of a risk and on its entries in the log.
    pub(super) fn grounds_of_risk(&self, risk: &Id, own: Span) -> Grounds {
        let subject = Subject::Risk(risk.clone());
        let evidence = self.evidence.get(&subject).into_iter().chain(self.log_of.get(risk)).collect();
        self.weigh(evidence, &[subject], own)
    }

    fn weigh(&self, evidence: Vec<&Evidence>, rests_on: &[Subject], own: Span) -> Grounds {
        let newest = |entries: &mut dyn Iterator<Item = &Entry>| entries.max_by_key(|entry| entry.at).copied();
        let added = newest(&mut evidence.iter().flat_map(|of| &of.added));
        let corrected = newest(&mut evidence.iter().flat_map(|of| &of.corrected).map(|(_, entry)| entry));
        let withdrawn = newest(&mut evidence.iter().flat_map(|of| &of.withdrawn));
        let concerns = std::iter::once(own).chain([added, corrected].into_iter().flatten().map(|entry| entry.span));
        let concerns: Vec<_> = concerns.collect();
        let has_passed = self.before.now != self.after.now;
        let is_edited = || rests_on.iter().any(|subject| self.edited.contains(subject));
        let (cause, at, place) = match (added, corrected, withdrawn) {
            (Some(entry), ..) => (Cause::Reported, entry.at, Place::After(entry.span)),
            (None, Some(entry), _) => (Cause::Corrected, entry.at, Place::After(entry.span)),
            (None, None, Some(entry)) => (Cause::Withdrawn, entry.at, Place::Before(entry.span)),
            (None, None, None) if is_edited() || !has_passed => (Cause::Corrected, None, Place::After(own)),
            (None, None, None) => (Cause::Clock, None, Place::After(own)),
        };
        Grounds { cause, at, place, concerns }
    }

    /// Adds a change, and says where it can be read. Bad news that is only withdrawn is no good news.
    pub(super) fn push(&mut self, subject: Subject, what: What, grounds: Grounds) -> Place {
        let direction = match (what.direction(), grounds.cause) {
            (Direction::Better, Cause::Withdrawn) => Direction::Other,
            (direction, Cause::Reported | Cause::Withdrawn | Cause::Corrected | Cause::Clock | Cause::Reverted) => {
                direction
            }
        };
        let Grounds { cause, at, place, concerns } = grounds;
        self.found.push(Change { subject, what, direction, cause, at, place, concerns });
        place
    }

    /// Adds a change of which the cause is known already.
    pub(super) fn tell(
        &mut self,
        subject: Subject,
        what: What,
        (cause, at): (Cause, Option<TimePoint>),
        place: Place,
        concerns: Vec<Span>,
    ) {
        self.push(subject, what, Grounds { cause, at, place, concerns });
    }

    /// Parts that go by a name: tells which are new and which are gone, and has `both` compare the others, by their indices
    /// before and after. `named` says what a part is called, and where it stands.
    pub(super) fn parts<T>(
        &mut self,
        (before, after): (&[T], &[T]),
        named: impl Fn(&T) -> (Subject, Span),
        mut both: impl FnMut(&mut Self, &Subject, (usize, usize)),
    ) {
        for pair in pairs(before, after, |part| named(part).0) {
            match pair {
                Pair::Added(at) => {
                    let (subject, span) = named(&after[at]);
                    self.added(subject, span);
                }
                Pair::Removed(at) => {
                    let (subject, span) = named(&before[at]);
                    self.removed(subject, span);
                }
                Pair::Both(was, is) => both(self, &named(&after[is]).0, (was, is)),
            }
        }
    }

    /// Something is watched from now on.
    pub(super) fn added(&mut self, subject: Subject, span: Span) {
        self.edited.insert(subject.clone());
        let grounds = Grounds { cause: Cause::Reported, at: None, place: Place::After(span), concerns: vec![span] };
        self.push(subject, What::Added, grounds);
    }

    /// Something is watched no longer.
    pub(super) fn removed(&mut self, subject: Subject, span: Span) {
        self.edited.insert(subject.clone());
        let grounds = Grounds { cause: Cause::Withdrawn, at: None, place: Place::Before(span), concerns: Vec::new() };
        self.push(subject, What::Removed, grounds);
    }

    /// An edit of something that is no entry.
    pub(super) fn correct(&mut self, subject: Subject, what: What, span: Span) {
        self.edited.insert(subject.clone());
        let grounds = Grounds { cause: Cause::Corrected, at: None, place: Place::After(span), concerns: vec![span] };
        self.push(subject, what, grounds);
    }

    /// Notes that something of a subject was edited, which is told elsewhere.
    pub(super) fn note_edit(&mut self, subject: &Subject) {
        self.edited.insert(subject.clone());
    }

    /// What was edited of a record, `told` elsewhere aside.
    pub(super) fn edited<T: Record>(&mut self, subject: &Subject, (was, is): (&T, &T), told: &[&str], span: Span) {
        if self.file == File::Same {
            return;
        }
        let mut keys = was.differing(is);
        if keys.iter().any(|key| !ENTRIES.contains(key)) {
            self.note_edit(subject);
        }
        keys.retain(|key| !told.contains(key));
        if !keys.is_empty() {
            self.correct(subject.clone(), What::Edited { keys }, span);
        }
    }

    /// Entries that moved nothing which is told elsewhere.
    pub(super) fn entries(&mut self, subject: &Subject, evidence: &Evidence, own: Span) {
        let corrected: Vec<_> = evidence.corrected.iter().map(|(_, entry)| *entry).collect();
        let kinds = [
            (Edit::Added, &evidence.added, Cause::Reported),
            (Edit::Corrected, &corrected, Cause::Corrected),
            (Edit::Withdrawn, &evidence.withdrawn, Cause::Withdrawn),
        ];
        for (edit, entries, cause) in kinds {
            let Some(newest) = entries.iter().max_by_key(|entry| entry.at) else { continue };
            let place = if edit == Edit::Withdrawn { Place::Before(newest.span) } else { Place::After(newest.span) };
            let mut concerns = vec![own];
            if edit != Edit::Withdrawn {
                concerns.extend(entries.iter().map(|entry| entry.span));
            }
            let grounds = Grounds { cause, at: newest.at, place, concerns };
            self.push(subject.clone(), What::Entries { edit, count: entries.len() }, grounds);
        }
    }

    /// Whether its data has grown old, or is so no more. Data that is there for the first time was never old.
    pub(super) fn stale(&mut self, subject: &Subject, (was, is): (Freshness, Freshness), limit: TimeDelta, span: Span) {
        let turn = match (was, is) {
            (Freshness::Fresh { .. } | Freshness::NoData, Freshness::Stale { .. }) => Turn::Begun,
            (Freshness::Stale { .. }, Freshness::Fresh { .. } | Freshness::NoData) => Turn::Ended,
            (Freshness::Fresh { .. } | Freshness::NoData, Freshness::Fresh { .. } | Freshness::NoData)
            | (Freshness::Stale { .. }, Freshness::Stale { .. }) => return,
        };
        let mut grounds = self.grounds(std::slice::from_ref(subject), span);
        if turn == Turn::Begun {
            // The newest report is old already: it is not what made the data old, unless it came with the watchlist.
            let since = is.age().and_then(|age| self.after.now.checked_sub_signed(age - limit)).map(TimePoint::exact);
            grounds = grounds.dated(since);
        }
        self.push(subject.clone(), What::Stale(turn), grounds);
    }

    /// Whether somebody has looked; says whether there was anything to tell.
    pub(super) fn checked(
        &mut self,
        subject: &Subject,
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
                    (_, Some(at)) if was.is_none_or(|was| was.end < at.end) => Cause::Reported,
                    (Some(_), None) => Cause::Withdrawn,
                    (Some(_) | None, Some(_)) | (None, None) => Cause::Corrected,
                },
                at: now,
                place: Place::After(is.map_or(span, |mark| mark.span)),
                concerns: vec![span],
            };
            self.push(subject.clone(), What::Checked { was, is: now }, grounds);
        }
        was != now
    }
}

/// Keys under which dated marks and entries stand, or parts with names of their own: what is new there is no edit.
const ENTRIES: [&str; 7] = ["reports", "days", "assessments", "parties", "items", "log", "checked"];

impl Grounds {
    /// One new entry has brought it about; `own` is where what has changed stands itself.
    pub(super) fn reported(entry: &Entry, own: Span) -> Self {
        Self { cause: Cause::Reported, at: entry.at, place: Place::After(entry.span), concerns: vec![own, entry.span] }
    }

    /// With the moment at which time alone brought it about.
    pub(super) fn dated(mut self, at: Option<TimePoint>) -> Self {
        if self.cause == Cause::Clock {
            self.at = at;
        }
        self
    }
}
