//! Draws the state of the [`App`] into a frame.
//!
//! It mutates nothing and reads no clock, and every decision in it can be tested without a terminal. The layout is part
//! of the state (`app::layout`), because navigation depends on it.

mod banner;
mod canvas;
mod changes;
mod chart;
mod charts;
mod columns;
mod compact;
mod detail;
mod footer;
mod form;
mod found;
mod glyphs;
mod header;
mod menu;
mod pane;
mod parts;
mod print;
mod problems;
mod review;
mod row;
mod scale;
mod sgr_writer;
mod strip;
mod tabs;
mod theme;
mod title;
mod window_title;
mod words;

pub(crate) use canvas::{Hyperlink, LineSpan};
pub(crate) use print::visible_cells;
pub use print::{PrintStyle, print};
pub(crate) use sgr_writer::SgrWriter;
pub use window_title::window_title;

use crate::app::form::OpenForm;
use crate::app::layout::{Arrangement, Layout};
use crate::app::{App, ClickTarget, Glyphs, Page, Prompt};
use canvas::{BoardTense, Canvas};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;
use theme::Theme;

/// Draws everything, and sets the cursor if there is an input.
pub fn draw(app: &App, frame: &mut Frame) {
    draw_with_targets(app, frame);
}

/// What a frame has beside its cells.
#[derive(Debug, Default)]
pub struct Drawn {
    cursor: Option<(u16, u16)>,
    pub(crate) links: Vec<Hyperlink>,
    pub targets: Vec<ClickTarget>,
}

/// Draws everything, and returns the links and what can be clicked.
pub fn draw_with_targets(app: &App, frame: &mut Frame) -> Drawn {
    let drawn = paint(app, frame.buffer_mut());
    if let Some(place) = drawn.cursor {
        frame.set_cursor_position(place);
    }
    drawn
}

/// Draws into a buffer of any size, and returns the position of the cursor.
///
/// Right after a resize, the buffer and the app can differ in size: what does not fit is cut.
pub fn draw_into(app: &App, buffer: &mut Buffer) -> Option<(u16, u16)> {
    paint(app, buffer).cursor
}

fn paint(app: &App, buffer: &mut Buffer) -> Drawn {
    let screen = Rect::from((Position::ORIGIN, Size::from(app.screen().size())));
    if buffer.area == screen {
        return paint_screen(app, buffer);
    }
    let mut whole = Buffer::empty(screen);
    let painted = paint_screen(app, &mut whole);
    let common = screen.intersection(buffer.area);
    for place in common.positions() {
        buffer[place] = whole[place].clone();
    }
    Drawn { cursor: painted.cursor.filter(|place| common.contains((*place).into())), ..painted }
}

fn paint_screen(app: &App, buffer: &mut Buffer) -> Drawn {
    let look = app.screen().look();
    let theme = Theme::for_look(look);
    let screen = buffer.area;
    let layout = app.layout();
    if theme.plain != Style::new() {
        buffer.set_style(screen, theme.plain);
    }
    let tense = if app.is_past() { BoardTense::Past } else { BoardTense::Present };
    let mut canvas = Canvas { buffer, theme, tense, bidi: look.bidi, links: Vec::new(), targets: Vec::new() };
    let cursor = match layout.arrangement {
        Arrangement::Nothing => None,
        Arrangement::Compact => {
            compact::draw(app, &mut canvas, screen);
            None
        }
        Arrangement::Tabs | Arrangement::Stack | Arrangement::Pairs | Arrangement::Wide => {
            paint_layout(app, &mut canvas, &layout)
        }
    };
    let (links, targets) = (canvas.links, canvas.targets);
    match look.glyphs {
        Glyphs::Unicode => {}
        Glyphs::Ascii => glyphs::to_ascii(buffer),
    }
    Drawn { cursor, links, targets }
}

fn paint_layout(app: &App, canvas: &mut Canvas<'_>, layout: &Layout) -> Option<(u16, u16)> {
    header::draw(app, canvas, LineSpan::line(layout.header, 0));
    scale::draw(app, canvas, LineSpan::line(layout.scale, 0));
    match app.page() {
        Page::Panes => panes(app, canvas, layout),
        Page::Detail { scroll, .. } => detail::page(app, canvas, layout, scroll),
        Page::Problems => problems::page(app, canvas, layout),
        Page::Changes { at } => changes::page(app, canvas, layout, at),
    }
    banner::draw(app, canvas, layout.banner);
    footer::draw(app, canvas, LineSpan::line(layout.footer, 0));
    if let Some(open) = app.forms().open() {
        return paint_form(app, canvas, open);
    }
    match app.screen().prompt()? {
        Prompt::Menu(open) => Some(menu::draw(open, canvas, layout.body)),
        Prompt::Filter { input, .. } => {
            let column = footer::cursor(input)?.min(layout.footer.width.saturating_sub(1));
            Some((column, layout.footer.y))
        }
    }
}

fn paint_form(app: &App, canvas: &mut Canvas<'_>, open: &OpenForm) -> Option<(u16, u16)> {
    match open {
        OpenForm::Choice(choice) => form::choice(app, choice, canvas),
        OpenForm::Form(open) => return form::draw(app, open, canvas),
        OpenForm::Review(open) => review::draw(app, open, canvas),
    }
    None
}

fn panes(app: &App, canvas: &mut Canvas<'_>, layout: &Layout) {
    let Some(board) = app.board() else { return };
    tabs::draw(app, canvas, layout);
    for (index, area) in &layout.panes {
        pane::draw(app, board, canvas, layout, *index, *area);
    }
    if !layout.side.is_empty() {
        detail::side(app, canvas, layout.side);
    }
    if !layout.chart.is_empty() {
        charts::draw(app, board, canvas, layout);
    }
    if !layout.strip.is_empty() {
        detail::strip(app, canvas, layout.strip);
    }
    if !layout.changes.is_empty() {
        strip::draw(app, canvas, layout.changes);
    }
}
