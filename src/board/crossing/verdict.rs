//! What is known about one day.

use crate::watchlist::scales::ClosureCause;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Open,
    Limited,
    /// Closed as scheduled, or as announced before the day began.
    ClosedAsScheduled,
    /// Closed, with the gravest cause given.
    Closed(ClosureCause),
    /// A day of rest in the crossing's calendar, without a record, or closed without another cause. It counts neither
    /// as open nor as closed.
    Rest,
    Disputed,
    /// Only weak evidence says that it was open.
    Unconfirmed,
    /// Records exist, but none says whether it was open.
    Unclear,
    NoRecord,
    /// No record, and it could not be observed.
    NotObserved,
    /// No record is expected: the day is in the future, or it is before the promised opening and has no record.
    Ahead,
}

impl Verdict {
    /// Whether settled evidence says that people passed.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Limited)
    }

    pub fn is_shut(self) -> bool {
        matches!(self, Self::ClosedAsScheduled | Self::Closed(_))
    }

    pub fn is_known(self) -> bool {
        self.is_open() || self.is_shut() || matches!(self, Self::Disputed | Self::Unconfirmed)
    }
}
