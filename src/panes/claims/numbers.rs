//! Tallies side by side, each with everything that is needed to read it. A tally is a snapshot of one moment, not a
//! running total.

use super::voice;
use crate::board::Board;
use crate::board::tallies::{Certainty, Mismatch, TallyComparison, TallyGroup, TallyPair};
use crate::panes::view::{Cell, Column, Detail, DetailLine, Phrase, Tone};
use crate::panes::{lines, words};
use crate::text::Text;
use crate::watchlist::scales::TallyKind;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Dated, Tally};

/// The end of its time window, if known.
pub(super) fn as_of(tally: &Tally) -> Option<TimePoint> {
    match tally.as_of.map(|at| at.value) {
        Some(Dated::At(at)) => Some(at),
        Some(Dated::Unknown) | None => None,
    }
}

/// Formats the value with its qualifier and its unit: `over 360 people`.
pub(in crate::panes) fn value(tally: &Tally) -> String {
    let qualifier = tally.qualifier.as_ref().map_or_else(String::new, |words| format!("{} ", words.display()));
    let unit = tally.unit.as_ref().map_or_else(String::new, |unit| format!(" {}", unit.display()));
    format!("{qualifier}{}{unit}", tally.value)
}

fn authority(board: &Board, tally: &Tally) -> Phrase {
    match &tally.authority {
        Some(who) => Phrase::plain(voice(board, &who.value)),
        None => Phrase::new("? nobody named", Tone::Unknown),
    }
}

/// Formats the time window: `10 Oct 2025 to ? unknown`.
fn window(board: &Board, tally: &Tally) -> Vec<Phrase> {
    let end = |at: Option<TimePoint>| match at {
        Some(at) => Phrase::plain(words::when(at, board)),
        None => Phrase::new("? unknown", Tone::Unknown),
    };
    if tally.kind == Some(TallyKind::Stock) {
        return vec![Phrase::muted("what there is as of "), end(as_of(tally))];
    }
    vec![Phrase::muted("from "), end(tally.from), Phrase::muted(" as of "), end(as_of(tally))]
}

fn inclusions(tally: &Tally) -> Phrase {
    let list = |word: &str, texts: &[Text]| {
        let texts: Vec<_> = texts.iter().map(Text::display).collect();
        (!texts.is_empty()).then(|| format!("{word} {}", texts.join(", ")))
    };
    let parts: Vec<_> =
        [list("includes", &tally.includes), list("excludes", &tally.excludes)].into_iter().flatten().collect();
    if parts.is_empty() { Phrase::new("inclusions ? unknown", Tone::Unknown) } else { Phrase::plain(parts.join("; ")) }
}

fn relay(tally: &Tally) -> Option<Phrase> {
    tally.relayed_by.as_ref().map(|outlet| Phrase::muted(format!("via {}", outlet.value.display())))
}

pub(super) fn group_cells(board: &Board, group: &TallyGroup) -> Vec<Cell> {
    let what = group
        .members
        .first()
        .map_or_else(String::new, |index| board.watchlist.tallies[*index].what.display().into_owned());
    vec![Cell::fill(Column::Title, 20, vec![Phrase::new(what, Tone::Strong)])]
}

pub(super) fn cells(board: &Board, tally: &Tally) -> Vec<Cell> {
    let mut phrases = window(board, tally);
    phrases.extend([Phrase::muted(", by "), authority(board, tally)]);
    phrases.extend(relay(tally).into_iter().flat_map(|relay| [Phrase::plain(" "), relay]));
    phrases.extend([Phrase::muted(", "), inclusions(tally)]);
    let value = value(tally);
    vec![
        Cell::column(Column::Value, Phrase::new(value, Tone::Strong)),
        Cell::fill(Column::Text, 24, phrases),
        Cell::column(Column::Claim, words::claim(tally.claim)).drop(2),
        Cell::column(Column::Source, words::citation(&board.watchlist, tally.source.as_ref(), tally.credibility))
            .drop(1),
    ]
}

/// Whether two tallies may be compared, and the result.
pub(super) fn comparison(pair: &TallyPair) -> Phrase {
    match &pair.comparison {
        TallyComparison::Differ(0) => Phrase::plain("the same number, counted in the same way"),
        TallyComparison::Differ(difference) => {
            Phrase::new(format!("they differ by {difference}, counted in the same way"), Tone::Unknown)
        }
        TallyComparison::Falls(fall) => {
            let words = format!("the later count of the same authority is lower by {fall}: a count cannot fall");
            Phrase::new(words, Tone::Unknown)
        }
        TallyComparison::Inexact => Phrase::new("no exact number on both sides, so no difference", Tone::Caution),
        TallyComparison::Unlike(mismatches) => {
            let reasons: Vec<_> = mismatches.iter().map(|mismatch| reason(*mismatch)).collect();
            Phrase::new(format!("not comparable: {}", reasons.join(", ")), Tone::Caution)
        }
    }
}

fn reason(mismatch: Mismatch) -> &'static str {
    match mismatch {
        Mismatch::Authority(Certainty::Differs) => "others count",
        Mismatch::Authority(Certainty::Untold) => "who counts is not told",
        Mismatch::Start(Certainty::Differs) => "they begin on different days",
        Mismatch::Start(Certainty::Untold) => "a beginning is not told",
        Mismatch::AsOf(Certainty::Differs) => "they end on different days",
        Mismatch::AsOf(Certainty::Untold) => "an as-of date is unknown",
        Mismatch::Inclusions(Certainty::Differs) => "they include different things",
        Mismatch::Inclusions(Certainty::Untold) => "what is included is not told",
        Mismatch::Unit => "they are in different units",
    }
}

pub(super) fn pair_cells(board: &Board, pair: &TallyPair) -> Vec<Cell> {
    let value = |index: usize| value(&board.watchlist.tallies[index]);
    let both = format!("{} · {}", value(pair.first), value(pair.second));
    vec![Cell::indent(2), Cell::fill(Column::Text, 24, vec![Phrase::muted(format!("{both}: ")), comparison(pair)])]
}

fn lines_of(board: &Board, tally: &Tally) -> Vec<DetailLine> {
    let mut out = vec![
        DetailLine::field("value", vec![Phrase::new(value(tally), Tone::Strong)]),
        DetailLine::field("counted by", vec![authority(board, tally)]),
        DetailLine::field("window", window(board, tally)),
        DetailLine::field("counts", vec![inclusions(tally)]),
        DetailLine::field("claim", vec![words::claim(tally.claim)]),
    ];
    if let Some(outlet) = &tally.relayed_by {
        out.push(DetailLine::field("relayed by", vec![words::citation_full(&board.watchlist, Some(outlet), None)]));
    }
    if let Some(reported) = tally.reported {
        out.push(DetailLine::field("relayed", vec![Phrase::plain(words::when_full(reported.value, board))]));
    }
    let citation = words::citation_full(&board.watchlist, tally.source.as_ref(), tally.credibility);
    out.push(DetailLine::field("source", vec![citation]));
    out.extend(lines::text_line("note", tally.note.as_ref()));
    out
}

pub(super) fn detail(board: &Board, tally: &Tally) -> Detail {
    Detail {
        title: Phrase::new(tally.what.display(), Tone::Strong),
        lines: lines_of(board, tally),
        value: value(tally),
        link: tally.link.as_ref().map(|link| link.value.raw().to_owned()),
        span: tally.span,
    }
}

pub(super) fn pair_detail(board: &Board, pair: &TallyPair) -> Detail {
    let (first, second) = (&board.watchlist.tallies[pair.first], &board.watchlist.tallies[pair.second]);
    let mut out = vec![DetailLine::field("compared", vec![comparison(pair)])];
    for tally in [first, second] {
        out.push(DetailLine::heading(tally.id.value.display()));
        out.extend(lines_of(board, tally));
    }
    Detail {
        title: Phrase::new(second.what.display(), Tone::Strong),
        lines: out,
        value: comparison(pair).text,
        link: None,
        span: second.span,
    }
}

pub(super) fn group_detail(board: &Board, group: &TallyGroup) -> Detail {
    let members = || group.members.iter().map(|index| &board.watchlist.tallies[*index]);
    let mut out = Vec::new();
    for tally in members() {
        out.push(DetailLine::heading(tally.id.value.display()));
        out.extend(lines_of(board, tally));
    }
    let rule = "Each is a picture of one moment, not a ledger: none is ever added to another.";
    out.push(DetailLine::new(0, vec![Phrase::muted(rule)]));
    let first = members().next();
    Detail {
        title: Phrase::new(first.map_or_else(Default::default, |tally| tally.what.display()), Tone::Strong),
        lines: out,
        value: members().map(value).collect::<Vec<_>>().join(" · "),
        link: None,
        span: first.map_or_else(Default::default, |tally| tally.span),
    }
}
