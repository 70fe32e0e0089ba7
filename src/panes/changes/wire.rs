//! A change in a machine-readable form: one flat object, the same in `diff --json`, in the journal and in the handover.
//!
//! `was` and `is` keep the original characters of names; `text` is the sentence for people, safe to show. The schema
//! has its own version, independent of the model: fields are only added, and absent values are omitted.

use super::ChangeLine;
use super::words::quantity;
use crate::board::Board;
use crate::board::changes::{
    Change, ChangeCause, ChangeDirection, ChangeKind, CrossingState, DayFacts, EntryEdit, Ground, Number, Onset, Says,
};
use crate::board::crossing::OnSchedule;
use crate::board::drift::{DriftKind, Fall};
use crate::board::heat::Trend;
use crate::board::signals::Ternary;
use crate::board::spillover::{Level, RiskLife};
use crate::text::Text;
use crate::watchlist::scales::{Claim, Presence, Reliability, Rung};
use crate::watchlist::time::{Precision, TimePoint};
use crate::watchlist::zone::Zone;
use crate::watchlist::{Dated, Measure};
use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};

/// The version of the schema.
pub const VERSION: u32 = 1;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireChange {
    /// The entity by its stable ids: `crossings/rafah`, `checklists/phase-two/withdrawal`, `log`.
    pub subject: String,
    /// What changed, such as `status` or `rung`.
    pub kind: String,
    /// The old value, if it is a single one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// The new value, if it is a single one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<String>,
    /// `better`, `worse` or `other`.
    pub direction: String,
    /// `reported`, `withdrawn`, `corrected`, `clock` or `reverted`.
    pub cause: String,
    /// The date of the entry it is based on: RFC 3339, or a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The sentence for people.
    pub text: String,
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

impl WireChange {
    /// Converts a change between two boards.
    pub fn from_change(change: &Change, before: &Board, after: &Board) -> Self {
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
            kind: kind.to_owned(),
            was,
            is,
            direction: direction(change.direction).to_owned(),
            cause: cause(change.cause).to_owned(),
            at: change.at.map(|at| moment(at, zone)),
            text: ChangeLine::from_change(change, before, after).sentence(),
        }
    }

    /// Whether it is about dated entries that changed nothing else: such changes are frequent.
    pub fn is_entry(&self) -> bool {
        [EntryEdit::Added, EntryEdit::Corrected, EntryEdit::Withdrawn]
            .iter()
            .any(|edit| [entries(*edit), logged(*edit)].contains(&&*self.kind))
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

fn moment(at: TimePoint, zone: &Zone) -> String {
    match at.precision {
        Precision::Day => at.date(zone).to_string(),
        Precision::Exact => at.start.to_rfc3339_opts(SecondsFormat::Secs, true),
    }
}

type Parts = (&'static str, Option<String>, Option<String>);

/// The kind of a change, the old value, and the new value.
fn parts(what: &ChangeKind, zone: &Zone) -> Parts {
    let some = |word: &str| Some(word.to_owned());
    let text = |text: &Text| text.raw().to_owned();
    let date = |at: &Option<TimePoint>| at.map(|at| moment(at, zone));
    let turn = |kind, turn: Onset, of: Option<String>| match turn {
        Onset::Begun => (kind, None, of.or_else(|| some("yes"))),
        Onset::Ended => (kind, of.or_else(|| some("yes")), None),
    };
    match what {
        ChangeKind::Added => ("added", None, None),
        ChangeKind::Removed => ("removed", None, None),
        ChangeKind::Renamed { was, is } => ("renamed", Some(text(was)), Some(text(is))),
        ChangeKind::Edited { keys } => ("edited", None, Some(keys.join(","))),
        ChangeKind::Entries { edit, count, .. } => (entries(*edit), None, Some(count.to_string())),
        ChangeKind::Status { was, is } => ("status", some(status(*was)), some(status(*is))),
        ChangeKind::Schedule { was, is } => ("schedule", some(schedule(was)), some(schedule(is))),
        ChangeKind::Date { was, is } => ("date", date(was), date(is)),
        ChangeKind::Day { was, is } => ("day", was.as_ref().map(day), is.as_ref().map(day)),
        ChangeKind::Presence { was, is } => {
            ("presence", was.map(Presence::word).and_then(some), is.map(Presence::word).and_then(some))
        }
        ChangeKind::Rung { was, is } => {
            let state = |rung: Option<Rung>, claim: Option<Claim>| {
                rung.map(|rung| format!("{} {}", rung.word(), claim.map_or("unclassed", Claim::word)))
            };
            ("rung", state(was.rung, was.claim), state(is.rung, is.claim))
        }
        ChangeKind::Quantity { was, is } => ("quantity", Some(quantity(was)), Some(quantity(is))),
        ChangeKind::Closing { was, is } => {
            let closed = |life: &RiskLife| life.closed_at().filter(|_| !life.is_live()).map(|at| moment(at, zone));
            ("closed", closed(was), closed(is))
        }
        ChangeKind::Overdue { turn: way, due } => turn("overdue", *way, Some(moment(*due, zone))),
        ChangeKind::Stale(way) => turn("stale", *way, None),
        ChangeKind::Checked { was, is } => ("checked", date(was), date(is)),
        ChangeKind::Threat { turn: way, by } => turn("threat", *way, some(by.as_str())),
        ChangeKind::Blocked { turn: way, by } => turn("blocked", *way, some(by)),
        ChangeKind::Level { was, is } => {
            ("level", was.map(Level::word).and_then(some), is.map(Level::word).and_then(some))
        }
        ChangeKind::Log { edit, count, .. } => (logged(*edit), None, Some(count.to_string())),
        ChangeKind::Heat { was, is } => ("heat", some(trend(*was)), some(trend(*is))),
        ChangeKind::Term { was, is } => ("term", was.as_ref().map(text), is.as_ref().map(text)),
        ChangeKind::Count { was, is } => ("count", Some(number(was)), Some(number(is))),
        ChangeKind::AsOf { was, is } => {
            let as_of = |at: &Option<Dated>| match at {
                Some(Dated::At(at)) => Some(moment(*at, zone)),
                Some(Dated::Unknown) => some("unknown"),
                None => None,
            };
            ("as-of", as_of(was), as_of(is))
        }
        ChangeKind::Unobserved(way) => turn("unobserved", *way, None),
        ChangeKind::Answer { was, is, .. } => ("signal", some(answer(*was)), some(answer(*is))),
        ChangeKind::Contradiction { turn: way, with, .. } => {
            turn("contradiction", *way, with.as_ref().map(|id| id.as_str().to_owned()))
        }
        ChangeKind::Drift { turn: way, kind, .. } => turn("drift", *way, some(drift(kind))),
        ChangeKind::Grade { was, is } => {
            ("grade", was.map(Reliability::word).and_then(some), is.map(Reliability::word).and_then(some))
        }
    }
}

fn entries(edit: EntryEdit) -> &'static str {
    match edit {
        EntryEdit::Added => "entries-added",
        EntryEdit::Corrected => "entries-corrected",
        EntryEdit::Withdrawn => "entries-withdrawn",
    }
}

fn logged(edit: EntryEdit) -> &'static str {
    match edit {
        EntryEdit::Added => "log-added",
        EntryEdit::Corrected => "log-corrected",
        EntryEdit::Withdrawn => "log-withdrawn",
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

fn day(facts: &DayFacts) -> String {
    let number = |number: Option<u64>, key: &str| number.map(|number| format!(" {key}={number}")).unwrap_or_default();
    let cause = facts.cause.map(|cause| format!(" cause={}", cause.word())).unwrap_or_default();
    let numbers = [
        number(facts.exits, "exits"),
        number(facts.patients, "patients"),
        number(facts.companions, "companions"),
        number(facts.entries, "entries"),
        number(facts.turned_back, "turned_back"),
    ];
    let counts = facts.counts.iter().map(|(id, number)| format!(" {}={number}", id.as_str()));
    format!("{}{cause}{}{}", facts.status.word(), numbers.concat(), counts.collect::<String>())
}

fn trend(trend: Trend) -> &'static str {
    match trend {
        Trend::Rising => "rising",
        Trend::Steady => "steady",
        Trend::Falling => "falling",
    }
}

fn number(number: &Number) -> String {
    let qualifier = number.qualifier.as_ref().map_or_else(String::new, |word| format!("{} ", word.raw()));
    format!("{qualifier}{}", number.value)
}

fn answer(answer: Ternary) -> &'static str {
    match answer {
        Ternary::Met => "met",
        Ternary::NotMet => "not-met",
        Ternary::Unknown => "unknown",
    }
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
