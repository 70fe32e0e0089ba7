//! The walk through what is due for review, old or unknown.

use crate::screens::forms::{FILE, NORMAL, Office};

/// The file, with a review that is due.
fn due() -> String {
    FILE.replace("    title: Troops withdraw\n", "    title: Troops withdraw\n    owner: desk\n    review_every: 3d\n")
}

#[test]
fn what_is_due_comes_first_and_each_thing_can_be_skipped() {
    let office = Office::new(NORMAL, &due()).keys("r");
    office.says(&[
        "review 1 of 3: Troops withdraw",
        "c checked  x report  e edit  s skip  Esc ends · due, never reported",
    ]);
    let office = office.keys("s");
    office.says(&["review 2 of 3: The committee governs", "old, last looked at 6d ago"]);
    let office = office.keys("s");
    office.says(&["review 3 of 3: New fronts", "unknown, never reported"]);
    office.keys("s").says(&["end of the review: 3 left, 1 of them due", "1 Rafah"]);
}

#[test]
fn what_is_written_about_a_thing_leads_to_the_next() {
    let office = Office::new(NORMAL, &due()).keys("rsc<write>");
    office.says(&["review 3 of 3: New fronts"]);
    assert!(office.disk.contains("checked: 2026-02-01T14:02+02:00"), "{}", office.disk);
    let office = Office::new(NORMAL, &due()).keys("rxagr<Enter><F2><write>");
    office.says(&["review 2 of 3: The committee governs"]);
    assert!(office.disk.contains("status: agreed"), "{}", office.disk);
    Office::new(NORMAL, &due()).keys("rx<Esc>").says(&["review 1 of 3: Troops withdraw"]);
}

#[test]
fn leaving_the_details_ends_the_walk() {
    let office = Office::new(NORMAL, &due()).keys("r<Esc>");
    office.says(&["1 Rafah"]);
    office.keys("<Enter>").says(&["▸Troops withdraw"]);
}

#[test]
fn without_anything_to_review_it_says_so() {
    Office::new(NORMAL, "title: T\n").keys("r").says(&["nothing is due for review, old or unknown"]);
}

#[test]
fn the_header_counts_what_is_due() {
    Office::new((120, 40), &due()).says(&["1 review due"]);
}
