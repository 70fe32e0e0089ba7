//! A crossing as of now: its status, and the three tests of the promise under test.

mod days;
mod tests_of_promise;

pub use days::{Day, Range, Verdict};
pub use tests_of_promise::{Consistency, OnSchedule, Record, Spread, StaysOpen};

use super::EvalContext;
use super::choice::{Candidate, Choice, Rule, choose, is_preferred, is_same_time};
use super::coupling::{Threat, Threats};
use super::coverage::{self, Gap};
use super::freshness::{self, Freshness};
use crate::watchlist::scales::{Claim, CrossingStatus, Presence};
use crate::watchlist::time::{Precision, TimePoint};
use crate::watchlist::{Crossing, CrossingReport, DayRecord, Id, Party, PartyReport};

/// One crossing as of now.
#[derive(Clone, Debug)]
pub struct CrossingReading {
    /// What state it is in, and how that is known.
    pub status: StatusReading,
    /// When it is to open, by the latest report that moves the date, else by the promise itself.
    pub plan: Option<TimePoint>,
    /// Which of the newest reports is used, by which rule, and which say otherwise. Indices are of the crossing's reports.
    pub choice: Option<Choice>,
    /// Does it open on schedule?
    pub on_schedule: OnSchedule,
    /// Does it stay open?
    pub stays_open: StaysOpen,
    /// Is it run in the same way from day to day?
    pub consistency: Consistency,
    /// One for each party of the crossing, in its order.
    pub parties: Vec<PartyReading>,
    /// Every day from the first that matters to today, or to the planned opening; oldest first.
    pub days: Vec<Day>,
    /// When it could not be observed.
    pub gaps: Vec<Gap>,
    /// How old the newest record, report or check is.
    pub freshness: Freshness,
    /// What threatens it.
    pub threats: Vec<Threat>,
}

/// The state of a crossing, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusReading {
    /// The state.
    pub status: CrossingStatus,
    /// What says so.
    pub basis: Basis,
}

/// What a crossing's status rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A report: an index into the crossing's reports.
    Report(usize),
    /// The day record of one day: an index into [`CrossingReading::days`].
    Day(usize),
    /// Sources disagree on that day: an index into [`CrossingReading::days`].
    Disputed(usize),
    /// Reports of the same time disagree on whether it is open: an index into the crossing's reports, for the one that
    /// reads better; [`CrossingReading::choice`] has the others.
    DisputedReports(usize),
    /// A report disagrees with the record of its own day.
    DisputedDay {
        /// An index into the crossing's reports.
        report: usize,
        /// An index into [`CrossingReading::days`].
        day: usize,
    },
    /// Nothing but the plan.
    Plan(TimePoint),
    /// The plan's time has passed, and there is no record since: unknown.
    PlanPassed(TimePoint),
    /// Nothing at all: unknown.
    Nothing,
}

/// Whether one party is in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyReading {
    /// The latest report that has come: an index into the party's reports.
    pub latest: Option<usize>,
    /// What it says; a promise to be there is an announcement. Unknown where others say otherwise of the same time.
    pub presence: Option<Presence>,
    /// The reports of others that say otherwise of the same time, as indices of the party's reports.
    pub others: Vec<usize>,
    /// How old the latest report is.
    pub freshness: Freshness,
}

impl CrossingReading {
    /// How many parties are in place.
    pub fn parties_in_place(&self) -> usize {
        self.parties.iter().filter(|party| party.presence == Some(Presence::InPlace)).count()
    }
}

pub(super) fn read(ctx: &EvalContext<'_>, crossing: &Crossing, threats: &Threats<'_>) -> CrossingReading {
    let reports = seen_reports(ctx, crossing);
    let gaps = coverage::gaps(ctx, crossing.id.value.as_str());
    let days = days::read(ctx, crossing, &reports, &gaps);
    let plan = latest_plan(crossing, &reports);
    let choice = choose_report(ctx, crossing, &reports);
    let status = status(ctx, crossing, (&reports, choice.as_ref()), &days, plan);
    let on_schedule = tests_of_promise::on_schedule(ctx, crossing, &reports, &days);
    let stays_open = tests_of_promise::stays_open(ctx, &on_schedule, &status, &days);
    CrossingReading {
        consistency: tests_of_promise::consistency(crossing, &days, &stays_open),
        freshness: read_freshness(ctx, crossing),
        parties: crossing.parties.iter().map(|party| read_party(ctx, crossing, party)).collect(),
        threats: threats.of(crossing.id.value.as_str()),
        status,
        plan,
        choice,
        gaps,
        on_schedule,
        stays_open,
        days,
    }
}

/// How old the newest knowledge of it is: a promise says nothing of how things are, and renews nothing. Where there is
/// nothing but promises, the newest of them.
fn read_freshness(ctx: &EvalContext<'_>, crossing: &Crossing) -> Freshness {
    let of_day = |record: &DayRecord| TimePoint::day(record.date.value, ctx.watchlist.zone());
    let reports = crossing.reports.iter().map(|report| (report.at.value, tells(report)));
    let records = crossing.days.iter().map(|record| (of_day(record), record.claim != Some(Claim::Promise)));
    let said: Vec<_> = reports.chain(records).collect();
    let read = |counts: fn(bool) -> bool| {
        let counted = said.iter().filter(|(_, tells)| counts(*tells)).map(|(at, _)| *at);
        freshness::read(ctx, counted, crossing.checked, crossing.stale_after)
    };
    match read(|tells| tells) {
        Freshness::NoData => read(|_| true),
        known => known,
    }
}

/// A report that has come, with its place in the crossing's reports.
type SeenReport<'c> = (usize, &'c CrossingReport);

/// The reports that say how things are, oldest first; those of one moment in the order of the file.
fn seen_reports<'c>(ctx: &EvalContext<'_>, crossing: &'c Crossing) -> Vec<SeenReport<'c>> {
    let has_come = |report: &CrossingReport| ctx.has_come(report.at.value);
    let reports = crossing.reports.iter().enumerate();
    let mut seen: Vec<_> = reports.filter(|(_, report)| has_come(report) && tells(report)).collect();
    seen.sort_by_key(|(_, report)| report.at.value.start);
    seen
}

/// When it is to open, by the latest report that moves the date, else by the promise itself.
fn latest_plan(crossing: &Crossing, reports: &[SeenReport<'_>]) -> Option<TimePoint> {
    let moved = reports.iter().rev().find_map(|(_, report)| report.opens);
    moved.or(crossing.opens.map(|opens| opens.value))
}

/// Whether a report tells of the present. A promise to open, to stay open or to close tells of the future; that it is
/// open has to be said as a deed.
fn tells(report: &CrossingReport) -> bool {
    match report.claim {
        Some(Claim::Verified | Claim::Attributed) => true,
        Some(Claim::Promise) => !report.status.is_open() && !report.status.is_shut(),
        None => !report.status.is_open(),
    }
}

/// The latest promise to open: all that is known where nothing else is.
fn promised(ctx: &EvalContext<'_>, crossing: &Crossing) -> Option<usize> {
    let reports = crossing.reports.iter().enumerate();
    let promises =
        reports.filter(|(_, report)| ctx.has_come(report.at.value) && report.status.is_open() && !tells(report));
    promises.max_by_key(|(_, report)| report.at.value.start).map(|(index, _)| index)
}

fn status(
    ctx: &EvalContext<'_>,
    crossing: &Crossing,
    (reports, choice): (&[SeenReport<'_>], Option<&Choice>),
    days: &[Day],
    plan: Option<TimePoint>,
) -> StatusReading {
    let report = choice.and_then(|choice| reports.iter().find(|(index, _)| *index == choice.used));
    // A record that nobody knows is newer than one that somebody did.
    let tells = |day: &Day| day.verdict.is_known() || day.verdict == Verdict::Unclear;
    let day = days.iter().enumerate().rev().find(|(_, day)| tells(day));
    let zone = ctx.watchlist.zone();
    // A record tells of its whole day, and one that opened early need not be told of again.
    let reaches = |plan: TimePoint, at: TimePoint| at.end > plan.start || at.start >= plan.start;
    let is_told = |plan: TimePoint| {
        day.is_some_and(|(_, day)| !day.records.is_empty() && reaches(plan, TimePoint::day(day.date, zone)))
            || report.is_some_and(|(_, report)| {
                let is_early = report.status.is_open() && report.at.value.date(zone) == plan.date(zone);
                is_early || reaches(plan, report.at.value)
            })
    };
    let missed_plan = plan.filter(|plan| plan.is_past(ctx.now) && !is_told(*plan));
    if let Some(plan) = missed_plan {
        return StatusReading { status: CrossingStatus::Unknown, basis: Basis::PlanPassed(plan) };
    }
    let unknown = |basis| StatusReading { status: CrossingStatus::Unknown, basis };
    if let (Some((report, said)), Some((day, seen))) = (report, day)
        && contradicts(crossing, said, seen, ctx)
    {
        return unknown(Basis::DisputedDay { report: *report, day });
    }
    let is_latest = |report: &CrossingReport| day.is_none_or(|(_, day)| report.at.value.start >= day.start);
    match (report, day) {
        (Some((index, report)), _) if choice.is_some_and(Choice::is_disputed) && is_latest(report) => {
            unknown(Basis::DisputedReports(*index))
        }
        (report, Some((index, day))) if report.is_none_or(|(_, report)| report.at.value.start <= day.start) => {
            let basis = if day.verdict == Verdict::Disputed { Basis::Disputed(index) } else { Basis::Day(index) };
            StatusReading { status: day.status(crossing), basis }
        }
        (Some((index, report)), _) => StatusReading { status: report.status, basis: Basis::Report(*index) },
        (None, _) => match (plan, promised(ctx, crossing)) {
            (Some(plan), _) => StatusReading { status: CrossingStatus::Scheduled, basis: Basis::Plan(plan) },
            (None, Some(promise)) => StatusReading { status: CrossingStatus::Scheduled, basis: Basis::Report(promise) },
            (None, None) => unknown(Basis::Nothing),
        },
    }
}

/// Whether a report is of the source that the operator prefers.
fn is_chosen(crossing: &Crossing, report: &CrossingReport) -> bool {
    is_preferred(crossing.prefer.as_ref(), report.source.as_ref())
}

/// The report that is used of the newest ones, or of the preferred source's newest. What others say of a later day is no
/// contradiction: that day is theirs.
fn choose_report(ctx: &EvalContext<'_>, crossing: &Crossing, reports: &[SeenReport<'_>]) -> Option<Choice> {
    let preferred = reports.iter().rfind(|(_, report)| is_chosen(crossing, report));
    let (_, newest) = preferred.or(reports.last())?;
    let candidates: Vec<_> = reports
        .iter()
        .filter(|(_, report)| is_same_time(report.at.value, newest.at.value))
        .map(|(index, report)| Candidate {
            index: *index,
            source: report.source.as_ref(),
            credibility: report.credibility,
        })
        .collect();
    let differs = |a: usize, b: usize| crossing.reports[a].status.is_opposite(crossing.reports[b].status);
    choose(ctx.watchlist, crossing.prefer.as_ref(), &candidates, differs)
}

/// Whether a report says the opposite of the record of its day, and neither is the operator's choice. A report to the
/// minute that it is shut tells of a change on an open day and contradicts nothing; one that it is open does contradict
/// a record that it was shut.
fn contradicts(crossing: &Crossing, report: &CrossingReport, day: &Day, ctx: &EvalContext<'_>) -> bool {
    let is_settled =
        || is_chosen(crossing, report) || day.choice.as_ref().is_some_and(|choice| choice.rule == Rule::Preferred);
    let is_of_day = || report.at.value.date(ctx.watchlist.zone()) == day.date;
    let is_change = report.at.value.precision == Precision::Exact && report.status.is_shut();
    // Most days have no record, and the date of a moment takes a look at the zone's clock changes.
    !day.records.is_empty()
        && is_of_day()
        && !is_change
        && !is_settled()
        && report.status.is_opposite(day.status(crossing))
}

fn read_party(ctx: &EvalContext<'_>, crossing: &Crossing, party: &Party) -> PartyReading {
    let seen = || party.reports.iter().enumerate().filter(|(_, report)| ctx.has_come(report.at.value));
    let presence = |report: &PartyReport| match (report.status, report.claim) {
        (Presence::InPlace, Some(Claim::Promise) | None) => Presence::Announced,
        (status, _) => status,
    };
    let latest = seen().max_by_key(|(_, report)| report.at.value.start);
    let others: Vec<_> = latest.map_or(Vec::new(), |(_, latest)| {
        let of_same_time = seen().filter(|(_, other)| is_same_time(other.at.value, latest.at.value));
        let is_other = |other: &PartyReport| source_of(other) != source_of(latest);
        let contrary = of_same_time.filter(|(_, other)| is_other(other) && presence(other) != presence(latest));
        contrary.map(|(index, _)| index).collect()
    });
    let reported = party.reports.iter().map(|report| report.at.value);
    PartyReading {
        latest: latest.map(|(index, _)| index),
        presence: latest.filter(|_| others.is_empty()).map(|(_, report)| presence(report)),
        others,
        freshness: freshness::read(ctx, reported, crossing.checked, crossing.stale_after),
    }
}

fn source_of(report: &PartyReport) -> Option<&Id> {
    report.source.as_ref().map(|source| &source.value)
}
