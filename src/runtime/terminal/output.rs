//! Writes frames to the terminal: as few bytes as possible, one write per frame, and never a blocking one.
//!
//! ratatui computes the changed cells; this module encodes them. Output that the terminal cannot accept yet is
//! [kept](Output::is_stalled), and no further frame is drawn until it is written.

use super::modes::{FRAME_BEGINS, FRAME_ENDS};
use super::state::write_if_held;
use crate::ui::SgrWriter;
use crossterm::Command;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::terminal::{Clear, ClearType as Cleared};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};

/// The assumed size if a terminal does not report one, such as on a serial line.
const USUAL_SIZE: Size = Size { width: 80, height: 24 };

/// A limit above the size of any screen. A terminal can report sizes whose frames would not fit in memory.
const MAX_SIZE: Size = Size { width: 1000, height: 400 };

/// Replaces a reported size that cannot be drawn with one that can.
pub fn sane_size(width: u16, height: u16) -> Size {
    if width == 0 || height == 0 {
        return USUAL_SIZE;
    }
    Size { width: width.min(MAX_SIZE.width), height: height.min(MAX_SIZE.height) }
}

/// A smaller frame reaches the terminal in one piece anyway, in bytes.
const MIN_SYNCHRONISED: usize = 256;

/// A terminal to draw on.
#[derive(Debug)]
pub(crate) struct Output {
    tty: OwnedFd,
    pending: String,
    sent: usize,
    flow: OutputFlow,
    cursor: Cursor,
}

/// Whether the terminal accepts output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OutputFlow {
    Free,
    Stalled,
}

/// The known state of the terminal's cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cursor {
    Hidden,
    Shown(Option<Position>),
}

impl Output {
    /// Writes to a terminal. The descriptor should be non-blocking.
    pub(crate) fn new(tty: OwnedFd) -> Self {
        Self { tty, pending: String::new(), sent: 0, flow: OutputFlow::Free, cursor: Cursor::Hidden }
    }

    /// Adds a command to the next write.
    pub(crate) fn push(&mut self, command: impl Command) {
        command.write_ansi(&mut self.pending).expect("writing to a string cannot fail");
    }

    /// Whether the terminal has not accepted all output. No frame is drawn then.
    pub(crate) fn is_stalled(&self) -> bool {
        self.flow == OutputFlow::Stalled
    }

    /// Discards unwritten output and the known cursor state, after another program used the terminal.
    pub(crate) fn start_over(&mut self) {
        self.pending.clear();
        self.sent = 0;
        self.flow = OutputFlow::Free;
        self.cursor = Cursor::Hidden;
    }

    /// The descriptor to poll for room.
    pub(crate) fn fd(&self) -> BorrowedFd<'_> {
        self.tty.as_fd()
    }

    /// Writes as much as the terminal accepts without blocking.
    pub(crate) fn send(&mut self) -> io::Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.sent += write_if_held(self.tty.as_fd(), &self.pending.as_bytes()[self.sent..])?;
        self.flow = if self.sent == self.pending.len() { OutputFlow::Free } else { OutputFlow::Stalled };
        if self.flow == OutputFlow::Free {
            self.pending.clear();
            self.sent = 0;
        }
        Ok(())
    }
}

impl Backend for Output {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut writer = SgrWriter::default();
        let mut next = None;
        for (x, y, cell) in content {
            if next != Some((x, y)) {
                self.push(MoveTo(x, y));
            }
            writer.draw(&mut self.pending, cell);
            next = Some((x + 1, y));
        }
        writer.reset(&mut self.pending);
        if let (Some(_), Cursor::Shown(place)) = (next, &mut self.cursor) {
            *place = None;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        match self.cursor {
            Cursor::Hidden => {}
            Cursor::Shown(_) => {
                self.cursor = Cursor::Hidden;
                self.push(Hide);
            }
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        match self.cursor {
            Cursor::Shown(_) => {}
            Cursor::Hidden => {
                self.cursor = Cursor::Shown(None);
                self.push(Show);
            }
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        // The answer would arrive among the keys.
        Err(io::ErrorKind::Unsupported.into())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor == Cursor::Shown(Some(position)) {
            return Ok(());
        }
        if let Cursor::Shown(place) = &mut self.cursor {
            *place = Some(position);
        }
        self.push(MoveTo(position.x, position.y));
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.push(Clear(match clear_type {
            ClearType::All => Cleared::All,
            ClearType::AfterCursor => Cleared::FromCursorDown,
            ClearType::BeforeCursor => Cleared::FromCursorUp,
            ClearType::CurrentLine => Cleared::CurrentLine,
            ClearType::UntilNewLine => Cleared::UntilNewLine,
        }));
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        let size = rustix::termios::tcgetwinsize(&self.tty)?;
        Ok(sane_size(size.ws_col, size.ws_row))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        let size = rustix::termios::tcgetwinsize(&self.tty)?;
        Ok(WindowSize {
            columns_rows: sane_size(size.ws_col, size.ws_row),
            pixels: Size { width: size.ws_xpixel, height: size.ws_ypixel },
        })
    }

    /// Ends a frame.
    fn flush(&mut self) -> io::Result<()> {
        if self.pending.len() >= MIN_SYNCHRONISED {
            self.pending.insert_str(0, FRAME_BEGINS);
            self.pending.push_str(FRAME_ENDS);
        }
        self.send()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_size_that_is_told_can_be_drawn() {
        let size = |width, height| (sane_size(width, height).width, sane_size(width, height).height);
        assert_eq!([size(0, 0), size(0, 50), size(200, 0)], [(80, 24); 3]);
        assert_eq!([size(1, 1), size(500, 200), size(65535, 65535)], [(1, 1), (500, 200), (1000, 400)]);
    }

    #[test]
    fn a_cursor_that_stays_is_not_mentioned_again() {
        let mut output = Output::new(std::fs::File::create("/dev/null").unwrap().into());
        for expected in ["\x1b[?25h\x1b[1;4H", ""] {
            output.show_cursor().unwrap();
            output.set_cursor_position((3, 0)).unwrap();
            assert_eq!(std::mem::take(&mut output.pending), expected);
        }
    }
}
