//! Every rule against files that say, in comments beside the line, what is wrong with it.
//!
//! `# error: [rule] words` or `# warning: [rule] words`: a problem of that rule begins on this line, and its message or
//! help contains the words; `# accepted: [rule] words` is a warning that the file accepts, with its reason. Whatever is not announced is a failure, and so is whatever is announced and not found.

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

/// What a line announces, perhaps several times: severity, rule, and words of the message or the help.
fn announced(line: &str) -> Vec<(&str, &str, &str)> {
    let parts = ["# error: [", "# warning: [", "# accepted: ["]
        .into_iter()
        .flat_map(|mark| line.match_indices(mark).map(move |(at, _)| (at, mark)));
    let mut parts: Vec<_> = parts.collect();
    parts.sort_unstable();
    let ends: Vec<_> = parts.iter().skip(1).map(|(at, _)| *at).chain([line.len()]).collect();
    let part = |((at, mark), end): (&(usize, &'static str), usize)| {
        let severity = mark.trim_matches(['#', ' ', ':', '[']);
        let (rule, words) = line[at + mark.len()..end].split_once(']')?;
        Some((severity, rule, words.trim()))
    };
    parts.iter().zip(ends).filter_map(part).collect()
}

#[test]
fn every_rule_finds_what_its_file_announces_and_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for file in fs::read_dir(folder).expect("the folder of the files") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a readable file");
        let loaded = read(&text);
        let mut missing: Vec<_> = text
            .lines()
            .enumerate()
            .flat_map(|(index, line)| announced(line).into_iter().map(move |announced| (index + 1, announced)))
            .collect();
        for problem in &loaded.problems {
            let line = loaded.source.position(problem.span).line;
            let why = problem.accepted.as_deref();
            let words = format!("{} {}", problem.message, why.or(problem.help.as_deref()).unwrap_or_default());
            let word = if why.is_some() { "accepted" } else { problem.severity.word() };
            let at = missing.iter().position(|(at, (severity, rule, part))| {
                *at == line && *severity == word && *rule == problem.rule && words.contains(part)
            });
            match at {
                Some(at) => _ = missing.remove(at),
                None => wrong.push(format!("not announced: {}", concise(&loaded.source, problem))),
            }
            seen.insert(problem.rule);
        }
        wrong.extend(missing.iter().map(|missing| format!("announced and not found: {missing:?}")));
        wrong.extend((!wrong.is_empty()).then(|| path.display().to_string()));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for rule in trucewatch::lint::RULES {
        assert!(seen.contains(rule.name), "no file shows what {} finds", rule.name);
    }
}

// What is not YAML, or not even text.

#[test]
fn what_is_not_text_is_refused_at_its_first_bad_byte() {
    check(b"title: ok\nnote: \xff\n", &["2:7 error[not-utf-8]"]);
    check(b"\xff\xfet\0i\0", &["1:1 error[not-utf-8]"]);
    for (bytes, encoding) in [(&b"t\0i\0t\0"[..], "UTF-16"), (b"\0t\0i", "UTF-16"), (b"\xff\xfe\0\0t\0\0\0", "UTF-32")]
    {
        assert!(read(bytes).problems[0].message.contains(encoding), "{bytes:?}");
    }
    check(b"title: a\0b", &["1:9 error[nul-byte]"]);
}

#[test]
fn a_byte_order_mark_and_crlf_are_fine() {
    check(b"\xef\xbb\xbftitle: x\r\nversion: 1\r\n", &[]);
}

#[test]
fn nothing_at_all_is_an_error_and_a_title_is_enough() {
    check("", &["1:1 error[empty-file]"]);
    check("---\n", &["1:1 error[empty-file]"]);
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
    check("title: x\ncrossings:\n\t- id: a\n", &["3:1 error[syntax]"]);
}

#[test]
fn a_broken_section_does_not_hide_the_mistakes_of_another() {
    check("title: [x\nsources:\n  ap: { nmae: AP }\n", &["1:8 error[syntax]", "3:9 error[unknown-key]"]);
}

#[test]
fn anchors_aliases_tags_directives_and_second_documents_are_refused() {
    check("title: &a x\n", &["1:8 error[alias]"]);
    check("title: x\nnote: *a\n", &["2:7 error[alias]"]);
    check("title: !!str x\n", &["1:8 error[tag]"]);
    check("title: &a x\nnote: &b y\nzone: *a\n", &["1:8 error[alias]", "2:7 error[alias]", "3:7 error[alias]"]);
    check("%YAML 1.2\n---\ntitle: x\n", &["1:1 error[directive]"]);
    check("title: x\n---\ntitle: y\n", &["2:1 error[multiple-documents]"]);
}

#[test]
fn a_value_that_fills_the_file_is_not_repeated_whole() {
    let loaded = read(format!("version: 1\ntitle: x\nzone: {}\n", "ع".repeat(200_000)));
    let problem = loaded.problems.iter().find(|problem| problem.rule == "bad-zone").expect("a problem of the zone");
    assert!(problem.message.len() < 500, "{}", problem.message.len());
    assert!(problem.message.contains("ع…ع") && problem.message.ends_with("zone"), "{}", problem.message);
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c\n";
    let problems = read(laughs).problems;
    assert!(problems.iter().all(|problem| matches!(problem.rule, "alias" | "unknown-key")), "{problems:#?}");
    assert_eq!(problems.iter().filter(|problem| problem.rule == "alias").count(), 8);
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

// Each of these was compared with every name of a zone, or of an id, letter by letter.
#[test]
fn long_words_are_no_slips_of_others() {
    let long = "Gaza".repeat(100_000);
    check(format!("title: x\nzone: {long}\n"), &["2:7 error[bad-zone]"]);
    check(format!("title: x\n{}: y\n", &long[..1000]), &["2:1 error[unknown-key]"]);
    let zones = format!("zone: {}\n", &long[..300]).repeat(100);
    assert_eq!(read(format!("title: x\n{zones}")).problems.len(), 199);
}

#[test]
fn thousands_of_problems_are_cut_short_and_counted() {
    let text = "title: x\nstatements:\n".to_owned() + &"  - { a: b }\n".repeat(5000);
    let loaded = read(text);
    let last = loaded.problems.iter().find(|problem| problem.rule == "too-many-problems").expect("a summary");
    assert!(last.message.contains("more problems"), "{}", last.message);
    assert!(loaded.problems.len() < 1100);
}

/// The first problem of a text: its place and all its words.
#[track_caller]
fn check_words(text: &str, place_and_words: &[(&str, &str)]) {
    let loaded = read(text);
    let found: Vec<_> = loaded
        .problems
        .iter()
        .map(|problem| {
            let position = loaded.source.position(problem.span);
            let words = format!("{} {}", problem.message, problem.help.as_deref().unwrap_or_default());
            (format!("{}:{}", position.line, position.column), words)
        })
        .collect();
    assert_eq!(found.len(), place_and_words.len(), "{found:#?}");
    for ((place, words), (expected_place, expected)) in found.iter().zip(place_and_words) {
        assert!(place == expected_place && words.contains(expected), "{place} {words}: {expected_place} {expected}");
    }
}

#[test]
fn a_slip_is_shown_where_it_is_and_in_plain_words() {
    check_words("title: \"Israel's exit\n", &[("1:8", "add the missing `\"`")]);
    check_words("title: 'Israel's exit'\n", &[("1:15", "write `''`")]);
    check_words("title: x\nsources:\n  a: { name: \"A }\n  b: { name: \"B\" }\n", &[("3:14", "not closed")]);
    check_words("title: x\ncrossings:\n  - id: a\n\tname: A\n", &[("4:1", "use spaces")]);
    check_words("title: x\ncrossings:\n  - id: a\n\u{a0}\u{a0}  name: A\n", &[("4:1", "U+00A0")]);
    check_words("title：x\nnote: y\n", &[("1:6", "U+FF1A")]);
    check_words("title:x\nnote: y\n", &[("1:6", "write `title: x`")]);
    check_words(
        "title: x\ncrossings:\n  - id: a\n    name: A\n  -id: b\n    name: B\n",
        &[("5:3", "a space is missing")],
    );
    check_words("title: x\nmarked_words:\n  - a\n  – b\n", &[("4:3", "U+2013")]);
    check_words("title: \"a\\qb\"\n", &[("1:10", "backslash")]);
    for sign in ["&", "@", "%", "`", ">", "*"] {
        check_words(&format!("title: {sign} x\n"), &[("1:8", "in quotes")]);
    }
    check_words(" title: x\nnote: y\n", &[("1:2", "line up")]);
    let conflict = "title: x\n<<<<<<< HEAD\nnote: a\n=======\nnote: b\n>>>>>>> theirs\nzone: Asia/Gazza\n";
    check_words(conflict, &[("2:1", "merge conflict"), ("7:7", "Asia/Gaza")]);
    check_words("title: x\nmarked_words: [a #b, c]\nnote: y\n", &[("2:18", "begins a comment")]);
    check_words(
        "title: x\nsources: { ap: {name: A, note: 1,000 } }\n",
        &[("2:34", "write the number without commas: `1000`")],
    );
    check_words("title: x\nnаme: y\n", &[("2:1", "known keys")]);
    check_words("title: x\nzоne: UTC\n", &[("2:1", "U+043E")]);
}

#[test]
fn ten_slips_in_one_list_are_ten_problems() {
    let line = "    - { at: 2026-01-01, severity: minor, claim: verified, source: ap, text: a: b }\n";
    let text = "title: x\nsources: { ap: { name: AP } }\nspillover:\n  log:\n".to_owned() + &line.repeat(10);
    let loaded = read(text);
    assert_eq!(loaded.problems.len(), 10, "{:#?}", loaded.problems);
    assert!(loaded.problems.iter().all(|problem| problem.rule == "syntax"));
}

#[test]
fn no_problem_speaks_the_parsers_language() {
    for text in
        ["title: > x\n", "title: \"a\" b\n", "- a\nb\n", "title: x\n? [\n", "a: b: c\n", "!<x\n", "title: |9x\n  y\n"]
    {
        for problem in read(text).problems {
            let words = format!("{} {}", problem.message, problem.help.unwrap_or_default());
            assert!(!["scalar", "while ", "token", "indicator"].iter().any(|word| words.contains(word)), "{words}");
        }
    }
}

#[test]
fn lines_that_end_in_a_lone_return_are_counted() {
    check("title: x\rzone: nowhere\r", &["2:7 error[bad-zone]"]);
}

// How problems are shown.

#[test]
fn json_counts_the_bytes_of_the_file_with_its_byte_order_mark() {
    let loaded = read("\u{feff}titel: x\n");
    let shown = json(&loaded.source, &loaded.problems);
    assert!(shown.contains(r#""line":1,"column":1,"start":3,"end":8"#), "{shown}");
}

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
