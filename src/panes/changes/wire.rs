//! A change in a machine-readable form: one flat object, the same wherever the program prints JSON, and in the journal.
//!
//! All values are typed: no sentence is in it but notes. `was` and `is` keep the original characters of names. The
//! schema has its own version, independent of the model: fields are only added, and absent values are omitted.

use super::ChangeLine;
pub use super::wire_kind::WireKind;
use crate::board::Board;
use crate::board::changes::{
    Change, ChangeCause, ChangeDirection, ChangeKind, CrossingState, DayFacts, EntryEdit, Ground, ItemQuantity, Number,
    Onset, Says,
};
use crate::board::crossing::OnSchedule;
use crate::board::drift::{DriftKind, Fall};
use crate::board::spillover::{Level, RiskLife};
use crate::text::Text;
use crate::watchlist::scales::{Claim, Presence, Reliability, Rung};
use crate::watchlist::time::{Precision, TimePoint};
use crate::watchlist::zone::Zone;
use crate::watchlist::{Amount, Dated, Measure};
use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The version of the schema.
pub const VERSION: u32 = 2;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireChange {
    /// The entity by its stable ids: `crossings/rafah`, `checklists/phase-two/withdrawal`, `log`.
    pub subject: String,
    /// What changed, such as `status` or `rung`.
    pub kind: String,
    /// The old value: a word, a number, a list of keys, or an object for a value of several parts; `true` for a state
    /// that has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Value>,
    /// The new value; `true` for a state that has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<Value>,
    /// `better`, `worse` or `other`.
    pub direction: String,
    /// `reported`, `withdrawn`, `corrected`, `clock` or `reverted`.
    pub cause: String,
    /// The date of the entry it is based on: RFC 3339, or a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The severity, for an event of the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// The place, for an event of the log that has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The id of the risk that an event belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<String>,
    /// The id of the source of the quoted entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The note of the quoted entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A change as the journal keeps it: with the sentence of its time, for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRecord {
    #[serde(flatten)]
    pub change: WireChange,
    /// Safe to show.
    pub text: String,
}

impl ChangeRecord {
    /// Converts a change between two boards.
    pub fn from_change(change: &Change, before: &Board, after: &Board) -> Self {
        let text = ChangeLine::from_change(change, before, after).sentence();
        Self { change: WireChange::from_change(change, after), text }
    }
}

impl WireChange {
    /// Converts a change of the board `after`.
    pub fn from_change(change: &Change, after: &Board) -> Self {
        let zone = after.watchlist.zone();
        let (kind, was, is) = parts(&change.what, zone);
        let quote = change.quote.as_ref();
        let raw = |text: &Text| text.raw().to_owned();
        let (severity, place, risk) = match quote.map(|quote| &quote.says) {
            Some(Says::Event { severity, place, risk }) => (Some(*severity), place.as_ref(), risk.as_ref()),
            Some(_) | None => (None, None, None),
        };
        Self {
            severity: severity.map(|severity| severity.word().to_owned()),
            place: place.map(raw),
            risk: risk.map(|id| id.as_str().to_owned()),
            source: quote.and_then(|quote| quote.source.as_ref()).map(|id| id.value.as_str().to_owned()),
            note: quote.and_then(|quote| quote.words.as_ref()).map(raw),
            subject: format!("{:#}", change.subject),
            kind: kind.word().to_owned(),
            was,
            is,
            direction: direction(change.direction).to_owned(),
            cause: cause(change.cause).to_owned(),
            at: change.at.map(|at| moment(at, zone)),
        }
    }

    /// Whether it is about dated entries that changed nothing else: such changes are frequent.
    pub fn is_entry(&self) -> bool {
        [EntryEdit::Added, EntryEdit::Corrected, EntryEdit::Withdrawn]
            .iter()
            .any(|edit| [entries(*edit), logged(*edit)].iter().any(|kind| kind.word() == self.kind))
    }
}

/// The word of a direction.
pub fn direction(direction: ChangeDirection) -> &'static str {
    match direction {
        ChangeDirection::Better => "better",
        ChangeDirection::Worse => "worse",
        ChangeDirection::Other => "other",
    }
}

fn cause(cause: ChangeCause) -> &'static str {
    match cause {
        ChangeCause::Reported => "reported",
        ChangeCause::Withdrawn => "withdrawn",
        ChangeCause::Corrected => "corrected",
        ChangeCause::Clock => "clock",
        ChangeCause::Reverted => "reverted",
    }
}

/// A time: RFC 3339, or a date if only the day is known.
pub fn moment(at: TimePoint, zone: &Zone) -> String {
    match at.precision {
        Precision::Day => at.date(zone).to_string(),
        Precision::Exact => at.start.to_rfc3339_opts(SecondsFormat::Secs, true),
    }
}

type Parts = (WireKind, Option<Value>, Option<Value>);

/// The kind of a change, the old value, and the new value.
fn parts(what: &ChangeKind, zone: &Zone) -> Parts {
    let some = |word: &str| Some(Value::from(word));
    let text = |text: &Text| Value::from(text.raw());
    let date = |at: &Option<TimePoint>| at.map(|at| Value::from(moment(at, zone)));
    let turn = |kind, turn: Onset, of: Option<Value>| match turn {
        Onset::Begun => (kind, None, of.or(Some(Value::Bool(true)))),
        Onset::Ended => (kind, of.or(Some(Value::Bool(true))), None),
    };
    match what {
        ChangeKind::Added => (WireKind::Added, None, None),
        ChangeKind::Removed => (WireKind::Removed, None, None),
        ChangeKind::Renamed { was, is } => (WireKind::Renamed, Some(text(was)), Some(text(is))),
        ChangeKind::Edited { keys } => (WireKind::Edited, None, Some(json!(keys))),
        ChangeKind::Entries { edit, count, .. } => (entries(*edit), None, Some(json!(count))),
        ChangeKind::Status { was, is } => (WireKind::Status, some(status(*was)), some(status(*is))),
        ChangeKind::Schedule { was, is } => (WireKind::Schedule, some(schedule(was)), some(schedule(is))),
        ChangeKind::Date { was, is } => (WireKind::Date, date(was), date(is)),
        ChangeKind::Day { was, is } => (WireKind::Day, was.as_ref().map(day), is.as_ref().map(day)),
        ChangeKind::Presence { was, is } => {
            (WireKind::Presence, was.map(Presence::word).and_then(some), is.map(Presence::word).and_then(some))
        }
        ChangeKind::Rung { was, is } => {
            let state = |rung: Option<Rung>, claim: Option<Claim>| {
                rung.map(|rung| object([("rung", some(rung.word())), ("claim", claim.map(Claim::word).and_then(some))]))
            };
            (WireKind::Rung, state(was.rung, was.claim), state(is.rung, is.claim))
        }
        ChangeKind::Quantity { was, is } => (WireKind::Quantity, Some(quantity(was)), Some(quantity(is))),
        ChangeKind::Closing { was, is } => {
            let closed = |life: &RiskLife| date(&life.closed_at().filter(|_| !life.is_live()));
            (WireKind::Closed, closed(was), closed(is))
        }
        ChangeKind::Overdue { turn: way, due } => turn(WireKind::Overdue, *way, date(&Some(*due))),
        ChangeKind::Stale(way) => turn(WireKind::Stale, *way, None),
        ChangeKind::Checked { was, is } => (WireKind::Checked, date(was), date(is)),
        ChangeKind::Threat { turn: way, by } => turn(WireKind::Threat, *way, some(by.as_str())),
        ChangeKind::Blocked { turn: way, by } => turn(WireKind::Blocked, *way, some(by)),
        ChangeKind::Level { was, is } => {
            (WireKind::Level, was.map(Level::word).and_then(some), is.map(Level::word).and_then(some))
        }
        ChangeKind::Log { edit, count, .. } => (logged(*edit), None, Some(json!(count))),
        ChangeKind::Heat { was, is } => (WireKind::Heat, some(was.word()), some(is.word())),
        ChangeKind::Term { was, is } => (WireKind::Term, was.as_ref().map(text), is.as_ref().map(text)),
        ChangeKind::Count { was, is } => (WireKind::Count, Some(number(was)), Some(number(is))),
        ChangeKind::AsOf { was, is } => {
            let as_of = |at: &Option<Dated>| match at {
                Some(Dated::At(at)) => date(&Some(*at)),
                Some(Dated::Unknown) => some("unknown"),
                None => None,
            };
            (WireKind::AsOf, as_of(was), as_of(is))
        }
        ChangeKind::Unobserved(way) => turn(WireKind::Unobserved, *way, None),
        ChangeKind::Answer { was, is, .. } => (WireKind::Signal, some(was.word()), some(is.word())),
        ChangeKind::Contradiction { turn: way, with, .. } => {
            turn(WireKind::Contradiction, *way, with.as_ref().and_then(|id| some(id.as_str())))
        }
        ChangeKind::Drift { turn: way, kind, .. } => turn(WireKind::Drift, *way, some(drift(kind))),
        ChangeKind::Grade { was, is } => {
            (WireKind::Grade, was.map(Reliability::word).and_then(some), is.map(Reliability::word).and_then(some))
        }
    }
}

fn entries(edit: EntryEdit) -> WireKind {
    match edit {
        EntryEdit::Added => WireKind::EntriesAdded,
        EntryEdit::Corrected => WireKind::EntriesCorrected,
        EntryEdit::Withdrawn => WireKind::EntriesWithdrawn,
    }
}

fn logged(edit: EntryEdit) -> WireKind {
    match edit {
        EntryEdit::Added => WireKind::LogAdded,
        EntryEdit::Corrected => WireKind::LogCorrected,
        EntryEdit::Withdrawn => WireKind::LogWithdrawn,
    }
}

fn status(state: CrossingState) -> &'static str {
    match state.ground {
        Ground::Disputed => "disputed",
        Ground::Unconfirmed => "unconfirmed",
        Ground::Told | Ground::Planned | Ground::PlanPassed | Ground::Nothing => state.status.word(),
    }
}

fn schedule(test: &OnSchedule) -> &'static str {
    match test {
        OnSchedule::NoPlan => "no-plan",
        OnSchedule::NotYetDue { .. } => "not-yet-due",
        OnSchedule::OnTime { .. } => "on-time",
        OnSchedule::Late { .. } => "late",
        OnSchedule::NotOpen { .. } => "not-open",
        OnSchedule::Unrecorded { .. } => "unrecorded",
        OnSchedule::Disputed { .. } => "disputed",
        OnSchedule::Unconfirmed { .. } => "unconfirmed",
        OnSchedule::Unknown { .. } => "unknown",
    }
}

/// The record of a day: its status, and what else it says.
fn day(facts: &DayFacts) -> Value {
    let number = |number: Option<u64>| number.map(Value::from);
    let counts = facts.counts.iter().map(|(id, number)| (id.as_str().to_owned(), (*number).into())).collect();
    object([
        ("status", Some(facts.status.word().into())),
        ("cause", facts.cause.map(|cause| cause.word().into())),
        ("claim", facts.claim.map(|claim| claim.word().into())),
        ("hours", facts.hours.map(|hours| hours.to_string().into())),
        ("exits", number(facts.exits)),
        ("patients", number(facts.patients)),
        ("companions", number(facts.companions)),
        ("entries", number(facts.entries)),
        ("turned_back", number(facts.turned_back)),
        ("counts", (!facts.counts.is_empty()).then_some(Value::Object(counts))),
    ])
}

fn quantity(quantity: &ItemQuantity) -> Value {
    let number = |amount: Option<Amount>| amount.map(|amount| amount.0.into());
    object([
        ("verified", number(quantity.verified)),
        ("claimed", number(quantity.claimed)),
        ("target", number(Some(quantity.target))),
        ("unit", Some(quantity.unit.raw().into())),
    ])
}

/// An object of the parts that are known.
fn object<const N: usize>(parts: [(&str, Option<Value>); N]) -> Value {
    let known = parts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(known.collect::<Map<_, _>>())
}

fn number(number: &Number) -> Value {
    let qualifier = number.qualifier.as_ref().map(|word| word.raw().into());
    object([("value", Some(number.value.into())), ("qualifier", qualifier)])
}

fn drift(kind: &DriftKind) -> &'static str {
    match kind {
        DriftKind::Slipped { .. } => "slipped",
        DriftKind::Falling(Fall { measure: Measure::EXITS, .. }) => "fewer-out",
        DriftKind::Falling(Fall { measure: Measure::ENTRIES, .. }) => "fewer-in",
        DriftKind::Falling(_) => "falling",
        DriftKind::Overran { .. } => "overran",
        DriftKind::Unannounced { .. } => "unannounced",
        DriftKind::CalledTechnical { .. } => "technical",
        DriftKind::Regressed { .. } => "regressed",
        DriftKind::Quiet => "quiet",
        DriftKind::Unkept { .. } => "unkept",
    }
}
