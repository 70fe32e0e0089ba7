//! What terminals tell by themselves or when asked, and what is left behind in them.

use crate::pty::screen::{Folder, Screen, trucewatch};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

/// The colour of the word LIVE, which is good news.
fn colour_of_live(screen: &vt100::Screen) -> Option<vt100::Color> {
    let line = screen.rows(0, 200).next()?;
    let at = u16::try_from(line.find("LIVE")?).ok()?;
    Some(screen.cell(0, at)?.fgcolor())
}

#[test]
fn the_background_that_the_terminal_tells_chooses_the_colours() {
    let folder = Folder::with("MARK1");
    let mut screen = Screen::show(&folder.list());
    screen.wait_until("no colour", |screen| colour_of_live(screen) == Some(vt100::Color::Default));
    screen.type_keys("\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    screen.wait_until("a dark green", |screen| colour_of_live(screen) == Some(vt100::Color::Idx(22)));
    screen.type_keys("\x1b[?997;1n");
    screen.wait_until("a light green", |screen| colour_of_live(screen) == Some(vt100::Color::Idx(114)));
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    screen.assert_restored();
}

#[test]
fn the_title_says_what_is_worst_and_is_taken_back() {
    let folder = Folder::with("MARK1");
    let mut screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    assert!(screen.title().starts_with("trucewatch "), "{:?}", screen.title());
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    assert_eq!(screen.title(), "");
}

#[test]
fn an_editor_with_a_window_opens_beside_the_board() {
    let folder = Folder::with("MARK1");
    let editor = folder.path("gedit");
    let script =
        "#!/bin/sh\nwhile [ ! -e \"${2%/*}/go\" ]; do sleep 0.05; done\nsed -i s/MARK1/MARK2/ \"$2\"\nexit 3\n";
    fs::write(&editor, script).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = trucewatch();
    command.arg(folder.list());
    command.env("VISUAL", &editor);
    let mut screen = Screen::start(command);
    screen.wait_for("MARK1");
    screen.type_keys("2Ge");
    screen.wait_for("opened beside the board");
    screen.type_keys("?");
    screen.wait_for("Help");
    screen.type_keys("\x1b");
    screen.wait_for_no("Help");
    fs::write(folder.path("go"), "").unwrap();
    screen.wait_for("MARK2");
    screen.wait_for("gedit failed");
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
}
