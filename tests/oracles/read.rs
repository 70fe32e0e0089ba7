//! What holds of whatever bytes are read: all of it is read or none, every problem points into the text and can be shown,
//! and a second reader of YAML finds the same in it.

use super::terminal::{assert_harmless, is_steering};
use chrono::{DateTime, Utc};
use serde_yaml::Value;
use std::collections::HashSet;
use std::sync::Arc;
use trucewatch::diagnostic::render::{Palette, concise, full, full_within, json};
use trucewatch::diagnostic::{Problem, Source, Span, has_errors};
use trucewatch::load::{Loaded, load};
use trucewatch::watchlist::document::{Document, Node, NodeKind};

/// The second reader takes quadratic time for deep nesting.
const SECOND_READER_AT_MOST: usize = 16 * 1024;

/// The moment beyond which dates are in the future.
pub fn now() -> DateTime<Utc> {
    "2026-02-01T12:00:00Z".parse().expect("a moment")
}

/// Reads bytes.
#[track_caller]
pub fn check(bytes: &[u8]) {
    let loaded = load("a\u{1b}[2J\u{202e}.yaml", bytes, now());
    let Loaded { source, watchlist, problems, .. } = &loaded;
    assert_eq!(watchlist.is_none(), has_errors(problems), "errors stop a load, warnings do not: {problems:#?}");
    assert!(problems.is_sorted_by_key(|problem| (!problem.is_open(), problem.span.start)), "{problems:#?}");
    problems.iter().for_each(|problem| check_problem(source, problem));
    // Problems of one rule look alike, and to draw them takes long.
    let mut seen = HashSet::new();
    problems.iter().filter(|problem| seen.insert(problem.rule)).for_each(|problem| check_shown(source, problem));
    let shown = json(source, problems);
    assert!(!shown.contains('\n') && serde_json::from_str::<serde_json::Value>(&shown).is_ok(), "{shown}");
    if watchlist.is_some() {
        let mark = &b"\xef\xbb\xbf"[..source.skipped as usize];
        assert_eq!([mark, source.text.as_bytes()].concat(), bytes, "what loads is the whole file");
        compare(&source.text);
    }
}

/// Every part of a problem points into the text, and its words are one harmless line each.
#[track_caller]
pub fn check_problem(source: &Source, problem: &Problem) {
    let Problem { rule, message, span, label, related, help, .. } = problem;
    let is_inside = |span: &Span| source.text.get(span.range()).is_some();
    assert!(is_inside(span), "{problem:#?}");
    assert!(related.iter().all(|(span, _)| is_inside(span)), "{problem:#?}");
    assert!(rule.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'), "{rule}");
    let words =
        [message, &**label].into_iter().chain(related.iter().map(|(_, why)| why.as_str())).chain(help.as_deref());
    words.for_each(|words| assert!(!words.contains(is_steering), "{words:?}"));
    assert!(!message.trim().is_empty(), "{problem:#?}");
}

#[track_caller]
fn check_shown(source: &Source, problem: &Problem) {
    for shown in [
        full(source, problem, Palette::Plain),
        full(source, problem, Palette::Ansi),
        full_within(source, problem, Palette::Plain, 60),
    ] {
        assert_harmless(&shown);
    }
    let line = concise(source, problem);
    assert!(!line.contains('\n'), "{line:?}");
    assert_harmless(&line);
}

/// What both can read means the same to both.
#[track_caller]
fn compare(text: &str) {
    if text.len() > SECOND_READER_AT_MOST {
        return;
    }
    let (document, _) = Document::parse(Arc::new(text.to_owned()));
    if let (Some(root), Ok(theirs)) = (document.root(), serde_yaml::from_str::<Value>(text)) {
        assert!(is_same(root, &theirs), "{text}\n{theirs:#?}");
    }
}

/// Whether a node means to us what it means to them. To us every scalar is text until a field asks for more.
fn is_same(node: Node<'_>, theirs: &Value) -> bool {
    match (node.kind(), theirs) {
        (NodeKind::Map(pairs), Value::Mapping(map)) => {
            let pairs: Vec<_> = pairs.collect();
            pairs.len() == map.len()
                && pairs.iter().zip(map).all(|((key, value), (k, v))| is_same(*key, k) && is_same(*value, v))
        }
        (NodeKind::List(items), Value::Sequence(list)) => {
            let items: Vec<_> = items.collect();
            items.len() == list.len() && items.iter().zip(list).all(|(item, theirs)| is_same(*item, theirs))
        }
        (NodeKind::Scalar(text, _), Value::String(theirs)) => text == theirs,
        (NodeKind::Scalar(text, _), Value::Number(_) | Value::Bool(_) | Value::Null) => {
            serde_yaml::from_str::<Value>(text).is_ok_and(|read| format!("{read:?}") == format!("{theirs:?}"))
        }
        (NodeKind::Empty, Value::Null) => true,
        _ => false,
    }
}
