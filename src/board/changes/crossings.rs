//! Crossings: the state, the planned date, whether it opened on time, the day records, and the parties in place.

use super::comparison::BoardPair;
use super::evidence::{ArrivedEntries, ComparedEntry, EntryKind, Facts, ListSide};
use super::quote::{EntryQuote, Quotable as _, Says};
use super::what::{ChangeKind, CrossingState, DayFacts, Ground};
use crate::board::crossing::OnSchedule;
use crate::diagnostic::Span;
use crate::watchlist::scales::{Claim, CrossingStatus, Presence};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Crossing, CrossingReport, DayRecord, EntityRef, Party, PartyReport, QuotaReport};

pub(super) fn find_crossing_changes(comparison: &mut BoardPair<'_>) {
    let (before, after) = (&comparison.before.watchlist.crossings, &comparison.after.watchlist.crossings);
    let named = |crossing: &Crossing| (EntityRef::Crossing(crossing.id.value.clone()), crossing.span);
    comparison.parts((before, after), named, tell_new, compare);
}

fn compare(comparison: &mut BoardPair<'_>, subject: &EntityRef, (was, is): (usize, usize)) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (&before.watchlist.crossings[was], &after.watchlist.crossings[is]);
    let (old_reading, new_reading) = (&before.crossings[was], &after.crossings[is]);
    let mut told = Vec::new();

    let mut reports = comparison.evidence((&old.reports, &new.reports), report_facts);
    let days = days(comparison, &old.days, &new.days);
    comparison.keep(subject.clone(), reports.clone());
    comparison.keep(subject.clone(), days.clone());
    if reports.count() > 0 {
        told.push("reports");
    }
    if days.count() > 0 {
        told.push("days");
    }
    if !old.name.eq(&new.name) {
        told.push("name");
        comparison.correct(
            subject.clone(),
            ChangeKind::Renamed { was: old.name.clone(), is: new.name.clone() },
            new.span,
        );
    }
    if old_reading.plan != new_reading.plan
        && old.opens.as_ref().map(|at| at.value) != new.opens.as_ref().map(|at| at.value)
    {
        told.push("opens");
        comparison.note_edit(subject);
    }
    // Record the crossing's own edits before the changes that depend on them.
    let is_checked = comparison.checked(subject, (old.checked, new.checked), new.span);
    if is_checked {
        told.push("checked");
    }
    let quotas = comparison.evidence((&old.quotas, &new.quotas), quota_facts);
    comparison.keep(subject.clone(), quotas.clone());
    if quotas.count() > 0 {
        told.push("quotas");
    }
    let parties = compare_parties(comparison, (was, old), (is, new));
    if parties > 0 {
        told.push("parties");
    }
    comparison.edited(subject, (old, new), &told, new.span);

    let states = (CrossingState::from_reading(&old_reading.status), CrossingState::from_reading(&new_reading.status));
    if !states.0.is_as(states.1) {
        let passed = new_reading.plan.filter(|plan| plan.is_past(after.now)).map(|plan| TimePoint::exact(plan.end));
        let says_so = |_: &ComparedEntry, quote: &EntryQuote| says_state(quote, states.1.status);
        let what = ChangeKind::Status { was: states.0, is: states.1 };
        let grounds = comparison.grounds_for(&what, std::slice::from_ref(subject), new.span).dated(passed);
        let grounds = grounds.told_by(&days, &new.days, new.span, says_so);
        let grounds = grounds.told_by(&reports, &new.reports, new.span, says_so);
        reports = comparison.push_with_entry(subject, what, grounds, reports);
    }
    if old_reading.plan != new_reading.plan {
        let grounds = comparison.grounds(std::slice::from_ref(subject), new.span);
        let grounds = grounds.promised(new.opens.as_ref().filter(|opens| comparison.is_newly_said(opens)), new.span);
        comparison.push(subject.clone(), ChangeKind::Date { was: old_reading.plan, is: new_reading.plan }, grounds);
    }
    // If the state already says that the plan's time has passed, the test adds nothing.
    let is_plan_alone = [states.0, states.1].iter().any(|state| state.ground == Ground::PlanPassed);
    if !is_plan_alone || states.0.is_as(states.1) {
        schedule(comparison, subject, (old_reading.on_schedule, new_reading.on_schedule), new.span);
    }
    comparison.entries(subject, &reports, (&old.reports, &new.reports), Some(new.span));
    comparison.entries(subject, &quotas, (&old.quotas, &new.quotas), Some(new.span));
    tell_days(comparison, new, (&old.days, &new.days), &days);
    if !(is_checked && old_reading.freshness.is_stale()) {
        let limit = new.stale_after.unwrap_or(after.watchlist.stale_after());
        comparison.stale(subject, (old_reading.freshness, new_reading.freshness), limit, new.span);
    }
}

/// Adds the entries of a new crossing.
fn tell_new(comparison: &mut BoardPair<'_>, subject: &EntityRef, is: usize) {
    let new = &comparison.after.watchlist.crossings[is];
    let reports = comparison.evidence((&[], &new.reports), report_facts);
    comparison.entries(subject, &reports, (&[], &new.reports), Some(new.span));
    let quotas = comparison.evidence((&[], &new.quotas), quota_facts);
    comparison.entries(subject, &quotas, (&[], &new.quotas), Some(new.span));
    let days = days(comparison, &[], &new.days);
    tell_days(comparison, new, (&[], &new.days), &days);
    for party in &new.parties {
        let subject = EntityRef::party(new, party);
        let reports = comparison.evidence((&[], &party.reports), party_facts);
        comparison.entries(&subject, &reports, (&[], &party.reports), Some(party.span));
    }
}

/// Whether an entry says that a crossing is in this state. A promise of an opening only makes a plan.
fn says_state(quote: &EntryQuote, is: CrossingStatus) -> bool {
    match quote.says {
        Says::Status(status) | Says::Day(status) => {
            let is_plan = is == CrossingStatus::Scheduled && quote.claim == Some(Claim::Promise) && status.is_open();
            status == is || is_plan
        }
        Says::Presence(_)
        | Says::Rung(_)
        | Says::Level(_)
        | Says::Event { .. }
        | Says::Term(_)
        | Says::Count(_)
        | Says::Quota(..)
        | Says::Gap { .. } => false,
    }
}

fn report_facts(report: &CrossingReport) -> Facts<'_> {
    let (at, source) = (Some(report.at.value), report.source.as_ref());
    Facts { at, source, span: report.span, kind: EntryKind::Report }
}

fn quota_facts(quota: &QuotaReport) -> Facts<'_> {
    let (at, source) = (Some(quota.at.value), quota.source.as_ref());
    Facts { at, source, span: quota.span, kind: EntryKind::Report }
}

fn party_facts(report: &PartyReport) -> Facts<'_> {
    let (at, source) = (Some(report.at.value), report.source.as_ref());
    Facts { at, source, span: report.span, kind: EntryKind::Report }
}

fn days(comparison: &BoardPair<'_>, old: &[DayRecord], new: &[DayRecord]) -> ArrivedEntries {
    let (before, after) = (comparison.before, comparison.after);
    let (old_zone, zone) = (before.watchlist.zone(), after.watchlist.zone());
    let old = ListSide::by(before, old, |day| Some(TimePoint::day(day.date.value, old_zone)));
    let new = ListSide::by(after, new, |day| Some(TimePoint::day(day.date.value, zone)));
    ArrivedEntries::between(comparison.file, &old, &new, |day| Facts {
        at: Some(TimePoint::day(day.date.value, zone)),
        source: day.source.as_ref(),
        span: day.span,
        kind: EntryKind::DayRecord,
    })
}

/// Adds one change for each record of a day.
fn tell_days(
    comparison: &mut BoardPair<'_>,
    crossing: &Crossing,
    (old, new): (&[DayRecord], &[DayRecord]),
    days: &ArrivedEntries,
) {
    let subject = |day: &DayRecord| EntityRef::Day {
        crossing: crossing.id.value.clone(),
        date: day.date.value,
        source: day.source.as_ref().map(|source| source.value.clone()),
    };
    let mut tell = |day: &DayRecord, what: ChangeKind, evidence: ArrivedEntries| {
        let subject = subject(day);
        comparison.keep(subject.clone(), evidence);
        let grounds = comparison.grounds(std::slice::from_ref(&subject), crossing.span).quoting(day.quote());
        comparison.push(subject, what, grounds);
    };
    for entry in &days.added {
        let day = &new[entry.index];
        let what = ChangeKind::Day { was: None, is: Some(DayFacts::from_record(day)) };
        tell(day, what, ArrivedEntries { added: vec![*entry], ..ArrivedEntries::default() });
    }
    for (was, entry) in &days.corrected {
        let day = &new[entry.index];
        let what =
            ChangeKind::Day { was: Some(DayFacts::from_record(&old[*was])), is: Some(DayFacts::from_record(day)) };
        tell(day, what, ArrivedEntries { corrected: vec![(*was, *entry)], ..ArrivedEntries::default() });
    }
    for entry in &days.withdrawn {
        let day = &old[entry.index];
        let what = ChangeKind::Day { was: Some(DayFacts::from_record(day)), is: None };
        tell(day, what, ArrivedEntries { withdrawn: vec![*entry], ..ArrivedEntries::default() });
    }
}

fn schedule(comparison: &mut BoardPair<'_>, subject: &EntityRef, (was, is): (OnSchedule, OnSchedule), span: Span) {
    let is_ahead = |test| matches!(test, OnSchedule::NoPlan | OnSchedule::NotYetDue { .. });
    if std::mem::discriminant(&was) == std::mem::discriminant(&is) || (is_ahead(was) && is_ahead(is)) {
        return;
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
    let grounds = comparison.grounds_for(&what, std::slice::from_ref(subject), span).dated(passed);
    comparison.push(subject.clone(), what, grounds);
}

/// Compares the presence of the parties. Returns the number of changes.
fn compare_parties(
    comparison: &mut BoardPair<'_>,
    (was, old): (usize, &Crossing),
    (is, new): (usize, &Crossing),
) -> usize {
    let named = |party: &Party| (EntityRef::party(new, party), party.span);
    let tell_new = |comparison: &mut BoardPair<'_>, subject: &EntityRef, at: usize| {
        let party = &new.parties[at];
        let reports = comparison.evidence((&[], &party.reports), party_facts);
        comparison.entries(subject, &reports, (&[], &party.reports), Some(party.span));
    };
    let count = comparison.count();
    comparison.parts((&old.parties, &new.parties), named, tell_new, |comparison, subject, (from, to)| {
        let presence = (
            comparison.before.crossings[was].parties[from].presence,
            comparison.after.crossings[is].parties[to].presence,
        );
        compare_party(comparison, subject, (&old.parties[from], &new.parties[to]), presence);
    });
    comparison.count() - count
}

fn compare_party(
    comparison: &mut BoardPair<'_>,
    subject: &EntityRef,
    (old, new): (&Party, &Party),
    (was, is): (Option<Presence>, Option<Presence>),
) {
    let mut reports = comparison.evidence((&old.reports, &new.reports), party_facts);
    comparison.keep(subject.clone(), reports.clone());
    let told: &[&str] = if reports.count() > 0 { &["reports"] } else { &[] };
    comparison.edited(subject, (old, new), told, new.span);
    if was != is {
        let says_so = |_: &ComparedEntry, quote: &EntryQuote| is.is_some_and(|presence| says_presence(quote, presence));
        let what = ChangeKind::Presence { was, is };
        let grounds = comparison.grounds_for(&what, std::slice::from_ref(subject), new.span);
        let grounds = grounds.told_by(&reports, &new.reports, new.span, says_so);
        reports = comparison.push_with_entry(subject, what, grounds, reports);
    }
    comparison.entries(subject, &reports, (&old.reports, &new.reports), Some(new.span));
}

/// Whether a report says that a party is in place or will be. A promise to be in place is an announcement.
fn says_presence(quote: &EntryQuote, is: Presence) -> bool {
    let is_promise = quote.claim == Some(Claim::Promise);
    quote.says == Says::Presence(is)
        || (is == Presence::Announced && is_promise && quote.says == Says::Presence(Presence::InPlace))
}
