//! Over files as many hands write them: one stretch of bytes is new, all others are the same, and what a second reader
//! makes of the new file is what it made of the old one, and the new entry.

use super::drafts::now;
use super::hands::Hand;
use proptest::prelude::*;
use serde_yaml::Value;
use trucewatch::draft::{Draft, Looked, Proposal, Refusal, Subject, amended, propose};
use trucewatch::load::load;

fn reread(bytes: &[u8]) -> Value {
    let text = std::str::from_utf8(bytes).expect("a text");
    // It reads the last line of a block text at the very end of a file without its line ending; our reader, with it.
    let text = &format!("{text}{}", if text.ends_with('\n') { "" } else { "\n" });
    serde_yaml::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The list at a place, taken out of a tree.
fn entries(tree: &Value, path: &[&str]) -> Vec<Value> {
    let at = path.iter().try_fold(tree, |at, step| match at {
        Value::Sequence(items) => items.iter().find(|item| item["id"] == **step),
        other => other.get(*step),
    });
    at.and_then(Value::as_sequence).cloned().unwrap_or_default()
}

/// A tree without what is not written, and without one place.
fn without(tree: &Value, path: &[&str]) -> Value {
    match (tree, path.split_first()) {
        (Value::Mapping(pairs), _) => {
            let pairs = pairs.iter().filter_map(|(key, value)| {
                let rest = path.split_first().filter(|(step, _)| key == **step).map(|(_, rest)| rest);
                if rest == Some(&[]) {
                    return None;
                }
                let value = without(value, rest.unwrap_or(&[""]));
                let is_nothing = value.is_null() || value.as_mapping().is_some_and(|map| map.is_empty());
                (!is_nothing).then(|| (key.clone(), value))
            });
            Value::Mapping(pairs.collect())
        }
        (Value::Sequence(items), Some((step, rest))) => {
            let is_meant = |item: &Value| item["id"] == **step;
            Value::Sequence(items.iter().map(|item| without(item, if is_meant(item) { rest } else { &[""] })).collect())
        }
        (other, _) => other.clone(),
    }
}

/// The stretch that is new: everything before it and behind it is as it was.
fn changed<'a>(old: &'a [u8], new: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    (&old[head..old.len() - tail], &new[head..new.len() - tail])
}

fn texts() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "no",
        "12:30",
        "a: b",
        "a #b",
        "- a",
        "# x",
        "{x",
        "[y]",
        "it's",
        "\"q\"",
        "both ' and \"",
        "&a",
        "*a",
        "!t",
        "%d",
        "@",
        "`",
        "معبر رفح",
        "two\nlines",
        "tab\there",
        "back\\slash",
        "?",
        ":",
        "a, b",
        "x:",
        "null",
        "~",
        "2026-02-01",
        "1e3",
        "0x1f",
        "...",
        "---",
        "\u{202e}rtl",
        "a\u{2028}b",
        "\u{1b}[31m",
        "]",
        "}",
        ",",
    ]);
    prop_oneof![odd.prop_map(str::to_owned), "[ -~]{1,30}", "\\PC{1,12}"]
        .prop_filter("something", |text| !text.trim().is_empty())
}

#[derive(Clone, Debug)]
enum What {
    Log,
    Report,
    Tally,
    Checked,
}

fn one_more(file: &str, what: &What, text: &str) -> Result<(), TestCaseError> {
    let old = file.as_bytes();
    if load("x", old, now()).watchlist.is_none() {
        return Err(TestCaseError::reject("the hand slipped"));
    }
    let item = || ("c".to_owned(), "i".to_owned());
    let (draft, path, key): (_, &[&str], _) = match what {
        What::Log => {
            let values = [("severity", "minor"), ("text", text), ("place", "here")];
            (Draft::new(Subject::LogEntry, values), &["spillover", "log"], "text")
        }
        What::Report => {
            let (checklist, item) = item();
            let values = [("status", "full"), ("note", text), ("credibility", "2")];
            (
                Draft::new(Subject::ItemReport { checklist, item }, values),
                &["checklists", "c", "items", "i", "reports"],
                "note",
            )
        }
        What::Tally => {
            let values = [("id", "new"), ("what", text), ("value", "12"), ("includes", "x, y")];
            (Draft::new(Subject::Tally, values), &["tallies"], "what")
        }
        What::Checked => {
            let (checklist, item) = item();
            let draft = Draft::new(Subject::Checked(Looked::Item { checklist, item }), []);
            (draft, &["checklists", "c", "items", "i", "checked"], "")
        }
    };
    let Proposal { bytes: new, patch, .. } = match propose("x", old, &[draft], now()) {
        Ok(proposal) => proposal,
        Err(refusal) => return Err(TestCaseError::fail(format!("{refusal}\n{file}"))),
    };
    let shown = String::from_utf8_lossy(&new);
    let (before, after) = (reread(old), reread(&new));
    prop_assert_eq!(without(&before, path), without(&after, path), "{}\n=>\n{}", file, shown);
    let (gone, come) = changed(old, &new);
    let (gone, come) = (String::from_utf8_lossy(gone), String::from_utf8_lossy(come));
    let is_filler = |c: char| matches!(c, '[' | ']' | '{' | '}' | '~' | ' ');
    match what {
        What::Checked => prop_assert!(gone.len() <= 20 && !gone.contains('\n'), "{:?} is gone", gone),
        What::Log | What::Report | What::Tally => {
            // Empty brackets make room for lines; the comment behind them stays.
            let rest = gone.trim_start_matches(is_filler);
            prop_assert!(
                come.contains(rest) && !rest.contains('\n'),
                "{:?} is gone from\n{}\n=>\n{}",
                gone,
                file,
                shown
            );
            let (olds, mut news) = (entries(&before, path), entries(&after, path));
            prop_assert_eq!(news.len(), olds.len() + 1);
            let at = news.iter().position(|entry| !olds.contains(entry)).expect("one is new");
            let entry = news.remove(at);
            prop_assert_eq!(olds, news);
            prop_assert_eq!(entry[key].as_str(), Some(text.trim()), "{}", shown);
        }
    }
    let has_final_newline = |bytes: &[u8]| bytes.ends_with(b"\n");
    prop_assert_eq!(has_final_newline(old), has_final_newline(&new), "{}\n=>\n{}", file, shown);
    let lone = |text: &str| text.matches('\n').count() - text.matches("\r\n").count();
    if file.contains("\r\n") {
        prop_assert_eq!(lone(&shown), 0, "{}", shown);
    }
    let undone = amended("x", &new, &patch.inverse(), now());
    prop_assert!(matches!(&undone, Ok(undone) if undone == old), "{:?}\n{}\n=>\n{}", undone, file, shown);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_wrote_the_file_only_what_is_recorded_is_new(
        tape in prop::collection::vec(any::<u8>(), 0..160),
        what in prop::sample::select(vec![What::Log, What::Report, What::Tally, What::Checked]),
        text in texts(),
    ) {
        one_more(&Hand::write(&tape), &what, &text)?;
    }

    #[test]
    fn a_file_that_is_no_watchlist_is_refused_and_nothing_panics(text in "([a-z]{0,3}: ?|- |\\[|\\{|\\}|\\]|,|#|\\||\n|  |'|\"|&a|\\*a|\t|\r){0,40}") {
        let drafts = [Draft::new(Subject::LogEntry, [("severity", "minor"), ("text", "x")])];
        for file in [text.clone(), format!("title: T\n{text}")] {
            if let Err(Refusal::NoSuch { message, .. }) = propose("x", file.as_bytes(), &drafts, now()) {
                panic!("{message}");
            }
        }
    }
}
