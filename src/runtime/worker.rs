//! A thread for what takes its time: long watchlists are read there for the board and for the journal, and dropped, one
//! after the other.
//!
//! There is one for both, and it stays: what one reading has let go of, the next one finds again, where every
//! thread of its own would begin with memory of its own.

use std::sync::OnceLock;
use std::sync::mpsc::{SendError, Sender, channel};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// Does one job after the other, on a thread that is started for the first of them. Where none is to be had, right here:
/// better late than never.
#[derive(Default)]
pub(crate) struct Worker {
    jobs: OnceLock<Option<Sender<Job>>>,
}

impl Worker {
    /// Has a job done when its turn comes.
    pub(crate) fn begin(&self, job: impl FnOnce() + Send + 'static) {
        let Some(jobs) = self.jobs.get_or_init(start) else { return job() };
        if let Err(SendError(job)) = jobs.send(Box::new(job)) {
            job();
        }
    }

    /// Has a job done, and waits for what comes of it.
    pub(crate) fn wait_for<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> T {
        let (done, result) = channel();
        self.begin(move || {
            // Whoever asked is waiting below.
            let _ = done.send(job());
        });
        result.recv().expect("every job is done, or its panic has ended the program")
    }
}

fn start() -> Option<Sender<Job>> {
    let (jobs, waiting) = channel::<Job>();
    let run = move || waiting.into_iter().for_each(|job| job());
    thread::Builder::new().name("load".to_owned()).spawn(run).ok().map(|_| jobs)
}
