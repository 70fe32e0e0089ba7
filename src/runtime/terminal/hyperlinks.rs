//! Writes the links of a frame (OSC 8). A cell of ratatui has no link, so cells whose link is new are written once more.

use crate::ui::{Hyperlink, SgrWriter, visible_cells};
use crossterm::Command as _;
use crossterm::cursor::MoveTo;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use std::collections::BTreeSet;

const SAVE_CURSOR: &str = "\x1b7";
const RESTORE_CURSOR: &str = "\x1b8";

/// The links that are on the screen, with their cells.
#[derive(Default)]
pub(super) struct WrittenLinks(Vec<(Hyperlink, Vec<Cell>)>);

impl WrittenLinks {
    /// Forgets the links: the whole screen will be written again.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Takes the links of a new frame, and returns what to write after it.
    pub(super) fn replace(&mut self, links: Vec<Hyperlink>, frame: &Buffer) -> String {
        let shown = links.into_iter().filter_map(|link| {
            let cells = cells(&link, frame)?;
            // Another text can cover it.
            let text: String = cells.iter().map(Cell::symbol).collect();
            link.url.contains(&text).then(|| (link, cells.to_vec()))
        });
        let before = std::mem::replace(&mut self.0, shown.collect());
        let mut out = String::new();
        // A link that goes can leave any text, also a half of a wide character: its row is written from the beginning.
        let gone = before.iter().filter(|link| !self.0.contains(link)).map(|(link, _)| link.place.y);
        let rows: BTreeSet<u16> = gone.filter(|row| *row < frame.area.height).collect();
        for row in &rows {
            let width = usize::from(frame.area.width);
            write(&mut out, (0, *row), &frame.content[usize::from(*row) * width..][..width]);
        }
        for (link, cells) in &self.0 {
            if rows.contains(&link.place.y) || !before.iter().any(|(known, before)| known == link && before == cells) {
                out.push_str(&format!("\x1b]8;;{}\x1b\\", link.url));
                write(&mut out, (link.place.x, link.place.y), cells);
                out.push_str("\x1b]8;;\x1b\\");
            }
        }
        if out.is_empty() { out } else { format!("{SAVE_CURSOR}{out}{RESTORE_CURSOR}") }
    }
}

/// The cells of a link; `None` if the frame is too small for it.
fn cells<'f>(link: &Hyperlink, frame: &'f Buffer) -> Option<&'f [Cell]> {
    let last = Position::new(link.place.x + link.place.width.checked_sub(1)?, link.place.y);
    let end = frame.area.contains(last).then(|| frame.index_of(last.x, last.y))?;
    frame.content.get(end + 1 - usize::from(link.place.width)..=end)
}

fn write(out: &mut String, (x, y): (u16, u16), cells: &[Cell]) {
    let mut writer = SgrWriter::default();
    MoveTo(x, y).write_ansi(out).expect("writing to a string cannot fail");
    visible_cells(cells).for_each(|cell| writer.draw(out, cell));
    writer.reset(out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::LineSpan;

    fn link(x: u16, width: u16) -> Vec<Hyperlink> {
        vec![Hyperlink { place: LineSpan { x, y: 0, width }, url: "https://a.org".to_owned() }]
    }

    const WRITTEN: &str = "\x1b7\x1b]8;;https://a.org\x1b\\\x1b[1;3Hhttps://a.org\x1b]8;;\x1b\\\x1b8";

    #[test]
    fn a_link_is_written_once_and_taken_back_when_it_goes() {
        let frame = Buffer::with_lines(["  https://a.org  "]);
        let mut links = WrittenLinks::default();
        assert_eq!(links.replace(Vec::new(), &frame), "");
        assert_eq!(links.replace(link(2, 13), &frame), WRITTEN);
        assert_eq!(links.replace(link(2, 13), &frame), "");
        let other = Buffer::with_lines([" 国境 text        "]);
        assert_eq!(links.replace(Vec::new(), &other), "\x1b7\x1b[1;1H 国境 text        \x1b8");
        assert_eq!(links.replace(link(2, 13), &frame), WRITTEN);
        links.forget();
        assert_eq!(links.replace(link(2, 13), &frame), WRITTEN);
    }

    #[test]
    fn text_that_covers_a_link_or_a_small_frame_has_none() {
        let mut links = WrittenLinks::default();
        assert_eq!(links.replace(link(2, 13), &Buffer::with_lines(["  https:┌Menu──┐"])), "");
        assert_eq!(links.replace(link(2, 13), &Buffer::with_lines(["  https://"])), "");
        assert_eq!(links.replace(link(2, 0), &Buffer::with_lines(["  https://"])), "");
    }
}
