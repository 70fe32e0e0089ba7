//! What an entry can cause. Good news makes nothing worse, bad news makes nothing better, and unsupported entries
//! change nothing. So a change is never shown with a cause that cannot have caused it.

use super::direction::ChangeDirection;
use super::quote::{EntryQuote, Says};
use crate::board::evidence::Standing;
use crate::board::spillover::Level;
use crate::watchlist::Watchlist;
use crate::watchlist::scales::{Claim, Presence, Severity};

/// The direction in which an entry can change things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearing {
    /// It says that people pass, that a party is in place, or that a risk is low.
    Good,
    /// It says the opposite, or that an event happened.
    Bad,
    /// Neither by itself: a rung, a number, or words.
    Either,
    /// It is about the future and makes a plan.
    Promised,
    /// Its grades are so low that it changes nothing.
    Unsupported,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It can be the cause.
    Loose,
    /// It goes in the same direction.
    Close,
}

impl Bearing {
    pub(super) fn from_quote(quote: &EntryQuote, watchlist: &Watchlist) -> Self {
        let standing = Standing::from_grades(watchlist, quote.source.as_ref(), quote.credibility);
        let bearing = Self::of_value(&quote.says);
        match (standing, quote.claim) {
            (Standing::Unsupported, _) => Self::Unsupported,
            (_, Some(Claim::Promise)) if bearing != Self::Bad => Self::Promised,
            _ => bearing,
        }
    }

    fn of_value(says: &Says) -> Self {
        let either = |is_good: bool, is_bad: bool| match (is_good, is_bad) {
            (true, _) => Self::Good,
            (false, true) => Self::Bad,
            (false, false) => Self::Either,
        };
        match says {
            Says::Event { severity, .. } => either(*severity == Severity::Relief, true),
            Says::Status(status) | Says::Day(status) => either(status.is_open(), status.is_shut()),
            Says::Presence(presence) => either(*presence == Presence::InPlace, *presence == Presence::Absent),
            Says::Level(level) => either(*level < Level::Moderate, *level >= Level::High),
            Says::Gap { .. } | Says::Closure(_) => Self::Bad,
            Says::Rung(Some(rung), _) if rung.is_failing() => Self::Bad,
            Says::Rung(..) | Says::Term(_) | Says::Count(_) | Says::Quota(..) => Self::Either,
        }
    }

    /// How well it fits as the cause of a change in this direction. `None` if it cannot be the cause.
    pub(super) fn fit(self, direction: ChangeDirection) -> Option<Fit> {
        match (self, direction) {
            (Self::Good, ChangeDirection::Better) | (Self::Bad, ChangeDirection::Worse) => Some(Fit::Close),
            (Self::Good, ChangeDirection::Worse) | (Self::Bad | Self::Promised, ChangeDirection::Better) => None,
            (Self::Unsupported, _) | (Self::Promised, ChangeDirection::Worse) => None,
            (Self::Either, _) | (Self::Good | Self::Bad | Self::Promised, ChangeDirection::Other) => Some(Fit::Loose),
        }
    }
}
