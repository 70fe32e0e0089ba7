//! A daily number as columns, with the quota of each day as a line. A day without a number has its sign, never a column.

use super::marks::{NUMBERS, cell, column_glyph, eighths, legend, numbers};
use crate::app::layout::cut_bottom;
use crate::app::wrap::columns;
use crate::panes::charts::{ColumnDay, DayColumns};
use crate::panes::view::{FlowMark, Phrase, Tone};
use crate::ui::canvas::{Canvas, LineSpan};
use ratatui::layout::Rect;

/// Its title, two rows of columns, the dates.
pub(super) const MIN_HEIGHT: u16 = 4;
/// From this height on, a legend stands below the dates.
const WITH_LEGEND: u16 = 6;
/// The most columns for a day, with a blank.
const WIDEST: u16 = 5;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, chart: &DayColumns) {
    let title = [Phrase::new(format!("{}  ", chart.title), Tone::Strong)];
    let mut rest = canvas.phrases(LineSpan::line(area, 0), &title);
    for phrase in &chart.latest {
        rest = canvas.phrases(rest, [phrase]).after(1);
    }
    let has_legend = area.height >= WITH_LEGEND;
    let below = if has_legend { 2 } else { 1 };
    let plot = Rect {
        x: area.x + NUMBERS,
        y: area.y + 1,
        width: area.width.saturating_sub(NUMBERS),
        height: area.height.saturating_sub(1 + below),
    };
    if plot.is_empty() {
        return;
    }
    let wide = (plot.width / u16::try_from(chart.days.len().max(1)).unwrap_or(u16::MAX)).clamp(1, WIDEST);
    let days = &chart.days[chart.days.len().saturating_sub(usize::from(plot.width / wide))..];
    // Above the columns, a row for the numbers.
    let spare = u16::from(wide > 2 && plot.height > 3);
    let plot = Rect { y: plot.y + spare, height: plot.height - spare, ..plot };
    let most = days.iter().filter_map(most_of_day).max().unwrap_or(0).max(1);
    numbers(canvas, plot, &most.to_string());
    for (day, at) in days.iter().zip(0..) {
        draw_day(canvas, plot, (at * wide, wide), day, most as f64);
        if spare > 0 {
            let run = LineSpan { x: plot.x + at * wide, y: plot.y, width: wide - 1 };
            number_above(canvas, plot, run, day, most as f64);
        }
    }
    day_dates(canvas, LineSpan { x: plot.x, y: plot.bottom(), width: plot.width }, days, wide);
    if has_legend {
        let signs = days.iter().filter_map(|day| Some((day.mark.sign()?, day.mark.meaning())));
        let quotas = days.iter().filter(|day| !day.quotas.is_empty()).map(quota_sign);
        legend(canvas, cut_bottom(area, 1).1, quotas.chain(signs));
    }
}

/// The most that a day brings into the scale. Of quotas that are not settled, the lowest: others may be above the chart.
fn most_of_day(day: &ColumnDay) -> Option<u64> {
    day.number.map(|number| number.high).into_iter().chain(day.quotas.iter().copied().min()).max()
}

fn quota_sign(day: &ColumnDay) -> (Phrase, &'static str) {
    match day.is_quota_settled {
        true => (Phrase::muted("┄"), "quota of the day"),
        false => (Phrase::new("┄", Tone::Unknown), "quota, not settled"),
    }
}

fn draw_day(canvas: &mut Canvas<'_>, plot: Rect, (x, wide): (u16, u16), day: &ColumnDay, most: f64) {
    let column = if wide > 1 { wide - 1 } else { 1 };
    let high = |number: u64| eighths(number as f64, most, plot.height);
    let in_plot = day.quotas.iter().filter(|quota| **quota as f64 <= most);
    let quota_rows: Vec<u32> = in_plot.map(|quota| high(*quota).saturating_sub(1) / 8).collect();
    let quota = quota_sign(day).0;
    let (low, top) = day.number.map_or((0, 0), |number| (high(number.low), high(number.high)));
    for row in 0..plot.height {
        let is_quota = quota_rows.contains(&u32::from(row));
        for at in x..x + wide {
            let is_column = at < x + column;
            match (column_glyph(low, row), column_glyph(top, row)) {
                (Some(glyph), _) if is_column => cell(canvas, plot, (at, row), glyph, Tone::Plain),
                (None, Some(_)) if is_column => cell(canvas, plot, (at, row), "▒", Tone::Unknown),
                _ if is_quota => cell(canvas, plot, (at, row), &quota.text, quota.tone),
                _ => {}
            }
        }
    }
    if let Some(sign) = sign(day) {
        let row = u16::try_from(top.div_ceil(8)).unwrap_or(0).min(plot.height - 1);
        cell(canvas, plot, (x + (column - 1) / 2, row), &sign.text, sign.tone);
    }
}

/// Writes the number of a day above its column, if it fits.
fn number_above(canvas: &mut Canvas<'_>, plot: Rect, run: LineSpan, day: &ColumnDay, most: f64) {
    let Some(number) = day.number.filter(|number| number.low == number.high && number.low > 0) else { return };
    let row = u16::try_from(eighths(number.low as f64, most, plot.height).div_ceil(8)).unwrap_or(0);
    let words = number.low.to_string();
    if columns(&words) <= usize::from(run.width) {
        canvas.text(LineSpan { y: (plot.bottom() - 1).saturating_sub(row), ..run }, &words, canvas.theme.muted);
    }
}

/// What stands at a day beside or instead of a column: a number of zero is written out.
fn sign(day: &ColumnDay) -> Option<Phrase> {
    match (day.mark, day.number) {
        (FlowMark::Number(_), Some(number)) if number.high == 0 => Some(Phrase::plain("0")),
        _ => day.mark.sign(),
    }
}

/// The dates of the first day and of some later ones.
fn day_dates(canvas: &mut Canvas<'_>, run: LineSpan, days: &[ColumnDay], wide: u16) {
    let mut free = 0;
    for (day, at) in days.iter().zip(0..) {
        let (x, room) = (at * wide, u16::try_from(columns(&day.date)).unwrap_or(u16::MAX));
        if x >= free && x.saturating_add(room) <= run.width {
            canvas.text(run.after(x), &day.date, canvas.theme.muted);
            free = x + room + 2;
        }
    }
}
