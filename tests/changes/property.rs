//! What holds of every two watchlists.

use crate::support::board_at;
use proptest::prelude::*;
use trucewatch::board::Board;
use trucewatch::board::changes::{Change, changes};
use trucewatch::load::load;
use trucewatch::panes::PANES;
use trucewatch::panes::changes::wire::WireChange;
use trucewatch::panes::changes::{ChangeLine, rows_that_show};
use trucewatch::panes::view::{Order, Row, RowId};
use trucewatch::watchlist::DEFAULT;

const NOW: &str = "2026-02-02T12:00:00Z";

/// The default watchlist with its templates filled in a little, so that every list has something.
fn full() -> String {
    let days = "    days:\n      - { date: 2026-02-01, status: open, exits: 25, source: ap, claim: attributed }\n      \
                - { date: 2026-02-01, status: closed, cause: technical, source: reuters, claim: attributed }\n      \
                - { date: 2026-02-02, status: open, entries: 5, source: ap, claim: verified }\n\n\n# CHECKLISTS:";
    let log = "  log:\n    - { at: 2026-02-01T07:00Z, risk: new-fronts, severity: severe, text: one }\n    \
               - { at: 2026-02-01T09:00Z, severity: minor, text: two }\n\nmonitoring:\n  \
               - { observer: israel, unobserved: [rafah], from: 2026-02-01 }\n\n# MONITORING:";
    let text =
        DEFAULT.replace("\n\n# CHECKLISTS:", &format!("\n{days}")).replace("\n\n# MONITORING:", &format!("\n{log}"));
    assert!(text.contains("exits: 25") && text.contains("severity: severe"), "both were put in");
    text
}

/// Every row of every pane as it is drawn, by its identity.
fn rows(board: &Board) -> Vec<(RowId, Row)> {
    let of = |pane: &&'static dyn trucewatch::panes::Pane| {
        pane.rows(board, Order::default()).into_iter().map(|key| (key.id, pane.row(board, key))).collect::<Vec<_>>()
    };
    let mut rows: Vec<_> = PANES.iter().flat_map(of).collect();
    rows.sort_by_key(|(id, _)| *id);
    rows
}

/// One small edit of a text: a line that is left out, written twice or swapped with the next, or a word that is another.
#[derive(Clone, Debug)]
enum Edit {
    Drop(usize),
    Twice(usize),
    Swap(usize),
    Word(usize, usize),
}

const WORDS: &[(&str, &str)] = &[
    ("open", "closed"),
    ("scheduled", "limited"),
    ("attributed", "verified"),
    ("promise", "attributed"),
    ("dormant", "minimal"),
    ("reported", "full"),
    ("source: ap", "source: kan"),
    ("2026-02-01", "2026-01-30"),
    ("2026-01-03", "2026-02-01"),
    ("7d", "60d"),
    ("credibility: 3", "credibility: 1"),
    ("severe", "minor"),
    ("pause", "ceasefire"),
    ("success", "failure"),
    ("heat: 8", "heat: 1"),
    ("B }", "A }"),
    ("360", "361"),
    ("over", "about"),
    ("the ", "a "),
    ("rafah", "gate"),
    ("Rafah", "Gate"),
    ("Israel", "Neighbour"),
    ("Associated", "Dissociated"),
    ("violence", "calm"),
    ("half_life: 7d", "half_life: 3d"),
];

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (0usize..700).prop_map(Edit::Drop),
        (0usize..700).prop_map(Edit::Twice),
        (0usize..700).prop_map(Edit::Swap),
        (0usize..700, 0..WORDS.len()).prop_map(|(line, word)| Edit::Word(line, word)),
    ]
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for edit in edits {
        let count = lines.len();
        match *edit {
            Edit::Drop(at) => drop(lines.remove(at % count)),
            Edit::Twice(at) => lines.insert(at % count, lines[at % count].clone()),
            Edit::Swap(at) => lines.swap(at % count, (at + 1) % count),
            Edit::Word(at, word) => {
                // From that line on, the first line that has the word.
                let (from, to) = WORDS[word];
                let place = (0..count).map(|step| (at + step) % count).find(|place| lines[*place].contains(from));
                if let Some(place) = place {
                    lines[place] = lines[place].replacen(from, to, 1);
                }
            }
        }
    }
    lines.join("\n") + "\n"
}

/// The rows that differ although no change is shown by them.
fn unmarked(before: &Board, after: &Board, found: &[Change]) -> Vec<String> {
    let mut missed = Vec::new();
    for pane in PANES {
        let (old, new) = (pane.rows(before, Order::default()), pane.rows(after, Order::default()));
        let shown = rows_that_show(*pane, (before, after), &new, found);
        for key in &new {
            if shown.iter().any(|(_, shown)| shown.id == key.id) {
                continue;
            }
            let was = old.iter().find(|old| old.id == key.id).map(|old| pane.row(before, *old));
            let is = pane.row(after, *key);
            // Of two entries that say the same, either can be called the new one.
            let is_twin = || old.iter().any(|old| pane.row(before, *old) == is);
            if was.as_ref().map_or_else(|| !is_twin(), |was| *was != is) {
                missed.push(format!("{:?}: {was:?} → {is:?}", key.list));
            }
        }
    }
    missed
}

#[test]
fn a_board_and_its_like_have_no_changes() {
    let (one, other) = (board_at(&full(), NOW), board_at(&full(), NOW));
    assert_eq!(changes(&one, &one), []);
    assert_eq!(changes(&one, &other), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 96 } else { 1024 }))]

    #[test]
    fn boards_without_changes_between_them_show_the_same(edits in prop::collection::vec(edit(), 1..4)) {
        let before = board_at(&full(), NOW);
        let text = edited(&full(), &edits);
        let loaded = load("edited.yaml", text.as_bytes(), before.now);
        let Some(watchlist) = loaded.watchlist else { return Ok(()) };
        let after = Board::read(watchlist, before.now);
        let found = changes(&before, &after);
        if found.is_empty() {
            prop_assert_eq!(rows(&before), rows(&after));
        }
        let missed = unmarked(&before, &after, &found);
        prop_assert!(missed.is_empty(), "{missed:#?}\n{found:#?}");
        for change in &found {
            let line = ChangeLine::from_change(change, &before, &after);
            prop_assert!(!line.title.is_empty() && !line.sentence().is_empty(), "{:?}", change);
            let wire = WireChange::from_change(change, &after);
            let text = serde_json::to_string(&wire).expect("it is written");
            prop_assert_eq!(serde_json::from_str::<WireChange>(&text).expect("it is read"), wire);
        }
        // The way back is told as well, and nothing gets better by what is only taken away.
        prop_assert_eq!(found.is_empty(), changes(&after, &before).is_empty());
    }

    #[test]
    fn time_alone_is_told_without_a_panic(from in -60i64..60, hours in 0i64..2000) {
        let after = board_at(&full(), NOW);
        let start = after.now + chrono::TimeDelta::days(from);
        let before = Board::read(std::sync::Arc::clone(&after.watchlist), start);
        let later = Board::read(std::sync::Arc::clone(&after.watchlist), start + chrono::TimeDelta::hours(hours));
        let found = changes(&before, &later);
        if hours == 0 {
            prop_assert_eq!(&found, &[]);
        }
        for change in found.iter().chain(&changes(&later, &before)) {
            prop_assert!(!ChangeLine::from_change(change, &before, &later).sentence().is_empty());
        }
    }
}
