//! A thread that does one piece of work after the other, in the order in which they come.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

pub(super) type Work = Box<dyn FnOnce() + Send>;

/// A handle for a lane's thread. The thread ends after its last work, once its handles are dropped.
pub(super) struct LaneThread {
    work: Sender<Work>,
    /// Closed when the thread ends.
    end: Receiver<()>,
}

impl LaneThread {
    pub(super) fn start(name: &str) -> io::Result<Self> {
        let (work, waiting) = channel::<Work>();
        let (ending, end) = channel();
        let run = move || {
            let _ending: Sender<()> = ending;
            waiting.into_iter().for_each(|work| work());
        };
        thread::Builder::new().name(name.to_owned()).spawn(run)?;
        Ok(Self { work, end })
    }

    pub(super) fn queue(&self, work: Work) {
        // The thread only ends early by a panic, which ends the program.
        let _ = self.work.send(work);
    }

    /// Another handle to queue work from, also on another thread.
    pub(super) fn sender(&self) -> Sender<Work> {
        self.work.clone()
    }

    /// Waits until all work is done, but not longer than `patience`.
    pub(super) fn finish(self, patience: Duration) {
        drop(self.work);
        // Both the end and a timeout end the wait.
        let _ = self.end.recv_timeout(patience);
    }
}
