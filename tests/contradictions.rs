//! Sources that differ: what is read, by which rule, and what stays open. All data here is made up.

use chrono::{DateTime, Utc};
use trucewatch::board::Board;
use trucewatch::board::checklist::ItemReading;
use trucewatch::board::choice::Rule;
use trucewatch::board::contradiction::Contradiction;
use trucewatch::board::crossing::{Basis, CrossingReading, OnSchedule, Verdict};
use trucewatch::load::load;
use trucewatch::watchlist::scales::{CrossingStatus, Rung};

const NOW: &str = "2026-02-03T12:00:00Z";

/// The board of a text with graded sources: a (A), b (B), f (F), and `echo`, which relays b.
#[track_caller]
fn board(lines: &str) -> Board {
    let sources = "sources: { a: { name: A, reliability: A }, b: { name: B, reliability: B }, \
                   f: { name: F, reliability: F }, echo: { name: Echo, reliability: A, relays: b } }";
    let text = format!("title: t\n{sources}\n{lines}");
    let now: DateTime<Utc> = NOW.parse().expect("a moment");
    let loaded = load("test.yaml", text.as_bytes(), now);
    let problems = format!("{:#?}", loaded.problems);
    Board::read(loaded.watchlist.unwrap_or_else(|| panic!("it loads: {problems}")), now)
}

#[track_caller]
fn item(prefer: &str, reports: &[&str]) -> ItemReading {
    let reports = reports.iter().map(|report| format!("{{ {report} }}")).collect::<Vec<_>>().join(", ");
    let item = format!("{{ id: i, title: I, {prefer} reports: [{reports}] }}");
    board(&format!("checklists: [{{ id: c, name: C, items: [{item}] }}]")).checklists.remove(0).items.remove(0)
}

#[track_caller]
fn gate(lines: &str) -> CrossingReading {
    board(&format!("crossings: [{{ id: gate, name: Gate, opens: 2026-02-02, {lines} }}]")).crossings.remove(0)
}

#[track_caller]
fn check(prefer: &str, reports: &[&str], used: usize, rule: Rule, others: &[usize]) {
    let choice = item(prefer, reports).choice.expect("a choice");
    assert_eq!((choice.used, choice.rule, choice.others.as_slice()), (used, rule, others));
}

const HIGH_BY_A: &str = "at: 2026-02-01, status: full, claim: attributed, source: a";
const LOW_BY_B: &str = "at: 2026-02-01, status: dormant, claim: attributed, source: b";

#[test]
fn the_latest_report_is_used_before_any_grade_is_looked_at() {
    let later = "at: 2026-02-02, status: agreed, claim: attributed, source: f";
    check("", &[HIGH_BY_A, later], 1, Rule::Latest, &[]);
}

#[test]
fn of_one_time_the_more_reliable_source_reads_better_and_settles_nothing() {
    for (reports, used) in [([HIGH_BY_A, LOW_BY_B], 0), ([LOW_BY_B, HIGH_BY_A], 1)] {
        check("", &reports, used, Rule::Reliability, &[1 - used]);
        assert_eq!(item("", &reports).disputed, [Rung::Dormant]);
    }
}

#[test]
fn then_the_more_credible_piece_then_the_lower_line() {
    let by = |credibility: &str, rung: &str, source: &str| {
        format!("at: 2026-02-01, status: {rung}, claim: attributed, source: {source}, credibility: {credibility}")
    };
    check("", &[&by("2", "full", "b"), &by("3", "dormant", "b")], 0, Rule::Latest, &[]);
    let reports = [by("2", "full", "a"), by("3", "dormant", "echo")];
    check("", &[&reports[0], &reports[1]], 0, Rule::Credibility, &[1]);
    let reports = [by("3", "full", "a"), by("3", "dormant", "echo")];
    check("", &[&reports[0], &reports[1]], 1, Rule::FileOrder, &[0]);
}

#[test]
fn what_cannot_be_judged_is_never_better_than_a_grade() {
    let by_f = "at: 2026-02-01, status: agreed, claim: attributed, source: f, credibility: 1";
    check("", &[by_f, LOW_BY_B], 1, Rule::Reliability, &[0]);
}

#[test]
fn what_the_operator_prefers_goes_before_the_latest_and_keeps_the_others_in_sight() {
    let later = "at: 2026-02-02, status: agreed, claim: attributed, source: b";
    check("prefer: a,", &[HIGH_BY_A, later], 0, Rule::Preferred, &[1]);
    let reading = item("prefer: a,", &[HIGH_BY_A, later]);
    assert_eq!((reading.rung, reading.disputed.len()), (Some(Rung::Full), 0));
    check("prefer: f,", &[HIGH_BY_A, later], 1, Rule::Latest, &[]);
}

#[test]
fn a_time_within_a_day_has_no_order_against_that_day() {
    let exact = "at: 2026-02-01T15:00Z, status: full, claim: attributed, source: b";
    check("", &[exact, "at: 2026-02-01, status: dormant, claim: attributed, source: a"], 1, Rule::Reliability, &[0]);
}

#[test]
fn a_relay_and_its_origin_are_one_witness() {
    let by = |source: &str| format!("at: 2026-02-01, status: agreed, claim: attributed, source: {source}");
    let witnesses = |sources: &[&str]| {
        let reports: Vec<_> = sources.iter().map(|source| by(source)).collect();
        item("", &reports.iter().map(String::as_str).collect::<Vec<_>>()).witnesses
    };
    assert_eq!(witnesses(&["b", "echo"]), 1);
    assert_eq!(witnesses(&["a", "b", "echo"]), 2);
    assert_eq!(witnesses(&[]), 0);
}

#[test]
fn sources_that_relay_each_other_are_one_family() {
    let text = "title: t\nsources: { x: { name: X, relays: y }, y: { name: Y, relays: x }, z: { name: Z, relays: y } }\n\
                checklists: [{ id: c, name: C, items: [{ id: i, title: I, reports: [\
                { at: 2026-02-01, status: agreed, claim: attributed, source: x },\
                { at: 2026-02-01, status: agreed, claim: attributed, source: y },\
                { at: 2026-02-01, status: agreed, claim: attributed, source: z }] }] }]";
    let now = NOW.parse().expect("a moment");
    let watchlist = load("test.yaml", text.as_bytes(), now).watchlist.expect("it loads");
    assert_eq!(Board::read(watchlist, now).checklists[0].items[0].witnesses, 1);
}

#[test]
fn a_better_grade_does_not_make_a_disputed_day_open() {
    let days = "days: [{ date: 2026-02-02, status: open, source: a }, { date: 2026-02-02, status: closed, source: f }]";
    let reading = gate(days);
    let choice = reading.days[0].choice.clone().expect("a choice");
    assert_eq!((reading.days[0].verdict, choice.used, choice.rule), (Verdict::Disputed, 0, Rule::Reliability));
    let reading = gate(&format!("prefer: f, {days}"));
    assert!(reading.days[0].verdict.is_shut());
    assert_eq!(reading.on_schedule, OnSchedule::NotOpen { days: 1, missing: 0 });
}

#[test]
fn a_report_without_a_source_settles_nothing() {
    let lines = "reports: [{ at: 2026-02-02, status: open, claim: attributed }], \
                 days: [{ date: 2026-02-02, status: closed, source: b }]";
    let reading = gate(lines);
    assert!(matches!(reading.status.basis, Basis::DisputedDay { .. }));
    assert!(matches!(reading.on_schedule, OnSchedule::Disputed { .. }));
}

#[test]
fn days_may_differ_in_a_number_alone() {
    let reading = gate(
        "days: [{ date: 2026-02-02, status: open, exits: 20, source: a }, \
         { date: 2026-02-02, status: open, exits: 12, source: b }]",
    );
    assert_eq!(reading.days[0].choice.as_ref().map(|choice| choice.others.as_slice()), Some(&[1][..]));
    assert_eq!((reading.days[0].verdict, reading.days[0].witnesses), (Verdict::Open, 2));
}

#[test]
fn reports_of_one_day_that_differ_leave_the_crossing_unknown() {
    let reports = "reports: [{ at: 2026-02-02, status: open, claim: attributed, source: a }, \
                   { at: 2026-02-02, status: closed, claim: attributed, source: b }]";
    let reading = gate(reports);
    assert_eq!((reading.status.status, &reading.status.basis), (CrossingStatus::Unknown, &Basis::DisputedReports(0)));
    assert!(matches!(reading.on_schedule, OnSchedule::Disputed { .. }));
    let reading = gate(&format!("prefer: a, {reports}"));
    assert_eq!(reading.status.status, CrossingStatus::Open);
    assert!(matches!(reading.on_schedule, OnSchedule::OnTime { .. }));
    assert_eq!(gate(&format!("prefer: b, {reports}")).status.status, CrossingStatus::Closed);
}

#[test]
fn reports_of_one_minute_that_differ_are_no_change_in_the_course_of_the_day() {
    let at = |minute: &str, status: &str, source: &str| {
        format!("{{ at: 2026-02-02T{minute}Z, status: {status}, claim: attributed, source: {source} }}")
    };
    let day = |second: &str| {
        gate(&format!("reports: [{}, {}]", at("09:00", "open", "a"), at(second, "closed", "b"))).days[0].verdict
    };
    assert_eq!(day("09:00"), Verdict::Disputed);
    assert_eq!(day("10:00"), Verdict::Limited);
}

#[test]
fn what_the_operator_prefers_goes_before_what_others_recorded_of_the_day() {
    let closed = "reports: [{ at: 2026-02-02, status: closed, claim: verified, source: f }]";
    let open = "days: [{ date: 2026-02-02, status: open, exits: 20, claim: verified, source: a }]";
    let reading = gate(&format!("prefer: f, {closed}, {open}"));
    assert_eq!(reading.status.status, CrossingStatus::Closed);
    assert!(reading.days[0].verdict.is_shut() && reading.days[0].exits.is_none());
}

#[test]
fn what_the_operator_prefers_does_not_speak_for_a_later_day() {
    let reading = gate(
        "prefer: a, reports: [{ at: 2026-02-02, status: open, claim: verified, source: a }, \
         { at: 2026-02-03, status: closed, claim: verified, source: f }]",
    );
    assert_eq!(reading.status.status, CrossingStatus::Closed);
    assert!(reading.choice.expect("a choice").others.is_empty());
}

#[test]
fn a_promise_of_the_preferred_source_is_no_word_against_a_record() {
    let promise = "{ date: 2026-02-02, status: open, claim: promise, source: a }";
    let record = "{ date: 2026-02-02, status: closed, cause: security, claim: attributed, source: f }";
    let reading = gate(&format!("prefer: a, days: [{promise}, {record}]"));
    assert!(reading.days[0].verdict.is_shut());
    assert_eq!(reading.status.status, CrossingStatus::Closed);
}

#[test]
fn parties_and_risks_on_which_sources_differ_stand_with_the_other_contradictions() {
    let party = "crossings: [{ id: gate, name: Gate, parties: [{ actor: egypt, reports: [\
                 { at: 2026-02-02, status: in-place, claim: verified, source: a }, \
                 { at: 2026-02-02, status: absent, claim: verified, source: f }] }] }]";
    let risk = "spillover: { risks: [{ id: r, title: R, assessments: [\
                { at: 2026-02-02, likelihood: unlikely, impact: minor, source: a }, \
                { at: 2026-02-02, likelihood: almost-certain, impact: extreme, source: f }] }] }";
    let found = board(&format!("actors: {{ egypt: {{ name: Egypt }} }}\n{party}\n{risk}")).contradictions;
    assert_eq!(found, [Contradiction::Party(0, 0), Contradiction::Risk(0)]);
}

#[test]
fn a_preferred_report_has_an_age_of_its_own() {
    let old = "at: 2026-01-01, status: full, claim: verified, source: a";
    let new = "at: 2026-02-03, status: minimal, claim: verified, source: f";
    assert!(item("prefer: a,", &[old, new]).freshness.is_stale());
    assert!(!item("prefer: f,", &[old, new]).freshness.is_stale());
}

#[test]
fn a_report_against_the_record_of_its_day_leaves_the_crossing_unknown() {
    let lines = "reports: [{ at: 2026-02-02, status: open, claim: attributed, source: a }], \
                 days: [{ date: 2026-02-02, status: closed, source: b }]";
    let reading = gate(lines);
    assert!(matches!(reading.status.basis, Basis::DisputedDay { .. }));
    assert!(matches!(reading.on_schedule, OnSchedule::Disputed { .. }));
}
