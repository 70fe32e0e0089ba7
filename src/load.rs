//! The one road from bytes to a watchlist: `check`, the first start and every reload take it.
//!
//! So "check is clean" means "it will load".

use crate::diagnostic::{Problem, Source, has_errors};
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// What came of one attempt to read a watchlist.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The text, for snippets and line numbers.
    pub source: Source,
    /// The document, unless an error stopped the load.
    pub watchlist: Option<Arc<Watchlist>>,
    /// Everything that is wrong with it, in the order of the file.
    pub problems: Vec<Problem>,
}
