//! What the tests share.

mod shell;

use chrono::{DateTime, Utc};
use std::sync::Arc;
use trucewatch::board::Board;
use trucewatch::load::load;
use trucewatch::watchlist::Watchlist;

pub(crate) use shell::{Said, Shell, program};

/// A watchlist as it is read at a moment. Warnings are fine, errors are not.
#[track_caller]
pub(crate) fn watchlist_at(text: &str, now: &str) -> Arc<Watchlist> {
    let now: DateTime<Utc> = now.parse().expect("a moment");
    let loaded = load("test.yaml", text.as_bytes(), now);
    let problems = format!("{:#?}", loaded.problems);
    loaded.watchlist.unwrap_or_else(|| panic!("it loads: {problems}\n{text}"))
}

/// The board of a text as of a moment.
#[track_caller]
pub(crate) fn board_at(text: &str, now: &str) -> Board {
    Board::read(watchlist_at(text, now), now.parse().expect("a moment"))
}
