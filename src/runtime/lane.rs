//! A thread that runs jobs one after the other, in the order of submission.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

pub(crate) type Work = Box<dyn FnOnce() + Send>;

/// The thread of a lane. It ends after its last job, once all handles are dropped.
pub(crate) struct LaneThread {
    work: Sender<Work>,
    /// Closed when the thread ends.
    end: Receiver<()>,
}

impl LaneThread {
    pub(crate) fn start(name: &str) -> io::Result<Self> {
        let (work, waiting) = channel::<Work>();
        let (ending, end) = channel();
        let run = move || {
            let _ending: Sender<()> = ending;
            waiting.into_iter().for_each(|work| work());
        };
        thread::Builder::new().name(name.to_owned()).spawn(run)?;
        Ok(Self { work, end })
    }

    pub(crate) fn queue(&self, work: Work) {
        // The thread ends early only if it panics, which ends the program.
        let _ = self.work.send(work);
    }

    /// Another handle to submit work, which any thread may use.
    pub(crate) fn sender(&self) -> Sender<Work> {
        self.work.clone()
    }

    /// Waits until all work is done, for at most `patience`.
    pub(crate) fn finish(self, patience: Duration) {
        drop(self.work);
        // Both a finished thread and a timeout end the wait.
        let _ = self.end.recv_timeout(patience);
    }
}
