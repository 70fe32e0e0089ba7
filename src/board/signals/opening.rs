//! `opens-on-schedule`: did a crossing open at the promised time?

use super::{Explanation, Finding, Scope, Ternary};
use crate::board::crossing::{CrossingReading, OnSchedule};
use crate::watchlist::Id;

/// Whether a crossing opened at the promised time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// An index into the watchlist's crossings.
    pub crossing: usize,
    pub opened: OnSchedule,
}

pub(super) fn evaluate_opening(scope: &Scope<'_>, crossing: &Id) -> Finding {
    let Some(index) = scope.ctx.watchlist.crossings.index_of(crossing.as_str()) else {
        return Finding::undeclared(crossing);
    };
    let reading = scope.crossing(index);
    let opened = reading.on_schedule;
    let answer = match opened {
        OnSchedule::OnTime { .. } => Ternary::Met,
        OnSchedule::Late { .. } | OnSchedule::NotOpen { .. } => Ternary::NotMet,
        OnSchedule::Disputed { .. } | OnSchedule::Unconfirmed { .. } if was_shut_on_the_day(scope, &reading) => {
            Ternary::NotMet
        }
        OnSchedule::Disputed { .. }
        | OnSchedule::Unconfirmed { .. }
        | OnSchedule::NotYetDue { .. }
        | OnSchedule::Unrecorded { .. }
        | OnSchedule::Unknown { .. }
        | OnSchedule::NoPlan => Ternary::Unknown,
    };
    Finding { answer, because: Explanation::Opening(Opening { crossing: index, opened }) }
}

/// Whether the promised day is over and was shut. Then the test has failed, even if sources dispute a later day.
fn was_shut_on_the_day(scope: &Scope<'_>, reading: &CrossingReading) -> bool {
    let planned = reading.promised.map(|opens| opens.date(scope.ctx.watchlist.zone()));
    let is_over = planned.is_some_and(|planned| planned < scope.ctx.today);
    is_over && planned.and_then(|date| reading.days.record_of(date)).is_some_and(|day| day.verdict.is_shut())
}
