//! Looks at the file: at once where that is quick, by the [`Worker`] where it is not.
//!
//! What that found waits until it is taken; meanwhile the loop answers keys. When to look, and whether to believe what was
//! found, is not decided here.

use super::file::{self, Stamp};
use super::follow::ClockSample;
use super::wait::Waker;
use super::worker::Worker;
use crate::app::Unreadable;
use crate::diagnostic::Source;
use crate::load::{LONG, Loaded, load};
use crate::watchlist::Watchlist;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

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
    pub(crate) began: ClockSample,
}

/// What a look found.
#[derive(Debug)]
pub(crate) struct Look {
    /// When it began: what was saved later may have gone unseen.
    pub(crate) began: ClockSample,
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

/// Has files looked at, and drops what is long and no longer shown.
pub(crate) struct Loader {
    worker: Arc<Worker>,
    waker: Waker,
    found: Sender<Look>,
    looks: Receiver<Look>,
    is_busy: bool,
    /// The long watchlists that the app was told of. To free a hundred thousand entries takes as long as several frames,
    /// so each is kept until the app has let go of it, and then dropped off the loop.
    retired: Vec<Arc<Watchlist>>,
}

impl Loader {
    /// Will wake the loop when a look that took its time has ended.
    pub(crate) fn new(worker: Arc<Worker>, waker: Waker) -> Self {
        let (found, looks) = channel();
        Self { worker, waker, found, looks, is_busy: false, retired: Vec::new() }
    }

    /// Whether a look is still under way. Another one must wait for its end.
    pub(crate) fn is_busy(&self) -> bool {
        self.is_busy
    }

    /// Looks. What a short file holds is returned at once; a long one can be [taken](Self::take) later.
    pub(crate) fn look(&mut self, task: Task) -> Option<Look> {
        if !task.is_long() {
            return Some(task.run());
        }
        self.is_busy = true;
        let (found, waker) = (self.found.clone(), self.waker.clone());
        self.worker.begin(move || {
            // Nobody takes it any more when the program ends.
            let _ = found.send(task.run());
            waker.wake();
        });
        None
    }

    /// What the look under way found, once it has ended.
    pub(crate) fn take(&mut self) -> Option<Look> {
        let look = self.looks.try_recv().ok()?;
        self.is_busy = false;
        Some(look)
    }

    /// Takes note of what the app will be told of, if it is long: once, for it would else hold on to itself.
    pub(crate) fn retire(&mut self, source: &Source, watchlist: Option<&Arc<Watchlist>>) {
        let is_known = |watchlist: &&Arc<Watchlist>| self.retired.iter().any(|known| Arc::ptr_eq(known, watchlist));
        let new = watchlist.filter(|watchlist| source.text.len() >= LONG && !is_known(watchlist)).cloned();
        self.retired.extend(new);
    }

    /// Drops what was kept and nobody else holds any more.
    pub(crate) fn drop_unused(&mut self) {
        let unused: Vec<_> = self.retired.extract_if(.., |watchlist| Arc::strong_count(watchlist) == 1).collect();
        if !unused.is_empty() {
            self.worker.begin(move || drop(unused));
        }
    }
}

impl Task {
    /// Whether the file, or the text that it is compared with, is long.
    fn is_long(&self) -> bool {
        self.known.as_ref().is_some_and(|text| text.len() >= LONG)
            || self.path.metadata().is_ok_and(|metadata| metadata.len() >= LONG as u64)
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
