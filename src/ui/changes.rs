//! The strip below the panes: what is due, and what saves have changed.

use super::canvas::{Canvas, Run};
use super::pane::{Frame, mark};
use super::parts::{End, Part};
use super::row;
use crate::app::App;
use crate::app::layout::PaneFrame;
use crate::panes::agenda;
use ratatui::layout::{Constraint, Layout, Margin, Rect};

/// Draws the strip: what is due on the left, what has changed on the right.
pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let [due, changed] = Layout::horizontal([Constraint::Percentage(40), Constraint::Fill(1)]).areas(area);
    draw_due(app, canvas, due);
    draw_changed(app, canvas, changed);
}

/// A box with a title; its inside.
fn boxed(canvas: &mut Canvas<'_>, area: Rect, title: &str) -> Rect {
    canvas.clear(area);
    let frame = Frame::of(canvas, false, PaneFrame::Box);
    frame.draw(canvas, area);
    let title = Part::new(End::Left, 0, title, canvas.theme.strong);
    frame.title(canvas, area, vec![title], String::new());
    area.inner(Margin::new(2, 1))
}

fn draw_due(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let inside = boxed(canvas, area, " Due, overdue first ");
    let agenda = app.board.as_ref().map(agenda).unwrap_or_default();
    if agenda.is_empty() && inside.height > 0 {
        let words = "nothing has a date: write `due` or `opens`";
        canvas.text(Run::line(inside, 0), words, canvas.theme.muted);
    }
    for (phrases, line) in agenda.iter().zip(0..inside.height) {
        let mut run = Run::line(inside, line);
        for phrase in phrases {
            run = canvas.text(run, &phrase.text, canvas.theme.tone(phrase.tone));
        }
    }
}

/// At home, what saves have changed; in the past, what the last step brought.
fn draw_changed(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let (title, empty, changes) = match app.away() {
        None => (
            " Changed by saves since the start, newest first ",
            "nothing yet: rows that a save adds or changes are listed here",
            &app.changes,
        ),
        Some(away) => (
            " What this step brought: + new, ~ reads otherwise than just before ",
            "no row reads otherwise than just before",
            &away.came,
        ),
    };
    let inside = boxed(canvas, area, title);
    let theme = canvas.theme;
    if changes.is_empty() && inside.height > 0 {
        canvas.text(Run::line(inside, 0), empty, theme.muted);
    }
    for (change, line) in changes.iter().zip(0..inside.height) {
        let run = Run::line(inside, line);
        let rest = canvas.text(run, &format!("{} ", change.at.format("%H:%MZ")), theme.muted);
        let name = format!("{:<14} ", app.pane_name(change.pane));
        let rest = canvas.text(rest, &name, theme.plain);
        let (sign, style) = mark(canvas, Some(change.mark));
        canvas.text(rest, sign, style);
        row::draw(canvas, rest.after(2), &change.row.cells);
    }
}
