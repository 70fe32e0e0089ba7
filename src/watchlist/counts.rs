//! Numbers by name: `{ killed: 3, injured: 7 }`, `{ trucks-in: 244 }`. Nothing is added up.

use super::decode::{Decode, Reader};
use super::document::{Node, NodeKind};
use super::schema::Definitions;
use super::{Id, Ref};
use crate::diagnostic::{Problem, Spanned};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::hash::{Hash, Hasher};

/// Numbers by name, in file order. Two are equal if names and numbers are.
#[derive(Clone, Debug, Default)]
pub struct Counts(pub Box<[(Ref, Spanned<u64>)]>);

impl Counts {
    pub fn numbers(&self) -> impl Iterator<Item = (&Id, u64)> {
        self.0.iter().map(|(id, number)| (&id.value, number.value))
    }

    pub fn number(&self, name: &str) -> Option<u64> {
        self.numbers().find(|(known, _)| known.as_str() == name).map(|(_, number)| number)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Counts {
    fn add<'d>(&mut self, pairs: impl Iterator<Item = (Node<'d>, Node<'d>)>, reader: &mut Reader) {
        let mut counts = std::mem::take(&mut self.0).into_vec();
        let mut known: HashSet<_> = counts.iter().map(|(word, _)| word.value.clone()).collect();
        for (key, value) in pairs {
            let (Some(word), Some(number)) = (Ref::decode(key, reader), Spanned::decode(value, reader)) else {
                continue;
            };
            if !known.insert(word.value.clone()) {
                let message = format!("`{}` is counted twice", word.value.display());
                reader.problems.push(Problem::error("duplicate-key", key.span(), message).help("keep one of the two"));
            }
            counts.push((word, number));
        }
        self.0 = counts.into();
    }
}

impl PartialEq for Counts {
    fn eq(&self, other: &Self) -> bool {
        self.numbers().eq(other.numbers())
    }
}

impl Eq for Counts {}

impl Hash for Counts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.len().hash(state);
        self.numbers().for_each(|number| number.hash(state));
    }
}

impl Decode for Counts {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let NodeKind::Map(pairs) = node.kind() else {
            let expected = "words with their numbers, such as `{ killed: 3, injured: 7 }`";
            return reader.wrong_shape(node, node.kind(), expected);
        };
        let mut counts = Self::default();
        counts.add(pairs, reader);
        Some(counts)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn absorb_keys(&mut self, pairs: &[(Node<'_>, Node<'_>)], reader: &mut Reader) {
        self.add(pairs.iter().copied(), reader);
    }

    fn placeholder() -> Self {
        Self::default()
    }

    fn schema(definitions: &mut Definitions) -> Value {
        json!({ "type": "object", "additionalProperties": u64::schema(definitions) })
    }
}
