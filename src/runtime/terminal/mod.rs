//! Sets up the terminal and restores it.
//!
//! While the program holds it, the terminal has raw mode, the alternate screen, bracketed paste, reports of focus and
//! background, a title and a hidden cursor. One function, [`release`], restores it on every exit: the normal end, an
//! error, a signal, a stop, the editor, and a panic in any thread. This module does not know what is drawn.

mod background;
mod decoder;
mod hyperlinks;
pub(crate) mod input;
mod modes;
pub(crate) mod notification;
pub(crate) mod output;
mod panic;
mod sequence;
mod state;

pub(crate) use state::{give_back, note_answer};

use crate::app::{Bidi, Switch};
use crate::ui::Hyperlink;
use crossterm::Command;
use crossterm::cursor::Hide;
use crossterm::event::{DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::style::ResetColor;
use crossterm::terminal::EnterAlternateScreen;
use hyperlinks::WrittenLinks;
use modes::{BEGIN, CELLS_AS_WRITTEN, OscSupport, Sequence, Title};
use output::Output;
use ratatui::Frame;
use ratatui::backend::Backend as _;
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::termios::{Termios, isatty, tcgetattr, tcgetsid, ttyname};
use state::{hold, is_in_foreground, note_question, release_for_good};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Once;

/// The terminal of this process. Drop restores it.
pub struct Terminal {
    screen: ratatui::Terminal<Output>,
    keys: OwnedFd,
    mouse: Switch,
    bidi: Bidi,
    osc: OscSupport,
    /// The title that the window has.
    title: String,
    /// The title while there are alerts that nobody has seen.
    alert_title: Option<String>,
    links: WrittenLinks,
    /// The terminal modes before the program started, to be restored.
    before: Termios,
}

impl Terminal {
    /// Sets up the terminal. It installs the [panic hook](set_panic_hook) first, so that no panic can leave the
    /// terminal in raw mode.
    ///
    /// # Errors
    /// If there is no terminal to read keys from or to draw on.
    pub fn enter(bidi: Bidi) -> io::Result<Self> {
        set_panic_hook();
        let keys = open_keys()?;
        let stdout = rustix::stdio::stdout();
        let output = reopen(stdout).or_else(|_| stdout.try_clone_to_owned())?;
        let (screen, before) = (ratatui::Terminal::new(Output::new(output))?, tcgetattr(&keys)?);
        let osc = OscSupport::from_environment(|name| std::env::var_os(name));
        let (mouse, title, links) = (Switch::Off, String::new(), WrittenLinks::default());
        let mut terminal = Self { screen, keys, mouse, bidi, osc, title, alert_title: None, links, before };
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

    /// Draws a frame, which returns its links, and sets the title.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub(crate) fn draw_board(
        &mut self,
        title: String,
        draw: impl FnOnce(&mut Frame<'_>) -> Vec<Hyperlink>,
    ) -> io::Result<()> {
        let title = self.alert_title.clone().unwrap_or(title);
        if self.osc == OscSupport::Yes && self.title != title {
            self.screen.backend_mut().push(Title(&title));
            self.title = title;
        }
        let mut links = Vec::new();
        let frame = self.screen.draw(|frame| links = draw(frame))?;
        if self.osc == OscSupport::No {
            return Ok(());
        }
        let written = self.links.replace(links, frame.buffer);
        if written.is_empty() { Ok(()) } else { self.say(Sequence(&written)) }
    }

    /// Asks the terminal for its background. Nothing waits for the answer.
    pub(crate) fn ask_background(&mut self) -> io::Result<()> {
        if self.stalled().is_none() {
            self.push_question();
        }
        self.send()
    }

    /// Asks for the background with the next frame, unless keys wait to be read: they were typed before the frame, and one
    /// of them may end the program before the answer comes. Keys that are typed after the frame come after the answer.
    fn push_question(&mut self) {
        let mut keys = [PollFd::new(&self.keys, PollFlags::IN)];
        let is_quiet = poll(&mut keys, Some(&Timespec::default())).is_ok_and(|ready| ready == 0);
        if is_quiet && self.osc == OscSupport::Yes {
            self.screen.backend_mut().push(Sequence(background::QUESTION));
            note_question();
        }
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

    /// Sets the title that the window has while there are alerts, from the next frame on.
    pub(crate) fn set_alert_title(&mut self, title: Option<String>) {
        self.alert_title = title;
    }

    pub(crate) fn ring(&mut self) -> io::Result<()> {
        self.say(notification::bell())
    }

    /// Discards the previous frame: the next one is drawn completely.
    pub(crate) fn forget(&mut self) -> io::Result<()> {
        let size = self.size();
        self.links.forget();
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
        hold(self.keys.as_fd(), self.screen.backend().fd(), &self.before, self.osc)?;
        self.title.clear();
        let mouse = self.mouse;
        let output = self.screen.backend_mut();
        output.start_over();
        // A cell without a style writes none, so styles that the shell left are reset first.
        output.push(ResetColor);
        output.push(EnterAlternateScreen);
        output.push(EnableBracketedPaste);
        output.push(Hide);
        output.push(Sequence(BEGIN));
        if self.bidi == Bidi::Program {
            output.push(Sequence(CELLS_AS_WRITTEN));
        }
        if mouse == Switch::On {
            output.push(EnableMouseCapture);
        }
        self.push_question();
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
