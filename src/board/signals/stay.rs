//! `stays-open`: the last days up to now, each of them open, but for a few closures that were announced before they began.
//!
//! One closure that nobody announced decides it, and so does any closure that goes on. Days that are missing, disputed or
//! unconfirmed leave it unknown, and so do days before it was first seen open. What was once met says nothing of today.

use super::{Explanation, Finding, Scope, Ternary};
use crate::board::crossing::{CrossingReading, Verdict};
use crate::watchlist::StaysOpenTest;
use crate::watchlist::scales::ClosureCause;
use crate::watchlist::time::TimePoint;
use chrono::{Days, NaiveDate};

/// How many announced closures are excused where the test does not say.
const EXCUSED: u64 = 1;

/// Whether a crossing stayed open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The crossing, as an index into the watchlist's crossings.
    pub crossing: usize,
    /// How many days are asked for.
    pub days: u64,
    /// What those days say; absent while it has not been seen open.
    pub window: Option<Window>,
}

/// The days that are asked for, by what is known of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first of them.
    pub from: NaiveDate,
    /// Open days.
    pub open: usize,
    /// Closures that were scheduled or announced, in the order of their days.
    pub excused: Vec<NaiveDate>,
    /// How many of these may be.
    pub may_be_excused: u64,
    /// The closures that nobody announced, in the order of their days.
    pub closures: Vec<Closure>,
    /// Whether it is shut, now or when it was last seen.
    pub is_shut: bool,
    /// Days on which sources disagree.
    pub disputed: Vec<NaiveDate>,
    /// Days that only weak evidence calls open.
    pub unconfirmed: Vec<NaiveDate>,
    /// Days of which nothing is known; today among them, until it has a record.
    pub missing: Vec<NaiveDate>,
    /// Days before it was first seen open.
    pub before: u64,
}

/// A day on which it was shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closure {
    /// The day.
    pub date: NaiveDate,
    /// Why, as the day record gives it; `unstated` where only a report says that it is shut.
    pub cause: ClosureCause,
    /// When it was shut, if it was open on that day before.
    pub at: Option<TimePoint>,
}

pub(super) fn find(scope: &Scope<'_>, test: &StaysOpenTest) -> Finding {
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
    // Also what was not confirmed to be open can be shut.
    let was_open = |verdict: Verdict| verdict.is_open() || verdict == Verdict::Unconfirmed;
    let opened = reading.days.iter().find(|day| was_open(day.verdict))?.date;
    // The number of days is the operator's to write: days before the opening are counted, not walked.
    let from = today.checked_sub_days(Days::new(test.days.saturating_sub(1))).unwrap_or(NaiveDate::MIN);
    let mut window = Window {
        from,
        open: 0,
        excused: Vec::new(),
        may_be_excused: test.excused.unwrap_or(EXCUSED),
        closures: Vec::new(),
        is_shut: reading.status.is_shut() && !reading.status.is_end_of_hours,
        disputed: Vec::new(),
        unconfirmed: Vec::new(),
        missing: Vec::new(),
        before: u64::try_from((opened - from).num_days()).unwrap_or(0),
    };
    let within = reading.days.iter().filter(|day| day.date >= from.max(opened) && day.date <= today);
    for day in within {
        if day.is_unexcused_closure() {
            let cause = match day.verdict {
                Verdict::Closed(cause) => cause,
                _ => ClosureCause::Unstated,
            };
            let at = day.interruption.map(|interruption| interruption.at);
            window.closures.push(Closure { date: day.date, cause, at });
            continue;
        }
        match day.verdict {
            Verdict::Open | Verdict::Limited => window.open += 1,
            Verdict::ClosedAsScheduled => window.excused.push(day.date),
            Verdict::Disputed => window.disputed.push(day.date),
            Verdict::Unconfirmed => window.unconfirmed.push(day.date),
            Verdict::Closed(_) | Verdict::Unclear | Verdict::NoRecord | Verdict::NotObserved | Verdict::Ahead => {
                window.missing.push(day.date)
            }
        }
    }
    Some(window)
}
