//! The board as of a moment in the past.

use crate::pty::screen::{Folder, Screen, trucewatch};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A crossing that opened on 2 February and closed on the next day, all of it long ago by the wall clock.
fn crossing(name: &str) -> String {
    format!(
        "version: 1\n\
         title: Test\n\
         zone: Asia/Gaza\n\
         sources: {{ ap: {{ name: AP, reliability: B }} }}\n\
         crossings:\n\
         - id: rafah\n  \
           name: {name}\n  \
           opens: 2026-02-02\n  \
           days:\n  \
           - {{ date: 2026-02-02, status: open, claim: attributed, source: ap }}\n  \
           - {{ date: 2026-02-03, status: closed, claim: attributed, source: ap }}\n"
    )
}

fn run(arguments: &[&str], file: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trucewatch")).args(arguments).arg(file).output().unwrap()
}

#[test]
fn a_date_alone_shows_that_whole_day_and_nothing_of_the_next() {
    let folder = Folder::with("MARK1");
    fs::write(folder.list(), crossing("Rafah")).unwrap();
    let board = run(&["--print", "--size", "120x40", "--now", "2026-02-02"], &folder.list());
    let frame = String::from_utf8(board.stdout).unwrap();
    assert!(frame.contains("AS OF 2026-02-02 21:59Z"), "{frame}");
    assert!(frame.contains("OPEN") && !frame.contains("CLOSED"), "{frame}");
}

#[test]
fn a_board_of_the_past_does_not_warn_of_what_has_happened_since() {
    let folder = Folder::with("MARK1");
    fs::write(folder.list(), crossing("MARK1")).unwrap();
    let mut command = trucewatch();
    command.args(["--now", "2026-02-01T09:00Z"]);
    command.arg(folder.list());
    let screen = Screen::start(command);
    screen.wait_for("MARK1");
    screen.wait_for("OK");
    fs::write(folder.list(), crossing("MARK2")).unwrap();
    screen.wait_for("MARK2");
    screen.wait_for("OK");
    assert!(!screen.has_shown("warning"), "{}", screen.text());
}

#[test]
fn a_check_as_of_the_past_says_what_would_have_been_in_the_future() {
    let folder = Folder::with("MARK1");
    fs::write(folder.list(), crossing("Rafah")).unwrap();
    let check = |now| run(&["check", "--now", now], &folder.list());
    assert_eq!(check("2026-02-03").status.code(), Some(0));
    let early = check("2026-02-02");
    assert_eq!(early.status.code(), Some(1));
    assert!(String::from_utf8(early.stdout).unwrap().contains("future-date"));
}

#[test]
fn the_versions_in_git_are_walked() {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: there is no git here");
        return;
    }
    let folder = Folder::with("MARK1");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(folder.path("")).args(["-c", "user.name=Layla", "-c", "user.email=l@example.org"]);
        assert!(command.args(arguments).status().unwrap().success(), "git {arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "list.yaml"]);
    git(&["commit", "-q", "-m", "first"]);
    folder.write("MARK2");
    git(&["commit", "-q", "-a", "-m", "second"]);
    folder.write("MARK3");
    let mut command = trucewatch();
    command.arg(folder.list());
    let mut screen = Screen::start(command);
    screen.wait_for("MARK3");
    screen.type_keys("v[");
    screen.wait_for("PAST as known");
    screen.wait_for("MARK2");
    screen.type_keys("[");
    screen.wait_for("MARK1");
    screen.type_keys(".");
    screen.wait_for("MARK3");
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    screen.assert_restored();
}
