//! Detects changes that a save or time alone has made.
//!
//! Owns the point up to which changes were noticed, and the earlier texts of the file. It knows nothing about what the
//! operator has looked at and writes nothing: it returns an [`Observation`].

use crate::board::Board;
use crate::board::changes::{self, Change, changes};
use crate::diagnostic::Source;
use crate::load::{Fingerprint, Loaded};
use crate::panes::changes::wire::ChangeRecord;
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::Arc;

const MAX_TEXTS: usize = 10_000;

/// A text of the watchlist and the time up to which it was looked at. Two values are equal if both parts are.
#[derive(Clone, Debug)]
pub struct Looked {
    pub at: DateTime<Utc>,
    pub source: Source,
    pub watchlist: Arc<Watchlist>,
}

impl Looked {
    /// A loaded text with the time right before the load; `None` if errors stopped the load.
    pub(crate) fn from_loaded(loaded: Loaded) -> Option<Self> {
        let Loaded { source, watchlist, at, .. } = loaded;
        Some(Self { at, source, watchlist: watchlist? })
    }

    pub fn text(&self) -> Fingerprint {
        self.source.fingerprint()
    }
}

impl PartialEq for Looked {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.text()) == (other.at, other.text())
    }
}

impl Eq for Looked {}

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

/// The board before, evaluated at the moment that separates the two, and the changes.
pub(super) type Noticed = (Board, Vec<Change>);

/// Up to where changes have been noticed.
#[derive(Debug)]
struct Last {
    looked: Looked,
    /// Until this moment, time alone changes nothing.
    next_change: DateTime<Utc>,
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

    /// The changes that time alone has made. `before` saves an evaluation if it is the board of the last call.
    pub(super) fn notice_time(&mut self, before: Option<Board>, after: &Board) -> Option<Noticed> {
        let Last { looked, next_change } = self.last.as_mut()?;
        let is_last = |board: &Board| board.now == looked.at && Arc::ptr_eq(&board.file, &looked.watchlist);
        let before = before.filter(is_last).unwrap_or_else(|| Board::read(Arc::clone(&looked.watchlist), looked.at));
        (looked.at, *next_change) = (after.now, after.next_change);
        let found = changes(&before, after);
        if !found.is_empty() {
            let changes = wire(&found, &before, after);
            let (text, print) = (Arc::clone(&looked.source.text), looked.text());
            let at = after.now;
            self.observations.push(Observation { at, from: print, to: print, text, reverted: None, changes });
        }
        Some((before, found))
    }

    /// The changes that a save has made, at the moment of the board after it; `None` for the first read. `read` is the
    /// moment right before the read: by the time the board is shown, the file may have changed again.
    pub(crate) fn notice_save(&mut self, source: &Source, read: DateTime<Utc>, after: &Board) -> Option<Noticed> {
        if let Some(last) = self.last.as_ref().filter(|last| last.next_change <= after.now) {
            let board = Board::read(Arc::clone(&last.looked.watchlist), after.now);
            self.notice_time(None, &board);
        }
        let is = Looked { at: after.now, source: source.clone(), watchlist: Arc::clone(&after.file) };
        let last = Last { looked: is.clone(), next_change: after.next_change };
        let was = self.last.replace(last)?.looked;
        let from = was.text();
        if from == is.text() {
            return None;
        }
        self.remember(&[(from, after.now)]);
        self.back = self.earlier.get(&is.text()).copied();
        let before = Board::read(was.watchlist, after.now);
        let found = changes(&before, after);
        let found = if self.back.is_some() { changes::reverted(found) } else { found };
        let changes = wire(&found, &before, after);
        let (to, text, reverted) = (is.text(), is.source.text, self.back);
        self.observations.push(Observation { at: read, from, to, text, reverted, changes });
        Some((before, found))
    }
}

fn wire(found: &[Change], before: &Board, after: &Board) -> Vec<ChangeRecord> {
    found.iter().map(|change| ChangeRecord::from_change(change, before, after)).collect()
}
