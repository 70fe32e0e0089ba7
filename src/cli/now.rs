//! Parses `--now`, the moment of the board, and `--since`, the start of a period.

use crate::watchlist::time::{DURATION_FORMS, Precision, TIME_FORMS, TimeError, TimePoint, parse_duration};
use crate::watchlist::zone::Zone;
use anyhow::anyhow;
use chrono::{DateTime, TimeDelta, Utc};

/// The moment of `--now`, parsed like a time in a watchlist. A date alone means the last moment of that day: it
/// includes the whole day, and nothing of the next.
pub(super) fn parse(text: &str, zone: &Zone) -> anyhow::Result<DateTime<Utc>> {
    let TimePoint { end, precision, .. } = moment("--now", text, zone, TIME_FORMS)?;
    Ok(match precision {
        Precision::Day => end - TimeDelta::milliseconds(1),
        Precision::Exact => end,
    })
}

/// The moment of `--since`: a time, the first moment of a date, or a duration before `now`.
pub(super) fn since(text: &str, zone: &Zone, now: DateTime<Utc>) -> anyhow::Result<DateTime<Utc>> {
    if let Some(span) = text.trim().strip_prefix('-').filter(|span| parse_duration(span).is_some()) {
        return Err(anyhow!("--since {text}: write --since {span}, it always counts back from now"));
    }
    let at = match parse_duration(text).and_then(|span| now.checked_sub_signed(span)) {
        Some(at) => at,
        None => moment("--since", text, zone, &format!("{DURATION_FORMS} ago, {TIME_FORMS}"))?.start,
    };
    if at > now {
        return Err(anyhow!("--since {text}: lies after the moment as of which it is read, {now:?}"));
    }
    Ok(at)
}

fn moment(flag: &str, text: &str, zone: &Zone, forms: &str) -> anyhow::Result<TimePoint> {
    TimePoint::parse(text, zone).map_err(|error| match error {
        TimeError::Malformed => anyhow!("{flag} {text}: not a time; write one of: {forms}"),
        TimeError::NoSuchTime => anyhow!("{flag} {text}: there is no such day or hour"),
        TimeError::NoSuchOffset => anyhow!("{flag} {text}: no place has this offset from UTC; write it as +02:00"),
        TimeError::Skipped([before, after]) => anyhow!(
            "{flag} {text}: does not exist in {zone}, the clocks go forward over it; \
             write {before} (before the change) or {after} (after it)"
        ),
        TimeError::Twice([first, second]) => anyhow!(
            "{flag} {text}: happens twice in {zone}, the clocks go back over it; \
             write {first} (the first) or {second} (the second)"
        ),
    })
}

/// Whether the text has an offset, so that it can be parsed without a zone.
pub(super) fn is_absolute(text: &str) -> bool {
    TimePoint::has_offset(text) && TimePoint::parse(text, Zone::utc()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gaza() -> Zone {
        Zone::bundled("Asia/Gaza").expect("a zone")
    }

    #[track_caller]
    fn check(text: &str, utc: &str) {
        let expected: DateTime<Utc> = utc.parse().expect("a time");
        assert_eq!(parse(text, &gaza()).expect("a time"), expected);
    }

    #[track_caller]
    fn check_refused(text: &str, words: &str) {
        let error = parse(text, &gaza()).expect_err("no moment").to_string();
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
    fn since_goes_back_by_a_span_or_to_the_first_moment_of_a_date() {
        let now = "2026-02-02T12:00:00Z".parse().expect("a time");
        let check = |text: &str, utc: &str| {
            let expected: DateTime<Utc> = utc.parse().expect("a time");
            assert_eq!(since(text, &gaza(), now).expect("a time"), expected);
        };
        check("8h", "2026-02-02T04:00:00Z");
        check("2026-02-02", "2026-02-01T22:00:00Z");
        check("2026-02-01 11:00", "2026-02-01T09:00:00Z");
        let refused = |text: &str| since(text, &gaza(), now).expect_err("no moment").to_string();
        assert!(refused("2026-02-03").contains("lies after"), "{}", refused("2026-02-03"));
        assert!(refused("-8h").contains("write --since 8h"), "{}", refused("-8h"));
        assert!(refused("yesterday").contains("--since yesterday: not a time; write one of: 90m, 24h"));
    }

    #[test]
    fn what_is_no_moment_says_why() {
        check_refused("soon", "not a time");
        check_refused("2026-02-30", "no such day");
        check_refused("2026-03-28 02:30", "2026-03-28T02:30+02:00 (before the change) or 2026-03-28T02:30+03:00");
        check_refused("2026-10-24 01:30", "2026-10-24T01:30+03:00 (the first) or 2026-10-24T01:30+02:00");
    }
}
