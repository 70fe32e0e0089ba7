//! Poor surroundings: an unknown terminal, no home, no language, no room for watches, odd files.

use crate::pty::screen::{Folder, Screen, command, trucewatch};
use std::process::Command;

#[test]
fn a_bare_environment_is_enough() {
    let folder = Folder::with("MARK1");
    for term in ["no-such-terminal", ""] {
        let mut command = trucewatch();
        command.arg(folder.list());
        command.env_clear();
        command.env("TERM", term);
        let mut screen = Screen::start(command);
        screen.wait_for("MARK1");
        // A terminal that cannot be drawn on gets one frame and no loop.
        let _ = screen.try_type_keys("q");
        assert_eq!(screen.ends(), 0);
        assert!(!screen.text().contains("internal error"));
        screen.assert_restored();
    }
}

#[test]
fn a_dumb_terminal_gets_plain_sentences() {
    let folder = Folder::with("MARK1");
    let mut command = trucewatch();
    command.arg(folder.list());
    command.env("TERM", "dumb");
    let mut screen = Screen::start(command);
    screen.wait_for("Watching");
    screen.wait_for("Ctrl-C ends it");
    screen.type_keys("\x03");
    assert_eq!(screen.ends(), 130);
    assert!(!screen.text().contains('│'), "{}", screen.text());
}

#[test]
fn without_room_for_watches_it_polls_and_says_why() {
    let folder = Folder::with("MARK1");
    // Somewhere there is enough for the program itself, and too little for the watcher.
    let polls_at = |limit: u32| {
        let mut shell = command("/bin/sh");
        shell.args(["-c", &format!("ulimit -n {limit}; exec \"$0\" \"$1\""), env!("CARGO_BIN_EXE_trucewatch")]);
        shell.arg(folder.list());
        let screen = Screen::start(shell);
        let follows = screen.first_of(&["POLLING", "s  watch"]) == Some("POLLING") && {
            folder.write(&format!("MARK{limit}"));
            screen.first_of(&["UNREADABLE", &format!("MARK{limit}")]) != Some("UNREADABLE")
        };
        follows.then_some(screen)
    };
    let screen = (9..24).find_map(polls_at).expect("some limit makes it poll");
    assert!(!screen.has_shown("s  watch"));
    folder.write("MARK_LAST");
    screen.wait_for("MARK_LAST");
}

#[test]
fn with_too_few_open_files_it_does_not_start_and_leaves_the_terminal_as_it_was() {
    let folder = Folder::with("MARK1");
    for limit in 4..16 {
        let mut shell = command("/bin/sh");
        shell.args(["-c", &format!("ulimit -n {limit}; exec \"$0\" \"$1\""), env!("CARGO_BIN_EXE_trucewatch")]);
        shell.arg(folder.list());
        let mut screen = Screen::start(shell);
        // With some limits it does start.
        let _ = screen.first_of(&["s  watch", "POLLING", "MARK1"]);
        let _ = screen.try_type_keys("q");
        screen.ends();
        screen.assert_restored();
    }
}

#[test]
fn a_pipe_and_a_folder_are_refused_at_once() {
    let folder = Folder::with("MARK1");
    let pipe = folder.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for (path, kind) in [(pipe, "a named pipe"), (folder.path(""), "a folder")] {
        let output = Command::new(env!("CARGO_BIN_EXE_trucewatch")).arg("check").arg(path).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(errors.contains("not a regular file") && errors.contains(kind), "{errors}");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn what_is_piped_has_colours_only_where_they_are_asked_for() {
    let folder = Folder::with("MARK1");
    std::fs::write(folder.path("broken.yaml"), "title: [\n").unwrap();
    let is_coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trucewatch"));
        ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"].iter().for_each(|name| _ = command.env_remove(name));
        command.args(arguments).env("TERM", "xterm").envs(variables.iter().copied());
        command.output().unwrap().stdout.contains(&0x1b)
    };
    let (broken, list) = (folder.path("broken.yaml"), folder.list());
    for arguments in [["check", broken.to_str().unwrap()], ["--print", list.to_str().unwrap()]] {
        assert!(!is_coloured(&arguments, &[]), "{arguments:?}");
        assert!(is_coloured(&arguments, &[("CLICOLOR_FORCE", "1")]), "{arguments:?}");
        assert!(!is_coloured(&arguments, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), "{arguments:?}");
    }
}
