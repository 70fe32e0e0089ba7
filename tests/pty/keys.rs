//! What terminals send besides keys: sequences that never end, and answers that nobody waits for.

use crate::pty::screen::{Folder, Screen};

fn board(folder: &Folder) -> Screen {
    let screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    screen
}

#[test]
fn a_sequence_that_never_ends_leaves_ctrl_c_alone() {
    for begun in ["\x1b[200~abc", "\x1b[?", "\x1b[<0;10", "\x1b]11;", "\x1bP"] {
        let folder = Folder::with("MARK1");
        let mut screen = board(&folder);
        screen.type_keys(begun);
        screen.type_keys("\x03");
        assert_eq!(screen.ends(), 0);
        screen.assert_restored();
    }
}

#[test]
fn a_paste_that_never_ends_is_given_up_and_keys_are_keys_again() {
    let folder = Folder::with("MARK1");
    let mut screen = board(&folder);
    screen.type_keys("/\x1b[200~MAR");
    screen.wait_for("MAR");
    screen.type_keys("K1");
    screen.wait_for("/MARK1");
    screen.type_keys("\rq");
    assert_eq!(screen.ends(), 0);
}

#[test]
fn late_answers_of_the_terminal_are_swallowed() {
    let folder = Folder::with("MARK1");
    let mut screen = board(&folder);
    let answers =
        "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1bP>|XTerm(388)\x1b\\\x1b[?62;22c\x1b[12;5R\x1b]10;rgb:ffff/ffff/ffff\x07";
    screen.type_keys(answers);
    screen.type_keys("?");
    screen.wait_for("Help: type to find");
    assert!(!screen.has_shown("does nothing here") && !screen.has_shown("Esc leaves"), "{}", screen.text());
    screen.type_keys("\x1b");
    screen.wait_for_no("Help: type to find");
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
}
