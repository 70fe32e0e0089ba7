//! The names of all panes, where only one of them is shown.

use super::canvas::{Canvas, Run};
use super::parts::{self, End, Part};
use crate::app::App;
use crate::board::Board;

/// Draws the line of tabs: the shown one marked, the others with their status words where there is room.
pub(crate) fn draw(app: &App, board: &Board, canvas: &mut Canvas<'_>, run: Run) {
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
        if index != app.focus {
            tabs.push(Part::new(End::Left, 3, headline.word.text, theme.tone(headline.word.tone)));
        }
    }
    parts::draw(canvas, run, tabs, 1);
}
