//! In a folder without a watchlist there is nothing to say: least of all that all is well.

use crate::support::{Said, Shell};

const COMMANDS: &[&[&str]] = &[
    &["check"],
    &["check", "--format", "concise"],
    &["handover"],
    &["handover", "--json"],
    &["diff"],
    &["diff", "--since", "8h"],
    &["history"],
    &["git-setup"],
    &["log", "add", "--severity", "minor", "--text", "x"],
    &["checked", "rafah"],
];

#[test]
fn without_a_watchlist_no_command_runs_and_each_says_where_it_looked() {
    for command in COMMANDS {
        let Said { code, out, err } = Shell::empty().run(command, "");
        assert!(code == 2 && out.is_empty(), "{command:?}: {code} {out}");
        for words in [
            "no watchlist here",
            "no watchlist.yaml",
            "/.config/trucewatch/watchlist.yaml",
            "$TRUCEWATCH_FILE",
            "init`",
        ] {
            assert!(err.contains(words), "{command:?} does not say {words:?}: {err}");
        }
    }
}

#[test]
fn json_says_so_too() {
    let Said { code, out, .. } = Shell::empty().run(&["check", "--format", "json"], "");
    assert!(code == 2 && out.contains(r#""error":"no watchlist here"#) && out.contains("watchlist.yaml"), "{out}");
}

#[test]
fn the_board_alone_shows_the_built_in_example_and_says_so() {
    let Said { code, out, .. } = Shell::empty().run(&["--print", "--size", "120x40"], "");
    assert!(code == 0 && out.contains("built-in example"), "{out}");
}

#[test]
fn with_a_watchlist_they_run() {
    for command in [&["check"][..], &["handover"], &["diff", "--since", "8h"]] {
        let Said { code, err, .. } = Shell::with("title: T\n").run(command, "");
        assert_eq!((code, err.as_str()), (0, ""), "{command:?}");
    }
}
