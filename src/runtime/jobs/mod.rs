//! The job queue: everything that takes time is submitted here. Results come back on one channel, which wakes the loop.
//!
//! Each [`Lane`] is a thread that starts with its first job. Jobs in one lane run in order. Lanes do not wait for each
//! other, so a mount that hangs blocks only its own lane. Each job is implemented in the module of its subject.
//!
//! ```text
//! submit ─▶ lane: watch │ load │ propose │ save │ journal │ git │ alert ─▶ one channel + wake-up ─▶ results
//! ```

mod edit;

pub(crate) use edit::{ProposeJob, SaveJob, WatchlistFile};

use crate::app::config::ScreenChoice;
use crate::app::{EvaluationRequest, Msg};
use crate::load::load;
use crate::runtime::alert_command::AlertJob;
use crate::runtime::config::remember;
use crate::runtime::file::SYSTEM_ZONES;
use crate::runtime::git::versions::RevisionJob;
use crate::runtime::journal::{JournalJob, ParseText};
use crate::runtime::lane::LaneThread;
use crate::runtime::program_log::note_job;
use crate::runtime::wake::Waker;
use crate::runtime::watch::{LookReport, WatchJob};
use crate::watchlist::Watchlist;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// Work for a thread other than the loop's.
pub(crate) enum Job {
    /// Check the watched file, or parse the long text that was found there.
    Watch(WatchJob),
    /// Drop long watchlists: freeing a hundred thousand entries takes as long as several frames.
    Drop(Vec<Arc<Watchlist>>),
    /// Evaluate the board of a long watchlist, and compare it with the last one.
    Evaluate(Box<EvaluationRequest>),
    /// Compute how an edit would change the file.
    Propose(Box<ProposeJob>),
    Save(Box<SaveJob>),
    /// Read or write the state folder.
    Journal(JournalJob),
    /// Ask git for versions of the file.
    Git(RevisionJob),
    /// Keep what the operator chose for the screen.
    Remember(ScreenChoice),
    /// Run the operator's command for an alert.
    Alert(AlertJob),
}

/// What a job returns. Most jobs return one result.
#[derive(Debug)]
pub(crate) enum JobResult {
    Message(Msg),
    Look(LookReport),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    /// All system calls on the watched path. They can hang together with its mount.
    Watch,
    /// Parses, evaluates and drops long watchlists. It is one thread so that the memory of one text is reused for the next.
    Load,
    /// Computes edits, each on its own thread. Only the newest is reported.
    Propose,
    /// Runs all saves, in order.
    Save,
    /// All access to the state folder, in order.
    Journal,
    /// Only the newest of the waiting requests runs.
    Git,
    /// Runs the operator's command for alerts, one after the other.
    Alert,
}

impl Lane {
    const COUNT: usize = 7;

    const fn thread_name(self) -> &'static str {
        match self {
            Self::Watch => "watch",
            Self::Load => "load",
            Self::Propose => "propose",
            Self::Save => "save",
            Self::Journal => "journal",
            Self::Git => "git",
            Self::Alert => "alert",
        }
    }
}

/// How long the program waits for saves when it ends. An interrupted save leaves either the old text or the new one.
const SAVE_PATIENCE: Duration = Duration::from_secs(5);

/// How long the program waits for the journal when it ends. A slower disk counts as dead.
const JOURNAL_PATIENCE: Duration = Duration::from_secs(2);

/// Runs jobs. Drop waits for saves and the journal.
pub(crate) struct Jobs {
    lanes: [LaneState; Lane::COUNT],
    outbox: Outbox,
    deliveries: Receiver<Delivery>,
}

#[derive(Default)]
struct LaneState {
    thread: Option<LaneThread>,
    /// The number of the newest job.
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

    /// Submits a job. Never waits for it, unless the thread of the load lane cannot be started.
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
                note_job(lane.thread_name(), || job.run(&deliver));
            }
        }));
        // A proposal that hangs must not block the next one.
        if lane != Lane::Propose {
            state.thread = Some(thread);
        }
    }

    /// The results since the last call.
    pub(crate) fn results(&mut self) -> Vec<JobResult> {
        let is_current = |delivery: &Delivery| {
            let newest = &self.lanes[delivery.lane as usize].newest;
            delivery.lane != Lane::Propose || delivery.number == newest.load(Ordering::Relaxed)
        };
        self.deliveries.try_iter().filter(is_current).map(|delivery| delivery.result).collect()
    }

    /// Parses texts in the load lane and waits for the result. For jobs of other lanes.
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
            Self::Watch(WatchJob::Look(_)) => Lane::Watch,
            Self::Watch(WatchJob::Parse(_)) | Self::Drop(_) | Self::Evaluate(_) => Lane::Load,
            Self::Propose(_) => Lane::Propose,
            Self::Save(_) => Lane::Save,
            Self::Journal(_) | Self::Remember(_) => Lane::Journal,
            Self::Git(_) => Lane::Git,
            Self::Alert(_) => Lane::Alert,
        }
    }

    fn run(self, deliver: &dyn Fn(JobResult)) {
        let deliver_message = |msg| deliver(JobResult::Message(msg));
        match self {
            Self::Watch(job) => deliver(JobResult::Look(job.run())),
            Self::Drop(watchlists) => drop(watchlists),
            Self::Evaluate(request) => deliver_message(Msg::Evaluated(Box::new(request.evaluate(None)))),
            Self::Propose(job) => deliver_message(job.run()),
            Self::Save(job) => deliver_message(job.run()),
            Self::Journal(job) => job.run(&deliver_message),
            Self::Git(job) => deliver_message(job.run()),
            Self::Remember(choice) => remember(choice),
            Self::Alert(job) => job.run().into_iter().for_each(deliver_message),
        }
    }

    /// Runs a job without a thread if it can, and reports other jobs as failed.
    fn refuse(self, error: &io::Error, deliver: &dyn Fn(JobResult)) {
        match self {
            // A missing answer shows that the path cannot be watched.
            Self::Watch(WatchJob::Look(_)) => {}
            Self::Watch(WatchJob::Parse(_)) | Self::Drop(_) | Self::Evaluate(_) => self.run(deliver),
            Self::Propose(_) => deliver(JobResult::Message(ProposeJob::refuse())),
            Self::Save(_) => deliver(JobResult::Message(SaveJob::refuse())),
            Self::Journal(job) => job.refuse(error, &|msg| deliver(JobResult::Message(msg))),
            Self::Git(job) => deliver(JobResult::Message(job.refuse(&format!("cannot start a thread: {error}")))),
            Self::Remember(_) => {}
            Self::Alert(_) => {
                deliver(JobResult::Message(Msg::Notice(format!("the alert command failed: {error}"))));
            }
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
