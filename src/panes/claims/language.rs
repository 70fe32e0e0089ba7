//! Statements by speaker and time, and where a speaker's terms have changed.

use super::voice;
use crate::board::Board;
use crate::board::ledger::Speaker;
use crate::panes::view::{Cell, Column, Detail, DetailLine, Phrase, Tone};
use crate::panes::{lines, words};
use crate::text::Text;
use crate::watchlist::{Dated, Statement};

fn term(text: Option<&Text>) -> String {
    text.map_or_else(String::new, |term| format!("“{}”", term.display()))
}

/// The time of a statement; `unknown` is marked.
fn when(board: &Board, said: &Statement) -> Phrase {
    match said.at.value {
        Dated::At(at) => Phrase::plain(words::when(at, board)),
        Dated::Unknown => Phrase::new("? undated", Tone::Unknown),
    }
}

/// The terms that a speaker used, and each change from one to another.
fn moves(board: &Board, speaker: &Speaker) -> Vec<Phrase> {
    let statements = &board.watchlist.statements;
    let moved = speaker.moves.iter().map(|(from, to)| {
        let (from, to) = (&statements[*from], &statements[*to]);
        let words =
            format!("moved {} → {} ({})", term(from.term.as_ref()), term(to.term.as_ref()), when(board, to).text);
        Phrase::new(words, Tone::Caution)
    });
    let mut phrases: Vec<_> = moved.collect();
    if speaker.is_unordered {
        let terms: Vec<_> = speaker.terms.iter().map(|used| term(Some(used))).collect();
        let words = format!("says {}: which came first cannot be told", terms.join(" and "));
        phrases.push(Phrase::new(words, Tone::Unknown));
    }
    if phrases.is_empty() {
        let terms: Vec<_> = speaker.terms.iter().map(|used| term(Some(used))).collect();
        let words =
            if terms.is_empty() { "names no state of things".to_owned() } else { format!("says {}", terms.join(", ")) };
        phrases.push(Phrase::muted(words));
    }
    phrases
}

pub(super) fn speaker_cells(board: &Board, speaker: &Speaker) -> Vec<Cell> {
    let name = Phrase::new(voice(board, &speaker.speaker), Tone::Strong);
    let phrases: Vec<_> = std::iter::once(name).chain(moves(board, speaker)).collect();
    vec![Cell::fill(Column::Title, 20, lines::spaced(phrases))]
}

pub(super) fn cells(board: &Board, said: &Statement) -> Vec<Cell> {
    let mut text = Vec::new();
    if said.term.is_some() {
        text.push(Phrase::new(term(said.term.as_ref()), Tone::Strong));
    }
    text.extend(said.note.as_ref().map(|note| Phrase::plain(note.display())));
    let relay = said.relayed_by.as_ref().map_or_else(String::new, |by| format!("via {}", by.value.display()));
    vec![
        Cell::column(Column::When, when(board, said)),
        Cell::fill(Column::Text, 24, lines::spaced(text)),
        Cell::column(Column::Relay, Phrase::muted(relay)).drop(2),
        Cell::column(Column::Claim, words::claim(said.claim)).drop(3),
        Cell::column(Column::Source, words::citation(&board.watchlist, said.source.as_ref(), said.credibility)).drop(1),
    ]
}

pub(super) fn speaker_detail(board: &Board, speaker: &Speaker) -> Detail {
    let mut out = vec![DetailLine::field("language", lines::spaced(moves(board, speaker)))];
    out.extend(
        board.watchlist.actors.get(&speaker.speaker).and_then(|actor| lines::text_line("role", actor.role.as_ref())),
    );
    out.push(DetailLine::heading(format!("Statements ({})", speaker.statements.len())));
    for said in speaker.statements.iter().map(|index| &board.watchlist.statements[*index]) {
        let citation = words::citation_full(&board.watchlist, said.source.as_ref(), said.credibility);
        let phrases = vec![
            when(board, said),
            Phrase::new(term(said.term.as_ref()), Tone::Strong),
            words::claim(said.claim),
            citation,
        ];
        out.push(DetailLine::new(2, lines::spaced(phrases)).of_entry(said.span));
        out.extend(lines::note(said.note.as_ref()));
    }
    let newest = speaker.statements.first().map(|index| &board.watchlist.statements[*index]);
    Detail {
        title: Phrase::new(voice(board, &speaker.speaker), Tone::Strong),
        lines: out,
        value: speaker.terms.last().map_or(String::new(), |used| used.display().into_owned()),
        link: None,
        span: newest.map_or_else(Default::default, |said| said.span),
    }
}

pub(super) fn detail(board: &Board, said: &Statement) -> Detail {
    let mut out = vec![DetailLine::field("said", vec![when(board, said)]).of_entry(said.span)];
    if let Some(reported) = said.reported {
        out.push(DetailLine::field("relayed", vec![Phrase::plain(words::when_full(reported.value, board))]));
    }
    if said.term.is_some() {
        out.push(DetailLine::field("term", vec![Phrase::new(term(said.term.as_ref()), Tone::Strong)]));
    }
    out.push(DetailLine::field("claim", vec![words::claim(said.claim)]));
    if !said.audience.is_empty() {
        let names: Vec<_> = said.audience.iter().map(|who| voice(board, &who.value)).collect();
        out.push(DetailLine::field("to", vec![Phrase::plain(names.join(", "))]));
    }
    out.extend(lines::text_line("interest", said.interest.as_ref()));
    if let Some(outlet) = &said.relayed_by {
        out.push(DetailLine::field("relayed by", vec![words::citation_full(&board.watchlist, Some(outlet), None)]));
    }
    let citation = words::citation_full(&board.watchlist, said.source.as_ref(), said.credibility);
    out.push(DetailLine::field("source", vec![citation]));
    out.extend(lines::text_line("note", said.note.as_ref()));
    Detail {
        title: Phrase::new(format!("{} {}", voice(board, &said.speaker.value), term(said.term.as_ref())), Tone::Strong),
        lines: out,
        value: said.note.as_ref().map_or(String::new(), |note| note.display().into_owned()),
        link: said.link.as_ref().map(|link| link.value.raw().to_owned()),
        span: said.span,
    }
}
