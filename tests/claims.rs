//! What panes 4 and 5 say: the facts of the default, and a week in which sources conflict. That week is made up.

use crate::support::board_at;
use trucewatch::board::Board;
use trucewatch::panes::view::{CellContent, HeadlinePart, Order, Phrase, Tone, age_phrase};
use trucewatch::panes::{PANES, Pane, detail, row};

fn pane(id: &str) -> &'static dyn Pane {
    *PANES.iter().find(|pane| pane.id() == id).expect(id)
}

/// The rows of a pane as text.
fn rows(board: &Board, id: &str) -> Vec<String> {
    let pane = pane(id);
    let phrases = |content: CellContent| match content {
        CellContent::Text(phrases) | CellContent::Flags(phrases) => {
            phrases.into_iter().map(|phrase| phrase.text).collect::<String>()
        }
        CellContent::Headline(headline) => headline.parts().iter().map(HeadlinePart::text).collect(),
        CellContent::Age(freshness) => age_phrase(freshness).text,
        CellContent::Bar(_) | CellContent::Spark(..) | CellContent::Days(_) | CellContent::Flow(_) => String::new(),
    };
    let text = |key| row(pane, board, key).cells.into_iter().map(|cell| phrases(cell.content)).collect::<Vec<_>>();
    pane.rows(board, Order::default()).into_iter().map(|key| text(key).join(" ")).collect()
}

/// Everything that a pane says: its title, its rows, and all about each of them.
fn all(board: &Board, id: &str) -> String {
    let pane = pane(id);
    let join = |phrases: Vec<Phrase>| phrases.into_iter().map(|phrase| phrase.text).collect::<String>();
    let headline = pane.headline(board);
    let mut lines: Vec<_> = headline.parts().iter().map(HeadlinePart::text).collect();
    lines.extend(rows(board, id));
    for key in pane.rows(board, Order::default()) {
        let about = detail(pane, board, key);
        lines.push(about.title.text);
        lines.extend(about.lines.into_iter().map(|line| join(line.phrases)));
    }
    lines.join("\n")
}

fn default() -> Board {
    board_at(trucewatch::watchlist::DEFAULT, "2026-02-01T12:00:00Z")
}

#[test]
fn the_facts_on_language_tallies_actors_and_signals_are_on_the_screen() {
    let board = default();
    let (signals, claims) = (all(&board, "signals"), all(&board, "claims"));
    let facts: &[(u8, &str, &[&str])] = &[
        (22, &claims, &["more a pause than a ceasefire", "momentum will be lost", "via kaieteur-news"]),
        (22, &signals, &["language moves from “pause” to “ceasefire”", "Qatar says “pause”"]),
        (23, &claims, &["attributed"]),
        (24, &claims, &["technical · agreement reached · since the truce · spirit or letter"]),
        (25, &claims, &["interest", "relayed by", "to          United States"]),
        (26, &claims, &["over 360", "as of ? unknown", "Gaza health authorities", "via cbs", "Other counts differ"]),
        (26, &claims, &["subsided but not stopped", "inclusions ? unknown"]),
        (27, &claims, &["not a ledger"]),
        (
            28,
            &claims,
            &["COGAT", "PM Netanyahu", "Hamas", "Palestinian Authority", "EU mission", "Iran", "FM Hakan Fidan"],
        ),
        (28, &claims, &["PM Sheikh Mohammed bin Abdulrahman Al Thani", "Groups allied with Iran", "U.S."]),
        (
            28,
            &claims,
            &["Associated Press", "Reuters", "CBS News", "Kaieteur News Online", "KAN", "TheMurrow", "Clash Report"],
        ),
        (
            29,
            &signals,
            &[
                "This week: Rafah opens on schedule and stays open",
                "This week: mediators publish",
                "This week: the word",
            ],
        ),
        (30, &signals, &["Violence stays below", "Procedures at the crossing", "Enforcement and the order"]),
        (30, &signals, &["is the delay called technical?", "Rafah opens and then shuts", "Escalation returns"]),
        (31, &signals, &["same week", "no single verdict", "drift before the spikes"]),
    ];
    for (number, text, words) in facts {
        for word in *words {
            assert!(text.contains(word), "fact {number}: {word:?} is not in\n{text}");
        }
    }
}

#[test]
fn titles_count_what_needs_attention() {
    let board = default();
    let title = |id: &str| {
        let parts: Vec<_> = pane(id).headline(&board).parts().iter().map(HeadlinePart::text).collect();
        parts.join(" · ")
    };
    assert_eq!(title("signals"), "failure 3 of 3 unknown, success 0 of 6 met · 8 unknown · 8 drifts");
    assert_eq!(title("claims"), "no contradiction · 1 as-of unknown · 5 statements");
}

/// Open on Monday, disputed on Wednesday, shut on the weekend without a cause; words that move without facts.
const WEEK: &str = r#"
title: A made-up week
zone: Asia/Gaza
sources:
  a: { name: A, reliability: A }
  b: { name: B, reliability: B }
  echo: { name: Echo, reliability: A, relays: b }
actors: { q: { name: Q }, ministry: { name: Ministry } }
crossings:
  - id: gate
    name: Gate
    opens: 2026-02-02
    days:
      - { date: 2026-02-02, status: open, exits: 20, source: a, credibility: 2 }
      - { date: 2026-02-03, status: open, exits: 20, source: a }
      - { date: 2026-02-04, status: open, exits: 20, source: a, credibility: 2 }
      - { date: 2026-02-04, status: closed, source: b, credibility: 3 }
      - { date: 2026-02-05, status: open, exits: 20, source: a }
      - { date: 2026-02-06, status: closed, source: a }
      - { date: 2026-02-07, status: closed, source: a }
statements:
  - { at: 2026-02-01, speaker: q, term: pause, source: a, note: "More a pause, for technical reasons." }
  - { at: 2026-02-05, speaker: q, term: ceasefire, source: a, note: It is a ceasefire. }
tallies:
  - { id: one, what: killed, value: 361, authority: ministry, from: 2025-10-10, as_of: 2026-02-01, includes: [x], source: a }
  - { id: two, what: killed, value: 352, authority: ministry, from: 2025-10-10, as_of: 2026-02-01, includes: [x], source: b }
  - { id: three, what: killed, value: 401, authority: ministry, from: 2025-10-10, as_of: unknown, source: b }
signals:
  - id: works
    title: It works
    points_to: success
    test: { all: [ { opens-on-schedule: gate }, { stays-open: { crossing: gate, days: 7 } } ] }
  - id: shuts
    title: It shuts
    points_to: failure
    test: { not: { stays-open: { crossing: gate, days: 7 } } }
  - id: words
    title: Words move
    points_to: success
    test: { term-shift: { from: pause, to: ceasefire } }
marked_words: [technical]
"#;

const SUNDAY: &str = "2026-02-08T12:00:00Z";

#[track_caller]
fn says(rows: &[String], words: &str) {
    assert!(rows.iter().any(|row| row.contains(words)), "{words:?} is in no row of {rows:#?}");
}

#[test]
fn each_reason_stands_in_words() {
    let board = board_at(WEEK, SUNDAY);
    let rows = rows(&board, "signals");
    says(&rows, "✓ met Gate opens on schedule: 2 Feb");
    says(
        &rows,
        "✗ not met Gate stays open 7 days: closed 6–7 Feb, cause unstated, sources differ on 4 Feb, no record of 8 Feb, 3 open of the last 7 days",
    );
    says(&rows, "✗ not met It works");
    says(&rows, "▲ FAILURE MET It shuts met since 6 Feb");
    says(&rows, "✓ met language moves from “pause” to “ceasefire”: Q has said both, “ceasefire” last on 5 Feb");
    let sentence = all(&board, "signals");
    assert!(sentence.contains("Gate opens on schedule: ✓ met, 2 Feb"), "{sentence}");
}

#[test]
fn success_and_failure_stand_side_by_side() {
    let headline = pane("signals").headline(&board_at(WEEK, SUNDAY));
    let parts: Vec<_> = headline.parts().iter().map(|part| (part.words.text.as_str(), part.words.tone)).collect();
    assert_eq!(parts, [("▲ FAILURE MET", Tone::Alarm), ("success 1 of 2 met, failure 1 of 1 met", Tone::Plain)]);
}

#[test]
fn contradictions_are_shown_with_both_grades() {
    let board = board_at(WEEK, SUNDAY);
    let shown = rows(&board, "claims");
    says(&shown, "! open Gate, 4 Feb: open, 20 out a A2 against closed b B3");
    says(&shown, "! open one and two: 361 as of 1 Feb a A- against 352 as of 1 Feb b B-");
    assert!(all(&board, "claims").contains("neither: they stand side by side"));
    says(&rows(&board, "crossings"), "sources differ");
}

#[test]
fn tallies_differ_or_say_why_they_cannot_and_no_sum_is_ever_shown() {
    let board = board_at(WEEK, SUNDAY);
    let shown = rows(&board, "claims");
    says(&shown, "361 · 352: they differ by 9, counted in the same way");
    says(&shown, "361 · 401: not comparable: an as-of date is unknown, what is included is not told");
    for pane in PANES {
        let text = all(&board, pane.id());
        for sum in ["713", "762", "753", "1114"] {
            assert!(!text.contains(sum), "{sum} is a sum: {text}");
        }
    }
}

#[test]
fn a_moved_word_is_named_beside_its_speaker() {
    says(&rows(&board_at(WEEK, SUNDAY), "claims"), "Q moved “pause” → “ceasefire” (5 Feb)");
}

#[test]
fn marked_words_are_lit_in_rows_and_details() {
    let board = board_at(WEEK, SUNDAY);
    let pane = pane("claims");
    let lit =
        |phrases: &[Phrase]| phrases.iter().any(|phrase| phrase.text == "technical" && phrase.tone == Tone::Caution);
    let keys = pane.rows(&board, Order::default());
    let in_row = keys.iter().any(|key| {
        let cells = row(pane, &board, *key).cells;
        cells.iter().any(|cell| matches!(&cell.content, CellContent::Text(phrases) if lit(phrases)))
    });
    let in_detail = keys.iter().any(|key| detail(pane, &board, *key).lines.iter().any(|line| lit(&line.phrases)));
    assert!(in_row && in_detail);
}

#[test]
fn rows_are_told_apart() {
    for text in [WEEK, trucewatch::watchlist::DEFAULT] {
        let board = board_at(text, SUNDAY);
        for pane in PANES {
            let mut ids: Vec<_> = pane.rows(&board, Order::default()).into_iter().map(|key| key.id).collect();
            let count = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), count, "{}", pane.id());
        }
    }
}
