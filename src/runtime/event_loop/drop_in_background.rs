//! Keeps long watchlists alive until the app no longer holds them, so that the loop never frees one itself.

use crate::diagnostic::Source;
use crate::load::LONG;
use crate::watchlist::Watchlist;
use std::sync::Arc;

#[derive(Default)]
pub(super) struct LongWatchlists(Vec<Arc<Watchlist>>);

impl LongWatchlists {
    /// Adds a watchlist if its source is long. Adds it only once: a second handle would keep it from ever being unused.
    pub(super) fn add(&mut self, source: &Source, watchlist: Option<&Arc<Watchlist>>) {
        let is_known = |watchlist: &&Arc<Watchlist>| self.0.iter().any(|known| Arc::ptr_eq(known, watchlist));
        let new = watchlist.filter(|watchlist| source.text.len() >= LONG && !is_known(watchlist)).cloned();
        self.0.extend(new);
    }

    pub(super) fn take_unused(&mut self) -> Vec<Arc<Watchlist>> {
        self.0.extract_if(.., |watchlist| Arc::strong_count(watchlist) == 1).collect()
    }
}
