//! Every rule against files that say, in comments beside the line, what is wrong with it.
//!
//! `# error: [rule] words` or `# warning: [rule] words`: a problem of that rule begins on this line, and its message or
//! help contains the words. Whatever is not announced is a failure, and so is whatever is announced and not found.

use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use trucewatch::diagnostic::render::{Palette, concise, full, json};
use trucewatch::diagnostic::{Problem, has_errors};
use trucewatch::load::{Loaded, load};

fn now() -> DateTime<Utc> {
    "2026-02-01T12:00:00Z".parse().expect("a moment")
}

fn read(bytes: impl AsRef<[u8]>) -> Loaded {
    load("test.yaml", bytes.as_ref(), now())
}

/// The problems of a text, as `line:column severity[rule]`.
#[track_caller]
fn check(bytes: impl AsRef<[u8]>, expected: &[&str]) {
    let loaded = read(bytes);
    let found: Vec<_> = loaded.problems.iter().map(|problem| place(&loaded, problem)).collect();
    assert_eq!(found, expected, "{:#?}", loaded.problems);
    assert_eq!(loaded.watchlist.is_none(), has_errors(&loaded.problems), "errors stop a load, warnings do not");
}

fn place(loaded: &Loaded, problem: &Problem) -> String {
    let position = loaded.source.position(problem.span);
    format!("{}:{} {}[{}]", position.line, position.column, problem.severity.word(), problem.rule)
}

/// What a line announces: severity, rule, and words of the message or the help.
fn announced(line: &str) -> Option<(&str, &str, &str)> {
    let (severity, rest) = ["error", "warning"]
        .into_iter()
        .find_map(|severity| Some((severity, line.split_once(&format!("# {severity}: ["))?.1)))?;
    let (rule, words) = rest.split_once(']')?;
    Some((severity, rule, words.trim()))
}

#[test]
fn every_rule_finds_what_its_file_announces_and_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    let mut seen = BTreeSet::new();
    for file in fs::read_dir(folder).expect("the folder of the files") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a readable file");
        let loaded = read(&text);
        let mut missing: Vec<_> = text
            .lines()
            .enumerate()
            .filter_map(|(index, line)| announced(line).map(|announced| (index + 1, announced)))
            .collect();
        for problem in &loaded.problems {
            let line = loaded.source.position(problem.span).line;
            let words = format!("{} {}", problem.message, problem.help.as_deref().unwrap_or_default());
            let at = missing.iter().position(|(at, (severity, rule, part))| {
                *at == line && *severity == problem.severity.word() && *rule == problem.rule && words.contains(part)
            });
            let at = at.unwrap_or_else(|| panic!("{}: not announced: {problem:#?}", path.display()));
            missing.remove(at);
            seen.insert(problem.rule);
        }
        assert!(missing.is_empty(), "{}: announced and not found: {missing:?}", path.display());
    }
    for rule in trucewatch::lint::RULES {
        assert!(seen.contains(rule.name), "no file shows what {} finds", rule.name);
    }
}

// What is not YAML, or not even text.

#[test]
fn what_is_not_text_is_refused_at_its_first_bad_byte() {
    check(b"title: ok\nnote: \xff\n", &["2:7 error[not-utf-8]"]);
    check(b"\xff\xfet\0i\0", &["1:1 error[not-utf-8]"]);
    check(b"title: a\0b", &["1:9 error[nul-byte]"]);
}

#[test]
fn a_byte_order_mark_and_crlf_are_fine() {
    check(b"\xef\xbb\xbftitle: x\r\nversion: 1\r\n", &[]);
}

#[test]
fn nothing_at_all_is_an_error_and_a_title_is_enough() {
    check("", &["1:1 error[empty-file]"]);
    check("# only a comment\n", &["1:1 error[empty-file]"]);
    check("title: x", &[]);
    check("version: 1\n", &["1:1 error[missing-key]"]);
    check("[]", &["1:1 error[wrong-shape]"]);
}

#[test]
fn syntax_is_reported_for_each_section_that_is_broken() {
    check("title: \"x\nnote: y\ncrossings:\n  - id: a\n   name: b\n", &["1:8 error[syntax]", "5:4 error[syntax]"]);
    check("title: a: b\n", &["1:9 error[syntax]"]);
    check("title: x\nmarked_words: [a, b\n", &["2:15 error[syntax]"]);
    check("title: x\ncrossings:\n\t- id: a\n", &["3:2 error[syntax]"]);
}

#[test]
fn a_broken_section_does_not_hide_the_mistakes_of_another() {
    check("title: [x\nsources:\n  ap: { nmae: AP }\n", &["1:8 error[syntax]", "3:9 error[unknown-key]"]);
}

#[test]
fn anchors_aliases_tags_directives_and_second_documents_are_refused() {
    check("title: &a x\n", &["1:11 error[alias]"]);
    check("title: x\nnote: *a\n", &["2:7 error[alias]"]);
    check("title: !!str x\n", &["1:14 error[tag]"]);
    check("%YAML 1.2\n---\ntitle: x\n", &["1:1 error[tag]"]);
    check("title: x\n---\ntitle: y\n", &["2:1 error[multiple-documents]"]);
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c\n";
    assert!(read(laughs).problems.iter().all(|problem| problem.rule == "alias"));
    check(format!("title: x\nnote: {}", "[".repeat(100_000)), &["2:71 error[too-deep]"]);
    let steps: String = (0..100).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert!(read(steps).problems.iter().any(|problem| problem.rule == "too-deep"));
    let large = vec![b'#'; trucewatch::load::SIZE_LIMIT + 1];
    check(large, &["1:1 error[too-large]"]);
}

#[test]
fn the_norway_problem_does_not_exist() {
    let loaded = read("title: no\nnote: 00123\nmarked_words: [on, yes, 12:30, 1e3, null]\n");
    let watchlist = loaded.watchlist.expect("it loads");
    let words: Vec<_> = watchlist.marked_words.iter().map(|word| word.value.raw().to_owned()).collect();
    assert_eq!(
        (watchlist.title.raw(), words),
        ("no", ["on", "yes", "12:30", "1e3", "null"].map(str::to_owned).to_vec())
    );
}

#[test]
fn thousands_of_problems_are_cut_short_and_counted() {
    let text = "title: x\nstatements:\n".to_owned() + &"  - { a: b }\n".repeat(5000);
    let loaded = read(text);
    let last = loaded.problems.iter().find(|problem| problem.rule == "too-many-problems").expect("a summary");
    assert!(last.message.contains("more problems"), "{}", last.message);
    assert!(loaded.problems.len() < 1100);
}

// How problems are shown.

#[test]
fn a_problem_is_shown_with_its_line_its_marker_and_its_remedy() {
    let loaded = read("title: x\nsources:\n  ap: { name: AP, reliabilty: B }\n");
    insta::assert_snapshot!(full(&loaded.source, &loaded.problems[0], Palette::Plain), @r"
    error[unknown-key]: a source has no key `reliabilty`
     --> test.yaml:3:19
      |
    3 |   ap: { name: AP, reliabilty: B }
      |                   ^^^^^^^^^^
      |
      = help: did you mean `reliability`?
    ");
    insta::assert_snapshot!(concise(&loaded.source, &loaded.problems[0]), @"test.yaml:3:19: error[unknown-key]: a source has no key `reliabilty`; did you mean `reliability`?");
    insta::assert_snapshot!(json(&loaded.source, &loaded.problems), @r#"{"version":1,"file":"test.yaml","problems":[{"rule":"unknown-key","severity":"error","message":"a source has no key `reliabilty`","at":{"line":3,"column":19,"start":36,"end":46},"help":"did you mean `reliability`?"}]}"#);
}

#[test]
fn hostile_text_is_shown_as_visible_escapes() {
    let hostile = "title: x\n\"\u{1b}[2J\u{202e}evil\u{200b}\": \u{9b}31m\n";
    let loaded = load("na\u{1b}me", hostile.as_bytes(), now());
    for problem in &loaded.problems {
        for shown in [full(&loaded.source, problem, Palette::Plain), concise(&loaded.source, problem)] {
            let steering = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{200b}' | '\u{202e}');
            assert!(!shown.contains(steering), "{shown:?}");
        }
    }
    assert!(!loaded.problems.is_empty());
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_bytes_make_a_load_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let loaded = read(bytes);
        for problem in &loaded.problems {
            let _ = full(&loaded.source, problem, Palette::Ansi);
        }
        assert_eq!(loaded.watchlist.is_none(), has_errors(&loaded.problems));
    }

    #[test]
    fn no_broken_default_makes_a_load_panic(at in 0usize..30_000, replacement in "[ -~\n\t\u{e9}]{0,3}") {
        let mut text = trucewatch::watchlist::DEFAULT.to_owned();
        let start = text.floor_char_boundary(at.min(text.len()));
        let end = text.ceil_char_boundary((start + replacement.len()).min(text.len()));
        text.replace_range(start..end, &replacement);
        let loaded = read(&text);
        for problem in &loaded.problems {
            let _ = full(&loaded.source, problem, Palette::Plain);
        }
        assert_eq!(loaded.watchlist.is_none(), has_errors(&loaded.problems));
    }
}
