//! A digit too many, and a word that is nearly another one.

use crate::tried::{check_clean, check_problem};
use std::fmt::Write as _;

const HEAD: &str = "title: T\nsources: { ap: { name: AP } }\nactors: { egypt: { name: Egypt } }\n";

fn days(key: &str, numbers: &[u64]) -> String {
    let mut text = format!("{HEAD}crossings:\n  - id: rafah\n    name: Rafah\n    days:\n");
    for (number, day) in numbers.iter().zip(10..) {
        let _ = writeln!(
            text,
            "      - {{ date: 2026-01-{day}, status: open, {key}: {number}, claim: attributed, source: ap }}"
        );
    }
    text
}

#[test]
fn a_number_ten_times_its_neighbours_is_warned_of() {
    for key in ["exits", "entries", "patients", "companions", "turned_back"] {
        for numbers in [
            &[24, 31, 250, 28, 22][..],
            &[240, 24, 22],
            &[24, 22, 19, 240],
            &[24, 0, 250, 0, 0, 22],
            &[150, 140, 1500, 150],
            &[5, 5, 55, 5],
        ] {
            let text = days(key, numbers);
            check_problem(
                &text,
                &["warning[unlikely-number]", &format!("`{key}` of 2026-01-1"), "a digit may be too many"],
            );
        }
    }
}

#[test]
fn a_number_a_tenth_of_its_neighbours_is_warned_of() {
    for numbers in [&[150, 15, 150][..], &[244, 239, 24], &[24, 250, 244]] {
        let text = days("exits", numbers);
        check_problem(&text, &["warning[unlikely-number]", "a digit may be missing"]);
    }
}

#[test]
fn numbers_that_grow_or_are_small_are_fine() {
    for numbers in [
        &[2, 12, 25, 60, 150][..],
        &[24, 31, 22, 40, 150],
        &[1, 2, 12, 3],
        &[0, 0, 0, 150, 0, 0],
        &[0, 150, 140],
        &[24, 240],
        &[20, 150, 20, 150],
        &[244, 0, 250],
        &[40, 4, 41],
    ] {
        check_clean(&days("exits", numbers));
    }
}

fn tallies(values: &[(&str, u64)]) -> String {
    let mut text = format!("{HEAD}tallies:\n");
    for ((what, value), day) in values.iter().zip(10..) {
        let _ = writeln!(
            text,
            "  - {{ id: t{day}, what: {what}, value: {value}, authority: egypt, from: 2025-10-10, as_of: 2026-01-{day}, claim: attributed, source: ap }}"
        );
    }
    text
}

#[test]
fn a_tally_ten_times_the_others_is_warned_of() {
    check_problem(
        &tallies(&[("killed", 360), ("killed", 3700), ("killed", 371)]),
        &["warning[unlikely-number]", "`t11` is 3700"],
    );
    check_clean(&tallies(&[("killed", 360), ("wounded", 3700), ("killed", 371)]));
    check_clean(&tallies(&[("killed", 360), ("killed", 366), ("killed", 371), ("killed", 1020)]));
}

fn log(triggers: &[&str]) -> String {
    let mut text = format!("{HEAD}spillover:\n  log:\n");
    for (trigger, day) in triggers.iter().zip(10..) {
        let _ = writeln!(
            text,
            "    - {{ at: 2026-01-{day}, trigger: {trigger}, severity: minor, claim: attributed, source: ap, text: t{day} }}"
        );
    }
    text
}

fn terms(terms: &[&str]) -> String {
    let mut text = format!("{HEAD}statements:\n");
    for (term, day) in terms.iter().zip(10..) {
        let _ =
            writeln!(text, "  - {{ at: 2026-01-{day}, speaker: egypt, term: {term}, claim: attributed, source: ap }}");
    }
    text
}

#[test]
fn a_word_that_is_one_slip_from_another_is_warned_of() {
    for (slip, known) in [
        ("stirke", "strike"),
        ("strikes", "strike"),
        ("strke", "strike"),
        ("border-incidnet", "border-incident"),
        ("borderincident", "border-incident"),
    ] {
        let words = ["warning[unlikely-word]", &format!("did you mean `{known}`?")];
        check_problem(&log(&[known, slip, known]), &words);
        check_problem(&log(&[slip, known, known]), &words);
        check_problem(&log(&[known, slip]), &words);
    }
    check_problem(&terms(&["ceasefire", "pause", "ceasefire", "cease-fire"]), &["did you mean `ceasefire`?"]);
    check_problem(&terms(&["ceasefire", "cesefire"]), &["the term `cesefire` is nearly `ceasefire`"]);
    check_problem(
        &tallies(&[("killed", 36), ("people killed", 37), ("people kiled", 37)]),
        &["did you mean `people killed`?"],
    );
}

#[test]
fn words_that_differ_are_fine() {
    check_clean(&log(&["strike", "drone", "raid", "rain", "border-incident", "STRIKE"]));
    check_clean(&log(&["week-1", "week-2", "sector-a", "sector-b"]));
    check_clean(&terms(&["pause", "truce", "ceasefire", "war", "Ceasefire"]));
    check_clean(&tallies(&[("patients out", 36), ("patients in", 37), ("killed by 9 May", 3), ("killed by 8 May", 3)]));
}

#[test]
fn thousands_of_words_are_looked_at_in_a_moment() {
    let many: Vec<_> = (0..20_000).map(|nth| format!("trigger{nth}")).collect();
    let mut text = format!("{HEAD}spillover:\n  log:\n");
    for trigger in &many {
        let _ = writeln!(
            text,
            "    - {{ at: 2026-01-10, trigger: {trigger}, severity: minor, claim: attributed, source: ap, text: x }}"
        );
    }
    check_clean(&text);
}
