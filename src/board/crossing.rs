//! A crossing as of now: its status, and the three tests of the promise under test.

mod days;
mod tests_of_promise;

pub use days::{Day, Range, Verdict};
pub use tests_of_promise::{Consistency, OnSchedule, Record, Spread, StaysOpen};

use super::Moment as Scene;
use super::coupling::{Threat, Threats};
use super::freshness::{self, Freshness};
use crate::watchlist::scales::{Claim, CrossingStatus, Presence};
use crate::watchlist::time::Moment;
use crate::watchlist::{Crossing, CrossingReport, Party};

/// One crossing as of now.
#[derive(Clone, Debug)]
pub struct CrossingReading {
    /// What state it is in, and how that is known.
    pub status: StatusReading,
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
    let status = status(scene, crossing, &reports, &days, plan);
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
    reports: &[SeenReport<'_>],
    days: &[Day],
    plan: Option<Moment>,
) -> StatusReading {
    let report = reports.last();
    let day = days.iter().enumerate().rev().find(|(_, day)| day.verdict.is_known());
    let newest = report.map(|(_, report)| report.at.value.start).max(day.map(|(_, day)| day.start));
    let missed_plan = plan.filter(|plan| plan.is_past(scene.now) && newest.is_none_or(|newest| newest < plan.start));
    if let Some(plan) = missed_plan {
        return StatusReading { status: CrossingStatus::Unknown, basis: Basis::PlanPassed(plan) };
    }
    match (report, day) {
        (report, Some((index, day))) if report.is_none_or(|(_, report)| report.at.value.start <= day.start) => {
            let basis = if day.verdict == Verdict::Disputed { Basis::Disputed(index) } else { Basis::Day(index) };
            StatusReading { status: day.status(crossing), basis }
        }
        (Some((index, report)), _) => StatusReading { status: said(report), basis: Basis::Report(*index) },
        (None, _) => match plan {
            Some(plan) => StatusReading { status: CrossingStatus::Scheduled, basis: Basis::Plan(plan) },
            None => StatusReading { status: CrossingStatus::Unknown, basis: Basis::Nothing },
        },
    }
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
