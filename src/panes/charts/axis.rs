//! A time axis that ends now. Places on it are shares of the whole: 0 is the start, 1 is now.

use crate::board::Board;
use crate::panes::words;
use crate::watchlist::time::local_date;
use chrono::{DateTime, TimeDelta, Utc};

/// How many dates stand on the axis, without the first.
const TICKS: i32 = 4;

/// A date on the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisTick {
    pub place: f64,
    /// Such as `2 Feb`.
    pub date: String,
}

pub(super) struct TimeAxis {
    pub(super) from: DateTime<Utc>,
    span: TimeDelta,
}

impl TimeAxis {
    pub(super) fn ending_now(board: &Board, span: TimeDelta) -> Option<Self> {
        Some(Self { from: board.now.checked_sub_signed(span)?, span })
    }

    pub(super) fn place(&self, at: DateTime<Utc>) -> f64 {
        let share = (at - self.from).num_seconds() as f64 / self.span.num_seconds().max(1) as f64;
        share.clamp(0.0, 1.0)
    }

    /// The part of a time that is on the axis.
    pub(super) fn range(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Option<(f64, f64)> {
        let (from, until) = (self.place(from), self.place(until));
        (from < until).then_some((from, until))
    }

    pub(super) fn ticks(&self, board: &Board) -> Vec<AxisTick> {
        let tick = |tick: i32| {
            let at = self.from + self.span * tick / TICKS;
            AxisTick { place: self.place(at), date: words::day(local_date(at, board.watchlist.zone()), board) }
        };
        (0..=TICKS).map(tick).collect()
    }
}
