//! `stays-open`: was each of the last days up to now open, except for a few closures announced before they began?
//!
//! One unannounced closure fails the test, and so does a closure that continues. Missing, disputed or unconfirmed days
//! make the answer unknown, and so do days before it was first observed open. A test that was met earlier says nothing
//! about today. Days of rest are left out of the window.

use super::{Explanation, Finding, Scope, Ternary};
use crate::board::crossing::{CrossingReading, Day, Verdict};
use crate::watchlist::StaysOpenTest;
use crate::watchlist::scales::ClosureCause;
use crate::watchlist::time::TimePoint;
use chrono::NaiveDate;

/// How many announced closures are excused if the test does not specify it.
const EXCUSED: u64 = 1;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// An index into the watchlist's crossings.
    pub crossing: usize,
    /// The required number of days.
    pub days: u64,
    /// The reading of those days. `None` if it has not been observed open yet.
    pub window: Option<Window>,
}

/// The required days, grouped by what is known about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Number of open days.
    pub open: usize,
    /// Days of scheduled or announced closures, in order.
    pub excused: Vec<NaiveDate>,
    /// Days of rest, in order. They are no part of the window.
    pub rest: Vec<NaiveDate>,
    /// The maximum number of excused days.
    pub may_be_excused: u64,
    /// Unannounced closures, in the order of their days.
    pub closures: Vec<Closure>,
    /// Whether it is shut, now or when it was last observed.
    pub is_shut: bool,
    /// Days on which sources disagree.
    pub disputed: Vec<NaiveDate>,
    /// Days for which only weak evidence says open.
    pub unconfirmed: Vec<NaiveDate>,
    /// Days without evidence. Today is one of them until it has a record.
    pub missing: Vec<NaiveDate>,
    /// Days before it was first observed open.
    pub before: u64,
}

/// A day on which it was shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closure {
    pub date: NaiveDate,
    /// The cause in the day record. `unstated` if only a report says that it is shut.
    pub cause: ClosureCause,
    /// When it closed, if it was open earlier on that day.
    pub at: Option<TimePoint>,
}

pub(super) fn evaluate_stay(scope: &Scope<'_>, test: &StaysOpenTest) -> Finding {
    let Some(index) = scope.ctx.watchlist.crossings.index_of(test.crossing.value.as_str()) else {
        return Finding::undeclared(&test.crossing.value);
    };
    let window = window(scope.ctx.today, &scope.crossing(index), test);
    let answer = window.as_ref().map_or(Ternary::Unknown, answer);
    Finding { answer, because: Explanation::Stay(Stay { crossing: index, days: test.days, window }) }
}

fn answer(window: &Window) -> Ternary {
    let is_excused = u64::try_from(window.excused.len()).is_ok_and(|closures| closures <= window.may_be_excused);
    if !window.closures.is_empty() || window.is_shut || !is_excused {
        return Ternary::NotMet;
    }
    let is_known = window.disputed.is_empty() && window.unconfirmed.is_empty() && window.missing.is_empty();
    if is_known && window.before == 0 && window.open > 0 { Ternary::Met } else { Ternary::Unknown }
}

fn window(today: NaiveDate, reading: &CrossingReading, test: &StaysOpenTest) -> Option<Window> {
    // A crossing whose opening is unconfirmed can also be shut.
    let was_open = |verdict: Verdict| verdict.is_open() || verdict == Verdict::Unconfirmed;
    let opened = reading.days.recorded().iter().find(|day| was_open(day.verdict))?.date;
    let length = usize::try_from(test.days).unwrap_or(usize::MAX);
    let mut window = Window {
        open: 0,
        rest: Vec::new(),
        excused: Vec::new(),
        may_be_excused: test.excused.unwrap_or(EXCUSED),
        closures: Vec::new(),
        is_shut: reading.status.is_shut() && !reading.status.is_end_of_hours && !reading.status.is_rest,
        disputed: Vec::new(),
        unconfirmed: Vec::new(),
        missing: Vec::new(),
        before: 0,
    };
    let mut counted = 0;
    for day in reading.days.between(opened, today).rev() {
        if counted == length {
            break;
        }
        counted += usize::from(day.verdict != Verdict::Rest);
        if day.record.is_some_and(Day::is_unexcused_closure) {
            let cause = match day.verdict {
                Verdict::Closed(cause) => cause,
                _ => ClosureCause::Unstated,
            };
            let at = day.record.and_then(|day| day.interruption).map(|interruption| interruption.at);
            window.closures.push(Closure { date: day.date, cause, at });
            continue;
        }
        match day.verdict {
            Verdict::Open | Verdict::Limited => window.open += 1,
            Verdict::ClosedAsScheduled => window.excused.push(day.date),
            Verdict::Rest => window.rest.push(day.date),
            Verdict::Disputed => window.disputed.push(day.date),
            Verdict::Unconfirmed => window.unconfirmed.push(day.date),
            Verdict::Closed(_) | Verdict::Unclear | Verdict::NoRecord | Verdict::NotObserved | Verdict::Ahead => {
                window.missing.push(day.date);
            }
        }
    }
    // The operator chooses the number of days, so days before the opening are counted without a loop.
    window.before = test.days.saturating_sub(counted as u64);
    window.closures.reverse();
    let dates =
        [&mut window.excused, &mut window.rest, &mut window.disputed, &mut window.unconfirmed, &mut window.missing];
    dates.into_iter().for_each(|dates| dates.reverse());
    Some(window)
}
