//! One entry of the log: its row and its details. Nothing is added up.

use crate::board::Board;
use crate::board::evidence::Standing;
use crate::panes::view::{Cell, Column, Detail, DetailLine, Phrase, Tone};
use crate::panes::{lines, words};
use crate::watchlist::Event;
use crate::watchlist::scales::Severity;

pub(super) fn event_cells(board: &Board, index: usize, event: &Event) -> Vec<Cell> {
    let is_repeat = u32::try_from(index).is_ok_and(|index| board.watchlist.log().is_repeat(index));
    let twice = is_repeat.then(|| Phrase::new("entered twice, counts once", Tone::Caution));
    let standing = Standing::from_grades(&board.watchlist, event.source.as_ref(), event.credibility);
    let aside = (standing == Standing::Unsupported).then(|| Phrase::new("unsupported, moves nothing", Tone::Caution));
    let place = event.place.as_ref().map_or_else(String::new, |place| format!("{}: ", place.display()));
    let when = words::when(event.at.value, board);
    let text = format!("{place}{}{}", event.text.display(), counts_in_short(event));
    vec![
        Cell::column(Column::When, Phrase::plain(when)),
        Cell::column(Column::Severity, severity(event.severity)),
        Cell::column(Column::Trigger, Phrase::plain(trigger(event))).drop(2),
        Cell::column(Column::Claim, words::claim(event.claim)).drop(3),
        Cell::fill(
            Column::Text,
            20,
            lines::spaced(twice.into_iter().chain(aside).chain([Phrase::plain(text)]).collect()),
        ),
        Cell::column(Column::Source, words::citation(&board.watchlist, event.source.as_ref(), event.credibility))
            .drop(1),
    ]
}

pub(super) fn event_detail(board: &Board, event: &Event) -> Detail {
    let citation = words::citation_full(&board.watchlist, event.source.as_ref(), event.credibility);
    let line = lines::report(board, event.at.value, severity(event.severity), words::claim(event.claim), citation);
    let mut out = vec![DetailLine::new(0, line.phrases)];
    out.push(DetailLine::new(0, vec![Phrase::plain(event.text.display_marks())]));
    if event.trigger.is_some() {
        out.push(DetailLine::field("trigger", vec![Phrase::plain(trigger(event))]));
    }
    out.extend(lines::text_line("place", event.place.as_ref()));
    out.extend(incident_lines(board, event));
    if let Some(reference) = &event.risk {
        let risk = board.watchlist.risk(reference.value.as_str());
        let title = risk.map_or_else(|| reference.value.display(), |risk| risk.title.display());
        out.push(DetailLine::field("risk", vec![Phrase::plain(title)]));
    }
    out.extend(lines::link_line(event.link.as_ref().map(|link| &link.value)));
    Detail {
        title: Phrase::new(format!("Log entry, {}", words::when_full(event.at.value, board)), Tone::Strong),
        lines: out,
        value: event.text.display().into_owned(),
        link: event.link.as_ref().map(|link| link.value.raw().to_owned()),
        span: event.span,
    }
}

pub(in crate::panes) fn severity(severity: Severity) -> Phrase {
    let (glyph, tone) = match severity {
        Severity::Relief => ("·", Tone::Good),
        Severity::Minor => ("▁", Tone::Plain),
        Severity::Moderate => ("▃", Tone::Caution),
        Severity::Severe => ("▆", Tone::Alarm),
        Severity::Extreme => ("█", Tone::Alarm),
    };
    Phrase::new(format!("{glyph} {}", severity.word()), tone)
}

fn trigger(event: &Event) -> String {
    event.trigger.as_ref().map_or_else(String::new, |trigger| trigger.display().into_owned())
}

fn counts_words(event: &Event) -> String {
    let counted: Vec<_> = event.counts.numbers().map(|(word, number)| format!("{number} {}", word.display())).collect();
    counted.join(", ")
}

/// Formats ` (3 killed, 7 injured)`; empty without counts.
fn counts_in_short(event: &Event) -> String {
    if event.counts.is_empty() { String::new() } else { format!(" ({})", counts_words(event)) }
}

fn incident_lines(board: &Board, event: &Event) -> Vec<DetailLine> {
    let actors: Vec<_> = event.actors.iter().map(|actor| words::voice(&board.watchlist, actor)).collect();
    let fields = [("actors", actors.join(", ")), ("counts", counts_words(event))];
    let written = fields.into_iter().filter(|(_, words)| !words.is_empty());
    written.map(|(label, words)| DetailLine::field(label, vec![Phrase::plain(words)])).collect()
}
