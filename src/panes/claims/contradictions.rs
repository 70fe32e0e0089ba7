//! Where sources differ: what each of them says, with both grades, and which one is read by which rule.

use crate::board::Board;
use crate::board::choice::Choice;
use crate::board::contradiction::Contradiction;
use crate::board::crossing::Basis;
use crate::board::spillover::Level;
use crate::diagnostic::Span;
use crate::panes::view::{Cell, Detail, DetailLine, Phrase, Tone};
use crate::panes::{lines, words};
use crate::watchlist::scales::Credibility;
use crate::watchlist::{Ref, Tally};

/// What one side says, and who.
struct Side<'b> {
    says: String,
    source: Option<&'b Ref>,
    credibility: Option<Credibility>,
    span: Span,
}

/// The sides of a contradiction, the one that is read first, and the choice between them where there is one.
fn sides<'b>(board: &'b Board, found: &Contradiction) -> (Vec<Side<'b>>, Option<&'b Choice>) {
    match *found {
        Contradiction::Crossing(index) => {
            let (crossing, reading) = (&board.watchlist.crossings[index], &board.crossings[index]);
            let report = |at: usize| {
                let report = &crossing.reports[at];
                Side {
                    says: format!("{} ({})", report.status.word(), words::when(report.at.value, board)),
                    source: report.source.as_ref(),
                    credibility: report.credibility,
                    span: report.span,
                }
            };
            if let Basis::DisputedDay { report: at, day } = reading.status.basis {
                let records = reading.days[day].records.iter().map(|record| record_side(board, index, *record));
                return (std::iter::once(report(at)).chain(records).collect(), None);
            }
            let choice = reading.choice.as_ref();
            (of_choice(choice, report), choice)
        }
        Contradiction::Day(index, day) => {
            let choice = board.crossings[index].days[day].choice.as_ref();
            (of_choice(choice, |record| record_side(board, index, record)), choice)
        }
        Contradiction::Item(list, item) => {
            let choice = board.checklists[list].items[item].choice.as_ref();
            let reports = &board.watchlist.checklists[list].items[item].reports;
            let side = |at: usize| {
                let report = &reports[at];
                let claim = words::claim(report.claim).text;
                Side {
                    says: format!("{}, {claim} ({})", report.status.word(), words::when(report.at.value, board)),
                    source: report.source.as_ref(),
                    credibility: report.credibility,
                    span: report.span,
                }
            };
            (of_choice(choice, side), choice)
        }
        Contradiction::Party(index, party) => {
            let reading = &board.crossings[index].parties[party];
            let side = |at: usize| {
                let report = &board.watchlist.crossings[index].parties[party].reports[at];
                Side {
                    says: format!("{} ({})", report.status.word(), words::when(report.at.value, board)),
                    source: report.source.as_ref(),
                    credibility: report.credibility,
                    span: report.span,
                }
            };
            (in_turn(reading.latest, &reading.others, side), None)
        }
        Contradiction::Risk(index) => {
            let reading = &board.spillover.risks[index];
            let side = |at: usize| {
                let assessment = &board.watchlist.risks()[index].assessments[at];
                let level = Level::of(assessment.likelihood, assessment.impact).word();
                Side {
                    says: format!("{level} ({})", words::when(assessment.at.value, board)),
                    source: assessment.source.as_ref(),
                    credibility: None,
                    span: assessment.span,
                }
            };
            (in_turn(reading.latest, &reading.others, side), None)
        }
        Contradiction::Tallies(first, second) => {
            let side = |index: usize| {
                let tally: &Tally = &board.watchlist.tallies[index];
                Side {
                    says: tally.value.to_string(),
                    source: tally.source.as_ref(),
                    credibility: tally.credibility,
                    span: tally.span,
                }
            };
            (vec![side(first), side(second)], None)
        }
    }
}

fn record_side(board: &Board, crossing: usize, record: usize) -> Side<'_> {
    let record = &board.watchlist.crossings[crossing].days[record];
    let part = |number: Option<u64>, word: &str| number.map(|number| format!(", {number} {word}")).unwrap_or_default();
    let (out, into) = (part(record.exits.map(|exits| exits.value), "out"), part(record.entries, "in"));
    Side {
        says: format!("{}{out}{into}", record.status.word()),
        source: record.source.as_ref(),
        credibility: record.credibility,
        span: record.span,
    }
}

fn of_choice<'b>(choice: Option<&Choice>, side: impl Fn(usize) -> Side<'b>) -> Vec<Side<'b>> {
    choice.map_or(Vec::new(), |choice| in_turn(Some(choice.used), &choice.others, side))
}

/// The one that is read, and those that say otherwise.
fn in_turn<'b>(read: Option<usize>, others: &[usize], side: impl Fn(usize) -> Side<'b>) -> Vec<Side<'b>> {
    read.into_iter().chain(others.iter().copied()).map(side).collect()
}

/// What it is about.
pub(super) fn name(board: &Board, found: &Contradiction) -> String {
    match *found {
        Contradiction::Crossing(index) => board.watchlist.crossings[index].name.display().into_owned(),
        Contradiction::Day(index, day) => {
            let date = words::day(board.crossings[index].days[day].date, board);
            format!("{}, {date}", board.watchlist.crossings[index].name.display())
        }
        Contradiction::Item(list, item) => board.watchlist.checklists[list].items[item].title.display().into_owned(),
        Contradiction::Party(index, party) => {
            let crossing = &board.watchlist.crossings[index];
            let actor = words::voice(&board.watchlist, &crossing.parties[party].actor);
            format!("{actor} at {}", crossing.name.display())
        }
        Contradiction::Risk(index) => board.watchlist.risks()[index].title.display().into_owned(),
        Contradiction::Tallies(first, second) => {
            let id = |index: usize| board.watchlist.tallies[index].id.value.display();
            format!("{} and {}", id(first), id(second))
        }
    }
}

pub(super) fn cells(board: &Board, found: &Contradiction) -> Vec<Cell> {
    let (sides, choice) = sides(board, found);
    let mut phrases = vec![Phrase::plain(name(board, found)), Phrase::plain(": ")];
    for (at, side) in sides.iter().enumerate() {
        let against = if at == 0 { "" } else { " against " };
        let grade = words::citation(&board.watchlist, side.source, side.credibility).text;
        phrases.extend([
            Phrase::muted(against),
            Phrase::new(&side.says, Tone::Strong),
            Phrase::muted(format!(" {grade}")),
        ]);
    }
    let settled = choice.is_some_and(|choice| !choice.is_disputed());
    let mark = if settled { Phrase::new("settled", Tone::Caution) } else { Phrase::new("! open", Tone::Unknown) };
    vec![Cell::fixed(9, mark), Cell::fill(30, phrases)]
}

pub(super) fn detail(board: &Board, found: &Contradiction) -> Detail {
    let (sides, choice) = sides(board, found);
    let mut out = Vec::new();
    let read = match (choice, found) {
        (Some(choice), _) => Phrase::plain(words::rule(choice)),
        (None, Contradiction::Risk(_)) => Phrase::plain("the higher level: the calmer judge settles nothing"),
        (None, _) => Phrase::new("neither: they stand side by side", Tone::Unknown),
    };
    out.push(DetailLine::field("read here", vec![read]));
    for side in &sides {
        let citation = words::citation_full(&board.watchlist, side.source, side.credibility);
        out.push(DetailLine::new(2, lines::spaced(vec![Phrase::new(&side.says, Tone::Strong), citation])));
    }
    Detail {
        title: Phrase::new(format!("Sources differ: {}", name(board, found)), Tone::Strong),
        lines: out,
        value: sides.iter().map(|side| side.says.as_str()).collect::<Vec<_>>().join(" · "),
        link: None,
        span: span(board, found),
    }
}

pub(super) fn span(board: &Board, found: &Contradiction) -> Span {
    sides(board, found).0.first().map_or_else(Span::default, |side| side.span)
}
