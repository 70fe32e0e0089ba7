//! The one wake-up of the loop: a pipe that any thread writes to, and that the loop's sleep watches.

use std::io::{self, Write as _};
use std::os::unix::net::UnixStream;
use std::sync::Arc;

/// Wakes the loop from another thread.
#[derive(Clone, Debug)]
pub(crate) struct Waker(Arc<UnixStream>);

impl Waker {
    /// A waker, and the end of the pipe to sleep on.
    pub(crate) fn with_pipe() -> io::Result<(Self, UnixStream)> {
        let (wakes, sender) = UnixStream::pair()?;
        wakes.set_nonblocking(true)?;
        sender.set_nonblocking(true)?;
        Ok((Self(Arc::new(sender)), wakes))
    }

    /// Ends the current sleep, or the next one at once.
    pub(crate) fn wake(&self) {
        // A full pipe wakes the loop just as well.
        let _ = (&*self.0).write(&[0]);
    }
}
