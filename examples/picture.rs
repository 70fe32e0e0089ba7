//! Draws the picture of the README as SVG: the board of the example on an evening, as the program draws it.
//!
//! ```console
//! $ cargo run --example picture > docs/board.svg
//! ```

use chrono::{DateTime, Utc};
use std::fmt::Write as _;
use std::num::NonZero;
use trucewatch::app::{
    App, Clock, ColourDepth, FileLabel, Look, Msg, Options, Origin, Stamped, ThemeName, WatchMode, Writes,
};
use trucewatch::load::load;
use trucewatch::panes::PANES;
use trucewatch::ui::{PrintStyle, print};
use vt100::{Cell, Color};

const EXAMPLE: &str = include_str!("rafah-2026-02.yaml");
const NOW: &str = "2026-02-09T16:00:00Z";
const SIZE: (u16, u16) = (120, 32);

/// The size of a cell, and of its letters.
const CELL: (f64, f64) = (8.4, 17.0);
const FONT_SIZE: u32 = 14;

/// What a terminal shows where a cell has no colour of its own.
const INK: &str = "#d0d0d0";
const PAPER: &str = "#16181d";

fn main() {
    print!("{}", svg(&frame()));
}

/// The frame, with the colours of a terminal.
pub fn frame() -> String {
    let at: DateTime<Utc> = NOW.parse().expect("a time");
    let look = Look { theme: ThemeName::Dark, colours: ColourDepth::True, ..Look::MONO };
    let file = FileLabel { name: "rafah-2026-02.yaml".to_owned(), origin: Origin::Named };
    let (clock, writes, config) = (Clock::Live, Writes::Allowed, Default::default());
    let mut app = App::new(Options { panes: PANES, file, clock, writes, look, config, size: SIZE, at });
    for msg in
        [Msg::Read(Box::new(load("rafah-2026-02.yaml", EXAMPLE.as_bytes(), at))), Msg::Watching(WatchMode::Events)]
    {
        app.update(Stamped { at, msg });
    }
    print(&app, SIZE.0, SIZE.1, PrintStyle::Ansi)
}

/// The picture of a frame.
pub fn svg(frame: &str) -> String {
    let (width, height) = (f64::from(SIZE.0) * CELL.0, f64::from(SIZE.1) * CELL.1);
    let mut terminal = vt100::Parser::new(cells(SIZE.1), cells(SIZE.0), 0);
    terminal.process(frame.trim_end().replace('\n', "\r\n").as_bytes());
    let screen = terminal.screen();
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" font-size=\"{FONT_SIZE}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\">\n\
         <title>The board of trucewatch</title>\n<rect width=\"100%\" height=\"100%\" fill=\"{PAPER}\"/>\n"
    );
    for row in 0..SIZE.1 {
        let cells: Vec<_> = (0..SIZE.0).filter_map(|column| Some((column, screen.cell(row, column)?))).collect();
        for run in cells.chunk_by(|(_, one), (_, other)| style(one) == style(other)) {
            draw_run(&mut out, row, run);
        }
    }
    out + "</svg>\n"
}

fn cells(number: u16) -> NonZero<u16> {
    NonZero::new(number).expect("a size")
}

/// The letters, the paper and the weight of a cell.
fn style(cell: &Cell) -> (String, String, bool) {
    let (ink, paper) = (colour(cell.fgcolor(), INK), colour(cell.bgcolor(), PAPER));
    let (ink, paper) = if cell.inverse() { (paper, ink) } else { (ink, paper) };
    (ink, paper, cell.bold())
}

/// A colour of the theme, which has true colours only.
fn colour(colour: Color, usual: &str) -> String {
    match colour {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Default | Color::Idx(_) => usual.to_owned(),
    }
}

/// Draws cells of one style. Their width is given, so that columns meet in every font.
fn draw_run(out: &mut String, row: u16, run: &[(u16, &Cell)]) {
    let Some((column, first)) = run.first() else { return };
    let (ink, paper, is_bold) = style(first);
    let text: String = run.iter().map(|(_, cell)| if cell.has_contents() { cell.contents() } else { " " }).collect();
    let (x, y) = (f64::from(*column) * CELL.0, f64::from(row) * CELL.1);
    let width = CELL.0 * run.iter().map(|_| 1.0).sum::<f64>();
    if paper != PAPER {
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{paper}\"/>",
            CELL.1
        );
    }
    if text.trim().is_empty() {
        return;
    }
    // Other spaces would be drawn as one.
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace(' ', "\u{a0}");
    let weight = if is_bold { " font-weight=\"bold\"" } else { "" };
    let y = y + 13.0;
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\"{weight}>{text}</text>"
    );
}
