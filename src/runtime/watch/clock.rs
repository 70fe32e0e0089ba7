//! The monotonic clock and the wall clock.

use chrono::{DateTime, Utc};
use std::time::Instant;

/// Both clocks at one moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClockSample {
    /// The monotonic clock, for timers.
    pub(crate) steady: Instant,
    /// The wall clock, for dates.
    pub(crate) wall: DateTime<Utc>,
}

impl ClockSample {
    pub(crate) fn now() -> Self {
        Self { steady: Instant::now(), wall: Utc::now() }
    }
}
