//! Invented watchlists of any length, for measuring.
//!
//! The same length always gives the same text. An entry of the log has about 470 bytes. Flow and block style alternate,
//! as in a file with several authors. The content is invented.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use std::fmt::Write as _;

/// The time between two entries of the log.
const STEP: TimeDelta = TimeDelta::minutes(7);

const PLACES: [&str; 5] = ["Sampletown", "Placeholder Bay", "Nowhere Crossing", "Testfield", "Example Ridge"];
const TRIGGERS: [&str; 4] = ["drill", "rehearsal", "placeholder", "dry-run"];
const SEVERITIES: [&str; 5] = ["minor", "minor", "moderate", "severe", "extreme"];
const CLAIMS: [&str; 3] = ["verified", "attributed", "promise"];
const FILLER: [&str; 3] = [
    "This line was made up by a program so that the reading of long lists can be measured, and it tells of nothing \
     that has ever happened to anybody in any place.",
    "Invented for a measurement: two imaginary observers, one at a desk and one at a window, agree that nothing at all \
     took place, and write it down at the length of a usual entry.",
    "No source stands behind these words; they are here because an entry has to have some, and because words of \
     different lengths wrap at different columns of a narrow screen.",
];

/// The moment for evaluating an invented watchlist: a little after its newest entry.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 1, 12, 0, 30).single().expect("a moment in UTC exists once")
}

/// A watchlist with this many entries in its log, oldest first, as operators append them.
pub fn watchlist(entries: usize) -> String {
    let mut text = String::with_capacity(8 * 1024 + entries * 480);
    push_head(&mut text).and_then(|()| push_log(&mut text, entries)).expect("writing to a string cannot fail");
    text
}

/// Everything but the log: one crossing with a month of days, one checklist, three risks.
fn push_head(out: &mut String) -> std::fmt::Result {
    out.push_str(
        "version: 1\ntitle: Synthetic watchlist\nzone: Asia/Gaza\nsources:\n  \
         desk: { name: Imaginary DraftSession, reliability: B }\n  window: { name: Imaginary Window, reliability: C }\n\
         actors:\n  nobody: { name: Nobody In Particular, role: stands in for an actor }\n\
         crossings:\n  - id: gate\n    name: Sample Gate\n    opens: 2026-01-02\n    quota: { exits: 150, entries: 50 }\n    \
         parties:\n      - { actor: nobody, role: none }\n    days:\n",
    );
    for day in 2..=31 {
        let (patients, companions) = (day % 7, day % 11);
        let exits = patients + companions;
        writeln!(
            out,
            "      - {{ date: 2026-01-{day:02}, status: open, hours: \"09:00-15:00\", patients: {patients}, \
             companions: {companions}, exits: {exits}, entries: {day}, claim: verified, source: desk }}"
        )?;
    }
    out.push_str("checklists:\n  - id: list\n    name: Sample List\n    items:\n");
    for item in 0..20 {
        writeln!(
            out,
            "      - id: item-{item}\n        title: Sample item {item}\n        group: group-{}\n        \
             due: 2026-03-{:02}\n        reports:\n          \
             - {{ at: 2026-01-{:02}, status: minimal, claim: attributed, source: window }}",
            item / 5,
            item + 1,
            item + 1
        )?;
    }
    out.push_str("spillover:\n  risks:\n");
    for risk in 0..3 {
        writeln!(
            out,
            "    - id: risk-{risk}\n      title: Sample risk {risk}\n      threatens: [gate, list/item-{risk}]\n      \
             assessments:\n        - {{ at: 2026-01-30, likelihood: unlikely, impact: minor, confidence: low }}"
        )?;
    }
    Ok(())
}

fn push_log(out: &mut String, entries: usize) -> std::fmt::Result {
    if entries > 0 {
        out.push_str("  log:\n");
    }
    let newest = now() - TimeDelta::seconds(30);
    for entry in 0..entries {
        let steps = i32::try_from(entries - 1 - entry).expect("a log that fits in memory");
        let at = (newest - STEP * steps).format("%Y-%m-%dT%H:%MZ");
        let risk = entry % 3;
        let trigger = TRIGGERS[entry % TRIGGERS.len()];
        let severity = SEVERITIES[entry % SEVERITIES.len()];
        let claim = CLAIMS[entry / 2 % CLAIMS.len()];
        let source = if entry % 5 < 3 { "desk" } else { "window" };
        let place = PLACES[entry / 3 % PLACES.len()];
        let filler = FILLER[entry % FILLER.len()];
        if entry % 2 == 0 {
            writeln!(
                out,
                "    - {{ at: {at}, risk: risk-{risk}, trigger: {trigger}, severity: {severity}, claim: {claim}, \
                 source: {source}, credibility: 3, place: {place},\n        \
                 text: \"Made-up entry {entry}: {filler}\",\n        \
                 link: \"https://example.org/made-up/{entry}?for=measuring&padding=abcdefghijklmnopqrstuvwxyz\" }}"
            )?;
        } else {
            writeln!(
                out,
                "    - at: {at}\n      risk: risk-{risk}\n      trigger: {trigger}\n      severity: {severity}\n      \
                 claim: {claim}\n      source: {source}\n      credibility: 3\n      place: {place}\n      text: >-\n        \
                 Made-up entry {entry}: {filler}\n      \
                 link: https://example.org/made-up/{entry}?for=measuring&padding=abcdefghijklmnopqrstuvwxyz"
            )?;
        }
    }
    Ok(())
}
