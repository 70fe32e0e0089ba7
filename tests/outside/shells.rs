//! Completions and manual pages.

use super::{program, said};
use std::fs;

const FILE: &str = "title: T
sources: { ap: { name: AP } }
crossings: [ { id: rafah, name: Rafah } ]
spillover: { risks: [ { id: fronts, title: Fronts } ], log: [ { at: 2026-02-01, severity: minor, trigger: strike, text: x, ref: first }, { at: 2026-02-02, severity: minor, trigger: \"$(boom)\", text: y } ] }
checklists: [ { id: two, name: Two, items: [ { id: army, title: Army, owner: desk } ] } ]
";

/// What may follow the words of a command line, by bash.
#[track_caller]
fn completed(words: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("watchlist.yaml"), FILE).unwrap();
    let mut command = program(folder.path());
    command.env("_TRUCEWATCH_COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", words.len().to_string());
    let (code, out, err) = said(command.args(["--", "trucewatch"]).args(words));
    assert_eq!((code, err.as_str()), (0, ""));
    out.lines().map(ToOwned::to_owned).collect()
}

#[test]
fn a_shell_completes_commands_names_and_words_of_scales() {
    assert!(completed(&["sta"]).contains(&"status".to_owned()));
    assert_eq!(completed(&["status", "r"]), ["rafah"]);
    assert_eq!(completed(&["checked", "two/"]), ["two/army"]);
    assert_eq!(completed(&["report", "add", "two/army", "--status", "ful"]), ["full"]);
    assert_eq!(completed(&["day", "add", "rafah", "--source", "a"]), ["ap"]);
    assert_eq!(completed(&["prefer", "rafah", "a"]), ["ap"]);
    assert_eq!(completed(&["close", "f"]), ["fronts"]);
    assert_eq!(completed(&["log", "withdraw", "f"]), ["first"]);
    assert_eq!(completed(&["review", "--owner", "d"]), ["desk"]);
}

#[test]
fn a_name_that_a_shell_would_run_is_not_offered() {
    assert_eq!(completed(&["log", "add", "--trigger", ""]), ["strike"]);
}

#[test]
fn every_shell_has_a_script_and_every_command_a_page() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (code, out, _) = said(program(folder.path()).args(["completions", shell]));
        assert_eq!(code, 0, "{shell}");
        assert!(out.contains("_TRUCEWATCH_COMPLETE"), "{shell}");
    }
    assert_eq!(said(program(folder.path()).args(["completions", "csh"])).0, 2);
    for page in [&["man"][..], &["man", "log", "add"]] {
        let (code, out, _) = said(program(folder.path()).args(page));
        assert_eq!(code, 0);
        assert!(out.contains(".SH NAME") && out.contains("trucewatch"), "{out}");
    }
    assert_eq!(said(program(folder.path()).args(["man", "nothing"])).0, 2);
}
