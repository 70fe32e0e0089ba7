//! The one queue of jobs: everything that takes time is submitted here, and its results come back on one channel that
//! wakes the loop.
//!
//! Each [`Lane`] is a thread, started for its first job. Jobs in one lane run in order; lanes do not wait for each other, so
//! a mount that hangs stalls only its own. What a job does stands in the module of its subject.
//!
//! ```text
//! submit ─▶ lane: watch │ load │ propose │ save │ journal │ git ─▶ one channel + wake-up ─▶ results
//! ```

mod edit;
mod lane;

pub(crate) use edit::{ProposeJob, SaveJob, WatchlistFile};

use crate::app::Msg;
use crate::load::load;
use crate::runtime::file::SYSTEM_ZONES;
use crate::runtime::git::versions::RevisionJob;
use crate::runtime::journal::{JournalJob, ParseText};
use crate::runtime::wake::Waker;
use crate::runtime::watch::{LookReport, WatchJob};
use crate::watchlist::Watchlist;
use lane::LaneThread;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// Work for another thread than the loop's.
pub(crate) enum Job {
    /// Look at the watched file, or parse the long text that was found there.
    Watch(WatchJob),
    /// Drop long watchlists: to free a hundred thousand entries takes as long as several frames.
    Drop(Vec<Arc<Watchlist>>),
    /// Work out what an edit would make of the file.
    Propose(Box<ProposeJob>),
    /// Save an edit.
    Save(Box<SaveJob>),
    /// Read or write the state folder.
    Journal(JournalJob),
    /// Ask git for revisions of the file.
    Git(RevisionJob),
}

/// What a job reports. Most jobs report once.
#[derive(Debug)]
pub(crate) enum JobResult {
    /// Something for the app.
    Message(Msg),
    /// Something for the follower of the file.
    Look(LookReport),
}

/// The thread on which a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    /// All system calls on the watched path, which may hang with its mount.
    Watch,
    /// Parses and drops long watchlists. One thread, so that the memory of one text is used again for the next.
    Load,
    /// Works out edits, each on a thread of its own. Only the newest is reported.
    Propose,
    /// Saves, all of them, in order.
    Save,
    /// Everything in the state folder, in order.
    Journal,
    /// Of the requests that wait, only the newest runs.
    Git,
}

impl Lane {
    const COUNT: usize = 6;

    const fn thread_name(self) -> &'static str {
        match self {
            Self::Watch => "watch",
            Self::Load => "load",
            Self::Propose => "propose",
            Self::Save => "save",
            Self::Journal => "journal",
            Self::Git => "git",
        }
    }
}

/// How long the end of the program waits for saves. A save that is cut short leaves the old text or the new one.
const SAVE_PATIENCE: Duration = Duration::from_secs(5);

/// How long the end of the program waits for the journal. A disk that is slower is dead.
const JOURNAL_PATIENCE: Duration = Duration::from_secs(2);

/// Runs jobs. Dropping it waits for saves and the journal.
pub(crate) struct Jobs {
    lanes: [LaneState; Lane::COUNT],
    outbox: Outbox,
    deliveries: Receiver<Delivery>,
}

#[derive(Default)]
struct LaneState {
    thread: Option<LaneThread>,
    /// The number of the job that was submitted last.
    newest: Arc<AtomicU64>,
}

#[derive(Clone)]
struct Outbox {
    deliveries: Sender<Delivery>,
    waker: Waker,
}

struct Delivery {
    lane: Lane,
    number: u64,
    result: JobResult,
}

impl Jobs {
    pub(crate) fn new(waker: Waker) -> Self {
        let (sender, deliveries) = channel();
        Self { lanes: Default::default(), outbox: Outbox { deliveries: sender, waker }, deliveries }
    }

    /// Has a job done. Never waits for it, but where no thread can be started for the load lane.
    pub(crate) fn submit(&mut self, job: Job) {
        let lane = job.lane();
        let outbox = self.outbox.clone();
        let state = &mut self.lanes[lane as usize];
        let number = state.newest.fetch_add(1, Ordering::Relaxed) + 1;
        let thread = match state.thread.take() {
            Some(thread) => Ok(thread),
            None => LaneThread::start(lane.thread_name()),
        };
        let deliver = move |result| outbox.send(Delivery { lane, number, result });
        let thread = match thread {
            Ok(thread) => thread,
            Err(error) => return job.refuse(&error, &deliver),
        };
        let newest = Arc::clone(&state.newest);
        thread.queue(Box::new(move || {
            let is_superseded = lane == Lane::Git && newest.load(Ordering::Relaxed) != number;
            if !is_superseded {
                job.run(&deliver);
            }
        }));
        // A proposal that hangs must not hold up the next one.
        if lane != Lane::Propose {
            state.thread = Some(thread);
        }
    }

    /// What jobs have reported since this was last called.
    pub(crate) fn results(&mut self) -> Vec<JobResult> {
        let is_current = |delivery: &Delivery| {
            let newest = &self.lanes[delivery.lane as usize].newest;
            delivery.lane != Lane::Propose || delivery.number == newest.load(Ordering::Relaxed)
        };
        self.deliveries.try_iter().filter(is_current).map(|delivery| delivery.result).collect()
    }

    /// Parses texts in the load lane, and waits for it; for jobs of other lanes.
    pub(crate) fn long_text_parser(&mut self) -> ParseText {
        let state = &mut self.lanes[Lane::Load as usize];
        if state.thread.is_none() {
            state.thread = LaneThread::start(Lane::Load.thread_name()).ok();
        }
        let lane = state.thread.as_ref().map(LaneThread::sender);
        Box::new(move |name, bytes, at| {
            let Some(lane) = &lane else { return load(name, bytes, SYSTEM_ZONES.at(at)) };
            let (done, result) = channel();
            let name = name.to_owned();
            // The receiver waits below.
            let work = move || drop(done.send(load(&name, bytes, SYSTEM_ZONES.at(at))));
            lane.send(Box::new(work)).expect("the thread of a lane lives as long as its handles");
            result.recv().expect("queued work is done, or its panic has ended the program")
        })
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        for (lane, patience) in [(Lane::Save, SAVE_PATIENCE), (Lane::Journal, JOURNAL_PATIENCE)] {
            if let Some(thread) = self.lanes[lane as usize].thread.take() {
                thread.finish(patience);
            }
        }
    }
}

impl Outbox {
    fn send(&self, delivery: Delivery) {
        // The receiver is gone when the program ends.
        let _ = self.deliveries.send(delivery);
        self.waker.wake();
    }
}

impl Job {
    fn lane(&self) -> Lane {
        match self {
            Self::Watch(WatchJob::LookDepth(_)) => Lane::Watch,
            Self::Watch(WatchJob::Parse(_)) | Self::Drop(_) => Lane::Load,
            Self::Propose(_) => Lane::Propose,
            Self::Save(_) => Lane::Save,
            Self::Journal(_) => Lane::Journal,
            Self::Git(_) => Lane::Git,
        }
    }

    fn run(self, deliver: &dyn Fn(JobResult)) {
        let deliver_message = |msg| deliver(JobResult::Message(msg));
        match self {
            Self::Watch(job) => deliver(JobResult::Look(job.run())),
            Self::Drop(watchlists) => drop(watchlists),
            Self::Propose(job) => deliver_message(job.run()),
            Self::Save(job) => deliver_message(job.run()),
            Self::Journal(job) => job.run(&deliver_message),
            Self::Git(job) => deliver_message(job.run()),
        }
    }

    /// Does without a thread what it can, and reports the rest as failed.
    fn refuse(self, error: &io::Error, deliver: &dyn Fn(JobResult)) {
        match self {
            // No answer is how it is noticed that the path cannot be watched.
            Self::Watch(WatchJob::LookDepth(_)) => {}
            Self::Watch(WatchJob::Parse(_)) | Self::Drop(_) => self.run(deliver),
            Self::Propose(_) => deliver(JobResult::Message(ProposeJob::refuse())),
            Self::Save(_) => deliver(JobResult::Message(SaveJob::refuse())),
            Self::Journal(job) => job.refuse(error, &|msg| deliver(JobResult::Message(msg))),
            Self::Git(job) => deliver(JobResult::Message(job.refuse(&format!("cannot start a thread: {error}")))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    fn jobs() -> Jobs {
        Jobs::new(Waker::with_pipe().unwrap().0)
    }

    #[test]
    fn a_superseded_proposal_is_not_reported() {
        let mut jobs = jobs();
        jobs.lanes[Lane::Propose as usize].newest.store(2, Ordering::Relaxed);
        for number in [1, 2] {
            let result = JobResult::Message(ProposeJob::refuse());
            jobs.outbox.send(Delivery { lane: Lane::Propose, number, result });
        }
        assert_eq!(jobs.results().len(), 1);
    }

    #[test]
    fn saves_run_in_order_and_are_waited_for() {
        let mut jobs = jobs();
        let done = Arc::new(Mutex::new(Vec::new()));
        let lane = LaneThread::start("save").unwrap();
        for number in 0..100 {
            let done = Arc::clone(&done);
            lane.queue(Box::new(move || done.lock().unwrap().push(number)));
        }
        jobs.lanes[Lane::Save as usize].thread = Some(lane);
        drop(jobs);
        assert_eq!(*done.lock().unwrap(), (0..100).collect::<Vec<_>>());
    }
}
