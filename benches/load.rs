//! From bytes to a checked watchlist, compared with the minimum that any parser with these spans must do.
//!
//! The lower bound is a pass over the bare events of the YAML parser that keeps nothing. Watch `load` divided by
//! `bare_events`, not the time.

mod synthetic;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use granit_parser::{Event, Parser};
use trucewatch::load::load;

const ENTRIES: [usize; 3] = [100, 10_000, 100_000];

fn main() {
    divan::main();
}

/// Bytes in, [`trucewatch::load::Loaded`] out: parsing, decoding and every lint.
#[divan::bench(args = ENTRIES, max_time = 10)]
fn whole_load(bencher: Bencher, entries: usize) {
    let text = synthetic::watchlist(entries);
    let now = synthetic::now();
    let first = load("synthetic", text.as_bytes(), now);
    assert!(first.watchlist.is_some() && first.problems.is_empty(), "{:?}", first.problems.first());
    bencher.counter(BytesCount::of_str(&text)).bench(|| load("synthetic", black_box(text.as_bytes()), now));
}

/// The lower bound: reads every event of the same text once, and keeps none.
#[divan::bench(args = ENTRIES, max_time = 10)]
fn bare_events(bencher: Bencher, entries: usize) {
    let text = synthetic::watchlist(entries);
    bencher.counter(BytesCount::of_str(&text)).bench(|| count_scalars(black_box(&text)));
}

fn count_scalars(text: &str) -> usize {
    let mut scalars = 0;
    for event in Parser::new_from_str(text) {
        let (event, _) = event.expect("the synthetic watchlist is YAML");
        scalars += usize::from(matches!(event, Event::Scalar(..)));
    }
    scalars
}
