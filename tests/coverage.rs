//! What could not be observed: never calm, never clear. All data here is made up.

use crate::support::board_at;
use trucewatch::board::Board;
use trucewatch::board::crossing::Verdict;

#[track_caller]
fn board(gap: &str, now: &str) -> Board {
    let text = format!(
        "title: t\nzone: Asia/Gaza\nsources: {{ ap: {{ name: AP }} }}\n\
         crossings: [{{ id: gate, name: Gate, opens: 2026-02-02, days: [\
         {{ date: 2026-02-02, status: open, exits: 20, source: ap }},\
         {{ date: 2026-02-04, status: open, exits: 3, source: ap }}] }}]\n\
         checklists: [{{ id: c, name: C, items: [{{ id: i, title: I }}] }}]\n\
         spillover: {{ half_life: 2d, risks: [{{ id: fronts, title: F }}, {{ id: freeze, title: G }}] }}\n\
         monitoring: [{{ observer: ap, source: ap, {gap} }}]\n"
    );
    board_at(&text, now)
}

fn verdicts(gap: &str, now: &str) -> Vec<Verdict> {
    board(gap, now).crossings[0].days.iter().map(|day| day.verdict).collect()
}

#[test]
fn a_missing_day_that_could_not_be_observed_says_so() {
    let gap = "unobserved: [gate], from: 2026-02-03, until: 2026-02-04";
    let seen = verdicts(gap, "2026-02-05T20:00:00Z");
    assert_eq!(seen, [Verdict::Open, Verdict::NotObserved, Verdict::Open, Verdict::NoRecord]);
}

#[test]
fn a_low_count_of_such_a_day_is_marked_and_stays_in_sight() {
    let day =
        &board("unobserved: [gate], from: 2026-02-04", "2026-02-05T20:00:00Z").crossings[0].days.recorded()[1].clone();
    assert_eq!((day.verdict, day.gap.is_some(), day.exits.map(|range| range.low)), (Verdict::Open, true, Some(3)));
}

#[test]
fn a_gap_without_an_end_goes_on() {
    let gap = "unobserved: [gate], from: 2026-02-03";
    assert_eq!(verdicts(gap, "2026-02-06T20:00:00Z")[3..], [Verdict::NotObserved; 2]);
}

#[test]
fn a_gap_that_has_not_begun_is_unseen() {
    let gap = "unobserved: [gate], from: 2026-02-05T10:00Z";
    assert_eq!(verdicts(gap, "2026-02-05T09:59:59Z")[3], Verdict::NoRecord);
    assert_eq!(verdicts(gap, "2026-02-05T10:00:00Z")[3], Verdict::NotObserved);
}

#[test]
fn only_what_is_named_is_concerned() {
    let board = board("unobserved: [fronts, c/i], from: 2026-02-03, until: 2026-02-04", "2026-02-05T20:00:00Z");
    assert_eq!(board.crossings[0].days.iter().nth(1).expect("a day").verdict, Verdict::NoRecord);
    assert_eq!(board.checklists[0].items[0].gaps.len(), 1);
    let gaps = board.spillover.risks.iter().map(|risk| risk.gap.is_some()).collect::<Vec<_>>();
    assert_eq!((gaps, board.spillover.gap.is_some()), (vec![true, false], true));
}

#[test]
fn heat_is_doubted_for_one_half_life_after_a_gap() {
    let gap = "unobserved: [fronts], from: 2026-02-01T00:00Z, until: 2026-02-02T00:00Z";
    assert!(board(gap, "2026-02-03T23:59:59Z").spillover.gap.is_some());
    assert!(board(gap, "2026-02-04T00:00:00Z").spillover.gap.is_none());
}
