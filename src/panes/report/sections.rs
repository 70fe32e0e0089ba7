//! The sections of a report, in the order of the panes.

use super::{LadderRow, ReportBlock, ReportFacts, ReportSection, summary};
use crate::panes::charts::{self, LadderItem};
use crate::panes::checklists::{Checklists, group_title};
use crate::panes::crossings::{CrossingList, Crossings, crossing_headline, quota_words};
use crate::panes::signals::{SignalList, Signals};
use crate::panes::spillover::{SpilloverList, SpilloverPane};
use crate::panes::view::{Cell, CellContent, Column, Order, Phrase, Row, RowKey, RowKind, RowList, Tone};
use crate::panes::{Pane, claims, words};
use crate::watchlist::scales::Outcome;

/// How many contradictions are shown. The others are counted.
const MAX_CONTRADICTIONS: usize = 12;

pub(super) fn sections(facts: &ReportFacts<'_>) -> Vec<ReportSection> {
    let keys = Crossings.rows(facts.board, Order::default());
    // The rows of one crossing stand together.
    let mut rows = keys.chunk_by(|one, next| one.parent == next.parent);
    let crossings =
        (0..facts.board.crossings.len()).map(|index| crossing(facts, index, rows.next().unwrap_or_default()));
    let others = [checklists, spillover, signals, contradictions].map(|section| section(facts));
    crossings.chain(others).collect()
}

fn crossing(facts: &ReportFacts<'_>, index: usize, keys: &[RowKey]) -> ReportSection {
    let (board, crossing, reading) =
        (facts.board, &facts.board.watchlist.crossings[index], &facts.board.crossings[index]);
    let rows = |list| {
        let of_list = keys.iter().filter(|key| key.list == RowList::Crossings(list));
        of_list.map(|key| row_of(facts, &Crossings, *key)).collect::<Vec<_>>()
    };
    let (calendars, left_out) = charts::months(board, crossing, reading, board.today());
    let left_out = (left_out > 0)
        .then(|| remark(format!("Earlier: {} recorded, not shown here.", words::count(left_out, "day")), Tone::Muted));
    let quota = quota_words(board, crossing, reading).into_iter().map(ReportBlock::Remark);
    // The first strip is the days, which the calendar shows; the others are the latest number of each measure.
    let measures = rows(CrossingList::Strips).into_iter().skip(usize::from(!reading.days.is_empty())).collect();
    let mut blocks = vec![ReportBlock::Rows(rows(CrossingList::Tests)), ReportBlock::Rows(measures)];
    blocks.extend(quota);
    blocks.extend(left_out);
    blocks.extend(calendars.into_iter().map(ReportBlock::Calendar));
    blocks.extend([CrossingList::Tallies, CrossingList::Parties].map(|list| ReportBlock::Rows(rows(list))));
    let as_of: Vec<_> = facts.as_of(crossing.span).into_iter().map(|phrase| phrase.text).collect();
    ReportSection {
        heading: crossing.name.display().into_owned(),
        states: summary::states(&crossing_headline(board, crossing, reading)),
        as_of: as_of.join(", "),
        blocks,
    }
}

fn checklists(facts: &ReportFacts<'_>) -> ReportSection {
    let rows = ladder(facts);
    let block = if rows.is_empty() { nothing("No item is in any checklist.") } else { ReportBlock::Ladder(rows) };
    section(facts, &Checklists, vec![block])
}

/// All items, under the headings of their groups.
fn ladder(facts: &ReportFacts<'_>) -> Vec<LadderRow> {
    let board = facts.board;
    let mut rows = Vec::new();
    for (list, reading) in board.watchlist.checklists.iter().zip(&board.checklists) {
        for (place, group) in reading.groups.iter().enumerate() {
            rows.push(LadderRow::Group(group_title(board, list, reading, place)));
            rows.extend(group.items.iter().map(|index| {
                let (item, reading) = (&list.items[*index], &reading.items[*index]);
                let of_item = charts::item(board, item, reading);
                let item_row = LadderItem { flags: commas(of_item.flags), ..of_item };
                LadderRow::Item { item: item_row, as_of: facts.as_of(item.span) }
            }));
        }
    }
    rows
}

fn commas(flags: Vec<Phrase>) -> Vec<Phrase> {
    let last = flags.len().saturating_sub(1);
    flags.into_iter().enumerate().map(|(at, flag)| if at < last { flag.before(",") } else { flag }).collect()
}

fn spillover(facts: &ReportFacts<'_>) -> ReportSection {
    let risks = rows_of(facts, &SpilloverPane, |key| key.list == RowList::Spillover(SpilloverList::Risks));
    let chart = charts::log_heat(facts.board).map(ReportBlock::Heat);
    let chart = chart.unwrap_or_else(|| nothing("Nothing was ever logged. That is unknown, not calm."));
    section(facts, &SpilloverPane, vec![ReportBlock::Rows(risks), chart])
}

/// Success on the left, failure on the right, each with its reasons.
fn signals(facts: &ReportFacts<'_>) -> ReportSection {
    let board = facts.board;
    let side = |outcome: Outcome| {
        let is_of = |key: &RowKey| match key.list {
            RowList::Signals(SignalList::Outcomes) => Outcome::ALL[key.index as usize] == outcome,
            RowList::Signals(SignalList::Signals) => board.watchlist.signals[key.index as usize].points_to == outcome,
            RowList::Signals(SignalList::Reasons) => board.watchlist.signals[key.parent as usize].points_to == outcome,
            _ => false,
        };
        rows_of(facts, &Signals, is_of)
    };
    let drift = rows_of(facts, &Signals, |key| key.list == RowList::Signals(SignalList::Drifts));
    let sides = ReportBlock::Sides([side(Outcome::Success), side(Outcome::Failure)]);
    section(facts, &Signals, vec![sides, ReportBlock::Rows(drift)])
}

fn contradictions(facts: &ReportFacts<'_>) -> ReportSection {
    let all = facts.board.contradictions.len();
    let rows: Vec<_> = claims::sides_of_contradictions(facts.board)
        .take(MAX_CONTRADICTIONS)
        .map(|cells| Row { cells, kind: RowKind::Entry })
        .collect();
    let more = all - rows.len();
    let more = (more > 0).then(|| remark(format!("And {more} more: the Claims pane lists them."), Tone::Unknown));
    let state = match all {
        0 => Phrase::plain("no sources that differ"),
        _ => Phrase::new(format!("! {}", words::count(all, "contradiction")), Tone::Unknown),
    };
    ReportSection {
        heading: "Contradictions".to_owned(),
        states: vec![state],
        as_of: String::new(),
        blocks: std::iter::once(ReportBlock::Rows(rows)).chain(more).collect(),
    }
}

/// A section with the title of a pane.
fn section(facts: &ReportFacts<'_>, pane: &dyn Pane, blocks: Vec<ReportBlock>) -> ReportSection {
    let headline = pane.headline(facts.board);
    let heading = headline.name.text.clone();
    ReportSection { heading, states: summary::states(&headline), as_of: String::new(), blocks }
}

/// The rows of a pane, with the time and the source of each entity instead of its age.
fn rows_of(facts: &ReportFacts<'_>, pane: &dyn Pane, is_wanted: impl Fn(&RowKey) -> bool) -> Vec<Row> {
    let keys = pane.rows(facts.board, Order::default());
    keys.into_iter().filter(is_wanted).map(|key| row_of(facts, pane, key)).collect()
}

fn row_of(facts: &ReportFacts<'_>, pane: &dyn Pane, key: RowKey) -> Row {
    let mut row = pane.row(facts.board, key);
    let cells = row.cells.len();
    row.cells.retain(|cell| !matches!(cell.content, CellContent::Age(_)));
    if row.cells.len() < cells {
        row.cells.push(Cell::fill(Column::Text, 10, facts.as_of(pane.span(facts.board, key))));
    }
    // A small chart has no room for its gaps.
    row.cells.retain(|cell| !matches!(cell.content, CellContent::Spark(..) | CellContent::Flow(_)));
    row
}

fn remark(words: impl Into<String>, tone: Tone) -> ReportBlock {
    ReportBlock::Remark(Phrase::new(words, tone))
}

fn nothing(words: &str) -> ReportBlock {
    remark(words, Tone::Unknown)
}
