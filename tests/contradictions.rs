//! Sources that differ, and sources that only repeat each other: what is listed and counted beside the reading. All data
//! here is made up.

use crate::support::board_at;
use trucewatch::board::Board;
use trucewatch::board::checklist::ItemReading;
use trucewatch::board::contradiction::Contradiction;
use trucewatch::board::crossing::{CrossingReading, Difference, OnSchedule, Verdict};
use trucewatch::board::evidence::EntryIndex;
use trucewatch::load::load;
use trucewatch::watchlist::Measure;
use trucewatch::watchlist::scales::CrossingStatus;

const NOW: &str = "2026-02-03T12:00:00Z";

/// The board of a text with graded sources: a (A), b (B), f (F), and `echo`, which relays b.
#[track_caller]
fn board(lines: &str) -> Board {
    let sources = "sources: { a: { name: A, reliability: A }, b: { name: B, reliability: B }, \
                   f: { name: F, reliability: F }, echo: { name: Echo, reliability: A, relays: b } }";
    let text = format!("title: t\n{sources}\n{lines}");
    board_at(&text, NOW)
}

#[track_caller]
fn item(reports: &[String]) -> ItemReading {
    let reports = reports.iter().map(|report| format!("{{ {report} }}")).collect::<Vec<_>>().join(", ");
    let item = format!("{{ id: i, title: I, reports: [{reports}] }}");
    board(&format!("checklists: [{{ id: c, name: C, items: [{item}] }}]")).checklists.remove(0).items.remove(0)
}

#[track_caller]
fn gate(lines: &str) -> CrossingReading {
    board(&format!("crossings: [{{ id: gate, name: Gate, opens: 2026-02-02, {lines} }}]")).crossings.remove(0)
}

#[test]
fn a_relay_and_its_origin_are_one_voice() {
    let by = |source: &str| format!("at: 2026-02-01, status: agreed, claim: attributed, source: {source}");
    let origins = |sources: &[&str]| {
        let reports: Vec<_> = sources.iter().map(|source| by(source)).collect();
        item(&reports).evidence.origins
    };
    assert_eq!(origins(&["b", "echo"]), 1);
    assert_eq!(origins(&["a", "b", "echo"]), 2);
    assert_eq!(origins(&[]), 0);
}

#[test]
fn sources_that_relay_each_other_are_one_voice() {
    let text = "title: t\nsources: { x: { name: X, relays: y }, y: { name: Y, relays: x }, z: { name: Z, relays: y } }\n\
                checklists: [{ id: c, name: C, items: [{ id: i, title: I, reports: [\
                { at: 2026-02-01, status: agreed, claim: attributed, source: x },\
                { at: 2026-02-01, status: agreed, claim: attributed, source: y },\
                { at: 2026-02-01, status: agreed, claim: attributed, source: z }] }] }]";
    let now = NOW.parse().expect("a moment");
    let watchlist = load("test.yaml", text.as_bytes(), now).watchlist.expect("it loads");
    assert_eq!(Board::read(watchlist, now).checklists[0].items[0].evidence.origins, 1);
}

#[test]
fn a_better_grade_does_not_make_a_disputed_day_open_and_the_operator_can_settle_it() {
    let days = "days: [{ date: 2026-02-02, status: open, source: a, credibility: 1 }, \
                { date: 2026-02-02, status: closed, source: f }]";
    let reading = gate(days);
    assert_eq!(
        (reading.days.recorded()[0].verdict, reading.days.recorded()[0].differences.as_slice()),
        (Verdict::Disputed, &[Difference::Status][..])
    );
    assert!(matches!(reading.on_schedule, OnSchedule::Disputed { .. }));
    let reading = gate(&format!("prefer: f, {days}"));
    assert!(reading.days.recorded()[0].verdict.is_shut());
    assert_eq!(reading.on_schedule, OnSchedule::NotOpen { days: 1, missing: 0 });
    assert_eq!(reading.days.recorded()[0].differences, [Difference::Status], "the other stays in sight");
}

#[test]
fn days_may_differ_in_a_number_alone() {
    let reading = gate(
        "days: [{ date: 2026-02-02, status: open, exits: 20, source: a }, \
         { date: 2026-02-02, status: open, exits: 12, source: b }]",
    );
    let day = &reading.days.recorded()[0];
    assert_eq!(day.differences, [Difference::Number(Measure::EXITS)]);
    assert_eq!((day.verdict, day.evidence.origins), (Verdict::Open, 2));
}

#[test]
fn reports_of_one_day_that_differ_leave_the_opening_in_dispute_until_the_operator_settles_it() {
    let reports = "reports: [{ at: 2026-02-02, status: open, claim: attributed, source: a }, \
                   { at: 2026-02-02, status: closed, claim: attributed, source: b }]";
    let reading = gate(reports);
    assert_eq!((reading.status.status, reading.status.is_disputed()), (CrossingStatus::Unknown, true));
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
        gate(&format!("reports: [{}, {}]", at("09:00", "open", "a"), at(second, "closed", "b"))).days.recorded()[0]
            .verdict
    };
    assert_eq!(day("09:00"), Verdict::Disputed);
    assert_eq!(day("10:00"), Verdict::Limited);
}

#[test]
fn a_report_of_the_preferred_source_settles_the_record_of_its_day() {
    let closed = "reports: [{ at: 2026-02-02, status: closed, claim: verified, source: f }]";
    let open = "days: [{ date: 2026-02-02, status: open, exits: 20, claim: verified, source: a }]";
    let reading = gate(&format!("prefer: f, {closed}, {open}"));
    assert_eq!(reading.status.status, CrossingStatus::Closed);
    assert!(reading.days.recorded()[0].verdict.is_shut());
}

#[test]
fn a_promise_of_the_preferred_source_is_no_word_against_a_record() {
    let promise = "{ date: 2026-02-02, status: open, claim: promise, source: a }";
    let record = "{ date: 2026-02-02, status: closed, cause: security, claim: attributed, source: f }";
    let reading = gate(&format!("prefer: a, days: [{promise}, {record}]"));
    assert!(reading.days.recorded()[0].verdict.is_shut());
    assert_eq!(reading.status.status, CrossingStatus::Closed);
}

#[test]
fn a_source_that_says_two_things_of_one_time_differs_with_itself_and_both_are_listed() {
    let by_a = |rung: &str| format!("at: 2026-02-02, status: {rung}, claim: verified, source: a");
    let reading = item(&[by_a("full"), by_a("dormant")]).evidence;
    assert!(reading.is_disputed());
    assert_eq!((reading.used, reading.others.as_slice()), (Some(EntryIndex::Report(1)), &[EntryIndex::Report(0)][..]));
    let corrected = item(&[by_a("full").replace("02-02", "02-01"), by_a("dormant")]).evidence;
    assert_eq!((corrected.is_disputed(), corrected.others.as_slice()), (false, &[][..]));
    let own = "{ at: 2026-02-02, likelihood: unlikely, impact: minor }, { at: 2026-02-02, likelihood: likely, impact: extreme }";
    let risk = board(&format!("spillover: {{ risks: [{{ id: r, title: R, assessments: [{own}] }}] }}"));
    assert_eq!(risk.spillover.risks[0].evidence.others, [EntryIndex::Report(0)]);
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
