//! Tallies side by side: what may be compared, and why not. All data here is made up.

use crate::support::board_at;
use trucewatch::board::Board;
use trucewatch::board::contradiction::Contradiction;
use trucewatch::board::tallies::{Certainty, Mismatch, TallyComparison};

#[track_caller]
fn board(first: &str, second: &str) -> Board {
    let tally = |id: &str, keys: &str| format!("{{ id: {id}, source: x, {keys} }}");
    let text = format!(
        "title: t\nsources: {{ x: {{ name: X }} }}\nactors: {{ a: {{ name: A }}, b: {{ name: B }} }}\n\
         tallies: [{}, {}]",
        tally("one", first),
        tally("two", second)
    );
    board_at(&text, "2026-02-03T12:00:00Z")
}

#[track_caller]
fn compare(first: &str, second: &str) -> TallyComparison {
    board(first, second).tallies.remove(0).pairs.remove(0).comparison
}

const FULL: &str = "what: Killed, value: 360, authority: a, from: 2025-10-10, as_of: 2026-02-01, includes: [strikes]";

#[test]
fn tallies_that_agree_in_everything_but_the_number_contradict_each_other() {
    let other = FULL.replace("360", "350").replace("Killed", "\" killed\"");
    assert_eq!(compare(FULL, &other), TallyComparison::Differ(10));
    assert_eq!(board(FULL, &other).contradictions, [Contradiction::Tallies(0, 1)]);
    assert_eq!(compare(FULL, FULL), TallyComparison::Differ(0));
    assert_eq!(board(FULL, FULL).contradictions, []);
}

#[test]
fn each_thing_that_differs_is_a_reason_not_to_compare() {
    for (from, to, mismatch) in [
        ("authority: a", "authority: b", Mismatch::Authority(Certainty::Differs)),
        ("authority: a, ", "", Mismatch::Authority(Certainty::Untold)),
        ("2025-10-10", "2025-10-11", Mismatch::Start(Certainty::Differs)),
        ("as_of: 2026-02-01", "as_of: 2026-02-02", Mismatch::AsOf(Certainty::Differs)),
        ("as_of: 2026-02-01", "as_of: unknown", Mismatch::AsOf(Certainty::Untold)),
        ("[strikes]", "[strikes, delayed deaths]", Mismatch::Inclusions(Certainty::Differs)),
        (", includes: [strikes]", "", Mismatch::Inclusions(Certainty::Untold)),
    ] {
        assert_eq!(compare(FULL, &FULL.replace(from, to)), TallyComparison::Unlike(vec![mismatch]), "{to}");
    }
}

#[test]
fn a_number_that_is_not_exact_has_no_difference() {
    assert_eq!(compare(FULL, &FULL.replace("360", "350, qualifier: over")), TallyComparison::Inexact);
}

#[test]
fn what_counts_something_else_stands_in_a_group_of_its_own() {
    let board = board(FULL, &FULL.replace("Killed", "Injured"));
    assert_eq!(board.tallies.len(), 2);
    assert!(board.tallies.iter().all(|group| group.pairs.is_empty()));
}
