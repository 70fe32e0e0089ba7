//! What the program remembers from one run to the next, and that nothing stands in its way if it cannot.

use crate::pty::screen::{Folder, Screen, trucewatch, wait_until, watchlist};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A state folder of its own.
struct State(PathBuf);

impl State {
    fn of(folder: &Folder) -> Self {
        Self(folder.path("home"))
    }

    fn show(&self, list: &Path) -> Screen {
        let mut command = trucewatch();
        command.env("XDG_STATE_HOME", &self.0);
        command.arg(list);
        let screen = Screen::start(command);
        screen.wait_for("MARK");
        screen
    }

    fn journal(&self, arguments: &[&str]) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trucewatch"));
        command.arg("journal").args(arguments).env("XDG_STATE_HOME", &self.0);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join("trucewatch").join(name)
    }

    /// Whether something is kept of a watchlist.
    fn has_record(&self) -> bool {
        let files = fs::read_dir(self.path("files")).into_iter().flatten().flatten();
        files.into_iter().any(|folder| folder.path().join("record.json").exists())
    }

    fn quit(&self, mut screen: Screen) {
        screen.type_keys("q");
        assert_eq!(screen.ends(), 0);
    }
}

#[test]
fn a_restart_knows_what_was_not_seen_until_it_is_marked() {
    let folder = Folder::with("MARK1");
    let state = State::of(&folder);
    let screen = state.show(&folder.list());
    wait_until("the first load to be kept", || state.has_record());
    state.quit(screen);
    folder.write("MARK2");
    let mut screen = state.show(&folder.list());
    screen.wait_for("changed · ");
    screen.type_keys("d");
    screen.wait_for("renamed, was “MARK1”");
    screen.type_keys("D");
    screen.wait_for("Nothing has changed");
    state.quit(screen);
    let mut screen = state.show(&folder.list());
    screen.type_keys("d");
    screen.wait_for("Nothing has changed");
    state.quit(screen);
    let (lines, _) = state.journal(&[]);
    assert_eq!(lines.matches("renamed, was “MARK1”").count(), 1, "{lines}");
}

#[test]
fn two_boards_write_a_change_once_and_a_return_is_a_revert() {
    let folder = Folder::with("MARK1");
    let state = State::of(&folder);
    let (one, two) = (state.show(&folder.list()), state.show(&folder.list()));
    for mark in ["MARK2", "MARK1"] {
        folder.write(mark);
        one.wait_for(mark);
        two.wait_for(mark);
    }
    state.quit(one);
    state.quit(two);
    let (lines, complaints) = state.journal(&["--since", "1h", "--file", folder.list().to_str().unwrap()]);
    assert_eq!(
        (lines.matches("was “MARK1”").count(), lines.matches("was “MARK2”").count()),
        (1, 1),
        "{lines} {}",
        fs::read_to_string(state.path("journal.jsonl")).unwrap()
    );
    assert_eq!(lines.matches("reverted: back at the text of").count(), 1, "{lines}");
    assert!(complaints.is_empty(), "{complaints}");
    assert!(state.journal(&["--file", "/other.yaml"]).0.is_empty());
    let (json, _) = state.journal(&["--json"]);
    assert!(json.starts_with("{\"version\":2,\"skipped\":{\"torn\":0,\"future\":0},\"entries\":[{"), "{json}");
}

#[test]
fn torn_and_future_lines_stand_in_nobodys_way() {
    let folder = Folder::with("MARK1");
    let state = State::of(&folder);
    fs::create_dir_all(state.path("")).unwrap();
    let spoilt = b"{\"v\":9,\"what\":[]}\n\xff\x00{{{\n{\"v\":1,\"at\":\"2026".as_slice();
    fs::write(state.path("journal.jsonl"), spoilt).unwrap();
    let screen = state.show(&folder.list());
    folder.write("MARK2");
    screen.wait_for("MARK2");
    state.quit(screen);
    let (lines, complaints) = state.journal(&[]);
    assert!(lines.contains("was “MARK1”"), "{lines}");
    assert!(
        complaints.contains("3 lines of the journal were skipped: 2 are not whole, 1 are of a later"),
        "{complaints}"
    );
    assert!(fs::read(state.path("journal.jsonl")).unwrap().starts_with(spoilt));
}

#[test]
fn without_a_state_folder_the_board_says_so_once_and_goes_on() {
    let folder = Folder::with("MARK1");
    let state = State::of(&folder);
    // Not even root can make a folder below a file.
    fs::write(&state.0, "a file").unwrap();
    let mut screen = state.show(&folder.list());
    screen.wait_for("changes are remembered until the end only");
    screen.type_keys("j");
    screen.wait_for_no("changes are remembered until the end only");
    folder.write("MARK2");
    screen.wait_for("MARK2");
    screen.type_keys("d");
    screen.wait_for("renamed, was “MARK1”");
    screen.type_keys("D");
    screen.wait_for("Nothing has changed");
    state.quit(screen);
}

#[test]
fn a_journal_that_cannot_be_written_costs_the_journal_only() {
    let folder = Folder::with("MARK1");
    let state = State::of(&folder);
    fs::create_dir_all(state.path("journal.jsonl")).unwrap();
    let screen = state.show(&folder.list());
    screen.wait_for("changes are remembered until the end only");
    folder.write("MARK2");
    screen.wait_for("MARK2");
    state.quit(screen);
}

#[test]
fn a_spoilt_record_is_begun_anew() {
    let folder = Folder::with("MARK1");
    let state = State::of(&folder);
    let screen = state.show(&folder.list());
    wait_until("the record", || state.has_record());
    state.quit(screen);
    for file in fs::read_dir(state.path("files")).unwrap().flatten() {
        fs::write(file.path().join("record.json"), "{\"v\":1,").unwrap();
    }
    let mut screen = state.show(&folder.list());
    screen.type_keys("d");
    screen.wait_for("Nothing has changed");
    state.quit(screen);
}

#[test]
fn printing_and_the_past_keep_nothing() {
    let folder = Folder::with("MARK1");
    let state = State::of(&folder);
    let list = folder.list();
    let list = list.to_str().unwrap();
    for arguments in [["--print", list].as_slice(), &["check", list], &["diff", list, list]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trucewatch"));
        command.args(arguments).env("XDG_STATE_HOME", &state.0).output().unwrap();
    }
    let mut command = trucewatch();
    command.env("XDG_STATE_HOME", &state.0);
    command.args(["--now", "2026-02-01", list]);
    let mut screen = Screen::start(command);
    screen.wait_for("MARK1");
    folder.write("MARK2");
    screen.wait_for("MARK2");
    screen.type_keys("D");
    screen.wait_for("all seen");
    state.quit(screen);
    assert!(!state.0.exists());
    assert!(fs::read_to_string(folder.list()).unwrap() == watchlist("MARK2"));
}

#[test]
fn what_a_command_writes_is_put_down_to_it() {
    let folder = Folder::with("MARK1");
    let state = State::of(&folder);
    let screen = state.show(&folder.list());
    wait_until("the first load to be kept", || state.has_record());
    let mut command = Command::new(env!("CARGO_BIN_EXE_trucewatch"));
    command.args(["checked", "item", "--file"]).arg(folder.list()).env("XDG_STATE_HOME", &state.0);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    screen.wait_for("changed · ");
    state.quit(screen);
    let (lines, _) = state.journal(&[]);
    assert!(lines.contains("checked ") && lines.contains("(by trucewatch checked)"), "{lines}");
}

#[test]
fn what_the_board_writes_is_put_down_to_it() {
    let folder = Folder::with("MARK1");
    let state = State::of(&folder);
    let mut screen = state.show(&folder.list());
    wait_until("the first load to be kept", || state.has_record());
    screen.type_keys("2jxagr");
    screen.wait_for("The parties agree on it");
    screen.type_keys("\x1bOQ");
    screen.wait_for("Write this?");
    screen.confirm();
    screen.wait_for("u undoes");
    wait_until("the journal", || state.journal(&[]).0.contains("(by trucewatch)"));
    state.quit(screen);
}
