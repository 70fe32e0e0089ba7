//! A slip in the year: last year's number in January, or another century's.

use crate::tried::{check_clean, check_problem, problems};

/// An ordinary watchlist of January and February 2026.
const FILE: &str = "title: T
sources: { ap: { name: AP } }
actors: { egypt: { name: Egypt } }
crossings:
  - id: rafah
    name: Rafah
    opens: 2026-02-02
    parties: [ { actor: egypt, reports: [ { at: 2026-01-25, status: absent, claim: verified, source: ap } ] } ]
    reports:
      - { at: 2026-01-28, status: scheduled, opens: 2026-02-05, claim: attributed, source: ap }
      - { at: 2026-02-01, status: closed, claim: attributed, source: ap }
      - { at: 2026-02-03T09:00Z, status: open, claim: attributed, source: ap }
    days:
      - { date: 2026-01-31, status: closed, claim: attributed, source: ap }
      - { date: 2026-02-01, status: closed, claim: attributed, source: ap }
      - { date: 2026-02-02, status: open, claim: attributed, source: ap }
checklists:
  - id: two
    name: Two
    items:
      - { id: a, title: A, due: 2026-02-20, checked: 2026-01-30, reports: [ { at: 2026-01-12, status: agreed, claim: attributed, source: ap } ] }
      - { id: b, title: B, reports: [ { at: 2026-01-12, status: agreed, claim: attributed, source: ap }, { at: 2026-01-15, status: minimal, due: 2026-02-25, claim: attributed, source: ap } ] }
spillover:
  checked: 2026-02-02
  risks: [ { id: r, title: R, assessments: [ { at: 2026-01-20, likelihood: likely, impact: major }, { at: 2026-01-29, likelihood: likely, impact: major } ] } ]
  log:
    - { at: 2025-12-29, severity: minor, claim: attributed, source: ap, text: one }
    - { at: 2026-01-02, severity: minor, claim: attributed, source: ap, text: two }
    - { at: 2026-01-05, severity: minor, claim: attributed, source: ap, text: three }
statements:
  - { at: 2026-01-14, speaker: egypt, term: pause, claim: attributed, source: ap }
  - { at: 2026-01-26, speaker: egypt, term: pause, claim: attributed, source: ap }
tallies:
  - { id: k, what: killed, value: 3, from: 2025-10-10, as_of: 2026-01-31, reported: 2026-02-01, claim: attributed, source: ap }
";

/// One date of the ordinary watchlist, and the same with a slip.
const SLIPS: &[(&str, &str)] = &[
    ("at: 2026-01-28", "at: 2025-01-28"),
    ("at: 2026-02-01, status: closed", "at: 2025-02-01, status: closed"),
    ("at: 2026-02-03T09:00Z", "at: 2025-02-03T09:00Z"),
    ("at: 2026-02-03T09:00Z", "at: 1926-02-03T09:00Z"),
    ("at: 2026-02-03T09:00Z", "at: 0026-02-03T09:00Z"),
    ("date: 2026-02-02", "date: 2025-02-02"),
    ("date: 2026-01-31", "date: 2025-01-31"),
    ("date: 2026-02-01", "date: 2016-02-01"),
    ("at: 2026-01-25", "at: 2025-01-25"),
    ("opens: 2026-02-02", "opens: 2025-02-02"),
    ("opens: 2026-02-02", "opens: 2126-02-02"),
    ("due: 2026-02-20", "due: 2025-02-20"),
    ("due: 2026-02-20", "due: 2206-02-20"),
    ("opens: 2026-02-05", "opens: 2025-02-05"),
    ("due: 2026-02-25", "due: 2025-02-25"),
    ("checked: 2026-01-30", "checked: 2025-01-30"),
    ("checked: 2026-01-30", "checked: 1926-01-30"),
    ("at: 2026-01-15", "at: 2025-01-15"),
    ("at: 2026-01-20", "at: 2025-01-20"),
    ("at: 2026-01-29", "at: 2025-01-29"),
    ("at: 2026-01-02", "at: 2025-01-02"),
    ("at: 2026-01-05", "at: 2025-01-05"),
    ("at: 2025-12-29", "at: 2024-12-29"),
    ("at: 2026-01-26, speaker", "at: 2025-01-26, speaker"),
    ("checked: 2026-02-02", "checked: 2025-02-02"),
    ("as_of: 2026-01-31", "as_of: 2025-01-31"),
    ("reported: 2026-02-01", "reported: 2025-02-01"),
];

#[test]
fn a_date_of_another_year_than_its_neighbours_is_warned_of_with_the_likely_year() {
    for (right, slip) in SLIPS {
        let text = FILE.replacen(right, slip, 1);
        assert_ne!(text, FILE, "{right}");
        let meant = right.split([' ', ',', 'T']).nth(1).unwrap();
        let found: Vec<_> = problems(&text).into_iter().filter(|line| line.contains("[unlikely-year]")).collect();
        assert!(found.len() == 1 && found[0].contains(&format!("did you mean {meant}?")), "{slip}: {found:#?}");
    }
}

#[test]
fn a_report_of_next_year_names_the_likely_year_too() {
    let text = FILE.replace("at: 2026-01-15", "at: 2027-01-15");
    check_problem(&text, &["[future-date]", "did you mean 2026-01-15?"]);
}

#[test]
fn what_really_is_from_another_year_is_left_alone() {
    check_clean(FILE);
    for (one, other) in [
        // A long story, an old report that stands alone, a plan for years to come, a tally since long ago.
        ("at: 2025-12-29", "at: 2024-03-10"),
        ("at: 2026-01-25", "at: 2025-11-20"),
        ("at: 2026-01-25", "at: 2025-06-10"),
        ("due: 2026-02-20", "due: 2028-02-20"),
        ("due: 2026-02-20", "due: 2027-06-01"),
        ("opens: 2026-02-02", "opens: 2025-11-01"),
        ("from: 2025-10-10", "from: 1967-06-05"),
        ("from: 2025-10-10", "from: 2023-10-07"),
    ] {
        check_clean(&FILE.replacen(one, other, 1));
    }
    let yearly = ["2022-02-10", "2023-02-01", "2024-01-25", "2025-02-05", "2026-01-30"];
    let report = |at: &str| format!("{{ at: {at}, status: agreed, claim: attributed, source: ap }}");
    let reports: Vec<_> = yearly.into_iter().map(report).collect();
    check_clean(&FILE.replace(&report("2026-01-12"), &reports.join(", ")).replace("2026-01-15", "2026-02-02"));
    check_clean(
        "title: T\nspillover: { log: [ { at: 2019-01-01, severity: minor, claim: verified, source: ap, text: x } ] }\nsources: { ap: { name: AP } }\n",
    );
}
