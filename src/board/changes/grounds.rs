//! What a change is based on: its cause, its date, where to read it, and the entry that it quotes.

use super::bearing::Bearing;
use super::evidence::{ArrivedEntries, ComparedEntry, EntryKind};
use super::quote::{EntryQuote, Quotable};
use super::{ChangeCause, ChangePlace};
use crate::diagnostic::Span;
use crate::watchlist::Promised;
use crate::watchlist::time::TimePoint;

pub(super) struct Grounds {
    pub(super) cause: ChangeCause,
    pub(super) at: Option<TimePoint>,
    pub(super) place: ChangePlace,
    pub(super) concerns: Vec<Span>,
    pub(super) rests_on: Option<EntryKind>,
    pub(super) quote: Option<EntryQuote>,
}

impl Grounds {
    /// One new entry is the cause. `own` is the span of what has changed.
    fn reported(entry: &ComparedEntry, quote: EntryQuote, own: Span) -> Self {
        Self {
            cause: ChangeCause::Reported,
            at: entry.at,
            place: ChangePlace::After(entry.span),
            concerns: vec![own, entry.span],
            rests_on: Some(entry.kind),
            quote: Some(quote),
        }
    }

    /// The newest new entry that satisfies `holds` is the cause, and the change quotes it.
    pub(super) fn told_by<T: Quotable>(
        self,
        evidence: &ArrivedEntries,
        list: &[T],
        own: Span,
        holds: impl Fn(&ComparedEntry, &EntryQuote) -> bool,
    ) -> Self {
        let moving = evidence.added.iter().filter(|entry| entry.bearing != Bearing::Unsupported);
        let quoted = moving.map(|entry| (entry, list[entry.index].quote()));
        let newest = quoted.filter(|(entry, quote)| holds(entry, quote)).max_by_key(|(entry, _)| entry.at);
        match newest {
            Some((entry, quote)) if self.quote.is_none() || self.at <= entry.at => Self::reported(entry, quote, own),
            Some(_) | None => self,
        }
    }

    /// Uses a dated promise as the cause, if there is one and no entry is the cause.
    pub(super) fn promised(self, promise: Option<&Promised>, own: Span) -> Self {
        let Some(promise) = promise.filter(|_| self.quote.is_none() && self.cause != ChangeCause::Reported) else {
            return self;
        };
        Self {
            cause: ChangeCause::Reported,
            at: promise.said,
            place: ChangePlace::After(promise.span),
            concerns: vec![own],
            rests_on: Some(EntryKind::Report),
            ..self
        }
    }

    /// Whether the change quotes an entry.
    pub(super) fn is_quoted(&self) -> bool {
        self.quote.is_some()
    }

    /// Adds the quote of an entry.
    pub(super) fn quoting(self, quote: EntryQuote) -> Self {
        Self { quote: Some(quote), ..self }
    }

    /// Sets the moment at which time alone caused the change.
    pub(super) fn dated(mut self, at: Option<TimePoint>) -> Self {
        if self.cause == ChangeCause::Clock {
            self.at = at;
        }
        self
    }
}
