//! The strip below the panes: what is due, and what has changed.

use super::canvas::{Canvas, Run};
use super::pane::{Frame, mark};
use super::parts::{End, Part};
use super::row;
use crate::app::layout::PaneFrame;
use crate::app::{App, News, Told};
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

/// At home, what has changed since the operator last looked; in the past, what the last step brought.
fn draw_changed(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let (title, empty, news) = match app.away() {
        None => (
            " Changed since you last looked, newest first: d all, D seen ",
            "nothing yet: what a save or the time changes is listed here",
            &app.news,
        ),
        Some(away) => (" What this step brought ", "no row reads otherwise than just before", &away.came),
    };
    let inside = boxed(canvas, area, title);
    if news.is_empty() && inside.height > 0 {
        canvas.text(Run::line(inside, 0), empty, canvas.theme.muted);
    }
    for (news, line) in news.iter().zip(0..inside.height) {
        draw_news(app, canvas, Run::line(inside, line), news);
    }
}

fn draw_news(app: &App, canvas: &mut Canvas<'_>, run: Run, news: &News) {
    let theme = canvas.theme;
    let at = news.at.map_or_else(|| "earlier".to_owned(), |at| at.format("%H:%MZ").to_string());
    let rest = canvas.text(run, &format!("{at:<8}"), theme.muted);
    let pane = news.pane.map(|pane| app.pane_name(pane)).unwrap_or_default();
    let rest = canvas.text(rest, &format!("{pane:<14} "), theme.plain);
    let (sign, style) = mark(canvas, Some(news.mark));
    canvas.text(rest, sign, style);
    match &news.told {
        Told::Row(row) => row::draw(canvas, rest.after(2), &row.cells),
        Told::Line(line) => {
            canvas.text(rest.after(2), &line.sentence(), theme.tone(line.tone()));
        }
    }
}
