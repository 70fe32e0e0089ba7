//! What each save, and time alone, has changed.
//!
//! Owns up to where changes were noticed, and which texts of the file were there before. It knows nothing of what the
//! operator has looked at, and writes nothing: it hands over an [`Observation`].

use crate::board::Board;
use crate::board::changes::{self, Change, changes};
use crate::diagnostic::Source;
use crate::load::{Fingerprint, Loaded};
use crate::panes::changes::wire::WireChange;
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::Arc;

const MAX_TEXTS: usize = 10_000;

/// A text of the watchlist, and the moment up to which it was looked at. Two are the same if both of these are.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The moment.
    pub at: DateTime<Utc>,
    /// The text.
    pub source: Source,
    /// What it says.
    pub watchlist: Arc<Watchlist>,
}

impl Looked {
    /// What was read, as of the moment right before that; nothing if errors stopped the load.
    pub(crate) fn from_loaded(loaded: Loaded) -> Option<Self> {
        let Loaded { source, watchlist, at, .. } = loaded;
        Some(Self { at, source, watchlist: watchlist? })
    }

    /// The fingerprint of the text.
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

/// What was seen to change, to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// When the text after was certainly there.
    pub at: DateTime<Utc>,
    /// The text before.
    pub from: Fingerprint,
    /// The text after: the same where only time has passed.
    pub to: Fingerprint,
    /// That text. What it says is not held until all is written down.
    pub text: Arc<String>,
    /// When this text was there before, if it came back.
    pub reverted: Option<DateTime<Utc>>,
    /// What it means.
    pub changes: Vec<WireChange>,
}

/// What was noticed: the board before, read as of the moment that tells the two apart, and the changes.
pub(super) type Noticed = (Board, Vec<Change>);

/// Up to where changes have been noticed.
#[derive(Debug)]
struct Last {
    looked: Looked,
    /// Before this moment time alone changes nothing.
    next_change: DateTime<Utc>,
}

/// Notices what changes from one reading of the file to the next.
#[derive(Debug, Default)]
pub(crate) struct ChangeTracker {
    last: Option<Last>,
    /// Every text that was there before, and when last.
    earlier: HashMap<Fingerprint, DateTime<Utc>>,
    /// When the newest text was there before, if it has come back.
    back: Option<DateTime<Utc>>,
    observations: Vec<Observation>,
}

impl ChangeTracker {
    /// Goes on from where an earlier one has come to.
    pub(crate) fn from(last: Looked, earlier: &[(Fingerprint, DateTime<Utc>)]) -> Self {
        let mut tracker = Self::default();
        tracker.remember(earlier);
        tracker.last = Some(Last { next_change: last.at, looked: last });
        tracker
    }

    pub(super) fn last(&self) -> Option<&Looked> {
        self.last.as_ref().map(|last| &last.looked)
    }

    /// When the newest text was there before, if it has come back.
    pub(super) fn back(&self) -> Option<DateTime<Utc>> {
        self.back
    }

    /// That the newest text has come back is no news any more.
    pub(super) fn forget_return(&mut self) {
        self.back = None;
    }

    pub(crate) fn take(&mut self) -> Vec<Observation> {
        std::mem::take(&mut self.observations)
    }

    /// Texts that were there before.
    pub(super) fn remember(&mut self, earlier: &[(Fingerprint, DateTime<Utc>)]) {
        for (text, at) in earlier {
            if self.earlier.len() < MAX_TEXTS || self.earlier.contains_key(text) {
                self.earlier.insert(*text, *at);
            }
        }
    }

    /// What time alone has brought to a watchlist. `before` saves a reading, where it is the board that was noticed last.
    pub(super) fn notice_time(&mut self, before: Option<Board>, after: &Board) -> Option<Noticed> {
        let Last { looked, next_change } = self.last.as_mut()?;
        let is_last = |board: &Board| board.now == looked.at && Arc::ptr_eq(&board.watchlist, &looked.watchlist);
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

    /// What a save has brought, as of the moment of the board after it; nothing where it is the first reading. `read` is the
    /// moment right before the text was read: when the board comes to be shown the file may say something else.
    pub(crate) fn notice_save(&mut self, source: &Source, read: DateTime<Utc>, after: &Board) -> Option<Noticed> {
        if let Some(last) = self.last.as_ref().filter(|last| last.next_change <= after.now) {
            let board = Board::read(Arc::clone(&last.looked.watchlist), after.now);
            self.notice_time(None, &board);
        }
        let is = Looked { at: after.now, source: source.clone(), watchlist: Arc::clone(&after.watchlist) };
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

fn wire(found: &[Change], before: &Board, after: &Board) -> Vec<WireChange> {
    found.iter().map(|change| WireChange::from_change(change, before, after)).collect()
}
