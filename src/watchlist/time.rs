//! Time points and durations as written in a watchlist. Arithmetic is in UTC; zones are used only for input and output.

use super::zone::Zone;
use chrono::{
    DateTime, Datelike as _, Days, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    TimeDelta, TimeZone, Timelike as _, Utc,
};

/// The accepted forms of a time, for error messages.
pub const TIME_FORMS: &str =
    "2026-02-01T14:00Z, 2026-02-01T14:00+02:00, \"2026-02-01 14:00\" in the file's zone, or 2026-02-01";

/// The accepted forms of a duration, for error messages.
pub const DURATION_FORMS: &str = "90m, 24h, 7d or 2w";

/// The offsets from UTC that are in use somewhere today, in minutes.
const OFFSETS: &[i32] = &[
    -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -150, -120, -60, 0, 60, 120, 180, 210, 240,
    270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 825, 840,
];

/// A point in time, or a whole day if only the date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimePoint {
    /// When it starts to count: the point itself, or the start of the day in the file's zone.
    pub start: DateTime<Utc>,
    /// When it starts to age: the point itself, or the end of the day in the file's zone.
    pub end: DateTime<Utc>,
    pub precision: Precision,
}

/// How precisely a time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the date is known.
    Day,
    /// To the minute or second.
    Exact,
}

/// Which entries count as of a moment within the day of their date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Horizon {
    /// Entries that may have happened by then: a date counts from the start of its day. Used by boards.
    Possible,
    /// Only entries that had certainly happened before then: a date counts once its day is over, and a time once it is
    /// past, so the moment itself belongs to what comes after. Used for the older board of a comparison, so that an
    /// entry dated by a day, or by the minute at which a shift begins, is reported as new rather than lost.
    Certain,
}

impl Horizon {
    /// Whether an entry of this time counts as of `now`.
    pub fn includes(self, at: TimePoint, now: DateTime<Utc>) -> bool {
        match self {
            Self::Possible => at.has_come(now),
            Self::Certain => at.start < now && at.is_past(now),
        }
    }
}

/// Why a text is not a valid time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeError {
    /// Not one of the accepted forms.
    Malformed,
    /// A valid form, but no such day or hour exists.
    NoSuchTime,
    /// No place has this offset.
    NoSuchOffset,
    /// The clock of the zone skips this local time. Contains both readings, with offsets.
    Skipped([String; 2]),
    /// The clock of the zone shows this local time twice. Contains both readings, with offsets.
    Twice([String; 2]),
}

impl TimePoint {
    pub fn exact(at: DateTime<Utc>) -> Self {
        Self { start: at, end: at, precision: Precision::Exact }
    }

    /// A whole day in the given zone.
    pub fn day(date: NaiveDate, zone: &Zone) -> Self {
        Self { start: day_start(date, zone), end: day_end(date, zone), precision: Precision::Day }
    }

    /// Parses one of the [`TIME_FORMS`].
    pub fn parse(text: &str, zone: &Zone) -> Result<Self, TimeError> {
        let text = text.trim();
        if !begins_with_date(text) {
            return Err(TimeError::Malformed);
        }
        if text.len() == 10 {
            return Ok(Self::day(calendar_date(text)?, zone));
        }
        let (local, offset) = split_offset(text);
        let local = parse_local(local)?;
        let at = match offset {
            None => resolve(local, zone)?,
            Some(offset) => {
                let offset = parse_offset(offset).ok_or(TimeError::Malformed)?;
                if !OFFSETS.contains(&(offset.local_minus_utc() / 60)) {
                    return Err(TimeError::NoSuchOffset);
                }
                offset.from_local_datetime(&local).single().ok_or(TimeError::NoSuchTime)?.to_utc()
            }
        };
        let has_four_digits = (0..=9999).contains(&at.year());
        if is_misplaced_leap(at) || !has_four_digits { Err(TimeError::NoSuchTime) } else { Ok(Self::exact(at)) }
    }

    /// Whether a text contains its offset from UTC, so that it means the same in every zone.
    pub fn has_offset(text: &str) -> bool {
        let text = text.trim();
        begins_with_date(text) && split_offset(text).1.is_some()
    }

    /// Whether it counts as of `now`. A date counts from the start of its day.
    pub fn has_come(&self, now: DateTime<Utc>) -> bool {
        self.start <= now
    }

    /// Whether it is past as of `now`. A date is past once its day is over.
    pub fn is_past(&self, now: DateTime<Utc>) -> bool {
        self.end <= now
    }

    /// How old it is; never negative. A date has no age before its day is over.
    pub fn age(&self, now: DateTime<Utc>) -> TimeDelta {
        (now - self.end).max(TimeDelta::zero())
    }

    /// The calendar day in a zone on which it begins.
    pub fn date(&self, zone: &Zone) -> NaiveDate {
        local_date(self.start, zone)
    }
}

/// The calendar day of a moment in a zone.
pub fn local_date(at: DateTime<Utc>, zone: &Zone) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The first moment of a day, even if the clock skips midnight or shows it twice.
pub fn day_start(date: NaiveDate, zone: &Zone) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    let quarters = (0..=24 * 4).map(|quarter| midnight + TimeDelta::minutes(15 * quarter));
    quarters
        .filter_map(|local| zone.from_local_datetime(&local).earliest())
        .map(|at| at.to_utc())
        .next()
        .unwrap_or_else(|| midnight.and_utc())
}

/// The end of a day: the first moment of the next one.
pub fn day_end(date: NaiveDate, zone: &Zone) -> DateTime<Utc> {
    date.checked_add_days(Days::new(1)).map_or(DateTime::<Utc>::MAX_UTC, |next| day_start(next, zone))
}

/// Parses a duration in one of the [`DURATION_FORMS`]: more than zero, at most a hundred years.
pub fn parse_duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim();
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let minutes = match unit {
        "m" => 1,
        "h" => 60,
        "d" => 24 * 60,
        "w" => 7 * 24 * 60,
        _ => return None,
    };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let total = number.parse::<i64>().ok().filter(|_| is_number)?.checked_mul(minutes)?;
    (1..=100 * 366 * 24 * 60).contains(&total).then(|| TimeDelta::minutes(total))
}

/// Parses a date alone, such as 2026-02-01.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    if text.len() == 10 && begins_with_date(text) { calendar_date(text).ok() } else { None }
}

/// Why a text is not a valid duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DurationError {
    /// Not one of the accepted forms.
    Malformed,
    /// Not an accepted form; contains what is probably meant.
    Near(String),
    /// `M`, which may be minutes or months; contains the number.
    Months(String),
    /// A duration of zero.
    Nothing,
    /// More than a hundred years.
    TooLong,
}

/// Why [`parse_duration`] rejects a text.
pub fn duration_error(text: &str) -> DurationError {
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    if unit.trim() == "M" && parse_duration(&format!("{number}m")).is_some() {
        return DurationError::Months(number.to_owned());
    }
    let unit = unit.trim().to_lowercase();
    let short = match unit.as_str() {
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        "w" | "week" | "weeks" => "w",
        _ => return DurationError::Malformed,
    };
    let near = format!("{number}{short}");
    match number.trim_start_matches('0') {
        _ if number.is_empty() => DurationError::Malformed,
        "" => DurationError::Nothing,
        _ if parse_duration(&near).is_none() => DurationError::TooLong,
        _ => DurationError::Near(near),
    }
}

/// Whether a text begins with a date like `2026-…`: four digits, two, two. Excludes dates far from now and loose
/// spellings.
fn begins_with_date(text: &str) -> bool {
    text.as_bytes().get(..10).is_some_and(|date| {
        date.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
    })
}

/// Parses a date that [`begins_with_date`]. Reads digit by digit for speed: a long log is mostly times.
fn calendar_date(text: &str) -> Result<NaiveDate, TimeError> {
    let year = number(&text[..4]).cast_signed();
    NaiveDate::from_ymd_opt(year, number(&text[5..7]), number(&text[8..10])).ok_or(TimeError::NoSuchTime)
}

/// The value of a few digits.
fn number(digits: &str) -> u32 {
    digits.bytes().fold(0, |sum, digit| 10 * sum + u32::from(digit - b'0'))
}

/// The local part, and the offset after it if there is one.
fn split_offset(text: &str) -> (&str, Option<&str>) {
    match text[10..].find(['Z', 'z', '+', '-']) {
        Some(at) => (text[..10 + at].trim_end(), Some(&text[10 + at..])),
        None => (text, None),
    }
}

/// Parses `Z`, `+02:00` or `+0200`. The shape is checked here, because chrono ignores trailing text after an offset.
fn parse_offset(text: &str) -> Option<FixedOffset> {
    if text.eq_ignore_ascii_case("z") {
        return FixedOffset::east_opt(0);
    }
    let digits = match text.as_bytes() {
        [_, a, b, b':', c, d] | [_, a, b, c, d] => [a, b, c, d],
        _ => return None,
    };
    let is_shaped = digits.iter().all(|digit| digit.is_ascii_digit());
    text.parse().ok().filter(|_| is_shaped)
}

fn parse_local(text: &str) -> Result<NaiveDateTime, TimeError> {
    let (date, time) = (&text[..10], &text[10..]);
    let time = time.strip_prefix(['T', 't', ' ']).ok_or(TimeError::Malformed)?;
    let is_clock = time.bytes().enumerate().all(|(at, byte)| match at {
        2 | 5 => byte == b':',
        8 => byte == b'.',
        _ => byte.is_ascii_digit(),
    });
    let whole = |seconds| NaiveTime::from_hms_opt(number(&time[..2]), number(&time[3..5]), seconds);
    let clock = match time.len() {
        5 if is_clock => whole(0),
        // Chrono parses the second 60; `is_misplaced_leap` checks whether the moment can have one.
        8 if is_clock => whole(number(&time[6..8])).or_else(|| NaiveTime::parse_from_str(time, "%H:%M:%S").ok()),
        10.. if is_clock => NaiveTime::parse_from_str(time, "%H:%M:%S%.f").ok(),
        _ => return Err(TimeError::Malformed),
    };
    let date = calendar_date(date)?;
    let time = clock.ok_or(TimeError::NoSuchTime)?;
    Ok(date.and_time(time))
}

/// Whether a moment is in an impossible leap second: only a UTC day ends with one.
fn is_misplaced_leap(at: DateTime<Utc>) -> bool {
    at.nanosecond() >= 1_000_000_000 && (at.hour(), at.minute()) != (23, 59)
}

fn resolve(local: NaiveDateTime, zone: &Zone) -> Result<DateTime<Utc>, TimeError> {
    let written = |offset: FixedOffset| format!("{}{offset}", local.format("%Y-%m-%dT%H:%M"));
    match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(at) => Ok(at.to_utc()),
        MappedLocalTime::Ambiguous(first, second) => {
            Err(TimeError::Twice([first, second].map(|at| written(at.offset().fix()))))
        }
        MappedLocalTime::None => {
            let around = [local - TimeDelta::days(1), local + TimeDelta::days(1)];
            Err(TimeError::Skipped(around.map(|near| written(zone.offset_from_utc_datetime(&near).fix()))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::bundled(name).expect("a zone")
    }

    #[track_caller]
    fn check(text: &str, utc: &str) {
        let moment = TimePoint::parse(text, &zone("Asia/Gaza")).expect(text);
        assert_eq!(moment.start.to_rfc3339_opts(chrono::SecondsFormat::Secs, true), utc, "{text}");
    }

    #[test]
    fn every_accepted_form_is_read() {
        check("2026-02-01T14:00Z", "2026-02-01T14:00:00Z");
        check("2026-02-01T14:00:30+02:00", "2026-02-01T12:00:30Z");
        check("2026-02-01 14:00+02:00", "2026-02-01T12:00:00Z");
        check("2026-02-01 14:00", "2026-02-01T12:00:00Z");
        check("2026-07-01 14:00", "2026-07-01T11:00:00Z");
        check("2026-02-01", "2026-01-31T22:00:00Z");
    }

    #[test]
    fn a_date_ages_from_the_end_of_its_day() {
        let day = TimePoint::parse("2026-02-01", &zone("Asia/Gaza")).expect("a date");
        let noon = "2026-02-01T10:00:00Z".parse().expect("a time");
        assert!(day.has_come(noon) && !day.is_past(noon));
        assert_eq!(day.age(noon), TimeDelta::zero());
        assert_eq!(day.age(noon + TimeDelta::hours(24)), TimeDelta::hours(12));
    }

    #[test]
    fn what_is_no_time_says_why() {
        for text in
            ["tomorrow", "2026-2-1", "01.02.2026", "2026-02-01T", "2026-02-01T14", "20260201", "2026-02-01T14:00+"]
        {
            assert_eq!(TimePoint::parse(text, &zone("Asia/Gaza")), Err(TimeError::Malformed), "{text}");
        }
        for text in ["2026-02-30", "2026-13-01", "2026-02-01 25:00"] {
            assert_eq!(TimePoint::parse(text, &zone("Asia/Gaza")), Err(TimeError::NoSuchTime), "{text}");
        }
    }

    #[test]
    fn a_year_has_four_digits_in_utc_too() {
        for text in ["0000-01-01 00:30 +05:45", "9999-12-31T23:30-10:00"] {
            assert_eq!(TimePoint::parse(text, &zone("Asia/Gaza")), Err(TimeError::NoSuchTime), "{text}");
        }
    }

    #[test]
    fn nothing_stands_behind_an_offset() {
        for rest in ["-", "Z", " 15:00", "+03:00", ":30", "x"] {
            let text = format!("2026-02-01T14:00+02:00{rest}");
            assert_eq!(TimePoint::parse(&text, &zone("Asia/Gaza")), Err(TimeError::Malformed), "{text}");
        }
        check("2026-02-01T14:00+0200", "2026-02-01T12:00:00Z");
    }

    #[test]
    fn a_leap_second_stands_at_the_end_of_a_utc_day() {
        check("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z");
        check("2017-01-01T05:29:60+05:30", "2016-12-31T23:59:60Z");
        check("2017-01-01 01:59:60", "2016-12-31T23:59:60Z");
        for text in ["2026-02-01T12:30:60Z", "2026-02-01 23:59:60", "2026-02-01T23:59:60.5+02:00"] {
            assert_eq!(TimePoint::parse(text, &zone("Asia/Gaza")), Err(TimeError::NoSuchTime), "{text}");
        }
    }

    #[test]
    fn a_skipped_local_time_gives_both_readings() {
        // Gaza's clocks go forward in the night to 28 March 2026, at 02:00.
        let error = TimePoint::parse("2026-03-28 02:30", &zone("Asia/Gaza")).expect_err("no such local time");
        let readings = ["2026-03-28T02:30+02:00".to_owned(), "2026-03-28T02:30+03:00".to_owned()];
        assert_eq!(error, TimeError::Skipped(readings));
    }

    #[test]
    fn a_repeated_local_time_gives_both_readings() {
        let error = TimePoint::parse("2026-10-24 01:30", &zone("Asia/Gaza")).expect_err("an ambiguous local time");
        let readings = ["2026-10-24T01:30+03:00".to_owned(), "2026-10-24T01:30+02:00".to_owned()];
        assert_eq!(error, TimeError::Twice(readings));
    }

    #[test]
    fn a_day_begins_after_a_skipped_midnight() {
        // Cairo's clocks go from 24:00 on 23 April 2026 to 01:00 on 24 April.
        let cairo = &zone("Africa/Cairo");
        let date = NaiveDate::from_ymd_opt(2026, 4, 24).expect("a date");
        assert_eq!(day_start(date, cairo).to_rfc3339(), "2026-04-23T22:00:00+00:00");
        assert_eq!(day_end(date, cairo) - day_start(date, cairo), TimeDelta::hours(23));
    }

    #[test]
    fn durations_have_a_number_and_a_unit() {
        assert_eq!(parse_duration("24h"), Some(TimeDelta::hours(24)));
        assert_eq!(parse_duration("90m"), Some(TimeDelta::minutes(90)));
        assert_eq!(parse_duration("2w"), Some(TimeDelta::days(14)));
        for text in ["", "d", "0h", "-1d", "+7d", "1.5h", "24", "7 days", "99999999999999999999d", "9999999w", "7д"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_says_why() {
        for (text, why) in [
            ("24 hours", DurationError::Near("24h".to_owned())),
            ("7 d", DurationError::Near("7d".to_owned())),
            ("24H", DurationError::Near("24h".to_owned())),
            ("0h", DurationError::Nothing),
            ("100000w", DurationError::TooLong),
            ("99999999999999999999d", DurationError::TooLong),
            ("1.5h", DurationError::Malformed),
            ("3M", DurationError::Months("3".to_owned())),
            ("0M", DurationError::Nothing),
            ("h", DurationError::Malformed),
            ("soon", DurationError::Malformed),
        ] {
            assert_eq!(duration_error(text), why, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = duration_error(&text);
            let _ = TimePoint::parse(&text, &zone("Asia/Gaza"));
            let _ = parse_duration(&text);
        }

        #[test]
        fn days_follow_each_other_without_a_gap(day in 0i32..30_000) {
            let date = NaiveDate::from_num_days_from_ce_opt(719_163 + day).expect("a date");
            let next = date.succ_opt().expect("a next date");
            for zone in ["Asia/Gaza", "Africa/Cairo", "Asia/Jerusalem"].map(zone) {
                assert_eq!(day_end(date, &zone), day_start(next, &zone));
                assert_eq!(local_date(day_start(date, &zone), &zone), date);
            }
        }
    }
}
