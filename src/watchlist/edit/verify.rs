//! Verifies an edit: every node except the edited one must be unchanged.

use super::{Edit, RouteStep, Value};
use crate::watchlist::document::{Node, NodeKind, Pairs};
use std::collections::HashMap;

/// Returns the new values in the new document if they are the only difference and equal the requested ones.
pub(super) fn difference<'d>(old: Node<'_>, new: Node<'d>, edit: &Edit) -> Option<Vec<Node<'d>>> {
    match edit {
        Edit::Insert { list, before, entries } => inserted(old, new, &list.0, *before, entries),
        Edit::Set { mapping, key, value, .. } => set(old, new, &mapping.0, key, value),
        Edit::Remove { mapping, key } => removed(old, new, &mapping.0, key),
    }
}

fn inserted<'d>(
    old: Node<'_>,
    new: Node<'d>,
    steps: &[RouteStep],
    before: usize,
    entries: &[Value],
) -> Option<Vec<Node<'d>>> {
    if let Some((step, rest)) = steps.split_first() {
        return within(old, new, step, &mut |old, new| match old {
            Some(old) if !is_hollow(old) => inserted(old, new, rest, before, entries),
            _ => {
                let (nodes, meant) = grown(new, rest, entries)?;
                means(new, &meant).then_some(nodes)
            }
        });
    }
    let (NodeKind::List(old), NodeKind::List(new)) = (old.kind(), new.kind()) else { return None };
    let (old, new): (Vec<_>, Vec<_>) = (old.collect(), new.collect());
    let at = before.min(old.len());
    if new.len() != old.len() + entries.len() {
        return None;
    }
    let (come, behind) = new[at..].split_at(entries.len());
    let is_rest_same = old.iter().zip(new[..at].iter().chain(behind)).all(|(old, new)| is_same(*old, *new));
    let is_meant = come.iter().zip(entries).all(|(node, entry)| means(*node, entry));
    (is_rest_same && is_meant).then(|| come.to_vec())
}

fn set<'d>(old: Node<'_>, new: Node<'d>, steps: &[RouteStep], key: &str, value: &Value) -> Option<Vec<Node<'d>>> {
    let Some((step, rest)) = steps.split_first() else {
        let at_key = RouteStep::Key(key.to_owned());
        return within(old, new, &at_key, &mut |_, new| means(new, value).then(|| vec![new]));
    };
    within(old, new, step, &mut |old, new| match old {
        Some(old) if !is_hollow(old) => set(old, new, rest, key, value),
        _ => means(new, &wrapped(rest, Value::Map(vec![(key.to_owned(), value.clone())]))?).then(|| vec![new]),
    })
}

fn removed<'d>(old: Node<'_>, new: Node<'d>, steps: &[RouteStep], key: &str) -> Option<Vec<Node<'d>>> {
    if let Some((step, rest)) = steps.split_first() {
        return within(old, new, step, &mut |old, new| removed(old?, new, rest, key));
    }
    let (NodeKind::Map(old), NodeKind::Map(pairs)) = (old.kind(), new.kind()) else { return None };
    let left: Vec<_> = old.filter(|(name, _)| !says(*name, key)).collect();
    let is_rest_same = left.len() == pairs.count()
        && left.iter().zip(pairs).all(|(old, new)| is_same(old.0, new.0) && is_same(old.1, new.1));
    is_rest_same.then(|| vec![new])
}

/// Whether exactly these edits of a list's entries were made. Each edit comes with the index of its entry.
pub(super) fn is_revised(old: Node<'_>, new: Node<'_>, list: &[RouteStep], edits: &[(usize, Edit)]) -> bool {
    if let Some((step, rest)) = list.split_first() {
        let look =
            &mut |old: Option<Node<'_>>, new| old.is_some_and(|old| is_revised(old, new, rest, edits)).then(Vec::new);
        return within(old, new, step, look).is_some();
    }
    let (NodeKind::List(old), NodeKind::List(new)) = (old.kind(), new.kind()) else { return false };
    let mut of_entry: HashMap<usize, Vec<(&[RouteStep], &Edit)>> = HashMap::new();
    for (index, edit) in edits {
        let (Edit::Set { mapping, .. } | Edit::Remove { mapping, .. }) = edit else { return false };
        let inside = mapping.0.iter().position(|step| *step == RouteStep::Nth(*index)).map(|at| &mapping.0[at + 1..]);
        let Some(inside) = inside else { return false };
        of_entry.entry(*index).or_default().push((inside, edit));
    }
    old.count() == new.count()
        && old.zip(new).enumerate().all(|(index, (old, new))| match of_entry.get(&index) {
            Some(edits) => is_entry_revised(old, new, edits),
            None => is_same(old, new),
        })
}

/// Whether exactly these edits of a mapping were made. Each edit comes with the steps from the mapping to its own.
fn is_entry_revised(old: Node<'_>, new: Node<'_>, edits: &[(&[RouteStep], &Edit)]) -> bool {
    let (NodeKind::Map(old), NodeKind::Map(new)) = (old.kind(), new.kind()) else { return false };
    let touched = |key: Node<'_>| {
        edits.iter().any(|(steps, edit)| match (steps, edit) {
            ([RouteStep::Key(name), ..], _) => says(key, name),
            (_, Edit::Set { key: name, .. } | Edit::Remove { key: name, .. }) => says(key, name),
            (_, Edit::Insert { .. }) => false,
        })
    };
    let rest = |pairs: Pairs<'_>| pairs.filter(|(key, _)| !touched(*key)).count();
    let others = old.filter(|(key, _)| !touched(*key)).zip(new.filter(|(key, _)| !touched(*key)));
    let is_rest_same =
        rest(old) == rest(new) && others.into_iter().all(|(old, new)| is_same(old.0, new.0) && is_same(old.1, new.1));
    let only = |pairs: Pairs<'_>, name: &str| pairs.filter(|(key, _)| says(*key, name)).count() == 1;
    is_rest_same
        && edits.iter().all(|(steps, edit)| match (*steps, *edit) {
            ([RouteStep::Key(name), inside @ ..], _) => {
                let deeper: Vec<_> = edits
                    .iter()
                    .filter(|(steps, _)| matches!(steps, [RouteStep::Key(other), ..] if other == name))
                    .map(|(steps, edit)| (&steps[1..], *edit))
                    .collect();
                let found = find(old, name).zip(find(new, name));
                inside.is_empty() && found.is_some_and(|(old, new)| is_entry_revised(old.1, new.1, &deeper))
            }
            ([], Edit::Set { key, value, .. }) => {
                only(new, key) && find(new, key).is_some_and(|(_, new)| means(new, value))
            }
            ([], Edit::Remove { key, .. }) => find(new, key).is_none(),
            _ => false,
        })
}

/// Returns the node that one step leads to, before and after, if everything beside it is unchanged. The key may be new.
fn within<'d, 'o>(
    old: Node<'o>,
    new: Node<'d>,
    step: &RouteStep,
    look: &mut dyn FnMut(Option<Node<'o>>, Node<'d>) -> Option<Vec<Node<'d>>>,
) -> Option<Vec<Node<'d>>> {
    match (step, old.kind(), new.kind()) {
        (RouteStep::Key(name), NodeKind::Map(old), NodeKind::Map(new)) => {
            let beside = |(key, _): &(Node<'_>, Node<'_>)| !says(*key, name);
            let same = |(a, b): ((Node<'_>, Node<'_>), (Node<'_>, Node<'_>))| is_same(a.0, b.0) && is_same(a.1, b.1);
            let is_rest_same = new.filter(beside).count() == old.filter(beside).count()
                && old.filter(beside).zip(new.filter(beside)).all(same);
            let mut olds = old.filter(|pair| !beside(pair)).map(|(_, value)| value);
            let mut news = new.filter(|pair| !beside(pair)).map(|(_, value)| value);
            let (old, value) = (olds.next(), news.next()?);
            let is_single = olds.next().is_none() && news.next().is_none();
            if is_rest_same && is_single { look(old, value) } else { None }
        }
        (RouteStep::Entry { key, name }, NodeKind::List(old), NodeKind::List(new)) => {
            if old.count() != new.count() {
                return None;
            }
            let mut found = None;
            for (old, new) in old.zip(new) {
                if named(old, key, name) {
                    if found.is_some() {
                        return None;
                    }
                    found = Some(look(Some(old), new)?);
                } else if !is_same(old, new) {
                    return None;
                }
            }
            found
        }
        (RouteStep::Nth(index), NodeKind::List(old), NodeKind::List(new)) => {
            if old.count() != new.count() {
                return None;
            }
            let is_rest_same = old.zip(new).enumerate().all(|(nth, (old, new))| nth == *index || is_same(old, new));
            let (old, mut new) = (old.into_iter().nth(*index)?, new);
            if is_rest_same { look(Some(old), new.nth(*index)?) } else { None }
        }
        (RouteStep::Key(_) | RouteStep::Entry { .. } | RouteStep::Nth(_), _, _) => None,
    }
}

/// Returns the expected value for the part of the route that is new, and the entries in it.
fn grown<'d>(new: Node<'d>, rest: &[RouteStep], entries: &[Value]) -> Option<(Vec<Node<'d>>, Value)> {
    let meant = nested(rest, entries)?;
    let mut at = new;
    for step in rest {
        let (RouteStep::Key(name), NodeKind::Map(mut pairs)) = (step, at.kind()) else { return None };
        at = pairs.find(|(key, _)| says(*key, name))?.1;
    }
    let NodeKind::List(items) = at.kind() else { return None };
    Some((items.collect(), meant))
}

/// A list of entries, wrapped in the mappings that lead to it. `None` if the route needs a new list entry on the way.
pub(super) fn nested(rest: &[RouteStep], entries: &[Value]) -> Option<Value> {
    wrapped(rest, Value::List(entries.to_vec()))
}

/// A value, wrapped in the mappings that lead to it.
pub(super) fn wrapped(rest: &[RouteStep], value: Value) -> Option<Value> {
    rest.iter().rev().try_fold(value, |inner, step| match step {
        RouteStep::Key(key) => Some(Value::Map(vec![(key.clone(), inner)])),
        RouteStep::Entry { .. } | RouteStep::Nth(_) => None,
    })
}

/// Whether a node equals the value to be written.
fn means(node: Node<'_>, value: &Value) -> bool {
    match (node.kind(), value) {
        (NodeKind::Scalar(text, _), Value::Literal(meant) | Value::Words(meant)) => text == meant,
        (NodeKind::List(items), Value::List(meant)) => {
            items.count() == meant.len() && items.zip(meant).all(|(item, meant)| means(item, meant))
        }
        (NodeKind::Map(pairs), Value::Map(meant)) => {
            let is_pair = |((key, value), (name, meant)): ((Node<'_>, Node<'_>), &(String, Value))| {
                says(key, name) && means(value, meant)
            };
            pairs.count() == meant.len() && pairs.zip(meant).all(is_pair)
        }
        (NodeKind::Scalar(..) | NodeKind::List(_) | NodeKind::Map(_) | NodeKind::Empty | NodeKind::Invalid, _) => false,
    }
}

/// Whether two nodes have the same content and the same style.
fn is_same(old: Node<'_>, new: Node<'_>) -> bool {
    match (old.kind(), new.kind()) {
        (NodeKind::Scalar(old, style), NodeKind::Scalar(new, new_style)) => old == new && style == new_style,
        (NodeKind::Map(old), NodeKind::Map(new)) => {
            old.count() == new.count() && old.zip(new).all(|(old, new)| is_same(old.0, new.0) && is_same(old.1, new.1))
        }
        (NodeKind::List(old), NodeKind::List(new)) => {
            old.count() == new.count() && old.zip(new).all(|(old, new)| is_same(old, new))
        }
        (NodeKind::Empty, NodeKind::Empty) => true,
        (NodeKind::Scalar(..) | NodeKind::Map(_) | NodeKind::List(_) | NodeKind::Empty | NodeKind::Invalid, _) => false,
    }
}

pub(super) fn find<'d>(mut pairs: Pairs<'d>, name: &str) -> Option<(Node<'d>, Node<'d>)> {
    pairs.find(|(key, _)| says(*key, name))
}

pub(super) fn says(node: Node<'_>, text: &str) -> bool {
    matches!(node.kind(), NodeKind::Scalar(written, _) if written == text)
}

/// Whether a list entry has `name` under `key`.
pub(super) fn named(entry: Node<'_>, key: &str, name: &str) -> bool {
    let NodeKind::Map(mut pairs) = entry.kind() else { return false };
    pairs.any(|(written, value)| says(written, key) && says(value, name))
}

/// Whether a node is empty: no value, `null`, or empty brackets.
pub(in crate::watchlist) fn is_hollow(node: Node<'_>) -> bool {
    match node.kind() {
        NodeKind::Empty => true,
        NodeKind::Scalar(text, style) => {
            style == crate::watchlist::document::Style::Plain && matches!(text, "~" | "null" | "Null" | "NULL")
        }
        NodeKind::Map(mut pairs) => pairs.next().is_none(),
        NodeKind::List(mut items) => items.next().is_none(),
        NodeKind::Invalid => false,
    }
}
