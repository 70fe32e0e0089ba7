//! Signals at their edges: met, not met, or unknown. All data here is made up.

use crate::support::board_at;
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use trucewatch::board::Board;
use trucewatch::board::signals::{Explanation, Finding, Ternary};
use trucewatch::load::load;
use trucewatch::watchlist::scales::ClosureCause;

use Ternary::{Met, NotMet, Unknown};

/// What a test says of a watchlist in Gaza (two hours ahead of UTC) as of a moment.
#[track_caller]
fn finding(test: &str, lines: &str, now: &str) -> Finding {
    let text = format!(
        "title: t\nzone: Asia/Gaza\nsources: {{ x: {{ name: X }}, y: {{ name: Y }} }}\n\
         actors: {{ qatar: {{ name: Qatar }}, turkey: {{ name: Turkey }} }}\n\
         signals: [{{ id: s, title: S, points_to: success, test: {test} }}]\n{lines}\n"
    );
    board_at(&text, now).signals.remove(0)
}

#[track_caller]
fn check(test: &str, lines: &str, now: &str, answer: Ternary) {
    let finding = finding(test, lines, now);
    assert_eq!(finding.answer, answer, "{:#?}", finding.because);
}

fn gate(lines: &str) -> String {
    format!("crossings: [{{ id: gate, name: Gate, opens: 2026-02-02, {lines} }}]")
}

fn days(days: &[&str]) -> String {
    let lines: Vec<_> = days.iter().map(|day| format!("{{ date: 2026-02-{day} }}")).collect();
    gate(&format!("days: [{}]", lines.join(", ")))
}

fn item(reports: &[&str]) -> String {
    let lines: Vec<_> = reports.iter().map(|report| format!("{{ at: 2026-02-{report} }}")).collect();
    format!("checklists: [{{ id: c, name: C, items: [{{ id: i, title: I, reports: [{}] }}] }}]", lines.join(", "))
}

// Three values.

fn any_answers() -> impl Strategy<Value = Vec<Ternary>> {
    prop::collection::vec(prop::sample::select(Ternary::ALL.to_vec()), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn all_is_met_only_by_all_and_lost_by_one(answers in any_answers()) {
        let all = Ternary::all(answers.iter().copied());
        prop_assert_eq!(all == Met, answers.iter().all(|answer| *answer == Met));
        prop_assert_eq!(all == NotMet, answers.contains(&NotMet));
    }

    #[test]
    fn any_is_met_by_one_and_lost_only_by_all(answers in any_answers()) {
        let any = Ternary::any(answers.iter().copied());
        prop_assert_eq!(any == Met, answers.contains(&Met));
        prop_assert_eq!(any == NotMet, answers.iter().all(|answer| *answer == NotMet));
    }

    #[test]
    fn not_turns_all_into_any_and_twice_into_nothing(answers in any_answers()) {
        let opposite = |answers: &[Ternary]| answers.iter().map(|answer| answer.not()).collect::<Vec<_>>();
        let all = Ternary::all(answers.iter().copied());
        prop_assert_eq!(all.not(), Ternary::any(opposite(&answers).into_iter()));
        prop_assert_eq!(opposite(&opposite(&answers)), answers);
    }

    #[test]
    fn what_becomes_known_never_turns_an_answer_round(answers in any_answers(), at in 0usize..6, known in prop::bool::ANY) {
        let at = at % answers.len();
        prop_assume!(answers[at] == Unknown);
        let mut later = answers.clone();
        later[at] = Ternary::from_bool(known);
        let folded = |answers: &[Ternary]| [Ternary::all(answers.iter().copied()), Ternary::any(answers.iter().copied())];
        for (before, after) in folded(&answers).into_iter().zip(folded(&later)) {
            prop_assert!(before == Unknown || before == after);
        }
    }
}

#[test]
fn of_nothing_nothing_is_known() {
    for test in ["{ all: [] }", "{ any: [] }", "{ not: { all: [] } }", "{ covers: { items: [], rung: full } }"] {
        check(test, "", "2026-02-03T12:00:00Z", Unknown);
    }
}

// opens-on-schedule

const OPENS: &str = "{ opens-on-schedule: gate }";

#[test]
fn an_opening_is_met_on_time_and_not_met_late() {
    check(OPENS, &days(&["02, status: open, source: x"]), "2026-02-02T12:00:00Z", Met);
    let late = ["02, status: closed, source: x", "04, status: open, source: x"];
    check(OPENS, &days(&late), "2026-02-04T12:00:00Z", NotMet);
    check(OPENS, &days(&late[..1]), "2026-02-03T12:00:00Z", NotMet);
    check("{ not: { opens-on-schedule: gate } }", &days(&late), "2026-02-04T12:00:00Z", Met);
}

#[test]
fn an_opening_is_unknown_before_its_day_without_a_record_without_a_plan_and_in_dispute() {
    check(OPENS, &gate(""), "2026-02-02T12:00:00Z", Unknown);
    check(OPENS, &gate(""), "2026-02-03T12:00:00Z", Unknown);
    check(OPENS, "crossings: [{ id: gate, name: Gate }]", "2026-02-03T12:00:00Z", Unknown);
    let disputed = ["02, status: open, source: x", "02, status: closed, source: y"];
    check(OPENS, &days(&disputed), "2026-02-03T12:00:00Z", Unknown);
}

#[test]
fn a_dispute_about_a_later_day_does_not_save_the_promised_one() {
    let lines = ["02, status: closed, source: x", "03, status: open, source: x", "03, status: closed, source: y"];
    check(OPENS, &days(&lines), "2026-02-04T12:00:00Z", NotMet);
}

// stays-open

const STAYS: &str = "{ stays-open: { crossing: gate, days: 5 } }";
const FIVE: [&str; 5] = [
    "02, status: open, source: x",
    "03, status: limited, source: x",
    "04, status: open, source: x",
    "05, status: open, source: x",
    "06, status: open, source: x",
];

#[test]
fn five_days_are_met_with_the_record_of_the_fifth_and_unknown_again_once_the_next_begins() {
    check(STAYS, &days(&FIVE), "2026-02-05T21:59:59Z", Unknown);
    check(STAYS, &days(&FIVE), "2026-02-05T22:00:00Z", Met);
    check(STAYS, &days(&FIVE), "2026-02-06T21:59:59Z", Met);
    check(STAYS, &days(&FIVE), "2026-02-06T22:00:00Z", Unknown);
    check(STAYS, &days(&FIVE), "2026-02-20T22:00:00Z", Unknown);
}

#[test]
fn a_closure_without_a_schedule_decides_at_once() {
    let lines = [FIVE[0], "03, status: closed, cause: technical, source: x"];
    check(STAYS, &days(&lines), "2026-02-03T12:00:00Z", NotMet);
    let lines = [FIVE[0], FIVE[1], FIVE[2], FIVE[3], "06, status: closed, source: x", "07, status: closed, source: x"];
    let finding = finding(STAYS, &days(&lines), "2026-02-07T12:00:00Z");
    let Explanation::Stay(stay) = finding.because else { panic!("it is about staying open") };
    let closures = stay.window.expect("it opened").closures;
    assert_eq!((finding.answer, closures.len(), closures[0].cause), (NotMet, 2, ClosureCause::Unstated));
}

#[test]
fn missing_and_disputed_days_leave_it_unknown_and_a_closure_beside_them_does_not() {
    let now = "2026-02-06T12:00:00Z";
    let missing = [FIVE[0], FIVE[1], FIVE[3], FIVE[4]];
    check(STAYS, &days(&missing), now, Unknown);
    let disputed = [FIVE[0], FIVE[1], FIVE[2], "04, status: closed, source: y", FIVE[3], FIVE[4]];
    check(STAYS, &days(&disputed), now, Unknown);
    let both = [FIVE[0], "03, status: closed, source: x", FIVE[4]];
    check(STAYS, &days(&both), now, NotMet);
}

#[test]
fn what_has_not_opened_cannot_have_stayed_open() {
    check(STAYS, &gate(""), "2026-02-08T12:00:00Z", Unknown);
    check(STAYS, &days(&["02, status: closed, source: x"]), "2026-02-08T12:00:00Z", Unknown);
    check("{ not: { stays-open: { crossing: gate, days: 5 } } }", &gate(""), "2026-02-08T12:00:00Z", Unknown);
}

#[test]
fn a_report_that_it_is_shut_counts_within_the_window_also_once_it_is_open_again() {
    let reports =
        |reports: &str| gate(&format!("days: [{{ date: 2026-02-02, status: open, source: x }}], reports: [{reports}]"));
    let shut = "{ at: \"2026-02-04 15:00\", status: suspended, claim: attributed, source: y }";
    check(STAYS, &reports(shut), "2026-02-04T14:00:00Z", NotMet);
    let again = format!("{shut}, {{ at: 2026-02-05, status: open, claim: attributed, source: y }}");
    check(STAYS, &reports(&again), "2026-02-05T14:00:00Z", NotMet);
    let promise = "{ at: 2026-02-04, status: closed, claim: promise, source: y }";
    check(STAYS, &reports(promise), "2026-02-04T14:00:00Z", Unknown);
    let before = "{ at: 2026-02-01, status: closed, claim: verified, source: y }";
    check(STAYS, &reports(before), "2026-02-04T14:00:00Z", Unknown);
}

#[test]
fn a_report_of_the_day_against_its_record_is_a_dispute() {
    let lines = gate(
        "days: [{ date: 2026-02-02, status: open, source: x }, { date: 2026-02-03, status: open, source: x }], \
         reports: [{ at: 2026-02-03, status: closed, claim: attributed, source: y }]",
    );
    check(STAYS, &lines, "2026-02-04T14:00:00Z", Unknown);
}

#[test]
fn a_window_of_any_length_ends() {
    let test = "{ stays-open: { crossing: gate, days: 18446744073709551615 } }";
    check(test, &days(&FIVE), "2026-02-06T22:00:00Z", Unknown);
}

// reaches, covers

fn reaches(rung: &str, claim: &str) -> String {
    format!("{{ reaches: {{ item: c/i, rung: {rung}{claim} }} }}")
}

const NOW: &str = "2026-02-09T12:00:00Z";
const VERIFIED: &str = ", claim: verified";

#[test]
fn without_a_report_nobody_knows_how_far_it_is() {
    check(&reaches("dormant", ""), &item(&[]), NOW, Unknown);
    check(&reaches("full", ""), &item(&["01, status: full, claim: promise, source: x"]), NOW, Unknown);
    check(&reaches("full", ""), &item(&["01, status: full, source: x"]), NOW, Unknown);
}

#[test]
fn a_rung_is_reached_by_reports_of_the_class_that_is_asked_for() {
    let attributed = ["01, status: minimal, claim: attributed, source: x"];
    check(&reaches("minimal", ""), &item(&attributed), NOW, Met);
    check(&reaches("announced", ""), &item(&attributed), NOW, Met);
    check(&reaches("full", ""), &item(&attributed), NOW, NotMet);
    check(&reaches("minimal", VERIFIED), &item(&attributed), NOW, Unknown);
    check(&reaches("full", VERIFIED), &item(&attributed), NOW, NotMet);
    check(&reaches("minimal", VERIFIED), &item(&["01, status: minimal, claim: verified, source: x"]), NOW, Met);
}

#[test]
fn a_later_lower_report_caps_it_and_a_later_promise_changes_nothing() {
    let full = "01, status: full, claim: verified, source: x";
    check(&reaches("full", VERIFIED), &item(&[full, "02, status: minimal, claim: attributed, source: y"]), NOW, NotMet);
    check(&reaches("full", VERIFIED), &item(&[full, "02, status: dormant, claim: promise, source: y"]), NOW, Met);
    let minimal = "01, status: minimal, claim: verified, source: x";
    check(&reaches("full", VERIFIED), &item(&[minimal, "02, status: full, claim: attributed, source: y"]), NOW, NotMet);
}

#[test]
fn a_promise_is_enough_for_words_that_ask_for_no_more_and_never_for_a_deed() {
    let promise = ["01, status: full, claim: promise, source: x"];
    check(&reaches("announced", ", claim: promise"), &item(&promise), NOW, Met);
    check(&reaches("minimal", ", claim: promise"), &item(&promise), NOW, Unknown);
}

#[test]
fn sources_that_differ_across_the_rung_leave_it_unknown() {
    let lines = ["01, status: full, claim: attributed, source: x", "01, status: minimal, claim: attributed, source: y"];
    check(&reaches("full", ""), &item(&lines), NOW, Unknown);
    check(&reaches("minimal", ""), &item(&lines), NOW, Met);
    let settled = item(&lines).replace("title: I,", "title: I, prefer: y,");
    check(&reaches("full", ""), &settled, NOW, NotMet);
    let later = [lines[0], lines[1], "02, status: full, claim: attributed, source: y"];
    check(&reaches("full", ""), &item(&later), NOW, Met);
}

#[test]
fn items_are_covered_when_all_of_them_are() {
    let items = |first: &str, second: &str| {
        let item = |id: &str, report: &str| format!("{{ id: {id}, title: T, reports: [{report}] }}");
        format!("checklists: [{{ id: c, name: C, items: [{}, {}] }}]", item("i", first), item("j", second))
    };
    let test = "{ covers: { items: [c/i, c/j], rung: announced } }";
    let at = |rung: &str| format!("{{ at: 2026-02-01, status: {rung}, claim: attributed, source: x }}");
    check(test, &items(&at("agreed"), &at("announced")), NOW, Met);
    check(test, &items(&at("agreed"), ""), NOW, Unknown);
    check(test, &items(&at("reported"), ""), NOW, NotMet);
}

// term-shift

const SHIFT: &str = "{ term-shift: { from: pause, to: ceasefire } }";

fn statements(lines: &[&str]) -> String {
    let lines: Vec<_> = lines.iter().map(|line| format!("{{ source: x, {line} }}")).collect();
    format!("statements: [{}]", lines.join(", "))
}

#[test]
fn a_speaker_who_moves_to_the_later_term_and_stays_there_has_shifted() {
    let pause = "at: 2026-02-01, speaker: qatar, term: Pause";
    let ceasefire = "at: 2026-02-03, speaker: qatar, term: ceasefire";
    check(SHIFT, &statements(&[ceasefire, pause]), NOW, Met);
    check(SHIFT, &statements(&[pause, ceasefire]), "2026-02-02T12:00:00Z", NotMet);
    let back = "at: 2026-02-04, speaker: qatar, term: pause";
    check(SHIFT, &statements(&[pause, ceasefire, back]), NOW, NotMet);
    let elsewhere = "at: 2026-02-04, speaker: qatar, term: war";
    check(SHIFT, &statements(&[pause, ceasefire, elsewhere]), NOW, NotMet);
}

#[test]
fn two_speakers_with_two_terms_are_no_shift() {
    let lines = ["at: 2026-02-01, speaker: qatar, term: pause", "at: 2026-02-03, speaker: turkey, term: ceasefire"];
    check(SHIFT, &statements(&lines), NOW, NotMet);
}

#[test]
fn where_nobody_uses_either_term_nothing_is_known() {
    check(SHIFT, "", NOW, Unknown);
    check(SHIFT, &statements(&["at: 2026-02-01, speaker: qatar, term: war"]), NOW, Unknown);
    let test = "{ term-shift: { from: pause, to: ceasefire, speaker: turkey } }";
    check(test, &statements(&["at: 2026-02-01, speaker: qatar, term: pause"]), NOW, Unknown);
}

#[test]
fn words_without_a_date_have_an_order_only_as_far_as_they_were_relayed() {
    let ceasefire = "at: 2026-02-03, speaker: qatar, term: ceasefire";
    check(SHIFT, &statements(&["at: unknown, speaker: qatar, term: pause", ceasefire]), NOW, Unknown);
    let relayed = "at: unknown, reported: 2026-02-01, speaker: qatar, term: pause";
    check(SHIFT, &statements(&[relayed, ceasefire]), NOW, Met);
    let relayed = "at: unknown, reported: 2026-02-05, speaker: qatar, term: pause";
    check(SHIFT, &statements(&[relayed, ceasefire]), NOW, Unknown);
    let same_day = "at: 2026-02-03, speaker: qatar, term: pause";
    check(SHIFT, &statements(&[same_day, ceasefire]), NOW, Unknown);
}

#[test]
fn a_shift_of_words_without_facts_does_not_make_the_two_part_test() {
    let words =
        statements(&["at: 2026-02-01, speaker: qatar, term: pause", "at: 2026-02-03, speaker: qatar, term: ceasefire"]);
    let test = format!("{{ all: [{SHIFT}, {}] }}", reaches("minimal", VERIFIED));
    check(&test, &format!("{words}\n{}", item(&[])), NOW, Unknown);
    let reported = item(&["04, status: dormant, claim: attributed, source: x"]);
    check(&test, &format!("{words}\n{reported}"), NOW, NotMet);
}

// heat-below

fn log(lines: &str, gap: &str) -> String {
    format!(
        "spillover: {{ half_life: 24h, risks: [{{ id: r, title: R }}, {{ id: q, title: Q }}], log: [{lines}] }}\n\
         monitoring: [{gap}]"
    )
}

const MINOR: &str = "{ at: 2026-02-09T00:00Z, risk: r, severity: minor, text: x }";
const EXTREME: &str = "{ at: 2026-02-09T11:00Z, risk: r, severity: extreme, text: x }";
const GAP: &str = "{ observer: x, unobserved: [r], from: 2026-02-09T06:00Z, source: x }";

#[test]
fn an_empty_log_is_not_a_calm_one() {
    check("{ heat-below: { heat: 4 } }", &log("", ""), NOW, Unknown);
    check("{ heat-below: { heat: 4, risk: q } }", &log(MINOR, ""), NOW, Unknown);
    check("{ heat-below: { heat: 4, risk: r } }", &log(MINOR, ""), NOW, Met);
    check("{ heat-below: { heat: 4 } }", &log(EXTREME, ""), NOW, NotMet);
}

#[test]
fn a_time_that_could_not_be_observed_is_not_a_calm_one_and_heat_that_was_seen_stays_seen() {
    check("{ heat-below: { heat: 4 } }", &log(MINOR, GAP), NOW, Unknown);
    check("{ not: { heat-below: { heat: 4 } } }", &log(MINOR, GAP), NOW, Unknown);
    check("{ heat-below: { heat: 4 } }", &log(EXTREME, GAP), NOW, NotMet);
}

#[test]
fn nothing_in_the_default_is_met_on_the_eve() {
    let now: DateTime<Utc> = "2026-02-01T12:00:00Z".parse().expect("a moment");
    let loaded = load("watchlist.yaml", trucewatch::watchlist::DEFAULT.as_bytes(), now);
    let board = Board::read(loaded.watchlist.expect("it loads"), now);
    let answers: Vec<_> = board.signals.iter().map(|finding| finding.answer).collect();
    assert_eq!(answers.len(), 9);
    assert!(!answers.contains(&Met), "{answers:?}");
}
