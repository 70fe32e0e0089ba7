//! When a key answers a review.
//!
//! What is typed into the wrong window, or pasted into a terminal that does not mark pastes, arrives as keys. A review is
//! confirmed by Enter twice, which no word holds, and only after a pause, which no paste has.

use chrono::{DateTime, TimeDelta, Utc};

/// A key that comes sooner after the one before it, or after the review has come on screen, belongs to what was being typed.
const TYPING: TimeDelta = TimeDelta::milliseconds(500);

/// Two presses of Enter closer than this are a paste or a key held down.
const BURST: TimeDelta = TimeDelta::milliseconds(100);

/// How far the operator is with confirming what a review shows.
#[derive(Clone, Copy, Debug)]
pub struct Confirmation {
    /// When the last key came, or the review.
    last_key: DateTime<Utc>,
    has_enter: bool,
}

/// What a press of Enter would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnterMeans {
    /// Nothing: it comes too soon.
    Nothing,
    /// It is the first of two.
    First,
    /// It confirms.
    Confirm,
}

impl Confirmation {
    /// A review that has just come on screen, or has just changed.
    pub(super) fn begin(now: DateTime<Utc>) -> Self {
        Self { last_key: now, has_enter: false }
    }

    /// What a press of Enter would do now.
    pub fn enter_means(&self, now: DateTime<Utc>) -> EnterMeans {
        // A clock that was set back makes no pause endless.
        let is_over = |pause| (now - self.last_key).abs() >= pause;
        match self.has_enter {
            true if is_over(BURST) => EnterMeans::Confirm,
            false if is_over(TYPING) => EnterMeans::First,
            true | false => EnterMeans::Nothing,
        }
    }

    /// When that changes, if no key comes before.
    pub(in crate::app) fn changes_at(&self) -> DateTime<Utc> {
        self.last_key + if self.has_enter { BURST } else { TYPING }
    }

    /// Takes a press of Enter in, and says what it does.
    pub(super) fn enter(&mut self, now: DateTime<Utc>) -> EnterMeans {
        let means = self.enter_means(now);
        *self = Self { last_key: now, has_enter: means == EnterMeans::First };
        means
    }

    /// Takes any other key in, and says whether it is an answer: it comes after a pause.
    pub(in crate::app) fn other_key(&mut self, now: DateTime<Utc>) -> bool {
        let is_answer = (now - self.last_key).abs() >= TYPING;
        *self = Self { last_key: now, has_enter: false };
        is_answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What presses of Enter do that come so many milliseconds after the one before; the first after the review.
    #[track_caller]
    fn check(pauses: &[i64], expected: &[EnterMeans]) {
        let mut now = DateTime::UNIX_EPOCH;
        let mut confirmation = Confirmation::begin(now);
        let means = pauses.iter().map(|pause| {
            now += TimeDelta::milliseconds(*pause);
            confirmation.enter(now)
        });
        assert_eq!(means.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn enter_twice_after_a_pause_confirms_and_a_burst_does_not() {
        use EnterMeans::{Confirm, First, Nothing};
        check(&[600, 200], &[First, Confirm]);
        check(&[600, 60_000], &[First, Confirm]);
        check(&[0, 0, 0, 0], &[Nothing; 4]);
        check(&[600, 0, 0, 0], &[First, Nothing, Nothing, Nothing]);
        check(&[300, 300, 300, 300], &[Nothing; 4]);
        check(&[300, 600, 200], &[Nothing, First, Confirm]);
        check(&[-3_600_000, 200], &[First, Confirm]);
    }

    #[test]
    fn any_other_key_takes_the_first_enter_back() {
        let after = |milliseconds| DateTime::UNIX_EPOCH + TimeDelta::milliseconds(milliseconds);
        let mut confirmation = Confirmation::begin(after(0));
        assert_eq!(confirmation.enter(after(600)), EnterMeans::First);
        assert!(!confirmation.other_key(after(700)));
        assert_eq!(confirmation.enter(after(900)), EnterMeans::Nothing);
        assert!(confirmation.other_key(after(1500)));
        assert_eq!(confirmation.enter(after(2100)), EnterMeans::First);
    }
}
