//! Drawing: the state of the [`App`] onto a frame.
//!
//! Mutates nothing, reads no clock, and decides nothing that could not be tested without a terminal. Where things stand
//! is the state's own (`app::layout`), because moving about depends on it.

mod banner;
mod canvas;
mod changes;
mod chart;
mod detail;
mod footer;
mod form;
mod glyphs;
mod header;
mod menu;
mod pane;
mod parts;
mod pen;
mod print;
mod problems;
mod review;
mod row;
mod scale;
mod strip;
mod tabs;
mod theme;
mod tiny;
mod title;
mod words;

pub(crate) use pen::Pen;
pub use print::{Ink, print};

use crate::app::layout::{Arrangement, Layout};
use crate::app::{App, Glyphs, Page, Prompt};
use canvas::{Canvas, Run, Tense};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use theme::Theme;

/// Draws everything, and puts the cursor where something is typed.
pub fn draw(app: &App, frame: &mut Frame) {
    let cursor = draw_into(app, frame.buffer_mut());
    if let Some(place) = cursor {
        frame.set_cursor_position(place);
    }
}

/// Draws into a buffer of any size, and says where the cursor belongs.
///
/// For a moment after a resize the buffer and the app may differ in size: what does not fit is cut off.
pub fn draw_into(app: &App, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let screen = Rect::new(0, 0, app.size.0, app.size.1);
    if buffer.area == screen {
        return paint_screen(app, buffer);
    }
    let mut whole = Buffer::empty(screen);
    let cursor = paint_screen(app, &mut whole);
    let common = screen.intersection(buffer.area);
    for place in common.positions() {
        buffer[place] = whole[place].clone();
    }
    cursor.filter(|place| common.contains((*place).into()))
}

fn paint_screen(app: &App, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let theme = Theme::of(app.look);
    let screen = buffer.area;
    let layout = app.layout();
    if theme.plain != Style::new() {
        buffer.set_style(screen, theme.plain);
    }
    let tense = if app.is_past() { Tense::Past } else { Tense::Present };
    let mut canvas = Canvas { buffer, theme, tense };
    let cursor = match layout.arrangement {
        Arrangement::Nothing => None,
        Arrangement::Tiny => {
            tiny::draw(app, &mut canvas, screen);
            None
        }
        Arrangement::Tabs | Arrangement::Stack | Arrangement::Pairs | Arrangement::Wide => {
            paint_layout(app, &mut canvas, &layout)
        }
    };
    match app.look.glyphs {
        Glyphs::Unicode => {}
        Glyphs::Ascii => glyphs::to_ascii(buffer),
    }
    cursor
}

fn paint_layout(app: &App, canvas: &mut Canvas<'_>, layout: &Layout) -> Option<(u16, u16)> {
    header::draw(app, canvas, Run::line(layout.header, 0));
    scale::draw(app, canvas, Run::line(layout.scale, 0));
    match app.page() {
        Page::Panes => panes(app, canvas, layout),
        Page::Detail { scroll } => detail::page(app, canvas, layout, scroll),
        Page::Problems => problems::page(app, canvas, layout),
        Page::Changes { at } => changes::page(app, canvas, layout, at),
    }
    banner::draw(app, canvas, layout.banner);
    footer::draw(app, canvas, Run::line(layout.footer, 0));
    match &app.prompt {
        Some(Prompt::Menu(open)) => Some(menu::draw(open, canvas, layout.body)),
        Some(Prompt::Choice(choice)) => {
            form::choice(app, choice, canvas);
            None
        }
        Some(Prompt::Form(open)) => form::draw(app, open, canvas),
        Some(Prompt::Review(open)) => {
            review::draw(app, open, canvas);
            None
        }
        Some(Prompt::Filter { .. }) => {
            let column = footer::cursor(app)?.min(layout.footer.width.saturating_sub(1));
            Some((column, layout.footer.y))
        }
        None => None,
    }
}

fn panes(app: &App, canvas: &mut Canvas<'_>, layout: &Layout) {
    let Some(board) = &app.board else { return };
    tabs::draw(app, board, canvas, layout);
    for (index, area) in &layout.panes {
        pane::draw(app, board, canvas, layout, *index, *area);
    }
    if !layout.side.is_empty() {
        detail::side(app, canvas, layout.side);
    }
    if !layout.strip.is_empty() {
        detail::strip(app, canvas, layout.strip);
    }
    if !layout.changes.is_empty() {
        strip::draw(app, canvas, layout.changes);
    }
}
