//! Imports that are repeated, and corrections from the shell, with the real program.

use crate::support::{Said, Shell};
use std::fs;

const FILE: &str = "title: T # ours
zone: Asia/Gaza
sources: { ap: { name: AP, reliability: B } }
crossings:
  - id: rafah
    name: Rafah
    days:
      - { date: 2026-02-01, status: open, exits: 20, claim: verified, source: ap, ref: first } # of ours
spillover:
  log:
    - { at: 2026-01-30T14:00+02:00, severity: minor, claim: attributed, source: ap, text: a }
";

const TABLE: &str = "Date,Status,Out,In
#date,#status,#affected+exits,#affected+entries
2026-02-02 00:00:00,Open,34.0,\"1,200\"
2026-02-03,closed,,
";

fn shell() -> Shell {
    Shell::with(FILE).at("2026-02-05T12:00Z")
}

fn shell_with_table(table: &str) -> Shell {
    shell().and("t.csv", table)
}

const IMPORT: &[&str] = &["day", "add", "rafah", "--csv", "t.csv", "--columns", "source==un", "--claim", "attributed"];

fn with_source() -> Vec<&'static str> {
    IMPORT.iter().copied().chain(["--new-source", "un=UN OCHA (A)"]).collect()
}

#[test]
fn a_table_that_is_imported_three_times_is_there_once() {
    let shell = shell_with_table(TABLE);
    let Said { code, out, err } = shell.run(&with_source(), "");
    assert_eq!((code, out.lines().last()), (0, Some("2 added, 0 corrected, 0 already there")), "{err}");
    let expected = FILE
        .replace("B } }\n", "B }, un: { name: UN OCHA, reliability: A } }\n")
        .replace("# of ours\n", "# of ours\n      - { date: 2026-02-02, status: open, exits: 34, entries: 1200, claim: attributed, source: un }\n      - { date: 2026-02-03, status: closed, claim: attributed, source: un }\n");
    assert_eq!(shell.text(), expected);
    for _ in 0..2 {
        assert_eq!(shell.run(&with_source(), "").out, "0 added, 0 corrected, 2 already there\n");
        assert_eq!(shell.text(), expected);
    }
}

#[test]
fn what_says_something_else_is_refused_with_both_versions_or_corrected_in_place() {
    let shell = shell_with_table(TABLE);
    shell.run(&with_source(), "");
    let before = shell.text();
    fs::write(shell.folder().join("t.csv"), format!("{}2026-02-04,open,7,\n", TABLE.replace("34.0", "36"))).unwrap();
    let Said { code, err, .. } = shell.run(IMPORT, "");
    assert_eq!(code, 1);
    let versions =
        "t.csv:3: 1st of 3: line 9 of the file says something else of the same: `exits` is 34 there, and 36 here";
    assert!(err.contains(versions), "{err}");
    assert_eq!(shell.text(), before);
    let update: Vec<_> = IMPORT.iter().copied().chain(["--update"]).collect();
    assert_eq!(shell.run(&update, "").out.lines().last(), Some("1 added, 1 corrected, 1 already there"));
    let added =
        "source: un }\n      - { date: 2026-02-04, status: open, exits: 7, claim: attributed, source: un }\nspillover";
    assert_eq!(shell.text(), before.replace("exits: 34", "exits: 36").replace("source: un }\nspillover", added));
}

#[test]
fn one_bad_row_keeps_all_out() {
    let shell = shell_with_table(&format!("{TABLE}2026-02-04,opne,5.5,\n"));
    let Said { code, out, err } = shell.run(&with_source(), "");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("t.csv:5: 3rd of 3: `opne` is not a status"), "{err}");
    assert!(err.contains("`5.5` is not a whole number"), "{err}");
    assert_eq!(shell.text(), FILE);
}

#[test]
fn standard_input_is_an_import_too_and_a_ref_names_an_entry() {
    let shell = shell();
    let entry = "{\"at\":\"2026-02-02\",\"severity\":\"severe\",\"text\":\"b\",\"source\":\"ap\",\"claim\":\"attributed\",\"ref\":\"E1\"}\n";
    assert_eq!(
        shell.run(&["log", "add", "-"], entry).out.lines().last(),
        Some("1 added, 0 corrected, 0 already there")
    );
    let text = shell.text();
    assert_eq!(
        shell.run(&["log", "add", "-"], &format!("{entry}{entry}")).out,
        "0 added, 0 corrected, 2 already there\n"
    );
    let corrected = entry.replace("\"b\"", "\"c\"");
    assert_eq!(shell.run(&["log", "add", "-"], &corrected).code, 1);
    assert_eq!(
        shell.run(&["log", "add", "-", "--update"], &corrected).out.lines().last(),
        Some("0 added, 1 corrected, 0 already there")
    );
    assert_eq!(shell.text(), text.replace("text: b", "text: c"));
    // Another event of the same day and source is another entry.
    let other = entry.replace("E1", "E2");
    assert_eq!(
        shell.run(&["log", "add", "-"], &other).out.lines().last(),
        Some("1 added, 0 corrected, 0 already there")
    );
}

#[test]
fn an_entry_is_corrected_by_its_ref_its_line_or_its_address() {
    for name in ["first", "8", "watchlist.yaml:8", "rafah/2026-02-01/ap"] {
        let shell = shell();
        let Said { code, out, err } = shell.run(&["day", "set", name, "--exits", "21", "--remove", "claim"], "");
        assert_eq!(code, 0, "{err}");
        assert!(out.starts_with("watchlist.yaml:8: "), "{out}");
        assert_eq!(shell.text(), FILE.replace("exits: 20, claim: verified", "exits: 21"));
    }
    let shell = shell();
    assert_eq!(
        shell.run(&["day", "set", "first", "--exits", "20"], ""),
        Said { code: 0, out: "the file says so already\n".into(), err: String::new() }
    );
    let Said { code, err, .. } = shell.run(&["day", "set", "frist", "--exits", "21"], "");
    assert_eq!(
        (code, err.as_str()),
        (1, "trucewatch: there is no day record `frist`: did you mean the ref `first`?\n")
    );
    assert_eq!(shell.run(&["report", "set", "first", "--status", "open"], "").code, 1);
    assert_eq!(shell.run(&["log", "withdraw", "11", "--why", "a drill"], "").code, 0);
    let mark = ", withdrawn: { at: 2026-02-05T14:00+02:00, why: a drill }";
    assert_eq!(shell.text(), FILE.replace("text: a }", &format!("text: a{mark} }}")));
}

#[test]
fn what_is_withdrawn_does_not_come_back_with_the_next_import() {
    let shell = shell_with_table(TABLE);
    shell.run(&with_source(), "");
    shell.run(&["day", "withdraw", "rafah/2026-02-03/un", "--why", "another gate"], "");
    let text = shell.text();
    assert_eq!(shell.run(IMPORT, "").out, "0 added, 0 corrected, 2 already there\n");
    fs::write(shell.folder().join("t.csv"), TABLE.replace("closed", "open")).unwrap();
    let Said { code, err, .. } = shell.run(&IMPORT.iter().copied().chain(["--update"]).collect::<Vec<_>>(), "");
    assert_eq!(code, 1);
    assert!(err.contains("line 10 of the file has a withdrawn entry of the same"), "{err}");
    assert_eq!(shell.text(), text);
}
