//! Entries that were written from here and that somebody else's save has removed.

use super::{Draft, DraftError, DraftSession, Entered, EntryAddress, OnConflict, Patch, WrittenEntry, entry_at};
use crate::diagnostic::{Source, Span};
use crate::load::ReadContext;
use crate::watchlist::Watchlist;
use std::collections::HashSet;

/// The entries in the lines that a patch has added to a text, as drafts that would record each of them again.
pub fn entries_added(patch: &Patch, source: &Source, watchlist: &Watchlist) -> Vec<Draft> {
    let added: HashSet<&str> = patch.added().into_iter().map(|(_, line)| line.trim()).collect();
    let mut spans = Vec::new();
    watchlist.visit_entries(&mut |_, entries| {
        let is_added = |span: &Span| added.contains(line_at(&source.text, span.start as usize));
        spans.extend(entries.map(|entry| entry.span()).filter(is_added));
    });
    let entry = |WrittenEntry { place, values, .. }: WrittenEntry| {
        let values = values.into_iter().map(|(key, text)| (key.to_owned(), Entered::One(text))).collect();
        Draft { subject: place, values, revises: None::<EntryAddress> }
    };
    spans.into_iter().filter_map(|span| entry_at(watchlist, &source.text, span)).map(entry).collect()
}

/// The line around a byte offset, without the blanks at its ends.
fn line_at(text: &str, offset: usize) -> &str {
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    text[start..end].trim()
}

/// Those of the drafts that a text has no entry for, whatever that entry says.
pub fn missing_from(source: &Source, drafts: Vec<Draft>, context: impl Into<ReadContext>) -> Vec<Draft> {
    let Ok(session) = DraftSession::open(&source.name, source.text.as_bytes(), context) else { return Vec::new() };
    match session.import(drafts.clone(), OnConflict::Update) {
        Ok(import) => import.drafts.into_iter().filter(|draft| draft.revises.is_none()).collect(),
        // The entity that they are about is gone too.
        Err(DraftError::NoSuch { .. }) => drafts,
        Err(_) => Vec::new(),
    }
}
