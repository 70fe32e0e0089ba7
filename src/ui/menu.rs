//! The help, the legend and the palette: searchable lists.

use super::canvas::{Canvas, LineSpan};
use super::pane::Frame;
use super::parts::{End, StyledPart};
use crate::app::Click;
use crate::app::layout::{PaneFrame, cut_top};
use crate::app::menu::{Menu, MenuChoice, MenuKind, MenuLine};
use crate::app::wrap::{columns, wrap};
use crate::panes::view::{DetailLine, Phrase};
use ratatui::layout::{Margin, Rect};
use std::iter::once;

enum DrawnLine<'m> {
    Heading(&'static str),
    Line(usize, &'m MenuLine),
    /// The rest of a description that takes several lines.
    More(DetailLine),
    Blank,
}

/// The widths of the first two columns.
#[derive(Clone, Copy)]
struct Widths {
    left: u16,
    name: usize,
}

/// Draws an open list over the page, and returns the position of the cursor.
pub(crate) fn draw(menu: &Menu, canvas: &mut Canvas<'_>, body: Rect) -> (u16, u16) {
    let (area, title) = match menu.kind {
        MenuKind::Help => (body, "▸Help: type to find, Enter runs, ? shows the legend "),
        MenuKind::Legend => (body, "▸Legend: what the signs mean; type to find "),
        MenuKind::Notices => (body, "▸Notices: the newest first; / finds "),
        MenuKind::Palette => (
            Rect { height: body.height.min(16), width: body.width.min(100), ..body },
            "▸Every action, pane and name: type to find ",
        ),
    };
    canvas.clear(area);
    let frame = Frame::new(canvas, true, PaneFrame::Box);
    frame.draw(canvas, area);
    let count = menu.matching().len();
    let position = format!("{}/{count}", (menu.selected + 1).min(count));
    frame.title(canvas, area, vec![StyledPart::new(End::Left, 0, title, canvas.theme.strong)], position);
    let inside = area.inner(Margin::new(2, 1));
    let (input, list) = cut_top(inside, 1);
    let run = LineSpan::line(input, 0);
    let rest = canvas.text(run, ": ", canvas.theme.key);
    canvas.text_as_stored(rest, &crate::text::sanitise(menu.input.value()), canvas.theme.plain);
    draw_list(menu, canvas, list);
    let column = u16::try_from(menu.input.visual_cursor() + 2).unwrap_or(0).min(run.width.saturating_sub(1));
    (run.x + column, run.y)
}

fn draw_list(menu: &Menu, canvas: &mut Canvas<'_>, area: Rect) {
    if menu.matching().len() == 0 {
        let words = match menu.kind {
            MenuKind::Notices if menu.input.value().is_empty() => "no notices yet: Esc goes back",
            MenuKind::Help | MenuKind::Legend | MenuKind::Notices | MenuKind::Palette => {
                "nothing here has that in it: Esc goes back"
            }
        };
        canvas.text(LineSpan::line(area, 0), words, canvas.theme.plain);
        return;
    }
    let left = menu.matching().map(left_columns).max().unwrap_or(0);
    let lines = drawn_lines(menu, area.width.saturating_sub(2 + left + 2));
    let chosen = lines.iter().position(|line| matches!(line, DrawnLine::Line(place, _) if *place == menu.selected));
    let height = usize::from(area.height);
    // Half a screen above the selected line, so that its heading is visible.
    let top = chosen.unwrap_or(0).saturating_sub(height / 2).min(lines.len().saturating_sub(height));
    let shown = &lines[top..lines.len().min(top + height)];
    let name = |line: &DrawnLine<'_>| match line {
        DrawnLine::Line(_, line) => columns(&line.name),
        DrawnLine::Heading(_) | DrawnLine::More(_) | DrawnLine::Blank => 0,
    };
    let widths = Widths { left, name: shown.iter().map(name).max().unwrap_or(0).clamp(15, 36) };
    for (line, at) in shown.iter().zip(0..area.height) {
        draw_line(menu, canvas, LineSpan::line(area, at), line, widths);
    }
}

/// The lines, with their headings where the order has them. `width` is that of a description.
fn drawn_lines(menu: &Menu, width: u16) -> Vec<DrawnLine<'_>> {
    let has_headings = menu.kind != MenuKind::Palette && menu.input.value().trim().is_empty();
    let mut group = "";
    let lines = menu.matching().enumerate().flat_map(|(place, line)| {
        let before = std::mem::replace(&mut group, line.group);
        let is_new = has_headings && before != line.group;
        let blank = (is_new && !before.is_empty()).then_some(DrawnLine::Blank);
        let heading = is_new.then_some(DrawnLine::Heading(line.group));
        let more = meaning_lines(line, width).into_iter().skip(1).map(DrawnLine::More);
        blank.into_iter().chain(heading).chain(once(DrawnLine::Line(place, line))).chain(more)
    });
    lines.collect()
}

/// The meaning of a sign, wrapped; nothing for other lines.
fn meaning_lines(line: &MenuLine, width: u16) -> Vec<DetailLine> {
    match line.choice {
        MenuChoice::Sign(_) => wrap(&[DetailLine::new(0, vec![Phrase::plain(line.about.as_str())])], width),
        MenuChoice::Action(_)
        | MenuChoice::Pane(_)
        | MenuChoice::Entity(_)
        | MenuChoice::Theme(_)
        | MenuChoice::GoTo
        | MenuChoice::Since => Vec::new(),
    }
}

fn left_columns(line: &MenuLine) -> u16 {
    let wide = match &line.choice {
        MenuChoice::Sign(sign) => sign.iter().map(|phrase| columns(&phrase.text)).sum(),
        MenuChoice::Action(_)
        | MenuChoice::Pane(_)
        | MenuChoice::Entity(_)
        | MenuChoice::Theme(_)
        | MenuChoice::GoTo
        | MenuChoice::Since => columns(&line.keys),
    };
    u16::try_from(wide).unwrap_or(0)
}

fn draw_line(menu: &Menu, canvas: &mut Canvas<'_>, run: LineSpan, line: &DrawnLine<'_>, widths: Widths) {
    let theme = canvas.theme;
    let text = run.after(2 + widths.left + 2);
    let (place, line) = match line {
        DrawnLine::Blank => return,
        DrawnLine::Heading(title) => {
            canvas.text(run, title, theme.strong);
            return;
        }
        DrawnLine::More(rest) => {
            canvas.phrases(text, &rest.phrases);
            return;
        }
        DrawnLine::Line(place, line) => (*place, *line),
    };
    canvas.clickable(run, Click::Line(place));
    if let MenuChoice::Sign(sign) = &line.choice {
        canvas.phrases(run.after(2), sign);
        let meaning = meaning_lines(line, text.width).into_iter().next().unwrap_or_default();
        canvas.phrases(text, &meaning.phrases);
    } else {
        canvas.text(run.after(2), &line.keys, theme.key);
        let name = u16::try_from(widths.name).unwrap_or(0);
        canvas.text(text.first(name), &line.name, theme.plain);
        canvas.text(text.after(name + 1), &line.about, theme.muted);
    }
    if place == menu.selected {
        canvas.text(run, "▸", theme.focus);
        canvas.lay_over(Rect::new(run.x, run.y, run.width, 1), theme.selected);
    }
}
