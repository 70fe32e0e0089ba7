//! The kinds of changes, as data.

use crate::board::checklist::ItemReading;
use crate::board::contradiction::Contradiction;
use crate::board::crossing::{OnSchedule, StatusBasis, StatusReading};
use crate::board::drift::DriftKind;
use crate::board::heat::Trend;
use crate::board::signals::Ternary;
use crate::board::spillover::{Level, RiskLife};
use crate::text::Text;
use crate::watchlist::scales::{Claim, ClosureCause, CrossingStatus, Outcome, Presence, Reliability, Rung};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Amount, Dated, DayRecord, Hours, Id, Item};

/// What differs. Each variant says which of its changes are better and which are worse. All others are neither.
#[derive(Clone, Debug, PartialEq)]
pub enum ChangeKind {
    /// It is newly watched. Neither: this is not news about it.
    Added,
    /// It is no longer watched. Neither.
    Removed,
    /// Its name was edited. Neither.
    Renamed { was: Text, is: Text },
    /// Other text of it was edited, or entries that have not come yet. Neither.
    Edited { keys: Vec<&'static str> },
    /// Dated entries of it that caused no other change. Worse: new entries that say that it is shut or absent, or that
    /// a risk is high. Bad news is listed even if it was already known.
    Entries {
        edit: EntryEdit,
        /// Number of entries: one if it is quoted, else those that are too many to quote.
        count: usize,
        /// How many of them are such bad news and were not before.
        grave: usize,
    },
    /// The state of a crossing. Better: people can pass, or can pass as agreed, and could not before. Worse: they can
    /// no longer pass, or no longer as agreed; it is shut and was not known to be; it was open or scheduled and is
    /// unknown. A plan is not a deed.
    Status { was: CrossingState, is: CrossingState },
    /// Whether a crossing opened on time. From best to worst: on time, not yet due, late, not open or disputed,
    /// unknown.
    Schedule { was: OnSchedule, is: OnSchedule },
    /// The date of an opening, or the due date of an item. Worse: later or removed. An earlier date is only a promise.
    Date { was: Option<TimePoint>, is: Option<TimePoint> },
    /// The record of a day. Better: an edited record now shows more people passing. Worse: it shows fewer, or a new
    /// record says that it was shut and not as scheduled. One more open day is as expected: neither.
    Day {
        /// `None` if the record is new.
        was: Option<DayFacts>,
        /// `None` if the record is gone.
        is: Option<DayFacts>,
    },
    /// Whether a party is in place. Better: it is now in place. Worse: it no longer is, or is reported absent.
    Presence { was: Option<Presence>, is: Option<Presence> },
    /// The rung of an item. Better: a higher rung, or the same rung better attested, by a verified or attributed
    /// report. Worse: a lower rung, or a deed no longer known, or now only claimed. A promise is never
    /// better.
    Rung { was: ItemState, is: ItemState },
    /// How much of its target an item has. Better: more, claimed or verified. Worse: less.
    Quantity { was: ItemQuantity, is: ItemQuantity },
    /// Whether a risk counts. Worse: it counts again after it was closed. To close it is neither.
    Closing { was: RiskLife, is: RiskLife },
    /// Its due date has passed. Worse when it begins. When it ends, its cause is listed as a change of its own.
    Overdue { turn: Onset, due: TimePoint },
    /// Its data is old. Worse when it begins. New data is not good news by itself.
    Stale(Onset),
    /// Somebody checked it and nothing had changed. Neither.
    Checked { was: Option<TimePoint>, is: Option<TimePoint> },
    /// A risk threatens it. Worse when it begins, better when it ends.
    Threat { turn: Onset, by: Id },
    /// It needs an item without a deed. Worse when it begins, better when it ends.
    Blocked {
        turn: Onset,
        /// The item, as written in `needs`.
        by: String,
    },
    /// The level of a risk. Better: lower. Worse: higher; high or above after unknown; unknown after a level below
    /// high.
    Level { was: Option<Level>, is: Option<Level> },
    /// Entries of the log. Worse: at least one of them is severe or extreme, and is new or was not so before.
    Log {
        edit: EntryEdit,
        /// Number of entries: one if it is quoted, else those that are too many to quote.
        count: usize,
        /// How many of them are severe or extreme and were not before.
        severe: usize,
    },
    /// The trend of the heat of the whole log. Worse: rising. The end of a rise is not good news by itself, because a
    /// log that nobody keeps cools too.
    Heat { was: Trend, is: Trend },
    /// The term that a speaker used last. Neither: words.
    Term { was: Option<Text>, is: Option<Text> },
    /// The number of a tally. Neither: the number describes one moment only.
    Count { was: Number, is: Number },
    /// The end of the window of a tally. Neither.
    AsOf { was: Option<Dated>, is: Option<Dated> },
    /// It cannot be observed. Worse when it begins. When it ends, nothing is known yet.
    Unobserved(Onset),
    /// The answer of a signal's test. Signal of success: better if met, worse if no longer met. Signal of failure:
    /// worse if met, or if no longer known to be not met; better if no longer met and known to be not met.
    Answer {
        /// The scenario that the signal indicates.
        points_to: Outcome,
        was: Ternary,
        is: Ternary,
    },
    /// Entries contradict each other. Worse when it begins. When it ends, its cause is listed as a change of its own.
    Contradiction {
        turn: Onset,
        /// The second tally, if two tallies contradict each other.
        with: Option<Id>,
        /// The contradiction, on the board that has it.
        found: Contradiction,
    },
    /// Something drifts. Worse when it begins. When it ends, its cause is listed as a change of its own.
    Drift {
        turn: Onset,
        kind: DriftKind,
        /// Whether it ended only because there is no longer enough data to decide.
        is_untold: bool,
    },
    /// The reliability grade of a source. Neither: only our judgement of the source has changed.
    Grade { was: Option<Reliability>, is: Option<Reliability> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Onset {
    Begun,
    Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryEdit {
    Added,
    Corrected,
    Withdrawn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrossingState {
    pub status: CrossingStatus,
    pub ground: Ground,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Reports or records give the state.
    Told,
    Unconfirmed,
    Planned,
    /// Unknown: the planned time has passed without a record.
    PlanPassed,
    /// The state is unknown because sources disagree.
    Disputed,
    /// Unknown: there is no evidence and no plan.
    Nothing,
}

impl CrossingState {
    pub(super) fn from_reading(reading: &StatusReading) -> Self {
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

    /// Whether both describe the same situation. A plan equals a report that says no more than the plan.
    pub(super) fn is_as(self, other: Self) -> bool {
        let is_known = |state: Self| matches!(state.ground, Ground::Told | Ground::Planned);
        self == other || (self.status == other.status && is_known(self) && is_known(other))
    }
}

/// The rung of an item and how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemState {
    /// `None` if there is no report of a rung.
    pub rung: Option<Rung>,
    pub claim: Option<Claim>,
    /// The rung reached by verified deeds. A later promise does not lower it.
    pub verified: Option<Rung>,
    /// The rung reached by deeds, verified or claimed.
    pub done: Option<Rung>,
}

impl ItemState {
    /// The rung that counts. A deed that is only promised, or has no claim class, counts as an announcement.
    pub(super) fn counted(self) -> Option<Rung> {
        self.rung.map(|rung| if self.is_attested() { rung } else { rung.min(Rung::Announced) })
    }

    pub(super) fn is_attested(self) -> bool {
        matches!(self.claim, Some(Claim::Verified | Claim::Attributed))
    }
}

/// How much of its target an item has.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemQuantity {
    /// By verified reports.
    pub verified: Option<Amount>,
    /// By verified or attributed reports.
    pub claimed: Option<Amount>,
    pub target: Amount,
    pub unit: Text,
}

impl ItemQuantity {
    pub(super) fn read(item: &Item, reading: &ItemReading) -> Option<Self> {
        let (target, quantity) = (item.target.as_ref()?, reading.quantity.as_ref()?);
        let (verified, claimed) = (quantity.verified, quantity.claimed);
        Some(Self { verified, claimed, target: target.value, unit: target.unit.clone() })
    }
}

/// The content of a day record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayFacts {
    pub status: CrossingStatus,
    pub cause: Option<ClosureCause>,
    pub claim: Option<Claim>,
    pub hours: Option<Hours>,
    /// Number of people who left.
    pub exits: Option<u64>,
    /// Patients among the people who left.
    pub patients: Option<u64>,
    /// Companions of patients among the people who left.
    pub companions: Option<u64>,
    /// Number of people who entered.
    pub entries: Option<u64>,
    pub turned_back: Option<u64>,
    /// The numbers of the other measures, by their id.
    pub counts: Vec<(Id, u64)>,
}

impl DayFacts {
    pub(super) fn from_record(record: &DayRecord) -> Self {
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
            counts: record.counts.numbers().map(|(id, number)| (id.clone(), number)).collect(),
        }
    }

    pub(super) fn is_told(&self) -> bool {
        self.claim != Some(Claim::Promise)
    }
}

/// A number with its qualifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    pub value: u64,
    /// A word such as `over`.
    pub qualifier: Option<Text>,
}
