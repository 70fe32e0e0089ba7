//! Recording from the keyboard, with a real file behind the board.

use crate::pty::screen::{Folder, Screen, trucewatch, wait_until};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

/// Written by several hands, with Windows line ends and a byte-order mark.
fn text() -> String {
    let text = "version: 1\n\
        title: Test   # a title\n\
        zone: Asia/Gaza\n\
        sources: { ap: { name: \"AP\", reliability: B } }\n\
        checklists:\n\
        - id: phase-two\n\
        \x20\x20name: 'Phase Two'\n\
        \x20\x20items:\n\
        \x20\x20- id: item\n\
        \x20\x20\x20\x20title: MARK1\n\
        \x20\x20\x20\x20reports:\n\
        \x20\x20\x20\x20- { at: 2026-01-02, status: announced, claim: attributed, source: ap }  # the first\n\
        \x20\x20# the end\n";
    format!("\u{feff}{}", text.replace('\n', "\r\n"))
}

fn board(folder: &Folder, arguments: &[&str]) -> Screen {
    fs::write(folder.list(), text()).unwrap();
    let mut command = trucewatch();
    command.args(arguments);
    command.arg(folder.list());
    let screen = Screen::start(command);
    screen.wait_for("MARK1");
    screen.wait_for("OK");
    screen
}

fn holds(folder: &Folder, wanted: &str) {
    wait_until("the file", || fs::read(folder.list()).unwrap() == wanted.as_bytes());
}

const NEW: &str = "    - { at: 2026-01-05, status: agreed, claim: attributed, source: ap }\r\n";

/// What the file is with the new report in it.
fn with_report() -> String {
    text().replace("  # the end", &format!("{NEW}  # the end"))
}

fn fill_in(screen: &mut Screen) {
    screen.type_keys("2jx");
    screen.wait_for("how far it is");
    screen.type_keys("agr\tap\tatt\t2026-01-05\r");
    screen.wait_for("how credible:");
    screen.type_keys("\x1bOQ");
    screen.wait_for("Write this?");
    screen.wait_for("+     - { at: 2026-01-05, status: agreed");
}

#[test]
fn a_report_adds_exactly_its_line_and_undo_gives_back_every_byte() {
    let folder = Folder::with("MARK1");
    let mut screen = board(&folder, &[]);
    fill_in(&mut screen);
    assert_eq!(fs::read(folder.list()).unwrap(), text().as_bytes(), "nothing is written before the answer");
    screen.confirm();
    screen.wait_for("u undoes");
    holds(&folder, &with_report());
    screen.wait_for("agreed");
    screen.type_keys("u");
    screen.wait_for("Write this? undo");
    screen.confirm();
    screen.wait_for("undone: report of phase-two/item: agreed; U writes it again");
    holds(&folder, &text());
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    screen.assert_restored();
    assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn a_save_elsewhere_in_the_file_does_not_hold_up_the_answer() {
    let folder = Folder::with("MARK1");
    let mut screen = board(&folder, &[]);
    fill_in(&mut screen);
    let theirs = text().replace("MARK1", "MARK2");
    fs::write(folder.list(), &theirs).unwrap();
    screen.confirm();
    screen.wait_for("another save came first and is kept; written:");
    holds(&folder, &with_report().replace("MARK1", "MARK2"));
    screen.wait_for("MARK2");
    // Undo takes back what was written, and leaves theirs.
    screen.type_keys("u");
    screen.wait_for("Write this? undo");
    screen.confirm();
    holds(&folder, &theirs);
}

#[test]
fn the_answer_gets_through_while_a_script_saves_all_the_time() {
    let folder = Folder::with("MARK1");
    let mut screen = board(&folder, &[]);
    fill_in(&mut screen);
    let is_over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // An end of its own, for a test that fails.
            let saves = 0..20_000;
            for _ in saves.take_while(|_| !is_over.load(std::sync::atomic::Ordering::SeqCst)) {
                let more = |old: &[u8]| {
                    let text = String::from_utf8(old.to_vec()).unwrap().replace("# a title", "# a title.");
                    Ok::<_, std::convert::Infallible>((text.into_bytes(), ()))
                };
                trucewatch::runtime::save::amend(&folder.list(), more).unwrap();
            }
        });
        wait_until("a save", || !fs::read_to_string(folder.list()).unwrap().contains("# a title\r"));
        screen.confirm();
        screen.wait_for("another save came first and is kept; written:");
        is_over.store(true, std::sync::atomic::Ordering::SeqCst);
    });
    let found = fs::read_to_string(folder.list()).unwrap();
    assert_eq!(found.replace("title.", "title").replace('.', ""), with_report().replace('.', ""));
}

#[test]
fn a_save_that_changes_the_lines_is_shown_before_it_is_answered() {
    let folder = Folder::with("MARK1");
    let mut screen = board(&folder, &[]);
    fill_in(&mut screen);
    // New entries are written as their neighbours are.
    let spread = |text: String| text.replace("{ at: 2026", "{ at:   2026").replace("    - { at", "    -   { at");
    let theirs = spread(text());
    fs::write(folder.list(), &theirs).unwrap();
    screen.confirm();
    screen.wait_for("Somebody else has saved the file meanwhile");
    holds(&folder, &theirs);
    screen.wait_for("status: agreed");
    screen.confirm();
    screen.wait_for("u undoes");
    assert_ne!(fs::read_to_string(folder.list()).unwrap(), theirs);
}

#[test]
fn a_write_protected_file_stays_as_it_is_and_says_why() {
    let folder = Folder::with("MARK1");
    let mut screen = board(&folder, &[]);
    fs::set_permissions(folder.list(), fs::Permissions::from_mode(0o444)).unwrap();
    fill_in(&mut screen);
    screen.confirm();
    screen.wait_for("NOT WRITTEN: it is write-protected");
    screen.wait_for("Enter Enter writes it");
    screen.type_keys("n");
    screen.wait_for("how credible:");
    assert_eq!(fs::read(folder.list()).unwrap(), text().as_bytes());
    screen.type_keys("\x03");
    assert_eq!(screen.ends(), 0);
    screen.assert_restored();
}

#[test]
fn with_readonly_no_key_writes() {
    let folder = Folder::with("MARK1");
    let mut screen = board(&folder, &["--readonly"]);
    screen.wait_for("read-only");
    screen.type_keys("2jx");
    screen.wait_for("started with --readonly: nothing is written");
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    assert_eq!(fs::read(folder.list()).unwrap(), text().as_bytes());
}

#[test]
fn the_built_in_example_cannot_be_written_to() {
    let folder = Folder::with("MARK1");
    let mut command = trucewatch();
    fs::remove_file(folder.list()).unwrap();
    command.cwd(folder.path(""));
    command.env("XDG_CONFIG_HOME", folder.path("nothing"));
    let mut screen = Screen::start(command);
    screen.wait_for("built-in example");
    screen.type_keys("3a");
    screen.wait_for("`trucewatch init` writes one of your own");
    assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 0);
}
