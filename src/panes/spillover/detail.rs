//! The details of a risk and of the log.

use super::{assessment_entry, closing_words, heat_value, heat_words, level, severity};
use crate::board::Board;
use crate::board::spillover::RiskReading;
use crate::diagnostic::Span;
use crate::panes::age::Age;
use crate::panes::reading_words::reading_lines;
use crate::panes::view::{Detail, DetailLine, Phrase, Tone};
use crate::panes::{lines, words};
use crate::watchlist::{Event, Risk};

pub(super) fn risk_detail(board: &Board, risk: &Risk, reading: &RiskReading) -> Detail {
    let status = [Some(level(board, risk, reading)), words::data_old(reading.freshness)];
    let mut out = vec![DetailLine::field("level", lines::spaced(status.into_iter().flatten().collect()))];
    if let (Some(closed), Some(flag)) = (&risk.closed, closing_words(board, reading)) {
        out.push(DetailLine::field("closed", lines::spaced(vec![flag, Phrase::plain(closed.why.display())])));
    }
    out.push(DetailLine::field("log heat", vec![heat_value(board, &reading.heat, reading.entries, reading.gap)]));
    out.extend(reading_lines(board, &reading.evidence, |entry| assessment_entry(risk, entry)));
    if !risk.threatens.is_empty() {
        let targets: Vec<_> = risk.threatens.iter().map(|target| target.value.display()).collect();
        out.push(DetailLine::field("threatens", vec![Phrase::plain(targets.join(", "))]));
    }
    out.extend(lines::gaps(board, reading.gap.as_slice()));
    if let Some(index) = reading.severe {
        let event = &board.watchlist.log()[index as usize];
        let words = format!("{} on {}", event.severity.word(), words::when(event.at.value, board));
        out.push(DetailLine::field("gravest", vec![Phrase::new(words, Tone::Alarm)]));
    }
    if let Some(checked) = risk.checked {
        out.push(DetailLine::field("checked", vec![Phrase::plain(words::when_full(checked.value, board))]));
    }
    out.extend(lines::upkeep(risk.owner.as_ref(), risk.review_every));
    out.extend(lines::text_line("note", risk.note.as_ref()));
    let mut seen: Vec<_> = risk.assessments.iter().filter(|entry| board.has_come(entry.at.value)).collect();
    seen.sort_by_key(|entry| entry.at.value.start);
    out.push(DetailLine::heading(format!("Assessments ({})", seen.len())));
    if seen.is_empty() {
        out.push(DetailLine::new(
            2,
            vec![Phrase::new("none: nobody has judged it, so its level is unknown", Tone::Unknown)],
        ));
    }
    for entry in seen.into_iter().rev() {
        let words = format!("{}, impact {}", entry.likelihood.word(), entry.impact.word());
        let confidence =
            entry.confidence.map_or("no confidence given".to_owned(), |grade| format!("confidence {}", grade.word()));
        let judge = match &entry.source {
            Some(_) => words::citation_full(&board.watchlist, entry.source.as_ref(), None),
            None => Phrase::muted("own judgement"),
        };
        let (words, confidence) = (Phrase::new(words, Tone::Strong), Phrase::plain(confidence));
        out.push(lines::report(board, entry.at.value, words, confidence, judge).of_entry(entry.span));
        out.extend(lines::note(entry.note.as_ref()));
    }
    out.extend(entry_lines(board, risk));
    let last_link = risk.assessments.iter().rev().find_map(|entry| entry.link.as_ref());
    Detail {
        title: Phrase::new(risk.title.display(), Tone::Strong),
        lines: out,
        value: level_value(reading),
        link: last_link.map(|link| link.value.raw().to_owned()),
        span: risk.span,
    }
}

/// The number of log entries in the details of a risk; the rest are counted.
const ENTRIES_LISTED: usize = 12;

/// The log entries of a risk, newest first.
fn entry_lines(board: &Board, risk: &Risk) -> Vec<DetailLine> {
    let log = board.watchlist.log();
    let is_of_risk = |event: &&Event| event.risk.as_ref().is_some_and(|of| of.value == risk.id.value);
    let events: Vec<_> = board.spillover.log.iter().map(|index| &log[*index as usize]).filter(is_of_risk).collect();
    if events.is_empty() {
        return Vec::new();
    }
    let mut out = vec![DetailLine::heading(format!("Log entries ({})", events.len()))];
    for event in events.iter().take(ENTRIES_LISTED) {
        let citation = words::citation_full(&board.watchlist, event.source.as_ref(), event.credibility);
        let line = lines::report(board, event.at.value, severity(event.severity), words::claim(event.claim), citation);
        out.push(line.of_entry(event.span));
        out.push(DetailLine::new(4, vec![Phrase::plain(event.text.display())]));
    }
    if events.len() > ENTRIES_LISTED {
        let words = format!("and {} older ones, in the log", events.len() - ENTRIES_LISTED);
        out.push(DetailLine::new(2, vec![Phrase::muted(words)]));
    }
    out
}

/// The level for copying; says so if it is old.
fn level_value(reading: &RiskReading) -> String {
    if reading.unjudged.is_some() {
        return "a severe entry, not judged since".to_owned();
    }
    match reading.level {
        _ if !reading.is_live() => "closed".to_owned(),
        None => "unknown".to_owned(),
        Some(level) if reading.freshness.is_stale() => format!("last known {}", level.word()),
        Some(level) => level.word().to_owned(),
    }
}

pub(super) fn log_detail(board: &Board) -> Detail {
    let reading = &board.spillover;
    let heat = heat_value(board, &reading.heat, reading.events(), reading.gap);
    let before = format!("{:.1} a seventh of the half-life ago", reading.heat.before);
    let mut out = vec![DetailLine::field("heat", lines::spaced(vec![heat.clone(), Phrase::muted(before)]))];
    out.extend(lines::gaps(board, reading.gap.as_slice()));
    let spillover = board.watchlist.spillover.as_ref();
    if let Some(spillover) = spillover {
        let half_life = Age(spillover.half_life());
        let words = format!("relief 0, minor 1, moderate 2, severe 4, extreme 8; halved every {half_life}");
        out.push(DetailLine::field("weights", vec![Phrase::muted(words)]));
        out.extend(lines::text_line("note", spillover.note.as_ref()));
    }
    Detail {
        title: Phrase::new("Log", Tone::Strong),
        lines: out,
        value: heat_words(board, &reading.heat, reading.events(), reading.gap).text,
        link: None,
        span: spillover.map_or(Span::default(), |spillover| spillover.span),
    }
}
