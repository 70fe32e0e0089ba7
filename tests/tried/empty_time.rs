//! A time that is given and empty, as by a script whose variable is not set, is not now.

use crate::support::Shell;

const FILE: &str = "title: T
zone: Asia/Gaza
sources: { ap: { name: AP } }
actors: { egypt: { name: Egypt } }
crossings:
  - { id: rafah, name: Rafah }
checklists:
  - { id: two, name: Two, items: [ { id: army, title: Army } ] }
spillover:
  risks: [ { id: fronts, title: Fronts } ]
  log: []
";

/// It is refused because this key is empty, and nothing is written.
#[track_caller]
fn refused(arguments: &[&str], input: &str, key: &str) {
    let shell = Shell::with(FILE);
    let said = shell.run(arguments, input);
    assert!(said.code == 1 && said.err.contains(&format!("`{key}` is empty: write a time, or leave")), "{said:?}");
    assert_eq!(shell.text(), FILE);
}

/// It is written with this in it.
#[track_caller]
fn written(arguments: &[&str], input: &str, words: &str) {
    let shell = Shell::with(FILE);
    let said = shell.run(arguments, input);
    assert!(said.code == 0 && shell.text().contains(words), "{said:?}\n{}", shell.text());
}

const LOG: [&str; 10] = ["log", "add", "--severity", "minor", "--text", "x", "--source", "ap", "--claim", "attributed"];

#[test]
fn an_option_that_is_empty_is_refused() {
    for empty in ["", " ", "\t"] {
        refused(&[&LOG[..], &["--at", empty]].concat(), "", "at");
        refused(&["report", "add", "army", "--status", "agreed", "--at", empty], "", "at");
        refused(&["report", "add", "army", "--status", "agreed", "--due", empty], "", "due");
        refused(&["report", "add", "rafah", "--status", "open", "--opens", empty], "", "opens");
        refused(&["report", "add", "fronts", "--likelihood", "likely", "--impact", "major", "--at", empty], "", "at");
        refused(&["day", "add", "rafah", "--status", "open", "--date", empty], "", "date");
        refused(&["checked", "army", "--checked", empty], "", "checked");
        refused(&["statement", "add", "--speaker", "egypt", "--at", empty], "", "at");
        refused(&["tally", "add", "--id", "k", "--what", "w", "--value", "3", "--as-of", empty], "", "as_of");
    }
}

#[test]
fn an_entry_whose_time_is_empty_is_refused() {
    for value in ["\"\"", "''", "\" \"", "null", "~", ""] {
        let yaml = format!("- severity: minor\n  text: x\n  at: {value}\n");
        refused(&["log", "add", "-"], &yaml, "at");
        refused(&["day", "add", "rafah", "-"], &format!("- status: open\n  date: {value}\n"), "date");
        refused(&["checked", "-"], &format!("- item: army\n  checked: {value}\n"), "checked");
    }
    for value in ["\"\"", "null"] {
        let json = format!("{{\"at\":{value},\"severity\":\"minor\",\"text\":\"x\"}}\n");
        refused(&["log", "add", "-"], &json, "at");
    }
}

#[test]
fn only_a_time_that_is_not_given_is_now() {
    written(&LOG, "", "at: 2026-02-03T14:00+02:00");
    written(&["log", "add", "-"], "- { severity: minor, text: x }", "at: 2026-02-03T14:00+02:00");
    written(&["day", "add", "rafah", "-"], "- { status: open }", "date: 2026-02-03");
    written(&["checked", "army"], "", "checked: 2026-02-03T14:00+02:00");
}

#[test]
fn what_is_not_needed_may_be_null_and_an_option_stands_for_it() {
    let status = "- { item: army, status: agreed, due: null, note: null, source: null }";
    written(&["report", "add", "-"], status, "status: agreed");
    written(&["report", "add", "-", "--source", "ap"], status, "source: ap");
    written(&["log", "add", "-", "--at", "2026-02-01"], "- { severity: minor, text: x, at: null }", "at: 2026-02-01");
}

#[test]
fn in_the_file_an_empty_time_is_an_error() {
    for line in ["at:", "at: ''", "at: null", "at: ~"] {
        let file = FILE.replace("log: []", &format!("log:\n    - severity: minor\n      text: x\n      {line}"));
        let said = Shell::with(&file).run(&["check", "--format", "concise"], "");
        assert!(said.code == 1 && said.out.contains("error[missing-key]: `at` is empty"), "{line}: {}", said.out);
    }
}
