//! Kinds of slips from public bug reports, one a file: what was written, and the right answer beside it.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests: a failure should stop them")]

mod advice;
mod beginning;
mod comment;
mod empty_time;
mod follow_ups;
mod half_written;
mod hours;
mod invisible;
mod letters;
mod nothing_to_check;
mod slips;
mod year;
mod zones;

use chrono::{DateTime, Utc};
use trucewatch::diagnostic::render::concise;
use trucewatch::load::load;

/// As of when everything is read here, as in a [`Shell`](crate::support::Shell).
const NOW: &str = "2026-02-03T12:00:00Z";

/// What is wrong with a text, a line each: `watchlist.yaml:1:8: error[syntax]: …`.
fn problems(text: &str) -> Vec<String> {
    let loaded = load("watchlist.yaml", text, NOW.parse::<DateTime<Utc>>().unwrap());
    loaded.problems.iter().map(|problem| concise(&loaded.source, problem)).collect()
}

/// The only thing wrong with a text is said in these words.
#[track_caller]
fn check_problem(text: &str, words: &[&str]) {
    let found = problems(text);
    assert!(found.len() == 1 && words.iter().all(|words| found[0].contains(words)), "{words:?}\n{found:#?}\n{text}");
}

/// Nothing is wrong with a text.
#[track_caller]
fn check_clean(text: &str) {
    let found = problems(text);
    assert!(found.is_empty(), "{found:#?}\n{text}");
}
