//! The operator's editor: started, failed, missing, stopped.

use crate::pty::screen::{Folder, Screen, has, trucewatch};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

fn show_with_editor(folder: &Folder, editor: &str) -> Screen {
    let mut command = trucewatch();
    command.arg(folder.list());
    command.env("EDITOR", editor);
    let screen = Screen::start(command);
    screen.wait_for("MARK1");
    screen
}

/// An editor of our own, in a folder whose name has a space.
fn script(folder: &Folder, text: &str) -> String {
    fs::create_dir_all(folder.path("my tools")).unwrap();
    let path = folder.path("my tools/editor");
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    format!("'{}'", path.display())
}

#[test]
fn an_editor_with_arguments_gets_them_the_line_and_the_file() {
    let folder = Folder::with("MARK1");
    let seen = folder.path("seen");
    let editor = script(&folder, &format!("printf '%s|' \"$@\" >'{}'; sed -i s/MARK1/MARK2/ \"$4\"", seen.display()));
    let mut screen = show_with_editor(&folder, &format!("{editor} --wait \"two words\""));
    screen.type_keys("2Ge");
    screen.wait_for("MARK2");
    let arguments = fs::read_to_string(seen).unwrap();
    assert!(arguments.starts_with("--wait|two words|+"), "{arguments}");
    assert!(arguments.ends_with(&format!("|{}|", folder.list().display())), "{arguments}");
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    screen.assert_restored();
}

#[test]
fn the_editor_has_the_terminal_to_itself() {
    let folder = Folder::with("MARK1");
    let editor = script(&folder, "stty -a | grep -q ' icanon' && echo COOKED; read answer; test \"$answer\" = yes");
    let mut screen = show_with_editor(&folder, &editor);
    screen.type_keys("2Ge");
    screen.wait_until_given_back();
    screen.wait_for("COOKED");
    screen.type_keys("yes\n");
    screen.wait_until_taken();
    screen.wait_for("MARK1");
    assert!(!screen.text().contains("failed"), "{}", screen.text());
}

#[test]
fn keys_typed_after_the_one_that_ends_the_program_do_nothing() {
    let folder = Folder::with("MARK1");
    let seen = folder.path("seen");
    let editor = script(&folder, &format!("touch '{}'", seen.display()));
    let mut screen = show_with_editor(&folder, &editor);
    screen.type_keys("qe");
    assert_eq!(screen.ends(), 0);
    assert!(!seen.exists());
}

#[test]
fn a_missing_editor_is_named_and_the_board_comes_back() {
    let folder = Folder::with("MARK1");
    let mut screen = show_with_editor(&folder, "no-such-editor");
    screen.type_keys("2Ge");
    screen.wait_for("editor not found, set $VISUAL or $EDITOR: no-such-editor");
    screen.wait_until_taken();
    assert!(screen.text().contains("MARK1"));
}

#[test]
fn a_failing_editor_is_named_and_the_board_comes_back() {
    let folder = Folder::with("MARK1");
    let mut screen = show_with_editor(&folder, "false");
    screen.type_keys("2Ge");
    screen.wait_for("the editor failed, exit status: 1: false");
    screen.wait_until_taken();
    assert!(screen.text().contains("MARK1"));
    assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn an_editor_that_dies_in_raw_mode_does_not_leave_the_shell_in_it() {
    let folder = Folder::with("MARK1");
    let editor = script(&folder, "stty raw -echo; kill -KILL $$");
    let mut screen = show_with_editor(&folder, &editor);
    screen.type_keys("2Ge");
    screen.wait_for("the editor failed, signal: 9");
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    screen.assert_restored();
}

#[test]
fn a_termination_while_the_editor_has_the_line_in_raw_mode_restores_it() {
    let folder = Folder::with("MARK1");
    let mut screen = show_with_editor(&folder, &script(&folder, "stty raw -echo; echo EDITING; exec sleep 600"));
    screen.type_keys("2Ge");
    screen.wait_for("EDITING");
    screen.signal(rustix::process::Signal::TERM);
    assert_eq!(screen.ends(), 143);
    screen.assert_restored();
}

#[test]
fn an_interrupt_meant_for_the_editor_does_not_end_the_board() {
    let folder = Folder::with("MARK1");
    // The shell looks at its traps between commands: one that is kept waiting by `read` may miss the signal.
    let editor = script(&folder, "trap 'exit 0' INT; echo EDITING; while :; do sleep 0.1; done");
    let mut screen = show_with_editor(&folder, &editor);
    screen.type_keys("2Ge");
    screen.wait_for("EDITING");
    screen.type_keys("\x03");
    screen.wait_until_taken();
    screen.wait_for("MARK1");
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
}

#[test]
fn a_termination_while_editing_ends_both() {
    let folder = Folder::with("MARK1");
    let mut screen = show_with_editor(&folder, &script(&folder, "echo EDITING; exec sleep 600"));
    screen.type_keys("2Ge");
    screen.wait_for("EDITING");
    screen.signal(rustix::process::Signal::TERM);
    assert_eq!(screen.ends(), 143);
    screen.assert_restored();
}

#[test]
fn real_vim_edits_and_the_board_follows() {
    if !has("vim") {
        return;
    }
    let folder = Folder::with("MARK1");
    let mut screen = show_with_editor(&folder, "vim -u NONE -N");
    screen.type_keys("2Ge");
    screen.wait_until("vim", |screen| screen.contents().contains("title: Test") && !screen.hide_cursor());
    screen.type_keys(":%s/MARK1/MARK2/\r:wq\r");
    // Vim marks the lines after the end of the file.
    screen.wait_until("the board", |screen| screen.contents().contains("MARK2") && !screen.contents().contains("\n~"));
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    screen.assert_restored();
}
