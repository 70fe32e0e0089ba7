//! The schema of the watchlist: the file is what the program prints, and whatever loads is valid.

use chrono::{DateTime, Utc};
use jsonschema::Validator;
use serde_json::{Value, json};
use trucewatch::load::load;
use trucewatch::watchlist::DEFAULT;
use trucewatch::watchlist::schema::watchlist_schema;

const EVERY_LIST: &str = include_str!("../oracles/every_list.yaml");

fn validator() -> Validator {
    jsonschema::draft7::new(&watchlist_schema()).expect("a schema")
}

fn is_loaded(text: &str) -> bool {
    let now: DateTime<Utc> = "2026-02-03T12:00:00Z".parse().expect("a time");
    load("test.yaml", text.as_bytes(), now).watchlist.is_some()
}

#[track_caller]
fn check_valid(validator: &Validator, name: &str, text: &str, value: &Value) {
    let problems: Vec<_> = validator.iter_errors(value).map(|error| error.to_string()).collect();
    assert!(problems.is_empty(), "{name} loads, but the schema refuses it: {problems:#?}\n{text}");
}

#[test]
fn the_file_is_what_the_program_prints() {
    let file = include_str!("../../watchlist.schema.json");
    let (code, out, _) = super::said(super::program(std::env::temp_dir().as_path()).arg("schema"));
    assert_eq!(code, 0);
    assert!(out == file, "`cargo run schema > watchlist.schema.json` writes it anew");
}

#[test]
fn every_watchlist_that_loads_is_valid() {
    let validator = validator();
    let texts = super::files("yaml").into_iter().map(|path| {
        let bytes = std::fs::read(&path).expect("a file of the tests");
        (path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned())
    });
    let mut valid = 0;
    for (name, text) in texts.chain([("the default".to_owned(), DEFAULT.to_owned())]) {
        if !is_loaded(&text) {
            continue;
        }
        let value: Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        check_valid(&validator, &name, &text, &value);
        valid += 1;
    }
    assert!(valid > 300, "{valid} watchlists load");
}

/// How many values lie between two that one place gets.
const APART: usize = 5;

/// Values to put in the place of others.
fn odd_values() -> Vec<Value> {
    let time = "2026-02-01T14:00Z";
    let words = ["", "word", "24h", "unknown", "09:00-15:00", "1", "a/b", "UTC", "https://a.example/", time];
    let others =
        [json!(null), json!(true), json!(0), json!(7), json!(1.5), json!(-1), json!([]), json!({}), json!(["x"])];
    others.into_iter().chain(words.map(Value::from)).collect()
}

/// Calls `visit` with every place in a value, as a JSON pointer.
fn places(value: &Value, at: &str, visit: &mut impl FnMut(&str)) {
    visit(at);
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| places(value, &format!("{at}/{}", escaped(key)), visit));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(nth, value)| places(value, &format!("{at}/{nth}"), visit));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn what_the_schema_refuses_does_not_load() {
    let validator = validator();
    let whole: Value = serde_yaml::from_str(EVERY_LIST).expect("YAML");
    let mut all = Vec::new();
    places(&whole, "", &mut |place| all.push(place.to_owned()));
    let mut refused = 0;
    for (nth, place) in all.iter().enumerate() {
        // Every value comes to many places, and every place gets several values.
        for odd in odd_values().into_iter().skip(nth % APART).step_by(APART) {
            let mut changed = whole.clone();
            *changed.pointer_mut(place).expect("a place") = odd;
            if validator.is_valid(&changed) {
                continue;
            }
            refused += 1;
            let text = serde_yaml::to_string(&changed).expect("YAML");
            if is_loaded(&text) {
                check_valid(&validator, place, &text, &changed);
            }
        }
    }
    assert!(refused > 300, "{refused} refused");
}

#[test]
fn what_an_editor_should_mark_is_refused() {
    let validator = validator();
    let day = |day: Value| json!({ "title": "t", "crossings": [{ "id": "r", "name": "R", "days": [day] }] });
    assert!(validator.is_valid(&day(json!({ "date": "2026-02-03", "status": "open", "credibility": 2 }))));
    for wrong in [
        json!({ "date": "2026-02-03", "status": "opne" }),
        json!({ "date": "2026-02-03" }),
        json!({ "date": "3 Feb", "status": "open" }),
        json!({ "date": "2026-02-03", "status": "open", "exit": 3 }),
        json!({ "date": "2026-02-03", "status": "open", "exits": -3 }),
        json!({ "date": "2026-02-03", "status": "open", "hours": "9 to 5" }),
    ] {
        assert!(!validator.is_valid(&day(wrong.clone())), "{wrong}");
    }
    let signal = |test: Value| json!({ "title": "t", "signals": [{ "id": "s", "title": "S", "points_to": "success", "test": test }] });
    let reaches = json!({ "item": "a/b", "rung": "full" });
    assert!(validator.is_valid(&signal(json!({ "by": "2026-03-01", "reaches": reaches }))));
    for wrong in [json!({}), json!({ "by": "2026-03-01" }), json!({ "reaches": reaches, "not": { "any": [] } })] {
        assert!(!validator.is_valid(&signal(wrong.clone())), "{wrong}");
    }
}
