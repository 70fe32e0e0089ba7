//! `--log FILE` and `$TRUCEWATCH_LOG`: what was read, saved and refused, and no text of the watchlist.

use super::{program, said};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

const FILE: &str = "title: T
zone: Asia/Gaza
sources: { ap: { name: AP } }
spillover: { log: [ { at: 2026-02-01, severity: minor, source: ap, text: a secret } ] }
";

#[test]
fn it_tells_what_was_done_and_nothing_of_the_texts() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("trucewatch.log");
    fs::write(folder.path().join("watchlist.yaml"), FILE).unwrap();
    let add = ["log", "add", "--severity", "minor", "--at", "2026-02-02", "--text", "another secret", "--source"];
    let run = |source: &str| said(program(folder.path()).env("TRUCEWATCH_LOG", &log).args(add).arg(source));
    assert_eq!(run("ap").0, 0);
    assert_eq!(run("nobody").0, 1);
    let (code, _, _) = said(program(folder.path()).args(["status", "--log"]).arg(&log));
    assert_eq!(code, 1);
    let text = fs::read_to_string(&log).unwrap();
    for words in [
        " start command=log ",
        " saved lines=1\n",
        " edit refused reasons=1\n",
        " end code=1\n",
        " start command=status ",
        " loads=true ",
    ] {
        assert!(text.contains(words), "no {words:?} in {text}");
    }
    assert!(!text.contains("secret"), "{text}");
    assert_eq!(fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_log_that_cannot_be_opened_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, err) = said(program(folder.path()).args(["status", "--log", "missing/trucewatch.log"]));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("the log missing/trucewatch.log cannot be opened"), "{err}");
}
