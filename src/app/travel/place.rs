//! The position of a past moment among all moments at which the picture changed.

use chrono::{DateTime, Utc};

/// The position of a past moment among all moments at which the picture changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TimelinePlace<'t> {
    /// The moments so far, oldest first.
    pub(crate) moments: &'t [DateTime<Utc>],
    /// The moment of the board.
    pub(crate) at: DateTime<Utc>,
}

impl TimelinePlace<'_> {
    /// How many of the moments are not after that of the board.
    pub(crate) fn seen(&self) -> usize {
        self.moments.partition_point(|moment| *moment <= self.at)
    }

    /// Whether it is after a change, not at the moment of a change itself.
    pub(crate) fn is_between(&self) -> bool {
        let seen = self.moments.get(..self.seen()).and_then(<[_]>::last);
        seen.is_some_and(|last| *last < self.at)
    }

    /// How many changes each column of a scale contains. The scale goes from the first moment to the last.
    pub(crate) fn density(&self, columns: u16) -> Vec<usize> {
        let mut counts = vec![0; usize::from(columns)];
        for moment in self.moments {
            if let Some(count) = counts.get_mut(usize::from(self.column(*moment, columns))) {
                *count += 1;
            }
        }
        counts
    }

    /// The column of a moment. A moment outside the scale gets the nearest column.
    pub(crate) fn column(&self, at: DateTime<Utc>, columns: u16) -> u16 {
        let (Some(first), Some(last)) = (self.moments.first(), self.moments.last()) else { return 0 };
        let whole = (*last - *first).num_seconds().max(1);
        let part = (at - *first).num_seconds().clamp(0, whole);
        let end = i64::from(columns.saturating_sub(1));
        u16::try_from(i128::from(part) * i128::from(end) / i128::from(whole)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn moments(hours: &[i64]) -> Vec<DateTime<Utc>> {
        hours.iter().map(|hours| DateTime::UNIX_EPOCH + TimeDelta::hours(*hours)).collect()
    }

    #[test]
    fn the_scale_goes_from_the_first_moment_to_the_last() {
        let moments = moments(&[0, 1, 50, 100]);
        let place = TimelinePlace { moments: &moments, at: moments[2] };
        assert_eq!(place.density(11), [2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
        assert_eq!((place.seen(), place.column(place.at, 11)), (3, 5));
        assert!(!place.is_between());
        assert!(TimelinePlace { at: place.at + TimeDelta::minutes(1), ..place }.is_between());
    }

    #[test]
    fn moments_beyond_the_ends_stand_at_the_ends() {
        let moments = moments(&[10, 20]);
        let at = |hours: i64| DateTime::UNIX_EPOCH + TimeDelta::hours(hours);
        let place = TimelinePlace { moments: &moments, at: at(90) };
        assert_eq!((place.column(at(0), 8), place.column(place.at, 8), place.seen()), (0, 7, 2));
    }

    #[test]
    fn a_scale_of_no_width_and_a_single_moment_are_drawn_too() {
        let moments = moments(&[10]);
        let place = TimelinePlace { moments: &moments, at: moments[0] };
        assert_eq!(place.density(3), [1, 0, 0]);
        assert!(place.density(0).is_empty());
        assert!(TimelinePlace { moments: &[], at: moments[0] }.density(2).iter().all(|count| *count == 0));
    }
}
