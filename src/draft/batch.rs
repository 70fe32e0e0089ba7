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
        for (nth, (draft, pairs)) in drafts.iter().zip(written).enumerate() {
            if draft.revises.is_none() && !is_new(draft) {
                edits_of(&draft.subject, pairs).iter().try_for_each(|edit| self.edit(edit, &[nth]))?;
                if let DraftPlace::Settings(entity) = &draft.subject {
                    let whole = self.editing.find(&entity.route_to());
                    self.spans[nth] = whole.map_or(self.spans[nth], |node| node.span());
                }
            }
        }
        for (list, drafts_of) in by_list(drafts, |draft| draft.revises.is_some()) {
            self.revise(&list, &drafts_of, drafts, written)?;
        }
        for (_, drafts_of) in by_list(drafts, is_new) {
            self.insert(&drafts[drafts_of[0]].subject, &drafts_of, written)?;
        }
        Ok(())
    }

    /// Corrects and withdraws entries of one list.
    fn revise(
        &mut self,
        list: &Route,
        drafts_of: &[usize],
        drafts: &[Draft],
        written: &[WrittenPairs],
    ) -> Result<(), DraftError> {
        let Some(NodeKind::List(items)) = self.editing.find(list).map(|node| node.kind()) else {
            return Err(DraftError::Overtaken);
        };
        let items: Vec<_> = items.collect();
        let zone = self.session.watchlist.zone();
        let (mut edits, mut entries) = (Vec::new(), Vec::new());
        for nth in drafts_of {
            let (draft, pairs) = (&drafts[*nth], &written[*nth]);
            let index = draft.revises.as_ref().and_then(|address| address.index(self.editing.text(), &items));
            let index = index.ok_or(DraftError::Overtaken)?;
            let entry = list.clone().nth(index);
            let of_draft = match draft.subject {
                DraftPlace::Withdrawal(_) => vec![set(entry.clone(), "withdrawn", mapping(pairs), Vec::new())],
                _ => revisions(draft.subject.kind(), &entry, items[index], pairs, zone),
            };
            edits.extend(of_draft.into_iter().map(|edit| (index, edit)));
            entries.push((*nth, entry));
        }
        let text = Arc::clone(self.editing.text());
        self.editing.revise(list, &edits).map_err(|problem| refused(self.session, &text, problem))?;
        for (nth, entry) in entries {
            self.spans[nth] = self.editing.find(&entry).map_or(Span::default(), |node| node.span());
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
}

/// The drafts of each list, in the order in which the lists come first.
fn by_list(drafts: &[Draft], is_meant: impl Fn(&Draft) -> bool) -> Vec<(Route, Vec<usize>)> {
    let mut lists: Vec<(Route, Vec<usize>)> = Vec::new();
    let mut known: HashMap<&DraftPlace, usize> = HashMap::new();
    for (nth, draft) in drafts.iter().enumerate().filter(|(_, draft)| is_meant(draft)) {
        let list = *known.entry(&draft.subject).or_insert(lists.len());
        if list == lists.len() {
            lists.push((draft.subject.route(), Vec::new()));
        }
        lists[list].1.push(nth);
    }
    lists
}

/// The edits of a draft about an entity itself, or of a new source or actor.
fn edits_of(place: &DraftPlace, pairs: &WrittenPairs) -> Vec<Edit> {
    match (place, pairs.as_slice()) {
        (DraftPlace::Checked(_) | DraftPlace::Prefer(_), [(key, Some(value)), ..]) => {
            vec![set(place.route(), key, value.clone(), vec!["id", "title", "name"])]
        }
        (DraftPlace::Settings(_), pairs) => {
            let pair = |(key, value): &(&'static str, Option<Value>)| {
                let before = place.kind().fields.iter().map(|field| field.key).take_while(|known| known != key);
                let below = ["id", "title", "name"].into_iter().chain(before).collect();
                Some(set(place.route(), key, value.clone()?, below))
            };
            pairs.iter().filter_map(pair).collect()
        }
        (DraftPlace::Closing(_), pairs) => {
            vec![set(place.route(), "closed", mapping(pairs), vec!["id", "title", "checked"])]
        }
        (DraftPlace::Source | DraftPlace::Actor, [(_, Some(Value::Words(id))), rest @ ..]) => {
            vec![set(place.route(), id, mapping(rest), Vec::new())]
        }
        _ => Vec::new(),
    }
}

fn set(mapping: Route, key: &str, value: Value, below: Vec<&'static str>) -> Edit {
    Edit::Set { mapping, key: key.to_owned(), value, below }
}

/// Whether a draft becomes a new entry of a list.
fn is_new(draft: &Draft) -> bool {
    match draft.subject {
        DraftPlace::Report(_)
        | DraftPlace::Day(_)
        | DraftPlace::Quota(_)
        | DraftPlace::LogEntry
        | DraftPlace::Statement
        | DraftPlace::Tally
        | DraftPlace::Closure(_)
        | DraftPlace::Monitoring => draft.revises.is_none(),
        DraftPlace::Source
        | DraftPlace::Actor
        | DraftPlace::Checked(_)
        | DraftPlace::Closing(_)
        | DraftPlace::Prefer(_)
        | DraftPlace::Settings(_)
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
