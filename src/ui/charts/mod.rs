//! The chart about the selected row, beside or below the rows of its pane.
//!
//! Every mark is a glyph that a legend or a word beside it explains; colours repeat it. What is not known has a mark of its
//! own. One file for each kind of part.

mod columns;
mod heat;
mod ladder;
mod marks;
mod months;
mod tracks;

use super::canvas::{Canvas, LineSpan};
use super::pane::Frame;
use super::parts::{End, StyledPart};
use crate::app::layout::{Layout, cut_left, cut_top};
use crate::app::{App, PaneView};
use crate::board::Board;
use crate::panes::charts::{self, ChartPart, ChartRows};
use crate::panes::view::RowKey;
use ratatui::layout::Rect;

/// How many rows before and after the selected one a chart can show.
const AROUND: usize = 80;

/// From this width on, parts stand side by side if they do not fit below each other.
const SIDE_BY_SIDE: u16 = 76;

/// From this width on, the time of the newest data stands in the title.
const TITLED: u16 = 70;

pub(crate) fn draw(app: &App, board: &Board, canvas: &mut Canvas<'_>, layout: &Layout) {
    let area = layout.chart;
    let Some((pane, view)) = app.panes().focused() else { return };
    let Some(selected) = view.selected() else { return };
    let around = around(view);
    let Some(chart) = charts::chart(pane, board, ChartRows { around: &around, selected }) else { return };
    let frame = Frame::new(canvas, false, layout.arrangement.frame());
    frame.draw(canvas, area);
    let theme = canvas.theme;
    let title = StyledPart::new(End::Left, 0, format!(" {} ", chart.title), theme.strong);
    let subject = if chart.subject.is_empty() { String::new() } else { format!("· {} ", chart.subject) };
    let subject = StyledPart::new(End::Left, 2, subject, theme.strong);
    let as_of = StyledPart::new(End::Left, 1, format!("· {} ", chart.as_of.text), theme.tone(chart.as_of.tone));
    // A narrow chart has it in the frame below.
    let (above, below) = match area.width {
        TITLED.. => (vec![title, subject, as_of], String::new()),
        _ => (vec![title, subject], chart.as_of.text),
    };
    frame.title(canvas, area, above, below);
    draw_parts(canvas, layout.inside(area), &chart.parts);
}

fn around(view: &PaneView) -> Vec<RowKey> {
    let first = view.cursor().saturating_sub(AROUND);
    (first..view.cursor() + AROUND).map_while(|place| view.row(place)).collect()
}

/// The first part gets the room that it needs; the others share the rest.
fn draw_parts(canvas: &mut Canvas<'_>, area: Rect, parts: &[ChartPart]) {
    let Some((first, others)) = parts.split_first() else { return };
    if others.is_empty() {
        draw_part(canvas, area, first);
        return;
    }
    let is_beside = area.width >= SIDE_BY_SIDE && area.height < months::HIGH + 2 * columns::MIN_HEIGHT;
    let (top, rest) = match is_beside {
        true => cut_left(area, (area.width / 2).clamp(months::LEAST, months::WIDE)),
        false => cut_top(area, months::height(first, area).min(area.height)),
    };
    draw_part(canvas, top, first);
    let gap = if is_beside { 2 } else { 0 };
    let (_, mut rest) = cut_left(rest, gap);
    let shown = usize::from(rest.height / columns::MIN_HEIGHT).min(others.len());
    for (part, place) in others.iter().take(shown).zip(0..) {
        let left = u16::try_from(shown - place).unwrap_or(1);
        let (own, below) = cut_top(rest, rest.height / left);
        draw_part(canvas, own, part);
        rest = below;
    }
}

fn draw_part(canvas: &mut Canvas<'_>, area: Rect, part: &ChartPart) {
    match part {
        ChartPart::Months(calendars) => months::draw(canvas, area, calendars),
        ChartPart::Columns(chart) => columns::draw(canvas, area, chart),
        ChartPart::Ladder(lines) => ladder::draw(canvas, area, lines),
        ChartPart::Heat(chart) => heat::draw(canvas, area, chart),
        ChartPart::Tracks(chart) => tracks::draw(canvas, area, chart),
        ChartPart::Remark(words) => {
            canvas.phrases(LineSpan::line(area, 0), [words]);
        }
    }
}
