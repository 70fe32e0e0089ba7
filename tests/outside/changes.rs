//! The JSON of changes follows its schema: every kind of change, and every command that lists them.

use super::{program, said};
use chrono::{DateTime, TimeDelta, Utc};
use jsonschema::Validator;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use trucewatch::board::Board;
use trucewatch::board::changes::changes;
use trucewatch::load::load;
use trucewatch::panes::changes::wire::{WireChange, WireKind};

const FILE: &str = "title: T
zone: Asia/Gaza
sources: { ap: { name: AP, reliability: B } }
crossings:
  - { id: rafah, name: Rafah, reports: [ { at: 2026-02-02T09:00Z, status: open, claim: verified, source: ap } ] }
checklists: [ { id: two, name: Two, items: [ { id: army, title: Army, due: 2026-02-05 } ] } ]
monitoring: [ { observer: ap, unobserved: [ two/army ], from: 2026-02-03 } ]
";

/// The schema that the program prints for the output of a command.
fn schema(command: &str) -> Value {
    let (code, out, _) = said(program(std::env::temp_dir().as_path()).args(["schema", command]));
    assert_eq!(code, 0, "{command}");
    serde_json::from_str(&out).expect("JSON")
}

pub(super) fn validator(command: &str) -> Validator {
    jsonschema::draft7::new(&schema(command)).expect("a schema")
}

#[track_caller]
pub(super) fn check_valid(validator: &Validator, json: &Value) {
    let problems: Vec<_> = validator.iter_errors(json).map(|error| error.to_string()).collect();
    assert!(problems.is_empty(), "{problems:#?}\n{json:#}");
}

/// Every change of a watchlist from one day to the next, and from nothing to all of it.
fn changes_of(text: &str) -> Vec<WireChange> {
    let noon: DateTime<Utc> = "2026-02-06T12:00:00Z".parse().expect("a time");
    let Some(watchlist) = load("t.yaml", text.as_bytes(), noon).watchlist else { return Vec::new() };
    let title = format!("title: T\nzone: {}\n", watchlist.zone().name());
    let empty = load("t.yaml", title.as_bytes(), noon).watchlist.expect("it loads");
    let board = |days| Board::read(Arc::clone(&watchlist), noon + TimeDelta::days(days));
    let pairs = [
        (board(-8), board(-3)),
        (board(-3), board(0)),
        (board(0), board(40)),
        (Board::read(Arc::clone(&empty), noon), board(0)),
        (board(0), Board::read(empty, noon)),
    ];
    let wire = |(before, after): &(Board, Board)| {
        changes(before, after).iter().map(|change| WireChange::from_change(change, after)).collect::<Vec<_>>()
    };
    pairs.iter().flat_map(wire).collect()
}

#[test]
fn every_change_of_every_watchlist_of_the_tests_follows_the_schema() {
    let mut schema = schema("diff");
    schema["$ref"] = "#/definitions/change".into();
    let validator = jsonschema::draft7::new(&schema).expect("a schema");
    let mut kinds = BTreeSet::new();
    for path in super::files("yaml") {
        for change in changes_of(&fs::read_to_string(&path).unwrap_or_default()) {
            check_valid(&validator, &serde_json::to_value(&change).expect("JSON"));
            kinds.insert(change.kind);
        }
    }
    assert!(kinds.len() >= 20, "{kinds:?}");
}

#[test]
fn the_schema_knows_the_kinds_that_the_program_knows() {
    let schema = schema("diff");
    let kinds = schema["definitions"]["change"]["properties"]["kind"]["enum"].clone();
    let known: Vec<_> = WireKind::ALL.iter().map(|kind| kind.word()).collect();
    assert_eq!(kinds, serde_json::to_value(known).expect("JSON"));
}

#[test]
fn every_command_follows_its_schema() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("watchlist.yaml");
    fs::write(&file, FILE).unwrap();
    git(folder.path(), &["init", "-q"]);
    commit(folder.path());
    let closed = "status: open, claim: verified, source: ap }, { at: 2026-02-03T09:00Z, status: closed, source: ap }";
    fs::write(&file, FILE.replace("status: open, claim: verified, source: ap }", closed)).unwrap();
    commit(folder.path());
    fs::write(&file, "title: [").unwrap();
    commit(folder.path());
    fs::write(&file, FILE).unwrap();
    for (command, words) in [
        ("diff", &["diff", "--since", "2026-02-02", "--now", "2026-02-07T12:00Z"][..]),
        ("handover", &["handover", "--since", "2026-02-02", "--now", "2026-02-07T12:00Z"]),
        ("history", &["history"]),
        ("journal", &["journal"]),
    ] {
        let (_, out, err) =
            said(program(folder.path()).env("PATH", std::env::var_os("PATH").unwrap()).args(words).arg("--json"));
        let json: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{command}: {error}: {err}"));
        check_valid(&validator(command), &json);
    }
}

fn commit(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["-c", "user.name=A", "-c", "user.email=a@a.example", "commit", "-qm", "a version"]);
}

fn git(folder: &Path, words: &[&str]) {
    let status = std::process::Command::new("git").current_dir(folder).args(words).status().unwrap();
    assert!(status.success(), "git {words:?}");
}
