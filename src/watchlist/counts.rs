//! Counts by word: `{ killed: 3, injured: 7 }`. Nothing is added up.

use super::Id;
use super::decode::{Decode, Reader};
use super::document::{Node, NodeKind};
use crate::diagnostic::Problem;
use std::ops::Deref;

/// Numbers by the operator's own words, in file order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Counts(Box<[(Id, u64)]>);

impl Deref for Counts {
    type Target = [(Id, u64)];

    fn deref(&self) -> &[(Id, u64)] {
        &self.0
    }
}

impl Decode for Counts {
    fn decode(node: Node<'_>, reader: &mut Reader) -> Option<Self> {
        let NodeKind::Map(pairs) = node.kind() else {
            return reader.wrong_shape(
                node,
                node.kind(),
                "words with their numbers, such as `{ killed: 3, injured: 7 }`",
            );
        };
        let mut counts: Vec<(Id, u64)> = Vec::new();
        for (key, value) in pairs {
            let (Some(word), Some(number)) = (Id::decode(key, reader), u64::decode(value, reader)) else { continue };
            if counts.iter().any(|(known, _)| *known == word) {
                let message = format!("`{}` is counted twice", word.display());
                reader.problems.push(Problem::error("duplicate-key", key.span(), message).help("keep one of the two"));
            }
            counts.push((word, number));
        }
        Some(Self(counts.into()))
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn placeholder() -> Self {
        Self::default()
    }
}
