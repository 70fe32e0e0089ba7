//! Crossings: their state, the date, whether they opened on it, the day record, and who is in place.

use super::Subject;
use super::comparison::Comparison;
use super::evidence::{Evidence, Facts, Seen};
use super::what::{CrossingState, DayFacts, Ground, What};
use crate::board::crossing::OnSchedule;
use crate::diagnostic::Span;
use crate::watchlist::scales::Presence;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Crossing, DayRecord, Party};

pub(super) fn find(comparison: &mut Comparison<'_>) {
    let (before, after) = (&comparison.before.watchlist.crossings, &comparison.after.watchlist.crossings);
    let named = |crossing: &Crossing| (Subject::Crossing(crossing.id.value.clone()), crossing.span);
    comparison.parts((before, after), named, compare);
}

fn compare(comparison: &mut Comparison<'_>, subject: &Subject, (was, is): (usize, usize)) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (&before.watchlist.crossings[was], &after.watchlist.crossings[is]);
    let (old_reading, new_reading) = (&before.crossings[was], &after.crossings[is]);
    let mut told = Vec::new();

    let mut reports = comparison.evidence((&old.reports, &new.reports), |report| Facts {
        at: Some(report.at.value),
        source: report.source.as_ref(),
        span: report.span,
    });
    let days = days(comparison, old, new);
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
        comparison.correct(subject.clone(), What::Renamed { was: old.name.clone(), is: new.name.clone() }, new.span);
    }
    if old_reading.plan != new_reading.plan && old.opens.map(|at| at.value) != new.opens.map(|at| at.value) {
        told.push("opens");
        comparison.note_edit(subject);
    }
    // Edits of its own are to be known before what follows from them is told.
    let is_checked = comparison.checked(subject, (old.checked, new.checked), new.span);
    if is_checked {
        told.push("checked");
    }
    let parties = compare_parties(comparison, (was, old), (is, new));
    if parties > 0 {
        told.push("parties");
    }
    comparison.edited(subject, (old, new), &told, new.span);

    let states = (CrossingState::of(&old_reading.status), CrossingState::of(&new_reading.status));
    if !states.0.is_as(states.1) {
        let passed = new_reading.plan.filter(|plan| plan.is_past(after.now)).map(|plan| TimePoint::exact(plan.end));
        let grounds = comparison.grounds(std::slice::from_ref(subject), new.span).dated(passed);
        let told_at = comparison.push(subject.clone(), What::Status { was: states.0, is: states.1 }, grounds);
        // The report that moved the state is told with it.
        reports = reports.without(told_at);
    }
    if old_reading.plan != new_reading.plan {
        let grounds = comparison.grounds(std::slice::from_ref(subject), new.span);
        comparison.push(subject.clone(), What::Date { was: old_reading.plan, is: new_reading.plan }, grounds);
    }
    // Where the state says that the plan's time has passed, the test says no more.
    let is_plan_alone = [states.0, states.1].iter().any(|state| state.ground == Ground::PlanPassed);
    if !is_plan_alone || states.0.is_as(states.1) {
        schedule(comparison, subject, (old_reading.on_schedule, new_reading.on_schedule), new.span);
    }
    comparison.entries(subject, &reports, new.span);
    tell_days(comparison, (old, new), &days);
    if !(is_checked && old_reading.freshness.is_stale()) {
        let limit = new.stale_after.unwrap_or(after.watchlist.stale_after());
        comparison.stale(subject, (old_reading.freshness, new_reading.freshness), limit, new.span);
    }
}

fn days(comparison: &Comparison<'_>, old: &Crossing, new: &Crossing) -> Evidence {
    let (before, after) = (comparison.before, comparison.after);
    let (old_zone, zone) = (before.watchlist.zone(), after.watchlist.zone());
    let old = Seen::by(before, &old.days, |day| Some(TimePoint::day(day.date.value, old_zone)));
    let new = Seen::by(after, &new.days, |day| Some(TimePoint::day(day.date.value, zone)));
    Evidence::between(comparison.file, &old, &new, |day| Facts {
        at: Some(TimePoint::day(day.date.value, zone)),
        source: day.source.as_ref(),
        span: day.span,
    })
}

/// One change for each record of a day.
fn tell_days(comparison: &mut Comparison<'_>, (old, new): (&Crossing, &Crossing), days: &Evidence) {
    let subject = |day: &DayRecord| Subject::Day {
        crossing: new.id.value.clone(),
        date: day.date.value,
        source: day.source.as_ref().map(|source| source.value.clone()),
    };
    let mut tell = |day: &DayRecord, what: What, evidence: Evidence| {
        let subject = subject(day);
        comparison.keep(subject.clone(), evidence);
        let grounds = comparison.grounds(std::slice::from_ref(&subject), new.span);
        comparison.push(subject, what, grounds);
    };
    for entry in &days.added {
        let day = &new.days[entry.index];
        let what = What::Day { was: None, is: Some(DayFacts::of(day)) };
        tell(day, what, Evidence { added: vec![*entry], ..Evidence::default() });
    }
    for (was, entry) in &days.corrected {
        let day = &new.days[entry.index];
        let what = What::Day { was: Some(DayFacts::of(&old.days[*was])), is: Some(DayFacts::of(day)) };
        tell(day, what, Evidence { corrected: vec![(*was, *entry)], ..Evidence::default() });
    }
    for entry in &days.withdrawn {
        let day = &old.days[entry.index];
        let what = What::Day { was: Some(DayFacts::of(day)), is: None };
        tell(day, what, Evidence { withdrawn: vec![*entry], ..Evidence::default() });
    }
}

fn schedule(comparison: &mut Comparison<'_>, subject: &Subject, (was, is): (OnSchedule, OnSchedule), span: Span) {
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
        | OnSchedule::Disputed { .. } => None,
    };
    let grounds = comparison.grounds(std::slice::from_ref(subject), span).dated(passed);
    comparison.push(subject.clone(), What::Schedule { was, is }, grounds);
}

/// How many changes there are of who is in place.
fn compare_parties(
    comparison: &mut Comparison<'_>,
    (was, old): (usize, &Crossing),
    (is, new): (usize, &Crossing),
) -> usize {
    let named = |party: &Party| {
        (Subject::Party { crossing: new.id.value.clone(), actor: party.actor.value.clone() }, party.span)
    };
    let count = comparison.count();
    comparison.parts((&old.parties, &new.parties), named, |comparison, subject, (from, to)| {
        let presence = (
            comparison.before.crossings[was].parties[from].presence,
            comparison.after.crossings[is].parties[to].presence,
        );
        compare_party(comparison, subject, (&old.parties[from], &new.parties[to]), presence);
    });
    comparison.count() - count
}

fn compare_party(
    comparison: &mut Comparison<'_>,
    subject: &Subject,
    (old, new): (&Party, &Party),
    (was, is): (Option<Presence>, Option<Presence>),
) {
    let mut reports = comparison.evidence((&old.reports, &new.reports), |report| Facts {
        at: Some(report.at.value),
        source: report.source.as_ref(),
        span: report.span,
    });
    comparison.keep(subject.clone(), reports.clone());
    let told: &[&str] = if reports.count() > 0 { &["reports"] } else { &[] };
    comparison.edited(subject, (old, new), told, new.span);
    if was != is {
        let grounds = comparison.grounds(std::slice::from_ref(subject), new.span);
        let told_at = comparison.push(subject.clone(), What::Presence { was, is }, grounds);
        reports = reports.without(told_at);
    }
    comparison.entries(subject, &reports, new.span);
}
