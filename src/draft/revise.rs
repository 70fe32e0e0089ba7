//! Corrections of an existing entry: what is written in it, and the edits for the keys that differ.

use super::WrittenPairs;
use super::kinds::{DraftKind, Form};
use super::place::{DraftPlace, EntryAddress};
use crate::diagnostic::Span;
use crate::watchlist::Watchlist;
use crate::watchlist::document::{Node, NodeKind};
use crate::watchlist::edit::{Edit, Editing, Route, Value};
use crate::watchlist::time::{Precision, TimePoint};
use crate::watchlist::zone::Zone;
use std::sync::Arc;

/// An entry as it is written in a file.
#[derive(Clone, Debug)]
pub struct WrittenEntry {
    pub place: DraftPlace,
    pub address: EntryAddress,
    /// What is written in its fields, by key. Not safe to print.
    pub values: Vec<(&'static str, String)>,
}

/// The entry of a watchlist at a span of its text. `None` if there is none, or if only an editor changes its list.
pub fn entry_at(watchlist: &Watchlist, text: &Arc<String>, span: Span) -> Option<WrittenEntry> {
    let mut found = None;
    watchlist.visit_entries(&mut |list, entries| {
        if let Some((index, _)) = entries.enumerate().find(|(_, entry)| entry.span() == span) {
            found = DraftPlace::from_list(&list).map(|place| (place, index));
        }
    });
    let (place, index) = found?;
    let editing = Editing::begin(Arc::clone(text)).ok()?;
    let NodeKind::List(items) = editing.find(&place.route())?.kind() else { return None };
    let items: Vec<_> = items.collect();
    let field = |field: &'static super::DraftField| Some((field.key, field_text(value_of(items[index], field.key)?)?));
    let values = place.kind().fields.iter().filter_map(field).collect();
    Some(WrittenEntry { address: EntryAddress::seen(text, &items, index)?, place, values })
}

/// The value of a key in a mapping.
pub(super) fn value_of<'d>(mapping: Node<'d>, key: &str) -> Option<Node<'d>> {
    let NodeKind::Map(mut pairs) = mapping.kind() else { return None };
    pairs.find(|(name, _)| scalar(*name) == Some(key)).map(|(_, value)| value)
}

fn scalar(node: Node<'_>) -> Option<&str> {
    match node.kind() {
        NodeKind::Scalar(text, _) => Some(text),
        NodeKind::Map(_) | NodeKind::List(_) | NodeKind::Empty | NodeKind::Invalid => None,
    }
}

/// What is written under a key, as a form shows it: several values with commas between them.
pub(super) fn field_text(value: Node<'_>) -> Option<String> {
    match value.kind() {
        NodeKind::Scalar(text, _) => Some(text.to_owned()),
        NodeKind::List(items) => Some(items.filter_map(scalar).collect::<Vec<_>>().join(", ")),
        NodeKind::Map(pairs) => {
            let pair = |(key, value)| Some(format!("{}={}", scalar(key)?, scalar(value)?));
            Some(pairs.filter_map(pair).collect::<Vec<_>>().join(", "))
        }
        NodeKind::Empty | NodeKind::Invalid => None,
    }
}

/// Whether a value in the file says what is to be written.
pub(super) fn says_the_same(form: Form, written: Option<Node<'_>>, value: &Value, zone: &Zone) -> bool {
    let Some(written) = written else { return false };
    match (written.kind(), value) {
        (NodeKind::Scalar(old, _), Value::Literal(new) | Value::Words(new)) => {
            meaning(form, old, zone) == meaning(form, new, zone)
        }
        (NodeKind::List(old), Value::List(new)) => {
            old.count() == new.len()
                && old.zip(new).all(|(old, new)| matches!(new, Value::Words(new) if scalar(old) == Some(new)))
        }
        // Only the numbers that are given are compared.
        (NodeKind::Map(_), Value::Map(new)) => {
            new.iter().all(|(key, value)| says_the_same(Form::Number, value_of(written, key), value, zone))
        }
        _ => false,
    }
}

/// What a text says in a field, whatever its spelling.
pub(super) fn meaning(form: Form, text: &str, zone: &Zone) -> String {
    let text = text.trim();
    let time = || TimePoint::parse(text, zone).ok().map(|at| (at.start, at.precision == Precision::Day));
    match form {
        _ if form.is_time() => time().map_or_else(|| text.to_owned(), |time| format!("{time:?}")),
        Form::Number => text.parse::<u64>().map_or_else(|_| text.to_owned(), |number| number.to_string()),
        _ => text.to_owned(),
    }
}

/// The edits that correct an entry: one for each key that says something else.
pub(super) fn revisions(
    kind: &DraftKind,
    entry: &Route,
    node: Node<'_>,
    pairs: &WrittenPairs,
    zone: &Zone,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (key, value) in pairs {
        let (old, form) = (value_of(node, key), kind.field(key).map_or(Form::Words, |field| field.form));
        let below = || kind.fields.iter().map(|field| field.key).take_while(|known| known != key).collect::<Vec<_>>();
        let set = |mapping: Route, key: &str, value: &Value, below: Vec<&'static str>| Edit::Set {
            mapping,
            key: key.to_owned(),
            value: value.clone(),
            below,
        };
        match (value, old) {
            (None, None) => {}
            (None, Some(_)) => edits.push(Edit::Remove { mapping: entry.clone(), key: (*key).to_owned() }),
            (Some(value), old) if says_the_same(form, old, value, zone) => {}
            // Beside the numbers that are given, the others stay.
            (Some(Value::Map(numbers)), Some(old)) if matches!(old.kind(), NodeKind::Map(_)) => {
                let counts = entry.clone().key(key);
                let differs =
                    |(name, value): &&(String, Value)| !says_the_same(Form::Number, value_of(old, name), value, zone);
                edits.extend(
                    numbers.iter().filter(differs).map(|(name, value)| set(counts.clone(), name, value, vec![])),
                );
            }
            (Some(value), _) => edits.push(set(entry.clone(), key, value, below())),
        }
    }
    edits
}
