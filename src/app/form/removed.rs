//! What was written from here and is no longer in the file, because somebody else's save has removed it.

use super::{EditRequest, FormState};
use crate::app::Looked;
use crate::diagnostic::Source;
use crate::draft::{self, Draft, entries_added, missing_from};
use crate::load::ReadContext;
use std::collections::HashSet;

impl FormState {
    /// The entries that were removed: each can be written again.
    pub(crate) fn removed(&self) -> &[Draft] {
        &self.removed
    }

    /// The removed entries in a few words, safe to show.
    pub(crate) fn removed_summary(&self) -> String {
        draft::summary(&self.removed)
    }

    /// The request that writes them again.
    pub(in crate::app) fn rewriting(&self) -> Option<EditRequest> {
        (!self.removed.is_empty()).then(|| EditRequest::Record(self.removed.clone()))
    }

    pub(in crate::app) fn take_removed(&mut self) -> Vec<Draft> {
        std::mem::take(&mut self.removed)
    }

    pub(in crate::app) fn put_removed_back(&mut self, removed: Vec<Draft>) {
        self.removed.extend(removed);
    }

    /// Compares a new text with what was written from here. Returns whether something has gone since the text before.
    pub(in crate::app) fn on_new_text(&mut self, before: &Looked, after: &Source, context: ReadContext) -> bool {
        let mut suspects = std::mem::take(&mut self.removed);
        let known = suspects.len();
        let written = &self.written[..self.in_file];
        if !written.is_empty() {
            // Most saves leave the lines as they are.
            let lines: HashSet<&str> = after.text.lines().map(str::trim).collect();
            let is_kept = |line: &str| lines.contains(line.trim());
            let touched = written.iter().filter(|written| !written.patch.added().iter().all(|(_, line)| is_kept(line)));
            for entry in touched.flat_map(|written| entries_added(&written.patch, &before.source, &before.watchlist)) {
                if !suspects.contains(&entry) {
                    suspects.push(entry);
                }
            }
        }
        if !suspects.is_empty() {
            self.removed = missing_from(after, suspects, context);
        }
        self.removed.len() > known
    }
}
