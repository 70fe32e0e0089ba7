//! The strip of what saves have changed, the newest first.

use super::canvas::{Canvas, Run};
use super::pane::{Frame, mark};
use super::parts::{End, Part};
use super::row;
use crate::app::App;
use crate::app::layout::PaneFrame;
use ratatui::layout::{Margin, Rect};

/// Draws the strip.
pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    canvas.clear(area);
    let frame = Frame::of(canvas, false, PaneFrame::Box);
    frame.draw(canvas, area);
    let title = Part::new(End::Left, 0, " Changed by saves since the start, newest first ", canvas.theme.strong);
    frame.title(canvas, area, vec![title], String::new());
    let inside = area.inner(Margin::new(2, 1));
    let theme = canvas.theme;
    if app.changes.is_empty() && inside.height > 0 {
        let words = "nothing yet: rows that a save adds or changes are listed here";
        canvas.text(Run::line(inside, 0), words, theme.muted);
    }
    for (change, line) in app.changes.iter().zip(0..inside.height) {
        let run = Run::line(inside, line);
        let rest = canvas.text(run, &format!("{} ", change.at.format("%H:%MZ")), theme.muted);
        let name = format!("{:<14} ", app.pane_name(change.pane));
        let rest = canvas.text(rest, &name, theme.plain);
        let (sign, style) = mark(canvas, Some(change.mark));
        canvas.text(rest, sign, style);
        row::draw(canvas, rest.after(2), &change.row.cells);
    }
}
