//! Where sources differ: what each of them says, with both grades, and which one is used by which rule.

use crate::board::Board;
use crate::board::contradiction::Contradiction;
use crate::board::crossing::Difference;
use crate::board::evidence::{Basis, EntryIndex, Reading, ReadingState};
use crate::board::spillover::Level;
use crate::board::tallies;
use crate::diagnostic::Span;
use crate::panes::changes::Topic;
use crate::panes::crossings::{measure_word, number_words};
use crate::panes::view::{Cell, Column, Detail, DetailLine, Phrase, Tone};
use crate::panes::{lines, words};
use crate::watchlist::scales::{Credibility, PeopleMeasure};
use crate::watchlist::{Crossing, Measure, Ref, Tally};

/// What one side says, and its source.
struct QuotedSide<'b> {
    says: String,
    source: Option<&'b Ref>,
    credibility: Option<Credibility>,
    span: Span,
}

/// The sides of a contradiction; the one that is used comes first.
fn sides<'b>(board: &'b Board, found: &Contradiction) -> Vec<QuotedSide<'b>> {
    match *found {
        Contradiction::Crossing(index) => {
            entries_of(&board.crossings[index].status.evidence).map(|entry| status_side(board, index, entry)).collect()
        }
        Contradiction::Day(index, day) => {
            let day = &board.crossings[index].days.recorded()[day];
            let status = day.differences.contains(&Difference::Status);
            let reports = day.reports.iter().filter(|_| status).map(|report| EntryIndex::Report(*report));
            let records = day.records.iter().map(|record| EntryIndex::Day(*record));
            records.chain(reports).map(|entry| status_side(board, index, entry)).collect()
        }
        Contradiction::Quota(index, measure) => {
            let (crossing, quota) = (&board.watchlist.crossings[index], &board.crossings[index].quota);
            let entries = quota.get(measure).into_iter().flat_map(entries_of);
            entries.filter_map(|entry| quota_side(board, crossing, measure, entry)).collect()
        }
        Contradiction::Item(list, item) => {
            let (item, reading) = (&board.watchlist.checklists[list].items[item], &board.checklists[list].items[item]);
            let side = |at: usize| {
                let report = &item.reports[at];
                let said =
                    format!("{}{}", item.rung_of(report).word(), crate::panes::checklists::reported(item, report));
                let claim = words::claim(report.claim).text;
                QuotedSide {
                    says: format!("{said}, {claim} ({})", words::when(report.at.value, board)),
                    source: report.source.as_ref(),
                    credibility: report.credibility,
                    span: report.span,
                }
            };
            reading.differing_entries().into_iter().filter_map(EntryIndex::report).map(side).collect()
        }
        Contradiction::Party(index, party) => {
            let side = |at: usize| {
                let report = &board.watchlist.crossings[index].parties[party].reports[at];
                QuotedSide {
                    says: format!("{} ({})", report.status.word(), words::when(report.at.value, board)),
                    source: report.source.as_ref(),
                    credibility: report.credibility,
                    span: report.span,
                }
            };
            entries_of(&board.crossings[index].parties[party].evidence)
                .filter_map(EntryIndex::report)
                .map(side)
                .collect()
        }
        Contradiction::Risk(index) => {
            let side = |at: usize| {
                let assessment = &board.watchlist.risks()[index].assessments[at];
                let level = Level::from_likelihood_and_impact(assessment.likelihood, assessment.impact).word();
                QuotedSide {
                    says: format!("{level} ({})", words::when(assessment.at.value, board)),
                    source: assessment.source.as_ref(),
                    credibility: None,
                    span: assessment.span,
                }
            };
            entries_of(&board.spillover.risks[index].evidence).filter_map(EntryIndex::report).map(side).collect()
        }
        Contradiction::Tallies(first, second) => vec![tally_side(board, first), tally_side(board, second)],
        Contradiction::Itemised(_, tally) => vec![tally_side(board, tally)],
    }
}

fn tally_side(board: &Board, index: usize) -> QuotedSide<'_> {
    let tally: &Tally = &board.watchlist.tallies[index];
    let as_of = super::numbers::as_of(tally).map(|at| format!(" as of {}", words::when(at, board)));
    QuotedSide {
        says: format!("{}{}", tally.value, as_of.unwrap_or_default()),
        source: tally.source.as_ref(),
        credibility: tally.credibility,
        span: tally.span,
    }
}

/// The sum of the days, to compare with a tally: `30 out on 3 recorded days`.
fn days_words(board: &Board, found: &Contradiction) -> Option<String> {
    let Contradiction::Itemised(crossing, tally) = *found else { return None };
    let beside = tallies::itemised(board, crossing).into_iter().find(|beside| beside.tally == tally)?;
    let sum = number_words(&board.watchlist.crossings[crossing], beside.measure, beside.sum.low);
    Some(format!("{sum} on {}", words::count(beside.recorded, "recorded day")))
}

/// The entry that is used, and those that contradict it.
fn entries_of<V>(reading: &Reading<V>) -> impl Iterator<Item = EntryIndex> {
    reading.used.into_iter().chain(reading.others.iter().copied())
}

/// The state and basis of the reading, if one reading decides.
fn basis(board: &Board, found: &Contradiction) -> Option<(ReadingState, Basis)> {
    fn of<V>(reading: &Reading<V>) -> Option<(ReadingState, Basis)> {
        Some((reading.state, reading.basis))
    }
    match *found {
        Contradiction::Crossing(index) => of(&board.crossings[index].status.evidence),
        Contradiction::Day(index, day) => {
            let day = &board.crossings[index].days.recorded()[day];
            day.differences.contains(&Difference::Status).then(|| of(&day.evidence)).flatten()
        }
        Contradiction::Quota(index, measure) => of(board.crossings[index].quota.get(measure)?),
        Contradiction::Party(index, party) => of(&board.crossings[index].parties[party].evidence),
        Contradiction::Item(list, item) => {
            let item = &board.checklists[list].items[item];
            let number = item.quantity.as_ref().filter(|_| !item.evidence.is_differing());
            number.map_or_else(|| of(&item.evidence), |number| of(&number.evidence))
        }
        Contradiction::Risk(index) => of(&board.spillover.risks[index].evidence),
        Contradiction::Tallies(..) | Contradiction::Itemised(..) => None,
    }
}

fn status_side(board: &Board, index: usize, entry: EntryIndex) -> QuotedSide<'_> {
    match entry {
        EntryIndex::Report(at) => {
            let report = &board.watchlist.crossings[index].reports[at];
            QuotedSide {
                says: format!("{} ({})", report.status.word(), words::when(report.at.value, board)),
                source: report.source.as_ref(),
                credibility: report.credibility,
                span: report.span,
            }
        }
        EntryIndex::Day(at) => record_side(board, index, at),
    }
}

fn quota_side<'b>(
    board: &Board,
    crossing: &'b Crossing,
    measure: Measure,
    entry: EntryIndex,
) -> Option<QuotedSide<'b>> {
    let number = crate::panes::crossings::quota_number(crossing, measure, entry)?;
    match entry {
        EntryIndex::Report(at) => {
            let quota = &crossing.quotas[at];
            Some(QuotedSide {
                says: format!("{number} a day ({})", words::when(quota.at.value, board)),
                source: quota.source.as_ref(),
                credibility: quota.credibility,
                span: quota.span,
            })
        }
        EntryIndex::Day(_) => {
            let quota = crossing.quota.as_ref()?;
            let says = format!("{number} a day");
            Some(QuotedSide { says, source: quota.source.as_ref(), credibility: None, span: quota.span })
        }
    }
}

fn record_side(board: &Board, crossing: usize, record: usize) -> QuotedSide<'_> {
    let crossing = &board.watchlist.crossings[crossing];
    let record = &crossing.days[record];
    let people = PeopleMeasure::ALL
        .iter()
        .filter_map(|measure| Some(number_words(crossing, Measure::People(*measure), record.people(*measure)?)));
    let numbers = people.chain(crate::panes::crossings::counts_words(crossing, record.counts.numbers()));
    let numbers = numbers.map(|words| format!(", {words}"));
    let hours = record
        .hours
        .map_or_else(String::new, |hours| format!(", {}-{}", hours.from.format("%H:%M"), hours.until.format("%H:%M")));
    let cause = record.cause.map_or_else(String::new, |cause| format!(", cause {}", cause.word()));
    QuotedSide {
        says: format!("{}{hours}{cause}{}", record.status.word(), numbers.collect::<String>()),
        source: record.source.as_ref(),
        credibility: record.credibility,
        span: record.span,
    }
}

/// What it is about.
pub(super) fn name(board: &Board, found: &Contradiction) -> String {
    match *found {
        Contradiction::Crossing(index) => board.watchlist.crossings[index].name.display().into_owned(),
        Contradiction::Day(index, day) => {
            let date = words::day(board.crossings[index].days.recorded()[day].date, board);
            format!("{}, {date}", board.watchlist.crossings[index].name.display())
        }
        Contradiction::Quota(index, measure) => {
            let crossing = &board.watchlist.crossings[index];
            format!("{}, quota {}", crossing.name.display(), measure_word(crossing, measure))
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
        Contradiction::Itemised(crossing, tally) => {
            let id = board.watchlist.tallies[tally].id.value.display();
            format!("{id} and the days of {}", board.watchlist.crossings[crossing].name.display())
        }
    }
}

/// Formats what each side says, and its source: `open (4 Feb 08:00Z) AP B2 against closed (4 Feb 09:00Z) KAN C3`.
pub(super) fn difference(board: &Board, found: &Contradiction) -> String {
    let sides = against(board, found);
    if sides.is_empty() {
        return "sources differ".to_owned();
    }
    sides.into_iter().map(|phrase| phrase.text).collect::<String>().trim().to_owned()
}

pub(super) fn cells(board: &Board, found: &Contradiction) -> Vec<Cell> {
    let mut phrases = vec![Phrase::plain(name(board, found)), Phrase::plain(": ")];
    phrases.extend(against(board, found));
    vec![Cell::column(Column::Mark, mark(board, found)), Cell::fill(Column::Text, 30, phrases)]
}

/// Whether a rule or the operator decides: `! open`, `! settled`, `by hand`.
fn mark(board: &Board, found: &Contradiction) -> Phrase {
    match basis(board, found) {
        Some((_, Basis::Preferred)) => Phrase::new("by hand", Tone::Caution),
        Some((ReadingState::Settled, _)) => Phrase::new("! settled", Tone::Caution),
        Some(_) | None => Phrase::new("! open", Tone::Unknown),
    }
}

/// The mark and the name, then one cell for each side.
pub(super) fn side_by_side(board: &Board, found: &Contradiction) -> Vec<Cell> {
    let name = Phrase::new(name(board, found), Tone::Strong);
    let sides = side_phrases(board, found).into_iter().map(|side| Cell::fill(Column::Text, 10, side));
    [Cell::column(Column::Mark, mark(board, found)), Cell::fill(Column::Text, 10, vec![name])]
        .into_iter()
        .chain(sides)
        .collect()
}

fn against(board: &Board, found: &Contradiction) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    for (at, side) in side_phrases(board, found).into_iter().enumerate() {
        phrases.push(Phrase::muted(if at == 0 { "" } else { " against " }));
        phrases.extend(side);
    }
    phrases
}

/// What each side says, and its source.
fn side_phrases(board: &Board, found: &Contradiction) -> Vec<Vec<Phrase>> {
    let side = |side: QuotedSide<'_>| {
        let grade = words::citation(&board.watchlist, side.source, side.credibility).text;
        vec![Phrase::new(side.says, Tone::Strong), Phrase::muted(format!(" {grade}"))]
    };
    let days = days_words(board, found).map(|days| vec![Phrase::new(days, Tone::Strong)]);
    sides(board, found).into_iter().map(side).chain(days).collect()
}

pub(super) fn detail(board: &Board, found: &Contradiction) -> Detail {
    let sides = sides(board, found);
    let mut out = Vec::new();
    let read = match basis(board, found) {
        Some((ReadingState::Settled, Basis::Preferred)) => Phrase::plain("settled by hand: `prefer` names its source"),
        Some((ReadingState::Settled, _)) => Phrase::plain("the first of these; its details name the rule"),
        Some(_) | None => Phrase::new("neither: they stand side by side", Tone::Unknown),
    };
    out.push(DetailLine::field("read here", vec![read]));
    for side in &sides {
        let citation = words::citation_full(&board.watchlist, side.source, side.credibility);
        out.push(DetailLine::new(2, lines::spaced(vec![Phrase::new(&side.says, Tone::Strong), citation])));
    }
    out.extend(days_words(board, found).map(|days| DetailLine::new(2, vec![Phrase::new(days, Tone::Strong)])));
    Detail {
        title: Phrase::new(format!("Sources differ: {}", name(board, found)), Tone::Strong),
        lines: out,
        value: sides.iter().map(|side| side.says.as_str()).collect::<Vec<_>>().join(" · "),
        link: None,
        span: span(board, found),
    }
}

/// Notes the name of what it is about, each side and its source.
pub(super) fn note_sides<'b>(board: &'b Board, found: &Contradiction, note: &mut dyn FnMut(Topic<'b>)) {
    for side in sides(board, found) {
        note(Topic::At(side.span));
        side.source.iter().for_each(|source| note(Topic::Named(&source.value)));
    }
    let watchlist = &board.watchlist;
    let span = match *found {
        Contradiction::Crossing(index)
        | Contradiction::Day(index, _)
        | Contradiction::Quota(index, _)
        | Contradiction::Itemised(index, _) => watchlist.crossings[index].span,
        Contradiction::Party(index, party) => {
            let crossing = &watchlist.crossings[index];
            note(Topic::Named(&crossing.parties[party].actor.value));
            note(Topic::Name(crossing.span));
            crossing.parties[party].span
        }
        Contradiction::Item(list, item) => watchlist.checklists[list].items[item].span,
        Contradiction::Risk(index) => watchlist.risks()[index].span,
        Contradiction::Tallies(..) => return,
    };
    [Topic::Name, Topic::Judgement].iter().for_each(|topic| note(topic(span)));
}

pub(super) fn span(board: &Board, found: &Contradiction) -> Span {
    sides(board, found).first().map_or_else(Span::default, |side| side.span)
}
