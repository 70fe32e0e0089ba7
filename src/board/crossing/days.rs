//! The day record, day by day: what all sources together say of each.

use super::{EvalContext, SeenReport, is_chosen};
use crate::board::choice::{Candidate, Choice, Rule, choose};
use crate::board::coverage::Gap;
use crate::board::sources;
use crate::watchlist::scales::{Cause, Claim, CrossingStatus};
use crate::watchlist::time::{Precision, TimePoint, day_end, day_start};
use crate::watchlist::{Crossing, CrossingReport, DayRecord};
use chrono::{DateTime, Days, NaiveDate, Utc};
use std::collections::BTreeMap;

/// Days without a record are not counted further back or ahead than this: a slip in a year must not make a million.
const REACH: u64 = 4000;

/// One day of a crossing.
#[derive(Clone, Debug)]
pub struct Day {
    /// The day, in the file's zone.
    pub date: NaiveDate,
    /// Its first moment.
    pub start: DateTime<Utc>,
    /// What the sources together say of it, or the preferred one alone where it has a record.
    pub verdict: Verdict,
    /// Which record reads better, by which rule, and which say otherwise. A better grade alone settles no dispute,
    /// because an all-clear by grade alone is not safe: only the operator's `prefer` does. Indices as in `records`.
    pub choice: Option<Choice>,
    /// How many independent families of sources say what the better record says of its being open or shut.
    pub witnesses: usize,
    /// The records of the day, as indices into the crossing's days.
    pub records: Vec<usize>,
    /// The time in which it could not be observed, if any of the day lies in one: low numbers are no sign of calm.
    pub gap: Option<Gap>,
    /// The causes that are given for its closure, each once.
    pub causes: Vec<Cause>,
    /// People out, from the lowest to the highest number that a source gives.
    pub exits: Option<Range>,
    /// People in, likewise.
    pub entries: Option<Range>,
}

/// The numbers that several sources give for one thing. One source makes both ends equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The lowest.
    pub low: u64,
    /// The highest.
    pub high: u64,
}

/// What the sources together say of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All say that it was open.
    Open,
    /// All say that it was open, at least one of them only in part.
    Limited,
    /// All say that it was closed, and all that it was scheduled.
    ClosedAsScheduled,
    /// All say that it was closed; the gravest cause that is given.
    Closed(Cause),
    /// Some say that it was open, some that it was closed.
    Disputed,
    /// There are records, but none says whether it was open.
    Unclear,
    /// There is no record.
    NoRecord,
    /// There is no record, and it could not be observed.
    NotObserved,
    /// Nothing is expected of it: it has not come, or lies before the promised opening and has no record.
    Ahead,
}

impl Verdict {
    /// Whether people passed, by all sources.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Limited)
    }

    /// Whether nobody passed, by all sources.
    pub fn is_shut(self) -> bool {
        matches!(self, Self::ClosedAsScheduled | Self::Closed(_))
    }

    /// Whether any source says anything about it.
    pub fn is_known(self) -> bool {
        self.is_open() || self.is_shut() || self == Self::Disputed
    }
}

impl Day {
    /// The day's state as one word; a dispute is unknown.
    pub(super) fn status(&self, crossing: &Crossing) -> CrossingStatus {
        match self.verdict {
            Verdict::Open => CrossingStatus::Open,
            Verdict::Limited => CrossingStatus::Limited,
            Verdict::ClosedAsScheduled | Verdict::Closed(_) => {
                let is_suspended = |index: &usize| crossing.days[*index].status == CrossingStatus::Suspended;
                if self.records.iter().any(is_suspended) { CrossingStatus::Suspended } else { CrossingStatus::Closed }
            }
            Verdict::Disputed | Verdict::Unclear | Verdict::NoRecord | Verdict::NotObserved | Verdict::Ahead => {
                CrossingStatus::Unknown
            }
        }
    }
}

/// Every day from the first with a record, or the planned opening, to today, or to the planned opening if that is ahead.
pub(super) fn read(ctx: &EvalContext<'_>, crossing: &Crossing, reports: &[SeenReport<'_>], gaps: &[Gap]) -> Vec<Day> {
    let zone = ctx.watchlist.zone();
    let mut days: BTreeMap<NaiveDate, Evidence<'_>> = BTreeMap::new();
    for (index, record) in crossing.days.iter().enumerate() {
        if ctx.has_come(TimePoint::day(record.date.value, zone)) {
            days.entry(record.date.value).or_default().records.push(index);
        }
    }
    for (_, report) in reports.iter().filter(|(_, report)| report.status.is_open() || report.status.is_shut()) {
        days.entry(report.at.value.date(zone)).or_default().reports.push(report);
    }
    let plan = crossing.opens.map(|opens| opens.value.date(zone));
    let Some(first) = days.keys().next().copied().into_iter().chain(plan).min() else { return Vec::new() };
    let last = plan.map_or(ctx.today, |plan| plan.max(ctx.today));
    let (first, last) = within_reach(first, last, ctx.today);
    for date in first.iter_days().take_while(|date| *date <= last) {
        days.entry(date).or_default();
    }
    // To find where a day begins takes its time, and most crossings have no gap.
    for (date, evidence) in days.iter_mut().filter(|_| !gaps.is_empty()) {
        let (start, end) = (day_start(*date, zone), day_end(*date, zone));
        evidence.gap = gaps.iter().find(|gap| gap.touches(start, end)).copied();
    }
    days.into_iter().map(|(date, evidence)| read_day(crossing, plan, (date, evidence), ctx)).collect()
}

/// What is said of one day.
#[derive(Default)]
struct Evidence<'c> {
    /// Its records, as indices into the crossing's days.
    records: Vec<usize>,
    /// The reports of that date that say whether people passed, oldest first.
    reports: Vec<&'c CrossingReport>,
    /// The time in which it could not be observed.
    gap: Option<Gap>,
}

fn within_reach(first: NaiveDate, last: NaiveDate, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let reach = Days::new(REACH);
    let earliest = today.checked_sub_days(reach).unwrap_or(NaiveDate::MIN);
    let latest = today.checked_add_days(reach).unwrap_or(NaiveDate::MAX);
    // A plan ahead makes the strip begin today, so that the days up to it are seen.
    (first.min(today).max(earliest), last.min(latest))
}

fn read_day(
    crossing: &Crossing,
    plan: Option<NaiveDate>,
    (date, evidence): (NaiveDate, Evidence<'_>),
    ctx: &EvalContext<'_>,
) -> Day {
    let Evidence { records, reports, gap } = evidence;
    // A promise tells nothing of what happened, whoever made it.
    let told: Vec<_> =
        records.iter().copied().filter(|index| crossing.days[*index].claim != Some(Claim::Promise)).collect();
    let choice = choice(crossing, &told, ctx);
    let weighed = weighed(crossing, &told, choice.as_ref());
    let telling: Vec<_> = weighed.iter().map(|index| &crossing.days[*index]).collect();
    // Where the operator's choice has no record but has reports, they go before what others recorded.
    let is_settled = choice.as_ref().is_some_and(|choice| choice.rule == Rule::Preferred);
    let is_overruled = !is_settled && reports.iter().any(|report| is_chosen(crossing, report));
    let counted = || telling.iter().filter(|_| !is_overruled);
    // Before the day on which it is to open, nothing is expected of a day without a record.
    let is_awaited = plan.is_none_or(|plan| date >= plan);
    let verdict = match verdict(&telling) {
        _ if is_overruled => reported(crossing, &reports),
        // Where no record tells, the reports of that day do.
        Verdict::NoRecord | Verdict::Unclear if !reports.is_empty() => reported(crossing, &reports),
        Verdict::NoRecord if date > ctx.today || !is_awaited => Verdict::Ahead,
        Verdict::NoRecord if gap.is_some() => Verdict::NotObserved,
        seen => seen,
    };
    Day {
        date,
        start: day_start(date, ctx.watchlist.zone()),
        verdict,
        gap,
        causes: match causes(&telling) {
            none if none.is_empty() && verdict.is_shut() => vec![Cause::Unstated],
            given => given,
        },
        exits: range(counted().filter_map(|record| record.exits.map(|exits| exits.value))),
        entries: range(counted().filter_map(|record| record.entries)),
        witnesses: choice.as_ref().map_or(0, |choice| witnesses(crossing, &told, choice, ctx)),
        choice,
        records,
    }
}

fn choice(crossing: &Crossing, records: &[usize], ctx: &EvalContext<'_>) -> Option<Choice> {
    let candidates: Vec<_> = records
        .iter()
        .map(|index| (*index, &crossing.days[*index]))
        .map(|(index, record)| Candidate { index, source: record.source.as_ref(), credibility: record.credibility })
        .collect();
    let differs = |a: usize, b: usize| differs(&crossing.days[a], &crossing.days[b]);
    choose(ctx.watchlist, crossing.prefer.as_ref(), &candidates, differs)
}

/// Whether two records of a day contradict each other: in its state, or in a number that both of them give.
fn differs(a: &DayRecord, b: &DayRecord) -> bool {
    let number = |a: Option<u64>, b: Option<u64>| a.zip(b).is_some_and(|(a, b)| a != b);
    let exits = |record: &DayRecord| record.exits.map(|exits| exits.value);
    a.status.is_opposite(b.status)
        || number(exits(a), exits(b))
        || number(a.entries, b.entries)
        || number(a.turned_back, b.turned_back)
}

/// The records that count: those of the preferred source where it has any, else all.
fn weighed(crossing: &Crossing, records: &[usize], choice: Option<&Choice>) -> Vec<usize> {
    match choice {
        Some(choice) if choice.rule == Rule::Preferred => {
            let source = |index: usize| crossing.days[index].source.as_ref().map(|source| &source.value);
            records.iter().copied().filter(|index| source(*index) == source(choice.used)).collect()
        }
        Some(_) | None => records.to_vec(),
    }
}

fn witnesses(crossing: &Crossing, records: &[usize], choice: &Choice, ctx: &EvalContext<'_>) -> usize {
    let status = crossing.days[choice.used].status;
    let state = |status: CrossingStatus| (status.is_open(), status.is_shut());
    let agreeing = records.iter().map(|index| &crossing.days[*index]).filter(|day| state(day.status) == state(status));
    sources::independent(ctx.watchlist, agreeing.map(|day| day.source.as_ref()))
}

fn verdict(records: &[&DayRecord]) -> Verdict {
    let any = |test: fn(CrossingStatus) -> bool| records.iter().any(|record| test(record.status));
    match (any(CrossingStatus::is_open), any(CrossingStatus::is_shut)) {
        (true, true) => Verdict::Disputed,
        (true, false) if any(|status| status == CrossingStatus::Limited) => Verdict::Limited,
        (true, false) => Verdict::Open,
        (false, true) => {
            // `scheduled` counts only where nobody gives another cause.
            match causes(records)
                .into_iter()
                .filter(|cause| *cause != Cause::Scheduled)
                .max_by_key(|cause| gravity(*cause))
            {
                Some(cause) => Verdict::Closed(cause),
                None => Verdict::ClosedAsScheduled,
            }
        }
        (false, false) if records.is_empty() => Verdict::NoRecord,
        (false, false) => Verdict::Unclear,
    }
}

/// The causes that are given for a closure, each once.
fn causes(records: &[&DayRecord]) -> Vec<Cause> {
    let shut = records.iter().filter(|record| record.status.is_shut());
    let mut causes: Vec<_> = shut.map(|record| record.cause.unwrap_or(Cause::Unstated)).collect();
    causes.sort_unstable();
    causes.dedup();
    causes
}

/// Which of several causes names the closure: a dispute is not hidden behind a word that sounds smaller.
fn gravity(cause: Cause) -> u8 {
    match cause {
        Cause::Scheduled => 0,
        Cause::Unstated => 1,
        Cause::Technical => 2,
        Cause::Security => 3,
        Cause::Dispute => 4,
    }
}

/// What the reports of a day say of it where no record does: those of the preferred source if it has any. Reports to
/// the minute may tell of a change; such a day was open in part.
fn reported(crossing: &Crossing, reports: &[&CrossingReport]) -> Verdict {
    let preferred: Vec<_> = reports.iter().filter(|report| is_chosen(crossing, report)).collect();
    let telling = if preferred.is_empty() { reports.iter().collect() } else { preferred };
    let at = |test: fn(CrossingStatus) -> bool| -> Vec<_> {
        telling.iter().filter(|report| test(report.status)).map(|report| report.at.value).collect()
    };
    let (open, shut) = (at(CrossingStatus::is_open), at(CrossingStatus::is_shut));
    let is_timed = telling.iter().all(|report| report.at.value.precision == Precision::Exact);
    let is_change = is_timed && !open.iter().any(|open| shut.contains(open));
    match (open.is_empty(), shut.is_empty()) {
        (false, false) if is_change => Verdict::Limited,
        (false, false) => Verdict::Disputed,
        (false, true) if telling.iter().any(|report| report.status == CrossingStatus::Open) => Verdict::Open,
        (false, true) => Verdict::Limited,
        (true, _) => Verdict::Closed(Cause::Unstated),
    }
}

fn range(numbers: impl Iterator<Item = u64> + Clone) -> Option<Range> {
    Some(Range { low: numbers.clone().min()?, high: numbers.max()? })
}
