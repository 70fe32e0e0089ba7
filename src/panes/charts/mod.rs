//! The charts of the panes, as plain data: the screen draws them, and the situation report has the same.
//!
//! A chart is built only when it is drawn. A new chart is a file here and a line in `CHARTS`; a new kind of part is also a
//! file in `ui::charts`.

mod axis;
mod calendar;
mod columns;
mod crossing;
mod heat;
mod ladder;
mod tracks;

pub use axis::AxisTick;
pub use calendar::{CalendarDay, DayFlow, DayShade, MonthCalendar};
pub use columns::{ColumnDay, DayColumns};
pub use heat::{HeatChart, HeatEvent};
pub use ladder::{LadderItem, LadderLine, LadderMove, LadderProgress, LadderStep, rungs};
pub use tracks::{AnswerSpan, AnswerTrack, TrackChart};

pub(super) use calendar::months;
pub(super) use heat::log_heat;
pub(super) use ladder::item;

use super::age::Age;
use super::view::{Phrase, RowKey, Tone};
use super::{Pane, words};
use crate::board::Board;
use crate::board::freshness::Freshness;
use crate::watchlist::time::TimePoint;

/// A chart about the selected row of a pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it shows, such as `Days and numbers`.
    pub title: &'static str,
    /// Of what, such as `Rafah`; empty for all of the pane.
    pub subject: String,
    /// Of when its newest evidence is.
    pub as_of: Phrase,
    /// The most important first: parts that do not fit are left out.
    pub parts: Vec<ChartPart>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ChartPart {
    /// The newest month last.
    Months(Vec<MonthCalendar>),
    Columns(DayColumns),
    Ladder(Vec<LadderLine>),
    Heat(HeatChart),
    Tracks(TrackChart),
    /// Why there is nothing to draw.
    Remark(Phrase),
}

/// What a chart is about.
#[derive(Clone, Copy, Debug)]
pub struct ChartRows<'r> {
    /// The rows around the selected one, as the pane shows them.
    pub around: &'r [RowKey],
    pub selected: RowKey,
}

/// The chart of a pane.
struct PaneChart {
    /// The id of the pane.
    pane: &'static str,
    /// How many rows it can use. Must be cheap, because the layout asks.
    rows: fn(&Board) -> usize,
    build: fn(&Board, ChartRows<'_>) -> Chart,
}

static CHARTS: &[PaneChart] = &[
    PaneChart { pane: "crossings", rows: crossing::rows, build: crossing::chart },
    PaneChart { pane: "checklists", rows: ladder::rows, build: ladder::chart },
    PaneChart { pane: "spillover", rows: heat::rows, build: heat::chart },
    PaneChart { pane: "signals", rows: tracks::rows, build: tracks::chart },
];

fn of_pane(pane: &dyn Pane) -> Option<&'static PaneChart> {
    CHARTS.iter().find(|chart| chart.pane == pane.id())
}

/// How many rows the chart of a pane can use; 0 if it has none.
pub fn chart_rows(pane: &dyn Pane, board: &Board) -> usize {
    of_pane(pane).map_or(0, |chart| (chart.rows)(board))
}

/// The chart of a pane; `None` if it has none.
pub fn chart(pane: &dyn Pane, board: &Board, rows: ChartRows<'_>) -> Option<Chart> {
    of_pane(pane).map(|chart| (chart.build)(board, rows))
}

/// Formats `as of 11 Feb 12:00Z, newest data 3h`.
fn as_of(board: &Board, freshness: Freshness) -> Phrase {
    let now = words::when(TimePoint::exact(board.now), board);
    match freshness {
        Freshness::NoData => Phrase::new(format!("as of {now}, no data"), Tone::Unknown),
        Freshness::Fresh { age } => Phrase::muted(format!("as of {now}, newest data {}", Age(age))),
        Freshness::Stale { age } => Phrase::new(format!("as of {now}, DATA OLD {}", Age(age)), Tone::Caution),
    }
}
