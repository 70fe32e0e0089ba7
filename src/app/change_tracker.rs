//! Detects changes that a save or time alone has made.
//!
//! Owns the point up to which changes were noticed, and the earlier texts of the file. It knows nothing about what the
//! operator has looked at and writes nothing: it returns an [`Observation`].

use super::evaluation::{Evaluation, EvaluationRequest, Last, Looked, Noticed, wire};
use crate::board::Board;
use crate::board::changes;
use crate::diagnostic::Source;
use crate::load::Fingerprint;
use crate::panes::changes::wire::ChangeRecord;
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::Arc;

const MAX_TEXTS: usize = 10_000;

/// Noticed changes, to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// When the new text was certainly there.
    pub at: DateTime<Utc>,
    pub from: Fingerprint,
    /// The text after. The same text if only time passed.
    pub to: Fingerprint,
    /// The text after. Not parsed, so that no watchlist stays in memory until everything is recorded.
    pub text: Arc<String>,
    /// When the file last had this text, if it came back.
    pub reverted: Option<DateTime<Utc>>,
    pub changes: Vec<ChangeRecord>,
}

/// Detects what changes from one read of the file to the next.
#[derive(Debug, Default)]
pub(crate) struct ChangeTracker {
    last: Option<Last>,
    /// Every earlier text, and when it was last there.
    earlier: HashMap<Fingerprint, DateTime<Utc>>,
    /// When the file last had the newest text, if that has come back.
    back: Option<DateTime<Utc>>,
    observations: Vec<Observation>,
}

impl ChangeTracker {
    /// Continues from the end of an earlier tracker.
    pub(crate) fn from(last: Looked, earlier: &[(Fingerprint, DateTime<Utc>)]) -> Self {
        let mut tracker = Self::default();
        tracker.remember(earlier);
        tracker.last = Some(Last { next_change: last.at, looked: last });
        tracker
    }

    pub(super) fn last(&self) -> Option<&Looked> {
        self.last.as_ref().map(|last| &last.looked)
    }

    /// When the file last had the newest text, if that has come back.
    pub(super) fn back(&self) -> Option<DateTime<Utc>> {
        self.back
    }

    /// Stops reporting that the newest text has come back.
    pub(super) fn forget_return(&mut self) {
        self.back = None;
    }

    pub(crate) fn take(&mut self) -> Vec<Observation> {
        std::mem::take(&mut self.observations)
    }

    /// Adds earlier texts, up to a limit. For a text given twice, the last time counts.
    pub(super) fn remember(&mut self, earlier: &[(Fingerprint, DateTime<Utc>)]) {
        for (text, at) in earlier {
            if self.earlier.len() < MAX_TEXTS || self.earlier.contains_key(text) {
                self.earlier.insert(*text, *at);
            }
        }
    }

    /// Whether time alone can have made changes by `now` that were not noticed.
    pub(super) fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.last.as_ref().is_some_and(|last| last.next_change <= now)
    }

    /// The board of a text at a moment, compared with the last one.
    pub(crate) fn request(&self, source: Source, watchlist: Arc<Watchlist>, at: DateTime<Utc>) -> EvaluationRequest {
        EvaluationRequest { last: self.last.clone(), wanted: Looked { at, source, watchlist } }
    }

    /// The board of the last text at a later moment.
    pub(super) fn request_later(&self, at: DateTime<Utc>) -> Option<EvaluationRequest> {
        let Looked { source, watchlist, .. } = self.last()?.clone();
        Some(self.request(source, watchlist, at))
    }

    /// Whether an evaluation compares with what was noticed last.
    pub(super) fn is_next(&self, request: &EvaluationRequest) -> bool {
        request.last.as_ref().map(|last| &last.looked) == self.last()
    }

    /// Records what an evaluation has found, and returns its board and the changes: those of the save if there are any,
    /// else those of time. `None` for the first read. `read` is the moment right before the read: by the time the board
    /// is shown, the file may have changed again.
    pub(crate) fn record(&mut self, evaluation: Evaluation, read: DateTime<Utc>) -> (Board, Option<Noticed>) {
        let Evaluation { request: EvaluationRequest { last, wanted }, board, by_time, by_save } = evaluation;
        self.last = Some(Last { looked: wanted.clone(), next_change: board.next_change });
        let Some(Last { looked: was, .. }) = last else { return (board, None) };
        let (at, from, to) = (wanted.at, was.text(), wanted.text());
        let by_time = by_time.map(|(noticed, changes)| {
            if !changes.is_empty() {
                let text = was.source.text;
                self.observations.push(Observation { at, from, to: from, text, reverted: None, changes });
            }
            noticed
        });
        let Some((before, found)) = by_save else { return (board, by_time) };
        self.remember(&[(from, at)]);
        self.back = self.earlier.get(&to).copied();
        let found = if self.back.is_some() { changes::reverted(found) } else { found };
        let changes = wire(&found, &before, &board);
        let (text, reverted) = (wanted.source.text, self.back);
        self.observations.push(Observation { at: read, from, to, text, reverted, changes });
        (board, Some((before, found)))
    }
}
