//! Decodes single values: texts, names, times, numbers. Each error says what is expected.

use super::{Decode, Reader, is_nothing, spelling};
use crate::diagnostic::{Problem, Span, foreign_letter, suggestion};
use crate::text::{Text, sanitise};
use crate::watchlist::document::Node;
use crate::watchlist::id::Id;
use crate::watchlist::schema::{self, Definitions};
use crate::watchlist::time::{
    DURATION_FORMS, DurationError, TIME_FORMS, TimeError, TimePoint, duration_error, parse_date, parse_duration,
};
use crate::watchlist::zone::{BUNDLED_VERSION, Zone, zone_names};
use chrono::{DateTime, NaiveDate, TimeDelta};
use serde_json::{Value, json};

impl Decode for Text {
    const IS_TEXT: bool = true;

    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a text")?;
        if let Some(comment) = node.comment_behind().filter(|comment| is_text_cut(text, comment)) {
            reader.problems.push(text_in_comment(node, comment));
        }
        if let Some(dash) = node.swallowed_dash() {
            let message = "this line belongs to the text above it: the `-` begins no item here";
            let help = "give it the indentation of the other `-`; or put the text in quotes if it is meant";
            reader.problems.push(Problem::warning("swallowed-item", Span::new(dash, dash + 1), message).help(help));
        }
        node.text()
    }

    fn placeholder() -> Self {
        Self::new("")
    }

    fn schema(_: &mut Definitions) -> Value {
        schema::scalar()
    }
}

/// Whether a comment looks like the rest of the text before it: `gate` and `#2, three wounded`.
pub(super) fn is_text_cut(text: &str, comment: &str) -> bool {
    let rest = comment.trim_start_matches('#');
    if comment.len() - rest.len() > 1 {
        return false;
    }
    let number = rest.trim_start().trim_start_matches(char::is_numeric);
    let is_number = rest.trim_start().starts_with(char::is_numeric) && !number.starts_with([' ', ':', '-', '/']);
    rest.starts_with(char::is_alphanumeric) || is_number || (!rest.trim().is_empty() && is_unfinished(text))
}

/// Whether a text ends in the middle of a sentence.
fn is_unfinished(text: &str) -> bool {
    const NEVER_LAST: &[&str] =
        &["a", "an", "the", "and", "or", "but", "of", "at", "by", "for", "from", "to", "with", "near", "no", "nr"];
    let count = |sign: char| text.matches(sign).count();
    let is_open = count('(') > count(')') || count('[') > count(']') || count('"') % 2 == 1;
    let last = text.rsplit(' ').next().unwrap_or_default().to_lowercase();
    is_open || text.ends_with([',', ';', ':', '-', '–', '—', '&', '+', '/']) || NEVER_LAST.contains(&last.as_str())
}

pub(super) fn text_in_comment(node: Node<'_>, comment: &str) -> Problem {
    const SHOWN: usize = 30;
    let short: String = comment.chars().take(SHOWN).collect();
    let more = if short.len() < comment.trim_end().len() { "…" } else { "" };
    let message = format!("`{}{more}` is a comment and not part of the text", sanitise(short.trim_end()));
    let help = "put the whole text in quotes; if it is a comment, write a blank behind the `#`";
    Problem::warning("text-in-comment", node.span(), message).help(help)
}

impl Decode for Id {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        if is_nothing(node) {
            let problem = Problem::error("wrong-shape", node.span(), "an empty entry stands where a name is expected");
            return reader.note(problem.help("write a name, or remove the entry"));
        }
        let name = reader.scalar(node, "a name")?;
        Some(reader.id(name))
    }

    fn placeholder() -> Self {
        Self::new("")
    }

    fn schema(_: &mut Definitions) -> Value {
        schema::scalar()
    }
}

/// What every time begins with, as a regular expression.
pub(in crate::watchlist) const DATE_PATTERN: &str = r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}";

impl Decode for TimePoint {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a time")?;
        let shown = sanitise(text);
        let problem = match Self::parse(text, &reader.zone) {
            Ok(moment) => return Some(moment),
            Err(TimeError::Malformed) => Problem::error("bad-time", node.span(), format!("`{shown}` is not a time"))
                .help(format!("write one of: {TIME_FORMS}{}", foreign_letter(text))),
            Err(TimeError::NoSuchTime) => {
                Problem::error("bad-time", node.span(), format!("`{shown}` does not exist in the calendar"))
                    .help(format!("write one of: {TIME_FORMS}"))
            }
            Err(TimeError::NoSuchOffset) => {
                Problem::error("bad-time", node.span(), format!("no place has the offset from UTC of `{shown}`"))
                    .help("write the offset as hours and minutes, such as +02:00; or `Z` for UTC")
            }
            Err(TimeError::Skipped([before, after])) => {
                let message = format!("`{shown}` does not exist in {}: the clocks go forward over it", reader.zone);
                Problem::error("skipped-time", node.span(), message)
                    .help(format!("write the offset: {before} (before the change) or {after} (after it)"))
            }
            Err(TimeError::Twice([first, second])) => {
                let message = format!("`{shown}` happens twice in {}: the clocks go back over it", reader.zone);
                Problem::error("repeated-time", node.span(), message)
                    .help(format!("write the offset: {first} (the first) or {second} (the second)"))
            }
        };
        let zone = reader.zone.clone();
        reader.note_value(node, text, problem, |plain| Self::parse(plain, &zone).is_ok())
    }

    fn placeholder() -> Self {
        Self::exact(DateTime::UNIX_EPOCH)
    }

    fn schema(_: &mut Definitions) -> Value {
        schema::pattern(DATE_PATTERN)
    }
}

impl Decode for NaiveDate {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a date")?;
        parse_date(text).or_else(|| {
            let message = format!("`{}` is not a date", sanitise(text));
            let problem = Problem::error("bad-time", node.span(), message).help("write it as 2026-02-01");
            reader.note_value(node, text, problem, |plain| parse_date(plain).is_some())
        })
    }

    fn placeholder() -> Self {
        Self::default()
    }

    fn schema(_: &mut Definitions) -> Value {
        schema::pattern(&format!("{DATE_PATTERN}$"))
    }
}

impl Decode for TimeDelta {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a span of time")?;
        parse_duration(text).or_else(|| {
            let problem = |why: &str| {
                Problem::error("bad-duration", node.span(), format!("`{}` {why}", sanitise(text)))
                    .help(format!("write {DURATION_FORMS}"))
            };
            let problem = match duration_error(text) {
                DurationError::Nothing => problem("must be more than nothing"),
                DurationError::TooLong => problem("is too long: a hundred years at most"),
                DurationError::Near(near) => {
                    problem("is not a span of time").help(format!("did you mean `{near}`? Write {DURATION_FORMS}"))
                }
                DurationError::Months(number) => problem("is not a span of time")
                    .help(format!("write `{number}m` for minutes; write months as days or weeks, such as 30d")),
                DurationError::Malformed => problem("is not a span of time"),
            };
            reader.note_value(node, text, problem, |plain| parse_duration(plain).is_some())
        })
    }

    fn placeholder() -> Self {
        Self::zero()
    }

    fn schema(_: &mut Definitions) -> Value {
        schema::pattern(r"^\s*[0-9]+[mhdw]\s*$")
    }
}

impl Decode for Zone {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a time zone")?;
        let found = reader.zones.find(text);
        if let Some(hours) = found.as_ref().and_then(|_| reversed_hours(text)) {
            let way = if hours > 0 { "behind" } else { "ahead of" };
            let number = hours.abs();
            let plural = if number == 1 { "" } else { "s" };
            let message = format!("`{}` is {number} hour{plural} {way} UTC all year", sanitise(text));
            let help = "in these names `+` means behind UTC; name a place instead, such as Asia/Gaza or Africa/Cairo";
            reader.problems.push(Problem::warning("reversed-zone", node.span(), message).help(help));
        }
        if let Some(why) = found.as_ref().and_then(|found| found.unusable.as_ref()) {
            let message = format!("the system's rules for `{}` cannot be used: {}", sanitise(text), sanitise(why));
            let help =
                format!("the rules built into this program ({BUNDLED_VERSION}) are used; repair the system's tzdata");
            reader.problems.push(Problem::warning("unusable-zone-rules", node.span(), message).help(help));
        }
        found.map(|found| found.zone).or_else(|| {
            let message = format!("`{}` is not a time zone", sanitise(text));
            let problem = Problem::error("bad-zone", node.span(), message).help(zone_help(text));
            reader.note_value(node, text, problem, |plain| Self::bundled(plain).is_some())
        })
    }

    fn placeholder() -> Self {
        Self::UTC
    }

    fn schema(_: &mut Definitions) -> Value {
        json!({ "type": "string" })
    }
}

/// The hours behind UTC of a zone whose name contains them: in `Etc/GMT+2` and similar names the sign is reversed.
fn reversed_hours(zone: &str) -> Option<i32> {
    zone.strip_prefix("Etc/GMT")?.parse().ok().filter(|hours| *hours != 0)
}

/// What to write instead of an unknown zone. An offset or an abbreviation such as `IST` is not a misspelling of a zone
/// name.
fn zone_help(text: &str) -> String {
    const HELP: &str = "name a place, such as Asia/Gaza, Africa/Cairo or UTC";
    let has_digits = text.contains(|c: char| c.is_ascii_digit());
    if has_digits || text.starts_with(['+', '-']) {
        return format!("{HELP}; an offset belongs to a time, as in 2026-02-01T14:00+02:00");
    }
    let is_named = |zone: &&str| zone.eq_ignore_ascii_case(text);
    let is_city = |zone: &&str| zone.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(text));
    let is_abbreviation = text.len() <= 5 && !text.contains('/');
    let near = zone_names().find(is_named).or_else(|| zone_names().find(is_city)).or_else(|| {
        let city = |zone: &str| zone.rsplit('/').next().unwrap_or_default().to_lowercase();
        let written = city(text);
        // If the city differs, only the region of the name is correct.
        let is_slip = |zone: &&str| strsim::osa_distance(&written, &city(zone)) <= 2;
        let places = zone_names().filter(|zone| zone.contains('/') && !zone.starts_with("Etc/")).filter(is_slip);
        suggestion(text, places).filter(|_| !is_abbreviation)
    });
    near.map_or_else(|| HELP.to_owned(), |near| format!("did you mean `{near}`?"))
}

impl Decode for u64 {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a number")?;
        let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_digits).or_else(|| {
            let message = match text {
                "" => "a number is missing here".to_owned(),
                _ => format!("`{}` is not a whole number", sanitise(text)),
            };
            let help = match spelling::ungrouped(text) {
                Some(digits) => format!("write `{digits}`"),
                None => "write digits only, such as 150; leave the key out where the number is not known".to_owned(),
            };
            let problem = Problem::error("bad-number", node.span(), message).help(help);
            let is_number =
                |plain: &str| plain.bytes().all(|byte| byte.is_ascii_digit()) && plain.parse::<Self>().is_ok();
            reader.note_value(node, text, problem, is_number)
        })
    }

    fn placeholder() -> Self {
        0
    }

    fn schema(_: &mut Definitions) -> Value {
        schema::number("integer", "^[0-9]+$")
    }
}
