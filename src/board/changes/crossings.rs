//! Crossings: the state, the planned date, whether it opened on time, the day records, and the parties in place.

use super::Change;
use super::causes::Grounds;
use super::comparison::{Comparison, added, edits, entry_changes, part_changes, removed, renamed};
use super::differences::{BoardPair, PartDiff};
use super::entries::ComparedEntry;
use super::quote::{EntryQuote, Says};
use super::what::{ChangeKind, CrossingState, DayFacts, Ground};
use crate::board::crossing::{CrossingReading, OnSchedule};
use crate::watchlist::pairing::PartPair;
use crate::watchlist::scales::{Claim, CrossingStatus, Presence};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Crossing, DayRecord, EntityRef, Id};

pub(super) fn find_crossing_changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    let of_part = |part: &PartDiff| match part.pair {
        PartPair::Added(is) => new_crossing(part, &after.watchlist.crossings[is]),
        PartPair::Removed(_) => vec![removed(part)],
        PartPair::Both(was, is) => {
            let crossings = (&before.watchlist.crossings[was], &after.watchlist.crossings[is]);
            crossing_changes(comparison, part, crossings, (&before.crossings[was], &after.crossings[is]))
        }
    };
    comparison.differences.crossings.iter().flat_map(of_part).collect()
}

fn new_crossing(part: &PartDiff, new: &Crossing) -> Vec<Change> {
    let mut found = vec![added(part)];
    let lists = ["reports", "quotas", "closures"].map(|list| part.entries(list));
    found.extend(lists.iter().flat_map(|entries| entry_changes(&part.subject, entries, Some(part.span), None)));
    found.extend(day_changes(part, (&[], &new.days)));
    let reports = |party: &PartDiff| entry_changes(&party.subject, party.entries("reports"), Some(party.span), None);
    found.extend(part.parts().iter().flat_map(reports));
    found
}

fn crossing_changes(
    comparison: &Comparison<'_>,
    part: &PartDiff,
    (old, new): (&Crossing, &Crossing),
    (was, is): (&CrossingReading, &CrossingReading),
) -> Vec<Change> {
    let subject = &part.subject;
    let mut found = Vec::from_iter(renamed(part, &old.name, &new.name));
    let mut told = vec!["name"];
    let is_moved = was.plan != is.plan;
    if is_moved && old.opens.as_ref().map(|at| at.value) != new.opens.as_ref().map(|at| at.value) {
        told.push("opens");
    }
    if !part.entries("closures").is_empty() && old.rest_days().eq(new.rest_days()) {
        told.push("calendar");
    }
    let checked = comparison.checked(part, (old.checked, new.checked));
    let is_checked = checked.is_some();
    if is_checked {
        told.push("checked");
    }
    let parties = part_changes(part.parts(), |party, from, to| {
        party_changes(comparison, party, (was.parties[from].presence, is.parties[to].presence))
    });
    if !parties.is_empty() {
        told.push("parties");
    }
    found.extend(checked.into_iter().chain(parties).chain(edits(part, &told)));

    let states = (CrossingState::from_reading(&was.status), CrossingState::from_reading(&is.status));
    let is_same_state = states.0.is_as(states.1);
    let mut told = None;
    if !is_same_state {
        let what = ChangeKind::Status { was: states.0, is: states.1 };
        let grounds = status_grounds(comparison, part, &what, (states.1.status, is.plan));
        told = grounds.listed();
        found.push(grounds.change(subject, what));
    }
    if is_moved {
        let promise = new.opens.as_ref().filter(|opens| comparison.causes.is_newly_said(opens));
        let grounds = comparison.causes.grounds_of(subject, part.span).promised(promise, part.span);
        found.push(grounds.change(subject, ChangeKind::Date { was: was.plan, is: is.plan }));
    }
    // If the state already says that the plan's time has passed, the test adds nothing.
    let is_plan_alone = [states.0, states.1].iter().any(|state| state.ground == Ground::PlanPassed);
    if !is_plan_alone || is_same_state {
        found.extend(schedule(comparison, part, (was.on_schedule, is.on_schedule)));
    }
    found.extend(entry_changes(subject, part.entries("reports"), Some(part.span), told));
    for list in ["quotas", "closures"] {
        found.extend(entry_changes(subject, part.entries(list), Some(part.span), None));
    }
    found.extend(day_changes(part, (&old.days, &new.days)));
    if !(is_checked && was.freshness.is_stale()) {
        let limit = new.stale_after.unwrap_or(comparison.boards.after.watchlist.stale_after());
        found.extend(comparison.stale(part, (was.freshness, is.freshness), limit));
    }
    found
}

/// Why the state differs: a record or a report that says so, or the planned time that has passed.
fn status_grounds(
    comparison: &Comparison<'_>,
    part: &PartDiff,
    what: &ChangeKind,
    (status, plan): (CrossingStatus, Option<TimePoint>),
) -> Grounds {
    let now = comparison.boards.after.now;
    let passed = plan.filter(|plan| plan.is_past(now)).map(|plan| TimePoint::exact(plan.end));
    let says_so = |entry: &ComparedEntry| says_state(&entry.quote, status);
    let grounds = comparison.causes.grounds_for(what, &part.subject, part.span).dated(passed);
    let grounds = grounds.told_by(part.entries("days"), part.span, says_so);
    grounds.told_by(part.entries("reports"), part.span, says_so)
}

/// Whether an entry says that a crossing is in this state. A promise of an opening only makes a plan.
fn says_state(quote: &EntryQuote, is: CrossingStatus) -> bool {
    match quote.says {
        Says::Status(status) | Says::Day(status) => {
            let is_plan = is == CrossingStatus::Scheduled && quote.claim == Some(Claim::Promise) && status.is_open();
            status == is || is_plan
        }
        Says::Presence(_)
        | Says::Rung(..)
        | Says::Level(_)
        | Says::Event { .. }
        | Says::Term(_)
        | Says::Count(_)
        | Says::Quota(..)
        | Says::Closure(_)
        | Says::Gap { .. } => false,
    }
}

/// One change for each record of a day.
fn day_changes(part: &PartDiff, (old, new): (&[DayRecord], &[DayRecord])) -> Vec<Change> {
    let EntityRef::Crossing(crossing) = &part.subject else { return Vec::new() };
    let days = part.entries("days");
    let facts = |list: &[DayRecord], entry: &ComparedEntry| Some(DayFacts::from_record(&list[entry.index]));
    let added = days.added.iter().map(|entry| {
        let what = ChangeKind::Day { was: None, is: facts(new, entry) };
        (&new[entry.index], what, entry, [Some(entry), None, None])
    });
    let corrected = days.corrected.iter().map(|(was, entry)| {
        let what = ChangeKind::Day { was: facts(old, was), is: facts(new, entry) };
        (&new[entry.index], what, entry, [None, Some(entry), None])
    });
    let withdrawn = days.withdrawn.iter().map(|entry| {
        let what = ChangeKind::Day { was: facts(old, entry), is: None };
        (&old[entry.index], what, entry, [None, None, Some(entry)])
    });
    let change =
        |(day, what, entry, entries): (&DayRecord, ChangeKind, &ComparedEntry, [Option<&ComparedEntry>; 3])| {
            let grounds = Grounds::from_entries(entries, part.span)?;
            Some(grounds.quoting(Some(entry.quote.clone())).change(&day_of(crossing, day), what))
        };
    added.chain(corrected).chain(withdrawn).filter_map(change).collect()
}

fn day_of(crossing: &Id, day: &DayRecord) -> EntityRef {
    let source = day.source.as_ref().map(|source| source.value.clone());
    EntityRef::Day { crossing: crossing.clone(), date: day.date.value, source }
}

fn schedule(comparison: &Comparison<'_>, part: &PartDiff, (was, is): (OnSchedule, OnSchedule)) -> Option<Change> {
    let is_ahead = |test| matches!(test, OnSchedule::NoPlan | OnSchedule::NotYetDue { .. });
    if std::mem::discriminant(&was) == std::mem::discriminant(&is) || (is_ahead(was) && is_ahead(is)) {
        return None;
    }
    let passed = match is {
        OnSchedule::Unknown { planned } => Some(TimePoint::exact(planned.end)),
        OnSchedule::NoPlan
        | OnSchedule::NotYetDue { .. }
        | OnSchedule::OnTime { .. }
        | OnSchedule::Late { .. }
        | OnSchedule::NotOpen { .. }
        | OnSchedule::Unrecorded { .. }
        | OnSchedule::Disputed { .. }
        | OnSchedule::Unconfirmed { .. } => None,
    };
    let what = ChangeKind::Schedule { was, is };
    let grounds = comparison.causes.grounds_for(&what, &part.subject, part.span).dated(passed);
    Some(grounds.change(&part.subject, what))
}

fn party_changes(
    comparison: &Comparison<'_>,
    part: &PartDiff,
    (was, is): (Option<Presence>, Option<Presence>),
) -> Vec<Change> {
    let (subject, reports) = (&part.subject, part.entries("reports"));
    let mut found = Vec::from_iter(edits(part, &[]));
    let mut told = None;
    if was != is {
        let what = ChangeKind::Presence { was, is };
        let says_so = |entry: &ComparedEntry| is.is_some_and(|presence| says_presence(&entry.quote, presence));
        let grounds = comparison.causes.grounds_for(&what, subject, part.span).told_by(reports, part.span, says_so);
        told = grounds.listed();
        found.push(grounds.change(subject, what));
    }
    found.extend(entry_changes(subject, reports, Some(part.span), told));
    found
}

/// Whether a report says that a party is in place or will be. A promise to be in place is an announcement.
fn says_presence(quote: &EntryQuote, is: Presence) -> bool {
    let is_promise = quote.claim == Some(Claim::Promise);
    quote.says == Says::Presence(is)
        || (is == Presence::Announced && is_promise && quote.says == Says::Presence(Presence::InPlace))
}
