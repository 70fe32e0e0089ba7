//! How hot the log is: severity weights that halve with time.

use crate::watchlist::scales::Severity;
use chrono::{DateTime, TimeDelta, Utc};

/// How many values a heat's series has, oldest first; they reach back [`SPAN`] half-lives.
pub const POINTS: usize = 33;

/// How many half-lives a heat's series reaches back.
pub const SPAN: i32 = 4;

/// A change smaller than this share of the earlier heat is no trend.
const STEADY: f64 = 0.1;

/// The heat of a log, now and lately.
#[derive(Clone, Debug, PartialEq)]
pub struct Heat {
    /// The sum of severity weights, each halved once for every half-life since its event.
    pub now: f64,
    /// The same, one half-life ago.
    pub before: f64,
    /// The heat over the last [`SPAN`] half-lives, oldest first; the last value is [`Heat::now`].
    pub series: Vec<f64>,
}

/// Which way a heat goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// More than a tenth above what it was one half-life ago.
    Rising,
    /// Within a tenth.
    Steady,
    /// More than a tenth below.
    Falling,
}

impl Heat {
    /// Which way it goes, compared with one half-life ago.
    pub fn trend(&self) -> Trend {
        let margin = STEADY * self.before;
        if self.now > self.before + margin {
            Trend::Rising
        } else if self.now < self.before - margin {
            Trend::Falling
        } else {
            Trend::Steady
        }
    }
}

/// Follows a log forward in time and takes samples on the way: one pass, whatever the log's length.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    half_life: TimeDelta,
    /// When the next sample is due, oldest first.
    grid: Vec<DateTime<Utc>>,
    samples: Vec<f64>,
    value: f64,
    at: DateTime<Utc>,
}

impl Meter {
    pub(crate) fn new(now: DateTime<Utc>, half_life: TimeDelta) -> Self {
        let steps = i32::try_from(POINTS - 1).expect("a few dozen points");
        let step = half_life * SPAN / steps;
        let grid: Vec<_> = (0..=steps).rev().map(|back| now.checked_sub_signed(step * back).unwrap_or(now)).collect();
        Self { half_life, at: grid[0], grid, samples: Vec::with_capacity(POINTS), value: 0.0 }
    }

    /// Adds an event. Events come in the order of their time.
    pub(crate) fn add(&mut self, at: DateTime<Utc>, severity: Severity) {
        self.sample_before(at);
        self.value = self.value_at(at) + severity.weight();
        self.at = at;
    }

    pub(crate) fn finish(mut self) -> Heat {
        self.sample_before(DateTime::<Utc>::MAX_UTC);
        let one_half_life_ago = POINTS - 1 - (POINTS - 1) / SPAN.unsigned_abs() as usize;
        let now = self.samples.last().copied().unwrap_or_default();
        Heat { now, before: self.samples[one_half_life_ago], series: self.samples }
    }

    /// Takes every sample that is due before `at`; an event at the very moment of a sample belongs into it.
    fn sample_before(&mut self, at: DateTime<Utc>) {
        while let Some(due) = self.grid.get(self.samples.len()).filter(|due| **due < at) {
            let value = self.value_at(*due);
            self.samples.push(value);
        }
    }

    fn value_at(&self, at: DateTime<Utc>) -> f64 {
        if self.value == 0.0 {
            // Nothing has happened yet: before the first event the exponent could be beyond all numbers.
            return 0.0;
        }
        let passed = (at - self.at).num_seconds() as f64 / self.half_life.num_seconds() as f64;
        // Not the system's own: a heat is the same number on every machine.
        self.value * libm::exp2(-passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours_ago(hours: i64) -> DateTime<Utc> {
        now() - TimeDelta::hours(hours)
    }

    fn now() -> DateTime<Utc> {
        "2026-02-01T12:00:00Z".parse().expect("a time")
    }

    #[track_caller]
    fn check(events: &[(i64, Severity)], heat_now: f64, before: f64, trend: Trend) {
        let mut meter = Meter::new(now(), TimeDelta::hours(24));
        for (ago, severity) in events {
            meter.add(hours_ago(*ago), *severity);
        }
        let heat = meter.finish();
        assert!((heat.now - heat_now).abs() < 1e-9, "now: {}", heat.now);
        assert!((heat.before - before).abs() < 1e-9, "before: {}", heat.before);
        assert_eq!(heat.trend(), trend);
        assert_eq!(heat.series.len(), POINTS);
    }

    #[test]
    fn an_empty_log_is_cold_and_steady() {
        check(&[], 0.0, 0.0, Trend::Steady);
    }

    #[test]
    fn a_weight_halves_once_in_a_half_life() {
        check(&[(24, Severity::Severe)], 2.0, 4.0, Trend::Falling);
        check(&[(48, Severity::Severe)], 1.0, 2.0, Trend::Falling);
    }

    #[test]
    fn an_event_of_this_moment_counts_in_full() {
        check(&[(0, Severity::Extreme)], 8.0, 0.0, Trend::Rising);
    }

    #[test]
    fn one_more_event_of_half_the_weight_keeps_it_steady() {
        check(&[(24, Severity::Severe), (0, Severity::Moderate)], 4.0, 4.0, Trend::Steady);
    }

    #[test]
    fn an_event_thousands_of_half_lives_ago_leaves_a_number() {
        check(&[(24 * 5000, Severity::Extreme), (0, Severity::Severe)], 4.0, 0.0, Trend::Rising);
    }

    #[test]
    fn events_older_than_the_series_still_count() {
        check(&[(24 * 5, Severity::Extreme)], 0.25, 0.5, Trend::Falling);
    }
}
