//! Formats what changed: was → is.

use super::quoted::{gap, grade_of_day, verb_and_value};
use super::{cause, title};
use crate::board::Board;
use crate::board::changes::{
    Change, ChangeKind, CrossingState, DayFacts, EntryEdit, EntryQuote, Ground, ItemQuantity, ItemState, Number, Onset,
    Says,
};
use crate::board::contradiction::Contradiction;
use crate::board::crossing::OnSchedule;
use crate::board::drift::{DriftKind, Fall};
use crate::board::evidence::Standing;
use crate::board::signals::Ternary;
use crate::board::spillover::{Level, RiskLife};
use crate::panes::claims::difference;
use crate::panes::crossings::{measure_name, measure_word};
use crate::panes::words::{count, late, percent, when};
use crate::text::Text;
use crate::watchlist::scales::{Claim, CrossingStatus, Outcome, Presence, Reliability, Rung};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Dated, Entity, EntityRef, Id};

const UNKNOWN: &str = "UNKNOWN";

/// Formats what changed; safe to show.
pub(super) fn change_words(change: &Change, before: &Board, after: &Board) -> String {
    let noun = || cause::noun(&change.subject);
    match &change.what {
        ChangeKind::Added => match &change.quote {
            Some(quote) => format!("new in the watchlist: {}", verb_and_value(quote).join(" ")),
            None => "new in the watchlist".to_owned(),
        },
        ChangeKind::Removed => "no longer in the watchlist".to_owned(),
        ChangeKind::Renamed { was, .. } => format!("renamed, was “{}”", was.display()),
        ChangeKind::Edited { keys } => format!("{} edited", keys.join(", ")),
        ChangeKind::Entries { edit, count: number, grave } => match &change.quote {
            Some(quote) => format!("{}{}", entry(*edit, quote, noun()), aside(quote, after)),
            None => rest((*edit, *number), &format!("{}s", noun()), *grave, change.at, after),
        },
        ChangeKind::Status { was, is } => format!("{} → {}", state(*was), state(*is)),
        ChangeKind::Schedule { was, is } => format!("opening {} → {}", schedule(was), schedule(is)),
        ChangeKind::Date { was, is } => {
            let verb = if matches!(change.subject, EntityRef::Crossing(_)) { "opens" } else { "due" };
            let word = |at: Option<TimePoint>, board: &Board| at.map_or("no date".to_owned(), |at| when(at, board));
            format!("{verb} {} → {}", word(*was, before), word(*is, after))
        }
        ChangeKind::Day { was: None, is: Some(is) } => {
            let aside = change.quote.as_ref().map_or("", |quote| aside(quote, after));
            format!("recorded {}{}{aside}", day(is), grade_of_day(change, after))
        }
        ChangeKind::Day { was: Some(was), is: Some(is) } => corrected_day(was, is),
        ChangeKind::Day { was: Some(was), is: None } => format!("record withdrawn: {}", day(was)),
        ChangeKind::Day { was: None, is: None } => String::new(),
        ChangeKind::Presence { was, is } => format!("{} → {}", presence(*was), presence(*is)),
        ChangeKind::Rung { was, is } => rung(*was, *is),
        ChangeKind::Quantity { was, is } => format!("{} → {} {}", quantity(was), quantity(is), of_target(is)),
        ChangeKind::Closing { is, .. } => closing(*is, &change.subject, after),
        ChangeKind::Overdue { turn: Onset::Begun, due } => format!("OVERDUE since {}", when(*due, after)),
        ChangeKind::Overdue { turn: Onset::Ended, due } => format!("no longer overdue since {}", when(*due, after)),
        ChangeKind::Stale(turn) if change.subject == EntityRef::Log => {
            format!("{} kept", if *turn == Onset::Begun { "not" } else { "again" })
        }
        ChangeKind::Stale(Onset::Begun) => "DATA OLD".to_owned(),
        ChangeKind::Stale(Onset::Ended) => "data no longer old".to_owned(),
        ChangeKind::Checked { is: Some(is), .. } => format!("checked {}", when(*is, after)),
        ChangeKind::Checked { is: None, .. } => "its `checked` is gone".to_owned(),
        ChangeKind::Threat { turn, by } => {
            let risk = name_of_risk(by, before, after);
            format!("{} by {risk}", turned(*turn, "threatened"))
        }
        ChangeKind::Blocked { turn, by } => {
            format!("{} for {}", turned(*turn, "waits"), crate::text::sanitise(by))
        }
        ChangeKind::Level { was, is } => format!("{} → {}", level(*was), level(*is)),
        ChangeKind::Log { edit, count: number, severe } => match &change.quote {
            Some(quote) => format!("{}{}", place_and_risk(quote), aside(quote, after)),
            None => rest((*edit, *number), "log entries", *severe, change.at, after),
        },
        ChangeKind::Heat { was, is } => format!("heat {} → {}", was.word(), is.word()),
        ChangeKind::Term { was: None, is: Some(is) } => format!("says {}", quoted(is)),
        ChangeKind::Term { was: Some(was), is: Some(is) } => format!("said {} → says {}", quoted(was), quoted(is)),
        ChangeKind::Term { was: Some(was), is: None } => format!("said {} → no term", quoted(was)),
        ChangeKind::Term { was: None, is: None } => String::new(),
        ChangeKind::Count { was, is } => format!("{} → {}", number(was), number(is)),
        ChangeKind::AsOf { was, is } => {
            format!("as-of moved: {} → {}", as_of(*was, before), as_of(*is, after))
        }
        ChangeKind::Unobserved(Onset::Begun) => gap(change.quote.as_ref(), after),
        ChangeKind::Unobserved(Onset::Ended) => "can observe again".to_owned(),
        ChangeKind::Answer { points_to, was, is } => {
            format!("signal of {} {} → {}", points_to.word(), answer(*was), answer_now(*points_to, *is))
        }
        ChangeKind::Contradiction { turn, with, found } => {
            let with = match (with, found) {
                (Some(id), _) => format!(" with {}", id.display()),
                (None, Contradiction::Quota(index, measure)) => {
                    let board = if *turn == Onset::Begun { after } else { before };
                    format!(" on its quota {}", measure_word(&board.watchlist.crossings[*index], *measure))
                }
                (None, _) => String::new(),
            };
            match turn {
                Onset::Begun => format!("CONTRADICTED{with}: {}", difference(after, found)),
                Onset::Ended => format!("no longer contradicted{with}"),
            }
        }
        ChangeKind::Drift { turn: Onset::Ended, kind: DriftKind::Falling(fall), is_untold: true } => {
            let flow = flow(fall, before, &change.subject);
            format!("{flow} a day: whether they still fall can no longer be told, there are no numbers")
        }
        ChangeKind::Drift { turn, kind, .. } => drift(*turn, kind, (before, after), &change.subject),
        ChangeKind::Grade { was, is } => format!("regraded {} → {}", grade(*was), grade(*is)),
    }
}

/// Says that an entry changes nothing because of its grades.
fn aside(quote: &EntryQuote, board: &Board) -> &'static str {
    match Standing::from_grades(&board.watchlist, quote.source.as_ref(), quote.credibility) {
        Standing::Unsupported => ", unsupported, moves nothing",
        Standing::Weak | Standing::Fair | Standing::Firm => "",
    }
}

/// Formats one entry: `reported closed`, `report withdrawn: closed`.
fn entry(edit: EntryEdit, quote: &EntryQuote, noun: &str) -> String {
    let [verb, value] = verb_and_value(quote);
    match edit {
        EntryEdit::Added => format!("{verb} {value}"),
        EntryEdit::Corrected | EntryEdit::Withdrawn => format!("{noun}{}: {value}", edited(edit)),
    }
}

/// Summarises entries that are too many to quote: `12 more log entries, none more serious, the newest of 6 Feb`.
fn rest(
    (edit, number): (EntryEdit, usize),
    nouns: &str,
    grave: usize,
    newest: Option<TimePoint>,
    after: &Board,
) -> String {
    let grave = if grave > 0 { format!("▲ {grave} of them serious") } else { "none more serious".to_owned() };
    let newest = newest.map_or_else(String::new, |at| format!(", the newest of {}", when(at, after)));
    format!("{number} more {nouns}{}, {grave}{newest}", edited(edit))
}

/// Formats the place of an event and its risk: `Rafah, new-fronts`.
fn place_and_risk(quote: &EntryQuote) -> String {
    let Says::Event { place, risk, .. } = &quote.says else { return String::new() };
    let place = place.as_ref().map(|place| place.display());
    let risk = risk.as_ref().map(|risk| risk.display());
    place.into_iter().chain(risk).collect::<Vec<_>>().join(", ")
}

fn edited(edit: EntryEdit) -> &'static str {
    match edit {
        EntryEdit::Added => "",
        EntryEdit::Corrected => " corrected",
        EntryEdit::Withdrawn => " withdrawn",
    }
}

fn turned(turn: Onset, word: &str) -> String {
    match turn {
        Onset::Begun => word.to_owned(),
        Onset::Ended => format!("no longer {word}"),
    }
}

fn state(state: CrossingState) -> String {
    match state.ground {
        Ground::Told | Ground::Planned if state.status != CrossingStatus::Unknown => state.status.word().to_owned(),
        Ground::Told | Ground::Planned => UNKNOWN.to_owned(),
        Ground::PlanPassed => format!("{UNKNOWN} (its date has passed, no record since)"),
        Ground::Disputed => "DISPUTED".to_owned(),
        Ground::Unconfirmed => format!("{}, unconfirmed", state.status.word()),
        Ground::Nothing => format!("{UNKNOWN} (no record)"),
    }
}

fn schedule(test: &OnSchedule) -> String {
    match test {
        OnSchedule::NoPlan => "without a date".to_owned(),
        OnSchedule::NotYetDue { .. } => "not yet due".to_owned(),
        OnSchedule::OnTime { .. } => "on time".to_owned(),
        OnSchedule::Late { days, missing, .. } => late(*days, *missing),
        OnSchedule::NotOpen { .. } => "overdue, not seen open".to_owned(),
        OnSchedule::Unrecorded { .. } => format!("{UNKNOWN} (no record of the day)"),
        OnSchedule::Disputed { .. } => "DISPUTED".to_owned(),
        OnSchedule::Unconfirmed { .. } => format!("{UNKNOWN} (unconfirmed)"),
        OnSchedule::Unknown { .. } => UNKNOWN.to_owned(),
    }
}

/// Formats a day: `open, 25 out, 12 in`.
fn day(facts: &DayFacts) -> String {
    let status = if facts.status == CrossingStatus::Unknown { UNKNOWN } else { facts.status.word() };
    let claim = match facts.claim {
        Some(Claim::Promise) => Some("promised".to_owned()),
        Some(Claim::Verified | Claim::Attributed) | None => None,
    };
    let people = |number: Option<u64>, word: &str| number.map(|number| format!("{number} {word}"));
    let parts = [
        Some(status.to_owned()),
        facts.cause.map(|cause| cause.word().to_owned()),
        claim,
        facts.hours.map(|hours| hours.to_string()),
        people(facts.exits, "out"),
        people(facts.patients, "patients"),
        people(facts.companions, "companions"),
        people(facts.entries, "in"),
        people(facts.turned_back, "turned back"),
    ];
    let counts = facts.counts.iter().map(|(id, number)| format!("{number} {}", id.display()));
    parts.into_iter().flatten().chain(counts).collect::<Vec<_>>().join(", ")
}

fn corrected_day(was: &DayFacts, is: &DayFacts) -> String {
    if was == is { "record corrected".to_owned() } else { format!("record corrected: {} → {}", day(was), day(is)) }
}

pub(super) fn presence(presence: Option<Presence>) -> &'static str {
    match presence {
        Some(Presence::Absent) => "absent",
        Some(Presence::Announced) => "announced",
        Some(Presence::InPlace) => "in place",
        None => UNKNOWN,
    }
}

/// Formats `announced → minimal (verified)`; if only the attestation changed, `minimal, attributed → verified`.
fn rung(was: ItemState, is: ItemState) -> String {
    let word = |rung: Option<Rung>| rung.map_or(UNKNOWN, Rung::word);
    let claim = |claim: Option<Claim>| claim.map_or("unclassed", Claim::word);
    let told = match is.rung {
        Some(rung) if was.rung == is.rung => format!("{}, {} → {}", rung.word(), claim(was.claim), claim(is.claim)),
        Some(rung) => format!("{} → {} ({})", word(was.rung), rung.word(), claim(is.claim)),
        None => format!("{} → {UNKNOWN}", word(was.rung)),
    };
    // A deed that is hidden by a later promise.
    let deeds = |state: ItemState| match state.done {
        None => "none".to_owned(),
        Some(done) if state.verified == state.done => format!("{} (verified)", done.word()),
        Some(done) => format!("{} (claimed)", done.word()),
    };
    let is_hidden = is.done.is_some() && is.done != is.rung && deeds(was) != deeds(is);
    if is_hidden { format!("{told}; deeds: {} → {}", deeds(was), deeds(is)) } else { told }
}

/// Formats `20`, `20 (27 claimed)`, `27 claimed`.
fn quantity(quantity: &ItemQuantity) -> String {
    let claimed = quantity.claimed.filter(|claimed| quantity.verified.is_none_or(|verified| claimed.0 > verified.0));
    match (quantity.verified, claimed) {
        (Some(verified), None) => verified.0.to_string(),
        (Some(verified), Some(claimed)) => format!("{} ({} claimed)", verified.0, claimed.0),
        (None, Some(claimed)) => format!("{} claimed", claimed.0),
        (None, None) => "no number".to_owned(),
    }
}

fn of_target(quantity: &ItemQuantity) -> String {
    format!("of {} {}", quantity.target.0, quantity.unit.display())
}

/// Formats `closed 1 Mar: the road was moved`, `counts again, was closed 1 Mar`.
fn closing(life: RiskLife, risk: &EntityRef, board: &Board) -> String {
    let why = match board.watchlist.resolve(risk) {
        Some(Entity::Risk(risk)) => risk.closed.as_ref().map(|closed| format!(": {}", closed.why.display())),
        _ => None,
    };
    match life {
        RiskLife::Live => "no longer closed".to_owned(),
        RiskLife::Closed { at, .. } => format!("closed {}{}", when(at, board), why.unwrap_or_default()),
        RiskLife::Reopened { at } => format!("counts again, was closed {}", when(at, board)),
    }
}

fn level(level: Option<Level>) -> &'static str {
    level.map_or(UNKNOWN, Level::word)
}

pub(super) fn quoted(term: &Text) -> String {
    format!("“{}”", term.display())
}

pub(super) fn number(number: &Number) -> String {
    let qualifier = number.qualifier.as_ref().map_or_else(String::new, |word| format!("{} ", word.display()));
    format!("{qualifier}{}", number.value)
}

fn as_of(at: Option<Dated>, board: &Board) -> String {
    match at {
        Some(Dated::At(at)) => when(at, board),
        Some(Dated::Unknown) => "unknown".to_owned(),
        None => "not told".to_owned(),
    }
}

/// The current answer of a signal; a failure that is met is an alarm everywhere.
fn answer_now(points_to: Outcome, is: Ternary) -> &'static str {
    match (points_to, is) {
        (Outcome::Failure, Ternary::Met) => "▲ FAILURE MET",
        (Outcome::Success | Outcome::Failure, _) => answer(is),
    }
}

fn answer(answer: Ternary) -> &'static str {
    match answer {
        Ternary::Met => "met",
        Ternary::NotMet => "not met",
        Ternary::Unknown => UNKNOWN,
    }
}

fn grade(grade: Option<Reliability>) -> &'static str {
    grade.map_or("ungraded", Reliability::word)
}

fn name_of_risk(id: &Id, before: &Board, after: &Board) -> String {
    title::name_of(&EntityRef::Risk(id.clone()), before, after)
}

fn flow(fall: &Fall, board: &Board, subject: &EntityRef) -> String {
    match board.watchlist.resolve(subject) {
        Some(Entity::Crossing(crossing)) => measure_name(crossing, fall.measure),
        Some(_) | None => String::new(),
    }
}

fn drift(turn: Onset, kind: &DriftKind, (before, after): (&Board, &Board), subject: &EntityRef) -> String {
    let words = match kind {
        DriftKind::Slipped { from, to, .. } => {
            format!("its date slipped, {} → {}", when(*from, after), when(*to, after))
        }
        DriftKind::Falling(fall) => {
            let share = if fall.before > 0.0 { percent(1.0 - fall.mean / fall.before) } else { percent(0.0) };
            let board = if turn == Onset::Begun { after } else { before };
            format!("{} a day fell by {share}", flow(fall, board, subject))
        }
        DriftKind::CalledTechnical { days } => format!("{} closed and called technical", count(*days, "day")),
        DriftKind::Overran { until, days } => {
            format!("closure announced to {}, closed {} longer", when(*until, after), count(*days, "day"))
        }
        DriftKind::Unannounced { days } => format!("closed on {} without announcement", count(*days, "day")),
        DriftKind::Regressed { from, .. } => format!("fallen back from {}", from.word()),
        DriftKind::Quiet => "gone quiet".to_owned(),
        DriftKind::Unkept { due } => format!("promised for {} and not kept", when(*due, after)),
    };
    match turn {
        Onset::Begun => format!("drifts: {words}"),
        Onset::Ended => format!("no longer drifts: {words}"),
    }
}
