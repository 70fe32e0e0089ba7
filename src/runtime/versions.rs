//! Asks git for the versions of the watchlist on a thread of its own, so that keys and clock go on meanwhile.
//!
//! There is at most one such thread. What is asked for while it works waits, and of several wishes only the newest: the
//! operator has gone on.

use super::git::{GitError, Repository, Shelf, Walk};
use super::wait::Waker;
use super::zoneinfo::SYSTEM_ZONES;
use crate::app::history::{Fetch, Fetched, History, Version};
use crate::app::{Effect, Msg};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// A version that does not load is stood in for by one of so many before it.
const MOST_BROKEN: usize = 200;

/// By which clock a board of another moment begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartBy {
    /// By the dates in the file.
    AsDated,
    /// By the commits of the file.
    AsKnown,
}

/// What can be asked of git.
#[derive(Clone, Debug)]
enum Errand {
    History,
    Version(Fetch),
}

/// Has versions read.
pub(crate) struct Versions {
    waker: Waker,
    file: Option<PathBuf>,
    running: Option<Receiver<Msg>>,
    next: Option<Errand>,
}

impl Versions {
    /// Will wake the loop when something has been read.
    pub(crate) fn new(waker: Waker, file: Option<PathBuf>) -> Self {
        Self { waker, file, running: None, next: None }
    }

    /// Asks which versions there are.
    pub(crate) fn ask_for_history(&mut self) {
        self.ask(Errand::History);
    }

    /// Asks for one of them.
    pub(crate) fn ask_for(&mut self, fetch: Fetch) {
        self.ask(Errand::Version(fetch));
    }

    /// What has been read since this was last called.
    pub(crate) fn take(&mut self) -> Vec<Msg> {
        let Some(msg) = self.running.as_ref().and_then(|running| running.try_recv().ok()) else { return Vec::new() };
        self.running = None;
        if let Some(errand) = self.next.take() {
            self.ask(errand);
        }
        vec![msg]
    }

    fn ask(&mut self, errand: Errand) {
        if self.running.is_some() {
            self.next = Some(errand);
            return;
        }
        let (sender, receiver) = sync_channel(1);
        self.running = Some(receiver);
        let (waker, file, spare) = (self.waker.clone(), self.file.clone(), sender.clone());
        let refusal = errand.clone();
        let work = move || {
            // Nobody takes it any more when the program ends.
            let _ = sender.send(errand.run(file.as_deref()));
            waker.wake();
        };
        if let Err(error) = thread::Builder::new().name("git".to_owned()).spawn(work) {
            let _ = spare.send(refusal.refused(&format!("no thread is to be had: {error}")));
            self.waker.wake();
        }
    }
}

/// Answers what the app asks of git, here and now; nothing where it asks for something else.
pub fn answer(file: Option<&Path>, effect: Effect) -> Option<Msg> {
    match effect {
        Effect::History => Some(Errand::History.run(file)),
        Effect::Version(fetch) => Some(Errand::Version(fetch).run(file)),
        Effect::Quit(_)
        | Effect::Suspend
        | Effect::Edit { .. }
        | Effect::Copy(_)
        | Effect::Open(_)
        | Effect::Reread
        | Effect::Mouse(_)
        | Effect::Redraw
        | Effect::Propose(_)
        | Effect::Save(_)
        | Effect::Seen(_)
        | Effect::ReadBack
        | Effect::Observed(_) => None,
    }
}

impl Errand {
    fn run(self, file: Option<&Path>) -> Msg {
        let Some(file) = file else {
            return self.refused("there is no file, and so no versions of it: `trucewatch init` writes one");
        };
        match self {
            Self::History => {
                let found = Repository::of(file).and_then(|repository| repository.history(Walk::Line));
                Msg::History(found.map(Arc::new).map_err(|error| error.to_string()))
            }
            Self::Version(fetch) => match read(file, &fetch) {
                Ok(fetched) => Msg::Version(Box::new(fetched)),
                Err(error) => Self::Version(fetch).refused(&error.to_string()),
            },
        }
    }

    fn refused(self, why: &str) -> Msg {
        match self {
            Self::History => Msg::History(Err(why.to_owned())),
            Self::Version(fetch) => {
                let loaded = Err(why.to_owned());
                Msg::Version(Box::new(Fetched { fetch, loaded, stand_in: None, before: None }))
            }
        }
    }
}

fn read(file: &Path, fetch: &Fetch) -> Result<Fetched, GitError> {
    let mut shelf = Shelf::open(&Repository::of(file)?, SYSTEM_ZONES)?;
    let History { versions, .. } = fetch.history.as_ref();
    let mut last_good = |versions: &[Version]| {
        let loads = versions.iter().rev().take(MOST_BROKEN).map(|version| shelf.load(version));
        let mut good = loads.filter_map(|loaded| loaded.ok().flatten());
        good.find(|loaded| loaded.watchlist.is_some())
    };
    let before = fetch.before.and_then(|before| last_good(versions.get(..=before)?));
    let stand_in = last_good(versions.get(..=fetch.index).unwrap_or_default());
    let loaded = match versions.get(fetch.index) {
        Some(version) => shelf.load(version).map_err(|error| error.to_string()),
        None => Ok(None),
    };
    Ok(Fetched { fetch: fetch.clone(), loaded, stand_in, before })
}
