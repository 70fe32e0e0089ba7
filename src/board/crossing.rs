//! Evaluates a crossing as of now: its status, and the three checks of the promise under test.

mod calendar;
mod days;
mod measures;
mod opening_checks;
mod plan;
mod quiet;
mod quota;
mod verdict;

pub use calendar::{CrossingDays, DayView};
pub use days::{Day, Difference, Interruption, Range};
pub use measures::{MeasureReading, Spread};
pub use opening_checks::{Consistency, OnSchedule, OpeningRecord, StaysOpenCheck};
pub use plan::PlannedDays;
use plan::Plans;
pub use quota::{QuotaReading, quota_by_day};
pub use verdict::Verdict;

use super::EvalContext;
use super::coupling::{Threat, Threats};
use super::coverage::{self, Gap};
use super::evidence::{EntryIndex, Evidence, Judge, NotObserved, Reading, Standing, newest_telling};
use super::freshness::{self, Freshness};
use crate::watchlist::scales::{Claim, CrossingStatus, Presence};
use crate::watchlist::time::{TimePoint, local_date};
use crate::watchlist::zone::Zone;
use crate::watchlist::{Crossing, CrossingReport, DayRecord, Party};
use chrono::TimeDelta;
use std::collections::HashSet;

#[derive(Clone, Debug)]
pub struct CrossingReading {
    pub status: StatusReading,
    /// The promise under test: the first date that was promised.
    pub promised: Option<TimePoint>,
    /// When it is planned to open: by the latest report that moves the date, else by the promise.
    pub plan: Option<TimePoint>,
    /// When it is planned to reopen. Set if this was promised after it had been open and it has not opened since.
    pub reopens: Option<TimePoint>,
    pub on_schedule: OnSchedule,
    pub stays_open: StaysOpenCheck,
    /// Whether it works in the same way from day to day.
    pub consistency: Consistency,
    /// The agreed quotas per day.
    pub quota: QuotaReading,
    /// People out, people in, and each declared measure, in this order.
    pub measures: Vec<MeasureReading>,
    /// One for each party of the crossing, in the same order.
    pub parties: Vec<PartyReading>,
    /// Every day from the first relevant one to today or to the planned opening.
    pub days: CrossingDays,
    /// The announced closures that are known, sorted by their first day.
    pub closures: Vec<PlannedDays>,
    /// Periods in which it could not be observed.
    pub gaps: Vec<Gap>,
    /// Age of the newest record, report or check. A promise does not renew it.
    pub freshness: Freshness,
    pub threats: Vec<Threat>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StatusReading {
    /// The state. Unknown if it is disputed, or if the planned time has passed without evidence.
    pub status: CrossingStatus,
    pub basis: StatusBasis,
    pub evidence: Reading<CrossingStatus>,
    /// Whether any evidence or check is from today. A state from an earlier day is not the state of today.
    pub is_of_today: bool,
    /// Whether a closure is announced for today, by a report or in the calendar.
    pub has_announced_closure: bool,
    /// Whether it is open but its records say that nobody passed and that some people were turned back.
    pub nobody_passed: bool,
    /// Whether it is shut because its recorded hours have ended.
    pub is_end_of_hours: bool,
    /// Whether it is shut because of a day of rest.
    pub is_rest: bool,
    /// Whether today is a day of rest, and nothing says that it is open.
    pub rests_today: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusBasis {
    Evidence,
    /// Only the plan, with its time.
    Plan(TimePoint),
    /// Only a promise without a date.
    Promise(EntryIndex),
    /// The planned time has passed and there is no evidence since then: unknown.
    PlanPassed(TimePoint),
    /// No evidence and no plan: unknown.
    Nothing,
}

/// Reading of whether one party is in place.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyReading {
    pub evidence: Reading<Presence>,
    /// Whether it is in place, if that is settled. A promise alone is only an announcement.
    pub presence: Option<Presence>,
    pub freshness: Freshness,
}

impl CrossingReading {
    pub fn parties_in_place(&self) -> usize {
        self.parties.iter().filter(|party| party.presence == Some(Presence::InPlace)).count()
    }
}

impl StatusReading {
    pub fn is_disputed(&self) -> bool {
        self.basis == StatusBasis::Evidence && self.evidence.is_disputed()
    }

    /// Whether it is known to be shut, now or when it was last observed.
    pub fn is_shut(&self) -> bool {
        self.basis == StatusBasis::Evidence && self.status.is_shut()
    }

    pub fn is_open_today(&self) -> bool {
        self.status.is_open() && self.evidence.settled().is_some() && self.is_of_today && !self.has_announced_closure
    }
}

pub(super) fn read_crossing(ctx: &EvalContext<'_>, crossing: &Crossing, threats: &Threats<'_>) -> CrossingReading {
    let gaps = coverage::gaps(ctx, crossing.id.value.as_str());
    let evidence = status_evidence(ctx, crossing);
    let judge = judge(ctx, crossing);
    let promised = first_promise(ctx, crossing);
    let plans = Plans::read(ctx, crossing, &evidence);
    let days = calendar::read_days(ctx, crossing, &evidence, promised, &gaps, &plans);
    let plan = latest_plan(ctx, crossing).or(promised);
    let freshness = freshness::read_freshness(ctx, newest_telling(&evidence), crossing.checked, crossing.stale_after);
    // A closure at the end of an earlier day's hours says nothing about today.
    let earlier = days.recorded().iter().filter(|day| day.date < ctx.today);
    let over: HashSet<usize> = earlier.flat_map(|day| &day.end_of_hours).copied().collect();
    let is_over = |entry: EntryIndex| entry.report().is_some_and(|report| over.contains(&report));
    let current: Vec<_> = evidence.iter().filter(|piece| !is_over(piece.entry)).copied().collect();
    let status = read_status(ctx, crossing, (&judge, &current), (&days, &gaps), plan);
    let on_schedule = opening_checks::on_schedule(ctx, promised, &days);
    let stays_open = opening_checks::stays_open(&on_schedule, &status, &days);
    let quotas = quota::Quotas::collect(ctx, crossing);
    CrossingReading {
        consistency: opening_checks::consistency(crossing, days.recorded(), &stays_open),
        measures: measures::read_measures(crossing, days.recorded(), &quotas),
        parties: crossing.parties.iter().map(|party| read_party(ctx, crossing, party)).collect(),
        threats: threats.of(crossing.id.value.as_str()),
        reopens: reopens(ctx, crossing, &status, &days),
        status,
        promised,
        plan,
        closures: plans.closures,
        quota: quotas.read_all(),
        gaps,
        on_schedule,
        stays_open,
        days,
        freshness,
    }
}

/// The rules of judgement for a crossing.
pub(in crate::board) fn judge<'w>(ctx: &EvalContext<'w>, crossing: &'w Crossing) -> Judge<'w> {
    ctx.judge(crossing.stale_after, crossing.checked, crossing.prefer.as_ref())
}

/// All evidence so far for the state of the crossing: reports and day records.
pub(super) fn status_evidence<'w>(ctx: &EvalContext<'w>, crossing: &'w Crossing) -> Vec<Evidence<'w, CrossingStatus>> {
    let zone = ctx.watchlist.zone();
    let reports = crossing.reports.iter().enumerate().filter(|(_, report)| ctx.has_come(report.at.value));
    let reports = reports.map(|(index, report)| {
        let said = (EntryIndex::Report(index), report.at.value, report.status);
        Evidence::graded(ctx.watchlist, said, effective_claim(report), report.source.as_ref(), report.credibility)
    });
    let days = crossing.days.iter().enumerate().map(|(index, day)| (index, TimePoint::day(day.date.value, zone), day));
    let days = days.filter(|(_, at, _)| ctx.has_come(*at)).map(|(index, at, day)| {
        let said = (EntryIndex::Day(index), at, day.status);
        Evidence::graded(ctx.watchlist, said, day.claim, day.source.as_ref(), day.credibility)
    });
    reports.chain(days).collect()
}

/// The claim that counts. `open` must be reported as a deed: without a class it counts as a promise. A schedule is
/// always a promise.
fn effective_claim(report: &CrossingReport) -> Option<Claim> {
    report.claim.or(report.status.is_open().then_some(Claim::Promise))
}

/// The date that was promised first: the one written beside the reports if it was already known, else the first one in
/// a report.
fn first_promise(ctx: &EvalContext<'_>, crossing: &Crossing) -> Option<TimePoint> {
    let written = crossing.opens.as_ref().filter(|opens| opens.said.is_none_or(|said| ctx.has_come(said)));
    let named = dated_plans(ctx, crossing).min_by_key(|(at, _)| at.start).map(|(_, opens)| opens);
    written.map(|opens| opens.value).or(named)
}

/// The date in the latest report that gives one.
fn latest_plan(ctx: &EvalContext<'_>, crossing: &Crossing) -> Option<TimePoint> {
    let said = crossing.opens.as_ref().and_then(|opens| opens.said);
    let later = dated_plans(ctx, crossing).filter(|(at, _)| said.is_none_or(|said| at.start >= said.start));
    later.max_by_key(|(at, _)| at.start).map(|(_, opens)| opens)
}

/// The date of the latest promise made after it had been open. `None` if it has opened on that date or later.
fn reopens(
    ctx: &EvalContext<'_>,
    crossing: &Crossing,
    status: &StatusReading,
    days: &CrossingDays,
) -> Option<TimePoint> {
    let opened = days.recorded().iter().find(|day| day.verdict.is_open())?;
    let again = dated_plans(ctx, crossing).filter(|(at, opens)| at.start > opened.start && opens.start > opened.start);
    let (said, opens) = again.max_by_key(|(at, _)| at.start)?;
    let (date, said) = (opens.date(ctx.watchlist.zone()), said.date(ctx.watchlist.zone()));
    let has_opened = days.recorded().iter().any(|day| day.date >= date && day.verdict.is_open());
    // A promise made while it was open does not announce a reopening if it is still open.
    let was_shut = days.between(opened.date, said).any(|day| !day.verdict.is_open());
    (was_shut && !has_opened && !status.is_open_today()).then_some(opens)
}

/// Pairs of (time of the report, planned opening date) from reports that are not unsupported.
fn dated_plans(ctx: &EvalContext<'_>, crossing: &Crossing) -> impl Iterator<Item = (TimePoint, TimePoint)> {
    let supported = |report: &&CrossingReport| {
        Standing::from_grades(ctx.watchlist, report.source.as_ref(), report.credibility) > Standing::Unsupported
    };
    let come = crossing.reports.iter().filter(|report| ctx.has_come(report.at.value));
    come.filter(supported).filter_map(|report| Some((report.at.value, report.opens?)))
}

fn read_status(
    ctx: &EvalContext<'_>,
    crossing: &Crossing,
    (judge, evidence): (&Judge<'_>, &[Evidence<'_, CrossingStatus>]),
    (days, gaps): (&CrossingDays, &[Gap]),
    plan: Option<TimePoint>,
) -> StatusReading {
    let zone = ctx.watchlist.zone();
    let reading = judge.read_status(evidence, &unobserved(ctx, gaps));
    // Convert to local time only for dates that can be today or later, because the conversion is slow.
    let is_today = |at: TimePoint| at.end > ctx.now - TimeDelta::days(2) && local_date(at.start, zone) == ctx.today;
    let looked = crossing.checked.map(|mark| mark.value).filter(|at| ctx.has_come(*at) && reading.newest.is_some());
    // Good news of today must meet the same standard as any good news.
    let is_telling = |piece: &&Evidence<'_, CrossingStatus>| {
        !piece.is_set_aside() && (piece.standing >= Standing::Fair || reading.is_unconfirmed() || piece.value.is_shut())
    };
    let told = evidence.iter().filter(is_telling).map(|piece| piece.at);
    let is_of_today = told.chain(looked).any(is_today);
    let closures = evidence.iter().filter(|piece| piece.is_promise() && piece.value.is_shut() && is_today(piece.at));
    let today = days.between(ctx.today, ctx.today).next();
    let has_announced_closure = closures.count() > 0 || today.is_some_and(|day| day.planned_closure.is_some());
    let has_evidence = reading.value.is_some();
    // Evidence for the planned day also confirms a plan for an hour of that day.
    let is_told =
        |plan: TimePoint| reading.newest.is_some_and(|at| at.end > plan.start || is_same_date(at, plan, zone));
    let missed = plan.filter(|plan| plan.is_past(ctx.now) && !is_told(*plan));
    let is_shut = reading.settled().is_some_and(CrossingStatus::is_shut);
    let (status, basis) = match (missed, plan, reading.promised) {
        (Some(plan), ..) if !is_shut => (CrossingStatus::Unknown, StatusBasis::PlanPassed(plan)),
        _ if reading.is_disputed() => (CrossingStatus::Unknown, StatusBasis::Evidence),
        _ if has_evidence => (reading.value.unwrap_or(CrossingStatus::Unknown), StatusBasis::Evidence),
        (_, Some(plan), _) => (CrossingStatus::Scheduled, StatusBasis::Plan(plan)),
        (_, None, Some(promise)) if !is_promised_shut(evidence, promise) => {
            (CrossingStatus::Scheduled, StatusBasis::Promise(promise))
        }
        (_, None, _) => (CrossingStatus::Unknown, StatusBasis::Nothing),
    };
    let day =
        reading.used.and_then(|used| days.recorded().iter().rev().find(|day| day.entries().any(|entry| entry == used)));
    let is_end_of_hours = |report: usize| day.is_some_and(|day| day.end_of_hours.contains(&report));
    StatusReading {
        is_of_today,
        has_announced_closure,
        rests_today: today.is_some_and(|day| day.verdict == Verdict::Rest),
        is_rest: status.is_shut() && day.is_some_and(|day| day.verdict == Verdict::Rest),
        nobody_passed: status.is_open() && day.is_some_and(|day| day.nobody_passed),
        is_end_of_hours: status.is_shut() && reading.used.and_then(EntryIndex::report).is_some_and(is_end_of_hours),
        status,
        basis,
        evidence: reading,
    }
}

fn is_same_date(at: TimePoint, plan: TimePoint, zone: &Zone) -> bool {
    (at.start - plan.start).abs() < TimeDelta::days(2) && at.date(zone) == plan.date(zone)
}

fn is_promised_shut(evidence: &[Evidence<'_, CrossingStatus>], promise: EntryIndex) -> bool {
    evidence.iter().any(|piece| piece.entry == promise && piece.value.is_shut())
}

/// The periods in which it could not be observed, with the standing of their sources.
fn unobserved(ctx: &EvalContext<'_>, gaps: &[Gap]) -> Vec<NotObserved> {
    let standing = |gap: &Gap| {
        let record = &ctx.watchlist.monitoring[gap.record];
        record.source.as_ref().map_or(Standing::Weak, |source| Standing::from_source(ctx.watchlist, source))
    };
    gaps.iter().map(|gap| NotObserved { from: gap.from, until: gap.until, standing: standing(gap) }).collect()
}

fn read_party(ctx: &EvalContext<'_>, crossing: &Crossing, party: &Party) -> PartyReading {
    let seen = party.reports.iter().enumerate().filter(|(_, report)| ctx.has_come(report.at.value));
    let evidence: Vec<_> = seen
        .map(|(index, report)| {
            let said = (EntryIndex::Report(index), report.at.value, report.status);
            // `in-place` must be reported as a deed: without a class it counts as a promise.
            let claim = report.claim.or((report.status == Presence::InPlace).then_some(Claim::Promise));
            Evidence::graded(ctx.watchlist, said, claim, report.source.as_ref(), report.credibility)
        })
        .collect();
    // A check of the crossing is not a check of its parties.
    let reading = Judge { checked: None, ..judge(ctx, crossing) }.read(&evidence);
    let announced = (reading.value.is_none() && reading.promised.is_some()).then_some(Presence::Announced);
    PartyReading {
        presence: reading.settled().or(announced),
        freshness: freshness::read_freshness(ctx, reading.newest, None, crossing.stale_after),
        evidence: reading,
    }
}

/// Whether a day record counts. A promise is not evidence of what happened, and unsupported records change nothing.
pub(in crate::board) fn counts(ctx: &EvalContext<'_>, record: &DayRecord) -> bool {
    record.claim != Some(Claim::Promise)
        && Standing::from_grades(ctx.watchlist, record.source.as_ref(), record.credibility) > Standing::Unsupported
}
