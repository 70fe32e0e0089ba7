//! Three values with Kleene's strong logic.

/// The answer of a test. In this order, `all` is the minimum of its parts and `any` the maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ternary {
    NotMet,
    /// Not known. Neither good nor bad news.
    Unknown,
    Met,
}

impl Ternary {
    pub const ALL: [Self; 3] = [Self::NotMet, Self::Unknown, Self::Met];

    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotMet => "not-met",
            Self::Unknown => "unknown",
            Self::Met => "met",
        }
    }

    /// Met if all are met; not met if one is not met. Unknown if there are none.
    pub fn all(answers: impl Iterator<Item = Self>) -> Self {
        answers.min().unwrap_or(Self::Unknown)
    }

    /// Met if one is met; not met if all are not met. Unknown if there are none.
    pub fn any(answers: impl Iterator<Item = Self>) -> Self {
        answers.max().unwrap_or(Self::Unknown)
    }

    /// Met if at least `number` are met; not met if this is no longer possible.
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

    /// The opposite. Unknown stays unknown.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "it stands beside `all` and `any`, as in a watchlist")]
    pub fn not(self) -> Self {
        match self {
            Self::NotMet => Self::Met,
            Self::Unknown => Self::Unknown,
            Self::Met => Self::NotMet,
        }
    }

    pub fn from_bool(is_met: bool) -> Self {
        if is_met { Self::Met } else { Self::NotMet }
    }
}
