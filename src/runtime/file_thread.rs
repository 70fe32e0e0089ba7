//! The one thread that makes system calls on the watched path: a mount that hangs holds up this thread, and not the loop.
//!
//! It does one job at a time and reports; the loop sees by the time that a report takes whether the path answers. A long
//! text that was read is parsed by the [`Worker`]. When to look, and whether to believe what was found, is not decided here.

use super::file::{self, Stamp};
use super::follow::ClockSample;
use super::save::rescued_files;
use super::wait::Waker;
use super::watch::{Inbox, Lost, Watch};
use super::worker::Worker;
use super::writers::{Writers, writers_of};
use super::zoneinfo::SYSTEM_ZONES;
use crate::app::{Unreadable, WatchMode};
use crate::load::{LONG, Loaded, load};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// Something to do on the watched path. The watches are moved to where it leads first.
#[derive(Debug)]
pub(crate) struct Job {
    /// Watches that are known to be gone.
    pub(crate) lost: Lost,
    /// What to look at.
    pub(crate) look: Look,
}

/// How closely to look.
#[derive(Debug)]
pub(crate) enum Look {
    /// At the outside.
    AtStamp,
    /// At the text.
    AtText(Task),
}

/// What is known of a text already.
#[derive(Debug)]
pub(crate) struct Task {
    /// What to call the file.
    pub(crate) name: String,
    /// The text that was read last: the same is not parsed again.
    pub(crate) known: Option<Arc<String>>,
    /// Whether it is known that nobody was writing it then.
    pub(crate) is_finished: bool,
    /// Now.
    pub(crate) began: ClockSample,
}

/// What came of a job, or is on its way.
#[derive(Debug)]
pub(crate) enum Report {
    /// The path has answered.
    Answer(Box<Answer>),
    /// It has answered, and the text is being parsed.
    Parsing,
}

/// What the path has answered.
#[derive(Debug)]
pub(crate) struct Answer {
    /// How saves are noticed now.
    pub(crate) mode: WatchMode,
    /// Whether watches had to move: a save before that may have gone unseen.
    pub(crate) has_moved: bool,
    /// The names of files beside it that hold what somebody else saved.
    pub(crate) rescued: Vec<String>,
    /// What there was.
    pub(crate) sight: Sight,
}

/// What there was.
#[derive(Debug)]
pub(crate) enum Sight {
    /// Seen from outside.
    Stamp(Result<Stamp, Unreadable>),
    /// The text that was known.
    Same(ClockSample, Stamp, Writers),
    /// Another text.
    New(Box<Loaded>, ClockSample, Stamp, Writers),
    /// Nothing to read, and what is there seen from outside.
    Unreadable(Unreadable, ClockSample, Result<Stamp, Unreadable>),
}

/// Hands jobs over to the thread. Dropping it ends the thread, or leaves it alone where it hangs.
pub(crate) struct FileThread {
    jobs: Sender<Job>,
    reports: Receiver<Report>,
}

impl FileThread {
    /// Begins to watch a path. Where there is no thread to be had, no job is ever answered.
    pub(crate) fn start(path: PathBuf, inbox: Arc<Inbox>, (worker, waker): (Arc<Worker>, Waker)) -> Self {
        let (jobs, to_do) = channel();
        let (report, reports) = channel();
        let outbox = Outbox { report, waker };
        let work = move || {
            let watch = Watch::start(&path, inbox);
            let mut hands = Hands { path, watch, worker, outbox };
            to_do.into_iter().for_each(|job| hands.carry_out(job));
        };
        drop(thread::Builder::new().name("file".to_owned()).spawn(work));
        Self { jobs, reports }
    }

    /// A thread that does what a test wants.
    #[cfg(test)]
    pub(crate) fn played(jobs: Sender<Job>, reports: Receiver<Report>) -> Self {
        Self { jobs, reports }
    }

    /// Has a job done.
    pub(crate) fn begin(&self, job: Job) {
        // Without a thread there is no report, and that is how it is noticed.
        let _ = self.jobs.send(job);
    }

    /// The next report, if there is one.
    pub(crate) fn take(&self) -> Option<Report> {
        self.reports.try_recv().ok()
    }
}

#[derive(Clone)]
struct Outbox {
    report: Sender<Report>,
    waker: Waker,
}

impl Outbox {
    fn send(&self, report: Report) {
        // Nobody takes it any more when the program ends.
        let _ = self.report.send(report);
        self.waker.wake();
    }
}

struct Hands {
    path: PathBuf,
    watch: Watch,
    worker: Arc<Worker>,
    outbox: Outbox,
}

impl Hands {
    fn carry_out(&mut self, Job { lost, look }: Job) {
        let has_moved = self.watch.refresh(lost);
        let sight = match look {
            Look::AtStamp => Sight::Stamp(Stamp::at(&self.path)),
            Look::AtText(task) => match self.read(&task) {
                Text::Known(sight) => sight,
                Text::New(bytes, stamp, writers) => {
                    let Task { name, began, .. } = task;
                    let parse = move |bytes| {
                        Sight::New(Box::new(load(&name, bytes, SYSTEM_ZONES.at(began.wall))), began, stamp, writers)
                    };
                    if bytes.len() >= LONG {
                        let (outbox, answer) = (self.outbox.clone(), self.answer(has_moved));
                        self.outbox.send(Report::Parsing);
                        self.worker.begin(move || outbox.send(Report::Answer(Box::new(answer(parse(bytes))))));
                        return;
                    }
                    parse(bytes)
                }
            },
        };
        let answer = self.answer(has_moved)(sight);
        self.outbox.send(Report::Answer(Box::new(answer)));
    }

    fn answer(&self, has_moved: bool) -> impl FnOnce(Sight) -> Answer + Send + 'static {
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let rescued = rescued_files(&self.path).iter().map(name).collect();
        let mode = self.watch.mode().clone();
        move |sight| Answer { mode, has_moved, rescued, sight }
    }

    fn read(&self, task: &Task) -> Text {
        let Task { known, is_finished, began, .. } = task;
        match file::read_stamped(&self.path) {
            Err(why) => Text::Known(Sight::Unreadable(why, *began, Stamp::at(&self.path))),
            Ok((bytes, stamp, file)) => {
                let is_known = known.as_ref().is_some_and(|text| is_same_text(&bytes, text));
                if is_known && *is_finished {
                    return Text::Known(Sight::Same(*began, stamp, Writers::None));
                }
                let writers = match writers_of(&file) {
                    // Somebody has written and closed it since it was read.
                    Writers::None if !Stamp::of(&file).is_ok_and(|now| now == stamp) => Writers::Unknown,
                    writers => writers,
                };
                if is_known {
                    Text::Known(Sight::Same(*began, stamp, writers))
                } else {
                    Text::New(bytes, stamp, writers)
                }
            }
        }
    }
}

/// What was read.
enum Text {
    Known(Sight),
    New(Vec<u8>, Stamp, Writers),
}

/// Whether a file still says what was read from it; a source has lost its byte-order mark.
fn is_same_text(bytes: &[u8], text: &str) -> bool {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes) == text.as_bytes()
}
