//! Three values, and Kleene's strong logic over them.

/// What a test says. In this order, `all` is the least of its parts and `any` the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ternary {
    /// It is known not to be so.
    NotMet,
    /// Nobody can tell. Neither good nor bad news.
    Unknown,
    /// It is known to be so.
    Met,
}

impl Ternary {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::NotMet, Self::Unknown, Self::Met];

    /// Met if all are; not met if one is not. Of nothing at all nothing is known.
    pub fn all(answers: impl Iterator<Item = Self>) -> Self {
        answers.min().unwrap_or(Self::Unknown)
    }

    /// Met if one is; not met if none is. Of nothing at all nothing is known.
    pub fn any(answers: impl Iterator<Item = Self>) -> Self {
        answers.max().unwrap_or(Self::Unknown)
    }

    /// Met if at least so many are; not met if that cannot be any more.
    pub fn at_least(number: u64, answers: impl Iterator<Item = Self>) -> Self {
        let (mut met, mut open) = (0, 0);
        for answer in answers {
            met += u64::from(answer == Self::Met);
            open += u64::from(answer == Self::Unknown);
        }
        if met >= number {
            Self::Met
        } else if met + open < number {
            Self::NotMet
        } else {
            Self::Unknown
        }
    }

    /// The opposite; of what is unknown, unknown.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "it stands beside `all` and `any`, as in a watchlist")]
    pub fn not(self) -> Self {
        match self {
            Self::NotMet => Self::Met,
            Self::Unknown => Self::Unknown,
            Self::Met => Self::NotMet,
        }
    }

    /// Met or not met.
    pub fn of(is_met: bool) -> Self {
        if is_met { Self::Met } else { Self::NotMet }
    }
}
