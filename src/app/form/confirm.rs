//! Decides when a key confirms a review.
//!
//! Text typed into the wrong window, or pasted into a terminal without bracketed paste, arrives as keys. So a review is
//! confirmed by two presses of Enter, which no word contains, and only after a pause, which no paste has. The second
//! Enter counts only if no key follows for a moment: a key that is held down repeats sooner, and then nothing is
//! written.

use chrono::{DateTime, TimeDelta, Utc};

/// A key that comes sooner after the previous one, or after the review appeared, belongs to earlier typing.
const TYPING: TimeDelta = TimeDelta::milliseconds(500);

/// Two presses of Enter closer than this are a paste.
const BURST: TimeDelta = TimeDelta::milliseconds(100);

/// How long no key may follow the second Enter. Held keys repeat about every 30 ms, on slow consoles every 92 ms.
const HOLD: TimeDelta = TimeDelta::milliseconds(150);

/// How far the confirmation of a review has come.
#[derive(Clone, Copy, Debug)]
pub struct Confirmation {
    /// The time of the last key, or of the review's appearance.
    last_key: DateTime<Utc>,
    presses: Presses,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presses {
    /// Enter was not pressed.
    None,
    /// Enter was pressed once.
    One,
    /// Enter was pressed twice: counts if no key follows.
    Two,
    /// Enter was held down, and may still be.
    Held,
}

/// The effect of a press of Enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnterMeans {
    /// Nothing: it comes too soon.
    Nothing,
    First,
    /// It confirms, unless a key follows at once.
    Second,
    /// It follows the second one at once: the key is held down, and the confirmation starts over.
    Held,
}

impl Confirmation {
    /// A review that has just appeared or changed.
    pub(super) fn new(now: DateTime<Utc>) -> Self {
        Self { last_key: now, presses: Presses::None }
    }

    pub fn enter_means(&self, now: DateTime<Utc>) -> EnterMeans {
        match self.presses {
            Presses::None | Presses::Held if self.is_over(TYPING, now) => EnterMeans::First,
            Presses::None => EnterMeans::Nothing,
            Presses::One if self.is_over(BURST, now) => EnterMeans::Second,
            Presses::One => EnterMeans::Nothing,
            Presses::Two | Presses::Held => EnterMeans::Held,
        }
    }

    /// Whether Enter was pressed twice and no key has followed.
    pub(super) fn is_given(&self, now: DateTime<Utc>) -> bool {
        self.presses == Presses::Two && self.is_over(HOLD, now)
    }

    /// When that, or the effect of Enter, changes if no key comes before.
    pub(in crate::app) fn changes_at(&self) -> DateTime<Utc> {
        self.last_key
            + match self.presses {
                Presses::None | Presses::Held => TYPING,
                Presses::One => BURST,
                Presses::Two => HOLD,
            }
    }

    /// Whether only time is missing.
    pub(in crate::app) fn is_pending(&self) -> bool {
        self.presses == Presses::Two
    }

    pub(super) fn enter(&mut self, now: DateTime<Utc>) -> EnterMeans {
        let means = self.enter_means(now);
        let presses = match means {
            EnterMeans::Nothing => Presses::None,
            EnterMeans::First => Presses::One,
            EnterMeans::Second => Presses::Two,
            EnterMeans::Held => Presses::Held,
        };
        *self = Self { last_key: now, presses };
        means
    }

    /// Handles any other key, and returns whether it is an answer: it comes after a pause.
    pub(in crate::app) fn other_key(&mut self, now: DateTime<Utc>) -> bool {
        let is_answer = self.is_over(TYPING, now);
        *self = Self::new(now);
        is_answer
    }

    /// Whether this pause without a key is over. A clock that was set back makes no pause endless.
    fn is_over(&self, pause: TimeDelta, now: DateTime<Utc>) -> bool {
        (now - self.last_key).abs() >= pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the effect of Enter for pauses in milliseconds before each press; the first pause starts with the review.
    #[track_caller]
    fn check(pauses: &[i64], expected: &[EnterMeans]) {
        let mut now = DateTime::UNIX_EPOCH;
        let mut confirmation = Confirmation::new(now);
        let means = pauses.iter().map(|pause| {
            now += TimeDelta::milliseconds(*pause);
            confirmation.enter(now)
        });
        assert_eq!(means.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn enter_twice_after_a_pause_confirms_and_a_burst_does_not() {
        use EnterMeans::{First, Nothing, Second};
        check(&[600, 200], &[First, Second]);
        check(&[600, 60_000], &[First, Second]);
        check(&[0, 0, 0, 0], &[Nothing; 4]);
        check(&[600, 0, 0, 0], &[First, Nothing, Nothing, Nothing]);
        check(&[300, 300, 300, 300], &[Nothing; 4]);
        check(&[300, 600, 200], &[Nothing, First, Second]);
        check(&[-3_600_000, 200], &[First, Second]);
    }

    #[test]
    fn the_second_enter_counts_once_no_key_has_followed_it() {
        let after = |milliseconds| DateTime::UNIX_EPOCH + TimeDelta::milliseconds(milliseconds);
        let mut confirmation = Confirmation::new(after(0));
        assert_eq!(confirmation.enter(after(600)), EnterMeans::First);
        assert!(!confirmation.is_given(after(5_000)));
        assert_eq!(confirmation.enter(after(800)), EnterMeans::Second);
        assert_eq!(confirmation.changes_at(), after(950));
        assert!(!confirmation.is_given(after(949)));
        assert!(confirmation.is_given(after(950)) && confirmation.is_given(after(0)));
        confirmation.other_key(after(900));
        assert!(!confirmation.is_given(after(5_000)));
    }

    #[test]
    fn a_key_that_is_held_down_never_confirms() {
        for delay in [250, 400, 500, 660] {
            for rate in [25, 30, 33, 60, 92, 120] {
                let mut confirmation = Confirmation::new(DateTime::UNIX_EPOCH);
                let mut now = DateTime::UNIX_EPOCH + TimeDelta::milliseconds(600);
                assert_eq!(confirmation.enter(now), EnterMeans::First);
                now += TimeDelta::milliseconds(delay);
                for _ in 0..200 {
                    assert!(!confirmation.is_given(now), "{delay} {rate}");
                    confirmation.enter(now);
                    now += TimeDelta::milliseconds(rate);
                }
                assert!(!confirmation.is_given(now + TimeDelta::hours(1)));
                // Once Enter is released, the review can be confirmed again.
                check_ends(confirmation, now + TimeDelta::milliseconds(600));
            }
        }
    }

    #[track_caller]
    fn check_ends(mut confirmation: Confirmation, now: DateTime<Utc>) {
        let later = |milliseconds| now + TimeDelta::milliseconds(milliseconds);
        assert_eq!(confirmation.enter(now), EnterMeans::First);
        assert_eq!(confirmation.enter(later(200)), EnterMeans::Second);
        assert!(confirmation.is_given(later(350)));
    }

    #[test]
    fn any_other_key_takes_the_first_enter_back() {
        let after = |milliseconds| DateTime::UNIX_EPOCH + TimeDelta::milliseconds(milliseconds);
        let mut confirmation = Confirmation::new(after(0));
        assert_eq!(confirmation.enter(after(600)), EnterMeans::First);
        assert!(!confirmation.other_key(after(700)));
        assert_eq!(confirmation.enter(after(900)), EnterMeans::Nothing);
        assert!(confirmation.other_key(after(1500)));
        assert_eq!(confirmation.enter(after(2100)), EnterMeans::First);
    }
}
