//! What goes to the terminal: little when nothing happens, and never more than it takes.

use crate::pty::screen::{Folder, Screen, command, has, has_ended, wait_until};
use rustix::process::Signal;

/// More repaints than the buffers of any terminal hold.
const REPAINTS: usize = 3000;

/// A board on a terminal that has stopped taking output, with more to draw than fits.
fn stalled(folder: &Folder) -> Screen {
    let screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    screen.stall();
    for _ in 0..REPAINTS {
        screen.signal(Signal::WINCH);
        std::thread::yield_now();
    }
    screen
}

#[test]
fn frames_are_dropped_while_the_terminal_takes_none_and_the_last_one_is_drawn() {
    let folder = Folder::with("MARK1");
    let screen = stalled(&folder);
    folder.write("MARK2");
    let (_, before) = screen.written();
    screen.resume();
    screen.wait_for("MARK2");
    let (_, after) = screen.written();
    assert!(after - before < 300_000, "{} bytes were queued", after - before);
}

#[test]
fn a_terminal_that_takes_nothing_can_still_be_left() {
    let folder = Folder::with("MARK1");
    let screen = stalled(&folder);
    screen.signal(Signal::TERM);
    wait_until("the end of the process", || has_ended(screen.pid().as_raw_nonzero().get()));
    assert!(screen.has_modes_of_before(), "the shell must not be left raw");
}

/// After `su` the terminal belongs to somebody else and cannot be opened by its name.
#[test]
fn a_terminal_of_another_user_that_takes_nothing_can_still_be_left() {
    if !rustix::process::geteuid().is_root() || !has("setpriv") {
        eprintln!("skipped: it takes root to become somebody else");
        return;
    }
    let folder = Folder::with("MARK1");
    let home = tempfile::tempdir().unwrap();
    let program = home.path().join("trucewatch");
    std::fs::copy(env!("CARGO_BIN_EXE_trucewatch"), &program).unwrap();
    let list = home.path().join("list.yaml");
    std::fs::copy(folder.list(), &list).unwrap();
    std::fs::set_permissions(home.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut command = command("setpriv");
    command.args(["--reuid=1234", "--regid=1234", "--clear-groups"]);
    command.arg(&program);
    command.arg(&list);
    let screen = Screen::start(command);
    screen.wait_for("MARK1");
    screen.stall();
    for _ in 0..REPAINTS {
        screen.signal(Signal::WINCH);
        std::thread::yield_now();
    }
    screen.signal(Signal::TERM);
    wait_until("the end of the process", || has_ended(screen.pid().as_raw_nonzero().get()));
    assert!(screen.has_modes_of_before(), "the shell must not be left raw");
}

#[test]
fn a_second_costs_one_small_write() {
    let folder = Folder::with("MARK1");
    let screen = Screen::show(&folder.list());
    screen.wait_for("s  watch");
    let (first_write, first_byte) = screen.written();
    screen.wait_for_write_after(first_write + 3);
    let (writes, bytes) = screen.written();
    let each = (bytes - first_byte) / (writes - first_write);
    assert!(each <= 80, "{each} bytes a second");
}
