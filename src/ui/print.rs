//! One frame as text, for tests, screenshots and standard output that is no terminal.

use super::draw_into;
use crate::app::App;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Whether printed text carries colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// None.
    Plain,
    /// Terminal colours.
    Ansi,
}

/// One frame as lines of text, blanks at their ends left out. The frame is that of the app's own size, cut to so many
/// columns and rows.
pub fn print(app: &App, width: u16, height: u16, ink: Ink) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    draw_into(app, &mut buffer);
    let mut out = String::new();
    for line in buffer.content.chunks(usize::from(width).max(1)) {
        let text = match ink {
            Ink::Plain => plain(line),
            Ink::Ansi => ansi(line),
        };
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

/// The cells of a line that show something: those that a wide grapheme before them covers are left out.
fn visible(line: &[Cell]) -> impl Iterator<Item = &Cell> {
    let mut covered = 0;
    line.iter().filter(move |cell| {
        let shown = covered == 0;
        covered = if shown { cell.symbol().width().saturating_sub(1) } else { covered - 1 };
        shown
    })
}

fn plain(line: &[Cell]) -> String {
    visible(line).map(Cell::symbol).collect()
}

fn ansi(line: &[Cell]) -> String {
    let blank = |cell: &Cell| cell.symbol() == " " && codes(cell).is_empty();
    let end = line.iter().rposition(|cell| !blank(cell)).map_or(0, |last| last + 1);
    let mut out = String::new();
    let mut current = String::new();
    for cell in visible(&line[..end]) {
        let codes = codes(cell);
        if codes != current {
            write!(out, "\x1b[0{codes}m").expect("writing to a string cannot fail");
            current = codes;
        }
        out.push_str(cell.symbol());
    }
    if !current.is_empty() {
        out.push_str("\x1b[0m");
    }
    out
}

fn codes(cell: &Cell) -> String {
    let mut out = String::new();
    let modifiers = [
        (Modifier::BOLD, ";1"),
        (Modifier::DIM, ";2"),
        (Modifier::ITALIC, ";3"),
        (Modifier::UNDERLINED, ";4"),
        (Modifier::REVERSED, ";7"),
    ];
    out.extend(modifiers.iter().filter(|(modifier, _)| cell.modifier.contains(*modifier)).map(|(_, code)| *code));
    push_colour(&mut out, cell.fg, 30);
    push_colour(&mut out, cell.bg, 40);
    out
}

/// `base` is 30 for the foreground and 40 for the background.
fn push_colour(out: &mut String, colour: Color, base: u8) {
    let named = |number: u8| if number < 8 { base + number } else { base + 52 + number };
    let code = match colour {
        Color::Reset => return,
        Color::Black => named(0),
        Color::Red => named(1),
        Color::Green => named(2),
        Color::Yellow => named(3),
        Color::Blue => named(4),
        Color::Magenta => named(5),
        Color::Cyan => named(6),
        Color::Gray => named(7),
        Color::DarkGray => named(8),
        Color::LightRed => named(9),
        Color::LightGreen => named(10),
        Color::LightYellow => named(11),
        Color::LightBlue => named(12),
        Color::LightMagenta => named(13),
        Color::LightCyan => named(14),
        Color::White => named(15),
        Color::Indexed(index) => {
            write!(out, ";{};5;{index}", base + 8).expect("writing to a string cannot fail");
            return;
        }
        Color::Rgb(red, green, blue) => {
            write!(out, ";{};2;{red};{green};{blue}", base + 8).expect("writing to a string cannot fail");
            return;
        }
    };
    write!(out, ";{code}").expect("writing to a string cannot fail");
}
