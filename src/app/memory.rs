//! What the operator last looked at, and the lookout for what has changed since.
//!
//! Owns the baseline of the page of changes, and what is to be kept of it all outside. Deliberately keeps nothing itself:
//! that is for whoever carries out [`Effect::Seen`] and [`Effect::Observed`]. Where nobody does, it all holds for as long as
//! the program runs. Of a long text only the fingerprint stays here once the text itself is kept: it is read back when the
//! page of changes is opened.

use super::file_state::Good;
use super::lookout::{Lookout, Noticed};
use super::{Effect, Looked};
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

/// What the operator last looked at.
#[derive(Debug)]
struct Baseline {
    at: DateTime<Utc>,
    text: Fingerprint,
    held: Held,
    /// Whether the text can be read back.
    is_kept: bool,
}

/// Where the text of the baseline is.
#[derive(Debug)]
enum Held {
    Here(Box<Looked>),
    Outside,
    /// It has been asked for.
    OnItsWay,
    /// It cannot be read back, and why.
    Lost(String),
}

/// What there is to compare the board with.
#[derive(Debug)]
pub(crate) enum Since<'m> {
    /// Nothing: nothing was read yet.
    Nothing,
    /// What the operator last looked at, and when.
    Looked { at: DateTime<Utc>, source: &'m Source, watchlist: &'m Arc<Watchlist> },
    /// It is being read back.
    OnItsWay,
    /// It cannot be read back, and why.
    Lost(&'m str),
}

impl Baseline {
    fn of(seen: Looked) -> Self {
        Self { at: seen.at, text: seen.text(), held: Held::Here(Box::new(seen)), is_kept: false }
    }
}

/// What was looked at, and what was seen to change.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    recall: Recall,
    seen: Option<Baseline>,
    lookout: Lookout,
    effects: Vec<Effect>,
}

impl Memory {
    /// What the operator last looked at, or where that is.
    pub(crate) fn seen<'m>(&'m self) -> Since<'m> {
        let Some(seen) = &self.seen else { return Since::Nothing };
        let since = |Looked { source, watchlist, .. }: &'m Looked| Since::Looked { at: seen.at, source, watchlist };
        match (&seen.held, self.lookout.last().filter(|last| last.text() == seen.text)) {
            (Held::Here(looked), _) => since(looked),
            (Held::Outside | Held::OnItsWay | Held::Lost(_), Some(last)) => since(last),
            (Held::Outside | Held::OnItsWay, None) => Since::OnItsWay,
            (Held::Lost(why), None) => Since::Lost(why),
        }
    }

    /// When the newest text was there before, if it has come back.
    pub(super) fn back(&self) -> Option<DateTime<Utc>> {
        self.lookout.back()
    }

    /// What there is to do outside.
    pub(super) fn take_effects(&mut self) -> Vec<Effect> {
        let observed = self.lookout.take().into_iter().map(Effect::Observed);
        self.effects.drain(..).chain(observed).collect()
    }

    /// What time alone has brought to a watchlist. `before` saves a reading, where it is the board that was noticed last.
    pub(super) fn notice_time(&mut self, before: Option<Board>, after: &Board) -> Option<Noticed> {
        self.lookout.notice_time(before, after)
    }

    /// What a save has brought, as of the moment of the board after it; nothing where it is the first reading.
    pub(super) fn notice_save(&mut self, good: &Good, after: &Board) -> Option<Noticed> {
        let noticed = self.lookout.notice_save(&good.source, good.began, after);
        // The first good reading is what was looked at, where nothing else is known.
        if let (None, Some(first)) = (&self.seen, self.lookout.last()) {
            self.seen = Some(Baseline::of(first.clone()));
            if self.recall == Recall::Done {
                self.keep();
            }
        }
        noticed
    }

    /// Takes in what was kept of earlier runs.
    pub(super) fn recall(&mut self, recalled: Recalled) {
        let Recalled { seen, earlier } = recalled;
        self.lookout.remember(&earlier);
        match (self.recall, seen) {
            (Recall::Awaited, Some(seen)) => self.seen = Some(Baseline { is_kept: true, ..Baseline::of(seen) }),
            (Recall::Awaited, None) | (Recall::Done, _) => self.keep(),
        }
        self.recall = Recall::Done;
    }

    /// The operator has seen all that there is.
    pub(super) fn look(&mut self, at: DateTime<Utc>) {
        let Some(last) = self.lookout.last() else { return };
        self.seen = Some(Baseline::of(Looked { at, ..last.clone() }));
        self.keep();
        self.recall = Recall::Done;
        self.lookout.forget_return();
    }

    /// A text that the operator looked at is kept, and can be read back.
    pub(super) fn kept(&mut self, text: Fingerprint) {
        if let Some(seen) = self.seen.as_mut().filter(|seen| seen.text == text) {
            seen.is_kept = true;
        }
    }

    /// Asks for what the operator last looked at, where it is not here.
    pub(super) fn read_back(&mut self) {
        let Since::OnItsWay = self.seen() else { return };
        if let Some(seen) = &mut self.seen
            && matches!(seen.held, Held::Outside)
        {
            seen.held = Held::OnItsWay;
            self.effects.push(Effect::ReadBack);
        }
    }

    /// What was asked for has come, or it is known why it cannot. It may be newer: another board of the operator's has been
    /// told that all was seen.
    pub(super) fn has_read_back(&mut self, found: Result<Looked, String>) {
        let Some(seen) = self.seen.as_mut().filter(|seen| matches!(seen.held, Held::OnItsWay)) else { return };
        match found {
            Ok(looked) => *seen = Baseline { is_kept: true, ..Baseline::of(looked) },
            Err(why) => seen.held = Held::Lost(why),
        }
    }

    /// Nobody compares anything now: a long text that can be read back need not stay.
    pub(super) fn let_go(&mut self) {
        let Some(seen) = self.seen.as_mut().filter(|seen| seen.is_kept) else { return };
        match &seen.held {
            Held::Here(looked) if looked.source.text.len() < LONG => {}
            Held::Here(_) | Held::Lost(_) => seen.held = Held::Outside,
            Held::Outside | Held::OnItsWay => {}
        }
    }

    fn keep(&mut self) {
        if let Some(Baseline { held: Held::Here(seen), .. }) = &self.seen {
            self.effects.push(Effect::Seen((**seen).clone()));
        }
    }
}
