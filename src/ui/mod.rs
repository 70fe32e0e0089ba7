//! Drawing: the state of the [`App`] onto a frame. Mutates nothing and reads no clock.

use crate::app::App;
use ratatui::Frame;

/// Draws everything.
pub fn draw(app: &App, frame: &mut Frame) {
    let Some(board) = app.board.as_ref() else { return };
    for (index, area) in &app.layout().panes {
        let headline = app.panes[*index].headline(board);
        frame.render_widget(format!("{} {}", headline.name.text, headline.word.text), *area);
    }
}

/// Whether printed text carries colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// None.
    Plain,
    /// Terminal colours.
    Ansi,
}

/// One frame as text.
pub fn print(app: &App, _width: u16, _height: u16, _ink: Ink) -> String {
    let _ = app;
    String::new()
}
