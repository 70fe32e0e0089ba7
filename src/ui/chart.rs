//! Small charts of one line.
//!
//! Shapes carry the meaning; colours repeat it.

use super::canvas::{Canvas, LineSpan};
use crate::panes::view::{Bar, DayMark, FlowMark, LEVELS, Phrase, TEXTURES, Tone};

/// Verified deeds are solid, claimed ones have a lighter texture, and the rest is the background.
pub(crate) fn bar(canvas: &mut Canvas<'_>, run: LineSpan, bar: Bar) {
    let theme = canvas.theme;
    let verified = cells_of(bar.verified, run.width);
    let claimed = cells_of(bar.claimed, run.width - verified);
    let claimed =
        claimed.max(cells_of(bar.verified + bar.claimed, run.width).saturating_sub(verified)).min(run.width - verified);
    let runs = [run.first(verified), run.after(verified).first(claimed), run.after(verified + claimed)];
    for (run, (texture, tone)) in runs.into_iter().zip(TEXTURES) {
        canvas.repeat(run, texture, theme.tone(tone));
    }
}

/// Any share above zero is visible, and only a full share fills the bar.
fn cells_of(share: f64, width: u16) -> u16 {
    let share = share.clamp(0.0, 1.0);
    if width == 0 || share <= 0.0 {
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the width")]
    let cells = (share * f64::from(width) + 1e-9).floor() as u16;
    cells.clamp(1, width)
}

/// Values relative to the largest of them, newest at the right; a time without a record is a dot.
pub(crate) fn spark(canvas: &mut Canvas<'_>, run: LineSpan, values: &[Option<f64>], tone: Tone) {
    let values = &values[values.len().saturating_sub(usize::from(run.width))..];
    let largest = values.iter().flatten().copied().fold(0.0, f64::max);
    for (value, x) in values.iter().zip(run.x..) {
        let (symbol, style) = match value {
            None => ("·", canvas.theme.muted),
            Some(value) => (LEVELS[level(*value, largest)], canvas.theme.tone(tone)),
        };
        canvas.repeat(LineSpan { x, width: 1, ..run }, symbol, style);
    }
}

fn level(value: f64, largest: f64) -> usize {
    if largest <= 0.0 || value <= 0.0 || !value.is_finite() {
        return 0;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 7")]
    let level = (value / largest * 7.0).round() as usize;
    level.min(7)
}

/// The newest marks that fit, and their run; an ellipsis before them shows that older ones are cut.
fn newest<'m, M>(canvas: &mut Canvas<'_>, run: LineSpan, marks: &'m [M]) -> (&'m [M], LineSpan) {
    let width = usize::from(run.width);
    if marks.len() <= width || width == 0 {
        return (&marks[marks.len().saturating_sub(width)..], run);
    }
    canvas.repeat(run.first(1), "…", canvas.theme.muted);
    (&marks[marks.len() + 1 - width..], run.after(1))
}

/// A number per day, relative to the largest number; a day without a number has a sign of its own.
pub(crate) fn flow(canvas: &mut Canvas<'_>, run: LineSpan, marks: &[FlowMark]) {
    let (marks, run) = newest(canvas, run, marks);
    let number = |mark: &FlowMark| if let FlowMark::Number(number) = mark { *number } else { 0.0 };
    let largest = marks.iter().map(number).fold(0.0, f64::max);
    for (mark, x) in marks.iter().zip(run.x..) {
        let sign = mark.sign().unwrap_or_else(|| Phrase::plain(LEVELS[level(number(mark), largest)]));
        canvas.repeat(LineSpan { x, width: 1, ..run }, &sign.text, canvas.theme.tone(sign.tone));
    }
}

/// One column per day, newest at the right.
pub(crate) fn days(canvas: &mut Canvas<'_>, run: LineSpan, days: &[DayMark]) {
    let (days, run) = newest(canvas, run, days);
    for (day, x) in days.iter().zip(run.x..) {
        let sign = day.sign();
        canvas.repeat(LineSpan { x, width: 1, ..run }, &sign.text, canvas.theme.tone(sign.tone));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    #[track_caller]
    fn check(width: u16, expected: &str, draw: impl FnOnce(&mut Canvas<'_>, LineSpan)) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        draw(&mut Canvas::for_test(&mut buffer), LineSpan { x: 0, y: 0, width });
        let drawn: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(drawn, expected);
    }

    #[test]
    fn a_bar_shows_any_share_and_is_full_only_when_whole() {
        for (verified, claimed, drawn) in [
            (0.0, 0.0, "░░░░░░░░░░"),
            (0.01, 0.0, "█░░░░░░░░░"),
            (0.0, 0.08, "▒░░░░░░░░░"),
            (0.3, 0.25, "███▒▒░░░░░"),
            (0.99, 0.0, "█████████░"),
            (1.0, 0.0, "██████████"),
            (0.5, 0.5, "█████▒▒▒▒▒"),
        ] {
            check(10, drawn, |canvas, run| bar(canvas, run, Bar { verified, claimed }));
        }
    }

    #[test]
    fn a_sparkline_shows_gaps_and_keeps_the_newest() {
        let values = [Some(9.0), Some(0.0), None, Some(4.0), Some(8.0)];
        check(4, "▁·▅█", |canvas, run| spark(canvas, run, &values, Tone::Plain));
        check(3, "▁▁ ", |canvas, run| spark(canvas, run, &[Some(0.0), Some(0.0)], Tone::Plain));
    }

    #[test]
    fn a_day_strip_tells_every_kind_of_day_apart_by_shape() {
        let all = [
            DayMark::Open,
            DayMark::Limited,
            DayMark::ClosedScheduled,
            DayMark::Closed,
            DayMark::Rest,
            DayMark::ClosureAhead,
            DayMark::Disputed,
            DayMark::NoRecord,
            DayMark::NotObserved,
            DayMark::Ahead,
        ];
        check(10, "█▄○×─◌!?⊘·", |canvas, run| days(canvas, run, &all));
    }

    #[test]
    fn a_strip_that_is_cut_begins_with_an_ellipsis() {
        check(4, "…███", |canvas, run| days(canvas, run, &[DayMark::Open; 9]));
        check(4, "████", |canvas, run| days(canvas, run, &[DayMark::Open; 4]));
    }

    #[test]
    fn a_flow_tells_closed_days_and_disputed_numbers_from_days_without_a_record() {
        let marks = [
            FlowMark::Number(4.0),
            FlowMark::Differ,
            FlowMark::Shut,
            FlowMark::Uncounted,
            FlowMark::NoRecord,
            FlowMark::Number(8.0),
        ];
        check(6, "▅!×·?█", |canvas, run| flow(canvas, run, &marks));
    }
}
