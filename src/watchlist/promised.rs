//! A promised date: `2026-02-02` alone, or with who promised it and when.

use super::decode::{Decode, Reader, record};
use super::document::{Node, NodeKind};
use super::schema::Definitions;
use super::{Ref, time::TimePoint};
use crate::diagnostic::{Span, Spanned};
use crate::text::Text;
use serde_json::{Value, json};

record! { "a promised date";
    /// The long form of a promised date.
    pub struct LongPromise {
        /// The date that is promised.
        pub date: Spanned<TimePoint>,
        /// When it was promised: a board as of an earlier moment does not know it.
        pub said: Option<Spanned<TimePoint>>,
        /// Who says so.
        pub source: Option<Ref>,
        /// A remark, for people.
        pub note: Option<Text>,
    }
}

/// A date that somebody promised. Written as the date alone, it counts as known from the beginning.
#[derive(Clone, Debug)]
pub struct Promised {
    /// The date that is promised.
    pub value: TimePoint,
    /// When it was promised; `None` counts as known from the beginning.
    pub said: Option<TimePoint>,
    pub source: Option<Ref>,
    pub note: Option<Text>,
    /// Its position in the watchlist.
    pub span: Span,
}

impl Decode for Promised {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        if !matches!(node.kind(), NodeKind::Map(_)) {
            let value = TimePoint::decode(node, reader)?;
            return Some(Self { value, said: None, source: None, note: None, span: node.span() });
        }
        let LongPromise { date, said, source, note, span } = LongPromise::decode(node, reader)?;
        Some(Self { value: date.value, said: said.map(|said| said.value), source, note, span })
    }

    fn placeholder() -> Self {
        let LongPromise { date, source, note, span, .. } = LongPromise::placeholder();
        Self { value: date.value, said: None, source, note, span }
    }

    fn schema(definitions: &mut Definitions) -> Value {
        json!({ "anyOf": [TimePoint::schema(definitions), LongPromise::schema(definitions)] })
    }
}

super::content::record_content!(Promised { value, said, source, note });
