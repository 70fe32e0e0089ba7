//! What other programs hand over in another form than is read here: each with its remedy.

use crate::support::{Said, Shell};
use crate::tried::{check_clean, check_problem};

const FILE: &str = "title: T
sources: { ap: { name: AP } }
crossings: [ { id: rafah, name: Rafah } ]
spillover: { log: [] }
";

/// It is refused with these words, and nothing is written.
#[track_caller]
fn refused(arguments: &[&str], input: &str, words: &[&str]) {
    let shell = Shell::with(FILE);
    let Said { code, err, .. } = shell.run(arguments, input);
    assert!(code == 1 && words.iter().all(|words| err.contains(words)), "{input}\n{err}");
    assert_eq!(shell.text(), FILE);
}

#[test]
fn objects_that_do_not_stand_on_lines_of_their_own_are_told_of() {
    let pretty =
        "{\n  \"severity\": \"minor\",\n  \"text\": \"a\"\n}\n{\n  \"severity\": \"minor\",\n  \"text\": \"b\"\n}\n";
    refused(&["log", "add", "-"], pretty, &["<stdin>:5:1", "jq -c", "jq -s"]);
    for gap in ["", " ", "\t"] {
        let one_line = ["a", "b"].map(|text| format!("{{\"severity\":\"minor\",\"text\":\"{text}\"}}")).join(gap);
        refused(&["log", "add", "-"], &one_line, &["<stdin>:1:", "each on one line", "jq -c"]);
    }
    let lists = "[{\"severity\":\"minor\",\"text\":\"a\"}]\n[{\"severity\":\"minor\",\"text\":\"b\"}]\n";
    refused(&["log", "add", "-"], lists, &["jq -s"]);
    let commas = "{\"severity\":\"minor\",\"text\":\"a\"},\n{\"severity\":\"minor\",\"text\":\"b\"}\n";
    refused(&["log", "add", "-"], commas, &["between `[` and `]`"]);
}

#[test]
fn a_word_for_nothing_of_another_language_is_told_of() {
    for word in ["None", "NaN", "nan", "undefined", "nil", "NULL", "N/A"] {
        for key in ["text", "at", "source", "claim"] {
            let input = format!("{{'severity': 'minor', '{key}': {word}}}");
            refused(&["log", "add", "-"], &input, &["<stdin>:1:", "can be `null` or left out"]);
        }
    }
    for (key, value) in [("exits", "None"), ("claim", "None"), ("hours", "none"), ("source", "None")] {
        let input = format!("{{\"status\": \"open\", \"{key}\": \"{value}\"}}");
        refused(&["day", "add", "rafah", "-"], &input, &["leave the key out"]);
    }
    let in_file = FILE.replace(
        "name: Rafah",
        "name: Rafah, days: [ { date: 2026-02-01, status: open, claim: verified, source: ap, exits: None } ]",
    );
    check_problem(&in_file, &["`None` is not a whole number", "leave the key out"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_told_of() {
    let shell = Shell::with(FILE);
    let made = std::process::Command::new("mkfifo").arg(shell.path().with_file_name("pipe")).status();
    assert!(made.expect("mkfifo").success());
    let Said { code, err, .. } = shell.run(&["check", "pipe"], "");
    assert!(code == 2 && err.contains("named pipe") && err.contains("`-` reads"), "{err}");
    assert_eq!(shell.run(&["check", "-"], FILE).code, 0);
}

#[test]
fn a_link_that_would_not_be_opened_says_why() {
    let item = |link: &str| {
        format!("title: T\nchecklists: [ {{ id: c, name: C, items: [ {{ id: i, title: I, link: \"{link}\" }} ] }} ]\n")
    };
    let source = |link: &str| format!("title: T\nsources: {{ a: {{ name: A, url: \"{link}\" }} }}\n");
    for file in [&item as &dyn Fn(&str) -> String, &source] {
        for (link, words) in [
            ("https://a.example/one two", "has a blank in it"),
            ("https://a.example/x (in Arabic)", "has a blank in it"),
            ("https://a.example/\\u200b", "a hidden character"),
            ("https:///path", "names no host"),
            ("https://", "leads nowhere"),
            ("a.example", "not a link that can be opened"),
        ] {
            check_problem(&file(link), &["warning[bad-link]", words]);
        }
        for link in ["https://a.example/one%20two", "mailto:desk@a.example", " https://a.example "] {
            check_clean(&file(link));
        }
    }
}

#[test]
fn an_argument_or_a_name_that_could_steer_a_terminal_is_shown_as_escapes() {
    let steering =
        |text: &str| text.chars().any(|c| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c));
    let odd = "a\u{9b}31m\u{202e}x";
    for arguments in [
        &["--theme", odd][..],
        &["--size", odd, "--print"],
        &["check", odd],
        &["check", "--format", "json", odd],
        &["check", "--format", odd],
        &["nonsense", odd],
        &["diff", "--since", odd],
        &["day", "add", odd, "--status", "open"],
        &["log", "add", "--severity", odd, "--text", "x"],
    ] {
        let Said { out, err, .. } = Shell::with(FILE).run(arguments, "");
        assert!(!steering(&out) && !steering(&err), "{arguments:?}\n{out:?}\n{err:?}");
    }
    let out = Shell::with(FILE).run(&["check", "--format", "json", odd], "").out;
    assert!(out.contains(r#""file":"a\u009b31m\u202ex""#), "{out}");
}
