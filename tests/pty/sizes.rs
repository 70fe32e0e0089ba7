//! Windows of every size.

use crate::screen::{Folder, Screen};

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
