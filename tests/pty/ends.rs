//! Every way in which the program ends on purpose: the terminal is given back, and the exit code says why.

use crate::pty::screen::{Folder, Screen, command, has_ended, trucewatch, wait_for_end, wait_until};
use rustix::process::Signal;

#[track_caller]
fn check_signal(signal: Signal, code: u32) {
    let folder = Folder::with("MARK1");
    let mut screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    screen.signal(signal);
    assert_eq!(screen.ends(), code);
    screen.assert_restored();
}

#[test]
fn q_and_ctrl_c_end_well() {
    for key in ["q", "\x03"] {
        let folder = Folder::with("MARK1");
        let mut screen = Screen::show(&folder.list());
        screen.wait_for("MARK1");
        screen.type_keys(key);
        assert_eq!(screen.ends(), 0);
        screen.assert_restored();
    }
}

#[test]
fn each_signal_has_its_exit_code() {
    check_signal(Signal::TERM, 143);
    check_signal(Signal::INT, 130);
    check_signal(Signal::HUP, 129);
}

#[test]
fn a_closed_window_ends_it() {
    let folder = Folder::with("MARK1");
    let screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    assert_eq!(wait_for_end(&mut *screen.hang_up()), 129);
}

#[test]
fn a_closed_window_ends_it_also_without_a_signal() {
    let folder = Folder::with("MARK1");
    // In a session of its own it is not told of the hang-up: it has to notice.
    let script = r#"exec 3<&0; setsid sh -c 'echo $$ >pid; exec "$@"' sh "$@" <&3 & wait"#;
    let mut shell = command("/bin/sh");
    shell.args(["-c", script, "sh", env!("CARGO_BIN_EXE_trucewatch"), "list.yaml"]);
    shell.cwd(folder.path(""));
    let screen = Screen::start(shell);
    screen.wait_for("MARK1");
    let pid = std::fs::read_to_string(folder.path("pid")).unwrap().trim().parse().unwrap();
    drop(screen.hang_up());
    wait_until("the end of the process", || has_ended(pid));
}

#[test]
fn after_a_kill_the_next_start_is_clean() {
    let folder = Folder::with("MARK1");
    let mut first = Screen::show(&folder.list());
    first.wait_for("MARK1");
    first.signal(Signal::KILL);
    first.ends();
    let mut second = Screen::show(&folder.list());
    second.wait_for("MARK1");
    second.type_keys("q");
    assert_eq!(second.ends(), 0);
}

#[test]
fn the_output_of_a_closed_pipe_is_no_error() {
    let folder = Folder::with("MARK1");
    std::fs::write(folder.list(), format!("{}nonsense: 1\n", crate::pty::screen::watchlist("MARK1"))).unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_trucewatch"))
        .arg("check")
        .arg(folder.list())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut errors = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut errors).unwrap();
    child.wait().unwrap();
    assert!(!errors.contains("panicked") && !errors.contains("internal error"), "{errors}");
}

#[test]
fn the_board_can_be_left_while_input_is_piped_in() {
    let folder = Folder::with("MARK1");
    let mut shell = command("/bin/sh");
    shell.args(["-c", r#"echo ignored | "$0" "$1""#, env!("CARGO_BIN_EXE_trucewatch")]);
    shell.arg(folder.list());
    let mut screen = Screen::start(shell);
    screen.wait_for("MARK1");
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    screen.assert_restored();
}

#[test]
fn a_named_file_that_is_missing_is_an_error_with_a_hint() {
    let folder = Folder::with("MARK1");
    let mut command = trucewatch();
    command.arg(folder.path("other.yaml"));
    let mut screen = Screen::start(command);
    assert_ne!(screen.ends(), 0);
    assert!(screen.text().contains("other.yaml") && screen.text().contains("init"), "{}", screen.text());
}
