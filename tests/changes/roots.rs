//! What happened is told first and in its own words, then what follows from it. All data here is made up.

use super::{NOW, OPEN, SCHEDULED, SEVERE, check, check_time, gate, reports, spillover, told, whole};
use crate::support::board_at;

#[test]
fn a_closure_is_told_before_what_follows_from_it_and_names_its_report() {
    let signal =
        "signals: [ { id: s, title: S, points_to: success, test: { stays-open: { crossing: gate, days: 1 } } } ]\n";
    let shut = "at: 2026-02-03T08:00Z, status: closed, claim: attributed, source: un, credibility: 2, note: until further notice";
    let text = |lines: &[&str]| {
        gate(&(reports(lines) + ", days: [ { date: 2026-02-02, status: open, source: ap } ]")) + signal
    };
    let (one, two) = (text(&[SCHEDULED, OPEN]), text(&[SCHEDULED, OPEN, shut]));
    let told = told(&board_at(&whole(&one), NOW), &board_at(&whole(&two), NOW));
    assert_eq!(told[0], "- Gate: open → closed, UN -2 3 Feb 08:00Z: until further notice", "{told:#?}");
    assert!(told[1..].iter().all(|line| line.contains("follows from a report of 3 Feb 08:00Z")), "{told:#?}");
}

#[test]
fn a_crossing_that_is_new_and_shut_is_told_with_its_entries() {
    let shut = "at: 2026-02-03T08:00Z, status: closed, claim: attributed, source: un";
    let told = ["- Gate: reported closed, UN 3 Feb 08:00Z", "= Gate: new in the watchlist"];
    check("", &gate(&reports(&[shut])), &told);
}

#[test]
fn a_closure_that_is_confirmed_is_told_as_worse_and_a_severity_that_is_raised_too() {
    let shut = "at: 2026-02-02, status: closed, claim: attributed, source: un";
    let again = "at: 2026-02-03T08:00Z, status: closed, claim: attributed, source: ap";
    let (one, two) = (gate(&reports(&[shut])), gate(&reports(&[shut, again])));
    check(&one, &two, &["- Gate: reported closed, AP B- 3 Feb 08:00Z"]);
    let worse = gate(&reports(&[shut, &again.replace("closed", "suspended")]));
    check(&one, &worse, &["- Gate: closed → suspended, AP B- 3 Feb 08:00Z"]);
    let raised = SEVERE.replace("severe", "moderate");
    let told =
        told(&board_at(&whole(&spillover("", &[&raised])), NOW), &board_at(&whole(&spillover("", &[SEVERE])), NOW));
    assert_eq!(told[0], "- log entry corrected: ▲ SEVERE 2 Feb 09:00Z new-fronts: two (no source)");
}

#[test]
fn of_many_entries_the_grave_ones_are_told_and_the_others_counted() {
    let minor: Vec<_> =
        (0..30).map(|minute| format!("at: 2026-02-02T08:{minute:02}Z, severity: minor, text: m{minute}")).collect();
    let log: Vec<_> = minor.iter().map(String::as_str).chain([SEVERE]).collect();
    let told = told(&board_at(&whole(&spillover("", &[])), NOW), &board_at(&whole(&spillover("", &log)), NOW));
    assert_eq!(told[0], "- ▲ SEVERE 2 Feb 09:00Z new-fronts: two (no source)");
    assert!(
        told.contains(&"= Log: 11 more log entries, none more serious, the newest of 2 Feb 08:10Z".to_owned()),
        "{told:#?}"
    );
}

#[test]
fn text_from_right_to_left_stands_at_the_end_of_its_line() {
    let text = SEVERE.replace("text: two", "source: ap, text: \"دبابات\"");
    let told = told(&board_at(&whole(&spillover("", &[])), NOW), &board_at(&whole(&spillover("", &[&text])), NOW));
    assert_eq!(told[0], "- ▲ SEVERE 2 Feb 09:00Z (AP B-): new-fronts: دبابات");
}

#[test]
fn a_gap_that_began_and_ended_in_the_window_is_told() {
    let gap = "{ observer: eu, unobserved: [gate], from: 2026-02-03T04:00Z, until: 2026-02-03T06:00Z, source: un }";
    let text = gate("") + &format!("monitoring: [ {gap} ]\n");
    let told = "- EU: could not observe gate until 3 Feb 06:00Z, UN 3 Feb 04:00Z";
    check_time(&text, "2026-02-03T00:00:00Z", NOW, &[told]);
}
