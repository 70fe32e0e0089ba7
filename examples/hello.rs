//! The least that a ratatui program can do: the limit beside which `scripts/measure.py` measures the board.
//!
//! It draws one paragraph and waits for `q`. It has no clock, no file and no state.

use crossterm::event::{Event, KeyCode, read};
use ratatui::widgets::Paragraph;

fn main() -> std::io::Result<()> {
    let mut terminal = ratatui::try_init()?;
    let ended = loop {
        if let Err(error) = terminal.draw(|frame| frame.render_widget(Paragraph::new("hello"), frame.area())) {
            break Err(error);
        }
        match read() {
            Ok(Event::Key(key)) if key.code == KeyCode::Char('q') => break Ok(()),
            Ok(_) => {}
            Err(error) => break Err(error),
        }
    };
    ratatui::try_restore()?;
    ended
}
