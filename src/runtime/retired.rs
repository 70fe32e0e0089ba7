//! Long watchlists that are on their way out: to free a hundred thousand entries takes as long as several frames, so each
//! is kept until the app has let go of it, and then dropped off the loop.

use super::worker::Worker;
use crate::diagnostic::Source;
use crate::load::LONG;
use crate::watchlist::Watchlist;
use std::sync::Arc;

/// The long watchlists that the app was told of.
pub(crate) struct Retired {
    worker: Arc<Worker>,
    watchlists: Vec<Arc<Watchlist>>,
}

impl Retired {
    /// None so far.
    pub(crate) fn new(worker: Arc<Worker>) -> Self {
        Self { worker, watchlists: Vec::new() }
    }

    /// Takes note of what the app will be told of, if it is long: once, for it would else hold on to itself.
    pub(crate) fn add(&mut self, source: &Source, watchlist: Option<&Arc<Watchlist>>) {
        let is_known = |watchlist: &&Arc<Watchlist>| self.watchlists.iter().any(|known| Arc::ptr_eq(known, watchlist));
        let new = watchlist.filter(|watchlist| source.text.len() >= LONG && !is_known(watchlist)).cloned();
        self.watchlists.extend(new);
    }

    /// Drops what nobody else holds any more.
    pub(crate) fn drop_unused(&mut self) {
        let unused: Vec<_> = self.watchlists.extract_if(.., |watchlist| Arc::strong_count(watchlist) == 1).collect();
        if !unused.is_empty() {
            self.worker.begin(move || drop(unused));
        }
    }
}
