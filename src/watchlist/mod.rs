//! The watchlist, version 1: what an operator writes.

use crate::text::Text;
use chrono_tz::Tz;

/// A whole watchlist.
#[derive(Clone, Debug)]
pub struct Watchlist {
    /// What it is about.
    pub title: Text,
    /// The zone that stands beside UTC, and in which times without an offset are read.
    pub zone: Tz,
}
