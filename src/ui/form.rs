//! Draws a form: one line per field, a problem below its field, and below the fields the accepted values.

use super::canvas::{Canvas, LineSpan};
use super::pane::Frame;
use super::parts::{End, StyledPart};
use crate::app::form::{Choice, Form, Line, ValueOrigin};
use crate::app::layout::{PaneFrame, cut_top};
use crate::app::message::Message;
use crate::app::wrap::{columns, wrap};
use crate::app::{App, Click, form_area, too_small};
use crate::draft::Need;
use crate::panes::view::{DetailLine, Phrase};
use crate::text::{graphemes, sanitise};
use ratatui::layout::{Margin, Rect};
use unicode_width::UnicodeWidthStr;

/// The columns of a field's name, with the sign before it.
const NAME: u16 = 15;

/// The minimum number of rows for the accepted values.
const BELOW: u16 = 4;

/// The usual number of rows for them, so that the frame keeps its size from field to field.
const USUAL: u16 = 10;

/// Draws a form, and returns the position of the cursor.
pub(crate) fn draw(app: &App, form: &Form, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    let area = form_area(&app.layout());
    if !app.screen().has_room_for_a_form() {
        canvas.clear(area);
        canvas.text(LineSpan::line(area, 0), &too_small(), canvas.theme.caution);
        canvas.text(LineSpan::line(area, 1), "enlarge the window, or press Esc", canvas.theme.plain);
        return None;
    }
    let rows: Vec<FormRow<'_>> = rows(form, area.width.saturating_sub(8)).collect();
    let wanted = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let height = area.height.min(wanted.saturating_add(USUAL).saturating_add(2));
    let area = Rect { height, ..area };
    let inside = framed(canvas, area, &form.title, &form.standing);
    let (fields, below) = cut_top(inside, wanted.min(inside.height.saturating_sub(BELOW)));
    let focused = rows.iter().position(|row| matches!(row, FormRow::Field(at, _) if *at == form.at)).unwrap_or(0);
    // The focused field with its problem, and one field before and after it if there is room.
    let height = usize::from(fields.height);
    let top = (focused + 3).saturating_sub(height).min(focused).min(rows.len().saturating_sub(height));
    let mut cursor = None;
    for (row, at) in rows.iter().skip(top).zip(0..fields.height) {
        let run = LineSpan::line(fields, at);
        if let FormRow::Field(place, _) = row {
            canvas.clickable(run, Click::Field(*place));
        }
        match row {
            FormRow::Field(place, line) if *place == form.at => cursor = Some(draw_focused(canvas, run, line)),
            FormRow::Field(_, line) => draw_line(canvas, run, line),
            FormRow::Problem(words) => {
                canvas.text(run.after(2), words, canvas.theme.alarm);
            }
        }
    }
    draw_below(form, canvas, below);
    cursor
}

/// Draws the menu of the things that can be recorded here.
pub(crate) fn choice(app: &App, choice: &Choice, canvas: &mut Canvas<'_>) {
    let area = form_area(&app.layout());
    let height = u16::try_from(choice.options.len() + 2).unwrap_or(u16::MAX).min(area.height);
    let inside = framed(canvas, Rect { height, ..area }, choice.title, "");
    for ((option, nth), at) in choice.options.iter().zip(1..).zip(0..inside.height) {
        let run = LineSpan::line(inside, at);
        canvas.clickable(run, Click::Line(nth - 1));
        let is_selected = choice.selected + 1 == nth;
        let rest = canvas.text(run, if is_selected { "▸ " } else { "  " }, canvas.theme.focus);
        let rest = canvas.text(rest, &format!("{nth} "), canvas.theme.key);
        canvas.text(rest, &option.label, canvas.theme.plain);
        if is_selected {
            canvas.lay_over(Rect::new(run.x, run.y, run.width, 1), canvas.theme.selected);
        }
    }
}

/// Draws a frame with a title and further text, and returns the area inside.
pub(super) fn framed(canvas: &mut Canvas<'_>, area: Rect, title: &str, more: &str) -> Rect {
    canvas.clear(area);
    let frame = Frame::new(canvas, true, PaneFrame::Box);
    frame.draw(canvas, area);
    let mut left = vec![StyledPart::new(End::Left, 0, format!("▸{title} "), canvas.theme.strong)];
    if !more.is_empty() {
        left.push(StyledPart::new(End::Left, 1, format!("· now {more} "), canvas.theme.plain));
    }
    frame.title(canvas, area, left, String::new());
    area.inner(Margin::new(2, 1))
}

enum FormRow<'f> {
    Field(usize, &'f Line),
    Problem(String),
}

fn rows(form: &Form, width: u16) -> impl Iterator<Item = FormRow<'_>> {
    let problem = move |message: &Option<Message>| {
        let words: Vec<_> =
            message.iter().map(|message| DetailLine::new(0, vec![Phrase::plain(message.to_string())])).collect();
        let lines = wrap(&words, width).into_iter().zip(0..).map(|(line, nth)| {
            let words: String = line.phrases.iter().map(|phrase| phrase.text.as_str()).collect();
            FormRow::Problem(format!("{}{words}", if nth == 0 { "× " } else { "  " }))
        });
        lines.collect::<Vec<_>>()
    };
    let whole = problem(&form.problem);
    let lines = form.lines.iter().enumerate();
    let lines =
        lines.flat_map(move |(at, line)| std::iter::once(FormRow::Field(at, line)).chain(problem(&line.problem)));
    whole.into_iter().chain(lines)
}

fn draw_name(canvas: &mut Canvas<'_>, run: LineSpan, line: &Line, sign: &str) -> LineSpan {
    canvas.text(run, sign, canvas.theme.focus);
    let style = match line.field.need {
        Need::Required | Need::Unless(_) => canvas.theme.strong,
        Need::Now | Need::Optional => canvas.theme.plain,
    };
    if line.origin.is_suggestion() && !line.input.value().is_empty() {
        canvas.text(run.after(1), "?", canvas.theme.caution);
    }
    canvas.text(run.after(2).first(NAME - 3), line.field.key, style);
    run.after(NAME)
}

fn draw_line(canvas: &mut Canvas<'_>, run: LineSpan, line: &Line) {
    let run = draw_name(canvas, run, line, "  ");
    if line.input.value().is_empty() {
        placeholder(canvas, run, line);
    } else {
        let rest = canvas.text(run, &sanitise(line.input.value()), canvas.theme.plain);
        if line.origin.is_suggestion() {
            canvas.text(rest.after(2), "suggested", canvas.theme.caution);
        }
    }
}

/// Draws the focused field. Long text is scrolled so that the cursor stays visible.
fn draw_focused(canvas: &mut Canvas<'_>, run: LineSpan, line: &Line) -> (u16, u16) {
    let run = draw_name(canvas, run, line, "▸ ");
    let value = line.input.value();
    let until = value.char_indices().nth(line.input.cursor()).map_or(value.len(), |(at, _)| at);
    if value.is_empty() {
        placeholder(canvas, run.after(1), line);
        return (run.x, run.y);
    }
    let column = columns(&sanitise(&value[..until]));
    let (text, column) = window(&sanitise(value), column, usize::from(run.width));
    let style = match line.origin {
        ValueOrigin::Default | ValueOrigin::Given | ValueOrigin::Selected => canvas.theme.selected,
        ValueOrigin::Typed => canvas.theme.plain,
    };
    let rest = canvas.text_as_stored(run, &text, style);
    if line.origin.is_suggestion() {
        canvas.text(rest.after(2), "suggested: Enter confirms it, typing replaces it", canvas.theme.caution);
    }
    (run.x + u16::try_from(column).unwrap_or(0).min(run.width.saturating_sub(1)), run.y)
}

/// The part of a text around the cursor that fits, and the cursor's column in it.
fn window(text: &str, cursor: usize, width: usize) -> (String, usize) {
    if cursor < width {
        return (text.to_owned(), cursor);
    }
    let hidden = cursor + 2 - width;
    let mut skipped = 0;
    let rest = graphemes(text).skip_while(|grapheme| {
        let is_hidden = skipped < hidden;
        skipped += if is_hidden { grapheme.width() } else { 0 };
        is_hidden
    });
    let rest: String = rest.collect();
    (format!("…{rest}"), cursor + 1 - skipped)
}

fn placeholder(canvas: &mut Canvas<'_>, run: LineSpan, line: &Line) {
    let need = match line.field.need {
        Need::Required | Need::Unless(_) => "; required",
        Need::Now | Need::Optional => "",
    };
    canvas.text(run, &format!("({}{need})", line.field.ask), canvas.theme.muted);
}

/// The accepted values of the field: its candidates, or its format.
fn draw_below(form: &Form, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    let line = form.line();
    let (rule, area) = cut_top(area, 1);
    canvas.repeat(LineSpan::line(rule, 0), "─", theme.border);
    let title = format!(" {}: {} ", line.field.ask, line.field.form.hint());
    canvas.text(LineSpan::line(rule, 0).after(1), &title, theme.plain);
    if form.pick.is_empty() {
        if line.field.form.is_time() {
            let ahead = if line.field.is_ahead() {
                "9 feb, 9 feb 2026 14:00, 7d"
            } else {
                "now, 09:15, yesterday 18:00, 9 feb, -2h"
            };
            canvas.text(LineSpan::line(area, 0).after(2), &format!("also: {ahead}"), theme.plain);
        }
        return;
    }
    let count = form.pick.matching().len();
    if count == 0 {
        let typed = sanitise(line.input.value()).into_owned();
        let words = match line.field.form {
            form if form.names_voice() => format!("`{typed}` is not in the file: a form to add it follows"),
            form if form.is_closed() => format!("none of them has `{typed}`"),
            _ => format!("a new one: `{typed}`"),
        };
        canvas.text(LineSpan::line(area, 0).after(2), &words, theme.caution);
        return;
    }
    let height = usize::from(area.height);
    let chosen = form.pick.chosen();
    let top = (chosen.unwrap_or(0) + 2).saturating_sub(height).min(count.saturating_sub(height));
    let wide = form.pick.matching().map(|candidate| columns(&sanitise(&candidate.word))).max().unwrap_or(0);
    let wide = u16::try_from(wide).unwrap_or(u16::MAX).min(area.width / 2);
    for ((candidate, place), at) in form.pick.matching().zip(0..).skip(top).zip(0..area.height) {
        let run = LineSpan::line(area, at);
        let is_last = usize::from(at) + 1 == height && place + 1 < count;
        if is_last {
            canvas.text(run.after(2), &format!("… {} more", count - place), theme.muted);
            break;
        }
        canvas.clickable(run, Click::Candidate(place));
        canvas.text(run, if chosen == Some(place) { "▸" } else { " " }, theme.focus);
        canvas.text(run.after(2).first(wide), &sanitise(&candidate.word), theme.strong);
        canvas.text(run.after(2 + wide + 2), &sanitise(&candidate.about), theme.plain);
        if chosen == Some(place) {
            canvas.lay_over(Rect::new(run.x, run.y, run.width, 1), theme.selected);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_scrolls_so_that_the_cursor_stays_in_sight() {
        assert_eq!(window("abcdef", 3, 10), ("abcdef".to_owned(), 3));
        assert_eq!(window("abcdefghij", 10, 6), ("…ghij".to_owned(), 5));
        assert_eq!(window("abcdefghij", 9, 6), ("…fghij".to_owned(), 5));
        let (text, column) = window("国境の検問所", 12, 6);
        assert!(columns(&text[..]) <= 6 && column < 6, "{text} {column}");
    }
}
