//! Keys, pastes and the mouse, from the terminal to messages.

use crate::app::Msg;
use crossterm::event::{self, Event, KeyEventKind};
use std::io;
use std::os::fd::BorrowedFd;
use std::time::Duration;

/// How long crossterm may take to find that there is nothing more. With none at all it does not even look.
const A_GLANCE: Duration = Duration::from_micros(100);

/// How many times in a row a terminal may promise input and give none, before it counts as closed.
const MOST_BROKEN_PROMISES: u8 = 20;

/// How much is taken in at a time: a terminal that is fed without pause must not keep signals and saves waiting.
const MOST_AT_ONCE: usize = 1000;

/// Reads the terminal.
#[derive(Debug)]
pub(crate) struct Input {
    broken_promises: u8,
    has_more: bool,
}

impl Input {
    /// Has crossterm set itself up, which it would otherwise put off until the first key, when it may be too late.
    ///
    /// # Errors
    /// When the process has no file descriptors left.
    pub(crate) fn open() -> io::Result<Self> {
        event::poll(Duration::ZERO)?;
        Ok(Self { broken_promises: 0, has_more: false })
    }

    /// Whether there may be more than was read last, of which the terminal itself knows nothing any more.
    pub(crate) fn has_more(&self) -> bool {
        self.has_more
    }

    /// Reads what is there. The size of the terminal is left out: its signal is handled elsewhere.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(crate) fn read(&mut self, keys: BorrowedFd<'_>) -> io::Result<Vec<Msg>> {
        let waiting = rustix::io::ioctl_fionread(keys)?;
        if waiting == 0 && !self.has_more {
            self.broken_promises += 1;
            if self.broken_promises > MOST_BROKEN_PROMISES {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        } else {
            self.broken_promises = 0;
        }
        let mut messages = Vec::new();
        // Two glances in vain: one may have run out of time before it looked.
        let mut in_vain = 0;
        while in_vain < 2 && messages.len() < MOST_AT_ONCE {
            if event::poll(A_GLANCE)? {
                messages.extend(message(event::read()?));
                in_vain = 0;
                // One byte was one key: the frame need not wait for the glances.
                if waiting == 1 && rustix::io::ioctl_fionread(keys)? == 0 {
                    break;
                }
            } else {
                in_vain += 1;
            }
        }
        self.has_more = messages.len() >= MOST_AT_ONCE;
        Ok(messages)
    }
}

fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) => match key.kind {
            KeyEventKind::Press | KeyEventKind::Repeat => Some(Msg::Key(key)),
            KeyEventKind::Release => None,
        },
        Event::Mouse(mouse) => Some(Msg::Mouse(mouse)),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(..) | Event::FocusGained | Event::FocusLost => None,
    }
}
