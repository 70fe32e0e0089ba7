//! The heat of the log: severity weights that halve with time.

use crate::watchlist::scales::Severity;
use chrono::{DateTime, TimeDelta, Utc};

/// How many values the series of a heat has, oldest first. They go back [`SPAN`] half-lives.
pub const POINTS: usize = 33;

/// How many half-lives the series of a heat goes back.
pub const SPAN: i32 = 4;

/// How far back a trend compares, as a fraction of the half-life: one day for a half-life of seven days.
const TREND: i32 = 7;

/// A change smaller than this share of the earlier heat is not a trend. Without a new entry, heat falls by about a
/// tenth.
const STEADY: f64 = 0.01;

/// The heat of a log, now and in the recent past.
#[derive(Clone, Debug, PartialEq)]
pub struct Heat {
    /// The sum of severity weights, each halved for every half-life since its event.
    pub now: f64,
    /// The same sum, a seventh of the half-life ago.
    pub before: f64,
    /// The heat over the last [`SPAN`] half-lives, oldest first. The last value is [`Heat::now`].
    pub series: Vec<f64>,
}

/// The direction in which a heat changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Higher than a seventh of the half-life ago: a new event outweighs the decay.
    Rising,
    /// Changed by less than the threshold.
    Steady,
    /// Lower: the heat decays.
    Falling,
}

impl Trend {
    pub fn word(self) -> &'static str {
        match self {
            Self::Rising => "rising",
            Self::Steady => "steady",
            Self::Falling => "falling",
        }
    }
}

impl Heat {
    /// The trend, compared with a seventh of the half-life ago.
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

/// Replays a log in time order and takes samples: one pass, however long the log is.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    half_life: TimeDelta,
    /// When the samples are due, oldest first.
    grid: Vec<DateTime<Utc>>,
    samples: Vec<f64>,
    /// The moment that a trend compares with, and the heat at that moment once it has passed.
    earlier: (DateTime<Utc>, Option<f64>),
    value: f64,
    at: DateTime<Utc>,
}

impl Meter {
    pub(crate) fn new(now: DateTime<Utc>, half_life: TimeDelta) -> Self {
        let steps = i32::try_from(POINTS - 1).expect("a few dozen points");
        let step = half_life * SPAN / steps;
        let grid: Vec<_> = (0..=steps).rev().map(|back| now.checked_sub_signed(step * back).unwrap_or(now)).collect();
        let earlier = (now.checked_sub_signed(half_life / TREND).unwrap_or(now), None);
        Self { half_life, at: grid[0], grid, samples: Vec::with_capacity(POINTS), earlier, value: 0.0 }
    }

    /// Adds an event. Events must be added in time order.
    pub(crate) fn add(&mut self, at: DateTime<Utc>, severity: Severity) {
        self.sample_before(at);
        self.value = self.value_at(at) + severity.weight();
        self.at = at;
    }

    pub(crate) fn finish(mut self) -> Heat {
        self.sample_before(DateTime::<Utc>::MAX_UTC);
        let now = self.samples.last().copied().unwrap_or_default();
        Heat { now, before: self.earlier.1.unwrap_or_default(), series: self.samples }
    }

    /// Takes every sample that is due before `at`. An event at the exact time of a sample is included in it.
    fn sample_before(&mut self, at: DateTime<Utc>) {
        if self.earlier.1.is_none() && self.earlier.0 < at {
            self.earlier.1 = Some(self.value_at(self.earlier.0));
        }
        while let Some(due) = self.grid.get(self.samples.len()).filter(|due| **due < at) {
            let value = self.value_at(*due);
            self.samples.push(value);
        }
    }

    fn value_at(&self, at: DateTime<Utc>) -> f64 {
        if self.value == 0.0 {
            // No event yet: before the first event, the exponent could overflow.
            return 0.0;
        }
        let passed = (at - self.at).num_seconds() as f64 / self.half_life.num_seconds() as f64;
        // Do not use the system's own function, so that the heat is the same on every machine.
        self.value * libm::exp2(-passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days_ago(days: i64) -> DateTime<Utc> {
        now() - TimeDelta::days(days)
    }

    fn now() -> DateTime<Utc> {
        "2026-02-01T12:00:00Z".parse().expect("a time")
    }

    #[track_caller]
    fn check(events: &[(i64, Severity)], heat_now: f64, before: f64, trend: Trend) {
        let mut meter = Meter::new(now(), TimeDelta::days(7));
        for (ago, severity) in events {
            meter.add(days_ago(*ago), *severity);
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
    fn a_weight_halves_once_in_a_half_life_and_falls_without_a_new_entry() {
        check(&[(7, Severity::Severe)], 2.0, 2.0 * libm::exp2(1.0 / 7.0), Trend::Falling);
        check(&[(14, Severity::Severe)], 1.0, libm::exp2(1.0 / 7.0), Trend::Falling);
    }

    #[test]
    fn an_event_of_this_moment_counts_in_full() {
        check(&[(0, Severity::Extreme)], 8.0, 0.0, Trend::Rising);
    }

    #[test]
    fn a_new_event_that_outweighs_the_decay_makes_it_rise() {
        check(&[(7, Severity::Severe), (0, Severity::Minor)], 3.0, 2.0 * libm::exp2(1.0 / 7.0), Trend::Rising);
    }

    #[test]
    fn good_news_adds_no_heat() {
        check(&[(7, Severity::Severe), (0, Severity::Relief)], 2.0, 2.0 * libm::exp2(1.0 / 7.0), Trend::Falling);
    }

    #[test]
    fn an_event_thousands_of_half_lives_ago_leaves_a_number() {
        check(&[(7 * 5000, Severity::Extreme), (0, Severity::Severe)], 4.0, 0.0, Trend::Rising);
    }

    #[test]
    fn events_older_than_the_series_still_count() {
        check(&[(7 * 5, Severity::Extreme)], 0.25, 0.25 * libm::exp2(1.0 / 7.0), Trend::Falling);
    }
}
