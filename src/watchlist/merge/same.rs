//! Compares the content of nodes: quotes, order of keys, style and position do not matter.

use crate::watchlist::document::{Node, NodeKind};
use crate::watchlist::edit::verify::is_hollow;
use std::fmt::Write as _;

/// Whether two nodes have the same content.
pub(super) fn is_same(one: Node<'_>, other: Node<'_>) -> bool {
    sense(one) == sense(other)
}

/// The content of a node as a text that is equal only for equal content.
pub(super) fn sense(node: Node<'_>) -> String {
    let mut sense = String::new();
    write(node, &mut sense);
    sense
}

fn write(node: Node<'_>, sense: &mut String) {
    match node.kind() {
        _ if is_hollow(node) => sense.push('~'),
        NodeKind::Scalar(text, _) => {
            let _ = write!(sense, "{}:{text}", text.len());
        }
        NodeKind::List(items) => {
            sense.push('[');
            items.for_each(|item| write(item, sense));
            sense.push(']');
        }
        NodeKind::Map(pairs) => {
            let mut written: Vec<_> = pairs.map(|(key, value)| self::sense(key) + &self::sense(value)).collect();
            written.sort_unstable();
            sense.push('{');
            written.iter().for_each(|pair| sense.push_str(pair));
            sense.push('}');
        }
        NodeKind::Empty | NodeKind::Invalid => sense.push('~'),
    }
}

/// The value of a key in a mapping.
pub(super) fn value<'d>(node: Node<'d>, name: &str) -> Option<Node<'d>> {
    let NodeKind::Map(mut pairs) = node.kind() else { return None };
    pairs.find(|(key, _)| matches!(key.kind(), NodeKind::Scalar(written, _) if written == name)).map(|(_, value)| value)
}

/// The text of a key in a mapping.
pub(super) fn text<'d>(node: Node<'d>, name: &str) -> Option<&'d str> {
    match value(node, name)?.kind() {
        NodeKind::Scalar(text, _) => Some(text),
        NodeKind::Map(_) | NodeKind::List(_) | NodeKind::Empty | NodeKind::Invalid => None,
    }
}
