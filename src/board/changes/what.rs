//! ChangeKind is different, as data.

use crate::board::contradiction::Contradiction;
use crate::board::crossing::{OnSchedule, StatusBasis, StatusReading};
use crate::board::drift::DriftKind;
use crate::board::heat::Trend;
use crate::board::signals::Ternary;
use crate::board::spillover::Level;
use crate::text::Text;
use crate::watchlist::scales::{Claim, ClosureCause, CrossingStatus, Outcome, Presence, Reliability, Rung};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Dated, DayRecord, Hours, Id};

/// ChangeKind is different. Each kind says which of its changes are better and which are worse; all others are neither.
#[derive(Clone, Debug, PartialEq)]
pub enum ChangeKind {
    /// It is watched from now on. Neither: a thing to watch is no news of it.
    Added,
    /// It is watched no longer. Neither.
    Removed,
    /// It is called something else. Neither.
    Renamed {
        /// ChangeKind it was called.
        was: Text,
        /// ChangeKind it is called.
        is: Text,
    },
    /// Other words of it were edited, or entries that have not come. Neither.
    Edited {
        /// Under which keys.
        keys: Vec<&'static str>,
    },
    /// Dated entries of it that moved nothing that is told elsewhere. Worse: new ones that say that it is shut or absent,
    /// or that a risk is high; bad news is told also where it was known before.
    Entries {
        /// ChangeKind happened to them.
        edit: EntryEdit,
        /// How many: one that is quoted, or those of which there are too many to quote.
        count: usize,
        /// How many of these are such bad news, and were not before.
        grave: usize,
    },
    /// The state of a crossing. Better: people pass, or pass as agreed, and did not before. Worse: they do not pass any
    /// more, or as agreed; it is shut and was not known to be; what was open or scheduled is unknown. A plan is no deed.
    Status {
        /// As it was.
        was: CrossingState,
        /// As it is.
        is: CrossingState,
    },
    /// Whether a crossing opened when it was to. Better and worse in the order on time, not yet due, late, not open or
    /// disputed, unknown.
    Schedule {
        /// As it was.
        was: OnSchedule,
        /// As it is.
        is: OnSchedule,
    },
    /// The date of an opening, or on which an item is due. Worse: later, or gone. An earlier one is only a promise.
    Date {
        /// As it was.
        was: Option<TimePoint>,
        /// As it is.
        is: Option<TimePoint>,
    },
    /// The record of a day. Better: a record that is edited says more of people passing. Worse: it says less, or a new
    /// one says that it was shut, and not as scheduled. That a day more was open is as it should be: neither.
    Day {
        /// As it was; absent where it is new.
        was: Option<DayFacts>,
        /// As it is; absent where it is gone.
        is: Option<DayFacts>,
    },
    /// Whether a party is in place. Better: it is. Worse: it is not any more, or it is reported to be absent.
    Presence {
        /// As it was.
        was: Option<Presence>,
        /// As it is.
        is: Option<Presence>,
    },
    /// How far an item is. Better: a higher rung, or the same one better attested, by a verified or attributed report.
    /// Worse: a lower rung; a deed that is not known or only claimed any more. A promise is never better.
    Rung {
        /// As it was.
        was: ItemState,
        /// As it is.
        is: ItemState,
    },
    /// Its date has passed. Worse when that begins; when it ends, what ended it is told beside it.
    Overdue {
        /// Whether it begins.
        turn: Onset,
        /// The date.
        due: TimePoint,
    },
    /// Its data is old. Worse when that begins; new data is not good news by itself.
    Stale(Onset),
    /// Somebody looked and nothing had changed. Neither.
    Checked {
        /// When before.
        was: Option<TimePoint>,
        /// When last.
        is: Option<TimePoint>,
    },
    /// A risk threatens it. Worse when that begins, better when it ends.
    Threat {
        /// Whether it begins.
        turn: Onset,
        /// The risk.
        by: Id,
    },
    /// It needs an item that is not far enough. Worse when that begins, better when it ends.
    Blocked {
        /// Whether it begins.
        turn: Onset,
        /// The item, as written in `needs`.
        by: String,
    },
    /// The level of a risk. Better: lower. Worse: higher; high or above where it was unknown; unknown where it was known
    /// to be lower than that.
    Level {
        /// As it was.
        was: Option<Level>,
        /// As it is.
        is: Option<Level>,
    },
    /// Entries of the log. Worse: at least one of them is severe or extreme, and is new or was not before.
    Log {
        /// ChangeKind happened to them.
        edit: EntryEdit,
        /// How many: one that is quoted, or those of which there are too many to quote.
        count: usize,
        /// How many of these are severe or extreme, and were not before.
        severe: usize,
    },
    /// Which way the heat of the whole log goes. Worse: it rises. That it does not any more is no good news by itself,
    /// as a log of which nobody thinks cools too.
    Heat {
        /// As it was.
        was: Trend,
        /// As it is.
        is: Trend,
    },
    /// The term that somebody used last. Neither: words.
    Term {
        /// As it was.
        was: Option<Text>,
        /// As it is.
        is: Option<Text>,
    },
    /// The number of a tally. Neither: a number is a picture of one moment.
    Count {
        /// As it was.
        was: Number,
        /// As it is.
        is: Number,
    },
    /// Up to when a tally counts. Neither.
    AsOf {
        /// As it was.
        was: Option<Dated>,
        /// As it is.
        is: Option<Dated>,
    },
    /// Something cannot be observed. Worse when that begins; when it ends nothing is known yet.
    Unobserved(Onset),
    /// ChangeKind a signal's test says. Of a signal of success, better: met; worse: not met any more. Of a signal of failure,
    /// worse: met, or not known any more to be not met; better: not met any more, and known not to be.
    Answer {
        /// Which scenario the signal points to.
        points_to: Outcome,
        /// As it was.
        was: Ternary,
        /// As it is.
        is: Ternary,
    },
    /// Something contradicts something else. Worse when that begins; whatever ended it is told beside it.
    Contradiction {
        /// Whether it begins.
        turn: Onset,
        /// The other one, where it is a contradiction between two tallies.
        with: Option<Id>,
        /// The contradiction, on the board that has it.
        found: Contradiction,
    },
    /// Something wears thin. Worse when that begins; whatever ended it is told beside it.
    Drift {
        /// Whether it begins.
        turn: Onset,
        /// How it drifts.
        kind: DriftKind,
        /// It has ended only because there is nothing any more by which to tell.
        is_untold: bool,
    },
    /// How reliable a source is. Neither: it is our judgement that has changed.
    Grade {
        /// As it was.
        was: Option<Reliability>,
        /// As it is.
        is: Option<Reliability>,
    },
}

/// Whether something begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Onset {
    /// It was not so before.
    Begun,
    /// It is not so any more.
    Ended,
}

/// ChangeKind happened to entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryEdit {
    /// They are new.
    Added,
    /// They were edited in place.
    Corrected,
    /// They are gone.
    Withdrawn,
}

/// The state of a crossing and how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrossingState {
    /// The state.
    pub status: CrossingStatus,
    /// How it is known.
    pub ground: Ground,
}

/// How the state of a crossing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// By reports or records.
    Told,
    /// By weak evidence alone.
    Unconfirmed,
    /// By the plan alone.
    Planned,
    /// Not at all: the plan's time has passed without a record.
    PlanPassed,
    /// Not at all: sources disagree.
    Disputed,
    /// Not at all: there is nothing.
    Nothing,
}

impl CrossingState {
    pub(super) fn of(reading: &StatusReading) -> Self {
        let ground = match reading.basis {
            StatusBasis::Evidence if reading.is_disputed() => Ground::Disputed,
            StatusBasis::Evidence if reading.evidence.is_unconfirmed() => Ground::Unconfirmed,
            StatusBasis::Evidence => Ground::Told,
            StatusBasis::Plan(_) | StatusBasis::Promise(_) => Ground::Planned,
            StatusBasis::PlanPassed(_) => Ground::PlanPassed,
            StatusBasis::Nothing => Ground::Nothing,
        };
        Self { status: reading.status, ground }
    }

    /// Whether both say the same of how things are; a plan and a report that says no more than the plan do.
    pub(super) fn is_as(self, other: Self) -> bool {
        let is_known = |state: Self| matches!(state.ground, Ground::Told | Ground::Planned);
        self == other || (self.status == other.status && is_known(self) && is_known(other))
    }
}

/// How far an item is and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemState {
    /// The rung; absent where nobody reports any.
    pub rung: Option<Rung>,
    /// ChangeKind kind of statement says so.
    pub claim: Option<Claim>,
    /// How far deeds have brought it that were verified; a later promise does not undo them.
    pub verified: Option<Rung>,
    /// How far deeds have brought it, verified or claimed.
    pub done: Option<Rung>,
}

impl ItemState {
    /// The rung that counts: a deed that is only promised, or said without a class, is an announcement.
    pub(super) fn counted(self) -> Option<Rung> {
        self.rung.map(|rung| if self.is_attested() { rung } else { rung.min(Rung::Announced) })
    }

    pub(super) fn is_attested(self) -> bool {
        matches!(self.claim, Some(Claim::Verified | Claim::Attributed))
    }
}

/// ChangeKind a record says of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayFacts {
    /// Its state.
    pub status: CrossingStatus,
    /// Why it was closed.
    pub cause: Option<ClosureCause>,
    /// ChangeKind kind of statement it is.
    pub claim: Option<Claim>,
    /// When it worked.
    pub hours: Option<Hours>,
    /// People out.
    pub exits: Option<u64>,
    /// Patients among them.
    pub patients: Option<u64>,
    /// Companions of patients among them.
    pub companions: Option<u64>,
    /// People in.
    pub entries: Option<u64>,
    /// People turned back.
    pub turned_back: Option<u64>,
}

impl DayFacts {
    pub(super) fn of(record: &DayRecord) -> Self {
        Self {
            status: record.status,
            cause: record.cause,
            claim: record.claim,
            hours: record.hours,
            exits: record.exits.map(|exits| exits.value),
            patients: record.patients,
            companions: record.companions,
            entries: record.entries,
            turned_back: record.turned_back,
        }
    }

    pub(super) fn is_told(self) -> bool {
        self.claim != Some(Claim::Promise)
    }
}

/// A number and how it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub value: u64,
    /// Such as `over`.
    pub qualifier: Option<Text>,
}
