//! Encodes cells for a terminal: their text, and a style only where it changes.
//!
//! Frames for the terminal and printed frames use the same code. Every style is written in full after a reset, which is
//! shorter than removing attributes and colours one at a time.
//!
//! Source of the codes: ECMA-48, 8.3.117 (SGR); of the palette's `5;N` and the colours' `2;R;G;B`, ISO 8613-6.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;

const ATTRIBUTES: [(Modifier, &str); 9] = [
    (Modifier::BOLD, ";1"),
    (Modifier::DIM, ";2"),
    (Modifier::ITALIC, ";3"),
    (Modifier::UNDERLINED, ";4"),
    (Modifier::SLOW_BLINK, ";5"),
    (Modifier::RAPID_BLINK, ";6"),
    (Modifier::REVERSED, ";7"),
    (Modifier::HIDDEN, ";8"),
    (Modifier::CROSSED_OUT, ";9"),
];

/// The last style that was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SgrWriter {
    attributes: Modifier,
    foreground: Color,
    background: Color,
}

impl SgrWriter {
    pub(crate) fn of_cell(cell: &Cell) -> Self {
        Self { attributes: cell.modifier, foreground: cell.fg, background: cell.bg }
    }

    pub(crate) fn draw(&mut self, out: &mut String, cell: &Cell) {
        self.change_to(out, Self::of_cell(cell));
        out.push_str(cell.symbol());
    }

    /// Restores the terminal's own style.
    pub(crate) fn reset(&mut self, out: &mut String) {
        self.change_to(out, Self::default());
    }

    fn change_to(&mut self, out: &mut String, style: Self) {
        if *self == style {
            return;
        }
        *self = style;
        out.push_str("\x1b[0");
        out.extend(ATTRIBUTES.iter().filter(|(one, _)| style.attributes.contains(*one)).map(|(_, code)| *code));
        push_colour(out, ";38", style.foreground);
        push_colour(out, ";48", style.background);
        out.push('m');
    }
}

fn push_colour(out: &mut String, layer: &str, colour: Color) {
    let index = match colour {
        Color::Reset => return,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => index,
        Color::Rgb(red, green, blue) => {
            return write!(out, "{layer};2;{red};{green};{blue}").expect("writing to a string cannot fail");
        }
    };
    write!(out, "{layer};5;{index}").expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn cell(symbol: &str, style: Style) -> Cell {
        let mut cell = Cell::EMPTY;
        cell.set_symbol(symbol).set_style(style);
        cell
    }

    #[track_caller]
    fn check(cells: &[Cell], expected: &str) {
        let (mut out, mut writer) = (String::new(), SgrWriter::default());
        cells.iter().for_each(|cell| writer.draw(&mut out, cell));
        writer.reset(&mut out);
        assert_eq!(out, expected);
    }

    #[test]
    fn a_style_is_written_where_it_changes() {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let cells = [cell("a", Style::new()), cell("b", bold), cell("c", bold), cell("é", Style::new())];
        check(&cells, "a\x1b[0;1mbc\x1b[0mé");
        check(&[], "");
    }

    #[test]
    fn a_style_is_written_whole_and_taken_back_at_the_end() {
        let style =
            Style::new().fg(Color::Magenta).bg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::DIM | Modifier::ITALIC);
        let cells = [cell("?", style), cell("!", style.fg(Color::Indexed(208)))];
        check(&cells, "\x1b[0;2;3;38;5;5;48;2;1;2;3m?\x1b[0;2;3;38;5;208;48;2;1;2;3m!\x1b[0m");
    }
}
