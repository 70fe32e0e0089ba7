//! `trucewatch status`: typed values that are never better than what holds now, and the exit codes.

use super::{program, said};
use crate::support::board_at;
use jsonschema::Validator;
use serde_json::Value;
use std::fs;
use trucewatch::panes::status::wire::StatusJson;
use trucewatch::panes::status::{StatusClass, StatusFlag, statuses};

const FILE: &str = "title: T
zone: Asia/Gaza
sources: { ap: { name: AP, reliability: B }, gmo: { name: GMO, reliability: D } }
actors: { egypt: { name: Egypt } }
crossings:
  - id: rafah
    name: Rafah
    parties: [ { actor: egypt, reports: [ { at: 2026-02-03T08:00Z, status: in-place, claim: verified, source: ap } ] } ]
    days: [ { date: 2026-02-03, status: open, exits: 20, claim: verified, source: ap, credibility: 2 } ]
  - { id: zikim, name: Zikim, days: [ { date: 2026-02-03, status: open, claim: attributed, source: gmo } ] }
checklists:
  - { id: two, name: Two, items: [ { id: army, title: Army, due: 2026-02-01 }, { id: police, title: Police } ] }
spillover: { risks: [ { id: fronts, title: Fronts } ] }
";

const NOON: &str = "2026-02-03T12:00:00Z";

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(include_str!("../../status.schema.json")).expect("JSON");
    jsonschema::draft7::new(&schema).expect("a schema")
}

/// The class, the status, the last known value and the flags of an entity.
#[track_caller]
fn check(text: &str, now: &str, entity: &str, expected: (StatusClass, &str, Option<&str>, &[&str])) {
    let found = statuses(&board_at(text, now));
    let status = found.iter().find(|status| status.entity.to_string() == entity).expect("an entity");
    let flags: Vec<_> = status.flags.iter().map(|flag| StatusFlag::word(*flag)).collect();
    assert_eq!((status.class(), status.status, status.last_known, &*flags), expected, "{entity} at {now}");
}

#[test]
fn good_news_holds_only_while_it_is_of_today_and_good_enough() {
    check(FILE, NOON, "rafah", (StatusClass::Calm, "open", None, &[]));
    check(FILE, NOON, "zikim", (StatusClass::Unknown, "unknown", Some("open"), &["unconfirmed"]));
    check(FILE, "2026-02-04T12:00:00Z", "rafah", (StatusClass::Unknown, "unknown", Some("open"), &["no-record-today"]));
    check(
        FILE,
        "2026-02-09T12:00:00Z",
        "rafah",
        (StatusClass::Unknown, "unknown", Some("open"), &["no-record-today", "old"]),
    );
    check(FILE, NOON, "rafah/parties/egypt", (StatusClass::Calm, "in-place", None, &[]));
    check(
        FILE,
        "2026-02-09T12:00:00Z",
        "rafah/parties/egypt",
        (StatusClass::Unknown, "unknown", Some("in-place"), &["old"]),
    );
}

#[test]
fn bad_news_holds_until_it_is_overturned() {
    let closed = FILE.replace("status: open, exits: 20", "status: closed");
    check(&closed, NOON, "rafah", (StatusClass::Alarm, "closed", None, &["closed"]));
    check(&closed, "2026-03-03T12:00:00Z", "rafah", (StatusClass::Alarm, "closed", None, &["closed", "old"]));
    check(FILE, NOON, "two/army", (StatusClass::Alarm, "unknown", None, &["overdue", "unknown"]));
}

#[test]
fn a_level_that_was_judged_before_a_severe_event_does_not_hold() {
    let risk = "{ id: fronts, title: Fronts, assessments: [ { at: 2026-02-03T06:00Z, likelihood: unlikely, impact: minor } ] }";
    let calm = FILE.replace("{ id: fronts, title: Fronts }", risk);
    check(&calm, NOON, "risks/fronts", (StatusClass::Calm, "low", None, &[]));
    let event = "spillover: { log: [ { at: 2026-02-03T09:00Z, risk: fronts, severity: severe, claim: attributed, source: ap, text: x } ],";
    let severe = calm.replace("spillover: {", event);
    let flags = ["not-judged-since", "severe"];
    check(&severe, NOON, "risks/fronts", (StatusClass::Alarm, "unknown", Some("low"), &flags));
}

#[test]
fn what_fails_is_an_alarm_and_a_closed_risk_is_none() {
    let item = "{ id: army, title: Army, reports: [ { at: 2026-02-03T06:00Z, status: violated, claim: verified, source: ap } ] }";
    let violated = FILE.replace("{ id: army, title: Army, due: 2026-02-01 }", item);
    check(&violated, NOON, "two/army", (StatusClass::Alarm, "violated", None, &["failing"]));
    let closed = FILE.replace("title: Fronts }", "title: Fronts, closed: { at: 2026-02-02, why: over } }");
    check(&closed, NOON, "risks/fronts", (StatusClass::Calm, "closed", None, &[]));
    let due = FILE.replace("title: Fronts }", "title: Fronts, review_every: 1d }");
    check(&due, NOON, "risks/fronts", (StatusClass::Unknown, "unknown", None, &["unknown", "review-due"]));
}

#[test]
fn json_of_every_watchlist_of_the_tests_follows_the_schema() {
    let validator = validator();
    let mut found = 0;
    for path in super::files("yaml") {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let now: chrono::DateTime<chrono::Utc> = "2026-02-06T12:00:00Z".parse().expect("a time");
        let Some(watchlist) = trucewatch::load::load("t.yaml", text.as_bytes(), now).watchlist else { continue };
        let board = trucewatch::board::Board::read(watchlist, now);
        let json = serde_json::to_value(StatusJson::of_board(&board, "t.yaml")).expect("JSON");
        let problems: Vec<_> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{}: {problems:#?}\n{json:#}", path.display());
        found += 1;
    }
    assert!(found > 300, "{found} watchlists load");
}

#[test]
fn the_exit_code_is_of_what_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("watchlist.yaml"), FILE).unwrap();
    let run = |words: &[&str]| said(program(folder.path()).args(["status", "--now", NOON]).args(words));
    let (code, out, err) = run(&["rafah", "rafah/egypt"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out.lines().map(|line| line.split_whitespace().nth(1).unwrap()).collect::<Vec<_>>(),
        ["rafah", "rafah/parties/egypt"]
    );
    assert_eq!(run(&["zikim"]).0, 1);
    assert_eq!(run(&["two"]).1.lines().count(), 2);
    assert_eq!(run(&[]).0, 1);
    let (code, out, err) = run(&["nowhere"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("nowhere"), "{err}");
    let json: Value = serde_json::from_str(&run(&["--json", "rafah"]).1).expect("JSON");
    assert!(validator().is_valid(&json));
    assert_eq!((&json["entities"][0]["source"], &json["counts"]["calm"]), (&"ap".into(), &1.into()));
}

#[test]
fn bars_show_also_what_cannot_be_read_and_exit_with_0() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("watchlist.yaml");
    let run = |format: &str| said(program(folder.path()).args(["status", "--now", NOON, "--format", format]));
    fs::write(&path, FILE).unwrap();
    let (code, out, _) = run("waybar");
    let json: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, &json["class"]), (0, &"alarm".into()));
    assert_eq!(json["text"], "rafah OPEN | zikim OPEN, unconfirmed (D-) | 1 alarm | 4 unknown");
    assert_eq!(run("tmux").1, "rafah OPEN | zikim OPEN, unconfirmed (D-) | 1 alarm | 4 unknown\n");
    let metrics = run("prom").1;
    assert!(metrics.contains("trucewatch_up 1\n"), "{metrics}");
    assert!(metrics.contains("trucewatch_status{entity=\"crossings/rafah\",kind=\"crossing\",status=\"open\"} 1\n"));
    fs::write(&path, "title: [").unwrap();
    assert_eq!(run("waybar").0, 0);
    assert!(run("waybar").1.contains("NO STATUS"));
    assert_eq!(run("tmux").1, "NO STATUS\n");
    assert!(run("prom").1.ends_with("trucewatch_up 0\n"));
}
