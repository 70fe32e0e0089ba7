//! The three tests of a promise to open: on schedule, stays open, consistent. Each with its evidence.

use super::days::{Day, Range, Verdict};
use super::{Basis, EvalContext, SeenReport, StatusReading, contradicts};
use crate::watchlist::scales::Cause;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Crossing, Hours};
use chrono::NaiveDate;

/// Did it open when it was promised to?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnSchedule {
    /// Nothing was promised.
    NoPlan,
    /// The time has not come.
    NotYetDue {
        /// When it is to open.
        due: TimePoint,
    },
    /// It opened on the promised day, or before.
    OnTime {
        /// The first day on which it was seen open.
        opened: NaiveDate,
    },
    /// It was shut on the promised day, and opened later.
    Late {
        /// The first day on which it was seen open.
        opened: NaiveDate,
        /// Days after the promised one.
        days: i64,
        /// How many days between the two nobody tells of: it may have opened on any of them.
        missing: usize,
    },
    /// It was shut on the promised day, and was not seen open since.
    NotOpen {
        /// Days after the promised one, up to today.
        days: i64,
        /// How many days between the two nobody tells of.
        missing: usize,
    },
    /// Records tell of later days only: it may have opened on the promised one.
    Unrecorded {
        /// The promised day.
        planned: NaiveDate,
        /// The first day on which it was seen open.
        opened: Option<NaiveDate>,
    },
    /// Sources disagree on whether it opened.
    Disputed {
        /// The first day on which they do.
        date: NaiveDate,
        /// The first later day on which all saw it open.
        opened: Option<NaiveDate>,
    },
    /// The time has passed, and nobody says anything.
    Unknown {
        /// When it was to open.
        planned: TimePoint,
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
    /// How many days were closed for each cause, in the order of the causes; a day counts for each cause that is given.
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
    ctx: &EvalContext<'_>,
    crossing: &Crossing,
    reports: &[SeenReport<'_>],
    days: &[Day],
) -> OnSchedule {
    let Some(planned) = crossing.opens.map(|opens| opens.value) else { return OnSchedule::NoPlan };
    let date = planned.date(ctx.watchlist.zone());
    if let Some(opened) = opened_early(ctx, days, date) {
        return OnSchedule::OnTime { opened };
    }
    let first = |test: fn(&Day) -> bool| days.iter().find(|day| day.date >= date && test(day)).map(|day| day.date);
    let (opened, shut) = (first(|day| day.verdict.is_open()), first(|day| day.verdict.is_shut()));
    let disputed = disputed_from(ctx, crossing, reports, days, date);
    match (opened, disputed) {
        (_, Some(disputed)) if opened.is_none_or(|opened| disputed <= opened) => {
            OnSchedule::Disputed { date: disputed, opened: opened.filter(|opened| *opened > disputed) }
        }
        (Some(opened), _) if opened == date => OnSchedule::OnTime { opened },
        (None, _) if !planned.is_past(ctx.now) => OnSchedule::NotYetDue { due: planned },
        (None, _) if shut.is_none() => OnSchedule::Unknown { planned },
        (opened, _) if shut != Some(date) => OnSchedule::Unrecorded { planned: date, opened },
        (opened, _) => {
            let until = opened.unwrap_or(ctx.today);
            let between = days.iter().filter(|day| date < day.date && day.date < until);
            let missing = between.filter(|day| !day.verdict.is_known()).count();
            let days = (until - date).num_days();
            match opened {
                Some(opened) => OnSchedule::Late { opened, days, missing },
                None => OnSchedule::NotOpen { days, missing },
            }
        }
    }
}

/// Since when it is open, if it already was on the eve of the promised day, or is so now before that day.
fn opened_early(ctx: &EvalContext<'_>, days: &[Day], planned: NaiveDate) -> Option<NaiveDate> {
    let before: Vec<_> = days.iter().filter(|day| day.date < planned && day.date <= ctx.today).collect();
    let eve = planned.min(ctx.today.succ_opt()?).pred_opt()?;
    let last = before.iter().rposition(|day| day.verdict.is_known())?;
    // A record of yesterday still holds today; an older one does not reach up to the promised day.
    let reaches = before[last].date >= eve.pred_opt()?;
    let run = before[..=last].iter().rev().take_while(|day| day.verdict.is_open() || day.verdict.is_shut());
    let open = run.take_while(|day| day.verdict.is_open() || day.verdict == Verdict::ClosedAsScheduled);
    let opened = open.filter(|day| day.verdict.is_open()).last()?;
    (reaches && before[last].verdict.is_open()).then_some(opened.date)
}

/// The first day, from the promised one on, of which sources say opposite things that nothing settles.
fn disputed_from(
    ctx: &EvalContext<'_>,
    crossing: &Crossing,
    reports: &[SeenReport<'_>],
    days: &[Day],
    planned: NaiveDate,
) -> Option<NaiveDate> {
    let is_disputed = |day: &&Day| {
        let against = |(_, report): &SeenReport<'_>| contradicts(crossing, report, day, ctx);
        day.verdict == Verdict::Disputed || reports.iter().any(against)
    };
    days.iter().filter(|day| day.date >= planned).find(is_disputed).map(|day| day.date)
}

pub(super) fn stays_open(
    ctx: &EvalContext<'_>,
    on_schedule: &OnSchedule,
    status: &StatusReading,
    days: &[Day],
) -> StaysOpen {
    let opened = match on_schedule {
        OnSchedule::OnTime { opened }
        | OnSchedule::Late { opened, .. }
        | OnSchedule::Unrecorded { opened: Some(opened), .. }
        | OnSchedule::Disputed { opened: Some(opened), .. } => *opened,
        OnSchedule::NoPlan => match days.iter().find(|day| day.verdict.is_open()) {
            Some(day) => day.date,
            None => return StaysOpen::NotOpened,
        },
        OnSchedule::NotYetDue { .. }
        | OnSchedule::NotOpen { .. }
        | OnSchedule::Unrecorded { opened: None, .. }
        | OnSchedule::Disputed { opened: None, .. }
        | OnSchedule::Unknown { .. } => return StaysOpen::NotOpened,
    };
    let is_over = |day: &&Day| day.date < ctx.today || (day.date == ctx.today && day.verdict.is_known());
    let since: Vec<_> = days.iter().filter(|day| day.date >= opened).filter(is_over).collect();
    let count = |test: fn(Verdict) -> bool| since.iter().filter(|day| test(day.verdict)).count();
    let causes = [Cause::Scheduled, Cause::Technical, Cause::Security, Cause::Dispute, Cause::Unstated];
    let shut = || since.iter().filter(|day| day.verdict.is_shut());
    let of_cause = |cause: Cause| shut().filter(|day| day.causes.contains(&cause)).count();
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
        is_shut_now: matches!(status.basis, Basis::Report(_)) && status.status.is_shut(),
    })
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
