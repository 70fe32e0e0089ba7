//! The wake-up of the event loop: a pipe that any thread can write to and that the loop polls.

use std::io::{self, Write as _};
use std::os::unix::net::UnixStream;
use std::sync::Arc;

/// Wakes the loop from another thread.
#[derive(Clone, Debug)]
pub(crate) struct Waker(Arc<UnixStream>);

impl Waker {
    /// A waker, and the end of the pipe to poll.
    pub(crate) fn with_pipe() -> io::Result<(Self, UnixStream)> {
        let (wakes, sender) = UnixStream::pair()?;
        wakes.set_nonblocking(true)?;
        sender.set_nonblocking(true)?;
        Ok((Self(Arc::new(sender)), wakes))
    }

    /// Ends the current sleep, or the next one immediately.
    pub(crate) fn wake(&self) {
        // A full pipe also wakes the loop.
        let _ = (&*self.0).write(&[0]);
    }
}
