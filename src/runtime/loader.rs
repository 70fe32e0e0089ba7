//! Looks at the file: at once where that is quick, on a thread of its own where it is not.
//!
//! There is one such thread, and what it found waits until it is taken; meanwhile the loop answers keys.
//! When to look, and whether to believe what was found, is not decided here.

use super::file::{self, Stamp};
use super::follow::Moment;
use super::wait::Waker;
use crate::app::Unreadable;
use crate::load::{Loaded, load};
use crate::watchlist::Watchlist;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// From this size on a file is read and parsed off the loop, in bytes. What is smaller takes a few milliseconds.
const LARGE: usize = 512 * 1024;

/// Where to look, and what is known already.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    /// The file.
    pub(crate) path: PathBuf,
    /// What to call it.
    pub(crate) name: String,
    /// The text that was read last: the same is not parsed again.
    pub(crate) known: Option<Arc<String>>,
    /// Now.
    pub(crate) began: Moment,
}

/// What a look found.
#[derive(Debug)]
pub(crate) struct Look {
    /// When it began: what was saved later may have gone unseen.
    pub(crate) began: Moment,
    /// What there was.
    pub(crate) sight: Sight,
}

/// What there was.
#[derive(Debug)]
pub(crate) enum Sight {
    /// The text that was known.
    Same(Stamp),
    /// Another text.
    New(Box<Loaded>, Stamp),
    /// Nothing to read, with the stamp of whatever is in its place.
    Unreadable(Unreadable, Option<Stamp>),
}

/// Has files looked at, and drops what is large and no longer shown.
pub(crate) struct Loader {
    waker: Waker,
    helper: Option<Helper>,
    is_busy: bool,
    /// The large watchlists that the app was told of. To free a hundred thousand entries takes as long as several frames,
    /// so each is kept until the app has let go of it, and then dropped off the loop.
    retired: Vec<Arc<Watchlist>>,
}

/// The thread for what takes its time. Started when it is first needed, and then kept: what one load has let go of, the
/// next one finds again, where a thread of its own would begin with memory of its own.
struct Helper {
    work: Sender<Work>,
    looks: Receiver<Look>,
}

enum Work {
    Look(Task),
    Drop(Vec<Arc<Watchlist>>),
}

impl Loader {
    /// Will wake the loop when a look that took its time has ended.
    pub(crate) fn new(waker: Waker) -> Self {
        Self { waker, helper: None, is_busy: false, retired: Vec::new() }
    }

    /// Whether a look is still under way. Another one must wait for its end.
    pub(crate) fn is_busy(&self) -> bool {
        self.is_busy
    }

    /// Looks. What a small file holds is returned at once; a large one can be [taken](Self::take) later.
    pub(crate) fn look(&mut self, task: Task) -> Option<Look> {
        if !task.is_large() {
            return Some(task.run());
        }
        match self.ask(Work::Look(task)) {
            Ok(()) => {
                self.is_busy = true;
                None
            }
            // No thread is to be had: better late than never.
            Err(Work::Look(task)) => Some(task.run()),
            Err(Work::Drop(_)) => None,
        }
    }

    /// What the look under way found, once it has ended.
    pub(crate) fn take(&mut self) -> Option<Look> {
        let look = self.helper.as_ref()?.looks.try_recv().ok()?;
        self.is_busy = false;
        Some(look)
    }

    /// Takes note of what the app will be told of, if it is large.
    pub(crate) fn keep(&mut self, loaded: &Loaded) {
        let is_large = loaded.source.text.len() >= LARGE;
        self.retired.extend(loaded.watchlist.iter().filter(|_| is_large).map(Arc::clone));
    }

    /// Drops what was kept and nobody else holds any more.
    pub(crate) fn drop_unused(&mut self) {
        let unused: Vec<_> = self.retired.extract_if(.., |watchlist| Arc::strong_count(watchlist) == 1).collect();
        if !unused.is_empty() {
            // Where no thread is to be had they are dropped right here.
            drop(self.ask(Work::Drop(unused)));
        }
    }

    /// Hands work to the helper; hands it back where there is none.
    fn ask(&mut self, work: Work) -> Result<(), Work> {
        if self.helper.is_none() {
            self.helper = Helper::start(self.waker.clone());
        }
        match &self.helper {
            Some(helper) => helper.work.send(work).map_err(|unsent| unsent.0),
            None => Err(work),
        }
    }
}

impl Helper {
    fn start(waker: Waker) -> Option<Self> {
        let (work, waiting) = channel();
        let (found, looks) = channel();
        let run = move || {
            for work in waiting {
                match work {
                    Work::Look(task) => {
                        // Nobody takes it any more when the program ends.
                        let _ = found.send(task.run());
                        waker.wake();
                    }
                    Work::Drop(unused) => drop(unused),
                }
            }
        };
        thread::Builder::new().name("load".to_owned()).spawn(run).ok().map(|_| Self { work, looks })
    }
}

impl Task {
    /// Whether the file, or the text that it is compared with, is large.
    fn is_large(&self) -> bool {
        self.known.as_ref().is_some_and(|text| text.len() >= LARGE)
            || self.path.metadata().is_ok_and(|metadata| metadata.len() >= LARGE as u64)
    }

    fn run(self) -> Look {
        let Self { path, name, known, began } = self;
        let sight = match file::read_stamped(&path) {
            Err(why) => Sight::Unreadable(why, Stamp::at(&path)),
            Ok((bytes, stamp)) if known.is_some_and(|text| is_same_text(&bytes, &text)) => Sight::Same(stamp),
            Ok((bytes, stamp)) => Sight::New(Box::new(load(&name, bytes, began.wall)), stamp),
        };
        Look { began, sight }
    }
}

/// Whether a file still says what was read from it; a source has lost its byte-order mark.
fn is_same_text(bytes: &[u8], text: &str) -> bool {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes) == text.as_bytes()
}
