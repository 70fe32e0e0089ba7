//! What holds of whatever text stands in the place of one value: a time, hours, a span, an amount, a number, a zone, a
//! word or a test. It is refused at its place, with advice that is good; or a second, stricter reader reads the same, and
//! it stays the same however it is quoted, written again or recorded.

use super::read::{check_problem, now};
use super::terminal::is_steering;
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use std::sync::Arc;
use trucewatch::diagnostic::{Problem, ProblemSeverity};
use trucewatch::draft::{Draft, DraftPlace, propose};
use trucewatch::load::{Loaded, load};
use trucewatch::watchlist::content::Content as _;
use trucewatch::watchlist::document::{Document, Node, NodeKind, Style};
use trucewatch::watchlist::scales::CrossingStatus;
use trucewatch::watchlist::time::{Precision, TimePoint};
use trucewatch::watchlist::zone::Zone;
use trucewatch::watchlist::{Address, Dated, Hours, Watchlist};

/// The place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// When something happened.
    Time,
    /// When something was said, or `unknown`.
    TimeOrUnknown,
    /// A day.
    Date,
    /// The hours of a day.
    Hours,
    /// A span of time.
    Span,
    /// A weight.
    Amount,
    /// A whole number.
    Number,
    /// The zone of the file, in which it also has a time.
    Zone,
    /// A word of a scale.
    Word,
    /// A promised date, or a mapping.
    Promise,
    /// The test of a signal: a mapping.
    Test,
}

/// What is read there.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A point in time, or a day.
    Time(TimePoint),
    /// Nobody says when.
    Unknown,
    /// A day.
    Date(NaiveDate),
    /// From when until when.
    Hours(Hours),
    /// A span of time.
    Span(TimeDelta),
    /// A share or weight.
    Amount(f64),
    /// A whole number.
    Number(u64),
    /// A zone, and half past two on a day of its summer there.
    Zone(Zone, TimePoint),
    /// A state.
    Word(CrossingStatus),
    /// Something that has parts.
    Parts,
}

/// Zones whose clocks change: at night, at midnight, by half an hour, the other half of the year, and never.
pub const ZONES: [&str; 6] =
    ["Asia/Gaza", "Africa/Cairo", "Asia/Beirut", "Australia/Lord_Howe", "America/St_Johns", "UTC"];

impl Place {
    /// All there are.
    pub const ALL: [Self; 11] = [
        Self::Time,
        Self::TimeOrUnknown,
        Self::Date,
        Self::Hours,
        Self::Span,
        Self::Amount,
        Self::Number,
        Self::Zone,
        Self::Word,
        Self::Promise,
        Self::Test,
    ];

    /// A watchlist up to the place; with nothing there it is whole.
    fn before(self) -> &'static str {
        match self {
            Self::Time => "spillover:\n  log:\n    - severity: minor\n      text: x\n      at: ",
            Self::TimeOrUnknown => "actors: { a: { name: A } }\nstatements:\n  - speaker: a\n    at: ",
            Self::Date => "crossings:\n  - id: c\n    name: C\n    days:\n      - status: open\n        date: ",
            Self::Hours => {
                "crossings:\n  - id: c\n    name: C\n    days:\n      - date: 2026-02-01\n        status: open\n        hours: "
            }
            Self::Span => "stale_after: ",
            Self::Amount => {
                "checklists:\n  - id: l\n    name: L\n    items:\n      - id: i\n        title: I\n        weight: "
            }
            Self::Number => {
                "crossings:\n  - id: c\n    name: C\n    days:\n      - date: 2026-02-01\n        status: open\n        exits: "
            }
            Self::Zone => "spillover: { checked: 2026-01-15 14:30 }\nzone: ",
            Self::Word => "crossings:\n  - id: c\n    name: C\n    days:\n      - date: 2026-02-01\n        status: ",
            Self::Promise => "crossings:\n  - id: c\n    name: C\n    opens: ",
            Self::Test => {
                "crossings: [ { id: c, name: C } ]\nsignals:\n  - id: s\n    title: S\n    points_to: success\n    test: "
            }
        }
    }

    fn watchlist(self, zone: &Zone, written: &str) -> String {
        let zone = if self == Self::Zone { String::new() } else { format!("zone: {zone}\n") };
        format!("title: T\n{zone}{}{written}\n", self.before())
    }

    /// What is read there; nothing where nothing is.
    fn value(self, watchlist: &Watchlist) -> Option<Value> {
        let crossing = watchlist.crossings.first();
        let day = crossing.and_then(|crossing| crossing.days.first());
        Some(match self {
            Self::Time => Value::Time(watchlist.log().first()?.at.value),
            Self::TimeOrUnknown => match watchlist.statements.first()?.at.value {
                Dated::At(at) => Value::Time(at),
                Dated::Unknown => Value::Unknown,
            },
            Self::Date => Value::Date(day?.date.value),
            Self::Hours => Value::Hours(day?.hours?),
            Self::Span => Value::Span(watchlist.stale_after?),
            Self::Amount => Value::Amount(watchlist.checklists.first()?.items.first()?.weight?.0),
            Self::Number => Value::Number(day?.exits.as_ref()?.value),
            Self::Zone => Value::Zone(watchlist.zone.clone()?, watchlist.spillover.as_ref()?.checked.as_ref()?.value),
            Self::Word => Value::Word(day?.status),
            Self::Promise => Value::Time(crossing?.opens.as_ref()?.value),
            Self::Test => Value::Parts,
        })
    }

    /// What records a text there, and the watchlist in which it does.
    fn draft(self, text: &str) -> Option<(&'static str, Draft)> {
        const CROSSING: &str = "crossings:\n  - id: c\n    name: C\n";
        let day = |values: &[(&str, &str)]| {
            let subject = DraftPlace::Day("c".parse().expect("a reference"));
            Some((CROSSING, Draft::new(subject, values.iter().copied())))
        };
        match self {
            Self::Time => {
                let values = [("at", text), ("severity", "minor"), ("text", "x")];
                Some(("spillover:\n  log: []\n", Draft::new(DraftPlace::LogEntry, values)))
            }
            Self::TimeOrUnknown => {
                let draft = Draft::new(DraftPlace::Statement, [("at", text), ("speaker", "a")]);
                Some(("actors: { a: { name: A } }\n", draft))
            }
            Self::Date => day(&[("date", text), ("status", "open")]),
            Self::Hours => day(&[("date", "2026-02-01"), ("status", "open"), ("hours", text)]),
            Self::Number => day(&[("date", "2026-02-01"), ("status", "open"), ("exits", text)]),
            Self::Word => day(&[("date", "2026-02-01"), ("status", text)]),
            Self::Span | Self::Amount | Self::Zone | Self::Promise | Self::Test => None,
        }
    }
}

/// No value is longer, in bytes.
const LONGEST: usize = 200;

/// Reads what bytes stand for: one that says where and in which zone, and a text. Nothing where they stand for nothing.
#[track_caller]
pub fn check_bytes(bytes: &[u8]) -> Option<Value> {
    let (choice, text) = bytes.split_first().filter(|(_, text)| text.len() <= LONGEST)?;
    let (choice, text) = (usize::from(*choice), std::str::from_utf8(text).ok()?);
    check(Place::ALL[choice % Place::ALL.len()], ZONES[choice / Place::ALL.len() % ZONES.len()], text)
}

/// Reads a text in a place, and gives what it means there.
#[track_caller]
pub fn check(place: Place, zone: &str, text: &str) -> Option<Value> {
    let zone = &Zone::bundled(zone).expect("a zone");
    check_raw(&place.watchlist(zone, text));
    let quoted = double_quoted(text);
    let loaded = read(&place.watchlist(zone, &quoted));
    let Some(watchlist) = &loaded.watchlist else {
        refused(place, zone, &loaded, quoted.len());
        return None;
    };
    let value = place.value(watchlist).unwrap_or_else(|| panic!("{text:?} is passed over"));
    assert_means(value.clone(), text, zone);
    let written = again(value.clone(), zone);
    assert_eq!(reread(place, zone, &double_quoted(&written)), Some(value.clone()), "{text:?} is {written:?}");
    let single = format!("'{}'", text.trim());
    assert_eq!(reread(place, zone, &single), Some(value.clone()), "{text:?} between other quotes");
    if let Some((file, draft)) = place.draft(text) {
        let file = format!("title: T\nzone: {zone}\n{file}");
        let proposal = propose("x", file.as_bytes(), &[draft], now()).unwrap_or_else(|why| panic!("{text:?}: {why}"));
        let recorded = load("x", proposal.bytes, now()).watchlist.expect("what is recorded loads");
        assert_eq!(place.value(&recorded), Some(value.clone()), "{text:?} is recorded");
    }
    Some(value)
}

#[track_caller]
fn read(yaml: &str) -> Loaded {
    let loaded = load("x", yaml, now());
    loaded.problems.iter().for_each(|problem| check_problem(&loaded.source, problem));
    loaded
}

#[track_caller]
fn reread(place: Place, zone: &Zone, written: &str) -> Option<Value> {
    place.value(read(&place.watchlist(zone, written)).watchlist.as_deref()?)
}

/// The problem is one, and lies in the text; what it advises to write is right there.
#[track_caller]
fn refused(place: Place, zone: &Zone, loaded: &Loaded, length: usize) {
    let source = &loaded.source.text;
    let is_error = |problem: &&Problem| problem.severity == ProblemSeverity::Error;
    let errors: Vec<_> = loaded.problems.iter().filter(is_error).collect();
    let [problem] = errors[..] else { panic!("one text, one problem: {errors:#?}") };
    let place_of_text = source.len() - 1 - length..source.len() - 1;
    let range = problem.span.range();
    assert!(place_of_text.start <= range.start && range.end <= place_of_text.end, "{source}\n{problem:#?}");
    for advice in problem.help.iter().flat_map(|help| advised(help)) {
        let advised = read(&place.watchlist(zone, &double_quoted(advice)));
        assert!(advised.watchlist.is_some(), "{source}\n{problem:#?}\n{:#?}", advised.problems);
    }
}

/// What a help tells to write.
fn advised(help: &str) -> impl Iterator<Item = &str> {
    [("write `", '`'), ("did you mean `", '`'), ("did you mean \"", '"'), ("offset: ", ' '), (") or ", ' ')]
        .into_iter()
        .filter_map(|(before, end)| help.split_once(before)?.1.split_once(end))
        .map(|(advice, _)| advice)
}

/// However its values are quoted, a watchlist says the same.
#[track_caller]
fn check_raw(yaml: &str) {
    let Some(watchlist) = read(yaml).watchlist else { return };
    let (document, _) = Document::parse(Arc::new(yaml.to_owned()));
    let mut quoted = String::new();
    write_quoted(document.root().expect("it loads"), &mut quoted);
    let again = load("x", quoted.as_str(), now());
    let is_same = again.watchlist.as_ref().is_some_and(|again| again.is_same(&watchlist));
    assert!(is_same, "{yaml}\n=>\n{quoted}\n{:#?}", again.problems);
}

/// Writes a node between brackets, with all its texts in quotes but for the words that mean nothing.
fn write_quoted(node: Node<'_>, out: &mut String) {
    match node.kind() {
        NodeKind::Map(pairs) => {
            out.push_str("{ ");
            for (key, value) in pairs {
                write_quoted(key, out);
                out.push_str(": ");
                write_quoted(value, out);
                out.push_str(", ");
            }
            out.push('}');
        }
        NodeKind::List(items) => {
            out.push_str("[ ");
            for item in items {
                write_quoted(item, out);
                out.push_str(", ");
            }
            out.push(']');
        }
        NodeKind::Scalar("~" | "null" | "Null" | "NULL", Style::Plain) | NodeKind::Empty | NodeKind::Invalid => {
            out.push('~');
        }
        NodeKind::Scalar(text, _) => out.push_str(&double_quoted(text)),
    }
}

/// A text between quotes, as it stands but for what nobody could see there.
fn double_quoted(text: &str) -> String {
    let is_escaped = |c: char| is_steering(c) || matches!(c, '"' | '\\' | '\u{fffe}' | '\u{ffff}');
    let written = |c: char| if is_escaped(c) { format!("\\U{:08x}", u32::from(c)) } else { c.to_string() };
    format!("\"{}\"", text.chars().map(written).collect::<String>())
}

/// A value as the program writes it, or as a person would.
fn again(value: Value, zone: &Zone) -> String {
    match value {
        Value::Time(at) if at.precision == Precision::Day => at.date(zone).to_string(),
        Value::Time(at) => at.start.to_rfc3339(),
        Value::Unknown => "unknown".to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Hours(hours) => hours.to_string(),
        Value::Span(span) => format!("{}m", span.num_minutes()),
        Value::Amount(amount) => amount.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Zone(zone, _) => zone.to_string(),
        Value::Word(status) => status.word().to_owned(),
        Value::Parts => unreachable!("a text in quotes has no parts"),
    }
}

/// A second, stricter reader finds the same in the text.
#[track_caller]
fn assert_means(value: Value, text: &str, zone: &Zone) {
    let text = text.trim();
    match value {
        Value::Time(at) => {
            assert_time(at, text, zone);
            let key = Address::key_of(text, zone);
            assert_eq!(TimePoint::parse(&key, zone), Ok(at), "{text:?} is addressed as {key:?}");
        }
        Value::Unknown => assert_eq!(text, "unknown"),
        Value::Date(date) => assert_eq!(date.to_string(), text),
        Value::Hours(hours) => assert_hours(hours, text),
        Value::Span(span) => {
            let (number, unit) = text.split_at(text.len() - 1);
            let minutes = [("m", 1), ("h", 60), ("d", 1440), ("w", 10_080)].iter().find(|(name, _)| *name == unit);
            let minutes = minutes.map(|(_, minutes)| plain_number(number) * minutes);
            assert!(
                minutes.is_some_and(|minutes| minutes > 0 && span == TimeDelta::minutes(minutes)),
                "{text:?}: {span}"
            );
        }
        Value::Amount(amount) => {
            let digits = text.replacen('.', "", 1);
            assert!(
                digits.bytes().all(|byte| byte.is_ascii_digit()) && (0.0..=1e6).contains(&amount),
                "{text:?}: {amount}"
            );
            let whole = plain_number(text.split('.').next().unwrap_or_default());
            assert!((whole as f64..=whole as f64 + 1.0).contains(&amount), "{text:?}: {amount}");
        }
        Value::Number(number) => {
            let digits = text.trim_start_matches('0');
            assert_eq!(number.to_string(), if digits.is_empty() { "0" } else { digits });
        }
        Value::Zone(read, at) => {
            assert_eq!(read.name(), text);
            let local: NaiveDateTime = "2026-01-15T14:30:00".parse().expect("a time");
            assert_eq!(at, TimePoint::exact((&read).from_local_datetime(&local).single().expect("no change").to_utc()));
        }
        Value::Word(status) => assert_eq!(status.word(), text),
        Value::Parts => {}
    }
}

/// A number of digits alone, leading zeros and all.
#[track_caller]
fn plain_number(digits: &str) -> i64 {
    assert!(digits.bytes().all(|byte| byte.is_ascii_digit()), "{digits:?}");
    digits.bytes().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'))
}

/// The hours are the two times that are written, and where they run back they do so in the night.
#[track_caller]
fn assert_hours(hours: Hours, text: &str) {
    let clock = |text: &str| format!("{:0>5}", text.trim());
    let mut written: Vec<_> = text.split(['-', '–']).map(clock).collect();
    // Midnight at the end is written in two ways, and shown in one.
    written.iter_mut().skip(1).filter(|until| *until == "00:00").for_each(|until| "24:00".clone_into(until));
    assert_eq!(written.join("-"), hours.to_string());
    let (from, until) = (written[0].as_str(), written[1].as_str());
    let minutes = hours.minutes();
    assert!((1..=24 * 60).contains(&minutes), "{text:?}: {minutes}");
    assert!(from < until || minutes <= 12 * 60 || has_warning(text), "{text:?} runs back unseen");
}

#[track_caller]
fn has_warning(hours: &str) -> bool {
    let loaded = read(&Place::Hours.watchlist(Zone::utc(), &double_quoted(hours)));
    loaded.problems.iter().any(|problem| problem.rule == "past-midnight")
}

/// From here on the clocks of [`ZONES`] change by quarters of an hour.
const MODERN: &str = "1970-01-02";

/// The time is the one that is written: the day, whole, or the local time, at the offset if there is one.
#[track_caller]
fn assert_time(at: TimePoint, text: &str, zone: &Zone) {
    let date: NaiveDate = text[..10].parse().expect("a date stands first");
    if text.len() == 10 {
        assert_eq!((at.precision, at.date(zone)), (Precision::Day, date), "{text:?}");
        if text >= MODERN {
            let day_of = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
            let moment = TimeDelta::nanoseconds(1);
            let around = [day_of(at.start - moment), day_of(at.end - moment), day_of(at.end)];
            assert_eq!(around, [date - Days::new(1), date, date + Days::new(1)], "{text:?}");
        }
        return;
    }
    assert_eq!((at.precision, at.start), (Precision::Exact, at.end), "{text:?}");
    let zulu = text.strip_suffix(['Z', 'z']).map(|local| (local, Some(0)));
    let signed = || {
        let sign = text.rfind(['+', '-']).filter(|sign| *sign > 10)?;
        let (hours, minutes) = match text[sign + 1..].split_once(':') {
            Some(parts) => parts,
            None => text[sign + 1..].split_at_checked(2)?,
        };
        assert_eq!((hours.len(), minutes.len()), (2, 2), "{text:?}: no offset is written so");
        let seconds = i32::try_from(plain_number(hours) * 3600 + plain_number(minutes) * 60).expect("four digits");
        Some((&text[..sign], Some(if text[sign..].starts_with('-') { -seconds } else { seconds })))
    };
    let (local, offset) = zulu.or_else(signed).unwrap_or((text, None));
    let shown = match offset {
        Some(offset) => at.start.with_timezone(&FixedOffset::east_opt(offset).expect("an offset")).naive_local(),
        None => at.start.with_timezone(&zone).naive_local(),
    };
    let second = at.start.format("%H:%M:%S").to_string();
    assert!(!second.ends_with("60") || second == "23:59:60", "{text:?} is a leap second where none can be");
    let local = local.trim_end().replace(['t', ' '], "T");
    let shown = shown.format("%Y-%m-%dT%H:%M:%S%.9f").to_string();
    // Nobody needs more digits than nanoseconds have.
    let local = &local[..local.len().min(shown.len())];
    let rest = shown.strip_prefix(local).unwrap_or_else(|| panic!("{text:?} is read as {shown}"));
    assert!(rest.chars().all(|c| "0:.".contains(c)), "{text:?} is read as {shown}");
    let in_other = if zone == Zone::utc() {
        TimePoint::parse(text, &Zone::bundled("Asia/Gaza").expect("a zone"))
    } else {
        TimePoint::parse(text, Zone::utc())
    };
    let is_fixed = in_other == Ok(at);
    assert!(is_fixed || offset.is_none(), "{text:?} is {in_other:?} elsewhere");
}
