//! Applies several drafts to one text, in as few edits as possible: each edit reads the whole text again.
//!
//! Entries of one list that stand one behind the other are inserted together. Corrections come first, because an
//! insertion moves the entries below it.

use super::place::TimeOrder;
use super::revise::revisions;
use super::{Draft, DraftError, DraftPlace, DraftSession, WrittenPairs};
use crate::diagnostic::{Source, Span};
use crate::watchlist::document::NodeKind;
use crate::watchlist::edit::{Edit, Editing, Refused, Route, Value};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::Arc;

/// A text with drafts applied.
pub(super) struct Batch<'s> {
    session: &'s DraftSession,
    pub(super) editing: Editing,
    /// For each draft, the span of what it wrote, in the current text.
    pub(super) spans: Vec<Span>,
}

/// Entries that go into a list one behind the other.
struct Run {
    before: usize,
    /// The indices of the drafts.
    drafts: Vec<usize>,
}

impl<'s> Batch<'s> {
    pub(super) fn begin(session: &'s DraftSession, drafts: usize) -> Result<Self, DraftError> {
        let text = &session.source.text;
        let editing = Editing::begin(Arc::clone(text)).map_err(|problem| refused(session, text, problem))?;
        Ok(Self { session, editing, spans: vec![Span::default(); drafts] })
    }

    pub(super) fn apply(&mut self, drafts: &[Draft], written: &[WrittenPairs]) -> Result<(), DraftError> {
        for (nth, (draft, pairs)) in drafts.iter().zip(written).enumerate().filter(|(_, (draft, _))| !is_new(draft)) {
            let entry = self.route_of(draft)?;
            for edit in self.edits_of(draft, entry.clone(), pairs)? {
                self.edit(&edit, &[nth])?;
            }
            if let Some(entry) = entry {
                self.spans[nth] = self.editing.find(&entry).map_or(self.spans[nth], |node| node.span());
            }
        }
        let mut lists: Vec<(&DraftPlace, Vec<usize>)> = Vec::new();
        let mut known: HashMap<&DraftPlace, usize> = HashMap::new();
        for (nth, draft) in drafts.iter().enumerate().filter(|(_, draft)| is_new(draft)) {
            let list = *known.entry(&draft.subject).or_insert(lists.len());
            if list == lists.len() {
                lists.push((&draft.subject, Vec::new()));
            }
            lists[list].1.push(nth);
        }
        for (place, drafts) in lists {
            self.insert(place, &drafts, written)?;
        }
        Ok(())
    }

    fn insert(&mut self, place: &DraftPlace, drafts: &[usize], written: &[WrittenPairs]) -> Result<(), DraftError> {
        let time_of = |nth: usize| self.session.time_of(place, &written[nth]);
        for Run { before, drafts } in runs(place.order(&self.session.watchlist), drafts, time_of) {
            let entries = drafts.iter().map(|nth| mapping(&written[*nth])).collect();
            self.edit(&Edit::Insert { list: place.route(), before, entries }, &drafts)?;
        }
        Ok(())
    }

    /// Applies an edit that writes the values of these drafts.
    fn edit(&mut self, edit: &Edit, drafts: &[usize]) -> Result<(), DraftError> {
        let text = Arc::clone(self.editing.text());
        let done = self.editing.apply(edit).map_err(|problem| refused(self.session, &text, problem))?;
        self.spans.iter_mut().for_each(|span| *span = done.moved(*span));
        drafts.iter().zip(&done.values).for_each(|(nth, value)| self.spans[*nth] = *value);
        Ok(())
    }

    /// The edits of a draft that is no new entry of a list.
    fn edits_of(&self, draft: &Draft, entry: Option<Route>, pairs: &WrittenPairs) -> Result<Vec<Edit>, DraftError> {
        let place = &draft.subject;
        let set = |mapping: Route, key: &str, value: Value, below: Vec<&'static str>| {
            vec![Edit::Set { mapping, key: key.to_owned(), value, below }]
        };
        Ok(match (place, entry, pairs.as_slice()) {
            (DraftPlace::Withdrawal(_), Some(entry), _) => set(entry, "withdrawn", mapping(pairs), Vec::new()),
            (_, Some(entry), _) => {
                let node = self.editing.find(&entry).ok_or(DraftError::Overtaken)?;
                revisions(place.kind(), &entry, node, pairs, self.session.watchlist.zone())
            }
            (DraftPlace::Checked(_) | DraftPlace::Prefer(_), None, [(key, Some(value)), ..]) => {
                set(place.route(), key, value.clone(), vec!["id", "title", "name"])
            }
            (DraftPlace::Source | DraftPlace::Actor, None, [(_, Some(Value::Words(id))), rest @ ..]) => {
                set(place.route(), id, mapping(rest), Vec::new())
            }
            _ => Vec::new(),
        })
    }

    /// The route to the entry that a draft corrects or withdraws; `None` if it does neither.
    fn route_of(&self, draft: &Draft) -> Result<Option<Route>, DraftError> {
        let Some(address) = &draft.revises else { return Ok(None) };
        let list = draft.subject.route();
        let items = match self.editing.find(&list).map(|node| node.kind()) {
            Some(NodeKind::List(items)) => items.collect::<Vec<_>>(),
            _ => return Err(DraftError::Overtaken),
        };
        let index = address.index(self.editing.text(), &items).ok_or(DraftError::Overtaken)?;
        Ok(Some(list.nth(index)))
    }
}

/// Whether a draft becomes a new entry of a list.
fn is_new(draft: &Draft) -> bool {
    match draft.subject {
        DraftPlace::Report(_)
        | DraftPlace::Day(_)
        | DraftPlace::LogEntry
        | DraftPlace::Statement
        | DraftPlace::Tally
        | DraftPlace::Monitoring => draft.revises.is_none(),
        DraftPlace::Source
        | DraftPlace::Actor
        | DraftPlace::Checked(_)
        | DraftPlace::Prefer(_)
        | DraftPlace::Withdrawal(_) => false,
    }
}

/// Groups new entries by where they go, in the order in which they can be inserted.
fn runs(mut order: TimeOrder, drafts: &[usize], time_of: impl Fn(usize) -> Option<DateTime<Utc>>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for nth in drafts {
        let before = order.insert(time_of(*nth));
        match runs.last_mut().filter(|run| (run.before..=run.before + run.drafts.len()).contains(&before)) {
            Some(run) => run.drafts.insert(before - run.before, *nth),
            None => runs.push(Run { before, drafts: vec![*nth] }),
        }
    }
    runs
}

fn mapping(pairs: &[(&'static str, Option<Value>)]) -> Value {
    let pair = |(key, value): &(&'static str, Option<Value>)| Some(((*key).to_owned(), value.clone()?));
    Value::Map(pairs.iter().filter_map(pair).collect())
}

fn refused(session: &DraftSession, text: &Arc<String>, problem: Refused) -> DraftError {
    DraftError::Unsafe { source: Box::new(Source::shared(session.source.name.clone(), Arc::clone(text))), problem }
}
