//! Text of the region and of the desks that read it: Arabic, Hebrew, Persian, Japanese, emoji. Golden frames, with text
//! that the terminal puts in order and text that this program does.

use crate::screens::demo::{LOOK, Session};
use crate::screens::travel::session_of;
use trucewatch::app::{Bidi, Clock, Look};

const FILE: &str = "version: 1
title: نص تجريبي
zone: Asia/Gaza
sources:
  ar: { name: وكالة تجريبية, reliability: B }
  he: { name: סוכנות לדוגמה, reliability: B }
crossings:
- id: north
  name: معبر تجريبي
  reports:
  - { at: '2026-01-31T08:00Z', status: limited, claim: verified, source: ar }
  - { at: '2026-01-31T07:00Z', status: open, claim: attributed, source: he }
checklists:
- id: plan
  name: 計画の第二段階
  items:
  - { id: one, title: 国境の検問所を開く }
  - { id: two, title: \"הסכם (שלב 2) לדוגמה\" }
spillover:
  log:
  - { at: '2026-01-31T06:00Z', severity: minor, claim: attributed, source: ar, text: \"خبر تجريبي (رقم 12) من المعبر\" }
  - { at: '2026-01-31T05:00Z', severity: minor, claim: attributed, source: he, text: \"ידיעה לדוגמה: 12 משאיות\" }
  - { at: '2026-01-31T04:00Z', severity: minor, claim: attributed, source: ar, text: \"می\u{200c}شود از گذرگاه خانه\u{200c}های\u{200f} نمونه\" }
  - { at: '2026-01-31T03:00Z', severity: minor, claim: attributed, source: ar, text: \"例の報告：トラック12台\" }
  - { at: '2026-01-31T02:00Z', severity: minor, claim: attributed, source: ar, text: \"👨\u{200d}👩\u{200d}👧 and ☁\u{fe0f} at the gate\" }
";

fn session(size: (u16, u16), bidi: Bidi, keys: &str) -> Session {
    session_of(size, Look { bidi, ..LOOK }, Clock::Live, FILE).keys(keys)
}

#[test]
fn text_of_the_region_at_the_usual_sizes() {
    for (name, bidi) in [("terminal", Bidi::Terminal), ("self", Bidi::Program)] {
        for (width, height) in [(80, 24), (120, 40)] {
            let session = session((width, height), bidi, "3");
            insta::assert_snapshot!(format!("region_{name}_{width}x{height}"), session.screen());
        }
        insta::assert_snapshot!(
            format!("region_details_{name}_80x24"),
            session((80, 24), bidi, "3jjj<Enter>").screen()
        );
    }
}

#[test]
fn a_direction_mark_is_seen_in_the_details_and_not_in_the_row() {
    assert!(!session((120, 40), Bidi::Terminal, "2").screen().contains(r"\u{200f}"));
    assert!(session((80, 24), Bidi::Terminal, "3jjj<Enter>").screen().contains(r"\u{200f}"));
}
