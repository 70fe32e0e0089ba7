//! How long ago something was, and how long until it is due: one wording for rows and for the frame around them.

use chrono::TimeDelta;
use std::fmt;

/// A duration before or after now. Ages are compared as durations and become text only for display.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Age(pub TimeDelta);

impl Age {
    /// Formats `3s`, `5m`, `4h`, `294d`: the largest unit that fits, rounded down, never negative.
    pub fn in_seconds(self) -> String {
        let seconds = self.0.num_seconds().max(0);
        match seconds {
            ..60 => format!("{seconds}s"),
            60..3_600 => format!("{}m", seconds / 60),
            3_600..172_800 => format!("{}h", seconds / 3_600),
            172_800.. => format!("{}d", seconds / 86_400),
        }
    }

    /// Formats `5m`, `4h`, `294d`; `None` below a minute, for which each caller has its own word.
    pub fn in_minutes(self) -> Option<String> {
        (self.0 >= TimeDelta::minutes(1)).then(|| self.in_seconds())
    }

    /// Formats `<1m`, `5m`, `4h`: does not change every second.
    pub fn at_least(self) -> String {
        self.in_minutes().unwrap_or_else(|| "<1m".to_owned())
    }

    /// Formats `just now`, `5m ago`.
    pub fn ago(self) -> String {
        self.in_minutes().map_or_else(|| "just now".to_owned(), |age| format!("{age} ago"))
    }

    /// Formats `3d ago`, or `in 3h` for the future.
    pub fn relative(self) -> String {
        if self.0 < TimeDelta::zero() {
            format!("in {}", Self(-self.0).in_seconds())
        } else {
            format!("{} ago", self.in_seconds())
        }
    }
}

/// Formats `now`, `5m`, `3h`, `12d`.
impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.in_minutes().as_deref().unwrap_or("now"))
    }
}

/// The oldest age of several things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OldestAge {
    /// The greatest age; `None` if none of them has data.
    pub age: Option<Age>,
    /// Whether any of them has no data.
    pub has_gap: bool,
}

impl OldestAge {
    /// Combines two: the greater age, and whether either has no data.
    #[must_use]
    pub fn or_older(self, other: Self) -> Self {
        Self { age: self.age.max(other.age), has_gap: self.has_gap || other.has_gap }
    }
}

/// Formats `3d`, `3d, some no data`, `no data`.
impl fmt::Display for OldestAge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.age, self.has_gap) {
            (Some(age), false) => write!(f, "{age}"),
            (Some(age), true) => write!(f, "{age}, some no data"),
            (None, _) => f.write_str("no data"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_use_the_largest_unit_and_are_never_negative() {
        for (seconds, words) in
            [(-5, "0s"), (0, "0s"), (59, "59s"), (60, "1m"), (3_600, "1h"), (172_799, "47h"), (172_800, "2d")]
        {
            let age = Age(TimeDelta::seconds(seconds));
            assert_eq!(age.in_seconds(), words);
            assert_eq!(age.in_minutes().as_deref(), (seconds >= 60).then_some(words));
        }
        assert_eq!(Age(TimeDelta::hours(-3)).relative(), "in 3h");
        assert_eq!(Age(TimeDelta::days(294)).relative(), "294d ago");
    }

    #[test]
    fn the_oldest_of_several_is_the_longest_not_the_largest_number() {
        let oldest = |age, has_gap| OldestAge { age, has_gap };
        let (hours, days) = (Age(TimeDelta::hours(47)), Age(TimeDelta::days(3)));
        let both = oldest(Some(hours), true).or_older(oldest(Some(days), false));
        assert_eq!(both.to_string(), "3d, some no data");
        assert_eq!(oldest(None, true).or_older(oldest(None, true)).to_string(), "no data");
    }
}
