//! Where a step through time leads.

use crate::board::Board;
use crate::board::timeline::Timeline;
use crate::watchlist::Watchlist;
use crate::watchlist::time::{day_end, day_start, local_date};
use crate::watchlist::zone::Zone;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::sync::Arc;

/// A step from one moment to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeStep {
    ChangeBack,
    ChangeOn,
    /// To the end of the previous day.
    DayBack,
    /// To the end of the day, or of the next day.
    DayOn,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Here {
    pub(super) at: DateTime<Utc>,
    pub(super) home: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StepTarget {
    /// To a moment; what came after `since` is marked.
    TimePoint {
        at: DateTime<Utc>,
        since: DateTime<Utc>,
    },
    Home,
    /// Before the first change, which was at this moment.
    TooEarly(DateTime<Utc>),
    /// There are no dated entries yet.
    NoPast,
}

impl Here {
    pub(super) fn target(self, step: TimeStep, timeline: &Timeline, zone: &Zone) -> StepTarget {
        let Some(first) = timeline.up_to(self.home).first().copied() else { return StepTarget::NoPast };
        match step {
            TimeStep::ChangeBack => timeline.before(self.at).map_or(StepTarget::TooEarly(first), |at| self.change(at)),
            TimeStep::ChangeOn => timeline.after(self.at).map_or(StepTarget::Home, |at| self.change(at)),
            TimeStep::DayBack => {
                let yesterday = local_date(self.at, zone).pred_opt();
                match yesterday.filter(|date| last_moment(*date, zone) >= first) {
                    Some(date) => self.day(date, zone),
                    None => StepTarget::TooEarly(first),
                }
            }
            TimeStep::DayOn => {
                let today = local_date(self.at, zone);
                let next = if last_moment(today, zone) > self.at { Some(today) } else { today.succ_opt() };
                next.map_or(StepTarget::Home, |date| self.day(date, zone))
            }
        }
    }

    fn change(self, at: DateTime<Utc>) -> StepTarget {
        if at < self.home { StepTarget::TimePoint { at, since: at - EPSILON } } else { StepTarget::Home }
    }

    fn day(self, date: NaiveDate, zone: &Zone) -> StepTarget {
        let at = last_moment(date, zone);
        if at < self.home {
            StepTarget::TimePoint { at, since: day_start(date, zone) - EPSILON }
        } else {
            StepTarget::Home
        }
    }
}

/// The distance to the moment right before another one.
pub(super) const EPSILON: TimeDelta = TimeDelta::milliseconds(1);

/// The last moment of a day: it includes the whole day, and nothing of the next.
pub(super) fn last_moment(date: NaiveDate, zone: &Zone) -> DateTime<Utc> {
    day_end(date, zone) - EPSILON
}

/// The board to compare a step with: as of right before the changes of the step. At the end of a day the whole day has
/// been seen; within a day it is unknown which of its entries had already come.
pub(super) fn board_before(watchlist: Arc<Watchlist>, since: DateTime<Utc>) -> Board {
    let zone = watchlist.zone();
    if last_moment(local_date(since, zone), zone) == since {
        Board::read(watchlist, since)
    } else {
        Board::read_earlier(watchlist, since)
    }
}

/// A moment in the format of the header and the notices.
pub(crate) fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%MZ").to_string()
}
