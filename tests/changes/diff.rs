//! `trucewatch diff`, as a script calls it.

use crate::support::program;
use std::path::PathBuf;
use std::process::Output;

const OLD: &str = "title: t\nzone: Asia/Gaza\nsources: { ap: { name: AP } }\ncrossings:\n  - id: gate\n    name: Gate\n    \
                   stale_after: 30d\n    reports:\n      \
                   - { at: 2026-01-20, status: scheduled, claim: promise, source: ap }\n";
const LINE: &str = "      - { at: 2026-02-02T09:00Z, status: open, claim: verified, source: ap }\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        folder.write("old.yaml", OLD);
        folder.write("new.yaml", &(OLD.to_owned() + LINE));
        folder
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).expect("it is written");
        path
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let Output { status, stdout, stderr } = program(self.0.path())
            .args(["--now", "2026-02-02T12:00Z", "diff"])
            .args(arguments)
            .output()
            .expect("it runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        (status.code(), text(stdout), text(stderr))
    }
}

#[test]
fn two_files_differ_with_exit_code_one_and_the_line_to_read() {
    let (code, out, _) = Folder::new().run(&["old.yaml", "new.yaml"]);
    assert_eq!(out, "Better\n  Gate: scheduled → open, AP 2 Feb 09:00Z  (new.yaml:10)\n");
    assert_eq!(code, Some(1));
}

#[test]
fn what_is_gone_points_into_the_older_file() {
    let (code, out, _) = Folder::new().run(&["new.yaml", "old.yaml"]);
    let said = "Gate: open → scheduled, reverted: a report was withdrawn";
    assert_eq!(out, format!("Worse\n  {said}  (2 Feb 09:00Z, new.yaml:10)\n"));
    assert_eq!(code, Some(1));
}

#[test]
fn no_change_says_nothing_and_exits_with_nought() {
    let (code, out, err) = Folder::new().run(&["new.yaml", "new.yaml"]);
    assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "", ""));
}

#[test]
fn one_file_is_compared_with_itself_since_a_moment() {
    let folder = Folder::new();
    for since in ["2026-02-02", "4h", "2026-02-02T10:00+02:00"] {
        let (code, out, _) = folder.run(&["--since", since, "new.yaml"]);
        assert_eq!(out, "Better\n  Gate: scheduled → open, AP 2 Feb 09:00Z  (new.yaml:10)\n", "{since}");
        assert_eq!(code, Some(1));
    }
    assert_eq!(folder.run(&["--since", "1h", "new.yaml"]).0, Some(0));
}

#[test]
fn json_keeps_the_true_characters_and_names_the_subject() {
    let folder = Folder::new();
    folder.write("renamed.yaml", &OLD.replace("name: Gate", "name: \"Gate\\e[31m\""));
    let (code, out, _) = folder.run(&["old.yaml", "renamed.yaml", "--json"]);
    let wire: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((wire["version"].as_u64(), code), (Some(2), Some(1)));
    let change = &wire["changes"][0];
    assert_eq!(change["subject"], "crossings/gate");
    assert_eq!(
        (&change["kind"], &change["was"], &change["is"]),
        (&"renamed".into(), &"Gate".into(), &"Gate\u{1b}[31m".into())
    );
    assert_eq!((&change["direction"], &change["cause"]), (&"other".into(), &"corrected".into()));
    assert_eq!((&change["side"], &change["line"]), (&"after".into(), &5.into()));
}

#[test]
fn what_cannot_be_compared_is_trouble() {
    let folder = Folder::new();
    folder.write("broken.yaml", "title: t\nnonsense: 1\n");
    for (arguments, words) in [
        (&["old.yaml", "broken.yaml"][..], "broken.yaml: does not load, it has 1 error: `trucewatch check` shows them"),
        (&["old.yaml", "missing.yaml"], "missing.yaml: no such file"),
        (&["old.yaml"], "name two watchlists, the older one first"),
        (&[], "no watchlist here"),
        (&["--since", "1h", "old.yaml", "new.yaml"], "name one file"),
        (&["--since", "2026-02-03", "old.yaml"], "lies after"),
        (&["--since", "soon", "old.yaml"], "not a time"),
        (&["-", "-"], "read once only"),
    ] {
        let (code, out, err) = folder.run(arguments);
        assert!(err.contains(words), "{arguments:?}: {err}");
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
    }
}
