//! Which way each kind of change goes: the rules are told at the kinds of [`What`].

use super::what::{DayFacts, Edit, ItemState, Turn, What};
use crate::board::crossing::OnSchedule;
use crate::board::heat::Trend;
use crate::board::signals::Ternary;
use crate::board::spillover::Level;
use crate::watchlist::scales::{Cause, CrossingStatus, Outcome, Presence, Rung};
use crate::watchlist::time::TimePoint;

/// Whether a change is good news. What counts as which is told at each kind of [`What`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Deeds, verified or attributed, that go the right way. Never a promise, never a mere withdrawal of bad news.
    Better,
    /// It goes the wrong way, or what was known to be good is not known any more.
    Worse,
    /// Neither, or nobody can say.
    Other,
}

impl What {
    /// Which way what brought it about must go: as it does itself, or what it says now.
    pub(super) fn leaning(&self) -> Direction {
        match self {
            Self::Answer { points_to, was, is } => match (points_to, is) {
                (Outcome::Success, Ternary::Met) | (Outcome::Failure, Ternary::NotMet) => Direction::Better,
                (Outcome::Success, Ternary::NotMet) | (Outcome::Failure, Ternary::Met) => Direction::Worse,
                (Outcome::Success | Outcome::Failure, Ternary::Unknown) => of_answer(*points_to, *was, *is),
            },
            // To open late is worse, and it is an opening.
            Self::Schedule { .. } if self.direction() == Direction::Worse => Direction::Other,
            _ => self.direction(),
        }
    }

    /// Which way it goes, whatever brought it about.
    pub(super) fn direction(&self) -> Direction {
        match self {
            Self::Added
            | Self::Removed
            | Self::Renamed { .. }
            | Self::Edited { .. }
            | Self::Checked { .. }
            | Self::Term { .. }
            | Self::Count { .. }
            | Self::AsOf { .. }
            | Self::Grade { .. } => Direction::Other,
            Self::Status { was, is } => of_status(was.status, is.status),
            Self::Schedule { was, is } => of_ranks(punctuality(was), punctuality(is)),
            Self::Date { was, is } => of_date(*was, *is),
            Self::Day { was, is } => of_day(*was, *is),
            Self::Presence { was, is } => of_presence(*was, *is),
            Self::Rung { was, is } => of_rung(*was, *is),
            Self::Overdue { turn, .. } | Self::Contradiction { turn, .. } | Self::Drift { turn, .. } => {
                worse_once(*turn)
            }
            Self::Stale(turn) | Self::Unobserved(turn) => worse_once(*turn),
            Self::Threat { turn: Turn::Begun, .. } | Self::Blocked { turn: Turn::Begun, .. } => Direction::Worse,
            Self::Threat { turn: Turn::Ended, .. } | Self::Blocked { turn: Turn::Ended, .. } => Direction::Better,
            Self::Level { was, is } => of_level(*was, *is),
            Self::Log { edit: Edit::Added | Edit::Corrected, severe: 1.., .. } => Direction::Worse,
            Self::Entries { edit: Edit::Added | Edit::Corrected, grave: 1.., .. } => Direction::Worse,
            Self::Log { .. } | Self::Entries { .. } => Direction::Other,
            Self::Heat { is, .. } if *is == Trend::Rising => Direction::Worse,
            Self::Heat { .. } => Direction::Other,
            Self::Answer { points_to, was, is } => of_answer(*points_to, *was, *is),
        }
    }
}

fn worse_once(turn: Turn) -> Direction {
    match turn {
        Turn::Begun => Direction::Worse,
        Turn::Ended => Direction::Other,
    }
}

/// Greater is better; what has no rank has no direction.
fn of_ranks<T: PartialOrd>(was: Option<T>, is: Option<T>) -> Direction {
    match was.zip(is) {
        Some((was, is)) if is > was => Direction::Better,
        Some((was, is)) if is < was => Direction::Worse,
        Some(_) | None => Direction::Other,
    }
}

fn of_status(was: CrossingStatus, is: CrossingStatus) -> Direction {
    let openness = |status: CrossingStatus| match status {
        CrossingStatus::Open => 2,
        CrossingStatus::Limited => 1,
        CrossingStatus::Unknown | CrossingStatus::Closed | CrossingStatus::Scheduled | CrossingStatus::Suspended => 0,
    };
    match of_ranks(Some(openness(was)), Some(openness(is))) {
        Direction::Other if is.is_shut() && !was.is_shut() => Direction::Worse,
        Direction::Other if is == CrossingStatus::Unknown && was == CrossingStatus::Scheduled => Direction::Worse,
        direction => direction,
    }
}

fn punctuality(test: &OnSchedule) -> Option<u8> {
    match test {
        OnSchedule::NoPlan => None,
        OnSchedule::OnTime { .. } => Some(4),
        OnSchedule::NotYetDue { .. } => Some(3),
        OnSchedule::Late { .. } | OnSchedule::Unrecorded { opened: Some(_), .. } => Some(2),
        OnSchedule::NotOpen { .. }
        | OnSchedule::Unrecorded { opened: None, .. }
        | OnSchedule::Disputed { .. }
        | OnSchedule::Unconfirmed { .. } => Some(1),
        OnSchedule::Unknown { .. } => Some(0),
    }
}

fn of_date(was: Option<TimePoint>, is: Option<TimePoint>) -> Direction {
    match (was, is) {
        (Some(_), None) => Direction::Worse,
        (Some(was), Some(is)) if is.end > was.end => Direction::Worse,
        (Some(_), Some(_)) | (None, Some(_) | None) => Direction::Other,
    }
}

fn of_day(was: Option<DayFacts>, is: Option<DayFacts>) -> Direction {
    let is_failure = |day: DayFacts| day.is_told() && day.status.is_shut() && day.cause != Some(Cause::Scheduled);
    match (was, is) {
        (None, Some(is)) if is_failure(is) => Direction::Worse,
        (Some(was), Some(is)) if was.is_told() && is.is_told() => of_status(was.status, is.status),
        (Some(_), Some(_)) | (None, Some(_)) | (_, None) => Direction::Other,
    }
}

fn of_presence(was: Option<Presence>, is: Option<Presence>) -> Direction {
    match (was, is) {
        (Some(Presence::InPlace), _) => Direction::Worse,
        (_, Some(Presence::InPlace)) => Direction::Better,
        (_, Some(Presence::Absent)) => Direction::Worse,
        (_, Some(Presence::Announced) | None) => Direction::Other,
    }
}

fn of_rung(was: ItemState, is: ItemState) -> Direction {
    // What was done counts, whatever was said since.
    let by_deeds = of_ranks(Some(was.done), Some(is.done));
    if by_deeds != Direction::Other {
        return by_deeds;
    }
    if !is.is_attested() && is.rung >= was.rung {
        // To promise as much as there was, or more, is neither.
        return Direction::Other;
    }
    let rank = |state: ItemState| state.counted().unwrap_or(Rung::Dormant);
    match of_ranks(Some(rank(was)), Some(rank(is))) {
        Direction::Better if !is.is_attested() => Direction::Other,
        // Of one rung: how well it is attested.
        Direction::Other if was.rung == is.rung && is.is_attested() && was.is_attested() => {
            of_ranks(was.claim.map(std::cmp::Reverse), is.claim.map(std::cmp::Reverse))
        }
        direction => direction,
    }
}

fn of_level(was: Option<Level>, is: Option<Level>) -> Direction {
    match (was, is) {
        (None, Some(is)) if is >= Level::High => Direction::Worse,
        (Some(was), None) if was < Level::High => Direction::Worse,
        (None, _) | (_, None) => Direction::Other,
        (Some(was), Some(is)) => of_ranks(Some(std::cmp::Reverse(was)), Some(std::cmp::Reverse(is))),
    }
}

fn of_answer(points_to: Outcome, was: Ternary, is: Ternary) -> Direction {
    match (points_to, was, is) {
        (Outcome::Success, _, Ternary::Met) | (Outcome::Failure, Ternary::Met, Ternary::NotMet) => Direction::Better,
        (Outcome::Success, Ternary::Met, _) | (Outcome::Failure, Ternary::NotMet, _) => Direction::Worse,
        (Outcome::Failure, _, Ternary::Met) => Direction::Worse,
        (Outcome::Success, Ternary::NotMet | Ternary::Unknown, _)
        | (Outcome::Failure, Ternary::Met | Ternary::Unknown, Ternary::Unknown)
        | (Outcome::Failure, Ternary::Unknown, Ternary::NotMet) => Direction::Other,
    }
}
