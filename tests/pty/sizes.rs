//! Windows of every size.

use crate::pty::screen::{Folder, Screen, trucewatch};

#[test]
fn a_storm_of_sizes_ends_in_a_whole_board() {
    let folder = Folder::with("MARK1");
    let mut screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    for (columns, rows) in [(1, 1), (500, 200), (2, 40), (200, 2), (30, 8), (29, 7), (1, 1), (60, 16), (120, 40)] {
        screen.resize(columns, rows);
    }
    screen.wait_for("MARK1");
    screen.resize(1, 1);
    screen.resize(80, 24);
    screen.wait_for("MARK1");
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
}

#[test]
fn each_size_is_drawn_before_the_next() {
    let folder = Folder::with("MARK1");
    let mut screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    for (columns, rows) in [(1, 1), (0, 0), (200, 60), (3, 2), (80, 24)] {
        let (writes, _) = screen.written();
        screen.resize(columns, rows);
        screen.wait_for_write_after(writes);
    }
    screen.wait_for("MARK1");
}

#[test]
fn a_terminal_that_knows_no_size_is_taken_for_80_by_24_until_it_tells() {
    let folder = Folder::with("MARK1");
    let mut command = trucewatch();
    command.arg(folder.list());
    let mut screen = Screen::start_in(command, 0, 0);
    screen.wait_for("MARK1");
    screen.wait_until("a footer in the last row", |screen| {
        screen.rows(0, 80).nth(23).is_some_and(|row| row.contains("quit"))
    });
    screen.resize(100, 30);
    screen.wait_until("a footer in the last row", |screen| {
        screen.rows(0, 100).nth(29).is_some_and(|row| row.contains("quit"))
    });
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    screen.assert_restored();
}

#[test]
fn a_size_that_no_terminal_has_takes_no_more_memory_than_there_is() {
    let folder = Folder::with("MARK1");
    let mut command = trucewatch();
    command.arg(folder.list());
    let mut screen = Screen::start_in(command, 65535, 65535);
    // Of so large a board only the left upper corner is in sight.
    screen.wait_for("trucewatch");
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    screen.assert_restored();
}
