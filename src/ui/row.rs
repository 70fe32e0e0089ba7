//! One row of a pane: its cells, fitted into a width.

use super::canvas::{Canvas, LineSpan};
use super::columns::{Columns, GAP, flags_columns, more_flags};
use super::{chart, title};
use crate::app::Bidi;
use crate::app::wrap::columns;
use crate::board::freshness::Freshness;
use crate::panes::view::{Cell, CellContent, Phrase, Row, age_phrase};
use crate::text::is_right_to_left;

/// Draws the cells of a row into a run.
pub(crate) fn draw(canvas: &mut Canvas<'_>, run: LineSpan, row: &Row, columns: &Columns) {
    let cells = row.cells.as_slice();
    let mut rest = run;
    for (index, width, reading) in right_to_left_last(canvas.bidi, cells, columns.fit(cells, run.width)) {
        let part = rest.first(width);
        match &cells[index].content {
            CellContent::Text(phrases) => draw_phrases(canvas, part, phrases, reading),
            CellContent::Bar(bar) => chart::bar(canvas, part, *bar),
            CellContent::Spark(values, tone) => chart::spark(canvas, part, values, *tone),
            CellContent::Days(days) => chart::days(canvas, part, days),
            CellContent::Flow(marks) => chart::flow(canvas, part, marks),
            CellContent::Flags(flags) => draw_flags(canvas, part, flags),
            CellContent::Headline(headline) => title::draw_line(canvas, part, headline),
            CellContent::Age(freshness) => draw_age(canvas, part, *freshness),
        }
        rest = rest.after(width + GAP);
    }
}

/// Draws as many flags as fit, and the number of the others.
fn draw_flags(canvas: &mut Canvas<'_>, run: LineSpan, flags: &[Phrase]) {
    let fits = (1..=flags.len()).rev().find(|shown| flags_columns(flags, *shown) <= usize::from(run.width));
    let shown = fits.unwrap_or(flags.len().min(1));
    let mut rest = run;
    for flag in &flags[..shown] {
        rest = canvas.text(rest, &flag.text, canvas.theme.tone(flag.tone)).after(1);
    }
    if shown < flags.len() {
        canvas.text(rest, &more_flags(flags.len() - shown), canvas.theme.caution);
    }
}

fn draw_age(canvas: &mut Canvas<'_>, run: LineSpan, freshness: Freshness) {
    let words = age_phrase(freshness);
    let width = usize::from(run.width);
    canvas.text(run, &format!("{:>width$}", words.text), canvas.theme.tone(words.tone));
}

/// What happens to the right-to-left text of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum BidiDirection {
    LeftToRight,
    /// Another cell has the place; an ellipsis replaces the text.
    Hidden,
    /// It is shown at the end of the line.
    Shown,
}

/// A terminal that orders text may reorder everything after right-to-left text: the first cell with such text goes to the end of the
/// line, and is the only one to show it.
fn right_to_left_last(bidi: Bidi, cells: &[Cell], fitted: Vec<(usize, u16)>) -> Vec<(usize, u16, BidiDirection)> {
    let mut is_taken = false;
    let mut read = |index: usize| match &cells[index].content {
        CellContent::Text(phrases)
            if bidi == Bidi::Terminal && phrases.iter().any(|phrase| is_right_to_left(&phrase.text)) =>
        {
            if std::mem::replace(&mut is_taken, true) {
                BidiDirection::Hidden
            } else {
                BidiDirection::Shown
            }
        }
        CellContent::Text(_)
        | CellContent::Bar(_)
        | CellContent::Spark(..)
        | CellContent::Days(_)
        | CellContent::Flow(_)
        | CellContent::Flags(_)
        | CellContent::Headline(_)
        | CellContent::Age(_) => BidiDirection::LeftToRight,
    };
    let mut cells: Vec<_> = fitted.into_iter().map(|(index, width)| (index, width, read(index))).collect();
    cells.sort_by_key(|(_, _, direction)| *direction);
    cells
}

/// Draws a line outside of a list, with its right-to-left text at the end.
pub(crate) fn draw_line(canvas: &mut Canvas<'_>, run: LineSpan, phrases: &[Phrase]) {
    let direction = match canvas.bidi {
        Bidi::Terminal => BidiDirection::Shown,
        Bidi::Program => BidiDirection::LeftToRight,
    };
    draw_phrases(canvas, run, phrases, direction);
}

/// Draws at most one right-to-left phrase, at the end and with reserved room; the detail view has the others.
fn draw_phrases(canvas: &mut Canvas<'_>, run: LineSpan, phrases: &[Phrase], direction: BidiDirection) {
    let (right_to_left, others): (Vec<&Phrase>, Vec<&Phrase>) =
        phrases.iter().partition(|phrase| is_right_to_left(&phrase.text));
    let (Some(first), BidiDirection::Hidden | BidiDirection::Shown) = (right_to_left.first(), direction) else {
        canvas.phrases(run, phrases);
        return;
    };
    let shown = if direction == BidiDirection::Shown { (*first).clone() } else { Phrase::muted("…") };
    let others: Vec<_> = others.into_iter().skip_while(|phrase| phrase.text.trim().is_empty()).collect();
    if others.is_empty() {
        canvas.phrases(run, [&shown]);
        return;
    }
    // The others get at least half of the room, unless the right-to-left text is short.
    let wanted = u16::try_from(columns(&shown.text)).unwrap_or(u16::MAX);
    let reserved = wanted.min(run.width / 2);
    let before = run.first(run.width - reserved.min(run.width)).width.saturating_sub(GAP);
    let left = canvas.phrases(run.first(before), others).width;
    canvas.phrases(run.after(before - left).after(GAP), [&shown]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panes::view::{Column, RowKind};
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn column(column: Column, text: &str) -> Cell {
        Cell::column(column, Phrase::plain(text))
    }

    fn fill(least: u16, text: &str) -> Cell {
        Cell::fill(Column::Text, least, vec![Phrase::plain(text)])
    }

    #[track_caller]
    fn check(cells: &[Cell], width: u16, line: &str) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        let mut canvas = Canvas::for_test(&mut buffer);
        let row = Row { cells: cells.to_vec(), kind: RowKind::Entry };
        draw(&mut canvas, LineSpan { x: 0, y: 0, width }, &row, &Columns::measure([&row]));
        let drawn: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(drawn.trim_end(), line);
    }

    fn log_row() -> Vec<Cell> {
        vec![
            column(Column::When, "30 Jan"),
            column(Column::Severity, "severe").drop(2),
            fill(6, "strike near the line"),
            column(Column::Source, "AP").drop(1),
        ]
    }

    #[test]
    fn what_is_left_over_goes_to_the_cell_that_fills() {
        check(&log_row(), 37, "30 Jan severe strike near the line AP");
    }

    #[test]
    fn cells_leave_a_narrow_row_by_their_number() {
        check(&log_row(), 20, "30 Jan strike ne… AP");
        check(&log_row(), 15, "30 Jan strike…");
        check(&log_row(), 9, "30 Jan s…");
        check(&log_row(), 4, "30…");
    }

    #[test]
    fn right_to_left_text_goes_to_the_end_of_the_line_and_only_one_is_shown() {
        let cells = [fill(4, "معبر"), column(Column::Name, "רפיח"), column(Column::Source, "AP")];
        check(&cells, 20, "AP …    معبر");
    }

    #[test]
    fn right_to_left_text_keeps_room_and_a_gap_beside_other_words() {
        let words = vec![Phrase::plain("معبر رفح"), Phrase::plain(" "), Phrase::plain("? UNKNOWN planned for 2 Feb")];
        let cell = || Cell::fill(Column::Text, 4, words.clone());
        check(&[cell()], 50, "? UNKNOWN planned for 2 Feb معبر رفح");
        check(&[cell()], 24, "? UNKNOWN plan… معبر رفح");
    }

    #[test]
    fn flags_that_do_not_fit_are_counted() {
        let flags = ["FALLEN BACK", "OVERDUE 2d", "blocked"].map(Phrase::plain).to_vec();
        let cells = [fill(6, "Disarm"), Cell::flags(flags)];
        check(&cells, 40, "Disarm    FALLEN BACK OVERDUE 2d blocked");
        check(&cells, 34, "Disarm   FALLEN BACK OVERDUE 2d +1");
        check(&cells, 22, "Disarm  FALLEN BACK +2");
        check(&cells, 18, "Di… FALLEN BACK +2");
    }
}
