//! What the operator last looked at, and what has changed since.
//!
//! Owns the baseline of the page of changes. It writes nothing itself: [`Effect::Seen`] and [`Effect::Observed`] ask for
//! that. A long text is evicted once it is kept outside, and read back when the page of changes is opened.

use super::Looked;
use super::change_tracker::{ChangeTracker, Noticed};
use super::file_state::Good;
use super::marks::{ChangeNotice, MAX_NOTICES};
use super::msg::{Effect, Response};
use crate::board::Board;
use crate::diagnostic::Source;
use crate::load::{Fingerprint, LONG};
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// What was kept of earlier runs of the program.
#[derive(Clone, Debug, Default)]
pub struct Recalled {
    /// What the operator last looked at; nothing if the file is new to us.
    pub seen: Option<Looked>,
    /// Texts of the file that were there before, and when last.
    pub earlier: Vec<(Fingerprint, DateTime<Utc>)>,
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

#[derive(Debug)]
struct Baseline {
    at: DateTime<Utc>,
    text: Fingerprint,
    source: BaselineText,
    /// Whether the text can be read back.
    is_kept: bool,
}

#[derive(Debug)]
enum BaselineText {
    Loaded(Box<Looked>),
    /// It is kept outside only.
    Evicted,
    Loading,
    /// It cannot be read back, and why.
    Missing(String),
}

/// What there is to compare the board with.
#[derive(Debug)]
pub(crate) enum Since<'m> {
    /// Nothing: nothing was read yet.
    Nothing,
    /// What the operator last looked at, and when.
    Looked {
        at: DateTime<Utc>,
        source: &'m Source,
        watchlist: &'m Arc<Watchlist>,
    },
    Loading,
    /// It cannot be read back, and why.
    Missing(&'m str),
}

impl Baseline {
    fn new(seen: Looked) -> Self {
        Self { at: seen.at, text: seen.text(), source: BaselineText::Loaded(Box::new(seen)), is_kept: false }
    }
}

/// The seen part of the app.
#[derive(Debug, Default)]
pub(crate) struct SeenState {
    recall: Recall,
    baseline: Option<Baseline>,
    tracker: ChangeTracker,
    /// The most recent changes, the newest first.
    notices: Vec<ChangeNotice>,
    effects: Vec<Effect>,
}

impl SeenState {
    /// What the operator last looked at, or where that is.
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

    /// Puts what is new before what is older, and forgets the oldest.
    pub(super) fn add_notices(&mut self, newest: Vec<ChangeNotice>) {
        self.notices.splice(0..0, newest);
        self.notices.truncate(MAX_NOTICES);
    }

    pub(super) fn replace_notices(&mut self, notices: Vec<ChangeNotice>) {
        self.notices = notices;
    }

    /// When the newest text was there before, if it has come back.
    pub(super) fn back(&self) -> Option<DateTime<Utc>> {
        self.tracker.back()
    }

    /// What there is to do outside.
    pub(super) fn take_effects(&mut self) -> Vec<Effect> {
        let observed = self.tracker.take().into_iter().map(Effect::Observed);
        self.effects.drain(..).chain(observed).collect()
    }

    /// What time alone has brought to a watchlist. `before` saves a reading, where it is the board that was noticed last.
    pub(super) fn notice_time(&mut self, before: Option<Board>, after: &Board) -> Option<Noticed> {
        self.tracker.notice_time(before, after)
    }

    /// What a save has brought, as of the moment of the board after it; nothing where it is the first reading.
    pub(super) fn notice_save(&mut self, good: &Good, after: &Board) -> Option<Noticed> {
        let noticed = self.tracker.notice_save(&good.source, good.began, after);
        // The first good reading is what was looked at, where nothing else is known.
        if let (None, Some(first)) = (&self.baseline, self.tracker.last()) {
            self.baseline = Some(Baseline::new(first.clone()));
            if self.recall == Recall::Done {
                self.keep();
            }
        }
        noticed
    }

    /// Takes in what was kept of earlier runs.
    pub(super) fn on_recalled(&mut self, recalled: Recalled) {
        let Recalled { seen, earlier } = recalled;
        self.tracker.remember(&earlier);
        match (self.recall, seen) {
            (Recall::Awaited, Some(seen)) => self.baseline = Some(Baseline { is_kept: true, ..Baseline::new(seen) }),
            (Recall::Awaited, None) | (Recall::Done, _) => self.keep(),
        }
        self.recall = Recall::Done;
    }

    /// The operator has seen all that there is.
    pub(super) fn mark_seen(&mut self, at: DateTime<Utc>) {
        self.notices.clear();
        let Some(last) = self.tracker.last() else { return };
        self.baseline = Some(Baseline::new(Looked { at, ..last.clone() }));
        self.keep();
        self.recall = Recall::Done;
        self.tracker.forget_return();
    }

    /// A text that the operator looked at is kept, and can be read back.
    pub(super) fn on_kept(&mut self, text: Fingerprint) -> Response {
        if let Some(seen) = self.baseline.as_mut().filter(|seen| seen.text == text) {
            seen.is_kept = true;
        }
        Response::default()
    }

    /// Asks for what the operator last looked at, where it is not here.
    pub(super) fn read_back(&mut self) {
        let Since::Loading = self.since() else { return };
        if let Some(seen) = &mut self.baseline
            && matches!(seen.source, BaselineText::Evicted)
        {
            seen.source = BaselineText::Loading;
            self.effects.push(Effect::ReadBack);
        }
    }

    /// What was asked for has come, or it is known why it cannot. It may be newer: another board of the operator's has been
    /// told that all was seen.
    pub(super) fn on_read_back(&mut self, found: Result<Looked, String>) -> Response {
        if let Some(seen) = self.baseline.as_mut().filter(|seen| matches!(seen.source, BaselineText::Loading)) {
            match found {
                Ok(looked) => *seen = Baseline { is_kept: true, ..Baseline::new(looked) },
                Err(why) => seen.source = BaselineText::Missing(why),
            }
        }
        Response::default()
    }

    /// Nobody compares anything now: a long text that can be read back need not stay.
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
