//! The signals pane: which signals point to success, which to failure, and what drifts. Side by side, without a
//! verdict.

mod drifts;
mod reasons;

pub(super) use drifts::{KINDS as DRIFT_KINDS, count as drift_count};

use super::changes::Topic;
use super::view::{
    Cell, Column, Detail, DetailLine, Empty, Headline, HeadlinePart, Order, Phrase, Row, RowId, RowKey, RowKind,
    RowList, Tone, Urgency,
};
use super::{Pane, RowFields, lines, words};
use crate::board::Board;
use crate::board::drift::Drift;
use crate::board::signals::{Explanation, Finding, FlowCheck, Opening, Stay, Ternary};
use crate::diagnostic::Span;
use crate::watchlist::EntityRef;
use crate::watchlist::Signal;
use crate::watchlist::scales::Outcome;

/// Shows the watchlist's signals, and what drifts.
pub(super) struct Signals;

/// The lists of this pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalList {
    Outcomes,
    Signals,
    Reasons,
    DriftHeading,
    Drifts,
}

/// The list of this pane that a row belongs to.
fn list_of(key: RowKey) -> SignalList {
    let RowList::Signals(list) = key.list else { unreachable!("a pane is asked about its own rows") };
    list
}

enum SignalRow<'b> {
    Outcome(Outcome),
    Signal(&'b Signal, &'b Finding),
    Reason(&'b Signal, &'b Finding, &'b Finding),
    DriftHeading,
    Drift(&'b Drift),
}

fn row_of(board: &Board, key: RowKey) -> SignalRow<'_> {
    let (parent, index) = (key.parent as usize, key.index as usize);
    match list_of(key) {
        SignalList::Outcomes => SignalRow::Outcome(Outcome::ALL[index]),
        SignalList::Signals => SignalRow::Signal(&board.watchlist.signals[index], &board.signals[index]),
        SignalList::Reasons => {
            let finding = &board.signals[parent];
            SignalRow::Reason(&board.watchlist.signals[parent], finding, finding.leaves()[index])
        }
        SignalList::Drifts => SignalRow::Drift(&board.drift[index]),
        SignalList::DriftHeading => SignalRow::DriftHeading,
    }
}

impl Pane for Signals {
    fn id(&self) -> &'static str {
        "signals"
    }

    fn headline(&self, board: &Board) -> Headline {
        let name = Phrase::new("Signals", Tone::Strong);
        let total = board.signals.len();
        let (bad, _) = met(board, Outcome::Failure);
        // Both in one part, so that neither is ever shown alone. Failure comes first if it is not known, because
        // unknown is not an all-clear.
        let words = match (total, unknown_of(board, Outcome::Failure)) {
            (0, _) => Phrase::new("? NO SIGNALS", Tone::Unknown),
            (_, 0) => Phrase::plain(format!("{}, {}", tally(board, Outcome::Success), tally(board, Outcome::Failure))),
            (..) => Phrase::new(
                format!("{}, {}", tally(board, Outcome::Failure), tally(board, Outcome::Success)),
                Tone::Unknown,
            ),
        };
        let failures = |number| match number {
            1 => Phrase::new("▲ FAILURE MET", Tone::Alarm),
            _ => Phrase::new(format!("▲ {number} FAILURES MET"), Tone::Alarm),
        };
        let unknowns = |number| Phrase::new(format!("{number} unknown"), Tone::Unknown);
        let parts = [
            Some(HeadlinePart::neutral(words)),
            HeadlinePart::counted(Urgency::FailureMet, bad, failures),
            HeadlinePart::counted(Urgency::Neutral, unknown(board), unknowns),
            drift_count(board).map(HeadlinePart::neutral),
        ];
        Headline::new(name, parts.into_iter().flatten())
    }

    fn orders(&self) -> &'static [&'static str] {
        &["as written", "met first"]
    }

    fn rows(&self, board: &Board, order: Order) -> Vec<RowKey> {
        let mut keys = Vec::new();
        let mut outcomes: Vec<_> = Outcome::ALL.iter().enumerate().collect();
        // Alarms first: a failure that is met comes before every success.
        outcomes.sort_by_key(|(_, outcome)| **outcome != Outcome::Failure || met(board, Outcome::Failure).0 == 0);
        for (at, outcome) in outcomes {
            let mut members: Vec<_> = of_outcome(board, *outcome).collect();
            if *outcome == Outcome::Failure {
                members.sort_by_key(|index| board.signals[*index].answer != Ternary::Met);
            }
            if order.by == 1 {
                members.sort_by_key(|index| std::cmp::Reverse(board.signals[*index].answer));
            }
            if order.reverse {
                members.reverse();
            }
            if !members.is_empty() {
                keys.push(RowKey::new(RowId::from_parts(&["outcome", outcome.word()]), SignalList::Outcomes, 0, at));
            }
            keys.extend(members.into_iter().flat_map(|index| signal_keys(board, index)));
        }
        if !board.drift.is_empty() {
            keys.push(RowKey::new(RowId::from_parts(&["drift"]), SignalList::DriftHeading, 0, 0));
        }
        keys.extend(board.drift.iter().enumerate().map(|(index, drift)| {
            let parts = [drifts::subject(board, drift), drifts::name(drift).to_owned()];
            let id = RowId::from_parts(&["drift", &parts[0], &parts[1]]);
            RowKey::new(id, SignalList::Drifts, 0, index)
        }));
        keys
    }

    fn kind(&self, key: RowKey) -> RowKind {
        match list_of(key) {
            SignalList::Outcomes | SignalList::DriftHeading => RowKind::Heading,
            SignalList::Signals | SignalList::Reasons | SignalList::Drifts => RowKind::Entry,
        }
    }

    fn row(&self, board: &Board, key: RowKey) -> Row {
        match row_of(board, key) {
            SignalRow::Outcome(outcome) => Row { cells: outcome_cells(board, outcome), kind: RowKind::Heading },
            SignalRow::Signal(signal, finding) => {
                Row { cells: signal_cells(board, key.index as usize, signal, finding), kind: RowKind::Entry }
            }
            SignalRow::Reason(_, _, leaf) => Row { cells: reasons::cells(board, leaf), kind: RowKind::Entry },
            SignalRow::DriftHeading => {
                let cells = vec![
                    Cell::column(Column::Heading, Phrase::new("Drift", Tone::Strong)),
                    Cell::fill(Column::Text, 20, vec![drift_count(board).unwrap_or_default()]),
                ];
                Row { cells, kind: RowKind::Heading }
            }
            SignalRow::Drift(drift) => Row { cells: drifts::cells(board, drift), kind: RowKind::Entry },
        }
    }

    fn fields<'b>(&self, board: &'b Board, key: RowKey) -> RowFields<'b> {
        let fields = RowFields::default();
        match row_of(board, key) {
            SignalRow::Outcome(_) | SignalRow::DriftHeading | SignalRow::Drift(_) => fields,
            SignalRow::Signal(signal, finding) => fields
                .texts([Some(&signal.title), signal.note.as_ref()])
                .ids([&signal.id])
                .text(signal.points_to.word())
                .status(answer_word(finding.answer)),
            SignalRow::Reason(_, _, leaf) => fields.status(answer_word(leaf.answer)),
        }
    }

    fn detail(&self, board: &Board, key: RowKey) -> Detail {
        match row_of(board, key) {
            SignalRow::Signal(signal, finding) | SignalRow::Reason(signal, finding, _) => {
                signal_detail(board, signal, finding)
            }
            SignalRow::Drift(drift) => drifts::detail(board, drift),
            SignalRow::Outcome(_) | SignalRow::DriftHeading => side_by_side(board),
        }
    }

    fn span(&self, board: &Board, key: RowKey) -> Span {
        match row_of(board, key) {
            SignalRow::Signal(signal, _) | SignalRow::Reason(signal, ..) => signal.span,
            SignalRow::Drift(drift) => drift.reports.first().copied().unwrap_or_default(),
            SignalRow::Outcome(outcome) => {
                of_outcome(board, outcome).next().map_or(Span::default(), |index| board.watchlist.signals[index].span)
            }
            SignalRow::DriftHeading => {
                board.drift.first().and_then(|drift| drift.reports.first()).copied().unwrap_or_default()
            }
        }
    }

    fn note_topics<'b>(&self, board: &'b Board, key: RowKey, note: &mut dyn FnMut(Topic<'b>)) {
        match row_of(board, key) {
            // It also says since when.
            SignalRow::Signal(signal, finding) => {
                note(Topic::At(signal.span));
                finding.leaves().into_iter().for_each(|leaf| note_leaf(board, leaf, note));
            }
            SignalRow::Reason(signal, _, leaf) => {
                note(Topic::Reading(signal.span));
                note_leaf(board, leaf, note);
            }
            SignalRow::Drift(drift) => {
                let span = board.watchlist.span_of(&drift.entity);
                [Topic::Reading, Topic::Name].iter().for_each(|topic| note(topic(span)));
                drift.reports.iter().for_each(|span| note(Topic::At(*span)));
            }
            SignalRow::Outcome(outcome) => note(Topic::Signals(outcome)),
            SignalRow::DriftHeading => note(Topic::Drifts),
        }
    }

    fn entity(&self, _: &Board, _: Option<RowKey>) -> Result<EntityRef, &'static str> {
        Err("signals are read from the other panes: record there what has happened")
    }

    fn empty(&self, _: &Board) -> Empty {
        Empty { why: "no signal".to_owned(), remedy: "add one under `signals`; e opens the editor".to_owned() }
    }
}

/// What a part of a test reads.
fn note_leaf<'b>(board: &'b Board, leaf: &'b Finding, note: &mut dyn FnMut(Topic<'b>)) {
    let watchlist = &board.watchlist;
    let span = match &leaf.because {
        Explanation::Opening(Opening { crossing, .. })
        | Explanation::Stay(Stay { crossing, .. })
        | Explanation::Flow(FlowCheck { crossing, .. }) => watchlist.crossings[*crossing].span,
        Explanation::Reach(reach) => watchlist.checklists[reach.list].items[reach.item].span,
        Explanation::Heat(_) | Explanation::NoEntry(_) => watchlist.span_of(&EntityRef::Log),
        Explanation::Terms(_) => return note(Topic::Statements),
        Explanation::Covers(_)
        | Explanation::All(_)
        | Explanation::Any(_)
        | Explanation::AtLeast(..)
        | Explanation::By(..)
        | Explanation::Not(_)
        | Explanation::Undeclared(_) => return,
    };
    [Topic::Reading, Topic::Name].iter().for_each(|topic| note(topic(span)));
}

fn of_outcome(board: &Board, outcome: Outcome) -> impl Iterator<Item = usize> {
    let signals = board.watchlist.signals.iter().enumerate();
    signals.filter(move |(_, signal)| signal.points_to == outcome).map(|(index, _)| index)
}

fn signal_keys(board: &Board, index: usize) -> Vec<RowKey> {
    let id = board.watchlist.signals[index].id.value.as_str();
    let reasons = 0..board.signals[index].leaves().len();
    let reason =
        |at: usize| RowKey::new(RowId::from_parts(&["reason", id, &at.to_string()]), SignalList::Reasons, index, at);
    std::iter::once(RowKey::new(RowId::from_parts(&["signal", id]), SignalList::Signals, 0, index))
        .chain(reasons.map(reason))
        .collect()
}

/// The title on one line, with the names of the met failures: `Signals: ▲ FAILURE MET 1 of 1: Rafah shuts · …`.
pub(super) fn now(board: &Board) -> String {
    let headline = Signals.headline(board);
    let (met, total) = met(board, Outcome::Failure);
    let is_met = |index: &usize| board.signals[*index].answer == Ternary::Met;
    let failures = of_outcome(board, Outcome::Failure).filter(is_met);
    let names: Vec<_> = failures.map(|index| board.watchlist.signals[index].title.display()).collect();
    let failure = (met > 0).then(|| format!("▲ FAILURE MET {met} of {total}: {}", names.join("; ")));
    let others = headline.parts().iter().filter(|part| part.urgency != Urgency::FailureMet).map(HeadlinePart::text);
    format!("{}: {}", headline.name.text, failure.into_iter().chain(others).collect::<Vec<_>>().join(" · "))
}

fn met(board: &Board, outcome: Outcome) -> (usize, usize) {
    let met = of_outcome(board, outcome).filter(|index| board.signals[*index].answer == Ternary::Met).count();
    (met, of_outcome(board, outcome).count())
}

/// The number of an outcome's signals that are unknown.
fn unknown_of(board: &Board, outcome: Outcome) -> usize {
    of_outcome(board, outcome).filter(|index| board.signals[*index].answer == Ternary::Unknown).count()
}

/// Formats `success 2 of 7 met`; for failures also `failure 2 of 2 unknown`, and `failure 0 of 3 met, 1 unknown`.
fn tally(board: &Board, outcome: Outcome) -> String {
    let ((met, all), word) = (met(board, outcome), outcome.word());
    match (outcome, unknown_of(board, outcome)) {
        (Outcome::Success, _) | (Outcome::Failure, 0) => format!("{word} {met} of {all} met"),
        (Outcome::Failure, unknown) if unknown == all => format!("{word} {all} of {all} unknown"),
        (Outcome::Failure, unknown) => format!("{word} {met} of {all} met, {unknown} unknown"),
    }
}

fn unknown(board: &Board) -> usize {
    board.signals.iter().filter(|finding| finding.answer == Ternary::Unknown).count()
}

fn answer_word(answer: Ternary) -> &'static str {
    match answer {
        Ternary::Met => "met",
        Ternary::NotMet => "not met",
        Ternary::Unknown => "unknown",
    }
}

/// The answer as glyph and word. A failure that is not met is not a success, so it is plain.
pub(super) fn answer(answer: Ternary, points_to: Outcome) -> Phrase {
    let (glyph, tone) = match (answer, points_to) {
        (Ternary::Met, Outcome::Success) => ("✓", Tone::Good),
        (Ternary::Met, Outcome::Failure) => return Phrase::new("▲ FAILURE MET", Tone::Alarm),
        (Ternary::NotMet, Outcome::Success | Outcome::Failure) => ("✗", Tone::Plain),
        (Ternary::Unknown, Outcome::Success | Outcome::Failure) => ("?", Tone::Unknown),
    };
    Phrase::new(format!("{glyph} {}", answer_word(answer)), tone)
}

/// Formats `✗ FAILED since 2 Mar`: the signal was not met by its date.
fn failed_since(board: &Board, finding: &Finding) -> Option<Phrase> {
    let Explanation::By(deadline, _) = &finding.because else { return None };
    let since = crate::watchlist::time::local_date(deadline.date.end, board.watchlist.zone());
    deadline.has_failed.then(|| Phrase::new(format!("✗ FAILED since {}", words::day(since, board)), Tone::Alarm))
}

/// The answer, its start, and the title.
fn signal_cells(board: &Board, index: usize, signal: &Signal, finding: &Finding) -> Vec<Cell> {
    // A failure that did not occur by its date is not bad news.
    let failed = failed_since(board, finding).filter(|_| signal.points_to == Outcome::Success);
    let since = history(board, index).filter(|_| failed.is_none()).map(Phrase::muted);
    let answer = failed.unwrap_or_else(|| answer(finding.answer, signal.points_to));
    let words = std::iter::once(Phrase::plain(signal.title.display())).chain(since);
    vec![Cell::column(Column::Answer, answer), Cell::fill(Column::Title, 20, lines::spaced(words.collect()))]
}

/// Formats `since 28 Feb (was met 6–27 Feb)`; `None` if the answer never changed.
fn history(board: &Board, index: usize) -> Option<String> {
    let history = board.signal_histories().get(index)?;
    let zone = board.watchlist.zone();
    let date = |at: chrono::DateTime<chrono::Utc>| crate::watchlist::time::local_date(at, zone);
    let since = words::day(date(history.since?), board);
    let was_met = history.was_met.map(|(from, until)| {
        let last = until - chrono::TimeDelta::nanoseconds(1);
        format!(" (was met {})", range(date(from), date(last), board))
    });
    let answer = answer_word(board.signals.get(index)?.answer);
    Some(format!("{answer} since {since}{}", was_met.unwrap_or_default()))
}

fn outcome_cells(board: &Board, outcome: Outcome) -> Vec<Cell> {
    let (met, all) = met(board, outcome);
    let (name, tone) = match outcome {
        Outcome::Success => ("Success", Tone::Good),
        Outcome::Failure => ("Failure", Tone::Alarm),
    };
    let tone = if met > 0 { tone } else { Tone::Plain };
    let unknown = match unknown_of(board, outcome) {
        0 => String::new(),
        unknown => format!(", {unknown} unknown"),
    };
    let words = match (outcome, met) {
        (Outcome::Failure, 1..) => format!("▲ FAILURE MET: {met} of {all}{unknown}"),
        (Outcome::Failure | Outcome::Success, _) => format!("{met} of {all} met{unknown}"),
    };
    let name = Cell::column(Column::Heading, Phrase::new(name, Tone::Strong));
    vec![name, Cell::fill(Column::Text, 20, vec![Phrase::new(words, tone)])]
}

/// The two scenarios side by side: both can come true in one week.
fn side_by_side(board: &Board) -> Detail {
    let line = |outcome: Outcome| {
        let (met, all) = met(board, outcome);
        DetailLine::field(outcome.word(), vec![Phrase::plain(format!("{met} of {all} met"))])
    };
    let mut out: Vec<_> = Outcome::ALL.iter().copied().map(line).collect();
    out.push(DetailLine::field("unknown", vec![Phrase::new(unknown(board).to_string(), Tone::Unknown)]));
    out.extend(drift_count(board).map(|drifts| DetailLine::field("drift", vec![drifts])));
    let why = "Both can come true in the same week: there is no single verdict. Unknown is neither.";
    out.push(DetailLine::new(0, vec![Phrase::muted(why)]));
    out.extend(lines::text_line("watchlist", board.watchlist.note.as_ref()));
    Detail {
        title: Phrase::new("Success and failure, side by side", Tone::Strong),
        lines: out,
        value: String::new(),
        link: None,
        span: Span::default(),
    }
}

fn signal_detail(board: &Board, signal: &Signal, finding: &Finding) -> Detail {
    let index = board.watchlist.signals.iter().position(|known| known.span == signal.span);
    let since = index.and_then(|index| history(board, index)).map(Phrase::plain);
    let answered = std::iter::once(answer(finding.answer, signal.points_to)).chain(since);
    let mut out = vec![DetailLine::field("answer", lines::spaced(answered.collect()))];
    out.push(DetailLine::field("points to", vec![Phrase::plain(signal.points_to.word())]));
    out.extend(lines::text_line("note", signal.note.as_ref()));
    out.push(DetailLine::heading("Because"));
    out.extend(reasons::tree(board, finding));
    Detail {
        title: Phrase::new(signal.title.display(), Tone::Strong),
        lines: out,
        value: answer_word(finding.answer).to_owned(),
        link: None,
        span: signal.span,
    }
}

/// Formats a range of days: `6–7 Feb`, `30 Jan–2 Feb`, `6 Feb`.
fn range(first: chrono::NaiveDate, last: chrono::NaiveDate, board: &Board) -> String {
    use chrono::Datelike;
    if first == last {
        words::day(first, board)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}–{}", first.day(), words::day(last, board))
    } else {
        format!("{}–{}", words::day(first, board), words::day(last, board))
    }
}
