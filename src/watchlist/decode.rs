//! Decodes nodes to typed values, and reports every problem instead of stopping at the first.
//!
//! A value that cannot be read is reported and replaced by a placeholder: its entry survives, so that its other
//! problems are found too. No placeholder reaches a board, because an error stops the load as a whole.

mod fields;
mod spelling;
mod values;

pub use fields::Fields;
pub(super) use fields::takes_measures;
pub(crate) use spelling::ungrouped;
pub(super) use values::DATE_PATTERN;

use super::document::{Node, NodeKind, Style};
use super::id::{Id, Ref, Register};
use super::schema::{self, Definitions};
use crate::diagnostic::{Problem, Problems, Span, Spanned, foreign_letter, suggestion};
use crate::text::sanitise;
use crate::watchlist::zone::{Zone, ZoneDatabase};
use serde_json::{Value, json};
use std::collections::HashSet;

/// A type that can be decoded from a node.
pub trait Decode: Sized {
    /// Whether it is free text.
    const IS_TEXT: bool = false;

    /// Decodes the value; returns `None` after reporting a problem.
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self>;

    /// The value if its key is absent; `None` if the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// The value used if a required one is missing or cannot be read. Only lints see it, never a board.
    fn placeholder() -> Self;

    /// Its JSON Schema. It must accept every value that can be decoded.
    fn schema(definitions: &mut Definitions) -> Value;

    /// Merges a second value of the same key, if the two can be joined.
    fn absorb(&mut self, _second: Self) {}

    /// Adds what stands beside it in its record under names of its own: `{ exits: 50, trucks-in: 600 }`.
    fn absorb_keys(&mut self, _pairs: &[(Node<'_>, Node<'_>)], _reader: &mut Reader) {}
}

/// The context of decoding, and the problems found so far.
#[derive(Debug)]
pub struct Reader {
    /// The source of time zone rules.
    pub zones: ZoneDatabase,
    /// The zone of times without an offset.
    pub zone: Zone,
    pub problems: Problems,
    /// The keys whose lists or registers may have more content than could be read.
    pub gaps: HashSet<&'static str>,
    /// Whether something in the current value had to be left out.
    has_lost: bool,
    ids: HashSet<Id>,
    /// The measures that the current crossing declares.
    measures: HashSet<String>,
}

impl Reader {
    pub fn new(zones: ZoneDatabase, zone: Zone) -> Self {
        let (problems, gaps, ids) = (Problems::default(), HashSet::new(), HashSet::new());
        Self { zones, zone, problems, gaps, has_lost: false, ids, measures: HashSet::new() }
    }

    /// Reports a problem and returns `None`, for an immediate return.
    pub fn note<T>(&mut self, problem: Problem) -> Option<T> {
        self.problems.push(problem);
        None
    }

    /// Reports a problem of a value; if it only looks right, at the character that is not on a keyboard.
    pub fn note_value<T>(
        &mut self,
        node: Node<'_>,
        text: &str,
        problem: Problem,
        is_right: impl Fn(&str) -> bool,
    ) -> Option<T> {
        let respelled = spelling::respelled(node, text, &problem, is_right);
        self.note(respelled.unwrap_or(problem))
    }

    /// The text of a scalar; any other node is a problem that names what is expected.
    pub fn scalar<'d>(&mut self, node: Node<'d>, expected: &str) -> Option<&'d str> {
        match node.kind() {
            NodeKind::Scalar(text, _) => Some(text),
            other => self.wrong_shape(node, other, expected),
        }
    }

    /// Decodes one of a fixed list of words to its index.
    pub fn word(&mut self, node: Node<'_>, what: &str, words: &[&str]) -> Option<usize> {
        let NodeKind::Scalar(written, _) = node.kind() else {
            return self.wrong_shape(node, node.kind(), &with_article(what));
        };
        if let Some(index) = words.iter().position(|word| *word == written.trim_end_matches('\n')) {
            return Some(index);
        }
        let list = words.join(", ");
        let help = match suggestion(written, words.iter().copied()) {
            None if spelling::NOTHING.contains(&written.trim().to_lowercase().as_str()) => {
                format!("leave the key out where nothing is known; one of: {list}")
            }
            Some(near) => format!("did you mean `{near}`?{} One of: {list}", foreign_letter(written)),
            None => format!("one of: {list}"),
        };
        let message = format!("`{}` is not {}", sanitise(written.trim_end()), with_article(what));
        self.note(Problem::error("unknown-value", node.span(), message).labelled("not on the scale").help(help))
    }

    /// Returns the shared copy of a name.
    pub fn id(&mut self, name: &str) -> Id {
        if let Some(known) = self.ids.get(name) {
            return known.clone();
        }
        let id = Id::new(name);
        self.ids.insert(id.clone());
        id
    }

    /// Reports that another kind of node was expected here.
    pub fn wrong_shape<T>(&mut self, node: Node<'_>, found: NodeKind<'_>, expected: &str) -> Option<T> {
        let (found, help) = match found {
            NodeKind::Map(_) => ("a mapping", "if it is meant as text, put it in quotes"),
            NodeKind::List(_) => ("a list", "if it is meant as text, put it in quotes"),
            NodeKind::Scalar(..) => ("a text", "check the indentation of the lines below it"),
            NodeKind::Empty => ("nothing", "write a value, or remove the key"),
            NodeKind::Invalid => return None,
        };
        self.wrong_shape_with_help(node, found, expected, help)
    }

    fn wrong_shape_with_help<T>(&mut self, node: Node<'_>, found: &str, expected: &str, help: &str) -> Option<T> {
        let message = format!("expected {expected}, found {found}");
        self.note(Problem::error("wrong-shape", node.span(), message).help(help))
    }
}

/// Adds the article: `an impact`, `a status`.
fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// The key of a field: its name, without the `r#` of a raw identifier.
pub const fn key(field: &str) -> &str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// Declares a record: a struct whose fields are the keys of a mapping.
///
/// A field is optional if its type has a value for an absent key: `Option`, `Vec`, `Register`. Every record also has
/// its `span`.
macro_rules! record {
    ($what:literal; $(#[doc = $docs:literal])* pub struct $name:ident { $( $(#[doc = $fdocs:literal])* pub $field:ident : $type:ty, )+ }) => {
        $(#[doc = $docs])*
        #[derive(Clone, Debug)]
        pub struct $name {
            $( $(#[doc = $fdocs])* pub $field: $type, )+
            /// Its position in the watchlist.
            pub span: $crate::diagnostic::Span,
        }

        impl $name {
            /// Its keys, in the order of the format.
            pub const KEYS: &'static [&'static str] = &[$($crate::watchlist::decode::key(stringify!($field))),+];
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

            fn schema(definitions: &mut $crate::watchlist::schema::Definitions) -> serde_json::Value {
                definitions.refer(stringify!($name), |definitions| {
                    let mut record = $crate::watchlist::schema::RecordSchema::new(concat!($($docs),*));
                    $( record.add::<$type>(
                        $crate::watchlist::decode::key(stringify!($field)), concat!($($fdocs),*), definitions,
                    ); )+
                    record.finish(definitions)
                })
            }

            fn absorb(&mut self, second: Self) {
                $( $crate::watchlist::decode::Decode::absorb(&mut self.$field, second.$field); )+
            }
        }

        $crate::watchlist::content::record_content!($name { $($field),+ });
    };
}
pub(crate) use record;

impl<T: Decode> Decode for Option<T> {
    const IS_TEXT: bool = T::IS_TEXT;

    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        T::decode(node, reader).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn placeholder() -> Self {
        None
    }

    fn schema(definitions: &mut Definitions) -> Value {
        T::schema(definitions)
    }

    fn absorb(&mut self, second: Self) {
        match (self.as_mut(), second) {
            (Some(first), Some(second)) => first.absorb(second),
            (None, second) => *self = second,
            (Some(_), None) => {}
        }
    }
}

impl<T: Decode> Decode for Box<T> {
    const IS_TEXT: bool = T::IS_TEXT;

    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        T::decode(node, reader).map(Self::new)
    }

    fn placeholder() -> Self {
        Self::new(T::placeholder())
    }

    fn schema(definitions: &mut Definitions) -> Value {
        T::schema(definitions)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        const EXPECTED: &str = "a list (`- …` lines, or `[…, …]`)";
        match node.kind() {
            NodeKind::List(items) => {
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
            NodeKind::Map(mut pairs) => {
                let odd = pairs.next().and_then(|(key, _)| spelling::odd_dash(key)).map(|problem| reader.note(problem));
                let help = "begin each entry of the list with `- `";
                odd.unwrap_or_else(|| reader.wrong_shape_with_help(node, "a mapping", EXPECTED, help))
            }
            NodeKind::Scalar(text, _) => {
                let help = format!("write `[{}]`", sanitise(text));
                let odd = spelling::odd_dash(node).map(|problem| reader.note(problem));
                odd.unwrap_or_else(|| reader.wrong_shape_with_help(node, "a text", EXPECTED, &help))
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

    fn schema(definitions: &mut Definitions) -> Value {
        schema::list::<T>(definitions)
    }

    fn absorb(&mut self, second: Self) {
        self.extend(second);
    }
}

impl<T: Decode> Decode for Register<T> {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        const EXPECTED: &str = "a mapping from names to entries";
        let pairs = match node.kind() {
            NodeKind::Map(pairs) => pairs,
            NodeKind::List(_) => {
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
            // The name is known even if its value is unreadable.
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

    fn schema(definitions: &mut Definitions) -> Value {
        json!({ "type": "object", "additionalProperties": T::schema(definitions) })
    }

    fn absorb(&mut self, second: Self) {
        self.0.extend(second.0);
    }
}

impl<T: Decode> Decode for Spanned<T> {
    const IS_TEXT: bool = T::IS_TEXT;

    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        T::decode(node, reader).map(|value| Self { value, span: node.span() })
    }

    fn placeholder() -> Self {
        Self { value: T::placeholder(), span: Span::default() }
    }

    fn schema(definitions: &mut Definitions) -> Value {
        T::schema(definitions)
    }
}

/// Whether the value is missing or one of the unquoted YAML words for null.
fn is_nothing(node: Node<'_>) -> bool {
    matches!(node.kind(), NodeKind::Empty | NodeKind::Scalar("~" | "null" | "Null" | "NULL", Style::Plain))
}
