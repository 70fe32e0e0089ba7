//! The reading: pure functions of (watchlist, now).
//!
//! Nothing here reads a clock or a file. The same watchlist and the same moment always give the same [`Board`].

use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// What the watchlist says as of one moment.
#[derive(Clone, Debug)]
pub struct Board {
    /// The document that it was read from.
    pub watchlist: Arc<Watchlist>,
    /// The moment as of which it was read; reports dated later are unseen.
    pub now: DateTime<Utc>,
    /// The next moment at which the reading can change by itself.
    pub next_change: DateTime<Utc>,
}

impl Board {
    /// Reads a watchlist as of one moment.
    pub fn read(watchlist: Arc<Watchlist>, now: DateTime<Utc>) -> Self {
        Self { watchlist, now, next_change: now + chrono::TimeDelta::minutes(1) }
    }
}
