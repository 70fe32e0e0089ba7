//! The names of all panes, where not all of them are shown.

use super::canvas::{Canvas, Run};
use super::parts::{self, End, Part};
use crate::app::App;
use crate::app::layout::Layout;
use crate::board::Board;

/// Draws the line of tabs: the focused one marked, those that are not shown with their status words where there is room.
pub(crate) fn draw(app: &App, board: &Board, canvas: &mut Canvas<'_>, layout: &Layout) {
    let run = Run::line(layout.tabs, 0);
    if run.width == 0 {
        return;
    }
    let theme = canvas.theme;
    let count = app.panes.len();
    let mut tabs = vec![Part::new(End::Right, 0, format!("{}/{count}", app.focus + 1), theme.muted)];
    for (index, pane) in app.panes.iter().enumerate() {
        let headline = pane.headline(board);
        let (sign, style, drop) = if index == app.focus { ("▸", theme.focus, 0) } else { (" ", theme.plain, 2) };
        tabs.push(Part::new(End::Left, drop, format!("{sign}{} {}", index + 1, headline.name.text), style));
        if layout.panes.iter().all(|(shown, _)| *shown != index) {
            tabs.push(Part::new(End::Left, 3, headline.word.text, theme.tone(headline.word.tone)));
        }
    }
    parts::draw(canvas, run, tabs, 1);
}
