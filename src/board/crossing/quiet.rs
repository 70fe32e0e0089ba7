//! Days without a record: what they are follows from the plan.

use super::EvalContext;
use super::plan::{PlannedDays, Plans, on};
use super::verdict::Verdict;
use crate::board::coverage::Gap;
use crate::watchlist::time::local_date;
use chrono::{Datelike, NaiveDate, TimeDelta};

/// What decides about a day without a record.
#[derive(Clone, Debug, Default)]
pub(super) struct QuietDays {
    today: NaiveDate,
    /// The planned opening. No record is expected before it.
    plan: Option<NaiveDate>,
    /// The days of rest in a week, from Monday.
    rest: [bool; 7],
    /// Announced closures, without overlaps.
    closures: Vec<PlannedDays>,
    /// Each gap with its first and last day.
    gaps: Vec<(Gap, NaiveDate, NaiveDate)>,
}

/// A day, if nothing is recorded for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct QuietDay {
    pub(super) date: NaiveDate,
    pub(super) verdict: Verdict,
    /// The announced closure that covers the day, as an index into the crossing's calendar.
    pub(super) planned_closure: Option<usize>,
    pub(super) is_rest: bool,
    /// The period in which it could not be observed, if it overlaps the day.
    pub(super) gap: Option<Gap>,
}

impl QuietDays {
    pub(super) fn new(ctx: &EvalContext<'_>, plan: Option<NaiveDate>, gaps: &[Gap], plans: &Plans<'_>) -> Self {
        let zone = ctx.watchlist.zone();
        let last =
            |gap: &Gap| gap.until.map_or(NaiveDate::MAX, |end| local_date(end - TimeDelta::nanoseconds(1), zone));
        Self {
            today: ctx.today,
            plan,
            rest: plans.rest(),
            closures: plans.covered.clone(),
            gaps: gaps.iter().map(|gap| (*gap, local_date(gap.from, zone), last(gap))).collect(),
        }
    }

    /// The day, if nothing is recorded for it.
    pub(super) fn day(&self, date: NaiveDate) -> QuietDay {
        let is_rest = self.rest[date.weekday().num_days_from_monday() as usize];
        let gap = self.gaps.iter().find(|(_, first, last)| *first <= date && date <= *last).map(|(gap, ..)| *gap);
        let verdict = match gap {
            _ if date > self.today || self.plan.is_some_and(|plan| date < plan) => Verdict::Ahead,
            _ if is_rest => Verdict::Rest,
            Some(_) => Verdict::NotObserved,
            None => Verdict::NoRecord,
        };
        let planned_closure = on(&self.closures, date).map(|days| days.closure);
        QuietDay { date, verdict, planned_closure, is_rest, gap }
    }
}
