//! Detail lines that several panes share.

use super::age::Age;
use super::view::{DetailLine, Phrase, Tone};
use super::words;
use crate::board::Board;
use crate::board::coupling::{Threat, ThreatCause};
use crate::board::coverage::Gap;
use crate::text::Text;
use crate::watchlist::scales::Severity;
use crate::watchlist::time::TimePoint;
use chrono::TimeDelta;

/// A labelled text; `None` if there is no text.
pub(super) fn text_line(label: &str, text: Option<&Text>) -> Option<DetailLine> {
    text.map(|text| DetailLine::field(label, vec![Phrase::plain(text.display_marks())]))
}

/// A labelled link; `None` if there is none.
pub(super) fn link_line(link: Option<&Text>) -> Option<DetailLine> {
    let line = text_line("link", link)?;
    Some(DetailLine { link: link.map(|link| link.raw().to_owned()), ..line })
}

/// Who keeps it up to date, and how often it has to be reviewed.
pub(super) fn upkeep(owner: Option<&Text>, review_every: Option<TimeDelta>) -> Option<DetailLine> {
    let owner = owner.map(|owner| owner.display().into_owned());
    let every = review_every.map(|every| format!("review every {}", Age(every)));
    let words: Vec<_> = owner.into_iter().chain(every).collect();
    (!words.is_empty()).then(|| DetailLine::field("owner", vec![Phrase::plain(words.join(", "))]))
}

/// Joins phrases with a blank between them.
pub(super) fn spaced(phrases: Vec<Phrase>) -> Vec<Phrase> {
    let mut out = Vec::new();
    for phrase in phrases {
        if !out.is_empty() {
            out.push(Phrase::plain(" "));
        }
        out.push(phrase);
    }
    out
}

/// One line for each risk that threatens an entity.
pub(super) fn threats(board: &Board, threats: &[Threat]) -> Vec<DetailLine> {
    let line = |threat: &Threat| {
        let risk = &board.watchlist.risks()[threat.risk];
        let why = match threat.cause {
            ThreatCause::Level(level) => format!("which stands at {}", level.word()),
            ThreatCause::Entry(entry) => {
                let event = &board.watchlist.log()[entry as usize];
                let article = if event.severity == Severity::Extreme { "an" } else { "a" };
                format!("{article} {} entry of {}", event.severity.word(), words::when(event.at.value, board))
            }
        };
        let words = format!("by {}: {why}", risk.title.display());
        DetailLine::field("threatened", vec![Phrase::new(words, Tone::Alarm)])
    };
    threats.iter().map(line).collect()
}

/// Formats `2026-01-03  announced  attributed  KAN [kan] C3  29d ago`.
pub(super) fn report(board: &Board, at: TimePoint, status: Phrase, claim: Phrase, citation: Phrase) -> DetailLine {
    let gap = || Phrase::plain("  ");
    let age = Phrase::muted(Age(at.age(board.now)).ago());
    let when = Phrase::plain(words::when_full(at, board));
    DetailLine::new(2, vec![when, gap(), status, gap(), claim, gap(), citation, gap(), age])
}

/// The number of independent sources that say the same.
pub(super) fn independent_sources(origins: usize) -> DetailLine {
    let phrase = match origins {
        0 => Phrase::new("no independent source stands behind it", Tone::Caution),
        1 => Phrase::plain("1 independent source"),
        many => Phrase::plain(format!("{many} independent sources")),
    };
    DetailLine::field("backed by", vec![phrase])
}

/// One line for each gap in monitoring, with its source and reason.
pub(super) fn gaps(board: &Board, gaps: &[Gap]) -> Vec<DetailLine> {
    let lines = |gap: &Gap| {
        let record = &board.watchlist.monitoring[gap.record];
        let citation = words::citation_full(&board.watchlist, record.source.as_ref(), None);
        let line = DetailLine::field("COVERAGE", spaced(vec![words::gap(*gap, board), citation]));
        std::iter::once(line).chain(note(record.note.as_ref()))
    };
    gaps.iter().flat_map(lines).collect()
}

/// The note of a report, to go below its line.
pub(super) fn note(note: Option<&Text>) -> Option<DetailLine> {
    note.map(|note| DetailLine::new(4, vec![Phrase::muted(note.display_marks())]))
}
