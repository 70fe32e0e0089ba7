//! A panic in any thread: the terminal is given back first, then the message is shown, made safe.
//!
//! The product has no hook to make it panic, so these tests start their own program, with one of the tests below that
//! are otherwise ignored.

use crate::pty::screen::{Screen, command};
use trucewatch::app::Bidi;
use trucewatch::runtime::Terminal;

#[test]
#[ignore = "the program of another test: it panics while it holds the terminal"]
fn program_that_panics_in_its_own_thread() {
    let _terminal = Terminal::enter(Bidi::Terminal).unwrap();
    panic!("oh no \u{1b}[31m");
}

#[test]
#[ignore = "the program of another test: a second thread panics while the first holds the terminal"]
fn program_that_panics_in_another_thread() {
    let mut terminal = Terminal::enter(Bidi::Terminal).unwrap();
    std::thread::spawn(|| panic!("oh no \u{1b}[31m"));
    loop {
        // It must not write over the message either.
        terminal.draw(|frame| frame.render_widget("DRAWN", frame.area())).unwrap();
    }
}

#[track_caller]
fn check(program: &str) {
    let mut command = command(std::env::current_exe().unwrap());
    command.args(["--ignored", "--nocapture", "--exact", &format!("pty::panics::{program}")]);
    let mut screen = Screen::start(command);
    assert_eq!(screen.ends(), 101);
    screen.assert_restored();
    let text = screen.text();
    assert!(text.contains("internal error") && text.contains(r"oh no \x1b[31m"), "{text}");
    assert!(!text.contains("DRAWN"), "{text}");
}

#[test]
fn a_panic_gives_the_terminal_back_and_shows_a_safe_message() {
    check("program_that_panics_in_its_own_thread");
}

#[test]
fn a_panic_in_another_thread_does_so_too() {
    check("program_that_panics_in_another_thread");
}
