//! What wears thin, and what only seems to. All data here is made up.

use crate::support::board_at;
use trucewatch::board::drift::{Drift, DriftKind, Fall};
use trucewatch::watchlist::Measure;
use trucewatch::watchlist::scales::Rung;

#[track_caller]
fn drift(lines: &str, now: &str) -> Vec<Drift> {
    let text = format!("title: t\nsources: {{ x: {{ name: X }} }}\n{lines}\n");
    let board = board_at(&text, now);
    for drift in &board.drift {
        assert!(!drift.reports.is_empty(), "it points to its reports");
        assert!(drift.since.has_come(now.parse().expect("a moment")), "it has begun");
    }
    board.drift
}

#[track_caller]
fn one(lines: &str, now: &str) -> DriftKind {
    let found = drift(lines, now);
    let [only] = &found[..] else { panic!("one drift: {found:#?}") };
    only.kind
}

fn item(keys: &str, reports: &[&str]) -> String {
    let lines: Vec<_> = reports.iter().map(|report| format!("{{ at: 2026-{report}, source: x }}")).collect();
    format!(
        "checklists: [{{ id: c, name: C, items: [{{ id: i, title: I, stale_after: 90d, {keys} reports: [{}] }}] }}]",
        lines.join(", ")
    )
}

fn gate(days: impl Iterator<Item = (u32, String)>) -> String {
    let lines: Vec<_> = days.map(|(day, words)| format!("{{ date: 2026-01-{day:02}, {words}, source: x }}")).collect();
    format!("crossings: [{{ id: gate, name: Gate, days: [{}] }}]", lines.join(", "))
}

#[test]
fn a_date_that_reports_move_has_slipped_from_the_first_to_the_last() {
    let lines = item(
        "due: 2026-03-01,",
        &[
            "01-05, status: agreed, claim: promise, due: 2026-03-10",
            "01-09, status: agreed, claim: promise, due: 2026-04-01",
        ],
    );
    let DriftKind::Slipped { from, to, times } = one(&lines, "2026-01-10T12:00:00Z") else { panic!("it slipped") };
    assert_eq!(
        (from.start.to_rfc3339(), to.start.to_rfc3339(), times),
        ("2026-03-01T00:00:00+00:00".into(), "2026-04-01T00:00:00+00:00".into(), 2)
    );
    let DriftKind::Slipped { times, .. } = one(&lines, "2026-01-06T12:00:00Z") else { panic!("it slipped") };
    assert_eq!(times, 1);
}

#[test]
fn a_date_that_came_nearer_or_back_has_not_slipped() {
    let nearer = item("due: 2026-03-01,", &["01-05, status: agreed, claim: promise, due: 2026-02-20"]);
    assert_eq!(drift(&nearer, "2026-01-10T12:00:00Z"), []);
    let back = item(
        "due: 2026-03-01,",
        &[
            "01-05, status: agreed, claim: promise, due: 2026-03-10",
            "01-09, status: agreed, claim: promise, due: 2026-03-01",
        ],
    );
    assert_eq!(drift(&back, "2026-01-10T12:00:00Z"), []);
}

#[test]
fn an_opening_that_reports_move_has_slipped_too() {
    let lines = "crossings: [{ id: gate, name: Gate, opens: 2026-02-02, reports: [\
                 { at: 2026-01-30, status: scheduled, claim: promise, opens: 2026-02-09, source: x }] }]";
    assert!(matches!(one(lines, "2026-02-01T12:00:00Z"), DriftKind::Slipped { times: 1, .. }));
}

#[test]
fn what_is_unsupported_moves_no_date() {
    let moved = "01-05, status: agreed, claim: promise, due: 2026-03-10";
    let doubted = item("due: 2026-03-01,", &[&format!("{moved}, credibility: 5")]);
    assert_eq!(drift(&doubted, "2026-01-10T12:00:00Z"), []);
    assert!(matches!(
        one(&item("due: 2026-03-01,", &[moved]), "2026-01-10T12:00:00Z"),
        DriftKind::Slipped { times: 1, .. }
    ));
}

#[test]
fn a_date_slips_from_when_it_was_promised_and_not_from_what_was_said_before() {
    let gate = |said: &str| {
        format!(
            "crossings: [{{ id: gate, name: Gate, opens: {{ date: 2026-02-09, said: {said} }}, reports: [\
             {{ at: 2026-01-05, status: scheduled, claim: promise, opens: 2026-02-12, source: x }}] }}]"
        )
    };
    assert!(matches!(one(&gate("2026-01-02"), "2026-01-10T12:00:00Z"), DriftKind::Slipped { times: 1, .. }));
    assert_eq!(drift(&gate("2026-01-08"), "2026-01-10T12:00:00Z"), []);
    assert_eq!(drift(&gate("2026-01-12"), "2026-01-10T12:00:00Z"), [], "it is not yet promised");
}

#[test]
fn a_date_that_only_a_report_names_is_unkept_by_that_report() {
    let lines = item("", &["01-05, status: announced, claim: attributed, due: 2026-01-09"]);
    assert!(matches!(one(&lines, "2026-01-10T00:00:00Z"), DriftKind::Unkept { .. }));
    let gate = "crossings: [{ id: gate, name: Gate, reports: [\
                { at: 2026-01-05, status: scheduled, opens: 2026-01-09, source: x }] }]";
    assert!(matches!(one(gate, "2026-01-10T00:00:00Z"), DriftKind::Unkept { .. }));
}

#[test]
fn a_promise_breaks_no_silence() {
    let lines = |promise: &str| {
        format!(
            "checklists: [{{ id: c, name: C, items: [{{ id: i, title: I, stale_after: 2d, reports: [\
             {{ at: 2026-01-05T00:00Z, status: agreed, claim: attributed, source: x }}{promise}] }}] }}]"
        )
    };
    let promise = ", { at: 2026-01-08T00:00Z, status: full, claim: promise, source: x }";
    assert_eq!(one(&lines(promise), "2026-01-09T00:00:01Z"), DriftKind::Quiet);
    assert_eq!(drift(&lines(&promise.replace("promise", "attributed")), "2026-01-09T00:00:01Z"), []);
}

#[test]
fn a_promise_past_its_date_is_unkept_until_a_deed_is_reported() {
    let lines = item("due: 2026-01-10,", &["01-05, status: full, claim: promise"]);
    assert_eq!(drift(&lines, "2026-01-10T23:59:59Z"), []);
    assert!(matches!(one(&lines, "2026-01-11T00:00:00Z"), DriftKind::Unkept { .. }));
    let begun = item("due: 2026-01-10,", &["01-09, status: minimal, claim: attributed"]);
    assert_eq!(drift(&begun, "2026-01-11T00:00:00Z"), []);
    let gate = "crossings: [{ id: gate, name: Gate, opens: 2026-02-02 }]";
    assert!(matches!(one(gate, "2026-02-03T00:00:00Z"), DriftKind::Unkept { .. }));
}

#[test]
fn a_deed_undone_is_a_regression_and_a_promise_undoes_nothing() {
    let deed = "01-05, status: intermediate, claim: verified";
    let fallen = item("", &[deed, "01-07, status: announced, claim: attributed"]);
    let kind = one(&fallen, "2026-01-10T12:00:00Z");
    assert_eq!(kind, DriftKind::Regressed { from: Rung::Intermediate, to: Some(Rung::Announced) });
    let words = item("", &[deed, "01-07, status: announced, claim: promise"]);
    assert_eq!(drift(&words, "2026-01-10T12:00:00Z"), []);
}

#[test]
fn two_days_called_technical_are_a_habit_and_one_is_not() {
    let closed = |cause: &str| format!("status: closed, cause: {cause}");
    let days = |causes: [&str; 3]| gate((5..).zip(causes.map(closed)));
    let now = "2026-01-09T12:00:00Z";
    assert_eq!(one(&days(["technical", "security", "technical"]), now), DriftKind::CalledTechnical { days: 2 });
    assert_eq!(drift(&days(["technical", "security", "scheduled"]), now), []);
    let unsupported =
        days(["technical", "security", "technical"]).replacen("technical", "technical, credibility: 5", 1);
    assert_eq!(drift(&unsupported, now), []);
}

#[track_caller]
fn fall(lines: &str) -> Option<Fall> {
    drift(lines, "2026-01-15T12:00:00Z").into_iter().find_map(|drift| match drift.kind {
        DriftKind::Falling(fall) => Some(fall),
        DriftKind::Slipped { .. }
        | DriftKind::CalledTechnical { .. }
        | DriftKind::Overran { .. }
        | DriftKind::Unannounced { .. }
        | DriftKind::Regressed { .. }
        | DriftKind::Quiet
        | DriftKind::Unkept { .. } => None,
    })
}

fn counts(count: impl Fn(u32) -> Option<u32>) -> String {
    gate((1..=14).filter_map(|day| Some((day, format!("status: open, exits: {}", count(day)?)))))
}

#[test]
fn a_weekly_mean_that_falls_is_told_with_the_days_that_are_missing() {
    let lines = counts(|day| (day != 3 && day < 13).then_some(if day <= 7 { 40 } else { 20 }));
    let fall = fall(&lines).expect("it falls");
    assert_eq!(fall, Fall { measure: Measure::EXITS, mean: 20.0, before: 40.0, missing: (2, 1) });
}

#[test]
fn a_mean_that_hardly_falls_or_rests_on_too_few_days_is_not_told() {
    assert_eq!(fall(&counts(|day| Some(if day <= 7 { 40 } else { 37 }))), None);
    assert_eq!(fall(&counts(|day| (day <= 9).then_some(if day <= 7 { 40 } else { 1 }))), None);
}

#[test]
fn closed_days_count_as_nobody_and_days_not_observed_do_not_count() {
    let week = (1..=7).map(|day| (day, "status: open, exits: 40".to_owned()));
    let closed_for = |cause: &str| {
        gate(week.clone().chain((8..=14).map(move |day| (day, format!("status: closed, cause: {cause}")))))
    };
    let closed = closed_for("dispute");
    assert_eq!(fall(&closed).map(|fall| fall.mean), Some(0.0));
    assert_eq!(fall(&closed_for("scheduled")), None, "a day of rest is no fall");
    let gap = "\nmonitoring: [{ observer: x, unobserved: [gate], from: 2026-01-08, source: x }]";
    assert_eq!(fall(&format!("{closed}{gap}")), None);
}

#[test]
fn a_fall_must_hold_whichever_source_is_right() {
    let lines = (1..=14).flat_map(|day| {
        let exits = if day <= 7 { 40 } else { 20 };
        [(day, format!("status: open, exits: {exits}")), (day, "status: open, exits: 41".to_owned())]
    });
    assert_eq!(fall(&gate(lines)), None);
}

#[test]
fn an_item_is_quiet_after_twice_its_time_and_a_look_is_no_report() {
    let lines = |checked: &str| {
        format!(
            "checklists: [{{ id: c, name: C, items: [{{ id: i, title: I, stale_after: 2d, {checked} \
             reports: [{{ at: 2026-01-05T00:00Z, status: agreed, claim: attributed, source: x }}] }}] }}]"
        )
    };
    assert_eq!(drift(&lines(""), "2026-01-09T00:00:00Z"), []);
    assert_eq!(one(&lines(""), "2026-01-09T00:00:01Z"), DriftKind::Quiet);
    assert_eq!(one(&lines("checked: 2026-01-08,"), "2026-01-09T00:00:01Z"), DriftKind::Quiet);
}
