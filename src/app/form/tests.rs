//! Tests how a form reacts to keys.

use super::*;
use crate::load::load;
use crate::watchlist::Id;
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
    press_all(&mut form, keys.iter().copied(), &watchlist);
    form
}

fn press(form: &mut Form, code: KeyCode, watchlist: &Watchlist) -> Asked {
    form.key(KeyEvent::new(code, KeyModifiers::NONE), watchlist, now())
}

fn press_all(form: &mut Form, keys: impl IntoIterator<Item = KeyCode>, watchlist: &Watchlist) {
    for code in keys {
        press(form, code, watchlist);
    }
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
    assert_eq!(keys[..6], ["severity", "text", "source", "claim", "at", "risk"]);
    assert_eq!(form.lines[4].input.value(), "2026-02-01T14:02+02:00");
    assert_eq!(form.suggested_keys(), ["at"]);
    check(DraftPlace::LogEntry, &typed("sev\ta b\t\t"), &[("severity", "severe"), ("text", "a b")]);
}

#[test]
fn a_time_that_was_filled_in_is_typed_over_or_changed() {
    let at = |keys: &[KeyCode]| [typed("sev\tx\t\t\t"), keys.to_vec()].concat();
    let entry = |at| [("severity", "severe"), ("text", "x"), ("at", at)];
    check(DraftPlace::LogEntry, &at(&typed("2026-01-31")), &entry("2026-01-31"));
    let left = at(&[KeyCode::Left, KeyCode::Backspace, KeyCode::Char('3')]);
    check(DraftPlace::LogEntry, &left, &entry("2026-02-01T14:02+02:30"));
    check(DraftPlace::LogEntry, &at(&[KeyCode::Enter]), &entry("2026-02-01T14:02+02:00"));
    let backspace = at(&[KeyCode::Backspace, KeyCode::Char('1')]);
    check(DraftPlace::LogEntry, &backspace, &entry("2026-02-01T14:02+02:01"));
}

#[test]
fn where_only_the_files_names_will_do_the_best_match_is_taken_and_elsewhere_what_was_typed() {
    let statement = typed("uni\t\t\t\t\tpause\teg, un\t");
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
    assert_eq!(press(&mut form, KeyCode::Enter, &watchlist), Asked::Review);
    assert_eq!(press(&mut form, KeyCode::Tab, &watchlist), Asked::Nothing);
    assert_eq!(form.line().field.key, "id");
    assert_eq!(press(&mut form, KeyCode::Enter, &watchlist), Asked::Nothing);
    assert_eq!(press(&mut form, KeyCode::F(2), &watchlist), Asked::Review);
    assert_eq!(press(&mut form, KeyCode::Esc, &watchlist), Asked::Leave);
}

#[test]
fn a_given_time_follows_the_clock_until_it_is_touched() {
    let watchlist = watchlist();
    let later = now() + chrono::TimeDelta::minutes(5);
    let mut form = after(DraftPlace::LogEntry, &typed("sev\tx\t\t\t"));
    form.follow_clock(&watchlist, later);
    assert_eq!(form.line().input.value(), "2026-02-01T14:07+02:00");
    press(&mut form, KeyCode::Left, &watchlist);
    form.follow_clock(&watchlist, later + chrono::TimeDelta::minutes(5));
    assert_eq!(form.line().input.value(), "2026-02-01T14:07+02:00");
}

/// The times that a field has after this was typed in it.
#[track_caller]
fn check_time(key: &str, typed_time: &str, expected: &str) {
    let item = crate::watchlist::EntityRef::Item { checklist: Id::new("list"), item: Id::new("item") };
    let mut form = after(DraftPlace::Report(item), &[]);
    let place = form.lines.iter().position(|line| line.field.key == key).expect("a field");
    let keys = vec![KeyCode::Tab; place].into_iter().chain(typed(typed_time)).chain([KeyCode::Tab]);
    let watchlist = watchlist();
    press_all(&mut form, keys, &watchlist);
    assert_eq!(form.lines[place].input.value(), expected, "{typed_time}");
}

#[test]
fn a_typed_time_is_written_in_full() {
    check_time("at", "09:15", "2026-02-01T09:15+02:00");
    check_time("at", "yesterday 18:00", "2026-01-31T18:00+02:00");
    check_time("at", "-2h", "2026-02-01T12:02+02:00");
    check_time("at", "31 jan", "2026-01-31");
    check_time("at", "2026-01-31 18:00", "2026-01-31 18:00");
    check_time("at", "soon", "soon");
    check_time("due", "9 mar", "2026-03-09");
    check_time("due", "9 jan", "2027-01-09");
    check_time("due", "7d", "2026-02-08T14:02+02:00");
}

#[test]
fn a_time_that_is_not_understood_asks_again_and_is_typed_over() {
    let watchlist = watchlist();
    let mut form = after(DraftPlace::LogEntry, &typed("sev\tx\t\t\tsoon"));
    assert_eq!(press(&mut form, KeyCode::F(2), &watchlist), Asked::Nothing);
    let problem = form.line().problem.as_ref().map(ToString::to_string).unwrap_or_default();
    assert!(problem.starts_with("soon is not a time: write"), "{problem}");
    press_all(&mut form, typed("09:15"), &watchlist);
    assert_eq!(press(&mut form, KeyCode::F(2), &watchlist), Asked::Review);
    assert_eq!(form.line().input.value(), "2026-02-01T09:15+02:00");
}

#[test]
fn enter_takes_a_word_that_is_in_use_and_tab_keeps_what_was_typed() {
    let file = format!(
        "{FILE}statements: [{{ at: 2026-01-30, speaker: us, term: pause in strikes }}]\n\
         spillover: {{ log: [{{ at: 2026-01-30, severity: minor, trigger: drone-strike, text: x }}] }}\n"
    );
    let watchlist = load("w.yaml", file.as_str(), now()).watchlist.expect("a watchlist");
    for (place, key, typed_word, last, expected) in [
        (DraftPlace::LogEntry, "trigger", "dr", KeyCode::Enter, "drone-strike"),
        (DraftPlace::LogEntry, "trigger", "dr", KeyCode::Tab, "dr"),
        (DraftPlace::LogEntry, "trigger", "strike", KeyCode::Enter, "strike"),
        (DraftPlace::Statement, "term", "Pau", KeyCode::Enter, "pause in strikes"),
        (DraftPlace::Statement, "term", "pause", KeyCode::Tab, "pause"),
    ] {
        let start = Start { subject: place, given: Vec::new(), revises: None };
        let mut form = Form::new(&start, (String::new(), String::new()), &watchlist, now());
        while form.line().field.key != key {
            press(&mut form, KeyCode::Tab, &watchlist);
        }
        let at = form.at;
        press_all(&mut form, typed(typed_word).into_iter().chain([last]), &watchlist);
        assert_eq!(form.lines[at].input.value(), expected, "{typed_word}");
    }
}

#[test]
fn fields_have_the_usual_keys_of_a_line_editor() {
    let watchlist = watchlist();
    let mut form = after(DraftPlace::LogEntry, &typed("sev\tone two three"));
    for (code, modifiers, typed_over) in [
        (KeyCode::Char('w'), KeyModifiers::CONTROL, "one two "),
        (KeyCode::Char('b'), KeyModifiers::ALT, "one two "),
        (KeyCode::Char('k'), KeyModifiers::CONTROL, "one "),
        (KeyCode::Char('a'), KeyModifiers::CONTROL, "one "),
        (KeyCode::Char('0'), KeyModifiers::NONE, "0one "),
        (KeyCode::Right, KeyModifiers::CONTROL, "0one "),
        (KeyCode::Char('!'), KeyModifiers::NONE, "0one !"),
    ] {
        form.key(KeyEvent::new(code, modifiers), &watchlist, now());
        assert_eq!(form.line().input.value(), typed_over, "{code:?}");
    }
}
