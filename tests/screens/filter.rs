//! The filter on the real panes: what is drawn is found.

use crate::screens::demo::{LOOK, Session};
use crate::screens::travel::session_of;
use std::collections::BTreeSet;
use trucewatch::app::Clock;

/// Every kind of row, with names in several scripts.
const FILE: &str = r#"version: 1
title: Many rows
zone: Asia/Gaza
sources:
  desk: { name: The Evening Desk, reliability: B }
  weak: { name: Somebody's channel, reliability: D }
actors:
  egypt: { name: Egypt, aliases: [Cairo] }
  norway: { name: Østfold }
crossings:
- id: rafah
  name: Rafah
  opens: 2026-01-20
  parties:
  - { actor: egypt, role: border control, reports: [{ at: 2026-01-21, status: in-place, claim: verified, source: desk }] }
  - { actor: norway, role: "observer: \"neutral\"" }
  days:
  - { date: 2026-01-21, status: limited, claim: verified, exits: 20, entries: 4, source: desk, note: one gate }
  - { date: 2026-01-22, status: closed, cause: security, claim: attributed, source: weak }
  reports:
  - { at: "2026-01-31T08:00Z", status: suspended, claim: attributed, source: desk, note: "shut | closed; why: unknown" }
- id: south
  name: كرم أبو سالم
checklists:
- id: p2
  name: Phase Two
  items:
  - { id: aid, title: "Élysée: aid (full)", group: Aid, due: 2026-01-25 }
  - id: out
    title: Withdrawal
    reports: [{ at: 2026-01-20, status: minimal, claim: attributed, source: weak, note: hidden remark }]
spillover:
  risks:
  - { id: north, title: Northern front, threatens: [rafah] }
  log:
  - { at: "2026-01-31T07:00Z", severity: severe, claim: attributed, trigger: strike, text: two rockets!, source: desk, risk: north }
  - { at: 2026-01-30, severity: minor, text: calm, claim: promise, source: weak }
signals:
- { id: shut, title: Rafah shuts after the reopening, points_to: failure, test: { not: { stays-open: { crossing: rafah, days: 3 } } } }
statements:
- { at: 2026-01-29, speaker: egypt, term: reopening, claim: attributed, source: desk }
tallies:
- { id: left, what: people who left, from: 2026-01-20, as_of: 2026-01-31, value: 30, claim: attributed, authority: egypt, source: desk }
"#;

fn session(size: (u16, u16), keys: &str) -> Session {
    session_of(size, LOOK, Clock::Live, FILE).keys(keys)
}

/// The lines of the zoomed pane, without its frame, its gutter and its cut words.
fn lines(session: &Session) -> Vec<String> {
    let screen = session.screen();
    let inside = screen.lines().filter_map(|line| line.strip_prefix('┃')?.split('┃').next());
    let words = |line: &str| line.chars().skip(2).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    inside.map(words).collect()
}

#[test]
fn every_word_drawn_in_a_row_finds_that_row() {
    for pane in '1'..='5' {
        let mut session = session((240, 60), &format!("{pane}z"));
        let drawn = lines(&session);
        assert!(drawn.iter().any(|line| !line.is_empty()), "pane {pane} has rows\n{}", session.screen());
        for line in drawn {
            let words: BTreeSet<&str> =
                line.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
            for word in words.into_iter().filter(|word| !word.contains(['…', '"'])) {
                session.press(&format!("/\"{}\"<Enter>", word.replace('<', "")));
                // Columns are narrower without the other rows, so that a text is cut later.
                let start = line.split('…').next().unwrap_or_default().trim_end();
                let is_there = lines(&session).iter().any(|line| line.starts_with(start));
                assert!(is_there, "{word:?} of {line:?}\n{}", session.screen());
                session.press("<Esc>");
            }
        }
    }
}

#[track_caller]
fn check(keys: &str, shown: &str) {
    let screen = session((120, 40), keys).screen();
    assert!(screen.contains(shown), "after {keys:?} there is no {shown:?} on\n{screen}");
}

#[test]
fn aliases_notes_and_names_of_sources_are_searched_too() {
    check("1z/cairo<Enter>", "Egypt");
    check("1z/evening<Enter>", "suspended");
    check("2z/\"hidden remark\"<Enter>", "Withdrawal");
}

#[test]
fn operators_narrow() {
    check("1z/status:sus<Enter>", "/status:sus 2 of");
    check("2z/status:unknown<Enter>", "Élysée");
    check("1z/source:weak<Enter>", "/source:weak 1 of");
    check("1z/grade:D<Enter>", "/grade:D 1 of");
    check("3z/age:>1d<Enter>", "calm");
    check("3z/rockets age:>2d<Enter>", "0 of");
    check("3z/severity:x", "no operator severity: only status source grade age owner owed");
    check("3z/severity:x", "two rockets");
    check("3z/severity:x<Enter>", "/severity:x not understood");
}

#[test]
fn two_slashes_filter_every_pane() {
    check("//rafah<Enter>", "//rafah");
    let mut session = session((200, 60), "//egypt<Enter>");
    assert!(!session.screen().contains("Northern front"), "{}", session.screen());
    assert!(session.screen().contains("Egypt"), "{}", session.screen());
    session.press("<Esc>");
    assert!(session.screen().contains("Northern front"), "{}", session.screen());
    check("//egypt<Backspace><Backspace><Backspace><Backspace><Backspace><Backspace>", "Northern front");
}

#[test]
fn the_palette_goes_to_entities_and_times() {
    check(":withdrawal<Enter>", "▸ ? 1/3?    Withdrawal");
    check(":xqz", "nothing here has that in it");
    check(":northern<Enter>", "▸3 ");
    check(":evening<Enter>", "▸5 ");
    check(":goto 22 jan<Enter>", "PAST 2026-01-22 21:59Z");
    check(":goto 10 jan<Enter>", "nothing is dated before 2026-01-19 22:00Z");
    check(":goto 9 feb 2027<Enter>", "that time is not past yet: this is LIVE");
    check(":goto 22 jan<Enter>:goto today<Enter>", "back to LIVE");
}

#[test]
fn an_old_file_says_how_to_see_it_as_it_was() {
    let mut old = session((120, 40), "");
    assert!(!old.footer().contains("newest date"), "{}", old.footer());
    let text = FILE.replace("2026-01-", "2025-01-").replace("2026-02-", "2025-02-");
    old = session_of((120, 40), LOOK, Clock::Live, &text);
    assert!(
        old.footer().contains("newest date in the file 31 Jan 2025 (366d ago): press [ to see the board"),
        "{}",
        old.footer()
    );
    assert!(!old.keys("j").footer().contains("newest date"));
}
