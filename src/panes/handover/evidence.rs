//! Indexes the dated entries of a watchlist by position, with their sources and grades.

use crate::board::Board;
use crate::diagnostic::Span;
use crate::panes::words;
use crate::watchlist::scales::{Claim, Credibility};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Dated, Ref, Watchlist};
use std::collections::HashMap;

/// Every dated entry, by its position.
pub(super) struct Ledger<'w> {
    entries: HashMap<Span, HandoverEntry<'w>>,
}

/// The metadata of an entry, without its content.
#[derive(Clone, Copy)]
struct HandoverEntry<'w> {
    at: Option<TimePoint>,
    source: Option<&'w Ref>,
    credibility: Option<Credibility>,
    kind: HandoverEntryKind,
}

/// What kind of entry it is.
#[derive(Clone, Copy)]
enum HandoverEntryKind {
    /// A report of a source.
    Claim(Option<Claim>),
    /// A judgement; our own if no source is named.
    Judgement,
    /// A gap in monitoring, which has no claim class.
    Gap,
}

impl<'w> Ledger<'w> {
    pub(super) fn index(watchlist: &'w Watchlist) -> Self {
        let mut entries = HashMap::new();
        let zone = watchlist.zone();
        let mut keep = |span: Span, at: Option<TimePoint>, source: &'w Option<Ref>, credibility, kind| {
            entries.insert(span, HandoverEntry { at, source: source.as_ref(), credibility, kind });
        };
        for crossing in &watchlist.crossings {
            for report in &crossing.reports {
                keep(
                    report.span,
                    Some(report.at.value),
                    &report.source,
                    report.credibility,
                    HandoverEntryKind::Claim(report.claim),
                );
            }
            for day in &crossing.days {
                let at = TimePoint::day(day.date.value, zone);
                keep(day.span, Some(at), &day.source, day.credibility, HandoverEntryKind::Claim(day.claim));
            }
            for report in crossing.parties.iter().flat_map(|party| &party.reports) {
                keep(
                    report.span,
                    Some(report.at.value),
                    &report.source,
                    report.credibility,
                    HandoverEntryKind::Claim(report.claim),
                );
            }
        }
        for report in watchlist.items().flat_map(|(_, item)| &item.reports) {
            keep(
                report.span,
                Some(report.at.value),
                &report.source,
                report.credibility,
                HandoverEntryKind::Claim(report.claim),
            );
        }
        for entry in watchlist.risks().iter().flat_map(|risk| &risk.assessments) {
            keep(entry.span, Some(entry.at.value), &entry.source, None, HandoverEntryKind::Judgement);
        }
        for event in watchlist.log() {
            keep(
                event.span,
                Some(event.at.value),
                &event.source,
                event.credibility,
                HandoverEntryKind::Claim(event.claim),
            );
        }
        let known = |at: Dated| match at {
            Dated::At(at) => Some(at),
            Dated::Unknown => None,
        };
        for said in &watchlist.statements {
            keep(said.span, known(said.at.value), &said.source, said.credibility, HandoverEntryKind::Claim(said.claim));
        }
        for tally in &watchlist.tallies {
            let at = tally.as_of.and_then(|at| known(at.value));
            keep(tally.span, at, &tally.source, tally.credibility, HandoverEntryKind::Claim(tally.claim));
        }
        for gap in &watchlist.monitoring {
            keep(gap.span, Some(gap.from.value), &gap.source, None, HandoverEntryKind::Gap);
        }
        Self { entries }
    }

    /// The time, the source with its grades, and the claim class; empty if no entry is there.
    pub(super) fn facts(&self, span: Span, board: &Board) -> Vec<String> {
        let at = self.entries.get(&span).and_then(|entry| entry.at);
        at.map(|at| words::when(at, board)).into_iter().chain(self.backing(span, board)).collect()
    }

    /// The source with its grades, and the claim class.
    pub(super) fn backing(&self, span: Span, board: &Board) -> Vec<String> {
        let Some(HandoverEntry { source, credibility, kind, .. }) = self.entries.get(&span) else { return Vec::new() };
        let citation = match (source, kind) {
            (Some(id), _) => {
                let name = words::name(&board.watchlist.sources, id, |outlet| &outlet.name);
                format!("{name} {}", words::grade(&board.watchlist, Some(id), *credibility))
            }
            (None, HandoverEntryKind::Judgement) => "own judgement".to_owned(),
            (None, HandoverEntryKind::Claim(_) | HandoverEntryKind::Gap) => "no source".to_owned(),
        };
        let claim = match kind {
            HandoverEntryKind::Claim(claim) => Some(words::claim(*claim).text),
            HandoverEntryKind::Judgement | HandoverEntryKind::Gap => None,
        };
        std::iter::once(citation).chain(claim).collect()
    }
}
