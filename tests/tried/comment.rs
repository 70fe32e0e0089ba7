//! A `#` after a blank begins a comment, and may eat the rest of a text.

use crate::tried::{check_clean, check_problem};

/// Everything that takes a text, each on a line of its own.
const FILE: &str = "title: TITLE
note: NOTE
sources:
  ap:
    name: NAME
    url: https://ap.example/URL
actors:
  egypt:
    name: Egypt
    role: ROLE
spillover:
  log:
    - at: 2026-02-01
      severity: minor
      claim: attributed
      source: ap
      place: PLACE
      text: TEXT
      link: https://a.example/LINK
marked_words:
  - WORD
  - other
";

const PLACES: &[&str] = &["TITLE", "NOTE", "NAME", "URL", "ROLE", "PLACE", "TEXT", "LINK", "WORD"];

#[test]
fn what_reads_like_the_rest_of_a_text_is_warned_of_wherever_a_text_may_stand() {
    for place in PLACES {
        let text = FILE.replace(place, "hit gate #2, three wounded").replace("example/hit gate", "example/hit");
        let words = ["warning[text-in-comment]", "`#2, three wounded` is a comment", "put the whole text in quotes"];
        check_problem(&text, &words);
    }
}

#[test]
fn a_comment_may_eat_a_text_in_several_ways() {
    for text in [
        "Shell hit gate #2",
        "Gate #2",
        "Opened, says #Rafah committee",
        "Shell hit gate # 2, three wounded",
        "Shell hit gate # 2",
        "Three wounded at # gate two",
        "Three wounded (gate # two)",
        "Three wounded, # two of them badly",
        "Trucks at\n        the gate #3 wait",
        "بوابة #2",
    ] {
        check_problem(&FILE.replace("TEXT", text), &["warning[text-in-comment]"]);
    }
}

#[test]
fn comments_stay_comments() {
    for text in [
        "Shell hit the gate # seen by us",
        "Shell hit the gate. # TODO ask AP",
        "Shell hit the gate   # 2026-02-01: as told by AP",
        "Shell hit the gate # 3 sources say so",
        "Shell hit the gate #",
        "Shell hit the gate ## heading",
        "Shell hit the gate #-----",
        "Shell hit gate#2, three wounded",
        "\"Shell hit gate #2, three wounded\"",
        "'Shell hit gate' #2",
        "|\n        Shell hit gate #2, three wounded",
        ">\n        Shell hit gate #2,\n        three wounded",
    ] {
        check_clean(&FILE.replace("TEXT", text));
    }
}
