//! One row of a pane: its cells, fitted into a width.

use super::canvas::{Canvas, Run};
use super::chart;
use crate::panes::view::{Cell, Content, Phrase, Width};

/// Columns between two cells.
const GAP: u16 = 1;

/// Draws the cells of a row into a run.
pub(crate) fn draw(canvas: &mut Canvas<'_>, run: Run, cells: &[Cell]) {
    let mut rest = run;
    let mut seen_right_to_left = false;
    for (index, width) in right_to_left_last(cells, fitted(cells, run.width)) {
        let part = rest.first(width);
        match &cells[index].content {
            Content::Text(phrases) => {
                let hide = seen_right_to_left;
                seen_right_to_left |= phrases.iter().any(is_right_to_left);
                draw_phrases(canvas, part, phrases, hide);
            }
            Content::Bar(bar) => chart::bar(canvas, part, *bar),
            Content::Spark(values, tone) => chart::spark(canvas, part, values, *tone),
            Content::Days(days) => chart::days(canvas, part, days),
        }
        rest = rest.after(width + GAP);
    }
}

/// Which cells stay, and how wide each is. Those with the highest `drop` leave first; what is left over goes to the
/// first cell that fills; where nothing can leave any more, the last ones are cut.
fn fitted(cells: &[Cell], width: u16) -> Vec<(usize, u16)> {
    let mut staying: Vec<usize> = (0..cells.len()).collect();
    let needed = |staying: &[usize]| -> u32 {
        let gaps = u32::from(GAP) * u32::try_from(staying.len().saturating_sub(1)).unwrap_or(0);
        staying.iter().map(|&at| u32::from(least(&cells[at]))).sum::<u32>() + gaps
    };
    while needed(&staying) > u32::from(width) {
        let Some(place) = (0..staying.len()).rev().max_by_key(|&place| (cells[staying[place]].drop, place)) else {
            break;
        };
        if cells[staying[place]].drop == 0 {
            break;
        }
        staying.remove(place);
    }
    let mut spare = u16::try_from(u32::from(width).saturating_sub(needed(&staying))).unwrap_or(0);
    let mut lacking = u16::try_from(needed(&staying).saturating_sub(u32::from(width))).unwrap_or(u16::MAX);
    let give = |at: usize| {
        let mut wide = least(&cells[at]);
        if let Width::Fill(_) = cells[at].width {
            let given_up = lacking.min(wide);
            lacking -= given_up;
            wide = wide - given_up + std::mem::take(&mut spare);
        }
        (at, wide)
    };
    staying.into_iter().map(give).collect()
}

fn least(cell: &Cell) -> u16 {
    match cell.width {
        Width::Fixed(width) | Width::Fill(width) => width,
    }
}

/// A terminal may turn everything after right-to-left text round, so the cell with it goes to the end of the line.
fn right_to_left_last(cells: &[Cell], mut fitted: Vec<(usize, u16)>) -> Vec<(usize, u16)> {
    fitted.sort_by_key(|(index, _)| match &cells[*index].content {
        Content::Text(phrases) => phrases.iter().any(is_right_to_left),
        Content::Bar(_) | Content::Spark(..) | Content::Days(_) => false,
    });
    fitted
}

/// One right-to-left phrase at most, and at the end; the detail view has the others.
fn draw_phrases(canvas: &mut Canvas<'_>, run: Run, phrases: &[Phrase], hide_right_to_left: bool) {
    if !phrases.iter().any(is_right_to_left) {
        canvas.phrases(run, phrases);
        return;
    }
    let (right_to_left, others): (Vec<&Phrase>, Vec<&Phrase>) =
        phrases.iter().partition(|phrase| is_right_to_left(phrase));
    let rest = canvas.phrases(run, others);
    match right_to_left.first() {
        Some(first) if !hide_right_to_left => canvas.phrases(rest, [*first]),
        Some(_) | None => canvas.text(rest, "…", canvas.theme.muted),
    };
}

fn is_right_to_left(phrase: &Phrase) -> bool {
    !phrase.text.is_ascii()
        && phrase.text.chars().any(|c| {
            matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
                | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{ColourDepth, Glyphs, Look, ThemeName};
    use crate::ui::theme::Theme;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn cell(width: Width, text: &str) -> Cell {
        Cell { content: Content::Text(vec![Phrase::plain(text)]), width, drop: 0 }
    }

    #[track_caller]
    fn check(cells: &[Cell], width: u16, line: &str) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        let look = Look { theme: ThemeName::Mono, colours: ColourDepth::None, glyphs: Glyphs::Unicode };
        let mut canvas = Canvas { buffer: &mut buffer, theme: Theme::of(look) };
        draw(&mut canvas, Run { x: 0, y: 0, width }, cells);
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
        check(&cells, 20, "AP  معبر        …");
    }
}
