//! From nodes to typed values, noting every problem on the way instead of stopping at the first.
//!
//! A value that cannot be read is noted, and a placeholder takes its place: its entry survives, so that whatever else is
//! wrong with it is found as well. No placeholder reaches a board: an error stops the load as a whole.

use super::document::{Kind, Node, Style};
use super::id::{Id, Ref, Register};
use super::time::{
    DURATION_FORMS, DurationError, Moment, TIME_FORMS, TimeError, duration_error, parse_date, parse_duration,
};
use crate::diagnostic::{Problem, Problems, Span, Spanned, foreign_letter, suggestion};
use crate::text::{Text, sanitise};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use std::collections::HashSet;

/// A type that can be read from a node.
pub trait Decode: Sized {
    /// Reads the value; `None` after a problem has been noted.
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self>;

    /// What stands for the value where its key is not written; `None` where the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// What stands for a required value that is missing or cannot be read. Seen by lints only, never by a board.
    fn placeholder() -> Self;

    /// Takes up what a second value under the same key holds, where the two can be joined.
    fn absorb(&mut self, _second: Self) {}
}

/// What is needed on the way, and what is gathered.
#[derive(Debug)]
pub struct Reader {
    /// The zone in which times without an offset are read.
    pub zone: Tz,
    /// Everything wrong so far.
    pub problems: Problems,
    /// The keys whose lists or registers may hold more than could be read.
    pub gaps: HashSet<&'static str>,
    /// Whether something in the value that is being read had to be left out.
    has_lost: bool,
    ids: HashSet<Id>,
}

impl Reader {
    /// A reader for one file.
    pub fn new(zone: Tz) -> Self {
        Self { zone, problems: Problems::default(), gaps: HashSet::new(), has_lost: false, ids: HashSet::new() }
    }

    /// Notes a problem, and is `None`, to be returned at once.
    pub fn note<T>(&mut self, problem: Problem) -> Option<T> {
        self.problems.push(problem);
        None
    }

    /// The text of a scalar; anything else is a problem that names what is expected.
    pub fn scalar<'d>(&mut self, node: Node<'d>, expected: &str) -> Option<&'d str> {
        match node.kind() {
            Kind::Scalar(text, _) => Some(text),
            other => self.wrong_shape(node, other, expected),
        }
    }

    /// One of a fixed list of words: its index there.
    pub fn word(&mut self, node: Node<'_>, what: &str, words: &[&str]) -> Option<usize> {
        let what = with_article(what);
        let written = self.scalar(node, &what)?;
        if let Some(index) = words.iter().position(|word| *word == written.trim_end_matches('\n')) {
            return Some(index);
        }
        let list = words.join(", ");
        let help = match suggestion(written, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?{} One of: {list}", foreign_letter(written)),
            None => format!("one of: {list}"),
        };
        let message = format!("`{}` is not {what}", sanitise(written.trim_end()));
        self.note(Problem::error("unknown-value", node.span(), message).labelled("not on the scale").help(help))
    }

    /// The one shared copy of a name.
    pub fn id(&mut self, name: &str) -> Id {
        if let Some(known) = self.ids.get(name) {
            return known.clone();
        }
        let id = Id::new(name);
        self.ids.insert(id.clone());
        id
    }

    /// Notes that something else was expected here.
    pub fn wrong_shape<T>(&mut self, node: Node<'_>, found: Kind<'_>, expected: &str) -> Option<T> {
        let (found, help) = match found {
            Kind::Map(_) => ("a mapping", "if it is meant as text, put it in quotes"),
            Kind::List(_) => ("a list", "if it is meant as text, put it in quotes"),
            Kind::Scalar(..) => ("a text", "check the indentation of the lines below it"),
            Kind::Empty => ("nothing", "write a value, or remove the key"),
            Kind::Torn => return None,
        };
        self.wrong_shape_with_help(node, found, expected, help)
    }

    fn wrong_shape_with_help<T>(&mut self, node: Node<'_>, found: &str, expected: &str, help: &str) -> Option<T> {
        let message = format!("expected {expected}, found {found}");
        self.note(Problem::error("wrong-shape", node.span(), message).help(help))
    }
}

/// `an impact`, `a status`.
fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// No record has more keys than this.
const MOST_KEYS: usize = 24;

/// The values of a mapping, by the place of their key in a fixed list of keys.
#[derive(Debug)]
pub struct Fields<'d> {
    owner: Span,
    what: &'static str,
    keys: &'static [&'static str],
    values: [Option<Node<'d>>; MOST_KEYS],
    /// Values under keys that are written again: index of the key, and value.
    repeated: Vec<(usize, Node<'d>)>,
    /// Whether a part of the mapping could not be read: it may hold the very keys that seem to be missing.
    is_torn: bool,
    next: usize,
}

impl<'d> Fields<'d> {
    /// Sorts a mapping's values by key. Unknown and repeated keys are noted.
    ///
    /// An unknown key that is nearly a known one is noted, and then read as the known one if that is not written: what
    /// stands below it is checked as well, and is not called missing.
    pub fn read(
        node: Node<'d>,
        what: &'static str,
        keys: &'static [&'static str],
        reader: &mut Reader,
    ) -> Option<Self> {
        let pairs = match node.kind() {
            Kind::Map(pairs) => pairs,
            other => return reader.wrong_shape(node, other, &format!("{what} as `key: value` lines")),
        };
        let values = [None; MOST_KEYS];
        let mut fields = Self { owner: node.span(), what, keys, values, repeated: Vec::new(), is_torn: false, next: 0 };
        let mut seen: [Option<Span>; MOST_KEYS] = [None; MOST_KEYS];
        let mut unknown = Vec::new();
        let mut above: Option<Node<'d>> = None;
        for (key, value) in pairs {
            let above = above.replace(value);
            if let Kind::Torn = key.kind() {
                fields.is_torn = true;
                continue;
            }
            let Some(name) = reader.scalar(key, "a key") else { continue };
            let Some(at) = keys.iter().position(|known| *known == name) else {
                unknown.push(Unknown { key, name, value, above });
                continue;
            };
            if let Some(first) = seen[at] {
                let problem = duplicate_key(key.span(), name, first);
                if at == 0 && name == "id" {
                    // A second entry begins here; what follows belongs to it.
                    reader.problems.push(problem.help("write `- ` before it if a new entry begins here, or keep one"));
                    reader.has_lost = true;
                    break;
                }
                reader.problems.push(problem);
                fields.repeated.push((at, value));
                continue;
            }
            seen[at] = Some(key.span());
            fields.values[at] = Some(value);
        }
        fields.sort_out(&unknown, &mut seen, reader);
        Some(fields)
    }

    /// Notes every unknown key, and finds out what it was meant to be.
    fn sort_out(&mut self, unknown: &[Unknown<'d>], seen: &mut [Option<Span>; MOST_KEYS], reader: &mut Reader) {
        let mut had_comma = None;
        for entry in unknown {
            let Unknown { key, name, value, above } = *entry;
            if let Some((known, _)) = name.split_once(':').filter(|(known, _)| self.keys.contains(known)) {
                // Nothing more can be said of its value before the space is there.
                self.is_torn = true;
                reader.problems.push(missing_space(key, known));
                continue;
            }
            if let Some(above) = above.filter(|above| entry.is_rest_of(*above)) {
                if had_comma != Some(above.span()) {
                    reader.problems.push(text_with_comma(key, name, above));
                }
                had_comma = Some(value.span());
                continue;
            }
            // Nobody reads a list of thousands of suggestions, and each costs a look at every key.
            let is_worth_a_guess = reader.problems.list.len() < MOST_SUGGESTIONS;
            let near = is_worth_a_guess.then(|| suggestion(name, self.keys.iter().copied())).flatten();
            reader.problems.push(unknown_key(key.span(), name, near, self.what, self.keys));
            let meant = near.filter(|near| is_slip(name, near));
            let at = meant.and_then(|meant| self.keys.iter().position(|known| *known == meant));
            if let Some(at) = at.filter(|at| seen[*at].is_none()) {
                seen[at] = Some(key.span());
                self.values[at] = Some(value);
            } else if matches!(value.kind(), Kind::Map(_) | Kind::List(_)) {
                self.note_gaps(name, reader);
            }
        }
        if self.is_torn {
            self.note_gaps("", reader);
        }
    }

    /// What stands under an unknown key, or in a part that cannot be read, may be what belongs under a key that is not
    /// written.
    fn note_gaps(&self, name: &str, reader: &mut Reader) {
        let absent = self.keys.iter().zip(&self.values).filter(|(_, value)| value.is_none()).map(|(key, _)| *key);
        reader.gaps.extend(absent);
        reader.gaps.extend(["risks", "items"].into_iter().filter(|key| *key == name));
    }

    /// Reads the next key of the list: its value, or what stands for it where it is not written or cannot be read.
    pub fn take<T: Decode>(&mut self, reader: &mut Reader) -> T {
        let at = self.next;
        self.next += 1;
        let has_lost = std::mem::take(&mut reader.has_lost);
        let absent = T::absent();
        let is_empty = |node: Node<'_>| is_nothing(node) || (absent.is_none() && is_blank(node));
        let value = self.values[at].filter(|node| !is_empty(*node));
        let mut taken = match (value, absent) {
            (Some(node), absent) => T::decode(node, reader).unwrap_or_else(|| {
                reader.has_lost = true;
                absent.unwrap_or_else(T::placeholder)
            }),
            (None, Some(absent)) => absent,
            (None, None) => {
                self.note_missing(at, reader);
                T::placeholder()
            }
        };
        for (_, second) in self.repeated.iter().filter(|(key, _)| *key == at) {
            match T::decode(*second, reader) {
                Some(second) => taken.absorb(second),
                None => reader.has_lost = true,
            }
        }
        if reader.has_lost {
            reader.gaps.insert(self.keys[at]);
        }
        reader.has_lost = has_lost;
        taken
    }

    fn note_missing(&self, at: usize, reader: &mut Reader) {
        let key = self.keys[at];
        let problem = match self.values[at] {
            Some(empty) => Problem::error("missing-key", empty.span(), format!("`{key}` is empty")),
            None if self.is_torn => return,
            None => {
                let start = self.owner.start as usize;
                let message = format!("{} needs the key `{key}`", self.what);
                Problem::error("missing-key", Span::new(start, start + 1), message).labelled("missing here")
            }
        };
        reader.problems.push(problem.help(format!("add `{key}: …`")));
    }
}

/// A key that the record does not have.
#[derive(Clone, Copy)]
struct Unknown<'d> {
    key: Node<'d>,
    name: &'d str,
    value: Node<'d>,
    /// The value that stands before it.
    above: Option<Node<'d>>,
}

impl Unknown<'_> {
    /// Whether it is the rest of a text that a comma cut in two: `text: one, two`.
    fn is_rest_of(&self, above: Node<'_>) -> bool {
        let is_text = |node: Node<'_>| matches!(node.kind(), Kind::Scalar(_, Style::Plain));
        let is_bare = matches!(self.value.kind(), Kind::Empty) && is_text(self.key);
        is_bare && (is_text(above) || matches!(above.kind(), Kind::Empty)) && self.key.follows_comma()
    }
}

/// After this many problems no more suggestions are looked for.
pub const MOST_SUGGESTIONS: usize = 200;

/// Whether an unknown key is so near a known one that it is surely meant.
fn is_slip(written: &str, known: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace('-', "_");
    let (written, known) = (plain(written), plain(known));
    strsim::osa_distance(&written, &known) <= if known.len() > 4 { 2 } else { 1 }
}

/// Nothing written, or the unquoted words that YAML reserves for it.
fn is_nothing(node: Node<'_>) -> bool {
    matches!(node.kind(), Kind::Empty | Kind::Scalar("~" | "null" | "Null" | "NULL", Style::Plain))
}

/// A text of spaces only.
fn is_blank(node: Node<'_>) -> bool {
    matches!(node.kind(), Kind::Scalar(text, _) if text.trim().is_empty())
}

fn text_with_comma(key: Node<'_>, name: &str, above: Node<'_>) -> Problem {
    let help = match above.kind() {
        Kind::Scalar(before, _) if [before, name].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) => {
            format!("write the number without commas: `{before}{name}`")
        }
        _ => "put the whole text in quotes".to_owned(),
    };
    let message = format!("inside `{{ }}` the `,` before `{}` ends the value", sanitise(name));
    Problem::error("unknown-key", key.span(), message).help(help)
}

fn missing_space(key: Node<'_>, known: &str) -> Problem {
    let colon = key.span().start as usize + known.len();
    Problem::error("syntax", Span::new(colon, colon + 1), format!("a space is missing after `{known}:`"))
        .help(format!("write `{known}: …`"))
}

fn unknown_key(span: Span, name: &str, near: Option<&str>, what: &str, keys: &[&str]) -> Problem {
    let help = match near {
        Some(near) => format!("did you mean `{near}`?{}", foreign_letter(name)),
        None if what == "a watchlist" && matches!(name, "risks" | "log" | "half_life") => {
            format!("`{name}` belongs under `spillover`")
        }
        None => format!("known keys here: {}", keys.join(", ")),
    };
    Problem::error("unknown-key", span, format!("{what} has no key `{}`", sanitise(name))).help(help)
}

fn duplicate_key(span: Span, name: &str, first: Span) -> Problem {
    Problem::error("duplicate-key", span, format!("the key `{}` is written twice", sanitise(name)))
        .labelled("again here")
        .beside(first, "first here")
        .help("keep one of the two")
}

/// Declares a record: a struct whose fields are the keys of a mapping, all in one place.
///
/// A field is optional when its type has something to stand for it where it is not written: `Option`, `Vec`, `Register`.
/// Every record also knows its `span`.
macro_rules! record {
    ($what:literal; $(#[$meta:meta])* pub struct $name:ident { $( $(#[$fmeta:meta])* pub $field:ident : $type:ty, )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name {
            $( $(#[$fmeta])* pub $field: $type, )+
            /// Where it stands in the watchlist.
            pub span: $crate::diagnostic::Span,
        }

        impl $name {
            /// Its keys, in the order of the format.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($field)),+];
        }

        impl $crate::watchlist::decode::Decode for $name {
            fn decode(
                node: $crate::watchlist::document::Node<'_>,
                reader: &mut $crate::watchlist::decode::Reader,
            ) -> Option<Self> {
                let mut fields = $crate::watchlist::decode::Fields::read(node, $what, Self::KEYS, reader)?;
                $( let $field = fields.take::<$type>(reader); )+
                Some(Self { $( $field, )+ span: node.span() })
            }

            fn placeholder() -> Self {
                Self {
                    $( $field: <$type as $crate::watchlist::decode::Decode>::placeholder(), )+
                    span: $crate::diagnostic::Span::default(),
                }
            }

            fn absorb(&mut self, second: Self) {
                $( $crate::watchlist::decode::Decode::absorb(&mut self.$field, second.$field); )+
            }
        }
    };
}
pub(crate) use record;

impl<T: Decode> Decode for Option<T> {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        T::decode(node, reader).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn placeholder() -> Self {
        None
    }

    fn absorb(&mut self, second: Self) {
        match (self.as_mut(), second) {
            (Some(first), Some(second)) => first.absorb(second),
            (None, second) => *self = second,
            (Some(_), None) => {}
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        const EXPECTED: &str = "a list (`- …` lines, or `[…, …]`)";
        match node.kind() {
            Kind::List(items) => {
                let mut values = Self::new();
                for item in items {
                    match T::decode(item, reader) {
                        Some(value) => values.push(value),
                        None => reader.has_lost = true,
                    }
                }
                values.shrink_to_fit();
                Some(values)
            }
            Kind::Map(_) => {
                reader.wrong_shape_with_help(node, "a mapping", EXPECTED, "begin each entry of the list with `- `")
            }
            Kind::Scalar(text, _) => {
                let help = format!("write `[{}]`", sanitise(text));
                reader.wrong_shape_with_help(node, "a text", EXPECTED, &help)
            }
            other => reader.wrong_shape(node, other, EXPECTED),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn placeholder() -> Self {
        Self::new()
    }

    fn absorb(&mut self, second: Self) {
        self.extend(second);
    }
}

impl<T: Decode> Decode for Register<T> {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        const EXPECTED: &str = "a mapping from names to entries";
        let pairs = match node.kind() {
            Kind::Map(pairs) => pairs,
            Kind::List(_) => {
                let help = "write each entry as `name: { … }`, without `- ` and `id:`";
                return reader.wrong_shape_with_help(node, "a list", EXPECTED, help);
            }
            other => return reader.wrong_shape(node, other, EXPECTED),
        };
        let mut register = Self::default();
        for (key, value) in pairs {
            let Some(id) = Ref::decode(key, reader) else {
                reader.has_lost = true;
                continue;
            };
            // The name is known even where nothing else is.
            register.0.push((id, T::decode(value, reader).unwrap_or_else(T::placeholder)));
        }
        Some(register)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn placeholder() -> Self {
        Self::default()
    }

    fn absorb(&mut self, second: Self) {
        self.0.extend(second.0);
    }
}

impl<T: Decode> Decode for Spanned<T> {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        T::decode(node, reader).map(|value| Self { value, span: node.span() })
    }

    fn placeholder() -> Self {
        Self { value: T::placeholder(), span: Span::default() }
    }
}

impl Decode for Text {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a text")?;
        if let Some(dash) = node.swallowed_dash() {
            let message = "this line belongs to the text above it: the `-` begins no item here";
            let help = "give it the indentation of the other `-`; or put the text in quotes if it is meant";
            reader.problems.push(Problem::warning("swallowed-item", Span::new(dash, dash + 1), message).help(help));
        }
        Some(node.verbatim().map_or_else(|| Self::new(text), |(source, range)| Self::part_of(source, range)))
    }

    fn placeholder() -> Self {
        Self::new("")
    }
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
}

impl Decode for Moment {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a time")?;
        let shown = sanitise(text);
        let problem = match Self::parse(text, reader.zone) {
            Ok(moment) => return Some(moment),
            Err(TimeError::Malformed) => Problem::error("bad-time", node.span(), format!("`{shown}` is not a time"))
                .help(format!("write one of: {TIME_FORMS}{}", foreign_letter(text))),
            Err(TimeError::NoSuchTime) => {
                Problem::error("bad-time", node.span(), format!("`{shown}` does not exist in the calendar"))
                    .help(format!("write one of: {TIME_FORMS}"))
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
        reader.note(problem)
    }

    fn placeholder() -> Self {
        Self::exact(DateTime::UNIX_EPOCH)
    }
}

impl Decode for NaiveDate {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a date")?;
        parse_date(text).or_else(|| {
            let message = format!("`{}` is not a date", sanitise(text));
            reader.note(Problem::error("bad-time", node.span(), message).help("write it as 2026-02-01"))
        })
    }

    fn placeholder() -> Self {
        Self::default()
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
            reader.note(match duration_error(text) {
                DurationError::Nothing => problem("must be more than nothing"),
                DurationError::TooLong => problem("is too long: a hundred years at most"),
                DurationError::Near(near) => {
                    problem("is not a span of time").help(format!("did you mean `{near}`? Write {DURATION_FORMS}"))
                }
                DurationError::Malformed => problem("is not a span of time"),
            })
        })
    }

    fn placeholder() -> Self {
        Self::zero()
    }
}

impl Decode for Tz {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a time zone")?;
        text.parse().ok().or_else(|| {
            let known = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
            let near = suggestion(text, known).map(|near| format!("did you mean `{near}`?"));
            let help = near.unwrap_or_else(|| "use an IANA name, such as Asia/Gaza, Africa/Cairo or UTC".to_owned());
            let message = format!("`{}` is not a time zone", sanitise(text));
            reader.note(Problem::error("bad-zone", node.span(), message).help(help))
        })
    }

    fn placeholder() -> Self {
        Self::UTC
    }
}

impl Decode for u64 {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a number")?;
        let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_digits).or_else(|| {
            let message = format!("`{}` is not a whole number", sanitise(text));
            let help = "write digits only, such as 150; leave the key out where the number is not known";
            reader.note(Problem::error("bad-number", node.span(), message).help(help))
        })
    }

    fn placeholder() -> Self {
        0
    }
}

/// A share or weight: a finite number, zero or more.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Amount(pub f64);

impl Decode for Amount {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a number")?;
        let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        match text.parse::<f64>() {
            Ok(number) if is_plain && number <= 1e6 => Some(Self(number)),
            _ => {
                let message = format!("`{}` is not a number between 0 and 1000000", sanitise(text));
                reader.note(Problem::error("bad-number", node.span(), message).help("write it as 1, 2 or 0.5"))
            }
        }
    }

    fn placeholder() -> Self {
        Self(0.0)
    }
}

/// The hours of a day in which a crossing worked, in the file's zone. May run past midnight; `00:00-24:00` is all day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
