//! One slip is one problem: no follow-ups where keys stand in quotes, and one problem for one missing dash.

use crate::tried::{check_problem, problems};

const ENTRIES: &str = "title: T
sources: { ap: { name: AP } }
spillover:
  log:
    - at: 2026-02-01
      severity: minor
      claim: attributed
      source: ap
      place: here
      text: one
      link: \"https://a.example\"
    - at: 2026-02-02
      severity: minor
      claim: attributed
      source: ap
      place: there
      text: two
      link: \"https://a.example\"
    - at: 2026-02-03
      severity: minor
      claim: attributed
      source: ap
      text: three
";

#[test]
fn one_missing_dash_is_one_problem() {
    let text = ENTRIES.replace("- at: 2026-02-02", "  at: 2026-02-02");
    check_problem(&text, &[":12:7: error[duplicate-key]", "6 others", "write `- ` before it"]);
    let text = ENTRIES.replace("- at: 2026-02-02", "at: 2026-02-02");
    check_problem(&text, &[":12:5: error[syntax]", "where an item of the list begins", "write `- ` before it"]);
    let text = ENTRIES.replace("- at: 2026-02-02", "  at: 2026-02-02").replace("- at: 2026-02-03", "  at: 2026-02-03");
    let found = problems(&text);
    assert!(found.len() == 2 && found.iter().all(|line| line.contains("write `- ` before it")), "{found:#?}");
}

#[test]
fn what_stands_behind_a_missing_dash_is_read_as_well() {
    for dash in ["  at: 2026-02-02", "at: 2026-02-02"] {
        let text =
            ENTRIES.replace("- at: 2026-02-02\n      severity: minor", &format!("{dash}\n      severity: mnior"));
        let found = problems(&text);
        assert!(found.len() == 2 && found[1].contains("did you mean `minor`?"), "{dash}: {found:#?}");
    }
}

#[test]
fn a_key_that_is_written_twice_is_still_told_by_itself() {
    let text = ENTRIES.replace("      text: two\n", "      text: two\n      text: again\n");
    check_problem(&text, &[":18:7: error[duplicate-key]", "`text` is written twice", "keep one of the two"]);
    let twice = "title: T\nnote: a\nzone: UTC\ntitle: U\nnote: b\nzone: UTC\n";
    assert_eq!(problems(twice).len(), 3, "a whole watchlist is no entry of a list");
}

#[test]
fn quoted_keys_are_known_in_a_torn_file_too() {
    for quote in ["\"", "'"] {
        let q = |key: &str| format!("{quote}{key}{quote}");
        let text = format!(
            "{}: T\n{}:\n  {}: {{ {}: AP }}\n{}:\n  {}:\n    - {{ at: 2026-02-01, severity: minor, claim: attributed, source: ap, text: x }}\n    - {{ at: 2026-02-02, severity: minor\n",
            q("title"),
            q("sources"),
            q("ap"),
            q("name"),
            q("spillover"),
            q("log")
        );
        check_problem(&text, &[":7:7: error[syntax]", "`{` is not closed"]);
        let text = format!("{}: T\n{}:\n  {}: [ a: b: c ]\n", q("title"), q("spillover"), q("note"));
        check_problem(&text, &["error[syntax]"]);
    }
    let json = "{\n  \"title\": \"T\",\n  \"sources\": { \"ap\": { \"name\": \"AP\" \"reliability\": \"B\" } }\n}\n";
    check_problem(json, &[":3:37: error[syntax]", "a `,` is missing"]);
}

#[test]
fn a_problem_at_a_foreign_letter_marks_it_whole() {
    for text in ["：le: x\n", "é: x\n", "title: T\nsources: { ap: { ж: x } }\n", "title: T\ntallies: [ { 国: x } ]\n"]
    {
        assert!(problems(text).iter().any(|line| line.contains("missing-key")), "{text}");
    }
}
