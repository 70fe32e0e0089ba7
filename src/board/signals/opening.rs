//! `opens-on-schedule`: did a crossing open when it was to?

use super::{Answer, Because, Facts, Finding};
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

pub(super) fn find(facts: &Facts<'_>, crossing: &Id) -> Finding {
    let Some(index) = facts.scene.watchlist.crossings.iter().position(|known| known.id.value == *crossing) else {
        return Finding::undeclared(crossing);
    };
    let opened = facts.crossings[index].on_schedule;
    let answer = match opened {
        OnSchedule::OnTime { .. } => Answer::Met,
        OnSchedule::Late { .. } | OnSchedule::NotOpen { .. } => Answer::NotMet,
        OnSchedule::Disputed { .. } if was_shut_on_the_day(facts, index) => Answer::NotMet,
        OnSchedule::Disputed { .. }
        | OnSchedule::NotYetDue { .. }
        | OnSchedule::Unrecorded { .. }
        | OnSchedule::Unknown { .. }
        | OnSchedule::NoPlan => Answer::Unknown,
    };
    Finding { answer, because: Because::Opening(Opening { crossing: index, opened }) }
}

/// Sources may differ on a later day; the promised one is lost if all of them saw it shut.
fn was_shut_on_the_day(facts: &Facts<'_>, index: usize) -> bool {
    let zone = facts.scene.watchlist.zone();
    let planned = facts.scene.watchlist.crossings[index].opens.map(|opens| opens.value.date(zone));
    let day = facts.crossings[index].days.iter().find(|day| Some(day.date) == planned);
    let is_over = planned.is_some_and(|planned| planned < facts.scene.today);
    let is_reported_open =
        matches!(facts.crossings[index].on_schedule, OnSchedule::Disputed { date, .. } if Some(date) == planned);
    is_over && !is_reported_open && day.is_some_and(|day| day.verdict.is_shut())
}
