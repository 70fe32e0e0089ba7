//! What changed from one board to another, in the words that an operator reads. All data here is made up.

mod diff;
mod duties;
mod handover;
mod property;
mod roots;
mod told;

use crate::support::board_at;
use trucewatch::board::Board;
use trucewatch::board::changes::{ChangeDirection, ChangeKind, ChangePlace, changes};
use trucewatch::panes::changes::ChangeLine;

const NOW: &str = "2026-02-03T12:00:00Z";

/// Each change as a sentence: `+` is better, `-` worse, `=` other.
fn told(before: &Board, after: &Board) -> Vec<String> {
    let sign = |direction| match direction {
        ChangeDirection::Better => '+',
        ChangeDirection::Worse => '-',
        ChangeDirection::Other => '=',
    };
    let found = changes(before, after);
    found
        .iter()
        .map(|change| ChangeLine::from_change(change, before, after))
        .map(|line| format!("{} {}", sign(line.direction), line.sentence()))
        .collect()
}

/// The head that every watchlist here has.
fn whole(lines: &str) -> String {
    format!(
        "title: t\nzone: Asia/Gaza\nsources: {{ ap: {{ name: AP, reliability: B }}, un: {{ name: UN }} }}\n\
         actors: {{ eu: {{ name: EU }}, egypt: {{ name: Egypt }} }}\n{lines}"
    )
}

/// From one text to another, both as of the same moment.
#[track_caller]
fn check(before: &str, after: &str, expected: &[&str]) {
    assert_eq!(told(&board_at(&whole(before), NOW), &board_at(&whole(after), NOW)), expected);
}

/// One text, as of two moments.
#[track_caller]
fn check_time(text: &str, from: &str, to: &str, expected: &[&str]) {
    let after = board_at(&whole(text), to);
    let before = Board::read(std::sync::Arc::clone(&after.watchlist), from.parse().expect("a moment"));
    assert_eq!(told(&before, &after), expected);
}

fn gate(lines: &str) -> String {
    format!("crossings: [ {{ id: gate, name: Gate, stale_after: 30d, {lines} }} ]\n")
}

fn item(lines: &str) -> String {
    format!(
        "checklists: [ {{ id: c, name: C, items: [ {{ id: i, title: The committee, stale_after: 90d, {lines} }} ] }} ]\n"
    )
}

fn reports(lines: &[&str]) -> String {
    format!("reports: [ {} ]", lines.iter().map(|line| format!("{{ {line} }}")).collect::<Vec<_>>().join(", "))
}

const SCHEDULED: &str = "at: 2026-01-20, status: scheduled, claim: promise, source: ap";
const OPEN: &str = "at: 2026-02-02T09:00Z, status: open, claim: verified, source: ap";
const ANNOUNCED: &str = "at: 2026-01-03, status: announced, claim: attributed, source: ap";
const MINIMAL: &str = "at: 2026-02-02, status: minimal, claim: verified, source: ap";

#[test]
fn a_new_report_that_it_is_open_is_better() {
    check(
        &gate(&reports(&[SCHEDULED])),
        &gate(&reports(&[SCHEDULED, OPEN])),
        &["+ Gate: scheduled → open, AP B- 2 Feb 09:00Z"],
    );
}

#[test]
fn a_report_that_is_withdrawn_reverts_and_is_no_event() {
    let (one, two) = (gate(&reports(&[SCHEDULED])), gate(&reports(&[SCHEDULED, OPEN])));
    check(&two, &one, &["- Gate: open → scheduled, reverted: a report was withdrawn"]);
}

#[test]
fn bad_news_that_is_withdrawn_is_no_good_news() {
    let shut = "at: 2026-02-03T08:00Z, status: closed, claim: attributed, source: un";
    let (two, three) = (gate(&reports(&[SCHEDULED, OPEN])), gate(&reports(&[SCHEDULED, OPEN, shut])));
    check(&two, &three, &["- Gate: open → closed, UN 3 Feb 08:00Z"]);
    check(&three, &two, &["= Gate: closed → open, reverted: a report was withdrawn"]);
}

#[test]
fn an_edit_in_place_is_a_correction() {
    let shut = OPEN.replace("open", "closed");
    check(
        &gate(&reports(&[SCHEDULED, OPEN])),
        &gate(&reports(&[SCHEDULED, &shut])),
        &["- Gate: open → closed, by an edit of what was there"],
    );
}

#[test]
fn a_report_that_moves_nothing_is_told_by_itself() {
    let again = "at: 2026-01-25, status: scheduled, claim: promise, source: un";
    let (one, two) = (gate(&reports(&[SCHEDULED])), gate(&reports(&[SCHEDULED, again])));
    check(&one, &two, &["= Gate: reported scheduled (promise), UN 25 Jan"]);
    check(&two, &one, &["= Gate: report withdrawn: scheduled (promise), UN 25 Jan"]);
    let noted = again.to_owned() + ", note: more";
    check(
        &two,
        &gate(&reports(&[SCHEDULED, &noted])),
        &["= Gate: report corrected: scheduled (promise), UN 25 Jan: more"],
    );
}

#[test]
fn of_two_new_reports_the_one_that_moves_the_state_is_told_with_it() {
    let again = "at: 2026-01-25, status: scheduled, claim: promise, source: un";
    let expected = ["+ Gate: scheduled → open, AP B- 2 Feb 09:00Z", "= Gate: reported scheduled (promise), UN 25 Jan"];
    check(&gate(&reports(&[SCHEDULED])), &gate(&reports(&[again, SCHEDULED, OPEN])), &expected);
}

#[test]
fn moving_lines_about_is_no_change_of_what_is_read() {
    let forth = whole(&gate(&reports(&[SCHEDULED, OPEN])));
    let quoted = forth.replace("name: Gate", "name: 'Gate'") + "\n# a comment\n";
    assert_eq!(told(&board_at(&forth, NOW), &board_at(&quoted, NOW)), [""; 0]);
    check(&gate(&reports(&[SCHEDULED, OPEN])), &gate(&reports(&[OPEN, SCHEDULED])), &["= Gate: reports edited"]);
}

#[test]
fn a_promise_is_never_better() {
    let promise = "at: 2026-02-02, status: open, claim: promise, source: ap";
    check(&gate(""), &gate(&reports(&[promise])), &["= Gate: UNKNOWN (no record) → scheduled, AP B- 2 Feb"]);
    let promise = "at: 2026-02-02, status: full, claim: promise, source: ap";
    check(
        &item(&reports(&[ANNOUNCED])),
        &item(&reports(&[ANNOUNCED, promise])),
        &["= The committee: status full (promise), AP B- 2 Feb"],
    );
}

#[test]
fn a_deed_is_better_also_where_a_promise_came_after_it() {
    let deed = "at: 2026-02-01, status: minimal, claim: verified, source: ap";
    let promise = "at: 2026-02-02, status: agreed, claim: promise, source: ap";
    check(
        &item(""),
        &item(&reports(&[deed, promise])),
        &[
            "+ The committee: UNKNOWN → minimal (verified), AP B- 1 Feb",
            "= The committee: status agreed (promise), AP B- 2 Feb",
        ],
    );
}

#[test]
fn a_date_that_passes_without_a_record_is_told_by_the_clock() {
    check_time(
        &gate("opens: 2026-02-02"),
        "2026-02-01T12:00:00Z",
        NOW,
        &[
            "- Gate: scheduled → UNKNOWN (its date has passed, no record since)",
            "- Gate: drifts: promised for 2 Feb and not kept",
        ],
    );
    check_time(
        &item("due: 2026-02-02"),
        "2026-02-02T12:00:00Z",
        "2026-02-02T22:00:00Z",
        &["- The committee: OVERDUE since 2 Feb", "- The committee: drifts: promised for 2 Feb and not kept"],
    );
}

#[test]
fn a_record_of_a_day_is_told_with_its_day_and_its_source() {
    let day = |line: &str| gate(&format!("opens: 2026-02-02, days: [ {{ date: 2026-02-02, source: un, {line} }} ]"));
    let open = day("status: open, exits: 25, claim: attributed");
    check(
        &gate("opens: 2026-02-02"),
        &open,
        &[
            "= Gate, 2 Feb by un: recorded open, 25 out",
            "+ Gate: UNKNOWN (its date has passed, no record since) → open, UN 2 Feb",
            "= Gate: no longer drifts: promised for 2 Feb and not kept, follows from a day record of 2 Feb",
        ],
    );
    let shut = day("status: closed, cause: dispute, claim: attributed");
    check(
        &open,
        &shut,
        &[
            "- Gate, 2 Feb by un: record corrected: open, 25 out → closed, dispute",
            "- Gate: open → closed, by an edit of what was there",
            "- Gate: opening on time → overdue, not seen open, by an edit of what was there",
            "- Gate: drifts: promised for 2 Feb and not kept, by an edit of what was there",
        ],
    );
}

#[test]
fn a_party_in_place_is_better_and_its_word_alone_is_not() {
    let party = |status: &str, claim: &str| {
        gate(&format!(
            "parties: [ {{ actor: egypt, reports: [ {{ at: 2026-02-02, status: {status}, claim: {claim}, source: ap }} ] }} ]"
        ))
    };
    let none = gate("parties: [ { actor: egypt } ]");
    check(&none, &party("in-place", "verified"), &["+ Gate, Egypt: UNKNOWN → in place, AP B- 2 Feb"]);
    check(&none, &party("in-place", "promise"), &["= Gate, Egypt: UNKNOWN → announced, AP B- 2 Feb"]);
    check(
        &party("in-place", "verified"),
        &party("absent", "verified"),
        &["- Gate, Egypt: in place → absent, by an edit of what was there"],
    );
}

#[test]
fn a_deed_is_better_than_a_word_and_a_verified_one_better_than_a_claimed_one() {
    let (words, deed) = (item(&reports(&[ANNOUNCED])), item(&reports(&[ANNOUNCED, MINIMAL])));
    check(&words, &deed, &["+ The committee: announced → minimal (verified), AP B- 2 Feb"]);
    let claimed = MINIMAL.replace("verified", "attributed");
    check(
        &item(&reports(&[ANNOUNCED, &claimed])),
        &item(&reports(&[ANNOUNCED, &claimed, "at: 2026-02-03, status: minimal, claim: verified, source: ap"])),
        &["+ The committee: minimal, attributed → verified, AP B- 3 Feb"],
    );
    let regress = "at: 2026-02-03, status: reported, claim: attributed, source: ap";
    check(
        &deed,
        &item(&reports(&[ANNOUNCED, MINIMAL, regress])),
        &[
            "- The committee: minimal → reported (attributed), AP B- 3 Feb",
            "- The committee: drifts: fallen back from minimal, follows from a report of 3 Feb",
        ],
    );
}

#[test]
fn a_later_date_is_worse_and_an_earlier_one_only_a_promise() {
    let due = |date: &str| item(&format!("due: {date}"));
    let by = ", by an edit of what was there";
    check(&due("2026-03-01"), &due("2026-04-01"), &[&format!("- The committee: due 1 Mar → 1 Apr{by}")]);
    check(&due("2026-04-01"), &due("2026-03-01"), &[&format!("= The committee: due 1 Apr → 1 Mar{by}")]);
    check(&due("2026-04-01"), &item(""), &[&format!("- The committee: due 1 Apr → no date{by}")]);
    let slip = "at: 2026-02-02, status: announced, claim: attributed, source: ap, due: 2026-04-01";
    check(
        &item("due: 2026-03-01"),
        &item(&format!("due: 2026-03-01, {}", reports(&[slip]))),
        &[
            "+ The committee: UNKNOWN → announced (attributed), AP B- 2 Feb",
            "- The committee: due 1 Mar → 1 Apr, follows from a report of 2 Feb",
            "- The committee: drifts: its date slipped, 1 Mar → 1 Apr, follows from a report of 2 Feb",
        ],
    );
}

#[test]
fn old_data_is_told_when_it_grows_old_and_a_look_renews_it() {
    let text = item(&reports(&[ANNOUNCED])).replace("90d", "31d");
    check_time(&text, "2026-02-03T12:00:00Z", "2026-02-03T23:00:00Z", &["- The committee: DATA OLD"]);
    let old = item(&reports(&[ANNOUNCED])).replace("90d", "20d");
    let checked = old.replace("stale_after", "checked: 2026-02-03T09:00Z, stale_after");
    check(&old, &checked, &["= The committee: checked 3 Feb 09:00Z"]);
}

fn spillover(risk: &str, log: &[&str]) -> String {
    let log = log.iter().map(|line| format!("{{ {line} }}")).collect::<Vec<_>>().join(", ");
    format!(
        "crossings: [ {{ id: gate, name: Gate, stale_after: 30d }} ]\n\
         spillover: {{ risks: [ {{ id: new-fronts, title: New fronts, threatens: [gate], stale_after: 30d, {risk} }} ], log: [{log}] }}\n"
    )
}

const HIGH: &str = "{ at: 2026-02-01, likelihood: likely, impact: moderate }";
const EXTREME: &str = "{ at: 2026-02-02, likelihood: almost-certain, impact: extreme }";

#[test]
fn a_risk_that_rises_is_worse_and_lowering_it_is_better() {
    let (high, extreme) = (format!("assessments: [{HIGH}]"), format!("assessments: [{HIGH}, {EXTREME}]"));
    check(&spillover(&high, &[]), &spillover(&extreme, &[]), &["- New fronts: high → extreme, own judgement 2 Feb"]);
    let low = "assessments: [ { at: 2026-02-02, likelihood: unlikely, impact: minor } ]";
    let calmer = format!("assessments: [{HIGH}, {{ at: 2026-02-02, likelihood: unlikely, impact: minor }}]");
    let lower = [
        "+ New fronts: high → low, own judgement 2 Feb",
        "+ Gate: no longer threatened by New fronts, follows from an assessment of 2 Feb",
    ];
    check(&spillover(&high, &[]), &spillover(&calmer, &[]), &lower);
    check(&spillover("", &[]), &spillover(low, &[]), &["= New fronts: UNKNOWN → low, own judgement 2 Feb"]);
    check(
        &spillover(low, &[]),
        &spillover("", &[]),
        &["- New fronts: low → UNKNOWN, reverted: an assessment was withdrawn"],
    );
}

const MINOR: &str = "at: 2026-02-02T08:00Z, risk: new-fronts, severity: minor, text: one";
const SEVERE: &str = "at: 2026-02-02T09:00Z, risk: new-fronts, severity: severe, text: two";

#[test]
fn entries_of_the_log_are_told_in_their_own_words_before_what_follows_from_them() {
    let (none, two) = (spillover("", &[]), spillover("", &[SEVERE, MINOR]));
    check(
        &none,
        &two,
        &[
            "- ▲ SEVERE 2 Feb 09:00Z new-fronts: two (no source)",
            "= minor 2 Feb 08:00Z new-fronts: one (no source)",
            "- Gate: threatened by New fronts, follows from a severe log entry of 2 Feb 09:00Z",
        ],
    );
    check(
        &two,
        &none,
        &[
            "= log entry withdrawn: severe 2 Feb 09:00Z new-fronts: two (no source)",
            "= log entry withdrawn: minor 2 Feb 08:00Z new-fronts: one (no source)",
            "= Gate: no longer threatened by New fronts, reverted: an entry was withdrawn",
        ],
    );
    let told = SEVERE.replace("two", "two, and more");
    let told = told.replace("text: two, and more", "text: \"two, and more\"");
    check(
        &two,
        &spillover("", &[&told, MINOR]),
        &["= log entry corrected: ▲ SEVERE 2 Feb 09:00Z new-fronts: two, and more (no source)"],
    );
}

#[test]
fn twins_in_the_log_are_told_one_by_one() {
    let line = "= minor 2 Feb 08:00Z new-fronts: one (no source)";
    check(&spillover("", &[MINOR]), &spillover("", &[MINOR, MINOR, MINOR]), &[line, line]);
}

#[test]
fn a_threat_of_the_log_ends_by_the_clock() {
    check_time(
        &spillover("", &[SEVERE]),
        "2026-02-03T00:00:00Z",
        "2026-02-10T00:00:00Z",
        &[
            "= Gate: no longer threatened by New fronts, time has passed",
            "- Log: not kept",
            "= Log: heat rising → falling, time has passed",
        ],
    );
}

#[test]
fn a_new_term_is_told_of_its_speaker() {
    let said = |terms: &[&str]| {
        let line = |(day, term): (usize, &&str)| format!("{{ at: 2026-02-0{}, speaker: eu, term: {term} }}", day + 1);
        format!("statements: [{}]\n", terms.iter().enumerate().map(line).collect::<Vec<_>>().join(", "))
    };
    check(
        &said(&["pause"]),
        &said(&["pause", "ceasefire"]),
        &["= EU: said “pause” → says “ceasefire”, no source 2 Feb"],
    );
    check(&said(&["pause"]), &said(&["pause", "Pause"]), &["= EU: says “Pause”, no source 2 Feb"]);
    check(
        &said(&["pause", "ceasefire"]),
        &said(&["pause"]),
        &["= EU: said “ceasefire” → says “pause”, reverted: a statement was withdrawn"],
    );
}

#[test]
fn a_tally_tells_its_number_and_up_to_when_it_counts() {
    let tally = |lines: &str| format!("tallies: [ {{ id: k, what: killed, {lines} }} ]\n");
    check(
        &tally("value: 360, qualifier: over, as_of: unknown"),
        &tally("value: 366, as_of: 2026-02-01"),
        &["= killed: over 360 → 366", "= killed: as-of moved: unknown → 1 Feb"],
    );
    check("", &tally("value: 360"), &["= killed: new in the watchlist: counted 360, no source"]);
}

#[test]
fn a_signal_that_is_met_is_told_by_the_entry_that_met_it() {
    let signals =
        "signals: [ { id: s, title: S, points_to: success, test: { reaches: { item: c/i, rung: minimal } } } ]\n";
    let (before, after) = (item(&reports(&[ANNOUNCED])) + signals, item(&reports(&[ANNOUNCED, MINIMAL])) + signals);
    check(
        &before,
        &after,
        &[
            "+ The committee: announced → minimal (verified), AP B- 2 Feb",
            "+ S: signal of success not met → met, follows from a report of 2 Feb",
        ],
    );
}

#[test]
fn a_deed_is_told_with_the_report_that_tells_of_it() {
    let deed = "at: 2026-02-01, status: full, claim: verified, source: ap";
    let word = "at: 2026-02-02, status: dormant, claim: promise, source: un";
    let text = whole(&item(&reports(&[deed, word])));
    let (before, after) = (board_at(&whole(&item(&reports(&[]))), NOW), board_at(&text, NOW));
    let found = changes(&before, &after);
    let change = found.iter().find(|change| matches!(change.what, ChangeKind::Rung { .. })).expect("it has moved");
    let ChangePlace::After(span) = change.place else { panic!("it stands in the newer text") };
    assert!(text[span.start as usize..span.end as usize].contains(deed));
}

#[test]
fn a_contradiction_arises_and_is_settled() {
    let high = "at: 2026-02-02, status: full, claim: attributed, source: ap";
    let low = "at: 2026-02-02, status: announced, claim: attributed, source: un";
    let (one, two) = (item(&reports(&[low])), item(&reports(&[low, high])));
    check(
        &one,
        &two,
        &[
            "= The committee: status full (attributed), AP B- 2 Feb",
            "- The committee: CONTRADICTED: announced, attributed (2 Feb) un -- against full, attributed (2 Feb) ap B-, \
             follows from a report of 2 Feb",
        ],
    );
    let settled = two.replace("stale_after", "prefer: un, stale_after");
    check(&two, &settled, &["= The committee: prefer edited"]);
}

#[test]
fn sources_are_regraded_and_titles_renamed() {
    let before = whole("");
    let after = before.replace("reliability: B", "reliability: C").replace("title: t\n", "title: u\n");
    let after = after.replace("name: EU", "name: European Union");
    assert_eq!(
        told(&board_at(&before, NOW), &board_at(&after, NOW)),
        ["= AP: regraded B → C", "= European Union: renamed, was “EU”", "= Watchlist: renamed, was “t”"]
    );
}

#[test]
fn what_is_watched_comes_and_goes() {
    check("", &gate(""), &["= Gate: new in the watchlist"]);
    check(&gate(""), "", &["= Gate: no longer in the watchlist"]);
}

#[test]
fn what_cannot_be_observed_is_worse() {
    let gap = |until: &str| {
        let record = format!("{{ observer: eu, unobserved: [gate], from: 2026-02-01{until} }}");
        gate("") + &format!("monitoring: [ {record} ]\n")
    };
    check(&gate(""), &gap(""), &["- EU: cannot observe gate, no source 1 Feb"]);
    check(&gap(""), &gap(", until: 2026-02-02"), &["= EU: can observe again, no source 2 Feb"]);
}

#[test]
fn an_entry_that_has_not_come_is_an_edit_until_its_day() {
    let ahead = "at: 2026-02-05T09:00Z, status: open, claim: verified, source: ap";
    let after = gate(&reports(&[SCHEDULED, ahead]));
    check(&gate(&reports(&[SCHEDULED])), &after, &["= Gate: reports edited"]);
    check_time(&after, NOW, "2026-02-05T10:00:00Z", &["+ Gate: scheduled → open, AP B- 5 Feb 09:00Z"]);
    check_time(&after, "2026-02-05T10:00:00Z", NOW, &["- Gate: open → scheduled, time has passed"]);
}

#[test]
fn hostile_text_is_made_safe() {
    let before = gate("").replace("name: Gate", "name: \"Gate\\e[31m\"");
    let after = before.replace("[31m", "[32m\\u202E");
    let told = told(&board_at(&whole(&before), NOW), &board_at(&whole(&after), NOW));
    assert_eq!(told, ["= Gate\\x1b[32m\\u{202e}: renamed, was “Gate\\x1b[31m”"]);
}
