//! Times as an operator types them: `9 feb`, `yesterday 18:00`, `09:15`, `8h`.

use super::time::{TimeError, TimePoint, local_date, parse_date, parse_duration};
use super::zone::Zone;
use chrono::{DateTime, Datelike, NaiveDate, Utc};

/// The accepted forms, for messages.
const FORMS: &str = "9 feb, 9 feb 2026 14:00, 2026-02-09, 14:00, yesterday 18:00, 8h (ago), now";

/// Where a time lies that is typed without a year, or as a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedTense {
    /// `9 feb` is the latest such day that is not after today; `8h` is eight hours ago.
    Past,
    /// `9 feb` is the next such day from today on; `8h` is in eight hours.
    Ahead,
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Parses a time: what a watchlist may contain, and the shorter forms above.
///
/// # Errors
/// It is no time; the text says what to write.
pub fn parse_typed_time(typed: &str, zone: &Zone, now: DateTime<Utc>, tense: TypedTense) -> Result<TimePoint, String> {
    let typed = typed.trim().to_ascii_lowercase();
    let span = typed.strip_suffix("ago").unwrap_or(&typed).trim().trim_start_matches('-');
    if typed == "now" {
        return Ok(TimePoint::exact(now));
    }
    let is_back = typed.starts_with('-') || typed.ends_with("ago");
    let moved = |span| match tense {
        TypedTense::Ahead if is_back => now.checked_sub_signed(span),
        TypedTense::Past => now.checked_sub_signed(span),
        TypedTense::Ahead => now.checked_add_signed(span),
    };
    if let Some(at) = parse_duration(span).and_then(moved) {
        return Ok(TimePoint::exact(at));
    }
    let written = in_full(&typed, local_date(now, zone), tense).unwrap_or_else(|| typed.to_ascii_uppercase());
    let is_clock = typed.find(':').is_some_and(|at| at <= 2);
    let point = TimePoint::parse(&written, zone).map_err(|error| match error {
        TimeError::Malformed => format!("{typed} is not a time: write {FORMS}"),
        TimeError::NoSuchTime => format!("{typed}: there is no such day or hour"),
        TimeError::NoSuchOffset => format!("{typed}: no place has this offset from UTC; write it as +02:00"),
        TimeError::Skipped([before, after]) => {
            format!("{typed} does not exist, the clocks go forward over it: write {before} or {after}")
        }
        TimeError::Twice([first, second]) => {
            format!("{typed} happens twice, the clocks go back over it: write {first} or {second}")
        }
    })?;
    // Shortly after midnight an hour of the evening is meant, and today it lies ahead.
    if is_clock && tense == TypedTense::Past && point.start > now {
        return Err(format!("{typed} is still to come today: write yesterday {typed}, or today {typed}"));
    }
    Ok(point)
}

/// The form of a watchlist, such as `2026-02-09 14:00`; `None` if it is none of the short forms.
fn in_full(typed: &str, today: NaiveDate, tense: TypedTense) -> Option<String> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let (day, hour) = match words.split_last() {
        Some((last, before)) if last.find(':').is_some_and(|at| at <= 2) => (before, Some(*last)),
        _ => (words.as_slice(), None),
    };
    let date = match day {
        [] | ["today"] => today,
        ["yesterday"] => today.pred_opt()?,
        [date] => parse_date(date)?,
        [one, other] => nearest(one, other, today, tense)?,
        [one, other, year] => dated(one, other, year.parse().ok().filter(|year| (1000..=9999).contains(year))?)?,
        _ => return None,
    };
    let date = date.format("%Y-%m-%d");
    Some(match hour {
        None => date.to_string(),
        Some(hour) if hour.find(':') == Some(1) => format!("{date} 0{}", hour.to_ascii_uppercase()),
        Some(hour) => format!("{date} {}", hour.to_ascii_uppercase()),
    })
}

/// The day with this name that is nearest to today in a tense: 29 Feb may be years away.
fn nearest(one: &str, other: &str, today: NaiveDate, tense: TypedTense) -> Option<NaiveDate> {
    (0..9).find_map(|years| match tense {
        TypedTense::Past => dated(one, other, today.year() - years).filter(|date| *date <= today),
        TypedTense::Ahead => dated(one, other, today.year() + years).filter(|date| *date >= today),
    })
}

/// The day of `9 feb` or `feb 9` in a year.
fn dated(one: &str, other: &str, year: i32) -> Option<NaiveDate> {
    let is_number = one.starts_with(|c: char| c.is_ascii_digit());
    let (day, month) = if is_number { (one, other) } else { (other, one) };
    let (month, _) = (1..).zip(MONTHS).find(|(_, known)| month.starts_with(known))?;
    NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watchlist::time::Precision;

    #[track_caller]
    fn check(typed: &str, start: &str, precision: Precision) {
        let zone = Zone::bundled("Asia/Gaza").expect("a zone");
        let now = "2026-02-10T12:00:00Z".parse().expect("a moment");
        let found = parse_typed_time(typed, &zone, now, TypedTense::Past).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(found.start.to_rfc3339(), format!("{start}+00:00"), "{typed}");
        assert_eq!(found.precision, precision, "{typed}");
    }

    #[test]
    fn short_forms_are_times() {
        check("9 feb", "2026-02-08T22:00:00", Precision::Day);
        check("Feb 9", "2026-02-08T22:00:00", Precision::Day);
        check("11 february", "2025-02-10T22:00:00", Precision::Day);
        check("29 feb", "2024-02-28T22:00:00", Precision::Day);
        check("9 feb 2025 14:00", "2025-02-09T12:00:00", Precision::Exact);
        check("yesterday 18:00", "2026-02-09T16:00:00", Precision::Exact);
        check("today", "2026-02-09T22:00:00", Precision::Day);
        check("9:15", "2026-02-10T07:15:00", Precision::Exact);
        check("now", "2026-02-10T12:00:00", Precision::Exact);
        check("8h", "2026-02-10T04:00:00", Precision::Exact);
        check("-2h", "2026-02-10T10:00:00", Precision::Exact);
        check("2d ago", "2026-02-08T12:00:00", Precision::Exact);
        check("2026-02-09", "2026-02-08T22:00:00", Precision::Day);
        check("2026-02-09T14:00Z", "2026-02-09T14:00:00", Precision::Exact);
        check("2026-02-09 14:00", "2026-02-09T12:00:00", Precision::Exact);
    }

    #[test]
    fn a_time_ahead_is_the_next_one() {
        let zone = Zone::bundled("Asia/Gaza").expect("a zone");
        let now = "2026-02-10T12:00:00Z".parse().expect("a moment");
        let ahead = |typed| parse_typed_time(typed, &zone, now, TypedTense::Ahead).expect("a time").start.to_rfc3339();
        assert_eq!(ahead("9 feb"), "2027-02-08T22:00:00+00:00");
        assert_eq!(ahead("10 feb"), "2026-02-09T22:00:00+00:00");
        assert_eq!(ahead("29 feb"), "2028-02-28T22:00:00+00:00");
        assert_eq!(ahead("2d"), "2026-02-12T12:00:00+00:00");
        assert_eq!(ahead("-2d"), "2026-02-08T12:00:00+00:00");
    }

    #[test]
    fn what_is_no_time_says_what_to_write() {
        let zone = Zone::bundled("Asia/Gaza").expect("a zone");
        let now = "2026-02-10T12:00:00Z".parse().expect("a moment");
        let refused = |typed| parse_typed_time(typed, &zone, now, TypedTense::Past).expect_err("no time");
        assert!(refused("soon").contains("soon is not a time: write 9 feb"), "{}", refused("soon"));
        assert!(refused("30 feb").contains("30 feb is not a time"), "{}", refused("30 feb"));
        assert!(refused("25:00").contains("no such day or hour"), "{}", refused("25:00"));
        assert!(refused("28 mar 2026 02:30").contains("the clocks go forward"), "{}", refused("28 mar 2026 02:30"));
    }
}
