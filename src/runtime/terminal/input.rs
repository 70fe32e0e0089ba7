//! What the terminal has to say, as messages.

use super::decoder::Decoder;
use crate::app::Msg;
use rustix::io::Errno;
use std::io;
use std::os::fd::BorrowedFd;
use std::time::Instant;

/// How many times in a row a terminal may promise input and give none, before it counts as closed.
const MAX_BROKEN_PROMISES: u8 = 20;

/// How much is taken in at a time: a terminal that is fed without pause must not keep signals and saves waiting.
const MAX_READ: usize = 4096;

/// Reads the terminal.
#[derive(Debug, Default)]
pub(crate) struct TerminalInput {
    decoder: Decoder,
    broken_promises: u8,
}

impl TerminalInput {
    /// When to ask what a sequence that has only begun is [taken for](Self::give_up).
    pub(crate) fn gives_up_at(&self) -> Option<Instant> {
        self.decoder.gives_up_at()
    }

    /// What a sequence means that has only begun, if nothing more came.
    pub(crate) fn give_up(&mut self, now: Instant) -> Vec<Msg> {
        self.decoder.give_up(now)
    }

    /// Reads what is there.
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
