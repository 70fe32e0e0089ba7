//! The evaluation of a watchlist at a moment, compared with a single pass over the log.
//!
//! A board is evaluated at each whole minute and at each save: `read` divided by `look_at_each_entry` says how many
//! passes over the log the evaluation takes.

mod synthetic;

use divan::{Bencher, black_box};
use std::sync::Arc;
use trucewatch::board::Board;
use trucewatch::load::load;
use trucewatch::watchlist::Watchlist;

const ENTRIES: [usize; 3] = [100, 10_000, 100_000];

fn main() {
    divan::main();
}

fn watchlist(entries: usize) -> Arc<Watchlist> {
    let text = synthetic::watchlist(entries);
    load("synthetic", text.as_bytes(), synthetic::now()).watchlist.expect("the synthetic watchlist loads")
}

/// The whole evaluation of the board.
#[divan::bench(args = ENTRIES, max_time = 5)]
fn read(bencher: Bencher, entries: usize) {
    let watchlist = watchlist(entries);
    bencher.bench(|| Board::read(Arc::clone(black_box(&watchlist)), synthetic::now()));
}

/// The lower bound: finding the newest entry.
#[divan::bench(args = ENTRIES, max_time = 5)]
fn look_at_each_entry(bencher: Bencher, entries: usize) {
    let watchlist = watchlist(entries);
    bencher.bench(|| black_box(&watchlist).log().iter().map(|event| event.at.value.start).max());
}
