//! Sets up the terminal and restores it.
//!
//! While the program holds it, the terminal has raw mode, the alternate screen, bracketed paste and a hidden cursor.
//! One function, [`release`], restores it on every exit: the normal end, an error, a signal, a stop, the editor, and a
//! panic in any thread. This module does not know what is drawn.

mod decoder;
pub(crate) mod input;
pub(crate) mod notification;
pub(crate) mod output;
mod panic;
mod sequence;
mod state;

pub(crate) use state::give_back;

use crate::app::Switch;
use crossterm::Command;
use crossterm::cursor::Hide;
use crossterm::event::{
    DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange, EnableMouseCapture,
};
use crossterm::style::ResetColor;
use crossterm::terminal::EnterAlternateScreen;
use output::Output;
use ratatui::Frame;
use ratatui::backend::Backend as _;
use ratatui::layout::Size;
use rustix::fs::{Mode, OFlags};
use rustix::termios::{Termios, isatty, tcgetattr, tcgetsid, ttyname};
use state::{hold, is_in_foreground, release_for_good, undo_with};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Once;

/// The terminal of this process. Drop restores it.
pub struct Terminal {
    screen: ratatui::Terminal<Output>,
    keys: OwnedFd,
    mouse: Switch,
    /// Whether the terminal says when it gets or loses the focus.
    focus_reports: Switch,
    /// The title that the window has instead of its own.
    title: Option<String>,
    /// The terminal modes before the program started, to be restored.
    before: Termios,
}

impl Terminal {
    /// Sets up the terminal. It installs the [panic hook](set_panic_hook) first, so that no panic can leave the
    /// terminal in raw mode.
    ///
    /// # Errors
    /// If there is no terminal to read keys from or to draw on.
    pub fn enter() -> io::Result<Self> {
        set_panic_hook();
        let keys = open_keys()?;
        let stdout = rustix::stdio::stdout();
        let output = reopen(stdout).or_else(|_| stdout.try_clone_to_owned())?;
        let (screen, before) = (ratatui::Terminal::new(Output::new(output))?, tcgetattr(&keys)?);
        let (mouse, focus_reports) = (Switch::Off, Switch::Off);
        let mut terminal = Self { screen, keys, mouse, focus_reports, title: None, before };
        terminal.take()?;
        Ok(terminal)
    }

    pub(crate) fn size(&self) -> Size {
        self.screen.backend().size().unwrap_or_default()
    }

    /// The descriptor to read keys from.
    pub(crate) fn keys(&self) -> BorrowedFd<'_> {
        self.keys.as_fd()
    }

    /// A blocking handle to the same terminal, for a program that we start.
    ///
    /// # Errors
    /// If the terminal cannot be opened by its name.
    pub(crate) fn fresh_keys(&self) -> io::Result<std::fs::File> {
        let name = ttyname(&self.keys, Vec::new())?;
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        Ok(rustix::fs::open(name, flags, Mode::empty())?.into())
    }

    /// The descriptor to poll while the terminal has not accepted the whole previous frame.
    pub(crate) fn stalled(&self) -> Option<BorrowedFd<'_>> {
        let output = self.screen.backend();
        output.is_stalled().then(|| output.fd())
    }

    /// Draws a frame and writes the difference to the previous one.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.screen.draw(draw).map(drop)
    }

    /// Writes output that the terminal did not accept before.
    pub(crate) fn send(&mut self) -> io::Result<()> {
        self.screen.backend_mut().send()
    }

    /// Writes a command outside of a frame.
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

    /// Asks the terminal to say when it gets or loses the focus.
    pub(crate) fn report_focus(&mut self) -> io::Result<()> {
        self.focus_reports = Switch::On;
        self.say(EnableFocusChange)?;
        self.undo_at_end();
        Ok(())
    }

    /// Sets the title of the window; `None` restores the one that it had.
    pub(crate) fn set_title(&mut self, title: Option<String>) -> io::Result<()> {
        let is_first = self.title.is_none();
        self.title = title;
        match &self.title {
            Some(title) => self.say(notification::title(title, is_first))?,
            None => self.say(notification::restore_title())?,
        }
        self.undo_at_end();
        Ok(())
    }

    pub(crate) fn ring(&mut self) -> io::Result<()> {
        self.say(notification::bell())
    }

    /// What must be undone when the terminal is restored.
    fn undo_at_end(&self) {
        let mut undo = String::new();
        if self.focus_reports == Switch::On {
            DisableFocusChange.write_ansi(&mut undo).expect("writing to a string cannot fail");
        }
        if self.title.is_some() {
            undo.push_str(notification::RESTORE_TITLE);
        }
        undo_with(undo);
    }

    /// Discards the previous frame: the next one is drawn completely.
    pub(crate) fn forget(&mut self) -> io::Result<()> {
        let size = self.size();
        self.screen.resize(size.into())
    }

    /// Restores the terminal while `to` uses it, and sets it up again. The modes after `to` do not matter: an editor
    /// may crash in any mode.
    pub(crate) fn lend<T>(&mut self, to: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let result = to();
        self.take()?;
        Ok(result)
    }

    /// Sets the terminal up again after the shell, which may have changed its modes.
    pub(crate) fn take_from_shell(&mut self) -> io::Result<()> {
        self.before = tcgetattr(&self.keys)?;
        self.take()
    }

    /// Whether this program may use the terminal. False while the shell has stopped it or has put it in the background.
    pub(crate) fn is_in_foreground(&self) -> bool {
        is_in_foreground(self.keys.as_fd())
    }

    /// Sets up the terminal, whatever its state.
    fn take(&mut self) -> io::Result<()> {
        hold(self.keys.as_fd(), self.screen.backend().fd(), &self.before)?;
        let mouse = self.mouse;
        let output = self.screen.backend_mut();
        output.start_over();
        // A cell without a style writes none, so styles that the shell left are reset first.
        output.push(ResetColor);
        output.push(EnterAlternateScreen);
        output.push(EnableBracketedPaste);
        output.push(Hide);
        if mouse == Switch::On {
            output.push(EnableMouseCapture);
        }
        if self.focus_reports == Switch::On {
            output.push(EnableFocusChange);
        }
        if let Some(title) = &self.title {
            output.push(notification::title(title, true));
        }
        self.undo_at_end();
        self.forget()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// The terminal for keys: standard input, or the controlling terminal if standard input is redirected.
///
/// It is a separate open file description, so that non-blocking mode does not affect the shell, which shares the one
/// that this program was started with.
fn open_keys() -> io::Result<OwnedFd> {
    let stdin = rustix::stdio::stdin();
    match reopen(stdin) {
        Ok(keys) => Ok(keys),
        Err(_) if isatty(stdin) => stdin.try_clone_to_owned(),
        Err(_) => open(c"/dev/tty".to_owned()),
    }
}

/// Opens the same terminal again. If its name belongs to another user, as after `su`, opens the controlling terminal of
/// our session.
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

/// Makes a panic in any thread restore the terminal and end the program with a sanitised message.
pub fn set_panic_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(|info| panic::end(info, release_for_good))));
}
