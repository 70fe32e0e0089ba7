//! Prints one frame as text, for tests, screenshots and standard output that is not a terminal.

use super::draw_into;
use super::sgr_writer::SgrWriter;
use crate::app::App;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// Whether printed text has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintStyle {
    Plain,
    Ansi,
}

/// One frame as lines of text without trailing spaces. The frame has the app's own size, and is cut to the given
/// columns and rows.
pub fn print(app: &App, width: u16, height: u16, style: PrintStyle) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    draw_into(app, &mut buffer);
    let mut out = String::new();
    for line in buffer.content.chunks(usize::from(width).max(1)) {
        let text = match style {
            PrintStyle::Plain => plain(line),
            PrintStyle::Ansi => ansi(line),
        };
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

/// The visible cells of a line: those covered by a preceding wide grapheme are skipped.
pub(crate) fn visible_cells(line: &[Cell]) -> impl Iterator<Item = &Cell> {
    let mut covered = 0;
    line.iter().filter(move |cell| {
        let shown = covered == 0;
        covered = if shown { cell.symbol().width().saturating_sub(1) } else { covered - 1 };
        shown
    })
}

fn plain(line: &[Cell]) -> String {
    visible_cells(line).map(Cell::symbol).collect()
}

fn ansi(line: &[Cell]) -> String {
    let blank = |cell: &Cell| cell.symbol() == " " && SgrWriter::of_cell(cell) == SgrWriter::default();
    let end = line.iter().rposition(|cell| !blank(cell)).map_or(0, |last| last + 1);
    let (mut out, mut writer) = (String::new(), SgrWriter::default());
    visible_cells(&line[..end]).for_each(|cell| writer.draw(&mut out, cell));
    writer.reset(&mut out);
    out
}
