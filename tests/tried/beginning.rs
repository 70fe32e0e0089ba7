//! Texts that begin with a bracket or another sign of YAML, and items that begin with a bullet.

use crate::tried::{check_clean, check_problem};

const BLOCK: &str = "title: T
sources: { ap: { name: AP } }
spillover:
  log:
    - at: 2026-02-01
      severity: minor
      claim: attributed
      source: ap
      text: TEXT
";

const FLOW: &str = "title: T
sources: { ap: { name: AP } }
spillover:
  log:
    - { at: 2026-02-01, severity: minor, text: TEXT, claim: attributed, source: ap }
";

#[test]
fn a_text_that_begins_with_a_sign_of_yaml_is_to_be_put_in_quotes() {
    for text in [
        "[AP] gate closed",
        "[AP]: gate closed",
        "[AP] [UN] gate closed",
        "[AP](https://a.example) gate closed",
        "{sic} gate closed",
        "[1] gate closed",
        "[sic]",
        "- closed",
        "*Gate* closed",
        "@UN: closed",
        "&c. closed",
        "%5 closed",
        "`gate` closed",
        "! closed",
        "> 5 closed",
        "| closed",
    ] {
        for file in [BLOCK, FLOW] {
            check_problem(&file.replace("TEXT", text), &["quotes"]);
        }
    }
    for text in ["? closed", ", closed", "] closed", "} closed", "- closed"] {
        check_problem(&BLOCK.replace("TEXT", text), &["a text cannot begin with", "quotes"]);
    }
    check_problem(&BLOCK.replace("TEXT", "#gate closed"), &["`text` is empty", "a comment", "quotes"]);
    check_problem(&BLOCK.replace("TEXT", "x\n      place: #3 gate"), &["warning[text-in-comment]", "quotes"]);
    check_problem("title: [draft] Rafah\n", &["a text cannot begin with `[`", "quotes"]);
    check_problem("title: T\nnote: {x} Rafah\n", &["a text cannot begin with `{`", "quotes"]);
}

#[test]
fn brackets_that_are_meant_are_told_of_as_before() {
    let flow = FLOW.replace("text: TEXT, claim", "text: x claim");
    check_problem(&flow, &["a `: ` is not allowed here"]);
    let parties =
        "title: T\nactors: { e: { name: E } }\ncrossings: [ { id: r, name: R, parties: [ { actor: e } ] note: x } ]\n";
    check_problem(parties, &["add the missing `,`"]);
    check_clean(&BLOCK.replace("TEXT", "(AP) gate [2] closed"));
    check_clean(&BLOCK.replace("TEXT", "\"[AP] gate closed\""));
}

#[test]
fn an_item_begins_with_a_hyphen_whatever_stands_in_print() {
    for bullet in [
        "•",
        "·",
        "–",
        "—",
        "◦",
        "▪",
        "*",
        "+",
        "1.",
        "2)",
        "12.",
        "a)",
        "→",
        "‑",
        "»",
        "➤",
        "★",
        "☐",
        "✔\u{fe0f}",
        "🔴",
        "~",
        "(1)",
        "(a)",
        "١.",
        "１．",
        "٣)",
    ] {
        let words = [
            &format!("`{}`", bullet.trim_end_matches('\u{fe0f}')),
            "is not the hyphen that begins an item",
            "write `- `",
        ];
        check_problem(&format!("title: T\nmarked_words:\n  {bullet} pause\n"), &words);
        check_problem(&format!("title: T\nmarked_words:\n  - truce\n  {bullet} pause\n"), &words);
        check_problem(&BLOCK.replace("- at", &format!("{bullet} at")), &words);
        check_problem(&FLOW.replace("- {", &format!("{bullet} {{")), &words);
        let second = BLOCK.replace("TEXT", &format!("x\n    {bullet} at: 2026-02-02\n      severity: minor\n      claim: attributed\n      source: ap\n      text: y"));
        check_problem(&second, &words);
    }
}

#[test]
fn what_stands_behind_a_bullet_is_read_as_well() {
    let text = BLOCK.replace("- at", "• at").replace("minor", "mnior");
    let found = crate::tried::problems(&text);
    assert!(found.len() == 2 && found[1].contains("did you mean `minor`?"), "{found:#?}");
}
