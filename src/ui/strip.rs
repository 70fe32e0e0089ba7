//! The strip below the panes: what is due, and what has changed.

use super::canvas::{Canvas, LineSpan};
use super::columns::Columns;
use super::pane::{Frame, mark};
use super::parts::{End, StyledPart};
use super::row;
use crate::app::layout::PaneFrame;
use crate::app::{App, ChangeNotice, NoticeBody};
use crate::panes::agenda;
use ratatui::layout::{Constraint, Layout, Margin, Rect};

/// Draws the strip: what is due on the left, what has changed on the right.
pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let [due, changed] = Layout::horizontal([Constraint::Percentage(40), Constraint::Fill(1)]).areas(area);
    draw_due(app, canvas, due);
    draw_changed(app, canvas, changed);
}

/// Draws a box with a title, and returns the area inside.
fn boxed(canvas: &mut Canvas<'_>, area: Rect, title: &str) -> Rect {
    canvas.clear(area);
    let frame = Frame::new(canvas, false, PaneFrame::Box);
    frame.draw(canvas, area);
    let title = StyledPart::new(End::Left, 0, title, canvas.theme.strong);
    frame.title(canvas, area, vec![title], String::new());
    area.inner(Margin::new(2, 1))
}

fn draw_due(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let inside = boxed(canvas, area, " Due, overdue first ");
    let agenda = app.board().map(agenda).unwrap_or_default();
    if agenda.is_empty() && inside.height > 0 {
        let words = "nothing has a date: write `due` or `opens`";
        canvas.text(LineSpan::line(inside, 0), words, canvas.theme.muted);
    }
    for (phrases, line) in agenda.iter().zip(0..inside.height) {
        let mut run = LineSpan::line(inside, line);
        for phrase in phrases {
            run = canvas.text(run, &phrase.text, canvas.theme.tone(phrase.tone));
        }
    }
}

/// In the present, the changes since the operator last looked; in the past, those of the last step.
fn draw_changed(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let (title, empty, notices) = match app.travel().past() {
        None => (
            " Changed since you last looked, newest first: d all, D seen ",
            "nothing yet: what a save or the time changes is listed here",
            app.seen().notices(),
        ),
        Some(past) => (" What this step brought ", "every row reads the same as before", past.came()),
    };
    let inside = boxed(canvas, area, title);
    if notices.is_empty() && inside.height > 0 {
        canvas.text(LineSpan::line(inside, 0), empty, canvas.theme.muted);
    }
    let shown = &notices[..notices.len().min(usize::from(inside.height))];
    let columns = Columns::measure(shown.iter().filter_map(|notice| match &notice.body {
        NoticeBody::Row(row) => Some(row),
        NoticeBody::Line(_) => None,
    }));
    for (notice, line) in shown.iter().zip(0..) {
        draw_notice(app, canvas, LineSpan::line(inside, line), notice, &columns);
    }
}

fn draw_notice(app: &App, canvas: &mut Canvas<'_>, run: LineSpan, notice: &ChangeNotice, columns: &Columns) {
    let theme = canvas.theme;
    let at = notice.at.map_or_else(|| "earlier".to_owned(), |at| at.format("%H:%MZ").to_string());
    let rest = canvas.text(run, &format!("{at:<8}"), theme.muted);
    let pane = notice.pane.map_or("", |pane| app.panes().name(pane));
    let rest = canvas.text(rest, &format!("{pane:<14} "), theme.plain);
    let (sign, style) = mark(canvas, Some(notice.mark));
    canvas.text(rest, sign, style);
    match &notice.body {
        NoticeBody::Row(row) => row::draw(canvas, rest.after(2), row, columns),
        NoticeBody::Line(line) => {
            canvas.text(rest.after(2), &line.sentence(), theme.tone(line.tone()));
        }
    }
}
