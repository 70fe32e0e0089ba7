//! Falling counts: the mean of the last seven days compared with the mean of the seven days before.
//!
//! A day on which all sources saw it closed counts as 0, unless the closure was scheduled or announced: a day of
//! rest is left out. A day without a number, or that could not be observed, is left out and shown as missing. A fall is
//! reported only if it is certain whichever source is right: the highest numbers of the last days are compared with the
//! lowest numbers of the days before.

use super::{Drift, DriftKind, Readings};
use crate::board::crossing::{Day, Range, Verdict};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{EntityRef, Measure};
use chrono::{Days, NaiveDate};

/// The number of days in a mean.
const WINDOW: u64 = 7;

/// A mean needs at least this many days with a number.
const LEAST: usize = 3;

/// A fall by less than this share is ignored.
const STEADY: f64 = 0.1;

/// How a daily number falls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fall {
    pub measure: Measure,
    /// The mean of the last seven complete days, per day.
    pub mean: f64,
    /// The mean of the seven days before those, per day.
    pub before: f64,
    /// Days without a number: of the last seven, and of the seven before.
    pub missing: (usize, usize),
}

pub(super) fn find_falling_counts(readings: &Readings<'_>) -> Vec<Drift> {
    let crossings = readings.ctx.watchlist.crossings.iter().enumerate();
    crossings
        .flat_map(|(index, crossing)| {
            let declared = crossing.declared_measures().map(|(measure, _)| measure);
            let all = [Measure::EXITS, Measure::ENTRIES].into_iter().chain(declared);
            let flows = all.filter(|measure| crossing.is_flow(*measure));
            flows.filter_map(move |measure| fall(readings, index, measure))
        })
        .collect()
}

fn fall(readings: &Readings<'_>, index: usize, measure: Measure) -> Option<Drift> {
    let today = readings.ctx.today;
    let days = readings.crossings[index].days.recorded();
    let half = today.checked_sub_days(Days::new(WINDOW))?;
    let ((now, counted), (before, counted_before)) = means(days, today, measure)?;
    let window = usize::try_from(WINDOW).unwrap_or(0);
    let crossing = &readings.ctx.watchlist.crossings[index];
    (now < before * (1.0 - STEADY)).then(|| Drift {
        entity: EntityRef::Crossing(crossing.id.value.clone()),
        kind: DriftKind::Falling(Fall {
            measure,
            mean: now,
            before,
            missing: (window - counted, window - counted_before),
        }),
        since: TimePoint::day(half, readings.ctx.watchlist.zone()),
        reports: within(days, half, today).flat_map(|day| &day.records).map(|at| crossing.days[*at].span).collect(),
    })
}

/// Upper bound of the mean of the last seven complete days, and lower bound of the mean of the seven days before, each
/// with its number of days. `None` if there are too few numbers.
pub(in crate::board) fn means(days: &[Day], today: NaiveDate, measure: Measure) -> Option<(Mean, Mean)> {
    let (half, whole) = (today.checked_sub_days(Days::new(WINDOW))?, today.checked_sub_days(Days::new(2 * WINDOW))?);
    let mean = |from, until, end: fn(Range) -> u64| {
        mean(within(days, from, until).filter_map(|day| number(day, measure)).map(end))
    };
    Some((mean(half, today, |range| range.high)?, mean(whole, half, |range| range.low)?))
}

/// A mean, and its number of days.
type Mean = (f64, usize);

fn within(days: &[Day], from: NaiveDate, until: NaiveDate) -> impl Iterator<Item = &Day> {
    let place = |date| days.partition_point(|day| day.date < date);
    days[place(from)..place(until)].iter()
}

/// How many passed on a day, if this is known and the day could be observed.
fn number(day: &Day, measure: Measure) -> Option<Range> {
    let told = day.number(measure);
    let is_shut = matches!(day.verdict, Verdict::Closed(_));
    let none = is_shut.then_some(Range { low: 0, high: 0 });
    told.or(none).filter(|_| day.gap.is_none())
}

#[expect(clippy::cast_precision_loss, reason = "numbers of a day are far below 2^52")]
fn mean(numbers: impl Iterator<Item = u64>) -> Option<Mean> {
    let (sum, count) = numbers.fold((0.0, 0), |(sum, count), number| (sum + number as f64, count + 1));
    (count >= LEAST).then(|| (sum / count as f64, count))
}
