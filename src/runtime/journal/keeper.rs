//! The thread that remembers: it recalls what was kept, and keeps what there is to keep, in the order in which it comes.
//!
//! It wakes the loop for what it has to tell the app, and once for the first failure. Otherwise it is not heard of.

use super::Place;
use super::scribe::Scribe;
use crate::app::{Looked, Msg, Observation};
use crate::load::Loaded;
use crate::runtime::wait::Waker;
use crate::runtime::worker::Worker;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// How long the end of the program waits for what is still to be kept. A disk that is slower than that is dead.
const PATIENCE: Duration = Duration::from_secs(2);

/// Something to remember.
enum Job {
    Recall(Box<Loaded>),
    Seen(Box<Looked>),
    ReadBack,
    Observed(Box<Observation>),
}

/// Hands things over to the thread.
pub(crate) struct Keeper {
    jobs: Option<Sender<Job>>,
    answers: Receiver<Msg>,
    /// Closed when the thread has ended.
    end: Receiver<()>,
}

impl Keeper {
    /// Begins to remember a watchlist, and recalls what was kept of it. `first` is how it reads now.
    pub(crate) fn start(place: Place, first: Loaded, (worker, waker): (Arc<Worker>, Waker)) -> io::Result<Self> {
        let (jobs, to_do) = channel();
        let (answer, answers) = channel();
        let (ending, end) = channel();
        let scribe = Scribe::new(place, first.source.name.clone(), worker);
        let work = move || {
            let _ending: Sender<()> = ending;
            Work { scribe, answer, waker, told: Trouble::Untold }.run(&to_do);
        };
        thread::Builder::new().name("journal".to_owned()).spawn(work)?;
        let keeper = Self { jobs: Some(jobs), answers, end };
        keeper.hand_over(Job::Recall(Box::new(first)));
        Ok(keeper)
    }

    /// Keeps what the operator has looked at.
    pub(crate) fn seen(&self, seen: Looked) {
        self.hand_over(Job::Seen(Box::new(seen)));
    }

    /// Reads back what the operator has last looked at.
    pub(crate) fn read_back(&self) {
        self.hand_over(Job::ReadBack);
    }

    /// Writes down what was seen to change.
    pub(crate) fn observed(&self, observation: Observation) {
        self.hand_over(Job::Observed(Box::new(observation)));
    }

    /// What there is to tell the app.
    pub(crate) fn take(&self) -> Vec<Msg> {
        self.answers.try_iter().collect()
    }

    fn hand_over(&self, job: Job) {
        // A thread that is gone has said why, or panicked and ended the program.
        let _ = self.jobs.as_ref().map(|jobs| jobs.send(job));
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.jobs = None;
        match self.end.recv_timeout(PATIENCE) {
            Ok(()) | Err(RecvTimeoutError::Disconnected | RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Whether the operator has been told that nothing can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    Untold,
    Told,
}

struct Work {
    scribe: Scribe,
    answer: Sender<Msg>,
    waker: Waker,
    told: Trouble,
}

impl Work {
    fn run(mut self, to_do: &Receiver<Job>) {
        for job in to_do {
            if let Err(error) = self.carry_out(job)
                && self.told == Trouble::Untold
            {
                self.told = Trouble::Told;
                let folder = self.scribe.folder().display();
                self.tell(Msg::Notice(format!("changes are remembered until the end only: {folder}: {error}")));
            }
        }
    }

    fn carry_out(&mut self, job: Job) -> io::Result<()> {
        match job {
            Job::Recall(first) => {
                let first = Looked::of(*first);
                let recalled = self.scribe.recall(first.as_ref())?;
                self.tell(Msg::Recalled(Box::new(recalled)));
                first.map_or(Ok(()), |first| self.scribe.catch_up(&first))
            }
            Job::Seen(seen) => {
                self.scribe.seen(&seen)?;
                self.tell(Msg::Kept(seen.text()));
                Ok(())
            }
            Job::ReadBack => {
                let found = self.scribe.last_look(None)?;
                let why = || format!("{} does not have it whole", self.scribe.folder().display());
                self.tell(Msg::ReadBack(Box::new(found.ok_or_else(why))));
                Ok(())
            }
            Job::Observed(observation) => self.scribe.observed(&observation),
        }
    }

    fn tell(&self, msg: Msg) {
        // Nobody listens any more when the program ends.
        let _ = self.answer.send(msg);
        self.waker.wake();
    }
}
