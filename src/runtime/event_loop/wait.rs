//! The only place where the program sleeps.
//!
//! A single `poll(2)` waits for the terminal, a signal, the file watcher and the clock at once. This module does not
//! read from the terminal and makes no decisions.

use crate::runtime::wake::Waker;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use std::io::{self, Read as _};
use std::os::fd::{AsFd as _, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::time::Duration;

/// A signal that the program handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OsSignal {
    End(u8),
    Resized,
    Stop,
    /// Continue after a stop.
    Continue,
    Child,
}

/// Why the sleep ended. Several causes can be set at once; none means a timeout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WakeCause {
    /// The terminal has input to read.
    pub(crate) keys: bool,
    pub(crate) gone: bool,
}

/// The state of an output after a sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutputState {
    Waiting,
    Writable,
    /// Nobody reads it any more.
    Gone,
}

/// Everything that can end a sleep.
pub(crate) struct Wait {
    signals: SignalDelivery<UnixStream, SignalOnly>,
    wakes: UnixStream,
    waker: Waker,
}

impl Wait {
    /// Replaces the default actions of the signals.
    pub(crate) fn new() -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        let handled = [SIGTERM, SIGINT, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT, SIGCHLD];
        let signals = SignalDelivery::with_pipe(read, write, SignalOnly, handled)?;
        let (waker, wakes) = Waker::with_pipe()?;
        Ok(Self { signals, wakes, waker })
    }

    pub(crate) fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Sleeps until an event or the timeout. With an `output`, it also wakes when that is writable.
    pub(crate) fn sleep(
        &mut self,
        keys: BorrowedFd<'_>,
        output: Option<BorrowedFd<'_>>,
        time: Option<Duration>,
    ) -> io::Result<WakeCause> {
        let time = time.map(|time| Timespec::try_from(time).unwrap_or(Timespec { tv_sec: 3600, tv_nsec: 0 }));
        let signals = self.signals.get_read().as_fd();
        let mut fds = vec![
            PollFd::from_borrowed_fd(keys, PollFlags::IN),
            PollFd::from_borrowed_fd(signals, PollFlags::IN),
            PollFd::from_borrowed_fd(self.wakes.as_fd(), PollFlags::IN),
        ];
        fds.extend(output.map(|output| PollFd::from_borrowed_fd(output, PollFlags::OUT)));
        match poll(&mut fds, time.as_ref()) {
            // A signal handler has written to its pipe, which the caller checks next.
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let seen = fds[0].revents();
        while self.wakes.read(&mut [0; 64]).is_ok_and(|count| count == 64) {}
        Ok(WakeCause {
            keys: seen.contains(PollFlags::IN),
            gone: seen.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
        })
    }

    /// Sleeps until a signal, a wake-up, the end of an output, the timeout, or until the output is writable if there is
    /// something to write.
    pub(crate) fn sleep_beside_output(
        &mut self,
        output: BorrowedFd<'_>,
        wants_to_write: bool,
        time: Duration,
    ) -> io::Result<OutputState> {
        let events = if wants_to_write { PollFlags::OUT } else { PollFlags::empty() };
        let mut fds = [
            PollFd::from_borrowed_fd(output, events),
            PollFd::from_borrowed_fd(self.signals.get_read().as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(self.wakes.as_fd(), PollFlags::IN),
        ];
        match poll(&mut fds, Timespec::try_from(time).ok().as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let seen = fds[0].revents();
        while self.wakes.read(&mut [0; 64]).is_ok_and(|count| count == 64) {}
        Ok(match seen.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            true => OutputState::Gone,
            false if seen.contains(PollFlags::OUT) => OutputState::Writable,
            false => OutputState::Waiting,
        })
    }

    /// The signals that arrived since the last call.
    pub(crate) fn signals(&mut self) -> impl Iterator<Item = OsSignal> {
        self.signals.pending().filter_map(|number| match number {
            SIGTERM | SIGINT | SIGHUP => u8::try_from(128 + number).ok().map(OsSignal::End),
            SIGWINCH => Some(OsSignal::Resized),
            SIGTSTP => Some(OsSignal::Stop),
            SIGCONT => Some(OsSignal::Continue),
            SIGCHLD => Some(OsSignal::Child),
            _ => None,
        })
    }

    /// Sleeps until a signal arrives.
    pub(crate) fn sleep_for_signals(&mut self) -> io::Result<()> {
        let mut fds = [PollFd::from_borrowed_fd(self.signals.get_read().as_fd(), PollFlags::IN)];
        match poll(&mut fds, None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
