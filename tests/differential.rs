//! A second opinion: what `serde_yaml` writes, our document reads with the same meaning.

use proptest::prelude::*;
use serde_yaml::Value;
use std::sync::Arc;
use trucewatch::watchlist::document::{Document, Node, NodeKind};

/// The meaning of a node, with every scalar as text.
fn meaning(node: Node<'_>) -> Value {
    match node.kind() {
        NodeKind::Map(pairs) => Value::Mapping(pairs.map(|(key, value)| (meaning(key), meaning(value))).collect()),
        NodeKind::List(items) => Value::Sequence(items.map(meaning).collect()),
        NodeKind::Scalar(text, _) => Value::String(text.to_owned()),
        NodeKind::Empty | NodeKind::Invalid => Value::Null,
    }
}

#[track_caller]
fn check(value: &Value) {
    let text = serde_yaml::to_string(value).expect("any tree of texts can be written");
    let (document, problems) = Document::parse(Arc::new(text.clone()));
    assert!(problems.is_empty(), "{text}\n{problems:#?}");
    let root = document.root().expect("something is written");
    assert_eq!(meaning(root), *value, "{text}");
}

fn scalar() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "",
        "no",
        "null",
        "~",
        "12:30",
        "0123",
        "1e3",
        "a: b",
        "- a",
        "# x",
        "a #b",
        "{x",
        "[y]",
        "'",
        "\"",
        "&a",
        "*a",
        "!t",
        "%d",
        "@",
        "`",
        "é",
        "معبر رفح",
        " lead",
        "trail ",
        "two\nlines",
        "two\n\nlines\n",
        "\ttab",
        "\\n",
        "?",
        ":",
    ]);
    prop_oneof![words.prop_map(str::to_owned), "[ -~]{0,12}"].prop_map(Value::String)
}

fn tree() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 40, 5, |inner| {
        let pairs = prop::collection::vec(("[a-z_]{1,8}", inner.clone()), 1..5);
        prop_oneof![
            prop::collection::vec(inner, 1..5).prop_map(Value::Sequence),
            pairs.prop_map(|pairs| Value::Mapping(pairs.into_iter().map(|(key, value)| (key.into(), value)).collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_serde_yaml_writes_is_read_with_the_same_meaning(value in tree()) {
        check(&value);
    }

    #[test]
    fn what_both_can_read_means_the_same(lines in prop::collection::vec(
        (0usize..3, prop::sample::select(vec![
            "a: \"1\"", "b:", "- 'x'", "- c: 'y'", "d: |", "  text", "e: >-", "'f': \"g\"", "h: ['i', 'j']", "# note", "",
            "k: {l: 'm', n: \"o\"}", "- - 'p'", "text",
        ])), 1..10)) {
        let text: String = lines.iter().map(|(indent, line)| format!("{}{line}\n", "  ".repeat(*indent))).collect();
        let (document, problems) = Document::parse(Arc::new(text.clone()));
        let theirs = serde_yaml::from_str::<Value>(&text);
        if let (Some(root), true, Ok(theirs)) = (document.root(), problems.is_empty(), theirs) {
            // A repeated key is an error of theirs and a problem of a later step here, so it cannot differ.
            prop_assert_eq!(meaning(root), theirs, "{}", text);
        }
    }
}

#[test]
fn the_default_watchlist_means_the_same_to_both() {
    let text = trucewatch::watchlist::DEFAULT;
    let (document, problems) = Document::parse(Arc::new(text.to_owned()));
    assert!(problems.is_empty());
    let theirs: Value = serde_yaml::from_str(text).expect("valid YAML");
    assert_eq!(meaning(document.root().expect("a root")), texts_only(theirs));
}

/// Every number and truth value as the text it was, as far as that can be told.
fn texts_only(value: Value) -> Value {
    match value {
        Value::Mapping(map) => Value::Mapping(map.into_iter().map(|(k, v)| (texts_only(k), texts_only(v))).collect()),
        Value::Sequence(list) => Value::Sequence(list.into_iter().map(texts_only).collect()),
        Value::Number(number) => Value::String(number.to_string()),
        Value::Bool(truth) => Value::String(truth.to_string()),
        other => other,
    }
}
