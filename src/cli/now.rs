//! `--now`: as of which moment.

use crate::watchlist::time::{Moment, Precision, TIME_FORMS, TimeError};
use anyhow::anyhow;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// The moment that `--now` names, read like any time in a watchlist. A date alone means the last moment of that day:
/// all that the day brought is seen, and nothing of the next.
pub(super) fn parse(text: &str, zone: Tz) -> anyhow::Result<DateTime<Utc>> {
    match Moment::parse(text, zone) {
        Ok(Moment { end, precision: Precision::Day, .. }) => Ok(end - TimeDelta::milliseconds(1)),
        Ok(Moment { end, precision: Precision::Exact, .. }) => Ok(end),
        Err(TimeError::Malformed) => Err(anyhow!("--now {text}: not a time; write one of: {TIME_FORMS}")),
        Err(TimeError::NoSuchTime) => Err(anyhow!("--now {text}: there is no such day or hour")),
        Err(TimeError::Skipped([before, after])) => Err(anyhow!(
            "--now {text}: does not exist in {zone}, the clocks go forward over it; \
             write {before} (before the change) or {after} (after it)"
        )),
        Err(TimeError::Twice([first, second])) => Err(anyhow!(
            "--now {text}: happens twice in {zone}, the clocks go back over it; \
             write {first} (the first) or {second} (the second)"
        )),
    }
}

/// Whether reading the text needs no zone, because it has an offset.
pub(super) fn is_absolute(text: &str) -> bool {
    let in_zone = |zone| Moment::parse(text, zone).map(|moment| moment.end);
    matches!((in_zone(Tz::UTC), in_zone(Tz::Asia__Gaza)), (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, utc: &str) {
        let expected: DateTime<Utc> = utc.parse().expect("a time");
        assert_eq!(parse(text, Tz::Asia__Gaza).expect("a time"), expected);
    }

    #[track_caller]
    fn check_refused(text: &str, words: &str) {
        let error = parse(text, Tz::Asia__Gaza).expect_err("no moment").to_string();
        assert!(error.contains(words), "{error}");
    }

    #[test]
    fn a_date_alone_is_the_last_moment_of_its_day() {
        check("2026-02-02", "2026-02-02T21:59:59.999Z");
        check("2026-07-02", "2026-07-02T20:59:59.999Z");
    }

    #[test]
    fn a_time_is_itself() {
        check("2026-02-02T12:00Z", "2026-02-02T12:00:00Z");
        check("2026-02-02 00:00", "2026-02-01T22:00:00Z");
    }

    #[test]
    fn what_is_no_moment_says_why() {
        check_refused("soon", "not a time");
        check_refused("2026-02-30", "no such day");
        check_refused("2026-03-28 02:30", "2026-03-28T02:30+02:00 (before the change) or 2026-03-28T02:30+03:00");
        check_refused("2026-10-24 01:30", "2026-10-24T01:30+03:00 (the first) or 2026-10-24T01:30+02:00");
    }
}
