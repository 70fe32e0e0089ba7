//! `stays-open`: the first days from an opening, each of them open or closed only as scheduled.
//!
//! One closure without such a reason decides it. Days that are missing, disputed, not observed or still to run leave it
//! unknown, and so does a last day that is not over: it can still close tonight.

use super::{Because, Finding, Readings, Ternary};
use crate::board::choice::{is_preferred, is_same_time};
use crate::board::crossing::{CrossingReading, Day, StaysOpen as Reading, Verdict};
use crate::watchlist::scales::{Cause, Claim};
use crate::watchlist::time::{Precision, TimePoint};
use crate::watchlist::{Crossing, CrossingReport, StaysOpen};
use chrono::{Days, NaiveDate};

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
    /// The first of them: the opening.
    pub opened: NaiveDate,
    /// Days open, or closed only as scheduled.
    pub kept: usize,
    /// The closures that no schedule explains, in the order of their days.
    pub closures: Vec<Closure>,
    /// Days on which sources disagree.
    pub disputed: Vec<NaiveDate>,
    /// Days that are over, of which nothing is known.
    pub missing: Vec<NaiveDate>,
    /// Days that are not over.
    pub to_run: usize,
}

/// A day on which it was shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closure {
    /// The day.
    pub date: NaiveDate,
    /// Why, as the day record gives it; `unstated` where only a report says that it is shut.
    pub cause: Cause,
}

pub(super) fn find(readings: &Readings<'_>, test: &StaysOpen) -> Finding {
    let Some(index) = readings.ctx.watchlist.crossings.iter().position(|known| known.id.value == test.crossing.value)
    else {
        return Finding::undeclared(&test.crossing.value);
    };
    let window = window(readings, index, test.days);
    let answer = match &window {
        None => Ternary::Unknown,
        Some(window) if !window.closures.is_empty() => Ternary::NotMet,
        Some(window) if !window.disputed.is_empty() || !window.missing.is_empty() || window.to_run > 0 => {
            Ternary::Unknown
        }
        Some(window) => Ternary::all((window.kept > 0).then_some(Ternary::Met).into_iter()),
    };
    Finding { answer, because: Because::Stay(Stay { crossing: index, days: test.days, window }) }
}

fn window(readings: &Readings<'_>, index: usize, days: u64) -> Option<Window> {
    let (crossing, reading) = (&readings.ctx.watchlist.crossings[index], &readings.crossings[index]);
    let opened = match &reading.stays_open {
        Reading::NotOpened => return None,
        Reading::Since(record) => record.opened,
    };
    let mut window =
        Window { opened, kept: 0, closures: Vec::new(), disputed: Vec::new(), missing: Vec::new(), to_run: 0 };
    let last = readings.ctx.today;
    let dates = (0..days).map_while(|after| opened.checked_add_days(Days::new(after)));
    // Days ahead are counted, not walked: their number is the operator's to write.
    for date in dates.take_while(|date| *date <= last) {
        let day = reading.days.iter().find(|day| day.date == date);
        let is_over = date < last;
        match shut_report(readings, crossing, reading, date, opened) {
            Some(Shut::Decided(cause)) => window.closures.push(Closure { date, cause }),
            Some(Shut::Disputed) => window.disputed.push(date),
            None => match day.map(|day| day.verdict) {
                Some(Verdict::Closed(cause)) => window.closures.push(Closure { date, cause }),
                Some(Verdict::Disputed) => window.disputed.push(date),
                Some(Verdict::Open | Verdict::Limited | Verdict::ClosedAsScheduled) if is_over => window.kept += 1,
                _ if !is_over => window.to_run += 1,
                Some(
                    Verdict::Open
                    | Verdict::Limited
                    | Verdict::ClosedAsScheduled
                    | Verdict::Unclear
                    | Verdict::NoRecord
                    | Verdict::NotObserved
                    | Verdict::Ahead,
                )
                | None => window.missing.push(date),
            },
        }
    }
    let run = u64::try_from((last - opened).num_days() + 1).unwrap_or(0);
    window.to_run += usize::try_from(days.saturating_sub(run)).unwrap_or(usize::MAX);
    Some(window)
}

/// What a report says of a day on which it tells that the crossing is shut.
enum Shut {
    /// It was.
    Decided(Cause),
    /// Others saw it open.
    Disputed,
}

/// A report counts if it is more than words about the future, and is later than the opening. A report to the minute
/// tells of a change, so that a record of the same day as open does not contradict it; a report of the day as a whole
/// does.
fn shut_report(
    readings: &Readings<'_>,
    crossing: &Crossing,
    reading: &CrossingReading,
    date: NaiveDate,
    opened: NaiveDate,
) -> Option<Shut> {
    let zone = readings.ctx.watchlist.zone();
    let day = reading.days.iter().find(|day| day.date == date);
    if day.is_some_and(|day| day.verdict.is_shut()) {
        return None;
    }
    let is_deed = |report: &CrossingReport| matches!(report.claim, Some(Claim::Verified | Claim::Attributed));
    let seen = || crossing.reports.iter().filter(|report| readings.ctx.has_come(report.at.value) && is_deed(report));
    let opening = seen().filter(|report| report.status.is_open() && report.at.value.date(zone) == opened);
    let first = opening.map(|report| report.at.value.start).min();
    let is_later =
        |at: TimePoint| date > opened || at.precision == Precision::Exact && first.is_none_or(|first| at.start > first);
    let shut = seen()
        .find(|report| report.status.is_shut() && report.at.value.date(zone) == date && is_later(report.at.value))?;
    let is_opposed = seen().any(|other| other.status.is_open() && is_same_time(other.at.value, shut.at.value));
    let is_whole_day = shut.at.value.precision == Precision::Day;
    let is_seen_open = day.is_some_and(|day: &Day| day.verdict.is_open() || day.verdict == Verdict::Disputed);
    let is_settled = is_preferred(crossing.prefer.as_ref(), shut.source.as_ref());
    if (is_opposed || (is_whole_day && is_seen_open)) && !is_settled {
        return Some(Shut::Disputed);
    }
    Some(Shut::Decided(Cause::Unstated))
}
