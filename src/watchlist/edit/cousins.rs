//! Finds the entry style used elsewhere in the file, for a list that has no entries yet.

use super::RouteStep;
use super::place::EditContext;
use super::verify::find;
use super::write::EntryStyle;
use crate::watchlist::document::{Node, NodeKind};

impl<'s> EditContext<'s> {
    /// The style of the last entry among the lists at the same path elsewhere in the file.
    pub(super) fn manner_of_cousins(&self, steps: &[RouteStep]) -> EntryStyle {
        let mut at = vec![self.root];
        for step in steps {
            at = at
                .into_iter()
                .flat_map(|node| -> Vec<Node<'s>> {
                    match (step, node.kind()) {
                        (RouteStep::Key(name), NodeKind::Map(pairs)) => {
                            find(pairs, name).map(|(_, value)| value).into_iter().collect()
                        }
                        (RouteStep::Entry { .. } | RouteStep::Nth(_), NodeKind::List(items)) => items.collect(),
                        (RouteStep::Key(_) | RouteStep::Entry { .. } | RouteStep::Nth(_), _) => Vec::new(),
                    }
                })
                .collect();
        }
        let last = |list: &Node<'s>| match list.kind() {
            NodeKind::List(items) => items.last(),
            _ => None,
        };
        at.iter()
            .rev()
            .find_map(last)
            .map_or_else(EntryStyle::unknown, |entry| EntryStyle::from_sibling(self.text, entry))
    }

    /// How far the dashes of this file's last list are indented below their key, in columns.
    pub(super) fn dash_step(&self) -> usize {
        let mut step = 2;
        walk(self.root, &mut |key, value| {
            let NodeKind::List(mut items) = value.kind() else { return };
            let dash = items.next().filter(|_| !value.is_flow()).and_then(|item| self.dash(item).ok());
            let columns =
                dash.and_then(|dash| Some((self.column(dash).ok()?, self.column(key.span().start as usize).ok()?)));
            if let Some(found) = columns.and_then(|(dash, key)| dash.checked_sub(key)) {
                step = found;
            }
        });
        step
    }
}

fn walk<'d>(node: Node<'d>, visit: &mut dyn FnMut(Node<'d>, Node<'d>)) {
    match node.kind() {
        NodeKind::Map(pairs) => pairs.for_each(|(key, value)| {
            visit(key, value);
            walk(value, visit);
        }),
        NodeKind::List(items) => items.for_each(|item| walk(item, visit)),
        NodeKind::Scalar(..) | NodeKind::Empty | NodeKind::Invalid => {}
    }
}
