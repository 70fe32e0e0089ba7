//! The direction of each kind of change. The rules are documented at the variants of [`ChangeKind`].

use super::what::{ChangeKind, DayFacts, EntryEdit, ItemQuantity, ItemState, Onset};
use crate::board::crossing::OnSchedule;
use crate::board::heat::Trend;
use crate::board::signals::Ternary;
use crate::board::spillover::{Level, RiskLife};
use crate::watchlist::scales::{ClosureCause, CrossingStatus, Outcome, Presence, Rung};
use crate::watchlist::time::TimePoint;

/// Whether a change is good or bad news. The rules are documented at the variants of [`ChangeKind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeDirection {
    /// A verified or attributed deed in the right direction. Never a promise, and never only a withdrawal of bad news.
    Better,
    /// A change in the wrong direction, or something known to be good is no longer known.
    Worse,
    /// Neither better nor worse, or not known.
    Other,
}

impl ChangeKind {
    /// The direction that the cause must have: the direction of the change, or of what the subject says now.
    pub(super) fn leaning(&self) -> ChangeDirection {
        match self {
            Self::Answer { points_to, was, is } => match (points_to, is) {
                (Outcome::Success, Ternary::Met) | (Outcome::Failure, Ternary::NotMet) => ChangeDirection::Better,
                (Outcome::Success, Ternary::NotMet) | (Outcome::Failure, Ternary::Met) => ChangeDirection::Worse,
                (Outcome::Success | Outcome::Failure, Ternary::Unknown) => of_answer(*points_to, *was, *is),
            },
            // A late opening is worse, but its cause is an opening.
            Self::Schedule { .. } if self.direction() == ChangeDirection::Worse => ChangeDirection::Other,
            _ => self.direction(),
        }
    }

    /// The direction of the change, whatever its cause is.
    pub(super) fn direction(&self) -> ChangeDirection {
        match self {
            Self::Added
            | Self::Removed
            | Self::Renamed { .. }
            | Self::Edited { .. }
            | Self::Checked { .. }
            | Self::Term { .. }
            | Self::Count { .. }
            | Self::AsOf { .. }
            | Self::Grade { .. } => ChangeDirection::Other,
            Self::Status { was, is } => of_status(was.status, is.status),
            Self::Schedule { was, is } => of_ranks(punctuality(was), punctuality(is)),
            Self::Date { was, is } => of_date(*was, *is),
            Self::Day { was, is } => of_day(was.as_ref(), is.as_ref()),
            Self::Presence { was, is } => of_presence(*was, *is),
            Self::Rung { was, is } => of_rung(*was, *is),
            Self::Quantity { was, is } => of_quantity(was, is),
            Self::Closing { was: RiskLife::Closed { .. }, is: RiskLife::Reopened { .. } } => ChangeDirection::Worse,
            Self::Closing { .. } => ChangeDirection::Other,
            Self::Overdue { turn, .. } | Self::Contradiction { turn, .. } | Self::Drift { turn, .. } => {
                worse_once(*turn)
            }
            Self::Stale(turn) | Self::Unobserved(turn) => worse_once(*turn),
            Self::Threat { turn: Onset::Begun, .. } | Self::Blocked { turn: Onset::Begun, .. } => {
                ChangeDirection::Worse
            }
            Self::Threat { turn: Onset::Ended, .. } | Self::Blocked { turn: Onset::Ended, .. } => {
                ChangeDirection::Better
            }
            Self::Level { was, is } => of_level(*was, *is),
            Self::Log { edit: EntryEdit::Added | EntryEdit::Corrected, severe: 1.., .. } => ChangeDirection::Worse,
            Self::Entries { edit: EntryEdit::Added | EntryEdit::Corrected, grave: 1.., .. } => ChangeDirection::Worse,
            Self::Log { .. } | Self::Entries { .. } => ChangeDirection::Other,
            Self::Heat { is, .. } if *is == Trend::Rising => ChangeDirection::Worse,
            Self::Heat { .. } => ChangeDirection::Other,
            Self::Answer { points_to, was, is } => of_answer(*points_to, *was, *is),
        }
    }
}

fn worse_once(turn: Onset) -> ChangeDirection {
    match turn {
        Onset::Begun => ChangeDirection::Worse,
        Onset::Ended => ChangeDirection::Other,
    }
}

/// Greater is better. Without a rank there is no direction.
fn of_ranks<T: PartialOrd>(was: Option<T>, is: Option<T>) -> ChangeDirection {
    match was.zip(is) {
        Some((was, is)) if is > was => ChangeDirection::Better,
        Some((was, is)) if is < was => ChangeDirection::Worse,
        Some(_) | None => ChangeDirection::Other,
    }
}

fn of_status(was: CrossingStatus, is: CrossingStatus) -> ChangeDirection {
    let openness = |status: CrossingStatus| match status {
        CrossingStatus::Open => 2,
        CrossingStatus::Limited => 1,
        CrossingStatus::Unknown | CrossingStatus::Closed | CrossingStatus::Scheduled | CrossingStatus::Suspended => 0,
    };
    match of_ranks(Some(openness(was)), Some(openness(is))) {
        ChangeDirection::Other if is.is_shut() && !was.is_shut() => ChangeDirection::Worse,
        ChangeDirection::Other if is == CrossingStatus::Unknown && was == CrossingStatus::Scheduled => {
            ChangeDirection::Worse
        }
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

fn of_date(was: Option<TimePoint>, is: Option<TimePoint>) -> ChangeDirection {
    match (was, is) {
        (Some(_), None) => ChangeDirection::Worse,
        (Some(was), Some(is)) if is.end > was.end => ChangeDirection::Worse,
        (Some(_), Some(_)) | (None, Some(_) | None) => ChangeDirection::Other,
    }
}

fn of_day(was: Option<&DayFacts>, is: Option<&DayFacts>) -> ChangeDirection {
    let is_failure =
        |day: &DayFacts| day.is_told() && day.status.is_shut() && day.cause != Some(ClosureCause::Scheduled);
    match (was, is) {
        (None, Some(is)) if is_failure(is) => ChangeDirection::Worse,
        (Some(was), Some(is)) if was.is_told() && is.is_told() => of_status(was.status, is.status),
        (Some(_), Some(_)) | (None, Some(_)) | (_, None) => ChangeDirection::Other,
    }
}

fn of_presence(was: Option<Presence>, is: Option<Presence>) -> ChangeDirection {
    match (was, is) {
        (Some(Presence::InPlace), _) => ChangeDirection::Worse,
        (_, Some(Presence::InPlace)) => ChangeDirection::Better,
        (_, Some(Presence::Absent)) => ChangeDirection::Worse,
        (_, Some(Presence::Announced) | None) => ChangeDirection::Other,
    }
}

fn of_rung(was: ItemState, is: ItemState) -> ChangeDirection {
    // Deeds count, whatever was said since.
    let by_deeds = of_ranks(Some(was.done), Some(is.done));
    if by_deeds != ChangeDirection::Other {
        return by_deeds;
    }
    if !is.is_attested() && is.rung >= was.rung {
        // A promise of the same rung or a higher one is neither better nor worse.
        return ChangeDirection::Other;
    }
    let rank = |state: ItemState| state.counted().unwrap_or(Rung::Dormant);
    match of_ranks(Some(rank(was)), Some(rank(is))) {
        ChangeDirection::Better if !is.is_attested() => ChangeDirection::Other,
        // Same rung: compare how well it is attested.
        ChangeDirection::Other if was.rung == is.rung && is.is_attested() && was.is_attested() => {
            of_ranks(was.claim.map(std::cmp::Reverse), is.claim.map(std::cmp::Reverse))
        }
        direction => direction,
    }
}

fn of_quantity(was: &ItemQuantity, is: &ItemQuantity) -> ChangeDirection {
    // What is claimed includes what is verified.
    let in_all = |quantity: &ItemQuantity| Some(quantity.claimed.or(quantity.verified));
    match of_ranks(in_all(was), in_all(is)) {
        ChangeDirection::Other => of_ranks(Some(was.verified), Some(is.verified)),
        direction => direction,
    }
}

fn of_level(was: Option<Level>, is: Option<Level>) -> ChangeDirection {
    match (was, is) {
        (None, Some(is)) if is >= Level::High => ChangeDirection::Worse,
        (Some(was), None) if was < Level::High => ChangeDirection::Worse,
        (None, _) | (_, None) => ChangeDirection::Other,
        (Some(was), Some(is)) => of_ranks(Some(std::cmp::Reverse(was)), Some(std::cmp::Reverse(is))),
    }
}

fn of_answer(points_to: Outcome, was: Ternary, is: Ternary) -> ChangeDirection {
    match (points_to, was, is) {
        (Outcome::Success, _, Ternary::Met) | (Outcome::Failure, Ternary::Met, Ternary::NotMet) => {
            ChangeDirection::Better
        }
        (Outcome::Success, Ternary::Met, _) | (Outcome::Failure, Ternary::NotMet, _) => ChangeDirection::Worse,
        (Outcome::Failure, _, Ternary::Met) => ChangeDirection::Worse,
        (Outcome::Success, Ternary::NotMet | Ternary::Unknown, _)
        | (Outcome::Failure, Ternary::Met | Ternary::Unknown, Ternary::Unknown)
        | (Outcome::Failure, Ternary::Unknown, Ternary::NotMet) => ChangeDirection::Other,
    }
}
