//! `flow`: did enough pass per day, on enough of the last days?
//!
//! A day counts if its evidence is at least fair. A day on which the crossing was shut counts as a day on which nothing
//! passed, and so does a day of rest.

use super::{Explanation, Finding, Scope, Ternary};
use crate::board::crossing::{DayView, Verdict, counts, judge};
use crate::board::evidence::{Answer, EntryIndex, Evidence};
use crate::watchlist::scales::Claim;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Crossing, FlowTest, Measure};
use chrono::{Days, NaiveDate};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowCheck {
    /// An index into the watchlist's crossings.
    pub crossing: usize,
    pub measure: Measure,
    /// Minimum number per day.
    pub at_least: u64,
    /// Minimum number of days.
    pub days: u64,
    /// Number of last days that are examined.
    pub of: u64,
    /// Days that reached the minimum.
    pub reached: u64,
    /// Days below the minimum.
    pub short: u64,
    /// Days that are disputed or have only weak evidence.
    pub doubtful: u64,
}

impl FlowCheck {
    pub fn untold(&self) -> u64 {
        self.of.saturating_sub(self.reached + self.short + self.doubtful)
    }
}

/// A crossing, as an index into the watchlist's crossings, a measure, and a minimum number per day.
pub(super) type FlowQuestion = (usize, Measure, u64);

pub(super) fn evaluate_flow(scope: &Scope<'_>, test: &FlowTest) -> Finding {
    let Some(index) = scope.ctx.watchlist.crossings.index_of(test.crossing.value.as_str()) else {
        return Finding::undeclared(&test.crossing.value);
    };
    let crossing = &scope.ctx.watchlist.crossings[index];
    let Some(measure) = crossing.measure(test.measure.value.as_str()) else {
        return Finding::undeclared(&test.measure.value);
    };
    let today = scope.ctx.today;
    let from = today.checked_sub_days(Days::new(test.of.saturating_sub(1))).unwrap_or(NaiveDate::MIN);
    let mut check = FlowCheck {
        crossing: index,
        measure,
        at_least: test.at_least,
        days: test.days,
        of: test.of,
        reached: 0,
        short: 0,
        doubtful: 0,
    };
    let reading = scope.crossing(index);
    let mut flows = scope.flows.borrow_mut();
    let known = flows.entry((index, measure, test.at_least)).or_default();
    known.resize(reading.days.recorded().len(), None);
    let mut known = known.iter_mut().skip(reading.days.recorded().partition_point(|day| day.date < from));
    for day in reading.days.between(from, today) {
        let answer = || reached(scope, crossing, day, (measure, test.at_least));
        let known = known.by_ref().take(usize::from(day.record.is_some())).next();
        match known.map_or_else(answer, |known| *known.get_or_insert_with(answer)) {
            Answer::Yes => check.reached += 1,
            Answer::No => check.short += 1,
            Answer::Disputed | Answer::Unconfirmed => check.doubtful += 1,
            Answer::Unknown => {}
        }
    }
    let answer = if check.reached >= test.days {
        Ternary::Met
    } else if check.reached + check.doubtful + check.untold() < test.days {
        Ternary::NotMet
    } else {
        Ternary::Unknown
    };
    Finding { answer, because: Explanation::Flow(check) }
}

fn reached(scope: &Scope<'_>, crossing: &Crossing, day: DayView<'_>, (measure, at_least): (Measure, u64)) -> Answer {
    let zone = scope.ctx.watchlist.zone();
    let records = day.record.into_iter().flat_map(|day| &day.records).map(|index| (*index, &crossing.days[*index]));
    let told = records.filter(|(_, record)| counts(scope.ctx, record)).filter_map(|(index, record)| {
        let said = (EntryIndex::Day(index), TimePoint::day(day.date, zone), record.number(crossing, measure)?);
        // A record without a claim class counts as attributed.
        let claim = record.claim.or(Some(Claim::Attributed));
        Some(Evidence::graded(scope.ctx.watchlist, said, claim, record.source.as_ref(), record.credibility))
    });
    let told: Vec<_> = told.collect();
    match day.verdict {
        _ if !told.is_empty() => {}
        verdict if !verdict.is_shut() && verdict != Verdict::Rest => return Answer::Unknown,
        _ if at_least == 0 => return Answer::Yes,
        _ => return Answer::No,
    }
    match judge(scope.ctx, crossing).ask(&told, at_least, Claim::Attributed) {
        Answer::Yes if day.verdict == Verdict::Unconfirmed => Answer::Unconfirmed,
        answer => answer,
    }
}
