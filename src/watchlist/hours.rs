//! Opening hours.

use super::decode::{Decode, Reader};
use super::document::Node;
use super::schema::{self, Definitions};
use crate::diagnostic::Problem;
use crate::text::sanitise;
use chrono::{NaiveTime, TimeDelta, Timelike as _};
use serde_json::Value;
use std::fmt::{self, Display};

/// The opening hours of a crossing on one day, in the file's zone. They may run past midnight; `00:00-24:00` is all
/// day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hours {
    pub from: NaiveTime,
    pub until: NaiveTime,
}

impl Hours {
    /// How long it was open, in minutes; from midnight to midnight is a whole day.
    pub fn minutes(self) -> i64 {
        match (self.until - self.from).num_minutes().rem_euclid(24 * 60) {
            0 => 24 * 60,
            minutes => minutes,
        }
    }
}

impl Display for Hours {
    /// Formats the hours as written; the end of a day is `24:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, until } = self;
        match *until {
            NaiveTime::MIN => write!(f, "{}-24:00", from.format("%H:%M")),
            _ => write!(f, "{}-{}", from.format("%H:%M"), until.format("%H:%M")),
        }
    }
}

/// The longest plausible opening past midnight, in minutes.
const LONGEST_NIGHT: i64 = 12 * 60;

impl Hours {
    fn parse(text: &str) -> Option<Self> {
        // The end of a day may be written as 24:00.
        let end = |part: &str| if part.trim() == "24:00" { Some(NaiveTime::MIN) } else { clock(part) };
        let is_all_day = |until: &str| until.trim() == "24:00";
        let (from, until) = text.split_once(['-', '–'])?;
        let (start, end) = (clock(from)?, end(until)?);
        (start != end || is_all_day(until)).then_some(Self { from: start, until: end })
    }

    /// The likely meaning of hours that run past midnight for most of a day: a 12-hour clock, or the two times swapped.
    fn likely_meant(self) -> Option<Self> {
        let is_past_midnight = self.until < self.from && self.until != NaiveTime::MIN;
        if !is_past_midnight || self.minutes() <= LONGEST_NIGHT {
            return None;
        }
        let (afternoon, _) = self.until.overflowing_add_signed(TimeDelta::hours(12));
        let is_morning = self.from.hour() <= 12 && self.until.hour() < 12 && self.from < afternoon;
        let is_short = |hours: &Self| hours.minutes() <= LONGEST_NIGHT;
        let by_clock = Some(Self { from: self.from, until: afternoon }).filter(|hours| is_morning && is_short(hours));
        by_clock.or(Some(Self { from: self.until, until: self.from }))
    }
}

/// A time of day, with two digits for the minutes.
fn clock(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    let (hour, minute) = text.split_once(':')?;
    let is_number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
        digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_clock = is_number(hour, 1..=2) && is_number(minute, 2..=2);
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0).filter(|_| is_clock)
}

impl Decode for Hours {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "opening hours")?;
        let Some(hours) = Self::parse(text) else {
            let message = format!("`{}` is not a range of hours", sanitise(text));
            let help = "write it as \"09:00-15:00\", each with two digits; leave the key out where nothing is known";
            let problem = Problem::error("bad-time", node.span(), message).help(help);
            return reader.note_value(node, text, problem, |plain| Self::parse(plain).is_some());
        };
        if let Some(meant) = hours.likely_meant() {
            let length = hours.minutes() / 60;
            let message = format!("`{}` runs past midnight: it is read as {length} hours", sanitise(text));
            let help = format!("did you mean \"{meant}\"? If it was open past midnight, accept the warning");
            reader.problems.push(Problem::warning("past-midnight", node.span(), message).help(help));
        }
        Some(hours)
    }

    fn placeholder() -> Self {
        Self { from: NaiveTime::MIN, until: NaiveTime::MIN }
    }

    fn schema(_: &mut Definitions) -> Value {
        schema::pattern(r"^\s*[0-9]{1,2}:[0-9]{2}\s*[-–]\s*[0-9]{1,2}:[0-9]{2}\s*$")
    }
}
