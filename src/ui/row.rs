//! One row of a pane: its cells, fitted into a width.

use super::canvas::{Canvas, LineSpan};
use super::{chart, title};
use crate::app::Bidi;
use crate::app::wrap::columns;
use crate::board::freshness::Freshness;
use crate::panes::view::{Cell, CellContent, Phrase, Width, age_phrase};
use crate::text::is_right_to_left;

/// The columns between two cells.
const GAP: u16 = 1;

/// Draws the cells of a row into a run.
pub(crate) fn draw(canvas: &mut Canvas<'_>, run: LineSpan, cells: &[Cell]) {
    let mut rest = run;
    for (index, width, reading) in right_to_left_last(canvas.bidi, cells, fitted(cells, run.width)) {
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

/// The cells that stay, and their widths. Cells with the highest `drop` are dropped first; the first cell that fills
/// gets the remaining width; if no cell can be dropped, the last ones are cut.
fn fitted(cells: &[Cell], width: u16) -> Vec<(usize, u16)> {
    // Each cell that stays, its width, and its `drop`.
    let mut staying: Vec<(usize, u16, u8)> =
        cells.iter().enumerate().map(|(at, cell)| (at, least(cell), cell.drop)).collect();
    let needed = |staying: &[(usize, u16, u8)]| -> u32 {
        let gaps = u32::from(GAP) * u32::try_from(staying.len().saturating_sub(1)).unwrap_or(0);
        staying.iter().map(|(_, wide, _)| u32::from(*wide)).sum::<u32>() + gaps
    };
    while needed(&staying) > u32::from(width) {
        let Some(place) = (0..staying.len()).rev().max_by_key(|&place| (staying[place].2, place)) else { break };
        let (at, wide, drop) = staying[place];
        if drop == 0 {
            break;
        }
        match &cells[at].content {
            // Flags shrink to the first one, and then stay.
            CellContent::Flags(flags) => staying[place] = (at, flags_least(flags).min(wide), 0),
            CellContent::Text(_)
            | CellContent::Bar(_)
            | CellContent::Spark(..)
            | CellContent::Days(_)
            | CellContent::Flow(_)
            | CellContent::Headline(_)
            | CellContent::Age(_) => {
                staying.remove(place);
            }
        }
    }
    let mut spare = u16::try_from(u32::from(width).saturating_sub(needed(&staying))).unwrap_or(0);
    let mut lacking = u16::try_from(needed(&staying).saturating_sub(u32::from(width))).unwrap_or(u16::MAX);
    for (at, wide, _) in &mut staying {
        if let CellContent::Flags(_) = cells[*at].content {
            let taken = spare.min(least(&cells[*at]) - *wide);
            *wide += taken;
            spare -= taken;
        }
    }
    let give = |(at, mut wide, _): (usize, u16, u8)| {
        if let Width::Fill(_) = cells[at].width {
            let given_up = lacking.min(wide);
            lacking -= given_up;
            wide = wide - given_up + std::mem::take(&mut spare);
        }
        (at, wide)
    };
    staying.into_iter().map(give).collect()
}

/// The width of the first flag, and of the number of further ones.
fn flags_least(flags: &[Phrase]) -> u16 {
    let first = flags.first().map_or(0, |flag| columns(&flag.text));
    let more = if flags.len() > 1 { columns(&more_flags(flags.len() - 1)) + 1 } else { 0 };
    u16::try_from(first + more).unwrap_or(u16::MAX)
}

fn more_flags(number: usize) -> String {
    format!("+{number}")
}

/// Draws as many flags as fit, and the number of the others.
fn draw_flags(canvas: &mut Canvas<'_>, run: LineSpan, flags: &[Phrase]) {
    let width = |shown: usize| -> usize {
        let words: usize = flags[..shown].iter().map(|flag| columns(&flag.text) + 1).sum();
        let more = flags.len() - shown;
        if more > 0 { words + columns(&more_flags(more)) } else { words.saturating_sub(1) }
    };
    let fits = (1..=flags.len()).rev().find(|shown| width(*shown) <= usize::from(run.width));
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

fn least(cell: &Cell) -> u16 {
    match cell.width {
        Width::Fixed(width) | Width::Fill(width) => width,
    }
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
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn cell(width: Width, text: &str) -> Cell {
        Cell { content: CellContent::Text(vec![Phrase::plain(text)]), width, drop: 0 }
    }

    #[track_caller]
    fn check(cells: &[Cell], width: u16, line: &str) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        let mut canvas = Canvas::for_test(&mut buffer);
        draw(&mut canvas, LineSpan { x: 0, y: 0, width }, cells);
        let drawn: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(drawn.trim_end(), line);
    }

    fn log_row() -> Vec<Cell> {
        vec![
            cell(Width::Fixed(6), "30 Jan"),
            cell(Width::Fixed(6), "severe").drop(2),
            cell(Width::Fill(6), "strike near the line"),
            cell(Width::Fixed(3), "AP").drop(1),
        ]
    }

    #[test]
    fn what_is_left_over_goes_to_the_cell_that_fills() {
        check(&log_row(), 38, "30 Jan severe strike near the line AP");
    }

    #[test]
    fn cells_leave_a_narrow_row_by_their_number() {
        check(&log_row(), 20, "30 Jan strike n… AP");
        check(&log_row(), 15, "30 Jan strike…");
        check(&log_row(), 9, "30 Jan s…");
        check(&log_row(), 4, "30…");
    }

    #[test]
    fn right_to_left_text_goes_to_the_end_of_the_line_and_only_one_is_shown() {
        let cells = [cell(Width::Fill(4), "معبر"), cell(Width::Fixed(4), "רפיח"), cell(Width::Fixed(3), "AP")];
        check(&cells, 20, "AP  …    معبر");
    }

    #[test]
    fn right_to_left_text_keeps_room_and_a_gap_beside_other_words() {
        let words = vec![Phrase::plain("معبر رفح"), Phrase::plain(" "), Phrase::plain("? UNKNOWN planned for 2 Feb")];
        let cell = || Cell { content: CellContent::Text(words.clone()), width: Width::Fill(4), drop: 0 };
        check(&[cell()], 50, "? UNKNOWN planned for 2 Feb معبر رفح");
        check(&[cell()], 24, "? UNKNOWN plan… معبر رفح");
    }

    #[test]
    fn flags_that_do_not_fit_are_counted() {
        let flags = ["FALLEN BACK", "OVERDUE 2d", "blocked"].map(Phrase::plain).to_vec();
        let cells = [cell(Width::Fill(6), "Disarm"), Cell::flags(flags).drop(2)];
        check(&cells, 40, "Disarm    FALLEN BACK OVERDUE 2d blocked");
        check(&cells, 34, "Disarm FALLEN BACK OVERDUE 2d +1");
        check(&cells, 22, "Disarm FALLEN BACK +2");
        check(&cells, 18, "Di… FALLEN BACK +2");
    }
}
