//! What a change rests on: its cause, its date, where to read it, and the entry that it is told with.

use super::bearing::Bearing;
use super::evidence::{ArrivedEntries, ComparedEntry, EntryKind};
use super::quote::{EntryQuote, Quotable};
use super::{ChangeCause, ChangePlace};
use crate::diagnostic::Span;
use crate::watchlist::Promised;
use crate::watchlist::time::TimePoint;

/// Why something changed, when, and where to read it.
pub(super) struct Grounds {
    pub(super) cause: ChangeCause,
    pub(super) at: Option<TimePoint>,
    pub(super) place: ChangePlace,
    pub(super) concerns: Vec<Span>,
    pub(super) rests_on: Option<EntryKind>,
    pub(super) quote: Option<EntryQuote>,
}

impl Grounds {
    /// One new entry has brought it about; `own` is where what has changed stands itself.
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

    /// The newest new entry of which `holds` is true has brought it about, and it is told with it.
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

    /// A dated promise has brought it about, where there is one and no entry has.
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

    /// Whether it is told with an entry.
    pub(super) fn is_quoted(&self) -> bool {
        self.quote.is_some()
    }

    /// With what the entry says that it is about.
    pub(super) fn quoting(self, quote: EntryQuote) -> Self {
        Self { quote: Some(quote), ..self }
    }

    /// With the moment at which time alone brought it about.
    pub(super) fn dated(mut self, at: Option<TimePoint>) -> Self {
        if self.cause == ChangeCause::Clock {
            self.at = at;
        }
        self
    }
}
