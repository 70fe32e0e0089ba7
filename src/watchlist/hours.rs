//! Opening hours.

use super::decode::{Decode, Reader};
use super::document::Node;
use crate::diagnostic::Problem;
use crate::text::sanitise;
use chrono::NaiveTime;

/// The hours of a day in which a crossing worked, in the file's zone. May run past midnight; `00:00-24:00` is all day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hours {
    /// When it opened.
    pub from: NaiveTime,
    /// When it closed.
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

impl Decode for Hours {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "opening hours")?;
        let clock = |part: &str| NaiveTime::parse_from_str(part.trim(), "%H:%M").ok();
        // The end of a day may be written as 24:00.
        let end = |part: &str| if part.trim() == "24:00" { Some(NaiveTime::MIN) } else { clock(part) };
        let is_all_day = |until: &str| until.trim() == "24:00";
        let hours = text.split_once(['-', '–']).and_then(|(from, until)| {
            let (from, end) = (clock(from)?, end(until)?);
            (from != end || is_all_day(until)).then_some(Self { from, until: end })
        });
        match hours {
            Some(hours) => Some(hours),
            _ => {
                let message = format!("`{}` is not a range of hours", sanitise(text));
                reader.note(Problem::error("bad-time", node.span(), message).help("write it as \"09:00-15:00\""))
            }
        }
    }

    fn placeholder() -> Self {
        Self { from: NaiveTime::MIN, until: NaiveTime::MIN }
    }
}
