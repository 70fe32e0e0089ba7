//! Reads the terminal and decodes its input into messages.

use super::decoder::Decoder;
use crate::app::Msg;
use rustix::io::Errno;
use std::io;
use std::os::fd::BorrowedFd;
use std::time::Instant;

/// How many times in a row a terminal may signal input and give none before it counts as closed.
const MAX_BROKEN_PROMISES: u8 = 20;

/// The limit for one read, in bytes: a terminal with continuous input must not delay signals and saves.
const MAX_READ: usize = 4096;

#[derive(Debug, Default)]
pub(crate) struct TerminalInput {
    decoder: Decoder,
    broken_promises: u8,
}

impl TerminalInput {
    /// When an incomplete sequence is [given up](Self::give_up).
    pub(crate) fn gives_up_at(&self) -> Option<Instant> {
        self.decoder.gives_up_at()
    }

    /// The messages for an incomplete sequence after which nothing more came.
    pub(crate) fn give_up(&mut self, now: Instant) -> Vec<Msg> {
        self.decoder.give_up(now)
    }

    /// Reads the available input.
    pub(crate) fn read(&mut self, keys: BorrowedFd<'_>, now: Instant) -> io::Result<Vec<Msg>> {
        let mut bytes = [0; MAX_READ];
        match rustix::io::read(keys, &mut bytes) {
            Ok(count @ 1..) => {
                self.broken_promises = 0;
                Ok(self.decoder.feed(&bytes[..count], now))
            }
            Ok(0) | Err(Errno::AGAIN) => {
                self.broken_promises += 1;
                let is_closed = self.broken_promises > MAX_BROKEN_PROMISES;
                if is_closed { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(Vec::new()) }
            }
            Err(Errno::INTR) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }
}
