//! A crossing as of now: its status, and the three tests of the promise under test.

mod days;
mod tests_of_promise;

pub use days::{Day, Range, Verdict};
pub use tests_of_promise::{Consistency, OnSchedule, Record, Spread, StaysOpen};

use super::Moment as Scene;
use super::choice::{Candidate, Choice, Rule, choose, is_same_time};
use super::coupling::{Threat, Threats};
use super::freshness::{self, Freshness};
use crate::watchlist::scales::{Claim, CrossingStatus, Presence};
use crate::watchlist::time::{Moment, Precision};
use crate::watchlist::{Crossing, CrossingReport, Party, Ref};

/// One crossing as of now.
#[derive(Clone, Debug)]
pub struct CrossingReading {
    /// What state it is in, and how that is known.
    pub status: StatusReading,
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
    Plan(Moment),
    /// The plan's time has passed, and there is no record since: unknown.
    PlanPassed(Moment),
    /// Nothing at all: unknown.
    Nothing,
}

/// Whether one party is in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartyReading {
    /// The latest report that has come: an index into the party's reports.
    pub latest: Option<usize>,
    /// What it says; a promise to be there is an announcement.
    pub presence: Option<Presence>,
}

impl CrossingReading {
    /// How many parties are in place.
    pub fn parties_in_place(&self) -> usize {
        self.parties.iter().filter(|party| party.presence == Some(Presence::InPlace)).count()
    }
}

pub(super) fn read(scene: &Scene<'_>, crossing: &Crossing, threats: &Threats<'_>) -> CrossingReading {
    let reports = seen_reports(scene, crossing);
    let days = days::read(scene, crossing);
    let plan = latest_plan(crossing, &reports);
    let choice = choose_report(scene, crossing, &reports);
    let status = status(scene, crossing, (&reports, choice.as_ref()), &days, plan);
    let on_schedule = tests_of_promise::on_schedule(scene, crossing, &reports, &days);
    let stays_open = tests_of_promise::stays_open(scene, &on_schedule, &status, &days);
    let zone = scene.watchlist.zone();
    let recorded = crossing.days.iter().map(|day| Moment::day(day.date.value, zone));
    CrossingReading {
        consistency: tests_of_promise::consistency(crossing, &days, &stays_open),
        freshness: freshness::read(
            scene,
            crossing.reports.iter().map(|report| report.at.value).chain(recorded),
            crossing.checked,
            crossing.stale_after,
        ),
        parties: crossing.parties.iter().map(|party| read_party(scene, party)).collect(),
        threats: threats.of(crossing.id.value.as_str()),
        status,
        choice,
        on_schedule,
        stays_open,
        days,
    }
}

/// A report that has come, with its place in the crossing's reports.
type SeenReport<'c> = (usize, &'c CrossingReport);

/// Oldest first; those of one moment in the order of the file.
fn seen_reports<'c>(scene: &Scene<'_>, crossing: &'c Crossing) -> Vec<SeenReport<'c>> {
    let mut seen: Vec<_> =
        crossing.reports.iter().enumerate().filter(|(_, report)| report.at.value.has_come(scene.now)).collect();
    seen.sort_by_key(|(_, report)| report.at.value.start);
    seen
}

/// When it is to open, by the latest report that moves the date, else by the promise itself.
fn latest_plan(crossing: &Crossing, reports: &[SeenReport<'_>]) -> Option<Moment> {
    let moved = reports.iter().rev().find_map(|(_, report)| report.opens);
    moved.or(crossing.opens.map(|opens| opens.value))
}

/// What a report says of the present: a promise to open is a plan, not an opening.
fn said(report: &CrossingReport) -> CrossingStatus {
    let is_deed = matches!(report.claim, Some(Claim::Verified | Claim::Attributed));
    if report.status.is_open() && !is_deed { CrossingStatus::Scheduled } else { report.status }
}

fn status(
    scene: &Scene<'_>,
    crossing: &Crossing,
    (reports, choice): (&[SeenReport<'_>], Option<&Choice>),
    days: &[Day],
    plan: Option<Moment>,
) -> StatusReading {
    let report = choice.and_then(|choice| reports.iter().find(|(index, _)| *index == choice.used));
    let day = days.iter().enumerate().rev().find(|(_, day)| day.verdict.is_known());
    let newest = report.map(|(_, report)| report.at.value.start).max(day.map(|(_, day)| day.start));
    let missed_plan = plan.filter(|plan| plan.is_past(scene.now) && newest.is_none_or(|newest| newest < plan.start));
    if let Some(plan) = missed_plan {
        return StatusReading { status: CrossingStatus::Unknown, basis: Basis::PlanPassed(plan) };
    }
    let unknown = |basis| StatusReading { status: CrossingStatus::Unknown, basis };
    if let (Some((report, said)), Some((day, seen))) = (report, day) {
        if contradicts(crossing, said, seen, scene) {
            return unknown(Basis::DisputedDay { report: *report, day });
        }
    }
    match (report, day) {
        (report, Some((index, day))) if report.is_none_or(|(_, report)| report.at.value.start <= day.start) => {
            let basis = if day.verdict == Verdict::Disputed { Basis::Disputed(index) } else { Basis::Day(index) };
            StatusReading { status: day.status(crossing), basis }
        }
        (Some((index, _)), _) if choice.is_some_and(Choice::is_disputed) => unknown(Basis::DisputedReports(*index)),
        (Some((index, report)), _) => StatusReading { status: said(report), basis: Basis::Report(*index) },
        (None, _) => match plan {
            Some(plan) => StatusReading { status: CrossingStatus::Scheduled, basis: Basis::Plan(plan) },
            None => StatusReading { status: CrossingStatus::Unknown, basis: Basis::Nothing },
        },
    }
}

/// The report that is used of the newest ones, or of the preferred source's newest.
fn choose_report(scene: &Scene<'_>, crossing: &Crossing, reports: &[SeenReport<'_>]) -> Option<Choice> {
    let is_preferred = |report: &CrossingReport| crossing.prefer.is_some() && is_by(report.source.as_ref(), crossing);
    let preferred = reports.iter().rfind(|(_, report)| is_preferred(report));
    let (_, newest) = preferred.or(reports.last())?;
    let candidates: Vec<_> = reports
        .iter()
        .filter(|(_, report)| {
            report.at.value.start > newest.at.value.start || is_same_time(report.at.value, newest.at.value)
        })
        .map(|(index, report)| Candidate {
            index: *index,
            source: report.source.as_ref(),
            credibility: report.credibility,
        })
        .collect();
    let differs = |a: usize, b: usize| said(&crossing.reports[a]).is_opposite(said(&crossing.reports[b]));
    choose(scene.watchlist, crossing.prefer.as_ref(), &candidates, differs)
}

fn is_by(source: Option<&Ref>, crossing: &Crossing) -> bool {
    source.map(|source| &source.value) == crossing.prefer.as_ref().map(|source| &source.value)
}

/// Whether a report of a whole day says the opposite of that day's record, and neither is the operator's choice. A
/// report to the minute tells of a change on that day, and contradicts nothing.
fn contradicts(crossing: &Crossing, report: &CrossingReport, day: &Day, scene: &Scene<'_>) -> bool {
    let is_settled = is_by(report.source.as_ref(), crossing)
        || day.choice.as_ref().is_some_and(|choice| choice.rule == Rule::Preferred);
    let is_of_day =
        report.at.value.precision == Precision::Day && report.at.value.date(scene.watchlist.zone()) == day.date;
    is_of_day && !is_settled && said(report).is_opposite(day.status(crossing))
}

fn read_party(scene: &Scene<'_>, party: &Party) -> PartyReading {
    let seen = party.reports.iter().enumerate().filter(|(_, report)| report.at.value.has_come(scene.now));
    let latest = seen.max_by_key(|(_, report)| report.at.value.start);
    let presence = latest.map(|(_, report)| match (report.status, report.claim) {
        (Presence::InPlace, Some(Claim::Promise) | None) => Presence::Announced,
        (status, _) => status,
    });
    PartyReading { latest: latest.map(|(index, _)| index), presence }
}
