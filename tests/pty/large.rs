//! Large files: read and parsed off the loop, so that the board stays alive meanwhile.

use crate::pty::screen::{Folder, Screen, wait_until, watchlist};
use std::fs;

/// A watchlist that takes a while to load.
fn large(mark: &str) -> String {
    let mut text = watchlist(mark);
    text.push_str("sources: { ap: { name: AP, reliability: B } }\nspillover:\n  log:\n");
    for entry in 0..30_000 {
        let (day, minute) = (1 + entry % 28, entry % 60);
        text.push_str(&format!(
            "  - {{ at: 2026-01-{day:02}T14:{minute:02}Z, severity: minor, claim: attributed, source: ap, text: entry {entry} }}\n"
        ));
    }
    text
}

fn show(folder: &Folder) -> Screen {
    let screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    screen
}

/// How many threads there are for loads: one that stays, and while a load is under way one for each part of a long list.
fn threads_that_load(screen: &Screen) -> usize {
    let tasks = fs::read_dir(format!("/proc/{}/task", screen.pid().as_raw_nonzero())).unwrap();
    let names = tasks.filter_map(|task| fs::read_to_string(task.unwrap().path().join("comm")).ok());
    names.filter(|name| name.trim() == "load").count()
}

#[test]
fn a_key_is_answered_while_a_large_file_loads() {
    let folder = Folder::with("MARK1");
    let mut screen = show(&folder);
    fs::write(folder.list(), large("MARK2")).unwrap();
    wait_until("the load to begin", || threads_that_load(&screen) > 1);
    screen.type_keys(":");
    screen.wait_for("Every action");
    assert!(!screen.has_shown("MARK2"), "the answer came before the load");
    screen.type_keys("\x1b");
    screen.wait_for("MARK2");
    wait_until("the end of the load", || threads_that_load(&screen) <= 1);
}

#[test]
fn the_newest_of_several_large_saves_wins() {
    let folder = Folder::with("MARK1");
    let screen = show(&folder);
    fs::write(folder.list(), large("MARK2")).unwrap();
    wait_until("the load to begin", || threads_that_load(&screen) > 1);
    let most = 1 + std::thread::available_parallelism().unwrap().get();
    for n in 3..=8 {
        fs::write(folder.list(), large(&format!("MARK{n}"))).unwrap();
        assert!(threads_that_load(&screen) <= most, "one load at a time");
    }
    screen.wait_for("MARK8");
    folder.write("MARK9");
    screen.wait_for("MARK9");
    wait_until("the end of the load", || threads_that_load(&screen) <= 1);
    assert!(!screen.has_shown("NOT RELOADED"));
}

#[test]
fn a_large_file_that_is_cut_short_keeps_the_board() {
    let folder = Folder::with("MARK1");
    let screen = show(&folder);
    let whole = large("MARK2");
    let inside = whole.rfind("severity").unwrap();
    fs::write(folder.list(), &whole[..inside]).unwrap();
    screen.wait_for("NOT RELOADED");
    assert!(screen.text().contains("MARK1"));
    fs::write(folder.list(), whole).unwrap();
    screen.wait_for("MARK2");
    screen.wait_for_no("NOT RELOADED");
}
