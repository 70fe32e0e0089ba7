//! Evaluates the daily numbers of a crossing: the latest one of each measure, its quota, and its range on open days.

use super::days::{Day, Range};
use super::quota::{self, Quotas};
use crate::board::evidence::Reading;
use crate::watchlist::{Crossing, Measure};
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// What is known about one measure: people out, people in, or a declared one.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureReading {
    pub measure: Measure,
    /// The latest day with a number, as an index into the days of the crossing, and the number.
    pub latest: Option<(usize, Range)>,
    /// The quota that was in force on that day; the current one if there is no such day.
    pub quota: Option<Reading<u64>>,
    /// Its range on open days, if it is a flow.
    pub spread: Option<Spread>,
}

/// Range of a daily number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The lowest number on any day, by the lowest source.
    pub least: u64,
    /// The highest number on any day, by the highest source.
    pub most: u64,
    /// Number of days with a value.
    pub days: usize,
    /// Number of days on which a quota was in force.
    pub quota_days: usize,
    /// Number of quota days on which the lowest source reaches the quota.
    pub quota_met: usize,
}

/// One for people out, one for people in, and one for each declared measure, in this order.
pub(super) fn read_measures(crossing: &Crossing, days: &[Day], quotas: &Quotas<'_>) -> Vec<MeasureReading> {
    let mut numbers: HashMap<Measure, Vec<(usize, Range)>> = HashMap::new();
    for (index, day) in days.iter().enumerate() {
        let people = [(Measure::EXITS, day.exits), (Measure::ENTRIES, day.entries)];
        let people = people.into_iter().filter_map(|(measure, range)| Some((measure, range?)));
        for (measure, range) in people.chain(day.declared()) {
            numbers.entry(measure).or_default().push((index, range));
        }
    }
    let declared = crossing.declared_measures().map(|(measure, _)| measure);
    let read = |measure: Measure| {
        let numbers = numbers.get(&measure).map_or(&[][..], Vec::as_slice);
        let latest = numbers.last().copied();
        let at = latest.map_or(DateTime::<Utc>::MAX_UTC, |(day, _)| quota::moment_of_day(days[day].start));
        let quota = quotas.read(measure, at);
        let spread = spread(measure, numbers, days, quotas).filter(|_| crossing.is_flow(measure));
        MeasureReading { measure, latest, quota, spread }
    };
    [Measure::EXITS, Measure::ENTRIES].into_iter().chain(declared).map(read).collect()
}

/// The range of the numbers on open days, each with the quota in force on that day.
fn spread(measure: Measure, numbers: &[(usize, Range)], days: &[Day], quotas: &Quotas<'_>) -> Option<Spread> {
    let mut spread: Option<Spread> = None;
    for (day, range) in
        numbers.iter().map(|(day, range)| (&days[*day], *range)).filter(|(day, _)| day.verdict.is_open())
    {
        let quota = quotas.read(measure, quota::moment_of_day(day.start)).and_then(|quota| quota.settled());
        let so_far = spread.get_or_insert(Spread { least: u64::MAX, most: 0, days: 0, quota_days: 0, quota_met: 0 });
        so_far.least = so_far.least.min(range.low);
        so_far.most = so_far.most.max(range.high);
        so_far.days += 1;
        so_far.quota_days += usize::from(quota.is_some());
        so_far.quota_met += usize::from(quota.is_some_and(|quota| range.low >= quota));
    }
    spread
}
