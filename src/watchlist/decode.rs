//! From nodes to typed values, noting every problem on the way instead of stopping at the first.
//!
//! A value that cannot be read is noted and left out; its neighbours are still read, so that whatever else is wrong is
//! found as well. Nothing of it reaches a board: an error stops the load as a whole.

use super::document::{Kind, Node, Style};
use super::id::{Id, Ref, Register};
use super::time::{DURATION_FORMS, Moment, TIME_FORMS, TimeError, parse_date, parse_duration};
use crate::diagnostic::{Problem, Span, Spanned, suggestion};
use crate::text::{Text, sanitise};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
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
}

/// What is needed on the way, and what is gathered.
#[derive(Debug)]
pub struct Reader {
    /// The zone in which times without an offset are read.
    pub zone: Tz,
    /// Everything wrong so far.
    pub problems: Vec<Problem>,
    /// The ids of entries that had to be left out.
    pub lost: HashSet<Id>,
    ids: HashSet<Id>,
}

impl Reader {
    /// A reader for one file.
    pub fn new(zone: Tz) -> Self {
        Self { zone, problems: Vec::new(), lost: HashSet::new(), ids: HashSet::new() }
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
        let written = self.scalar(node, &format!("a {what}"))?;
        if let Some(index) = words.iter().position(|word| *word == written) {
            return Some(index);
        }
        let list = words.join(", ");
        let help = match suggestion(written, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? One of: {list}"),
            None => format!("one of: {list}"),
        };
        let message = format!("`{}` is not a {what}", sanitise(written));
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
        };
        let message = format!("expected {expected}, found {found}");
        self.note(Problem::error("wrong-shape", node.span(), message).help(help))
    }
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
    next: usize,
}

impl<'d> Fields<'d> {
    /// Sorts a mapping's values by key. Unknown and repeated keys are noted.
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
        let mut fields = Self { owner: node.span(), what, keys, values: [None; MOST_KEYS], next: 0 };
        let mut seen: [Option<Span>; MOST_KEYS] = [None; MOST_KEYS];
        for (key, value) in pairs {
            let Some(name) = reader.scalar(key, "a key") else { continue };
            let Some(at) = keys.iter().position(|known| *known == name) else {
                reader.problems.push(unknown_key(key.span(), name, what, keys));
                continue;
            };
            if let Some(first) = seen[at] {
                reader.problems.push(duplicate_key(key.span(), name, first));
                continue;
            }
            seen[at] = Some(key.span());
            fields.values[at] = Some(value);
        }
        Some(fields)
    }

    /// Reads the next key of the list: its value, or what stands for it where it is not written.
    pub fn take<T: Decode>(&mut self, reader: &mut Reader) -> Option<T> {
        let at = self.next;
        self.next += 1;
        let value = self.values[at].filter(|node| !is_nothing(*node));
        match (value, T::absent()) {
            // A bad value is noted; for the checks that follow, its key counts as not written.
            (Some(node), absent) => T::decode(node, reader).or(absent),
            (None, Some(absent)) => Some(absent),
            (None, None) => {
                let key = self.keys[at];
                let problem = match self.values[at] {
                    Some(empty) => Problem::error("missing-key", empty.span(), format!("`{key}` is empty")),
                    None => {
                        let start = self.owner.start as usize;
                        let message = format!("{} needs the key `{key}`", self.what);
                        Problem::error("missing-key", Span::new(start, start + 1), message).labelled("missing here")
                    }
                };
                reader.note(problem.help(format!("add `{key}: …`")))
            }
        }
    }
}

/// Remembers the id of an entry that had to be left out, so that references to it are not called wrong as well.
pub fn lose(node: Node<'_>, reader: &mut Reader) {
    let Kind::Map(mut pairs) = node.kind() else { return };
    let id = pairs.find(|(key, _)| matches!(key.kind(), Kind::Scalar("id", _))).map(|(_, value)| value.kind());
    if let Some(Kind::Scalar(name, _)) = id {
        let id = reader.id(name);
        reader.lost.insert(id);
    }
}

/// Nothing written, or the unquoted words that YAML reserves for it.
fn is_nothing(node: Node<'_>) -> bool {
    matches!(node.kind(), Kind::Empty | Kind::Scalar("~" | "null", Style::Plain))
}

fn unknown_key(span: Span, name: &str, what: &str, keys: &[&str]) -> Problem {
    let help = match suggestion(name, keys.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
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

        impl $crate::watchlist::decode::Decode for $name {
            fn decode(
                node: $crate::watchlist::document::Node<'_>,
                reader: &mut $crate::watchlist::decode::Reader,
            ) -> Option<Self> {
                const KEYS: &[&str] = &[$(stringify!($field)),+];
                let mut fields = $crate::watchlist::decode::Fields::read(node, $what, KEYS, reader)?;
                $( let $field = fields.take::<$type>(reader); )+
                let whole = (|| Some(Self { $( $field: $field?, )+ span: node.span() }))();
                if whole.is_none() {
                    $crate::watchlist::decode::lose(node, reader);
                }
                whole
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
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        match node.kind() {
            Kind::List(items) => {
                let mut values = Self::new();
                for item in items {
                    values.extend(T::decode(item, reader));
                }
                values.shrink_to_fit();
                Some(values)
            }
            other => reader.wrong_shape(node, other, "a list (`- …` lines, or `[…, …]`)"),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: Decode> Decode for Register<T> {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let pairs = match node.kind() {
            Kind::Map(pairs) => pairs,
            other => return reader.wrong_shape(node, other, "a mapping from names to entries"),
        };
        let mut register = Self::default();
        for (key, value) in pairs {
            let Some(id) = Ref::decode(key, reader) else { continue };
            if let Some(first) = register.ids().find(|known| known.value == id.value) {
                let problem = duplicate_key(id.span, id.value.as_str(), first.span);
                reader.problems.push(problem);
                continue;
            }
            match T::decode(value, reader) {
                Some(thing) => register.0.push((id, thing)),
                None => _ = reader.lost.insert(id.value),
            }
        }
        Some(register)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

impl<T: Decode> Decode for Spanned<T> {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        T::decode(node, reader).map(|value| Self { value, span: node.span() })
    }
}

impl Decode for Text {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a text")?;
        Some(node.verbatim().map_or_else(|| Self::new(text), |(source, range)| Self::part_of(source, range)))
    }
}

impl Decode for Id {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let name = reader.scalar(node, "a name")?;
        Some(reader.id(name))
    }
}

impl Decode for Moment {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a time")?;
        let shown = sanitise(text);
        let problem = match Self::parse(text, reader.zone) {
            Ok(moment) => return Some(moment),
            Err(TimeError::Malformed) => Problem::error("bad-time", node.span(), format!("`{shown}` is not a time"))
                .help(format!("write one of: {TIME_FORMS}")),
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
}

impl Decode for NaiveDate {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a date")?;
        parse_date(text).or_else(|| {
            let message = format!("`{}` is not a date", sanitise(text));
            reader.note(Problem::error("bad-time", node.span(), message).help("write it as 2026-02-01"))
        })
    }
}

impl Decode for TimeDelta {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "a span of time")?;
        parse_duration(text).or_else(|| {
            let message = format!("`{}` is not a span of time", sanitise(text));
            reader.note(Problem::error("bad-duration", node.span(), message).help(format!("write {DURATION_FORMS}")))
        })
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
}

/// The hours of a day in which a crossing worked, in the file's zone. May run past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// When it opened.
    pub from: NaiveTime,
    /// When it closed.
    pub until: NaiveTime,
}

impl Hours {
    /// How long it was open, in minutes.
    pub fn minutes(self) -> i64 {
        (self.until - self.from).num_minutes().rem_euclid(24 * 60)
    }
}

impl Decode for Hours {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let text = reader.scalar(node, "opening hours")?;
        let clock = |part: &str| NaiveTime::parse_from_str(part.trim(), "%H:%M").ok();
        let hours = text.split_once(['-', '–']).and_then(|(from, until)| Some((clock(from)?, clock(until)?)));
        match hours {
            Some((from, until)) if from != until => Some(Self { from, until }),
            _ => {
                let message = format!("`{}` is not a range of hours", sanitise(text));
                reader.note(Problem::error("bad-time", node.span(), message).help("write it as \"09:00-15:00\""))
            }
        }
    }
}
