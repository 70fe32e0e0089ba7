//! What all charts have: legends, dates below an axis, numbers beside one.

use crate::app::wrap::columns;
use crate::panes::charts::AxisTick;
use crate::panes::view::{LEVELS, Phrase, Tone};
use crate::ui::canvas::{Canvas, LineSpan};
use ratatui::layout::Rect;

/// The width of the numbers beside an axis, with a blank.
pub(super) const NUMBERS: u16 = 6;

/// Signs and what they mean, each once, what is bad or not known first, on as many lines as there are.
pub(super) fn legend(canvas: &mut Canvas<'_>, area: Rect, signs: impl IntoIterator<Item = (Phrase, &'static str)>) {
    let mut shown: Vec<(Phrase, &str)> = Vec::new();
    for (sign, word) in signs {
        if !word.is_empty() && !shown.iter().any(|(known, meaning)| known.text == sign.text && *meaning == word) {
            shown.push((sign, word));
        }
    }
    shown.sort_by_key(|(sign, _)| ![Tone::Alarm, Tone::Unknown].contains(&sign.tone));
    let (mut line, mut rest) = (0, LineSpan::line(area, 0));
    for (sign, word) in shown {
        let wide = columns(&sign.text) + 1 + columns(word);
        if wide > usize::from(rest.width) && line + 1 < area.height {
            line += 1;
            rest = LineSpan::line(area, line);
        }
        if wide > usize::from(rest.width) {
            canvas.text(rest, "…", canvas.theme.muted);
            return;
        }
        rest = canvas.text(rest, &sign.text, canvas.theme.tone(sign.tone));
        rest = canvas.text(rest, &format!(" {word}"), canvas.theme.plain).after(2);
    }
}

/// Dates below a time axis, as many as fit.
pub(super) fn dates(canvas: &mut Canvas<'_>, run: LineSpan, ticks: &[AxisTick]) {
    let mut free = 0;
    for tick in ticks {
        let wide = u16::try_from(columns(&tick.date)).unwrap_or(u16::MAX);
        let middle = column_at(run, tick.place).saturating_sub(wide / 2);
        let at = middle.min(run.width.saturating_sub(wide));
        if at >= free && wide <= run.width {
            canvas.text(run.after(at), &tick.date, canvas.theme.muted);
            free = at + wide + 1;
        }
    }
}

/// The column of a place on an axis: 0 is the first, 1 the last.
pub(super) fn column_at(run: LineSpan, place: f64) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the width")]
    let column = (place.clamp(0.0, 1.0) * f64::from(run.width.saturating_sub(1))).round() as u16;
    column
}

/// The highest number at the top of an axis, and zero at its end.
pub(super) fn numbers(canvas: &mut Canvas<'_>, plot: Rect, most: &str) {
    let (line, muted) = (LineSpan::line(plot, 0), canvas.theme.muted);
    let words = [(0, most), (plot.height.saturating_sub(1), "0")];
    for (at, words) in words {
        let run = LineSpan { x: line.x.saturating_sub(NUMBERS), y: plot.y + at, width: NUMBERS - 1 };
        let wide = u16::try_from(columns(words)).unwrap_or(u16::MAX).min(run.width);
        canvas.text(run.after(run.width - wide), words, muted);
    }
}

/// Eighths of a cell: how high a value stands. What is above zero is visible.
pub(super) fn eighths(value: f64, most: f64, rows: u16) -> u32 {
    if value <= 0.0 || most <= 0.0 || !value.is_finite() {
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the height")]
    let high = ((value / most).min(1.0) * f64::from(rows) * 8.0).round() as u32;
    high.max(1)
}

/// The glyph of a column at a row, counted from the bottom; `None` above the column.
pub(super) fn column_glyph(high: u32, row: u16) -> Option<&'static str> {
    let above = high.checked_sub(u32::from(row) * 8).filter(|above| *above > 0)?;
    Some(LEVELS[(above.min(8) - 1) as usize])
}

/// One cell of a plot; rows are counted from the bottom.
pub(super) fn cell(canvas: &mut Canvas<'_>, plot: Rect, (column, row): (u16, u16), glyph: &str, tone: Tone) {
    if column < plot.width && row < plot.height {
        let run = LineSpan { x: plot.x + column, y: plot.bottom() - 1 - row, width: 1 };
        canvas.repeat(run, glyph, canvas.theme.tone(tone));
    }
}
