//! The terminal, taken over and given back.
//!
//! While it is ours it has raw mode, the alternate screen, bracketed paste and a hidden cursor. It is given back in one
//! place, [`release`], on every way out: the end, an error, a signal, a stop, the editor, and a panic in any thread.
//! What is drawn is not known here.

mod decoder;
pub(crate) mod input;
pub(crate) mod output;
mod panic;
mod sequence;
mod state;

pub(crate) use state::give_back;

use crate::app::Switch;
use crossterm::Command;
use crossterm::cursor::Hide;
use crossterm::event::{DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::style::ResetColor;
use crossterm::terminal::EnterAlternateScreen;
use output::Output;
use ratatui::Frame;
use ratatui::backend::Backend as _;
use ratatui::layout::Size;
use rustix::fs::{Mode, OFlags};
use rustix::termios::{Termios, isatty, tcgetattr, tcgetsid, ttyname};
use state::{hold, is_in_foreground, release_for_good};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Once;

/// The terminal of this process. Dropping it gives the terminal back.
pub struct Terminal {
    screen: ratatui::Terminal<Output>,
    keys: OwnedFd,
    mouse: Switch,
    /// The modes of the line that were there before us, and are given back.
    before: Termios,
}

impl Terminal {
    /// Takes the terminal over. The [panic hook](set_panic_hook) is set before, so that no panic can find the terminal taken
    /// and leave it so.
    ///
    /// # Errors
    /// When there is no terminal to read keys from or to draw on.
    pub fn enter() -> io::Result<Self> {
        set_panic_hook();
        let keys = open_keys()?;
        let stdout = rustix::stdio::stdout();
        let output = reopen(stdout).or_else(|_| stdout.try_clone_to_owned())?;
        let (screen, before) = (ratatui::Terminal::new(Output::new(output))?, tcgetattr(&keys)?);
        let mut terminal = Self { screen, keys, mouse: Switch::Off, before };
        terminal.take()?;
        Ok(terminal)
    }

    pub(crate) fn size(&self) -> Size {
        self.screen.backend().size().unwrap_or_default()
    }

    /// Where keys come from.
    pub(crate) fn keys(&self) -> BorrowedFd<'_> {
        self.keys.as_fd()
    }

    /// The same terminal for a program that we start: one that does not know of reading without blocking.
    ///
    /// # Errors
    /// When the terminal cannot be opened by its name.
    pub(crate) fn fresh_keys(&self) -> io::Result<std::fs::File> {
        let name = ttyname(&self.keys, Vec::new())?;
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        Ok(rustix::fs::open(name, flags, Mode::empty())?.into())
    }

    /// Where to wait for room, while the terminal has not taken all of the last frame.
    pub(crate) fn stalled(&self) -> Option<BorrowedFd<'_>> {
        let output = self.screen.backend();
        output.is_stalled().then(|| output.fd())
    }

    /// Draws a frame and writes its difference to the last one.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.screen.draw(draw).map(drop)
    }

    /// Writes what the terminal would not take before.
    pub(crate) fn send(&mut self) -> io::Result<()> {
        self.screen.backend_mut().send()
    }

    /// Says something beside the frames.
    pub(crate) fn say(&mut self, command: impl Command) -> io::Result<()> {
        self.screen.backend_mut().push(command);
        self.send()
    }

    pub(crate) fn set_mouse(&mut self, mouse: Switch) -> io::Result<()> {
        self.mouse = mouse;
        match mouse {
            Switch::On => self.say(EnableMouseCapture),
            Switch::Off => self.say(DisableMouseCapture),
        }
    }

    /// Forgets what is on the terminal: the next frame is drawn whole.
    pub(crate) fn forget(&mut self) -> io::Result<()> {
        let size = self.size();
        self.screen.resize(size.into())
    }

    /// Gives the terminal back while something else uses it, and takes it over again. In which modes that leaves it does not
    /// matter: an editor may die in any.
    pub(crate) fn lend<T>(&mut self, to: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let result = to();
        self.take()?;
        Ok(result)
    }

    /// Takes the terminal over again from the shell, which may have given it other modes.
    pub(crate) fn take_from_shell(&mut self) -> io::Result<()> {
        self.before = tcgetattr(&self.keys)?;
        self.take()
    }

    /// Whether it is ours to use, and not that of the shell which has stopped us or put us into the background.
    pub(crate) fn is_in_foreground(&self) -> bool {
        is_in_foreground(self.keys.as_fd())
    }

    /// Takes the terminal over, whatever its state.
    fn take(&mut self) -> io::Result<()> {
        hold(self.keys.as_fd(), self.screen.backend().fd(), &self.before)?;
        let mouse = self.mouse;
        let output = self.screen.backend_mut();
        output.start_over();
        // Cells without a style of their own are not told of one: whatever the shell has left behind goes first.
        output.push(ResetColor);
        output.push(EnterAlternateScreen);
        output.push(EnableBracketedPaste);
        output.push(Hide);
        if mouse == Switch::On {
            output.push(EnableMouseCapture);
        }
        self.forget()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// The terminal for keys: that of standard input, or the controlling one if something is piped in.
///
/// It is a description of our own, so that reading without blocking does not affect the shell, which shares the one that
/// we were started with.
fn open_keys() -> io::Result<OwnedFd> {
    let stdin = rustix::stdio::stdin();
    match reopen(stdin) {
        Ok(keys) => Ok(keys),
        Err(_) if isatty(stdin) => stdin.try_clone_to_owned(),
        Err(_) => open(c"/dev/tty".to_owned()),
    }
}

/// Opens the same terminal again; also where its name is somebody else's, as after `su`, if it controls our session.
fn reopen(tty: impl AsFd) -> io::Result<OwnedFd> {
    ttyname(&tty, Vec::new()).map_err(io::Error::from).and_then(open).or_else(|error| {
        let controlling = open(c"/dev/tty".to_owned())?;
        if tcgetsid(&controlling)? == tcgetsid(&tty)? { Ok(controlling) } else { Err(error) }
    })
}

fn open(name: std::ffi::CString) -> io::Result<OwnedFd> {
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(rustix::fs::open(name, flags, Mode::empty())?)
}

/// Has a panic in any thread give the terminal back, if it is held, and end the program with its message made safe.
pub fn set_panic_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(|info| panic::end(info, release_for_good))));
}
