//! Imports that can be repeated: which of the entries the file has already, and which say something else of the same.
//!
//! Two entries of a list are the same by their `ref`, else by the fields that tell them apart ([`DraftKind::identity`]).

use super::kinds::{DraftKind, Form};
use super::place::EntryAddress;
use super::revise::{field_text, meaning, says_the_same, value_of};
use super::{Draft, DraftError, DraftPlace, DraftSession, FieldProblem, WrittenPairs};
use crate::text::sanitise;
use crate::watchlist::document::{Node, NodeKind};
use crate::watchlist::edit::{Editing, Value};
use crate::watchlist::zone::Zone;
use std::collections::HashMap;
use std::sync::Arc;

/// What an import does.
#[derive(Debug, Default)]
pub struct Import {
    /// What is to be written: new entries and corrections.
    pub drafts: Vec<Draft>,
    /// For each of them, the index of the entry that it came from.
    pub origins: Vec<usize>,
    pub added: usize,
    pub corrected: usize,
    /// Entries that the file has already.
    pub present: usize,
}

/// What to do about an entry that says something else than the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnConflict {
    Refuse,
    /// Correct the entry in the file.
    Update,
}

/// The entries of one list, by what identifies them.
#[derive(Default)]
struct KnownEntries {
    by_name: HashMap<String, KnownEntry>,
    by_identity: HashMap<String, KnownEntry>,
    /// Those of them that have no `ref`.
    unnamed: HashMap<String, KnownEntry>,
}

#[derive(Clone, Copy)]
enum KnownEntry {
    /// An index in the file's list.
    InFile(usize),
    /// An index among the entries of the import.
    InImport(usize),
}

impl DraftSession {
    /// Compares entries with those in the file, and with each other.
    ///
    /// # Errors
    /// [`DraftError::Fields`] with each entry that says something else of the same thing, and with fields that are
    /// wrong.
    pub fn import(&self, drafts: Vec<Draft>, on_conflict: OnConflict) -> Result<Import, DraftError> {
        let written = self.written(&drafts)?;
        let editing = Editing::begin(Arc::clone(&self.source.text))
            .map_err(|problem| DraftError::Unsafe { source: Box::new(self.source.clone()), problem })?;
        let mut comparison = Comparison {
            session: self,
            editing: &editing,
            written: &written,
            on_conflict,
            lists: HashMap::new(),
            import: Import::default(),
            wrong: Vec::new(),
        };
        for (nth, draft) in drafts.into_iter().enumerate() {
            comparison.add(nth, draft);
        }
        if comparison.wrong.is_empty() { Ok(comparison.import) } else { Err(DraftError::Fields(comparison.wrong)) }
    }
}

struct Comparison<'s> {
    session: &'s DraftSession,
    editing: &'s Editing,
    written: &'s [WrittenPairs],
    on_conflict: OnConflict,
    lists: HashMap<DraftPlace, (Vec<Node<'s>>, KnownEntries)>,
    import: Import,
    wrong: Vec<FieldProblem>,
}

impl<'s> Comparison<'s> {
    fn add(&mut self, nth: usize, draft: Draft) {
        let (zone, editing, kind) = (self.session.watchlist.zone(), self.editing, draft.subject.kind());
        let (items, known) = self.lists.entry(draft.subject.clone()).or_insert_with(|| {
            let items = match editing.find(&draft.subject.route()).map(|list| list.kind()) {
                Some(NodeKind::List(items)) => items.collect(),
                _ => Vec::new(),
            };
            let known = KnownEntries::of_list(kind, &items, zone);
            (items, known)
        });
        let pairs = &self.written[nth];
        let [name, identity] = keys_of_pairs(kind, pairs, zone);
        // Without a time of its own, an entry is about now, and new.
        let is_dated =
            kind.identity().all(|field| !field.form.is_time() || draft.values.iter().any(|(key, _)| key == field.key));
        let found = known.find(name.as_deref(), identity.as_deref().filter(|_| is_dated));
        match found {
            None => {
                known.insert(name, identity.filter(|_| is_dated), KnownEntry::InImport(nth));
                self.import.added += 1;
                self.import.drafts.push(draft);
                self.import.origins.push(nth);
            }
            Some(KnownEntry::InImport(first)) => self.compare_in_import(nth, first),
            Some(KnownEntry::InFile(index)) => {
                let entry = items[index];
                self.compare_with_file(nth, draft, entry, index);
            }
        }
    }

    fn compare_in_import(&mut self, nth: usize, first: usize) {
        if self.written[nth] == self.written[first] {
            self.import.present += 1;
            return;
        }
        let message = "another entry of this import says something else of the same".to_owned();
        let help = "keep one of the two, or give each a `ref`".to_owned();
        self.wrong.push(FieldProblem { draft: nth, key: None, message, help: Some(help) });
    }

    fn compare_with_file(&mut self, nth: usize, draft: Draft, entry: Node<'s>, index: usize) {
        let (zone, kind) = (self.session.watchlist.zone(), draft.subject.kind());
        let form = |key: &str| kind.field(key).map_or(Form::Words, |field| field.form);
        let differs = |(key, value): &&(&'static str, Option<Value>)| {
            value.as_ref().is_some_and(|value| !says_the_same(form(key), value_of(entry, key), value, zone))
        };
        let differing: Vec<_> = self.written[nth].iter().filter(differs).collect();
        if differing.is_empty() {
            self.import.present += 1;
            return;
        }
        let is_withdrawn = value_of(entry, "withdrawn").is_some();
        if self.on_conflict == OnConflict::Update && !is_withdrawn {
            let is_changed = |key: &str| differing.iter().any(|(differing, _)| *differing == key);
            let values = draft.values.into_iter().filter(|(key, _)| is_changed(key)).collect();
            let revises = Some(EntryAddress::Index(index));
            self.import.drafts.push(Draft { subject: draft.subject, values, revises });
            self.import.origins.push(nth);
            self.import.corrected += 1;
            return;
        }
        let line = self.session.source.position(entry.span()).line;
        let versions = differing.iter().map(|(key, value)| {
            let old = value_of(entry, key).and_then(field_text).unwrap_or_else(|| "nothing".to_owned());
            let new = value.as_ref().map_or_else(String::new, shown);
            format!("`{key}` is {} there, and {} here", sanitise(&old), sanitise(&new))
        });
        let versions = versions.collect::<Vec<_>>().join("; ");
        let (state, help) = match is_withdrawn {
            true => ("has a withdrawn entry of the same", "remove its `withdrawn` if it counts again, then import"),
            false => ("says something else of the same", "check which is right; `--update` corrects the file"),
        };
        let message = format!("line {line} of the file {state}: {versions}");
        self.wrong.push(FieldProblem { draft: nth, key: None, message, help: Some(help.to_owned()) });
    }
}

impl KnownEntries {
    /// Of two with the same identity, one that is not withdrawn counts.
    fn of_list(kind: &'static DraftKind, items: &[Node<'_>], zone: &Zone) -> Self {
        let mut known = Self::default();
        let is_withdrawn = |item: &Node<'_>| value_of(*item, "withdrawn").is_some();
        let (withdrawn, counted): (Vec<_>, Vec<_>) = items.iter().enumerate().partition(|(_, item)| is_withdrawn(item));
        for (index, item) in counted.into_iter().chain(withdrawn) {
            let text = |key: &str| value_of(*item, key).and_then(field_text);
            let [name, identity] = keys(kind, text, zone);
            known.insert(name, identity, KnownEntry::InFile(index));
        }
        known
    }

    fn insert(&mut self, name: Option<String>, identity: Option<String>, entry: KnownEntry) {
        if let Some(identity) = identity {
            if name.is_none() {
                self.unnamed.entry(identity.clone()).or_insert(entry);
            }
            self.by_identity.entry(identity).or_insert(entry);
        }
        if let Some(name) = name {
            self.by_name.entry(name).or_insert(entry);
        }
    }

    fn find(&self, name: Option<&str>, identity: Option<&str>) -> Option<KnownEntry> {
        let by_name = name.and_then(|name| self.by_name.get(name));
        let others = if name.is_some() { &self.unnamed } else { &self.by_identity };
        by_name.or_else(|| identity.and_then(|identity| others.get(identity))).copied()
    }
}

/// The `ref` of an entry, and what identifies it where it or the other has none.
fn keys(kind: &'static DraftKind, text: impl Fn(&str) -> Option<String>, zone: &Zone) -> [Option<String>; 2] {
    let part = |field: &super::DraftField| {
        let text = text(field.key);
        text.map_or_else(|| "-".to_owned(), |text| format!("={}", meaning(field.form, &text, zone)))
    };
    let identity = kind.identity().map(part).collect::<Vec<_>>().join("\n");
    [text("ref"), Some(identity)]
}

fn keys_of_pairs(kind: &'static DraftKind, pairs: &WrittenPairs, zone: &Zone) -> [Option<String>; 2] {
    let text = |key: &str| {
        let (_, value) = pairs.iter().find(|(known, _)| *known == key)?;
        value.as_ref().map(shown)
    };
    keys(kind, text, zone)
}

/// A value as a form shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::Literal(text) | Value::Words(text) => text.clone(),
        Value::List(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Map(pairs) => {
            pairs.iter().map(|(key, value)| format!("{key}={}", shown(value))).collect::<Vec<_>>().join(", ")
        }
    }
}
