//! Golden frames of the real panes on the default watchlist: how five of them share the screen.

use crate::screens::demo::{LOOK, Session};
use crate::screens::travel::session_of;
use trucewatch::app::Clock;

fn session(size: (u16, u16)) -> Session {
    session_of(size, LOOK, Clock::Live, trucewatch::watchlist::DEFAULT)
}

#[test]
fn five_panes_share_the_screen() {
    for (name, size, keys) in [
        ("first_80x24", (80, 24), "1"),
        ("signals_80x24", (80, 24), "4"),
        ("claims_80x24", (80, 24), "5z"),
        ("signals_120x40", (120, 40), "4"),
        ("claims_200x60", (200, 60), "5"),
        ("signals_59x16", (59, 16), "4"),
        ("all_29x7", (29, 7), ""),
    ] {
        insta::assert_snapshot!(name, session(size).keys(keys).screen());
    }
}

#[test]
fn the_header_counts_what_drifts() {
    assert!(session((200, 60)).line(0).contains("8 drifts"), "{}", session((200, 60)).line(0));
}

/// Three crossings with long names, and something of every alarm.
const ALARMS: &str = r#"version: 1
title: Many alarms
zone: Asia/Gaza
stale_after: 24h
sources:
  ap: { name: AP, reliability: B }
  re: { name: Reuters, reliability: B }
crossings:
- id: rafah
  name: The Rafah crossing between Egypt and the southern Gaza Strip
  opens: 2026-01-20
  days:
  - { date: 2026-01-31, status: open, claim: attributed, exits: 20, source: ap }
  - { date: 2026-01-31, status: closed, cause: security, claim: attributed, source: re }
  reports:
  - { at: "2026-02-01T08:00Z", status: closed, claim: verified, source: ap }
- id: south
  name: كرم أبو سالم
  reports:
  - { at: "2026-02-01T07:00Z", status: closed, claim: verified, source: ap }
- id: beach
  name: Beach road
  reports:
  - { at: "2026-01-20T08:00Z", status: open, claim: verified, source: ap }
checklists:
- id: p2
  name: Phase Two of the plan for the end of the conflict
  items:
  - id: a
    title: Withdrawal
    group: One
    due: 2026-01-25
    reports: [ { at: 2026-01-20, status: announced, claim: attributed, source: ap } ]
  - { id: b, title: Committee, group: One, due: 2026-01-26 }
  - { id: c, title: Committee of others, group: Two }
spillover:
  risks:
  - id: fronts
    title: New fronts
    threatens: [ rafah, p2/a ]
    assessments: [ { at: "2026-02-01T08:00Z", likelihood: likely, impact: major } ]
  log:
  - { at: "2026-02-01T07:00Z", risk: fronts, severity: severe, claim: attributed, source: ap, text: a strike }
signals:
- id: said
  title: It was announced
  points_to: failure
  test: { reaches: { item: p2/a, rung: announced, claim: attributed } }
"#;

fn alarms(size: (u16, u16)) -> Session {
    session_of(size, LOOK, Clock::Live, ALARMS)
}

#[test]
fn alarms_come_before_counts_at_every_size() {
    for size in [(80, 24), (120, 40), (200, 60), (59, 16), (30, 8), (29, 7), (20, 4)] {
        insta::assert_snapshot!(format!("alarms_{}x{}", size.0, size.1), alarms(size).screen());
    }
}

#[test]
fn at_any_width_every_pane_shows_or_counts_its_alarms() {
    for width in 20..=200 {
        for height in [7, 12, 24, 40] {
            let screen = alarms((width, height)).screen();
            let is_told = |sign: char, words: &str| screen.contains(sign) || screen.contains(words);
            assert!(is_told('▲', "FAILURE MET"), "{width}x{height}\n{screen}");
            assert!(is_told('■', "▲"), "{width}x{height}\n{screen}");
            assert!(is_told('!', "▲"), "{width}x{height}\n{screen}");
        }
    }
}

#[test]
fn a_heading_stays_with_its_rows_when_they_are_scrolled_or_filtered() {
    let scrolled = alarms((80, 24)).keys("1G").screen();
    let first: Vec<&str> = scrolled.lines().skip(3).take(1).collect();
    assert!(first[0].contains("Beach road"), "{scrolled}");
    let filtered = alarms((80, 24)).keys("2/committee<Enter>");
    let screen = filtered.screen();
    let rows: Vec<usize> = ["  One ", "? UNKNOWN Committee ", "  Two ", "Committee of others"]
        .iter()
        .map(|words| screen.lines().position(|line| line.contains(words)).expect(words))
        .collect();
    assert!(rows.is_sorted(), "{screen}");
    assert!(screen.contains("2 of 5"), "{screen}");
    let (_, _, selected) = filtered.app.selected().expect("a row");
    assert_eq!(selected.index, 1, "a match is selected, not its heading\n{screen}");
}
