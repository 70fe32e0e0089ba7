//! Obligations in words: who owes what to whom, who monitors it, and what the one who owes it says about it.

use crate::board::Board;
use crate::board::checklist::{ChecklistReading, DueState, ItemReading, is_self_reported, obligations};
use crate::panes::view::{DetailLine, Phrase, Tone};
use crate::panes::{RowFields, words};
use crate::watchlist::{Checklist, Item, ItemReport, Ref};

/// Formats `hamas → israel`, by id.
pub(super) fn debtors(item: &Item) -> Phrase {
    let ids = |actors: &[Ref]| actors.iter().map(|actor| actor.value.display()).collect::<Vec<_>>().join(", ");
    match (item.owed_by.is_empty(), item.to.is_empty()) {
        (true, _) => Phrase::default(),
        (false, true) => Phrase::muted(ids(&item.owed_by)),
        (false, false) => Phrase::muted(format!("{} → {}", ids(&item.owed_by), ids(&item.to))),
    }
}

/// Adds whom it concerns, for the filter.
pub(super) fn filter_fields<'b>(board: &'b Board, item: &'b Item, fields: RowFields<'b>) -> RowFields<'b> {
    let fields = fields.owner(item.owner.as_ref()).owed_by(&board.watchlist, &item.owed_by);
    fields.voices(&board.watchlist, item.to.iter().chain(&item.monitor))
}

pub(super) fn obligation_lines(board: &Board, item: &Item) -> Vec<DetailLine> {
    let names = |voices: &[Ref]| voices.iter().map(|voice| words::voice(&board.watchlist, voice)).collect::<Vec<_>>();
    let fields =
        [("owed by", names(&item.owed_by)), ("owed to", names(&item.to)), ("monitor", names(item.monitor.as_slice()))];
    let written = fields.into_iter().filter(|(_, names)| !names.is_empty());
    written.map(|(label, names)| DetailLine::field(label, vec![Phrase::plain(names.join(", "))])).collect()
}

/// The source of a report in full; says if it speaks for somebody who owes the item.
pub(super) fn citation(board: &Board, item: &Item, report: &ItemReport) -> Phrase {
    let citation = words::citation_full(&board.watchlist, report.source.as_ref(), report.credibility);
    if is_self_reported(&board.watchlist, item, report) {
        return citation.before(", self-reported").toned(Tone::Caution);
    }
    citation
}

/// What each actor owes: under this heading and, if there are several headings, in the whole checklist.
pub(super) fn subtotal_lines(
    board: &Board,
    list: &Checklist,
    reading: &ChecklistReading,
    group: usize,
) -> Vec<DetailLine> {
    let mut lines = subtotals(board, list, reading, &reading.groups[group].items, "Owed by, under this heading");
    if reading.groups.len() > 1 {
        let all: Vec<usize> = (0..reading.items.len()).collect();
        lines.extend(subtotals(board, list, reading, &all, "Owed by, in the whole checklist"));
    }
    lines
}

fn subtotals(
    board: &Board,
    list: &Checklist,
    reading: &ChecklistReading,
    members: &[usize],
    heading: &str,
) -> Vec<DetailLine> {
    let debts = obligations(list, reading, members);
    if debts.is_empty() {
        return Vec::new();
    }
    let line = |debt: crate::board::checklist::Obligation<'_>| {
        let share = format!(
            "{}: {}, verified {}, claimed {}",
            words::voice(&board.watchlist, debt.debtor),
            words::count(debt.items.len(), "item"),
            words::percent(debt.progress.verified),
            words::percent(debt.progress.claimed)
        );
        let count = |word: &str, tone, is_counted: fn(&ItemReading) -> bool| {
            let number = debt.items.iter().filter(|item| is_counted(&reading.items[**item])).count();
            (number > 0).then(|| Phrase::new(format!(", {number} {word}"), tone))
        };
        let counts = [
            count("failing", Tone::Alarm, ItemReading::is_failing),
            count("overdue", Tone::Alarm, |item| matches!(item.due, DueState::Overdue(_))),
            count("disputed", Tone::Unknown, |item| item.evidence.is_disputed()),
            count("unknown", Tone::Unknown, |item| item.rung.is_none()),
            count("self-reported", Tone::Caution, |item| item.is_self_reported),
        ];
        DetailLine::new(2, std::iter::once(Phrase::plain(share)).chain(counts.into_iter().flatten()).collect())
    };
    std::iter::once(DetailLine::heading(heading)).chain(debts.into_iter().map(line)).collect()
}
