//! Marks in a drawn line what a filter looks for.

use super::canvas::{Canvas, LineSpan};
use crate::panes::FilterQuery;
use crate::text::fold;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use std::iter::repeat_n;
use unicode_width::UnicodeWidthStr;

const FOUND: Style = Style::new().add_modifier(Modifier::BOLD).add_modifier(Modifier::UNDERLINED);

pub(crate) fn highlight(canvas: &mut Canvas<'_>, run: LineSpan, query: &FilterQuery) {
    for needle in query.needles() {
        // The line as the filter reads it, and the column of each of its bytes.
        let (mut line, mut columns) = (String::new(), Vec::new());
        let mut x = run.x;
        while x < run.x + run.width {
            let symbol = canvas.buffer[(x, run.y)].symbol();
            let folded = fold(symbol);
            columns.extend(repeat_n(x, folded.len()));
            line.push_str(&folded);
            x += u16::try_from(symbol.width()).unwrap_or(1).max(1);
        }
        for found in needle.positions(&line) {
            let (first, last) = (columns[found.start], columns[found.end - 1]);
            canvas.lay_over(Rect::new(first, run.y, last + 1 - first, 1), FOUND);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;

    #[track_caller]
    fn check(typed: &str, drawn: &str, marked: &str) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 24, 1));
        let run = LineSpan { x: 0, y: 0, width: 24 };
        let mut canvas = Canvas::for_test(&mut buffer);
        canvas.text(run, drawn, canvas.theme.plain);
        let query = FilterQuery::parse(typed).expect("a filter").expect("something to look for");
        highlight(&mut canvas, run, &query);
        let is_marked = |x: &u16| buffer[(*x, 0)].modifier.contains(Modifier::UNDERLINED);
        let found: String = (0..24).filter(is_marked).map(|x| buffer[(x, 0)].symbol()).collect();
        assert_eq!(found, marked, "{typed:?} in {drawn:?}");
    }

    #[test]
    fn what_was_looked_for_is_marked_where_it_is_drawn() {
        check("gate|rafah !closed", "Rafah: two gates", "Rafahgate");
        check("elysee", "l'E\u{301}lysée", "E\u{301}lysée");
        check("境", "国境 gate", "境");
        check("Gate", "gate", "gate");
    }
}
