//! The three tests of a promise to open: on schedule, stays open, consistent. Each with its evidence.

use super::days::{Day, Range, Verdict};
use super::{CrossingStatus, Scene, SeenReport, StatusReading, said};
use crate::board::choice::is_same_time;
use crate::watchlist::scales::Cause;
use crate::watchlist::time::Moment;
use crate::watchlist::{Crossing, CrossingReport, Hours, Ref};
use chrono::NaiveDate;

/// Did it open when it was promised to?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnSchedule {
    /// Nothing was promised.
    NoPlan,
    /// The time has not come.
    NotYetDue {
        /// When it is to open.
        due: Moment,
    },
    /// It opened on the promised day, or before.
    OnTime {
        /// The first day on which it was seen open.
        opened: NaiveDate,
    },
    /// It opened later.
    Late {
        /// The first day on which it was seen open.
        opened: NaiveDate,
        /// Days after the promised one.
        days: i64,
    },
    /// The time has passed; records say that it is not open.
    NotOpen {
        /// Days after the promised one, up to today.
        days: i64,
    },
    /// Sources disagree on whether it opened.
    Disputed {
        /// The day on which they do.
        date: NaiveDate,
    },
    /// The time has passed, and nobody says anything.
    Unknown {
        /// When it was to open.
        planned: Moment,
    },
}

/// Does it stay open?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaysOpen {
    /// It has not been seen open since it was to open.
    NotOpened,
    /// What its days say since.
    Since(Record),
}

/// The days since an opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The first day on which it was seen open.
    pub opened: NaiveDate,
    /// Days from then to today, today included once it has a record.
    pub days: usize,
    /// Days on which all sources saw it open.
    pub open: usize,
    /// Days closed as scheduled: no failure.
    pub scheduled: usize,
    /// Days closed for any other cause.
    pub closed: usize,
    /// Days on which sources disagree.
    pub disputed: usize,
    /// Days without a record that says anything.
    pub missing: usize,
    /// Open days in a row up to the last day; scheduled closures neither count nor break it.
    pub streak: usize,
    /// The most days closed in a row.
    pub longest_closure: usize,
    /// How many days were closed for each cause, in the order of the causes.
    pub causes: Vec<(Cause, usize)>,
    /// Whether a report later than every day record says that it is shut.
    pub is_shut_now: bool,
}

/// How even its working is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consistency {
    /// Days on which it was open.
    pub open_days: usize,
    /// The different hours that were kept, each with its number of days, most frequent first.
    pub hours: Vec<(Hours, usize)>,
    /// People out on open days.
    pub exits: Option<Spread>,
    /// People in on open days.
    pub entries: Option<Spread>,
    /// Days since the opening without a record.
    pub missing: usize,
}

/// How far a daily number spreads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The least on any day, by the lowest source.
    pub least: u64,
    /// The most on any day, by the highest source.
    pub most: u64,
    /// Days with a number.
    pub days: usize,
    /// Days on which the lowest source reaches the quota; absent where no quota is agreed.
    pub quota_met: Option<usize>,
}

pub(super) fn on_schedule(
    scene: &Scene<'_>,
    crossing: &Crossing,
    reports: &[SeenReport<'_>],
    days: &[Day],
) -> OnSchedule {
    let Some(planned) = crossing.opens.map(|opens| opens.value) else { return OnSchedule::NoPlan };
    let zone = scene.watchlist.zone();
    let date = planned.date(zone);
    let seen_open = days.iter().filter(|day| day.verdict.is_open()).map(|day| day.date);
    let said_open: Vec<_> = reports
        .iter()
        .filter(|(_, report)| said(report).is_open())
        .map(|(_, report)| (report.at.value.date(zone), standing(scene, crossing, report, reports, days)))
        .collect();
    let of_standing = |wanted| said_open.iter().filter(move |(_, standing)| *standing == wanted).map(|(date, _)| *date);
    let is_open_before = was_open_before(scene, reports, days, date);
    let first_open = seen_open.chain(of_standing(Standing::Alone)).filter(|seen| *seen >= date).min();
    let seen_disputed = days.iter().filter(|day| day.verdict == Verdict::Disputed).map(|day| day.date);
    let disputed = seen_disputed.chain(of_standing(Standing::Disputed)).filter(|seen| *seen >= date).min();
    match (first_open, disputed) {
        (open, Some(disputed)) if open.is_none_or(|open| disputed < open) => OnSchedule::Disputed { date: disputed },
        (Some(opened), _) if opened <= date || is_open_before => OnSchedule::OnTime { opened: opened.min(date) },
        (Some(opened), _) => OnSchedule::Late { opened, days: (opened - date).num_days() },
        (None, _) if is_open_before && planned.has_come(scene.now) => OnSchedule::OnTime { opened: date },
        (None, _) if !planned.is_past(scene.now) => OnSchedule::NotYetDue { due: planned },
        (None, _) => {
            let has_record = days.iter().any(|day| day.verdict.is_known() && day.date >= date)
                || reports.iter().any(|(_, report)| {
                    report.at.value.start >= planned.start && said(report) != CrossingStatus::Unknown
                });
            if has_record {
                OnSchedule::NotOpen { days: (scene.today - date).num_days() }
            } else {
                OnSchedule::Unknown { planned }
            }
        }
    }
}

/// What becomes of a report of an opening beside what others say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Nobody says otherwise, or the operator prefers it.
    Alone,
    /// Somebody says otherwise.
    Disputed,
    /// The operator prefers those who say otherwise.
    Dismissed,
}

fn standing(
    scene: &Scene<'_>,
    crossing: &Crossing,
    report: &CrossingReport,
    reports: &[SeenReport<'_>],
    days: &[Day],
) -> Standing {
    let preferred = crossing.prefer.as_ref().map(|source| &source.value);
    let is_preferred = |source: Option<&Ref>| preferred.is_some() && source.map(|source| &source.value) == preferred;
    let opposed: Vec<_> = reports
        .iter()
        .filter(|(_, other)| is_same_time(other.at.value, report.at.value) && said(other).is_opposite(said(report)))
        .map(|(_, other)| other.source.as_ref())
        .collect();
    let date = report.at.value.date(scene.watchlist.zone());
    let day = days.iter().find(|day| day.date == date && day.verdict.is_shut());
    let records = day.into_iter().flat_map(|day| &day.records).map(|index| crossing.days[*index].source.as_ref());
    let mut others = opposed.into_iter().chain(records).peekable();
    if others.peek().is_none() || is_preferred(report.source.as_ref()) {
        Standing::Alone
    } else if others.any(is_preferred) {
        Standing::Dismissed
    } else {
        Standing::Disputed
    }
}

/// Whether the last thing known before a day is that the crossing was already open, with the record reaching up to it.
fn was_open_before(scene: &Scene<'_>, reports: &[SeenReport<'_>], days: &[Day], date: NaiveDate) -> bool {
    let zone = scene.watchlist.zone();
    let eve = days.iter().rfind(|day| day.date < date && day.verdict.is_known());
    let report = reports.iter().rfind(|(_, report)| report.at.value.date(zone) < date);
    match (eve, report) {
        (Some(day), report) if report.is_none_or(|(_, report)| report.at.value.start <= day.start) => {
            day.verdict.is_open() && day.date.succ_opt() == Some(date)
        }
        _ => false,
    }
}

pub(super) fn stays_open(
    scene: &Scene<'_>,
    on_schedule: &OnSchedule,
    status: &StatusReading,
    days: &[Day],
) -> StaysOpen {
    let opened = match on_schedule {
        OnSchedule::OnTime { opened } | OnSchedule::Late { opened, .. } => *opened,
        OnSchedule::NoPlan => match days.iter().find(|day| day.verdict.is_open()) {
            Some(day) => day.date,
            None => return StaysOpen::NotOpened,
        },
        OnSchedule::NotYetDue { .. }
        | OnSchedule::NotOpen { .. }
        | OnSchedule::Disputed { .. }
        | OnSchedule::Unknown { .. } => return StaysOpen::NotOpened,
    };
    let is_over = |day: &&Day| day.date < scene.today || (day.date == scene.today && day.verdict.is_known());
    let since: Vec<_> = days.iter().filter(|day| day.date >= opened).filter(is_over).collect();
    let count = |test: fn(Verdict) -> bool| since.iter().filter(|day| test(day.verdict)).count();
    let causes = [Cause::Scheduled, Cause::Technical, Cause::Security, Cause::Dispute, Cause::Unstated];
    let of_cause = |cause: Cause| since.iter().filter(|day| cause_of(day.verdict) == Some(cause)).count();
    StaysOpen::Since(Record {
        opened,
        days: since.len(),
        open: count(Verdict::is_open),
        scheduled: count(|verdict| verdict == Verdict::ClosedAsScheduled),
        closed: count(|verdict| matches!(verdict, Verdict::Closed(_))),
        disputed: count(|verdict| verdict == Verdict::Disputed),
        missing: count(|verdict| !verdict.is_known()),
        streak: streak(&since),
        longest_closure: longest_closure(&since),
        causes: causes.map(|cause| (cause, of_cause(cause))).into_iter().filter(|(_, days)| *days > 0).collect(),
        is_shut_now: status.status.is_shut(),
    })
}

fn cause_of(verdict: Verdict) -> Option<Cause> {
    match verdict {
        Verdict::ClosedAsScheduled => Some(Cause::Scheduled),
        Verdict::Closed(cause) => Some(cause),
        Verdict::Open
        | Verdict::Limited
        | Verdict::Disputed
        | Verdict::Unclear
        | Verdict::NoRecord
        | Verdict::Ahead => None,
    }
}

fn streak(days: &[&Day]) -> usize {
    let counted = days.iter().rev().filter(|day| day.verdict != Verdict::ClosedAsScheduled);
    counted.take_while(|day| day.verdict.is_open()).count()
}

fn longest_closure(days: &[&Day]) -> usize {
    days.split(|day| !day.verdict.is_shut()).map(<[_]>::len).max().unwrap_or(0)
}

pub(super) fn consistency(crossing: &Crossing, days: &[Day], stays_open: &StaysOpen) -> Consistency {
    let open: Vec<_> = days.iter().filter(|day| day.verdict.is_open()).collect();
    let mut hours: Vec<(Hours, usize)> = Vec::new();
    for record in open.iter().flat_map(|day| &day.records).filter_map(|index| crossing.days[*index].hours) {
        match hours.iter_mut().find(|(known, _)| *known == record) {
            Some((_, days)) => *days += 1,
            None => hours.push((record, 1)),
        }
    }
    hours.sort_by_key(|(_, days)| std::cmp::Reverse(*days));
    let quota = crossing.quota.as_ref();
    Consistency {
        open_days: open.len(),
        hours,
        exits: spread(open.iter().filter_map(|day| day.exits), quota.and_then(|quota| quota.exits)),
        entries: spread(open.iter().filter_map(|day| day.entries), quota.and_then(|quota| quota.entries)),
        missing: match stays_open {
            StaysOpen::NotOpened => 0,
            StaysOpen::Since(record) => record.missing,
        },
    }
}

fn spread(numbers: impl Iterator<Item = Range> + Clone, quota: Option<u64>) -> Option<Spread> {
    Some(Spread {
        least: numbers.clone().map(|range| range.low).min()?,
        most: numbers.clone().map(|range| range.high).max()?,
        days: numbers.clone().count(),
        quota_met: quota.map(|quota| numbers.filter(|range| range.low >= quota).count()),
    })
}
