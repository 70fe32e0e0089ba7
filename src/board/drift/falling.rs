//! Falling counts: the mean of the last seven days against that of the seven before.
//!
//! A day on which all sources saw it closed counts as nobody, unless it was closed as scheduled or announced: a day of rest
//! is left out. A day without a number, or that could not be observed, is left out and told. A fall is told only where it holds whichever source is right: the highest numbers of the last days
//! against the lowest of those before.

use super::{Drift, DriftKind, Readings};
use crate::board::crossing::{Day, Range, Verdict};
use crate::watchlist::EntityRef;
use crate::watchlist::time::TimePoint;
use chrono::{Days, NaiveDate};

/// Days of a mean.
const WINDOW: u64 = 7;

/// Fewer days with a number than this make no mean.
const LEAST: usize = 3;

/// A fall by a smaller share than this is none.
const STEADY: f64 = 0.1;

/// People who pass in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassengerFlow {
    /// Out.
    Exits,
    /// In.
    Entries,
}

/// How a daily number falls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fall {
    /// In which direction.
    pub flow: PassengerFlow,
    /// The mean of the last seven days that are over, people a day.
    pub mean: f64,
    /// The mean of the seven days before those.
    pub before: f64,
    /// Days without a number, of the last seven and of the seven before.
    pub missing: (usize, usize),
}

pub(super) fn find(readings: &Readings<'_>) -> Vec<Drift> {
    let crossings = 0..readings.crossings.len();
    crossings
        .flat_map(|index| {
            [PassengerFlow::Exits, PassengerFlow::Entries]
                .into_iter()
                .filter_map(move |flow| fall(readings, index, flow))
        })
        .collect()
}

fn fall(readings: &Readings<'_>, index: usize, flow: PassengerFlow) -> Option<Drift> {
    let today = readings.ctx.today;
    let days = &readings.crossings[index].days;
    let half = today.checked_sub_days(Days::new(WINDOW))?;
    let ((now, counted), (before, counted_before)) = means(days, today, flow)?;
    let window = usize::try_from(WINDOW).unwrap_or(0);
    let crossing = &readings.ctx.watchlist.crossings[index];
    (now < before * (1.0 - STEADY)).then(|| Drift {
        entity: EntityRef::Crossing(crossing.id.value.clone()),
        kind: DriftKind::Falling(Fall {
            flow,
            mean: now,
            before,
            missing: (window - counted, window - counted_before),
        }),
        since: TimePoint::day(half, readings.ctx.watchlist.zone()),
        reports: within(days, half, today).flat_map(|day| &day.records).map(|at| crossing.days[*at].span).collect(),
    })
}

/// The mean of the last seven days that are over, at most, and of the seven before, at least, each with the number of its
/// days; none where there are too few numbers.
pub(in crate::board) fn means(days: &[Day], today: NaiveDate, flow: PassengerFlow) -> Option<(Mean, Mean)> {
    let (half, whole) = (today.checked_sub_days(Days::new(WINDOW))?, today.checked_sub_days(Days::new(2 * WINDOW))?);
    let mean = |from, until, end: fn(Range) -> u64| {
        mean(within(days, from, until).filter_map(|day| number(day, flow)).map(end))
    };
    Some((mean(half, today, |range| range.high)?, mean(whole, half, |range| range.low)?))
}

/// A mean, and of how many days.
type Mean = (f64, usize);

fn within(days: &[Day], from: NaiveDate, until: NaiveDate) -> impl Iterator<Item = &Day> {
    days.iter().filter(move |day| from <= day.date && day.date < until)
}

/// How many passed on a day, if that is known and could be observed.
fn number(day: &Day, flow: PassengerFlow) -> Option<Range> {
    let told = match flow {
        PassengerFlow::Exits => day.exits,
        PassengerFlow::Entries => day.entries,
    };
    let is_shut = matches!(day.verdict, Verdict::Closed(_));
    let none = is_shut.then_some(Range { low: 0, high: 0 });
    told.or(none).filter(|_| day.gap.is_none())
}

#[expect(clippy::cast_precision_loss, reason = "people a day are far fewer than 2^52")]
fn mean(numbers: impl Iterator<Item = u64>) -> Option<Mean> {
    let (sum, count) = numbers.fold((0.0, 0), |(sum, count), number| (sum + number as f64, count + 1));
    (count >= LEAST).then(|| (sum / count as f64, count))
}
