//! Tests how a form reacts to keys.

use super::*;
use crate::load::load;
use crossterm::event::KeyModifiers;
use std::sync::Arc;

const FILE: &str = "version: 1\ntitle: T\nzone: Asia/Gaza\n\
    sources: { ap: { name: Associated Press, reliability: B }, kan: { name: KAN } }\n\
    actors: { egypt: { name: Egypt }, us: { name: United States } }\n";

fn now() -> DateTime<Utc> {
    "2026-02-01T12:02:11Z".parse().expect("a moment")
}

fn watchlist() -> Arc<Watchlist> {
    load("w.yaml", FILE, now()).watchlist.expect("a watchlist")
}

/// The form of a subject after some keys.
fn after(subject: DraftPlace, keys: &[KeyCode]) -> Form {
    let watchlist = watchlist();
    let start = Start { subject, given: Vec::new(), revises: None };
    let mut form = Form::new(&start, (String::new(), String::new()), &watchlist, now());
    for code in keys {
        form.key(KeyEvent::new(*code, KeyModifiers::NONE), &watchlist);
    }
    form
}

fn typed(text: &str) -> Vec<KeyCode> {
    text.chars().map(|c| if c == '\t' { KeyCode::Tab } else { KeyCode::Char(c) }).collect()
}

#[track_caller]
fn check(subject: DraftPlace, keys: &[KeyCode], expected: &[(&str, &str)]) {
    assert_eq!(after(subject.clone(), keys).draft(), Draft::new(subject, expected.iter().copied()));
}

#[test]
fn what_is_required_is_asked_for_first_and_what_is_left_alone_is_not_entered() {
    let form = after(DraftPlace::LogEntry, &[]);
    let keys: Vec<_> = form.lines.iter().map(|line| line.field.key).collect();
    assert_eq!(keys[..4], ["severity", "text", "at", "risk"]);
    assert_eq!(form.lines[2].input.value(), "2026-02-01T14:02+02:00");
    check(DraftPlace::LogEntry, &typed("sev\ta b\t\t"), &[("severity", "severe"), ("text", "a b")]);
}

#[test]
fn a_time_that_was_filled_in_is_typed_over_or_changed() {
    let at = |keys: &[KeyCode]| [typed("sev\tx\t"), keys.to_vec()].concat();
    let entry = |at| [("severity", "severe"), ("text", "x"), ("at", at)];
    check(DraftPlace::LogEntry, &at(&typed("2026-01-31")), &entry("2026-01-31"));
    let left = at(&[KeyCode::Left, KeyCode::Backspace, KeyCode::Char('3')]);
    check(DraftPlace::LogEntry, &left, &entry("2026-02-01T14:02+02:30"));
    let backspace = at(&[KeyCode::Backspace, KeyCode::Char('1')]);
    check(DraftPlace::LogEntry, &backspace, &entry("2026-02-01T14:02+02:01"));
}

#[test]
fn where_only_the_files_names_will_do_the_best_match_is_taken_and_elsewhere_what_was_typed() {
    let statement = typed("uni\t\t\tpause\teg, un\t");
    check(DraftPlace::Statement, &statement, &[("speaker", "us"), ("term", "pause"), ("audience", "egypt, us")]);
    let wrong = typed("zz\t");
    check(DraftPlace::Statement, &wrong, &[("speaker", "zz")]);
}

#[test]
fn a_word_that_was_taken_is_typed_over() {
    let mut keys = typed("uni\t");
    keys.push(KeyCode::BackTab);
    keys.extend(typed("eg\t"));
    check(DraftPlace::Statement, &keys, &[("speaker", "egypt")]);
}

#[test]
fn the_way_leads_round_and_enter_on_the_last_field_asks_for_the_review() {
    let watchlist = watchlist();
    let mut form = after(DraftPlace::Tally, &[KeyCode::BackTab]);
    assert_eq!(form.line().field.key, "ref");
    assert_eq!(form.key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE), &watchlist), Asked::Review);
    assert_eq!(form.key(KeyEvent::new(KeyCode::Tab, KeyModifiers::NONE), &watchlist), Asked::Nothing);
    assert_eq!(form.line().field.key, "id");
    assert_eq!(form.key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE), &watchlist), Asked::Nothing);
    assert_eq!(form.key(KeyEvent::new(KeyCode::F(2), KeyModifiers::NONE), &watchlist), Asked::Review);
    assert_eq!(form.key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE), &watchlist), Asked::Leave);
}

#[test]
fn a_given_time_follows_the_clock_until_it_is_touched() {
    let watchlist = watchlist();
    let later = now() + chrono::TimeDelta::minutes(5);
    let mut form = after(DraftPlace::LogEntry, &typed("sev\tx\t"));
    form.follow_clock(&watchlist, later);
    assert_eq!(form.line().input.value(), "2026-02-01T14:07+02:00");
    form.key(KeyEvent::new(KeyCode::Left, KeyModifiers::NONE), &watchlist);
    form.follow_clock(&watchlist, later + chrono::TimeDelta::minutes(5));
    assert_eq!(form.line().input.value(), "2026-02-01T14:07+02:00");
}
