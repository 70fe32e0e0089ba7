//! Failing words, quantities and closed risks: what of them is news, and of which direction.

use super::{ANNOUNCED, check, check_time, item, reports, spillover};

#[test]
fn a_refusal_is_worse_also_where_it_is_disputed() {
    let refused = "at: 2026-02-02, status: refused, claim: attributed, source: un";
    check(
        &item(&reports(&[ANNOUNCED])),
        &item(&reports(&[ANNOUNCED, refused])),
        &["- The committee: announced → refused (attributed), UN 2 Feb"],
    );
    let full = "at: 2026-02-02, status: full, claim: verified, source: ap";
    let violated = "at: 2026-02-02, status: violated, claim: attributed, source: un";
    check(
        &item(&reports(&[full])),
        &item(&reports(&[full, violated])),
        &[
            "- The committee: full → violated (attributed), UN 2 Feb",
            "- The committee: CONTRADICTED: violated, attributed (2 Feb) un -- against full, verified (2 Feb) ap B-, follows from a report of 2 Feb",
        ],
    );
}

fn quantity(lines: &[&str]) -> String {
    item(&format!("target: {{ value: 28, unit: bodies }}, {}", reports(lines)))
}

const TWENTY: &str = "at: 2026-02-01, status: intermediate, value: 20, claim: verified, source: ap";

#[test]
fn a_number_that_grows_is_better_and_one_that_falls_worse() {
    let more = "at: 2026-02-02, status: intermediate, value: 27, claim: attributed, source: ap";
    let (one, two) = (quantity(&[TWENTY]), quantity(&[TWENTY, more]));
    check(&one, &two, &["+ The committee: 20 → 20 (27 claimed) of 28 bodies, AP B- 2 Feb"]);
    let less = "at: 2026-02-02, status: intermediate, value: 12, claim: verified, source: ap";
    check(&one, &quantity(&[TWENTY, less]), &["- The committee: 20 → 12 of 28 bodies, AP B- 2 Feb"]);
    let promised = "at: 2026-02-02, status: full, value: 28, claim: promise, source: un";
    check(&one, &quantity(&[TWENTY, promised]), &["= The committee: status full, 28 (promise), UN 2 Feb"]);
    let alone = "at: 2026-02-02, value: 21, claim: verified, source: ap";
    check(&one, &quantity(&[TWENTY, alone]), &["+ The committee: 20 → 21 of 28 bodies, AP B- 2 Feb"]);
}

const HIGH: &str = "assessments: [ { at: 2026-01-30, likelihood: likely, impact: major } ]";
const CLOSED: &str = "closed: { at: 2026-02-02T06:00Z, why: it is over }";

#[test]
fn a_closing_is_told_with_its_reason_and_is_not_good_news() {
    let (open, closed) = (spillover(HIGH, &[]), spillover(&format!("{CLOSED}, {HIGH}"), &[]));
    check(
        &open,
        &closed,
        &[
            "= New fronts: closed 2 Feb 06:00Z: it is over",
            "+ Gate: no longer threatened by New fronts, by an edit of what was there",
        ],
    );
    check(
        &closed,
        &open,
        &["= New fronts: no longer closed", "- Gate: threatened by New fronts, by an edit of what was there"],
    );
    check_time(
        &closed,
        "2026-02-02T05:00:00Z",
        "2026-02-02T07:00:00Z",
        &[
            "= New fronts: closed 2 Feb 06:00Z: it is over",
            "= Gate: no longer threatened by New fronts, time has passed",
        ],
    );
}

#[test]
fn a_severe_entry_after_a_closing_is_worse_and_the_risk_counts_again() {
    let strike =
        "at: 2026-02-03T06:00Z, risk: new-fronts, severity: severe, claim: verified, source: ap, text: a strike";
    let risk = format!("{CLOSED}, {HIGH}");
    check(
        &spillover(&risk, &[]),
        &spillover(&risk, &[strike]),
        &[
            "- ▲ SEVERE 3 Feb 06:00Z new-fronts: a strike (AP B-)",
            "- Gate: threatened by New fronts, follows from a severe log entry of 3 Feb 06:00Z",
            "- New fronts: counts again, was closed 2 Feb 06:00Z, follows from a severe log entry of 3 Feb 06:00Z",
        ],
    );
}
