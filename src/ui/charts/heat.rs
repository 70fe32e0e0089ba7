//! The heat over time, with its heaviest events by number. A time without a log is hatched with question marks: what is
//! drawn there is only a lower bound.

use super::marks::{NUMBERS, cell, column_at, column_glyph, dates, eighths, legend, numbers};
use crate::app::layout::cut_top;
use crate::panes::charts::{HeatChart, HeatEvent};
use crate::panes::view::{Phrase, Tone};
use crate::ui::canvas::{Canvas, LineSpan};
use ratatui::layout::Rect;

/// The lines that are not columns: the words, the numbers of the events, the dates, the legend.
const OTHERS: u16 = 4;
const MIN_ROWS: u16 = 3;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, chart: &HeatChart) {
    let named = u16::try_from(chart.events.len()).unwrap_or(u16::MAX);
    let rows = area.height.saturating_sub(OTHERS + named).clamp(MIN_ROWS, (area.height / 2).max(MIN_ROWS));
    canvas.phrases(LineSpan::line(area, 0), [&chart.words]);
    let plot = Rect { x: area.x + NUMBERS, y: area.y + 1, width: area.width.saturating_sub(NUMBERS), height: rows };
    if plot.is_empty() || plot.bottom() + 2 > area.bottom() {
        return;
    }
    let most = chart.series.iter().copied().fold(1.0, f64::max);
    numbers(canvas, plot, &format!("{most:.1}"));
    for column in 0..plot.width {
        draw_column(canvas, plot, column, chart, most);
    }
    let axis = LineSpan { x: plot.x, y: plot.bottom(), width: plot.width };
    event_numbers(canvas, axis, &chart.events);
    dates(canvas, LineSpan { y: axis.y + 1, ..axis }, &chart.ticks);
    let below = plot.bottom() + 2 - area.y;
    events(canvas, area, below, chart);
}

fn draw_column(canvas: &mut Canvas<'_>, plot: Rect, column: u16, chart: &HeatChart, most: f64) {
    let place = f64::from(column) / f64::from(plot.width.max(2) - 1);
    let high = eighths(value_at(&chart.series, place), most, plot.height);
    let is_gap = chart.gaps.iter().any(|(from, until)| (*from..=*until).contains(&place));
    for row in 0..plot.height {
        match column_glyph(high, row) {
            Some(_) if is_gap => cell(canvas, plot, (column, row), "▒", Tone::Unknown),
            Some(glyph) => cell(canvas, plot, (column, row), glyph, Tone::Plain),
            None if is_gap && (column + 2 * row).is_multiple_of(4) => {
                cell(canvas, plot, (column, row), "?", Tone::Unknown);
            }
            None => {}
        }
    }
}

/// The value at a place between the points of a series.
fn value_at(series: &[f64], place: f64) -> f64 {
    let last = series.len().saturating_sub(1);
    let at = place * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the length")]
    let before = (at.floor() as usize).min(last);
    let (Some(one), Some(next)) = (series.get(before), series.get((before + 1).min(last))) else { return 0.0 };
    one + (next - one) * (at - before as f64)
}

/// The number of each event below its time; the next free column, if another stands there.
fn event_numbers(canvas: &mut Canvas<'_>, run: LineSpan, events: &[HeatEvent]) {
    canvas.repeat(run, "─", canvas.theme.muted);
    let mut free = 0;
    for (event, number) in events.iter().zip(1..) {
        let at = column_at(run, event.place).max(free).min(run.width.saturating_sub(1));
        canvas.text(run.after(at), &format!("{number}"), canvas.theme.tone(event.severity.tone));
        free = at + 1;
    }
}

fn events(canvas: &mut Canvas<'_>, area: Rect, first: u16, chart: &HeatChart) {
    let mut line = first;
    if chart.events.is_empty() {
        let words = Phrase::new("no entry is logged in this time: not an all-clear", Tone::Unknown);
        canvas.phrases(LineSpan::line(area, line), [&words]);
        line += 1;
    }
    let room = usize::from(area.height.saturating_sub(first + 1));
    // If not all fit, the heaviest are named.
    for (event, number) in chart.events.iter().zip(1..).filter(|(event, _)| event.rank < room) {
        let (severity, words) = (event.severity.clone(), format!("  {}  ({})", event.words, event.source));
        let when = Phrase::muted(format!("{number} {}  ", event.when));
        canvas.phrases(LineSpan::line(area, line), &[when, severity, Phrase::plain(words)]);
        line += 1;
    }
    let signs = [
        (!chart.gaps.is_empty()).then(|| (Phrase::new("?", Tone::Unknown), "no log or not observed: may be higher")),
        (!chart.gaps.is_empty()).then(|| (Phrase::new("▒", Tone::Unknown), "at least this")),
        (!chart.events.is_empty()).then(|| (Phrase::plain("1"), "the heaviest entries")),
    ];
    legend(canvas, cut_top(area, line).1, signs.into_iter().flatten());
}
