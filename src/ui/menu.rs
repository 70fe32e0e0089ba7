//! The help and the palette: searchable lists of actions.

use super::canvas::{Canvas, LineSpan};
use super::chart::SIGNS;
use super::pane::Frame;
use super::parts::{End, StyledPart};
use crate::app::keys::Binding;
use crate::app::layout::{PaneFrame, cut_top};
use crate::app::menu::{Menu, MenuKind};
use crate::app::wrap::columns;
use ratatui::layout::{Margin, Rect};

enum MenuLine {
    Heading(&'static str),
    Action(usize, &'static Binding),
    Sign(&'static str, &'static str),
    Blank,
}

/// Draws an open list over the page, and returns the position of the cursor.
pub(crate) fn draw(menu: &Menu, canvas: &mut Canvas<'_>, body: Rect) -> (u16, u16) {
    let (area, title) = match menu.kind {
        MenuKind::Help => (body, "▸Help: type to find, Enter runs "),
        MenuKind::Palette => (
            Rect { height: body.height.min(16), width: body.width.min(100), ..body },
            "▸Every action: type to find, Enter runs ",
        ),
    };
    canvas.clear(area);
    let frame = Frame::new(canvas, true, PaneFrame::Box);
    frame.draw(canvas, area);
    let position = format!("{}/{}", (menu.selected + 1).min(menu.matches.len()), menu.matches.len());
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
    if menu.matches.is_empty() {
        canvas.text(LineSpan::line(area, 0), "no action has that in it: Esc goes back", canvas.theme.plain);
        return;
    }
    let lines = lines(menu);
    let chosen = lines.iter().position(|line| matches!(line, MenuLine::Action(place, _) if *place == menu.selected));
    let height = usize::from(area.height);
    // Half a screen above the selected line, so that its heading is visible. The last line also shows the signs.
    let top = match menu.selected + 1 == menu.matches.len() {
        true => lines.len(),
        false => chosen.unwrap_or(0).saturating_sub(height / 2),
    };
    let top = top.min(lines.len().saturating_sub(height)).min(chosen.unwrap_or(0));
    let keys = lines.iter().map(left_columns).max().unwrap_or(0);
    for (line, at) in lines[top..].iter().zip(0..area.height) {
        draw_line(menu, canvas, LineSpan::line(area, at), line, keys);
    }
}

fn lines(menu: &Menu) -> Vec<MenuLine> {
    let actions = menu.matches.iter().enumerate().map(|(place, binding)| MenuLine::Action(place, binding));
    if menu.kind == MenuKind::Palette || !menu.input.value().trim().is_empty() {
        return actions.collect();
    }
    let mut lines = Vec::new();
    let mut group = None;
    for (place, binding) in menu.matches.iter().enumerate() {
        if group != Some(binding.group) {
            if group.is_some() {
                lines.push(MenuLine::Blank);
            }
            group = Some(binding.group);
            lines.push(MenuLine::Heading(binding.group.title()));
        }
        lines.push(MenuLine::Action(place, binding));
    }
    lines.extend([MenuLine::Blank, MenuLine::Heading("Signs")]);
    lines.extend(SIGNS.iter().map(|(sign, meaning)| MenuLine::Sign(sign, meaning)));
    lines
}

fn left_columns(line: &MenuLine) -> u16 {
    let wide = match line {
        MenuLine::Action(_, binding) => columns(&binding.labels()),
        MenuLine::Sign(sign, _) => columns(sign),
        MenuLine::Heading(_) | MenuLine::Blank => 0,
    };
    u16::try_from(wide).unwrap_or(0)
}

fn draw_line(menu: &Menu, canvas: &mut Canvas<'_>, run: LineSpan, line: &MenuLine, keys: u16) {
    let theme = canvas.theme;
    let text = run.after(2 + keys + 2);
    match line {
        MenuLine::Blank => {}
        MenuLine::Heading(title) => {
            canvas.text(run, title, theme.strong);
        }
        MenuLine::Sign(sign, meaning) => {
            canvas.text(run.after(2), sign, theme.key);
            canvas.text(text, meaning, theme.plain);
        }
        MenuLine::Action(place, binding) => {
            canvas.text(run.after(2), &binding.labels(), theme.key);
            let rest = canvas.text(text, &format!("{:<15} ", binding.name), theme.plain);
            canvas.text(rest, binding.help, theme.muted);
            if *place == menu.selected {
                canvas.text(run, "▸", theme.focus);
                canvas.lay_over(Rect::new(run.x, run.y, run.width, 1), theme.selected);
            }
        }
    }
}
