//! The three checks of a promise to open: on schedule, stays open, consistent. Each check returns its evidence.
//!
//! The checks read the verdicts of the days.

use super::days::{Day, Difference};
use super::verdict::Verdict;
use super::{CrossingDays, DayView, EvalContext, StatusReading};
use crate::watchlist::scales::ClosureCause;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Crossing, Hours};
use chrono::NaiveDate;

/// Whether it opened at the promised time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnSchedule {
    NoPlan,
    /// The promised time is in the future.
    NotYetDue {
        due: TimePoint,
    },
    /// It opened on the promised day or earlier.
    OnTime {
        /// The first day on which it was observed open.
        opened: NaiveDate,
    },
    /// It was shut on the promised day and opened later.
    Late {
        /// The first day on which it was observed open.
        opened: NaiveDate,
        /// Days after the promised day.
        days: i64,
        /// Number of days between the two without a record. It may have opened on any of them.
        missing: usize,
    },
    /// It was shut on the promised day and has not been observed open since.
    NotOpen {
        /// Days from the promised day to today.
        days: i64,
        /// Number of days between the two without a record.
        missing: usize,
    },
    /// Only later days have records. It may have opened on the promised day.
    Unrecorded {
        planned: NaiveDate,
        /// The first day on which it was observed open.
        opened: Option<NaiveDate>,
    },
    Disputed {
        /// The first day on which sources disagree.
        date: NaiveDate,
        /// The first later day on which all sources saw it open.
        opened: Option<NaiveDate>,
    },
    Unconfirmed {
        /// The first day with only weak evidence.
        date: NaiveDate,
        /// The first later day on which it was observed open.
        opened: Option<NaiveDate>,
    },
    /// The promised time has passed and there is no evidence.
    Unknown {
        planned: TimePoint,
    },
}

/// Whether it stays open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaysOpenCheck {
    /// It has not been observed open since the promised time.
    NotOpened,
    Since(OpeningRecord),
}

/// Statistics of the days from the opening to the last recorded day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningRecord {
    /// The first day on which it was observed open.
    pub opened: NaiveDate,
    /// The last day with evidence.
    pub last: NaiveDate,
    /// Number of days from `opened` to `last`, both included, without days of rest.
    pub days: usize,
    pub open: usize,
    /// Open days with an unannounced closure for part of the day.
    pub interrupted: usize,
    /// Days closed as scheduled or announced. These do not count as failures.
    pub scheduled: usize,
    pub closed: usize,
    pub disputed: usize,
    /// Days for which only weak evidence says open.
    pub unconfirmed: usize,
    /// Days without a record of the state.
    pub missing: usize,
    /// Days of rest. All other numbers leave them out.
    pub rest: usize,
    /// Consecutive open days up to the last recorded day. Scheduled closures neither count nor end the streak.
    pub streak: usize,
    /// Longest run of consecutive closed days.
    pub longest_closure: usize,
    /// Number of closed days for each cause on which sources agree, in the order of the causes.
    pub causes: Vec<(ClosureCause, usize)>,
    /// Days for which sources disagree on the cause.
    pub cause_disputed: usize,
    /// Whether it is reported shut on or after the last day.
    pub is_shut_now: bool,
    /// Whether there is evidence for today.
    pub is_up_to_date: bool,
}

/// How regularly it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consistency {
    pub open_days: usize,
    /// The different opening hours with their number of days, most frequent first.
    pub hours: Vec<(Hours, usize)>,
    /// Open days with recorded hours.
    pub hours_days: usize,
    /// Days since the opening without a record.
    pub missing: usize,
}

pub(super) fn on_schedule(ctx: &EvalContext<'_>, promised: Option<TimePoint>, days: &CrossingDays) -> OnSchedule {
    let Some(planned) = promised else { return OnSchedule::NoPlan };
    let date = planned.date(ctx.watchlist.zone());
    if let Some(opened) = opened_early(ctx, days, date) {
        return OnSchedule::OnTime { opened };
    }
    let recorded = days.recorded();
    let first = |test: fn(Verdict) -> bool| recorded.iter().find(|day| day.date >= date && test(day.verdict));
    let opened = first(Verdict::is_open).map(|day| day.date);
    // A promise for a day of rest was not kept either.
    let shut = recorded.iter().find(|day| day.date >= date && day.was_seen_shut()).map(|day| day.date);
    let doubtful = first(|verdict| matches!(verdict, Verdict::Disputed | Verdict::Unconfirmed));
    match (opened, doubtful) {
        (_, Some(day)) if opened.is_none_or(|opened| day.date <= opened) => {
            let opened = opened.filter(|opened| *opened > day.date);
            match day.verdict {
                Verdict::Unconfirmed => OnSchedule::Unconfirmed { date: day.date, opened },
                _ => OnSchedule::Disputed { date: day.date, opened },
            }
        }
        (Some(opened), _) if opened == date => OnSchedule::OnTime { opened },
        (None, _) if !planned.is_past(ctx.now) => OnSchedule::NotYetDue { due: planned },
        (None, _) if shut.is_none() => OnSchedule::Unknown { planned },
        (opened, _) if shut != Some(date) => OnSchedule::Unrecorded { planned: date, opened },
        (opened, _) => {
            let until = opened.unwrap_or(ctx.today);
            let between = days.between(date, until).filter(|day| date < day.date && day.date < until);
            let missing = between.filter(|day| !day.verdict.is_known()).count();
            let days = (until - date).num_days();
            match opened {
                Some(opened) => OnSchedule::Late { opened, days, missing },
                None => OnSchedule::NotOpen { days, missing },
            }
        }
    }
}

/// The date since which it has been open, if it was already open the day before the promised day, or is open now before
/// that day.
fn opened_early(ctx: &EvalContext<'_>, days: &CrossingDays, planned: NaiveDate) -> Option<NaiveDate> {
    let eve = planned.min(ctx.today.succ_opt()?).pred_opt()?;
    let before = || days.between(NaiveDate::MIN, eve).rev().skip_while(|day| !day.verdict.is_known());
    let last = before().next()?;
    // Yesterday's record still counts today. An older record does not extend to the promised day.
    let reaches = last.date >= eve.pred_opt()?;
    let run = before().take_while(|day| day.verdict.is_open() || day.verdict == Verdict::ClosedAsScheduled);
    let opened = run.filter(|day| day.verdict.is_open()).last()?;
    (reaches && last.verdict.is_open()).then_some(opened.date)
}

pub(super) fn stays_open(on_schedule: &OnSchedule, status: &StatusReading, days: &CrossingDays) -> StaysOpenCheck {
    let opened = match on_schedule {
        OnSchedule::OnTime { opened }
        | OnSchedule::Late { opened, .. }
        | OnSchedule::Unrecorded { opened: Some(opened), .. }
        | OnSchedule::Disputed { opened: Some(opened), .. }
        | OnSchedule::Unconfirmed { opened: Some(opened), .. } => *opened,
        OnSchedule::NoPlan => match days.recorded().iter().find(|day| day.verdict.is_open()) {
            Some(day) => day.date,
            None => return StaysOpenCheck::NotOpened,
        },
        OnSchedule::NotYetDue { .. }
        | OnSchedule::NotOpen { .. }
        | OnSchedule::Unrecorded { opened: None, .. }
        | OnSchedule::Disputed { opened: None, .. }
        | OnSchedule::Unconfirmed { opened: None, .. }
        | OnSchedule::Unknown { .. } => return StaysOpenCheck::NotOpened,
    };
    // Counts end with the last recorded day, because later days have no record.
    let last = days.recorded().iter().rfind(|day| day.verdict.is_known()).map_or(opened, |day| day.date);
    let all = days.between(opened, last);
    let (rest, since): (Vec<_>, Vec<_>) = all.partition(|day| day.verdict == Verdict::Rest);
    let records = || since.iter().filter_map(|day| day.record);
    let count = |test: fn(Verdict) -> bool| since.iter().filter(|day| test(day.verdict)).count();
    let causes = [
        ClosureCause::Scheduled,
        ClosureCause::Technical,
        ClosureCause::Security,
        ClosureCause::Dispute,
        ClosureCause::Unstated,
    ];
    let shut = || records().filter(|day| day.verdict.is_shut());
    let has_one = |day: &&Day| !day.differences.contains(&Difference::Cause);
    let of_cause = |cause: ClosureCause| shut().filter(has_one).filter(|day| day.causes.contains(&cause)).count();
    StaysOpenCheck::Since(OpeningRecord {
        opened,
        last,
        days: since.len(),
        open: count(Verdict::is_open),
        interrupted: records().filter(|day| day.interruption.is_some()).count(),
        scheduled: count(|verdict| verdict == Verdict::ClosedAsScheduled),
        closed: count(|verdict| matches!(verdict, Verdict::Closed(_))),
        disputed: count(|verdict| verdict == Verdict::Disputed),
        unconfirmed: count(|verdict| verdict == Verdict::Unconfirmed),
        missing: count(|verdict| !verdict.is_known()),
        rest: rest.len(),
        streak: streak(&since),
        longest_closure: longest_closure(&since),
        causes: causes.map(|cause| (cause, of_cause(cause))).into_iter().filter(|(_, days)| *days > 0).collect(),
        cause_disputed: shut().filter(|day| !has_one(day)).count(),
        is_shut_now: status.is_shut()
            && !status.is_end_of_hours
            && !status.is_rest
            && since.last().is_some_and(|day| !day.verdict.is_shut()),
        is_up_to_date: status.is_of_today,
    })
}

fn streak(days: &[DayView<'_>]) -> usize {
    let counted = days.iter().rev().filter(|day| day.verdict != Verdict::ClosedAsScheduled);
    counted.take_while(|day| day.verdict.is_open()).count()
}

fn longest_closure(days: &[DayView<'_>]) -> usize {
    days.split(|day| !day.verdict.is_shut()).map(<[_]>::len).max().unwrap_or(0)
}

pub(super) fn consistency(crossing: &Crossing, days: &[Day], stays_open: &StaysOpenCheck) -> Consistency {
    let open: Vec<_> = days.iter().filter(|day| day.verdict.is_open()).collect();
    let mut hours: Vec<(Hours, usize)> = Vec::new();
    let mut hours_days = 0;
    for day in &open {
        let mut of_day: Vec<_> = day.records.iter().filter_map(|index| crossing.days[*index].hours).collect();
        of_day.dedup();
        hours_days += usize::from(!of_day.is_empty());
        for record in of_day {
            match hours.iter_mut().find(|(known, _)| *known == record) {
                Some((_, days)) => *days += 1,
                None => hours.push((record, 1)),
            }
        }
    }
    hours.sort_by_key(|(_, days)| std::cmp::Reverse(*days));
    Consistency {
        open_days: open.len(),
        hours,
        hours_days,
        missing: match stays_open {
            StaysOpenCheck::NotOpened => 0,
            StaysOpenCheck::Since(record) => record.missing,
        },
    }
}
