//! The board at its edges: moments, counts and dates. What the evidence adds up to is held in `tests/readings`. All data
//! here is made up.

use crate::support::board_at;
use std::sync::Arc;
use trucewatch::board::checklist::{DueState, ItemReading, RungMove};
use trucewatch::board::coupling::ThreatCause;
use trucewatch::board::crossing::{
    CrossingReading, OnSchedule, OpeningRecord, Range, StatusBasis, StaysOpenCheck, Verdict,
};
use trucewatch::board::freshness::Freshness;
use trucewatch::board::spillover::Level;
use trucewatch::watchlist::scales::{ClosureCause, CrossingStatus, Impact, Likelihood, Presence, Rung};

/// A crossing that is to open on 2 February 2026 in Gaza (two hours ahead of UTC), with more lines of its own.
#[track_caller]
fn crossing(lines: &str, now: &str) -> CrossingReading {
    let text = format!(
        "title: t\nzone: Asia/Gaza\nsources: {{ ap: {{ name: AP }}, un: {{ name: UN }} }}\nactors: {{ eu: {{ name: EU }} }}\n\
         crossings:\n  - id: gate\n    name: Gate\n    opens: 2026-02-02\n{lines}"
    );
    board_at(&text, now).crossings.remove(0)
}

/// An item with these reports.
#[track_caller]
fn item(lines: &str, now: &str) -> ItemReading {
    let text = format!(
        "title: t\nsources: {{ ap: {{ name: AP }} }}\nchecklists:\n  - id: c\n    name: C\n    items:\n      - id: a\n        title: A\n{lines}"
    );
    board_at(&text, now).checklists.remove(0).items.remove(0)
}

fn days(lines: &[&str]) -> String {
    lines.iter().fold("    days:\n".to_owned(), |text, line| text + "      - { " + line + " }\n")
}

/// Reports of one source.
fn reports(lines: &[&str]) -> String {
    lines.iter().fold("        reports:\n".to_owned(), |text, line| text + "          - { " + line + ", source: ap }\n")
}

#[track_caller]
fn record(reading: &CrossingReading) -> &OpeningRecord {
    match &reading.stays_open {
        StaysOpenCheck::Since(record) => record,
        StaysOpenCheck::NotOpened => panic!("it has opened"),
    }
}

// The promise and its moment.

#[test]
fn before_its_day_the_opening_is_scheduled_and_not_yet_due() {
    let reading = crossing("", "2026-02-01T21:59:59Z");
    assert_eq!(reading.status.status, CrossingStatus::Scheduled);
    assert!(matches!(reading.on_schedule, OnSchedule::NotYetDue { .. }));
}

#[test]
fn on_its_day_without_a_record_the_opening_is_still_due() {
    for now in ["2026-02-01T22:00:00Z", "2026-02-02T21:59:59Z"] {
        let reading = crossing("", now);
        assert_eq!(reading.status.status, CrossingStatus::Scheduled, "{now}");
        assert!(matches!(reading.on_schedule, OnSchedule::NotYetDue { .. }), "{now}");
    }
}

#[test]
fn once_its_day_is_over_without_a_record_the_crossing_is_unknown() {
    let reading = crossing("", "2026-02-02T22:00:00Z");
    assert_eq!(reading.status.status, CrossingStatus::Unknown);
    assert!(matches!(reading.status.basis, StatusBasis::PlanPassed(_)));
    assert!(matches!(reading.on_schedule, OnSchedule::Unknown { .. }));
}

#[test]
fn a_plan_to_the_minute_passes_at_that_very_minute() {
    let text = "title: t\ncrossings: [{ id: g, name: G, opens: 2026-02-02T07:00Z }]";
    let status = |now| board_at(text, now).crossings[0].status.status;
    assert_eq!(status("2026-02-02T06:59:59Z"), CrossingStatus::Scheduled);
    assert_eq!(status("2026-02-02T07:00:00Z"), CrossingStatus::Unknown);
}

#[test]
fn only_a_closure_speaks_for_the_time_after_the_plan() {
    let status = |word: &str, now: &str| {
        let report = format!("    reports: [{{ at: 2026-01-20, status: {word}, claim: verified, source: ap }}]\n");
        crossing(&report, now).status.status
    };
    assert_eq!(status("open", "2026-02-01T12:00:00Z"), CrossingStatus::Open);
    assert_eq!(status("open", "2026-02-03T12:00:00Z"), CrossingStatus::Unknown);
    assert_eq!(status("closed", "2026-02-03T12:00:00Z"), CrossingStatus::Closed);
}

#[test]
fn open_on_the_promised_day_is_on_time() {
    let reading = crossing(&days(&["date: 2026-02-02, status: open, source: ap"]), "2026-02-02T12:00:00Z");
    assert_eq!(reading.status.status, CrossingStatus::Open);
    assert!(matches!(reading.on_schedule, OnSchedule::OnTime { .. }));
}

#[test]
fn open_two_days_later_is_two_days_late() {
    let lines =
        days(&["date: 2026-02-02, status: closed, source: ap", "date: 2026-02-04, status: limited, source: ap"]);
    assert_eq!(crossing(&lines, "2026-02-03T12:00:00Z").on_schedule, OnSchedule::NotOpen { days: 1, missing: 0 });
    assert!(matches!(
        crossing(&lines, "2026-02-04T12:00:00Z").on_schedule,
        OnSchedule::Late { days: 2, missing: 1, .. }
    ));
}

#[test]
fn a_day_that_nobody_tells_of_is_not_counted_as_shut() {
    let shut = "date: 2026-02-02, status: closed, source: ap";
    let on_schedule = |lines: &[&str], now: &str| crossing(&days(lines), now).on_schedule;
    let later = "2026-02-10T12:00:00Z";
    assert_eq!(on_schedule(&[shut], later), OnSchedule::NotOpen { days: 8, missing: 7 });
    let (planned, opened) = ("2026-02-02".parse().unwrap(), "2026-02-06".parse().unwrap());
    let open = "date: 2026-02-06, status: open, source: ap";
    assert_eq!(on_schedule(&[shut, open], later), OnSchedule::Late { opened, days: 4, missing: 3 });
    assert_eq!(on_schedule(&[open], later), OnSchedule::Unrecorded { planned, opened: Some(opened) });
    let shut_later = "date: 2026-02-03, status: closed, source: ap";
    assert_eq!(on_schedule(&[shut_later, open], later), OnSchedule::Unrecorded { planned, opened: Some(opened) });
    assert_eq!(on_schedule(&[shut_later], later), OnSchedule::Unrecorded { planned, opened: None });
}

#[test]
fn a_promised_day_renews_nothing_and_is_no_data_by_itself() {
    let seen = "    reports: [{ at: 2026-02-02T10:00Z, status: open, claim: verified, source: ap }]\n";
    let promised = "    days: [{ date: 2026-02-09, status: open, claim: promise, source: ap }]\n";
    let freshness = |lines: &str| crossing(lines, "2026-02-10T12:00:00Z").freshness;
    assert!(freshness(&format!("{seen}{promised}")).is_stale());
    assert_eq!(freshness(promised), Freshness::NoData);
}

#[test]
fn a_record_of_the_promised_day_tells_of_its_hours() {
    let status = |lines: &str| {
        let head = "title: t\nsources: { ap: { name: AP } }\ncrossings:\n  - id: g\n    name: G\n";
        let text = format!("{head}    opens: 2026-02-02T07:00Z\n{lines}");
        board_at(&text, "2026-02-02T12:00:00Z").crossings[0].status.status
    };
    let day = |status: &str| format!("    days: [{{ date: 2026-02-02, status: {status}, source: ap }}]\n");
    assert_eq!(status(&day("open")), CrossingStatus::Open);
    assert_eq!(status(&day("closed")), CrossingStatus::Closed);
    let report = |at: &str, status: &str| {
        format!("    reports: [{{ at: {at}, status: {status}, claim: verified, source: ap }}]\n")
    };
    assert_eq!(status(&report("2026-02-02", "open")), CrossingStatus::Open);
    assert_eq!(status(&report("2026-02-02T06:30Z", "open")), CrossingStatus::Open);
    assert_eq!(status(&report("2026-02-01T06:30Z", "open")), CrossingStatus::Unknown);
}

#[test]
fn a_closure_as_scheduled_today_does_not_fail_the_promise_to_stay_open() {
    let shut = "date: 2026-02-03, status: closed, cause: scheduled, source: ap";
    let reading = crossing(&days(&["date: 2026-02-02, status: open, source: ap", shut]), "2026-02-03T12:00:00Z");
    assert!(matches!(reading.stays_open, StaysOpenCheck::Since(OpeningRecord { closed: 0, is_shut_now: false, .. })));
}

#[test]
fn a_report_dated_later_is_unseen() {
    let lines = days(&["date: 2026-02-02, status: open, source: ap", "date: 2026-02-03, status: closed, source: ap"]);
    assert_eq!(crossing(&lines, "2026-02-02T21:59:59Z").status.status, CrossingStatus::Open);
    assert_eq!(crossing(&lines, "2026-02-02T22:00:00Z").status.status, CrossingStatus::Closed);
}

#[test]
fn a_closure_in_the_course_of_the_last_day_is_told_beside_its_count() {
    let lines = days(&["date: 2026-02-02, status: open, source: ap"])
        + "    reports: [{ at: \"2026-02-02 15:00\", status: suspended, claim: attributed, source: un }]\n";
    let reading = crossing(&lines, "2026-02-02T14:00:00Z");
    let record = record(&reading);
    assert!(record.is_shut_now);
    assert_eq!((record.open, record.interrupted), (1, 1));
}

#[test]
fn a_day_that_only_a_report_tells_of_is_a_day_with_a_record() {
    let report = "    reports: [{ at: 2026-02-02T08:00Z, status: open, claim: verified, source: ap }]\n";
    let reading = crossing(report, "2026-02-04T12:00:00Z");
    let record = record(&reading);
    assert_eq!((record.open, record.days, record.missing), (1, 1, 0));
    let changed = "    reports: [{ at: 2026-02-02T08:00Z, status: open, claim: verified, source: ap }, \
                   { at: 2026-02-02T12:00Z, status: suspended, claim: verified, source: ap }]\n";
    let reading = crossing(changed, "2026-02-02T13:00:00Z");
    assert_eq!(
        (reading.days.recorded()[0].verdict, reading.status.status),
        (Verdict::Limited, CrossingStatus::Suspended)
    );
}

#[test]
fn a_crossing_that_opens_early_is_open_on_time() {
    let text = |opens: &str| {
        format!(
            "title: t\nsources: {{ s: {{ name: S }} }}\ncrossings: [{{ id: g, name: G, opens: {opens}, days: [\
             {{ date: 2026-02-02, status: open, source: s }}, {{ date: 2026-02-03, status: open, source: s }}] }}]"
        )
    };
    let reading = board_at(&text("2026-03-01"), "2026-02-03T12:00:00Z").crossings.remove(0);
    assert!(matches!(reading.on_schedule, OnSchedule::OnTime { .. }));
    assert_eq!(record(&reading).open, 2);
    let reading = board_at(&text("2026-03-01"), "2026-02-20T12:00:00Z").crossings.remove(0);
    assert!(matches!(reading.on_schedule, OnSchedule::NotYetDue { .. }), "an old record reaches up to no later day");
}

#[test]
fn years_of_records_are_read_to_their_end() {
    let first = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date");
    let lines: String =
        first.iter_days().take(700).map(|date| format!("{{ date: {date}, status: open, source: s }}, ")).collect();
    let text = format!(
        "title: t\nsources: {{ s: {{ name: S }} }}\ncrossings: [{{ id: g, name: G, opens: 2025-01-01, days: [{lines}] }}]"
    );
    let reading = board_at(&text, "2026-12-01T12:00:00Z").crossings.remove(0);
    assert!(matches!(reading.on_schedule, OnSchedule::OnTime { .. }));
    assert_eq!((record(&reading).open, record(&reading).missing), (700, 0));
}

// Several sources.

#[test]
fn a_disputed_first_day_does_not_hide_the_days_after_it() {
    let lines = days(&[
        "date: 2026-02-02, status: open, source: ap",
        "date: 2026-02-02, status: closed, source: un",
        "date: 2026-02-03, status: open, source: ap",
        "date: 2026-02-04, status: open, source: un",
    ]);
    let reading = crossing(&lines, "2026-02-04T20:00:00Z");
    assert!(matches!(reading.on_schedule, OnSchedule::Disputed { opened: Some(_), .. }));
    assert_eq!((record(&reading).open, record(&reading).days), (2, 2));
}

#[test]
fn a_closure_on_whose_cause_sources_differ_counts_for_none_and_is_named_by_the_graver() {
    let lines = days(&[
        "date: 2026-02-02, status: open, source: ap",
        "date: 2026-02-03, status: closed, cause: technical, source: ap",
        "date: 2026-02-03, status: closed, cause: dispute, source: un",
        "date: 2026-02-04, status: closed, cause: technical, source: ap",
    ]);
    let reading = crossing(&lines, "2026-02-04T20:00:00Z");
    assert_eq!(reading.days.recorded()[1].verdict, Verdict::Closed(ClosureCause::Dispute));
    let record = record(&reading);
    assert_eq!((record.causes.as_slice(), record.cause_disputed), (&[(ClosureCause::Technical, 1)][..], 1));
}

#[test]
fn two_numbers_for_a_day_stand_as_a_range() {
    let lines = days(&[
        "date: 2026-02-02, status: open, exits: 20, source: ap",
        "date: 2026-02-02, status: open, exits: 12, source: un",
    ]);
    let reading = crossing(&lines, "2026-02-02T12:00:00Z");
    assert_eq!(reading.days.recorded()[0].exits, Some(Range { low: 12, high: 20 }));
    assert_eq!(reading.days.recorded()[0].verdict, Verdict::Open);
}

// Staying open.

#[test]
fn a_scheduled_closure_neither_breaks_nor_lengthens_the_streak() {
    let lines = days(&[
        "date: 2026-02-02, status: open, source: ap",
        "date: 2026-02-03, status: closed, cause: scheduled, source: ap",
        "date: 2026-02-04, status: open, source: ap",
    ]);
    let reading = crossing(&lines, "2026-02-04T20:00:00Z");
    let record = record(&reading);
    assert_eq!((record.open, record.days, record.scheduled, record.closed, record.streak), (2, 3, 1, 0, 2));
}

#[test]
fn open_on_monday_closed_by_friday_is_counted_by_cause() {
    let lines = days(&[
        "date: 2026-02-02, status: open, source: ap",
        "date: 2026-02-03, status: open, source: ap",
        "date: 2026-02-05, status: closed, cause: technical, source: ap",
        "date: 2026-02-06, status: closed, source: ap",
    ]);
    let reading = crossing(&lines, "2026-02-06T20:00:00Z");
    let record = record(&reading);
    assert_eq!((record.open, record.days, record.missing, record.closed), (2, 5, 1, 2));
    assert_eq!((record.longest_closure, record.streak), (2, 0));
    assert_eq!(record.causes, [(ClosureCause::Technical, 1), (ClosureCause::Unstated, 1)]);
}

#[test]
fn counts_end_with_the_last_recorded_day() {
    let open = ["date: 2026-02-02, status: open, source: ap", "date: 2026-02-05, status: open, source: ap"];
    let counts = |lines: &[&str], now: &str| {
        let reading = crossing(&days(lines), now);
        let record = record(&reading);
        (record.last.to_string(), record.days, record.missing, record.is_up_to_date)
    };
    assert_eq!(counts(&open[..1], "2026-02-02T21:59:59Z"), ("2026-02-02".into(), 1, 0, true));
    assert_eq!(counts(&open[..1], "2026-02-02T22:00:00Z"), ("2026-02-02".into(), 1, 0, false));
    assert_eq!(counts(&open[..1], "2026-02-09T12:00:00Z"), ("2026-02-02".into(), 1, 0, false));
    assert_eq!(counts(&open, "2026-02-09T12:00:00Z"), ("2026-02-05".into(), 4, 2, false));
}

#[test]
fn days_are_gazas_own_also_when_its_clocks_change() {
    // Gaza goes from two to three hours ahead of UTC in the night to 28 March 2026.
    let text = "title: t\nzone: Asia/Gaza\ncrossings: [{ id: g, name: G, opens: 2026-03-27, \
                days: [{ date: 2026-03-27, status: open, source: s }, { date: 2026-03-28, status: open, source: s }] }]\n\
                sources: { s: { name: S } }";
    let days = |now| board_at(text, now).crossings[0].days.iter().count();
    assert_eq!(days("2026-03-27T21:59:59Z"), 1);
    assert_eq!(days("2026-03-27T22:00:00Z"), 2);
    assert_eq!(days("2026-03-28T20:59:59Z"), 2);
    assert_eq!(days("2026-03-28T21:00:00Z"), 3);
}

#[test]
fn parties_count_as_in_place_only_by_more_than_a_promise() {
    let party = |claim: &str| {
        format!(
            "    parties: [{{ actor: eu, reports: [{{ at: 2026-02-01, status: in-place, claim: {claim}, source: ap }}] }}]\n"
        )
    };
    let reading = |claim| crossing(&party(claim), "2026-02-02T12:00:00Z");
    assert_eq!(reading("attributed").parties_in_place(), 1);
    assert_eq!(reading("promise").parties_in_place(), 0);
    assert_eq!(reading("promise").parties[0].presence, Some(Presence::Announced));
}

// Freshness.

#[test]
fn data_grow_old_and_a_look_renews_them() {
    let lines = days(&["date: 2026-02-02, status: open, source: ap"]);
    let freshness = |lines: &str, now| crossing(lines, now).freshness;
    assert!(matches!(freshness(&lines, "2026-02-03T21:59:00Z"), Freshness::Fresh { .. }));
    assert!(matches!(freshness(&lines, "2026-02-03T22:00:00Z"), Freshness::Stale { .. }));
    let looked = lines.clone() + "    checked: 2026-02-03T12:00Z\n";
    assert!(matches!(freshness(&looked, "2026-02-03T22:00:00Z"), Freshness::Fresh { .. }));
    assert_eq!(freshness("    checked: 2026-02-03T12:00Z\n", "2026-02-03T22:00:00Z"), Freshness::NoData);
}

#[test]
fn a_look_dated_later_renews_nothing() {
    let lines = days(&["date: 2026-02-02, status: open, source: ap"]) + "    checked: 2026-02-09T12:00Z\n";
    assert!(crossing(&lines, "2026-02-05T12:00:00Z").freshness.is_stale());
}

// The checklist.

#[track_caller]
fn check_progress(lines: &[&str], verified: f64, claimed: f64) {
    let progress = item(&reports(lines), "2026-03-01T00:00:00Z").progress;
    assert!((progress.verified - verified).abs() < 1e-9, "verified {}", progress.verified);
    assert!((progress.claimed - claimed).abs() < 1e-9, "claimed {}", progress.claimed);
}

#[test]
fn only_deeds_fill_the_bar_and_promises_never_do() {
    check_progress(&["at: 2026-02-01, status: agreed, claim: verified"], 0.0, 0.0);
    check_progress(&["at: 2026-02-01, status: full, claim: promise"], 0.0, 0.0);
    check_progress(&["at: 2026-02-01, status: full"], 0.0, 0.0);
    check_progress(&["at: 2026-02-01, status: intermediate, claim: attributed"], 0.0, 2.0 / 3.0);
    check_progress(&["at: 2026-02-01, status: full, claim: verified"], 1.0, 0.0);
}

#[test]
fn words_neither_undo_nor_add_to_a_verified_deed() {
    let verified = "at: 2026-02-01, status: minimal, claim: verified";
    check_progress(&[verified, "at: 2026-02-02, status: full, claim: promise"], 1.0 / 3.0, 0.0);
    check_progress(&[verified, "at: 2026-02-02, status: dormant, claim: promise"], 1.0 / 3.0, 0.0);
    check_progress(&[verified, "at: 2026-02-02, status: full, claim: attributed"], 1.0 / 3.0, 2.0 / 3.0);
}

#[test]
fn a_relapse_by_its_own_word_lowers_what_was_verified() {
    let verified = "at: 2026-02-01, status: full, claim: verified";
    check_progress(&[verified, "at: 2026-02-02, status: minimal, claim: attributed"], 1.0 / 3.0, 0.0);
    check_progress(&[verified, "at: 2026-02-02, status: dormant, claim: attributed"], 0.0, 0.0);
}

#[test]
fn a_regression_stays_visible() {
    let lines = [
        "at: 2026-02-01, status: intermediate, claim: verified",
        "at: 2026-02-05, status: announced, claim: attributed",
        "at: 2026-02-06, status: full, claim: promise",
    ];
    let reading = item(&reports(&lines), "2026-03-01T00:00:00Z");
    assert_eq!(reading.fallen_from.map(|(rung, _)| rung), Some(Rung::Intermediate));
    assert_eq!(item(&reports(&lines[..2]), "2026-03-01T00:00:00Z").direction, RungMove::Down);
    // A promise is no way up.
    assert_eq!(reading.direction, RungMove::Down);
}

#[test]
fn to_promise_more_than_was_done_takes_nothing_back() {
    let deed = "at: 2026-02-01, status: intermediate, claim: verified";
    let direction =
        |word: &str| item(&reports(&[deed, &format!("at: 2026-02-02, {word}")]), "2026-03-01T00:00:00Z").direction;
    assert_eq!(direction("status: full, claim: promise"), RungMove::Level);
    assert_eq!(direction("status: dormant, claim: promise"), RungMove::Level);
    assert_eq!(direction("status: minimal, claim: attributed"), RungMove::Down);
}

#[test]
fn an_item_without_reports_is_unknown_not_dormant() {
    let reading = item("", "2026-03-01T00:00:00Z");
    assert_eq!((reading.rung, reading.freshness), (None, Freshness::NoData));
}

#[test]
fn an_item_is_overdue_when_its_day_is_over_and_until_it_is_fully_done() {
    let due = "        due: 2026-02-10\n";
    assert!(matches!(item(due, "2026-02-10T23:59:59Z").due, DueState::Ahead(_)));
    assert!(matches!(item(due, "2026-02-11T00:00:00Z").due, DueState::Overdue(_)));
    let promised = due.to_owned() + &reports(&["at: 2026-02-09, status: full, claim: promise"]);
    assert!(matches!(item(&promised, "2026-02-11T00:00:00Z").due, DueState::Overdue(_)));
    let done = due.to_owned() + &reports(&["at: 2026-02-09, status: full, claim: verified"]);
    assert_eq!(item(&done, "2026-02-11T00:00:00Z").due, DueState::Met);
}

#[test]
fn only_a_fair_word_that_is_no_promise_moves_a_due_date() {
    let due = |report: &str| {
        let head = "        due: 2026-02-10\n        reports:\n";
        item(&format!("{head}          - {{ at: 2026-02-09, {report}, due: 2026-03-01 }}\n"), "2026-02-12T00:00:00Z")
    };
    assert!(matches!(due("status: agreed, claim: attributed, source: ap").due, DueState::Ahead(_)));
    for report in [
        "status: agreed, claim: promise, source: ap",
        "status: minimal, source: ap",
        "status: agreed, claim: attributed",
        "status: agreed, claim: attributed, source: ap, credibility: 4",
    ] {
        let reading = due(report);
        assert!(matches!(reading.due, DueState::Overdue(_)), "{report}");
        assert!(reading.now_promised.is_some(), "{report}");
    }
    assert_eq!(due("status: agreed, claim: attributed, source: ap, credibility: 5").now_promised, None);
}

#[test]
fn an_item_is_blocked_until_what_it_needs_is_more_than_words() {
    let text = |report: &str| {
        format!(
            "title: t\nsources: {{ ap: {{ name: AP }} }}\nchecklists: [{{ id: c, name: C, items: [\
             {{ id: a, title: A, needs: [b] }}, \
             {{ id: b, title: B, reports: [{{ at: 2026-02-01, {report}, source: ap }}] }}] }}]"
        )
    };
    let blocked =
        |report: &str| board_at(&text(report), "2026-02-02T00:00:00Z").checklists[0].items[0].blocked_by.clone();
    let promised = "title: t\nsources: { ap: { name: AP } }\nchecklists: [{ id: c, name: C, items: [\
                    { id: a, title: A, needs: [b], reports: [{ at: 2026-02-01, status: full, claim: promise, source: ap }] }, \
                    { id: b, title: B }] }]";
    assert_eq!(board_at(promised, "2026-02-02T00:00:00Z").checklists[0].items[0].blocked_by, ["b"]);
    assert_eq!(blocked("status: agreed, claim: verified"), ["b"]);
    assert_eq!(blocked("status: full, claim: promise"), ["b"]);
    assert!(blocked("status: minimal, claim: attributed").is_empty());
}

#[test]
fn progress_is_weighted_per_group_and_over_all() {
    let text = "title: t\nsources: { ap: { name: AP } }\nchecklists: [{ id: c, name: C, items: [\
                { id: a, title: A, group: x, weight: 3, reports: [{ at: 2026-02-01, status: full, claim: verified, source: ap }] },\
                { id: b, title: B, group: x, weight: 1 },\
                { id: d, title: D, group: y, weight: 4, reports: [{ at: 2026-02-01, status: full, claim: attributed, source: ap }] }] }]";
    let reading = board_at(text, "2026-02-02T00:00:00Z").checklists.remove(0);
    assert_eq!((reading.progress.verified, reading.progress.claimed), (0.375, 0.5));
    assert_eq!((reading.groups[0].progress.verified, reading.groups[0].progress.claimed), (0.75, 0.0));
    assert_eq!((reading.groups[1].progress.verified, reading.groups[1].progress.claimed), (0.0, 1.0));
}

#[test]
fn weights_of_nothing_make_no_progress() {
    let text = "title: t\nchecklists: [{ id: c, name: C, items: [{ id: a, title: A, weight: 0 }] }]";
    assert_eq!(board_at(text, "2026-02-02T00:00:00Z").checklists[0].progress.verified, 0.0);
}

// Spillover.

fn spillover(risk: &str, log: &str) -> String {
    format!(
        "title: t\ncrossings: [{{ id: gate, name: G }}]\nchecklists: [{{ id: c, name: C, items: [{{ id: a, title: A }}] }}]\n\
         spillover:\n  half_life: 24h\n  risks: [{{ id: r, title: R, threatens: [gate, c/a], {risk} }}]\n  log: [{log}]\n"
    )
}

#[test]
fn the_level_is_likelihood_times_impact() {
    assert_eq!(Level::from_likelihood_and_impact(Likelihood::Likely, Impact::Major), Level::High);
    assert_eq!(Level::from_likelihood_and_impact(Likelihood::Likely, Impact::Extreme), Level::Extreme);
    assert_eq!(Level::from_likelihood_and_impact(Likelihood::AlmostNoChance, Impact::Moderate), Level::Low);
    assert_eq!(Level::from_likelihood_and_impact(Likelihood::RoughlyEvenChance, Impact::Moderate), Level::Moderate);
}

#[test]
fn a_risk_without_an_assessment_is_unknown_and_so_is_the_whole() {
    let reading = board_at(&spillover("", ""), "2026-02-02T00:00:00Z").spillover;
    assert_eq!((reading.risks[0].level, reading.level), (None, None));
}

#[test]
fn a_high_risk_threatens_what_it_names() {
    let risk = "assessments: [{ at: 2026-02-01, likelihood: likely, impact: major }]";
    let board = board_at(&spillover(risk, ""), "2026-02-02T00:00:00Z");
    assert_eq!(board.crossings[0].threats[0].cause, ThreatCause::Level(Level::High));
    assert_eq!(board.checklists[0].items[0].threats.len(), 1);
}

#[test]
fn a_severe_entry_threatens_for_one_half_life() {
    let text = spillover("", "{ at: 2026-02-01T00:00Z, risk: r, severity: severe, text: x }");
    let threats = |now| board_at(&text, now).crossings[0].threats.len();
    assert_eq!(threats("2026-01-31T23:59:59Z"), 0);
    assert_eq!(threats("2026-02-01T00:00:00Z"), 1);
    assert_eq!(threats("2026-02-01T23:59:59Z"), 1);
    assert_eq!(threats("2026-02-02T00:00:00Z"), 0);
}

#[test]
fn heat_counts_each_risk_and_the_whole_log() {
    let text = spillover(
        "",
        "{ at: 2026-02-01T00:00Z, risk: r, severity: severe, text: x }, { at: 2026-02-02T00:00Z, severity: minor, text: y }",
    );
    let reading = board_at(&text, "2026-02-02T00:00:00Z").spillover;
    assert!((reading.risks[0].heat.now - 2.0).abs() < 1e-9);
    assert!((reading.heat.now - 3.0).abs() < 1e-9);
    assert_eq!(reading.log, [1, 0]);
}

// The board as a whole.

#[test]
fn overdue_things_stand_before_what_is_due_earlier_today() {
    let text = "title: t\nchecklists: [{ id: c, name: C, items: [{ id: a, title: A, due: 2026-02-02 }, \
                { id: b, title: B, due: 2026-02-02T10:00Z }] }]";
    let overdue: Vec<_> = board_at(text, "2026-02-02T11:00:00Z").due.iter().map(|due| due.is_overdue).collect();
    assert_eq!(overdue, [true, false]);
}

#[test]
fn what_is_due_stands_in_the_order_of_its_dates() {
    let text = "title: t\ncrossings: [{ id: g, name: G, opens: 2026-02-05 }]\nchecklists: [{ id: c, name: C, items: [\
                { id: a, title: A, due: 2026-02-01 }, { id: b, title: B, due: 2026-03-01 }, { id: d, title: D }] }]";
    let board = board_at(text, "2026-02-03T00:00:00Z");
    assert_eq!(board.due.iter().map(|due| due.is_overdue).collect::<Vec<_>>(), [true, false, false]);
}

#[test]
fn the_board_changes_at_the_next_minute_or_at_what_is_dated_before_it() {
    let text = "title: t\ncrossings: [{ id: g, name: G, opens: 2026-02-05T10:00:30Z }]";
    let next = |now| board_at(text, now).next_change.to_rfc3339();
    assert_eq!(next("2026-02-05T09:59:10Z"), "2026-02-05T10:00:00+00:00");
    assert_eq!(next("2026-02-05T10:00:00Z"), "2026-02-05T10:00:30+00:00");
    assert_eq!(next("2026-02-05T10:00:30Z"), "2026-02-05T10:01:00+00:00");
}

#[test]
fn a_watchlist_with_only_a_title_is_an_empty_board() {
    let board = board_at("title: t", "2026-02-05T00:00:00Z");
    assert!(board.crossings.is_empty() && board.checklists.is_empty() && board.due.is_empty());
    assert!(Arc::ptr_eq(&board.watchlist, &board.file));
}
