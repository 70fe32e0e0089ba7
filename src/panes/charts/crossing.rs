//! A crossing: its days by month, and its daily numbers.

use super::calendar::months;
use super::columns::columns;
use super::{Chart, ChartPart, ChartRows, as_of};
use crate::board::Board;
use crate::panes::crossings::{CrossingList, is_shown};
use crate::panes::view::{RowKey, RowList};
use crate::watchlist::Crossing;
use chrono::{Datelike, Months, NaiveDate};

/// How many measures have columns at most: the selected one, and the first ones.
const MAX_MEASURES: usize = 6;

/// How many crossings are asked for the number of their measures: the room of a chart stays the same between them.
const MAX_ASKED: usize = 100;

/// A month with a line for each week, and room for each measure; more days and numbers in words do no harm.
pub(super) fn rows(board: &Board) -> usize {
    let asked = board.crossings.iter().take(MAX_ASKED);
    let measures = asked.map(|reading| reading.measures.iter().filter(|of| is_shown(of)).count());
    9 + 12 * measures.max().unwrap_or(0).min(MAX_MEASURES)
}

pub(super) fn chart(board: &Board, rows: ChartRows<'_>) -> Chart {
    let key = rows.selected;
    let index = key.parent as usize;
    let (crossing, reading) = (&board.watchlist.crossings[index], &board.crossings[index]);
    let until = selected_day(board, crossing, key).map_or(board.today(), |day| month_end(day).min(board.today()));
    let mut measures: Vec<_> =
        reading.measures.iter().enumerate().filter(|(at, of)| is_shown(of) || is_strip_of(key, *at)).collect();
    measures.sort_by_key(|(at, _)| !is_strip_of(key, *at));
    let columns = measures.into_iter().take(MAX_MEASURES).map(|(_, of)| columns(board, crossing, reading, of, until));
    let months = ChartPart::Months(months(board, crossing, reading, until).0);
    Chart {
        title: "Days and numbers",
        subject: crossing.name.display().into_owned(),
        as_of: as_of(board, reading.freshness),
        parts: std::iter::once(months).chain(columns.map(ChartPart::Columns)).collect(),
    }
}

/// Whether the row is that of a measure. The first strip is that of the days.
fn is_strip_of(key: RowKey, measure: usize) -> bool {
    key.list == RowList::Crossings(CrossingList::Strips) && key.index as usize == measure + 1
}

/// The day of the selected record or report.
fn selected_day(board: &Board, crossing: &Crossing, key: RowKey) -> Option<NaiveDate> {
    let RowList::Crossings(list) = key.list else { return None };
    let index = key.index as usize;
    match list {
        CrossingList::Records => Some(crossing.days[index].date.value),
        CrossingList::Reports => Some(crossing.reports[index].at.value.date(board.watchlist.zone())),
        CrossingList::Headings
        | CrossingList::Tests
        | CrossingList::Strips
        | CrossingList::PartyHeading
        | CrossingList::Parties
        | CrossingList::RecordHeading
        | CrossingList::Tallies => None,
    }
}

fn month_end(day: NaiveDate) -> NaiveDate {
    let next = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    next.and_then(|next| next.pred_opt()).unwrap_or(day)
}
