//! The slow part of following a file and the clock: evaluates the boards and compares them. It is pure; for a long
//! watchlist a job does it, so that keys do not wait.

use super::Effect;
use crate::board::Board;
use crate::board::changes::{Change, changes};
use crate::diagnostic::Source;
use crate::load::{Fingerprint, LONG, Loaded};
use crate::panes::changes::wire::ChangeRecord;
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A text of the watchlist and the time up to which it was looked at. Two values are equal if both parts are.
#[derive(Clone, Debug)]
pub struct Looked {
    pub at: DateTime<Utc>,
    pub source: Source,
    pub watchlist: Arc<Watchlist>,
}

/// Up to where changes have been noticed.
#[derive(Clone, Debug)]
pub(super) struct Last {
    pub(super) looked: Looked,
    /// Until this moment, time alone changes nothing.
    pub(super) next_change: DateTime<Utc>,
}

/// A board that is wanted, and what it is compared with.
#[derive(Clone, Debug)]
pub struct EvaluationRequest {
    pub(super) last: Option<Last>,
    pub(super) wanted: Looked,
}

/// The board before, evaluated at the moment that separates the two, and the changes.
pub(super) type Noticed = (Board, Vec<Change>);

/// A board, and what has changed up to it.
#[derive(Clone, Debug)]
pub struct Evaluation {
    pub(super) request: EvaluationRequest,
    pub(super) board: Board,
    /// What time alone has changed since the last look at the earlier text.
    pub(super) by_time: Option<(Noticed, Vec<ChangeRecord>)>,
    /// What the new text has changed.
    pub(super) by_save: Option<Noticed>,
}

/// An evaluation that a job makes.
#[derive(Debug, Default)]
pub(super) struct PendingEvaluation {
    request: Option<EvaluationRequest>,
    /// The text that is shown with it; `None` if only time has passed.
    loaded: Option<Box<Loaded>>,
    effects: Vec<Effect>,
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

impl EvaluationRequest {
    fn before(&self) -> Option<&Looked> {
        self.last.as_ref().map(|last| &last.looked)
    }

    /// Whether it takes so long that a job should do it.
    pub(super) fn is_long(&self) -> bool {
        self.wanted.source.text.len() >= LONG
    }

    /// `shown` saves an evaluation if it is the board of the last look.
    pub fn evaluate(self, shown: Option<Board>) -> Evaluation {
        let Looked { at, watchlist, .. } = &self.wanted;
        let board = Board::read(Arc::clone(watchlist), *at);
        let (by_time, by_save) = match &self.last {
            Some(Last { looked, .. }) if Arc::ptr_eq(&looked.watchlist, watchlist) => {
                (Some(changes_by_time(looked, shown, &board)), None)
            }
            Some(Last { looked, next_change }) => {
                let before = Board::read(Arc::clone(&looked.watchlist), *at);
                let by_time = (next_change <= at).then(|| changes_by_time(looked, shown, &before));
                let is_new = looked.text() != self.wanted.text();
                (by_time, is_new.then(|| (changes(&before, &board), before)).map(|(found, before)| (before, found)))
            }
            None => (None, None),
        };
        Evaluation { request: self, board, by_time, by_save }
    }
}

impl PartialEq for EvaluationRequest {
    fn eq(&self, other: &Self) -> bool {
        self.wanted == other.wanted && self.before() == other.before()
    }
}

impl Eq for EvaluationRequest {}

impl PendingEvaluation {
    /// Hands a long evaluation to a job, with the text that is to be shown then. The next one replaces it.
    pub(super) fn hand_over(&mut self, request: EvaluationRequest, loaded: Option<Box<Loaded>>) {
        self.effects.push(Effect::Evaluate(request.clone()));
        (self.request, self.loaded) = (Some(request), loaded);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.request.is_none()
    }

    /// Ends the wait if this is the answer; with the text that came with the request.
    pub(super) fn take(&mut self, answer: &Evaluation) -> Option<Option<Box<Loaded>>> {
        self.request.take_if(|request| *request == answer.request)?;
        Some(self.loaded.take())
    }

    /// The text that waits, which is then shown without the answer.
    pub(super) fn take_text(&mut self) -> Option<Box<Loaded>> {
        let loaded = self.loaded.take()?;
        self.request = None;
        Some(loaded)
    }

    /// The pending effects, which are removed.
    pub(super) fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }
}

fn changes_by_time(looked: &Looked, shown: Option<Board>, after: &Board) -> (Noticed, Vec<ChangeRecord>) {
    let is_last = |board: &Board| board.now == looked.at && Arc::ptr_eq(&board.file, &looked.watchlist);
    let before = shown.filter(is_last).unwrap_or_else(|| Board::read(Arc::clone(&looked.watchlist), looked.at));
    let found = changes(&before, after);
    let records = wire(&found, &before, after);
    ((before, found), records)
}

pub(super) fn wire(found: &[Change], before: &Board, after: &Board) -> Vec<ChangeRecord> {
    found.iter().map(|change| ChangeRecord::from_change(change, before, after)).collect()
}
