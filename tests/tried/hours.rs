//! Hours that run backwards, or that say too little.

use crate::support::Shell;
use crate::tried::{check_clean, check_problem};

fn file(hours: &str) -> String {
    format!(
        "title: T\nsources: {{ ap: {{ name: AP }} }}\ncrossings:\n  - id: rafah\n    name: Rafah\n    days:\n      - {{ date: 2026-02-02, status: open, hours: \"{hours}\", claim: attributed, source: ap }}\n"
    )
}

#[test]
fn hours_that_would_run_past_midnight_for_most_of_a_day_are_warned_of() {
    for (written, hours, meant) in [
        ("9:00-3:00", 18, "09:00-15:00"),
        ("09:00-5:00", 20, "09:00-17:00"),
        ("08:30 - 02:00", 17, "08:30-14:00"),
        ("15:00-09:00", 18, "09:00-15:00"),
        ("17:00–08:00", 15, "08:00-17:00"),
        ("12:00-11:00", 23, "12:00-23:00"),
    ] {
        let words = format!("past midnight: it is read as {hours} hours");
        check_problem(&file(written), &["warning[past-midnight]", &words, &format!("did you mean \"{meant}\"?")]);
    }
}

#[test]
fn hours_without_two_digits_are_asked_for() {
    for written in [
        "9:3-15:00",
        "09:00-15:0",
        "9-15",
        "900-1500",
        "09:00:00-15:00:00",
        "09:000-15:00",
        "+9:00-15:00",
        "9.00-15.00",
    ] {
        check_problem(&file(written), &["error[bad-time]", "is not a range of hours", "each with two digits"]);
    }
}

#[test]
fn ordinary_hours_and_short_nights_are_fine() {
    for written in [
        "09:00-15:00",
        "9:00-15:00",
        "18:00-02:00",
        "22:00-06:00",
        "00:00-24:00",
        "09:00-24:00",
        "09:00-00:00",
        "00:00-09:00",
    ] {
        check_clean(&file(written));
    }
}

#[test]
fn the_end_of_a_day_is_shown_as_it_is_written() {
    let said = Shell::with(&file("00:00-24:00")).run(&["--print", "--size", "120x40"], "");
    assert!(said.out.contains("00:00-24:00"), "{}", said.out);
}
