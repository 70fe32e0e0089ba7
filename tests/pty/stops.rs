//! Stopping and going on: the shell gets its terminal, and the board comes back whole.

use crate::pty::screen::{Folder, Screen, command, has_ended, state_of, wait_until};
use rustix::process::Signal;

/// An interactive shell with job control.
fn shell(folder: &Folder) -> Option<Screen> {
    if !crate::pty::screen::has("bash") {
        return None;
    }
    let mut bash = command("bash");
    bash.args(["--norc", "--noprofile", "-i"]);
    bash.env("PS1", "READY> ");
    bash.env("BOARD", env!("CARGO_BIN_EXE_trucewatch"));
    bash.cwd(folder.path(""));
    let mut screen = Screen::start(bash);
    screen.wait_for("READY>");
    screen.type_keys("bind 'set enable-bracketed-paste off'; clear\n");
    Some(screen)
}

#[track_caller]
fn check_stop_and_return(start: &str) {
    let folder = Folder::with("MARK1");
    let Some(mut screen) = shell(&folder) else { return };
    std::fs::write(folder.path("wrapper"), "\"$BOARD\" list.yaml\necho after\n").unwrap();
    screen.type_keys(&format!("{start}\n"));
    screen.wait_for("MARK1");
    screen.type_keys("\x1a");
    screen.wait_until_given_back();
    screen.wait_for("Stopped");
    folder.write("MARK2");
    screen.type_keys("fg\n");
    screen.wait_until_taken();
    screen.wait_for("MARK2");
    screen.type_keys("q");
    screen.wait_until_given_back();
    screen.type_keys("exit\n");
    screen.ends();
}

#[test]
fn ctrl_z_goes_back_to_the_shell_and_fg_returns() {
    check_stop_and_return("\"$BOARD\" list.yaml");
}

#[test]
fn ctrl_z_stops_a_script_that_started_the_board_as_well() {
    check_stop_and_return("sh wrapper");
}

/// A board under job control, and its process.
fn board_in(screen: &mut Screen, folder: &Folder) -> rustix::process::Pid {
    screen.type_keys("\"$BOARD\" list.yaml & echo $! >pid; fg\n");
    screen.wait_until_taken();
    screen.wait_for("MARK1");
    let pid = std::fs::read_to_string(folder.path("pid")).unwrap().trim().parse().unwrap();
    rustix::process::Pid::from_raw(pid).unwrap()
}

/// A shell does not leave while it believes that a job of its own is stopped.
const UNTIL_NOTICED: &str = "while jobs %1 >/dev/null 2>&1; do sleep 0.1; done";

#[test]
fn a_stopped_board_ends_when_it_is_told_to() {
    for is_sent_to_the_background in [false, true] {
        let folder = Folder::with("MARK1");
        let Some(mut screen) = shell(&folder) else { return };
        let pid = board_in(&mut screen, &folder);
        screen.type_keys("\x1a");
        screen.wait_until_given_back();
        screen.wait_for("Stopped");
        if is_sent_to_the_background {
            // There it stops again, for it has no terminal; the shell is to have noticed.
            screen.type_keys("set -b; clear\n");
            screen.wait_for_no("Stopped");
            screen.type_keys("bg %1\n");
            screen.wait_for("Stopped");
        }
        screen.type_keys("kill %1\n");
        wait_until("the end of the board", || has_ended(pid.as_raw_nonzero().get()));
        screen.type_keys(&format!("{UNTIL_NOTICED}; clear; echo still a 'shell'\n"));
        screen.wait_for("still a shell\n");
        screen.type_keys("exit\n");
        screen.ends();
    }
}

#[test]
fn a_board_that_was_stopped_from_outside_ends_when_it_is_told_to() {
    let folder = Folder::with("MARK1");
    let Some(mut screen) = shell(&folder) else { return };
    let pid = board_in(&mut screen, &folder);
    rustix::process::kill_process(pid, Signal::STOP).unwrap();
    screen.wait_for("Stopped");
    screen.type_keys("kill %1\n");
    wait_until("the end of the board", || has_ended(pid.as_raw_nonzero().get()));
    screen.wait_until_given_back();
    screen.type_keys(&format!("{UNTIL_NOTICED}; exit\n"));
    screen.ends();
}

#[test]
fn a_stop_signal_from_outside_is_obeyed() {
    let folder = Folder::with("MARK1");
    let mut screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    screen.signal(Signal::TSTP);
    screen.wait_until_given_back();
    screen.assert_restored();
    wait_until("the stop", || state_of(screen.pid().as_raw_nonzero().get()) == Some('T'));
    screen.signal(Signal::CONT);
    screen.wait_until_taken();
    screen.wait_for("MARK1");
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    screen.assert_restored();
}

#[test]
fn without_a_shell_ctrl_z_says_so() {
    let folder = Folder::with("MARK1");
    let mut screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    screen.type_keys("\x1a");
    screen.wait_for("no shell");
}
