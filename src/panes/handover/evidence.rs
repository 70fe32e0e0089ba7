//! Indexes the dated entries of a watchlist by position, with their sources and grades.

use crate::board::Board;
use crate::diagnostic::{Span, Spanned};
use crate::panes::words;
use crate::text::{Link, Text};
use crate::watchlist::scales::{Claim, Credibility};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Dated, Ref, Watchlist};
use std::collections::HashMap;

/// Every dated entry, by its position.
pub(in crate::panes) struct Ledger<'w> {
    entries: HashMap<Span, HandoverEntry<'w>>,
}

/// The metadata of an entry, without its content.
#[derive(Clone, Copy)]
struct HandoverEntry<'w> {
    at: Option<TimePoint>,
    source: Option<&'w Ref>,
    credibility: Option<Credibility>,
    link: Option<&'w Spanned<Text>>,
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
    pub(in crate::panes) fn index(watchlist: &'w Watchlist) -> Self {
        let mut entries = HashMap::new();
        let zone = watchlist.zone();
        let mut keep = |span: Span,
                        at: Option<TimePoint>,
                        source: &'w Option<Ref>,
                        credibility,
                        link: &'w Option<Spanned<Text>>,
                        kind| {
            let (source, link) = (source.as_ref(), link.as_ref());
            entries.insert(span, HandoverEntry { at, source, credibility, link, kind });
        };
        for crossing in &watchlist.crossings {
            for report in &crossing.reports {
                keep(
                    report.span,
                    Some(report.at.value),
                    &report.source,
                    report.credibility,
                    &report.link,
                    HandoverEntryKind::Claim(report.claim),
                );
            }
            for day in &crossing.days {
                let at = TimePoint::day(day.date.value, zone);
                keep(day.span, Some(at), &day.source, day.credibility, &day.link, HandoverEntryKind::Claim(day.claim));
            }
            for report in crossing.parties.iter().flat_map(|party| &party.reports) {
                keep(
                    report.span,
                    Some(report.at.value),
                    &report.source,
                    report.credibility,
                    &report.link,
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
                &report.link,
                HandoverEntryKind::Claim(report.claim),
            );
        }
        for entry in watchlist.risks().iter().flat_map(|risk| &risk.assessments) {
            keep(entry.span, Some(entry.at.value), &entry.source, None, &entry.link, HandoverEntryKind::Judgement);
        }
        for event in watchlist.log() {
            keep(
                event.span,
                Some(event.at.value),
                &event.source,
                event.credibility,
                &event.link,
                HandoverEntryKind::Claim(event.claim),
            );
        }
        let known = |at: Dated| match at {
            Dated::At(at) => Some(at),
            Dated::Unknown => None,
        };
        for said in &watchlist.statements {
            keep(
                said.span,
                known(said.at.value),
                &said.source,
                said.credibility,
                &said.link,
                HandoverEntryKind::Claim(said.claim),
            );
        }
        for tally in &watchlist.tallies {
            let at = tally.as_of.and_then(|at| known(at.value));
            keep(tally.span, at, &tally.source, tally.credibility, &tally.link, HandoverEntryKind::Claim(tally.claim));
        }
        for gap in &watchlist.monitoring {
            keep(gap.span, Some(gap.from.value), &gap.source, None, &gap.link, HandoverEntryKind::Gap);
        }
        Self { entries }
    }

    /// The time, the source with its grades, and the claim class; empty if no entry is there.
    pub(in crate::panes) fn facts(&self, span: Span, board: &Board) -> Vec<String> {
        let at = self.entries.get(&span).and_then(|entry| entry.at);
        at.map(|at| words::when(at, board)).into_iter().chain(self.backing(span, board)).collect()
    }

    /// Where to read an entry, if that is a link that may be opened.
    pub(in crate::panes) fn link(&self, span: Span) -> Option<Link> {
        Link::parse(self.entries.get(&span)?.link?.value.raw()).ok()
    }

    /// The source with its grades, and the claim class.
    pub(in crate::panes) fn backing(&self, span: Span, board: &Board) -> Vec<String> {
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
