//! What was last looked at, and what has been seen to change since.
//!
//! Owns the baseline of the page of changes, which texts of the file were there before, and what is to be kept of all that
//! outside. Deliberately keeps nothing itself: that is for whoever carries out [`Effect::Seen`] and [`Effect::Observed`].
//! Where nobody does, it all holds for as long as the program runs.

use super::Effect;
use crate::board::Board;
use crate::board::changes::{self, Change, changes};
use crate::diagnostic::Source;
use crate::load::Fingerprint;
use crate::panes::changes::wire::WireChange;
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::Arc;

/// How many earlier texts are remembered.
const MOST_TEXTS: usize = 10_000;

/// A text of the watchlist, and the moment up to which it was looked at.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The moment.
    pub at: DateTime<Utc>,
    /// The text.
    pub source: Source,
    /// What it says.
    pub watchlist: Arc<Watchlist>,
}

/// What was kept of earlier runs of the program.
#[derive(Clone, Debug, Default)]
pub struct Recalled {
    /// What the operator last looked at; nothing if the file is new to us.
    pub seen: Option<Looked>,
    /// Up to where changes were written down.
    pub watched: Option<Looked>,
    /// Texts of the file that were there before, and when last.
    pub earlier: Vec<(Fingerprint, DateTime<Utc>)>,
}

/// What the operator has looked at, to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When.
    pub at: DateTime<Utc>,
    /// The text.
    pub text: Arc<String>,
}

/// What was seen to change, to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// When it was seen.
    pub at: DateTime<Utc>,
    /// The text before.
    pub from: Fingerprint,
    /// The text after: the same where only time has passed.
    pub text: Arc<String>,
    /// When this text was there before, if it came back.
    pub reverted: Option<DateTime<Utc>>,
    /// What it means.
    pub changes: Vec<WireChange>,
}

/// Whether what was kept has been recalled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Recall {
    /// Not yet, or never.
    #[default]
    Awaited,
    /// It has, or the operator was quicker.
    Done,
}

/// Up to where changes have been noticed.
#[derive(Debug)]
struct Watched {
    last: Looked,
    /// Before this moment time alone changes nothing.
    next_change: DateTime<Utc>,
}

/// What was looked at, and what was seen to change.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    recall: Recall,
    /// What the operator last looked at.
    seen: Option<Looked>,
    watched: Option<Watched>,
    /// Where this run began, until what was kept of earlier ones is recalled.
    first: Option<Looked>,
    /// Every text that was there before, and when last.
    earlier: HashMap<Fingerprint, DateTime<Utc>>,
    /// When the newest text was there before, if it has come back.
    back: Option<DateTime<Utc>>,
    effects: Vec<Effect>,
}

/// What was noticed: the board before, read as of the moment that tells the two apart, and the changes.
pub(super) type Noticed = (Board, Vec<Change>);

impl Memory {
    /// What the operator last looked at.
    pub(super) fn seen(&self) -> Option<&Looked> {
        self.seen.as_ref()
    }

    /// When the newest text was there before, if it has come back.
    pub(super) fn back(&self) -> Option<DateTime<Utc>> {
        self.back
    }

    /// What there is to keep outside.
    pub(super) fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// What time alone has brought to a watchlist. `before` saves a reading, where it is the board that was noticed last.
    pub(super) fn notice_time(&mut self, before: Option<Board>, after: &Board) -> Option<Noticed> {
        let watched = self.watched.as_mut()?;
        let is_last =
            |board: &Board| board.now == watched.last.at && Arc::ptr_eq(&board.watchlist, &watched.last.watchlist);
        let before =
            before.filter(is_last).unwrap_or_else(|| Board::read(Arc::clone(&watched.last.watchlist), watched.last.at));
        watched.last.at = after.now;
        watched.next_change = after.next_change;
        let found = changes(&before, after);
        if !found.is_empty() {
            let text = Arc::clone(&watched.last.source.text);
            let from = Fingerprint::of(&*text);
            let changes = wire(&found, &before, after);
            self.effects.push(Effect::Observed(Observation { at: after.now, from, text, reverted: None, changes }));
        }
        Some((before, found))
    }

    /// What a save has brought, as of the moment of the board after it; nothing where it is the first reading.
    pub(super) fn notice_save(&mut self, source: &Source, after: &Board) -> Option<Noticed> {
        if let Some(watched) = self.watched.as_ref().filter(|watched| watched.next_change <= after.now) {
            let board = Board::read(Arc::clone(&watched.last.watchlist), after.now);
            self.notice_time(None, &board);
        }
        let last = Looked { at: after.now, source: source.clone(), watchlist: Arc::clone(&after.watchlist) };
        let watched = Watched { last, next_change: after.next_change };
        let was = self.watched.replace(watched);
        self.begin();
        let Watched { last: was, .. } = was?;
        let (from, to) = (Fingerprint::of(&*was.source.text), Fingerprint::of(&*source.text));
        if from == to {
            return None;
        }
        self.remember(from, after.now);
        self.back = self.earlier.get(&to).copied();
        let before = Board::read(was.watchlist, after.now);
        let found = changes(&before, after);
        let found = if self.back.is_some() { changes::reverted(found) } else { found };
        let (text, reverted) = (Arc::clone(&source.text), self.back);
        let changes = wire(&found, &before, after);
        self.effects.push(Effect::Observed(Observation { at: after.now, from, text, reverted, changes }));
        Some((before, found))
    }

    /// Takes in what was kept of earlier runs, and writes down what has changed since the last of them.
    pub(super) fn recall(&mut self, recalled: Recalled) {
        let Recalled { seen, watched, earlier } = recalled;
        for (text, at) in earlier {
            self.remember(text, at);
        }
        let live = self.watched.take();
        self.watched = watched.map(|last| Watched { next_change: last.at, last });
        if let (Some(_), Some(first)) = (&self.watched, &self.first) {
            let (source, board) = (first.source.clone(), Board::read(Arc::clone(&first.watchlist), first.at));
            self.notice_save(&source, &board);
        }
        self.watched = live.or(self.watched.take());
        if self.recall == Recall::Awaited && seen.is_some() {
            self.seen = seen;
        } else if let Some(seen) = &self.seen {
            self.effects.push(keep(seen));
        }
        self.recall = Recall::Done;
    }

    /// The operator has seen all that there is.
    pub(super) fn look(&mut self, at: DateTime<Utc>) {
        let Some(watched) = &self.watched else { return };
        let seen = Looked { at, ..watched.last.clone() };
        self.effects.push(keep(&seen));
        (self.seen, self.recall, self.back) = (Some(seen), Recall::Done, None);
    }

    /// The first good reading of this run is where it begins; also what was looked at, where nothing else is known.
    fn begin(&mut self) {
        let (None, Some(Watched { last, .. })) = (&self.first, &self.watched) else { return };
        if self.seen.is_none() {
            if self.recall == Recall::Done {
                self.effects.push(keep(last));
            }
            self.seen = Some(last.clone());
        }
        self.first = Some(last.clone());
    }

    fn remember(&mut self, text: Fingerprint, at: DateTime<Utc>) {
        if self.earlier.len() < MOST_TEXTS || self.earlier.contains_key(&text) {
            self.earlier.insert(text, at);
        }
    }
}

fn keep(seen: &Looked) -> Effect {
    Effect::Seen(Seen { at: seen.at, text: Arc::clone(&seen.source.text) })
}

fn wire(found: &[Change], before: &Board, after: &Board) -> Vec<WireChange> {
    found.iter().map(|change| WireChange::of(change, before, after)).collect()
}
