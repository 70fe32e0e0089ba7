//! `opens-on-schedule`: did a crossing open when it was to?

use super::{Because, Finding, Readings, Ternary};
use crate::board::crossing::OnSchedule;
use crate::watchlist::Id;

/// Whether a crossing opened when it was to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The crossing, as an index into the watchlist's crossings.
    pub crossing: usize,
    /// What the records say.
    pub opened: OnSchedule,
}

pub(super) fn find(readings: &Readings<'_>, crossing: &Id) -> Finding {
    let Some(index) = readings.ctx.watchlist.crossings.iter().position(|known| known.id.value == *crossing) else {
        return Finding::undeclared(crossing);
    };
    let opened = readings.crossings[index].on_schedule;
    let answer = match opened {
        OnSchedule::OnTime { .. } => Ternary::Met,
        OnSchedule::Late { .. } | OnSchedule::NotOpen { .. } => Ternary::NotMet,
        OnSchedule::Disputed { .. } if was_shut_on_the_day(readings, index) => Ternary::NotMet,
        OnSchedule::Disputed { .. }
        | OnSchedule::NotYetDue { .. }
        | OnSchedule::Unrecorded { .. }
        | OnSchedule::Unknown { .. }
        | OnSchedule::NoPlan => Ternary::Unknown,
    };
    Finding { answer, because: Because::Opening(Opening { crossing: index, opened }) }
}

/// Sources may differ on a later day; the promised one is lost if all of them saw it shut.
fn was_shut_on_the_day(readings: &Readings<'_>, index: usize) -> bool {
    let zone = readings.ctx.watchlist.zone();
    let planned = readings.ctx.watchlist.crossings[index].opens.map(|opens| opens.value.date(zone));
    let day = readings.crossings[index].days.iter().find(|day| Some(day.date) == planned);
    let is_over = planned.is_some_and(|planned| planned < readings.ctx.today);
    let is_reported_open =
        matches!(readings.crossings[index].on_schedule, OnSchedule::Disputed { date, .. } if Some(date) == planned);
    is_over && !is_reported_open && day.is_some_and(|day| day.verdict.is_shut())
}
