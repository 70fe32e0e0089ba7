//! What the operator last looked at, and what has changed since.
//!
//! Owns the baseline of the page of changes. It writes nothing itself: [`Effect::Seen`] and [`Effect::Observed`]
//! request that. A long text is evicted once it is saved outside, and loaded again when the page of changes opens.

use super::change_tracker::ChangeTracker;
use super::evaluation::{Evaluation, EvaluationRequest, Looked, Noticed};
use super::marks::{ChangeNotice, MAX_NOTICES};
use super::msg::{Effect, Response};
use crate::board::Board;
use crate::diagnostic::Source;
use crate::load::{Fingerprint, LONG};
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The state of earlier runs of the program.
#[derive(Clone, Debug, Default)]
pub struct Recalled {
    /// What the operator last looked at; `None` if the file is new.
    pub seen: Option<Looked>,
    /// Earlier texts of the file, and when each was last there.
    pub earlier: Vec<(Fingerprint, DateTime<Utc>)>,
}

/// Whether the state of earlier runs was loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Recall {
    /// Not yet, or never.
    #[default]
    Awaited,
    /// It was loaded, or the operator was faster.
    Done,
}

#[derive(Debug)]
struct Baseline {
    at: DateTime<Utc>,
    text: Fingerprint,
    source: BaselineText,
    /// Whether the text can be loaded again.
    is_kept: bool,
}

#[derive(Debug)]
enum BaselineText {
    Loaded(Box<Looked>),
    /// It is only saved outside.
    Evicted,
    Loading,
    /// It cannot be loaded, with the reason.
    Missing(String),
}

/// What the board is compared with.
#[derive(Debug)]
pub(crate) enum Since<'m> {
    /// Nothing was read yet.
    Nothing,
    /// What the operator last looked at, and when.
    Looked {
        at: DateTime<Utc>,
        source: &'m Source,
        watchlist: &'m Arc<Watchlist>,
    },
    Loading,
    /// It cannot be loaded, with the reason.
    Missing(&'m str),
}

impl Baseline {
    fn new(seen: Looked) -> Self {
        Self { at: seen.at, text: seen.text(), source: BaselineText::Loaded(Box::new(seen)), is_kept: false }
    }
}

/// What the operator had not seen before everything was marked as seen.
#[derive(Debug)]
pub(super) struct SeenBefore {
    baseline: Option<Baseline>,
    notices: Vec<ChangeNotice>,
}

#[derive(Debug, Default)]
pub(crate) struct SeenState {
    recall: Recall,
    baseline: Option<Baseline>,
    tracker: ChangeTracker,
    /// The most recent changes, newest first.
    notices: Vec<ChangeNotice>,
    effects: Vec<Effect>,
}

impl SeenState {
    /// The state of the baseline.
    pub(crate) fn since<'m>(&'m self) -> Since<'m> {
        let Some(seen) = &self.baseline else { return Since::Nothing };
        let since = |Looked { source, watchlist, .. }: &'m Looked| Since::Looked { at: seen.at, source, watchlist };
        match (&seen.source, self.tracker.last().filter(|last| last.text() == seen.text)) {
            (BaselineText::Loaded(looked), _) => since(looked),
            (BaselineText::Evicted | BaselineText::Loading | BaselineText::Missing(_), Some(last)) => since(last),
            (BaselineText::Evicted | BaselineText::Loading, None) => Since::Loading,
            (BaselineText::Missing(why), None) => Since::Missing(why),
        }
    }

    pub(crate) fn notices(&self) -> &[ChangeNotice] {
        &self.notices
    }

    /// Adds the newest notices at the front, and drops the oldest.
    pub(super) fn add_notices(&mut self, newest: Vec<ChangeNotice>) {
        self.notices.splice(0..0, newest);
        self.notices.truncate(MAX_NOTICES);
    }

    pub(super) fn replace_notices(&mut self, notices: Vec<ChangeNotice>) {
        self.notices = notices;
    }

    /// When the file last had the newest text, if that has come back.
    pub(super) fn back(&self) -> Option<DateTime<Utc>> {
        self.tracker.back()
    }

    /// The pending effects, which are removed.
    pub(super) fn take_effects(&mut self) -> Vec<Effect> {
        let observed = self.tracker.take().into_iter().map(Effect::Observed);
        self.effects.drain(..).chain(observed).collect()
    }

    /// Whether time alone can have made changes by `now` that were not noticed.
    pub(super) fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.tracker.is_due(now)
    }

    /// The board of a text at a moment, compared with the last one.
    pub(super) fn request(&self, source: Source, watchlist: Arc<Watchlist>, at: DateTime<Utc>) -> EvaluationRequest {
        self.tracker.request(source, watchlist, at)
    }

    /// The board of the last text at a later moment.
    pub(super) fn request_later(&self, at: DateTime<Utc>) -> Option<EvaluationRequest> {
        self.tracker.request_later(at)
    }

    /// Whether an evaluation compares with what was noticed last.
    pub(super) fn is_next(&self, request: &EvaluationRequest) -> bool {
        self.tracker.is_next(request)
    }

    /// Records what has changed, and returns the board and the changes. `read` is the moment right before the read.
    pub(super) fn record(&mut self, evaluation: Evaluation, read: DateTime<Utc>) -> (Board, Option<Noticed>) {
        let (board, noticed) = self.tracker.record(evaluation, read);
        // The first good read is the baseline, unless an earlier one is known.
        if let (None, Some(first)) = (&self.baseline, self.tracker.last()) {
            self.baseline = Some(Baseline::new(first.clone()));
            if self.recall == Recall::Done {
                self.keep();
            }
        }
        (board, noticed)
    }

    /// Handles the loaded state of earlier runs.
    pub(super) fn on_recalled(&mut self, recalled: Recalled) {
        let Recalled { seen, earlier } = recalled;
        self.tracker.remember(&earlier);
        match (self.recall, seen) {
            (Recall::Awaited, Some(seen)) => self.baseline = Some(Baseline { is_kept: true, ..Baseline::new(seen) }),
            (Recall::Awaited, None) | (Recall::Done, _) => self.keep(),
        }
        self.recall = Recall::Done;
    }

    /// The operator has seen everything. Returns what takes this back; `None` if the text before cannot be loaded again.
    pub(super) fn mark_seen(&mut self, at: DateTime<Utc>) -> Option<SeenBefore> {
        let before = match self.since() {
            Since::Looked { at, source, watchlist } => {
                let looked = Looked { at, source: source.clone(), watchlist: Arc::clone(watchlist) };
                Some(Some(Baseline::new(looked)))
            }
            Since::Nothing => Some(None),
            Since::Loading | Since::Missing(_) => None,
        };
        let notices = std::mem::take(&mut self.notices);
        if let Some(last) = self.tracker.last() {
            self.baseline = Some(Baseline::new(Looked { at, ..last.clone() }));
            self.keep();
            self.recall = Recall::Done;
            self.tracker.forget_return();
        }
        before.map(|baseline| SeenBefore { baseline, notices })
    }

    /// Takes back that everything was seen.
    pub(super) fn unmark_seen(&mut self, before: SeenBefore) {
        self.baseline = before.baseline;
        self.notices.extend(before.notices);
        self.notices.truncate(MAX_NOTICES);
        self.keep();
    }

    /// The text up to which changes were noticed.
    pub(super) fn last(&self) -> Option<&Looked> {
        self.tracker.last()
    }

    /// A text that the operator looked at is saved, and can be loaded again.
    pub(super) fn on_kept(&mut self, text: Fingerprint) -> Response {
        if let Some(seen) = self.baseline.as_mut().filter(|seen| seen.text == text) {
            seen.is_kept = true;
        }
        Response::default()
    }

    /// Requests the baseline if it is not in memory.
    pub(super) fn read_back(&mut self) {
        let Since::Loading = self.since() else { return };
        if let Some(seen) = &mut self.baseline
            && matches!(seen.source, BaselineText::Evicted)
        {
            seen.source = BaselineText::Loading;
            self.effects.push(Effect::ReadBack);
        }
    }

    /// Handles the requested baseline, or the reason why it cannot be loaded. It may be newer: the operator may have
    /// looked at another board.
    pub(super) fn on_read_back(&mut self, found: Result<Looked, String>) -> Response {
        if let Some(seen) = self.baseline.as_mut().filter(|seen| matches!(seen.source, BaselineText::Loading)) {
            match found {
                Ok(looked) => *seen = Baseline { is_kept: true, ..Baseline::new(looked) },
                Err(why) => seen.source = BaselineText::Missing(why),
            }
        }
        Response::default()
    }

    /// No page compares with it now: a long text that can be loaded again is dropped.
    pub(super) fn evict(&mut self) {
        let Some(seen) = self.baseline.as_mut().filter(|seen| seen.is_kept) else { return };
        match &seen.source {
            BaselineText::Loaded(looked) if looked.source.text.len() < LONG => {}
            BaselineText::Loaded(_) | BaselineText::Missing(_) => seen.source = BaselineText::Evicted,
            BaselineText::Evicted | BaselineText::Loading => {}
        }
    }

    fn keep(&mut self) {
        if let Some(Baseline { source: BaselineText::Loaded(seen), .. }) = &self.baseline {
            self.effects.push(Effect::Seen((**seen).clone()));
        }
    }
}
