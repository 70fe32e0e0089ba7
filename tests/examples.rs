//! The example of ten real days: it loads without an open problem, says what its days say, and can be imported again.

use crate::support::board_at;
use std::process::Command;
use trucewatch::board::crossing::{Day, Verdict};
use trucewatch::load::load;
use trucewatch::watchlist::scales::ClosureCause;

const EXAMPLE: &str = include_str!("../examples/rafah-2026-02.yaml");
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");

/// Each day with its state, and the lowest and highest number of people out and in.
fn days_as_of(now: &str) -> Vec<String> {
    let board = board_at(EXAMPLE, now);
    let line = |day: &Day| {
        let [out, back] = [day.exits, day.entries].map(|range| range.map(|range| (range.low, range.high)));
        let state = match day.verdict {
            Verdict::Open => "open",
            Verdict::Closed(ClosureCause::Unstated) => "closed without a cause",
            _ => "something else",
        };
        format!("{} {state} {out:?} {back:?}", day.date)
    };
    board.crossings[0].days.recorded().iter().map(line).collect()
}

#[test]
fn it_loads_and_only_accepted_warnings_are_left() {
    let loaded = load(
        "rafah-2026-02.yaml",
        EXAMPLE,
        "2026-02-12T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().expect("a time"),
    );
    assert!(loaded.watchlist.is_some());
    let mut rules: Vec<_> = loaded.problems.iter().map(|problem| (problem.rule, problem.is_open())).collect();
    rules.sort_unstable();
    assert_eq!(rules, [("above-quota", false), ("parts-do-not-add-up", false)]);
}

#[test]
fn each_day_reads_as_its_record_says() {
    let days = [
        "2026-02-02 open Some((20, 20)) Some((12, 12))",
        "2026-02-03 open Some((40, 40)) Some((26, 26))",
        "2026-02-04 open Some((47, 47)) Some((25, 25))",
        "2026-02-05 open Some((28, 28)) Some((25, 25))",
        "2026-02-06 closed without a cause None None",
        "2026-02-07 closed without a cause None None",
        "2026-02-08 open Some((50, 50)) Some((44, 44))",
        "2026-02-09 open Some((40, 40)) Some((40, 40))",
        "2026-02-10 open Some((50, 50)) Some((41, 41))",
        "2026-02-11 open Some((51, 51)) Some((46, 46))",
    ];
    for (count, day) in (1..).zip(days) {
        assert_eq!(days_as_of(&format!("{}T21:59:00Z", &day[..10])), days[..count]);
    }
}

#[test]
fn the_command_in_its_head_finds_everything_there() {
    let words = EXAMPLE.lines().skip_while(|line| !line.contains("trucewatch day add")).take(2);
    let words: String = words.map(|line| line.trim_start_matches("# ").trim_end_matches('\\')).collect();
    let words = words.split_whitespace().skip(1).map(|word| word.trim_matches('"'));
    let done = Command::new(env!("CARGO_BIN_EXE_trucewatch"))
        .args(words)
        .args(["--dry-run", "--now", "2026-02-12"])
        .current_dir(FOLDER)
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.ends_with("trucewatch: 0 added, 0 corrected, 10 already there; nothing was written\n"), "{said}");
    assert_eq!(done.status.code(), Some(0));
}
