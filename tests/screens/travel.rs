//! The time machine: steps through the moments at which the picture changed, and what the screen says of them.

use crate::screens::demo::{LOOK, Session, start};
use chrono::TimeDelta;
use trucewatch::app::{Clock, ColourDepth, Glyphs, Look, Msg, ThemeName};
use trucewatch::load::load;
use trucewatch::panes::PANES;

/// Its moments: 19 Jan 22:00Z, 25 Jan 10:00Z, 28 Jan 09:00Z, 29 Jan 14:00Z, 29 Jan 22:00Z, 30 Jan 22:00Z twice, 31 Jan
/// 08:00Z; 3 Feb is still to come.
pub(crate) const FILE: &str = r#"version: 1
title: Truce
zone: Asia/Gaza
sources: { ap: { name: AP, reliability: B } }
crossings:
- id: rafah
  name: Rafah
  opens: 2026-01-30
  reports:
  - { at: 2026-01-20, status: scheduled, claim: promise, source: ap }
  days:
  - { date: 2026-01-30, status: open, claim: attributed, exits: 20, source: ap }
  - { date: 2026-01-31, status: closed, cause: technical, claim: attributed, source: ap }
checklists:
- id: phase-two
  name: Phase Two
  items:
  - id: committee
    title: The committee governs
    reports:
    - { at: "2026-01-25T10:00Z", status: announced, claim: attributed, source: ap }
    - { at: "2026-01-28T09:00Z", status: minimal, claim: verified, source: ap }
    - { at: "2026-02-03T09:00Z", status: full, claim: promise, source: ap }
  - id: withdrawal
    title: Troops withdraw
spillover:
  risks:
  - id: fronts
    title: New fronts
  log:
  - { at: "2026-01-29T14:00Z", risk: fronts, severity: severe, claim: attributed, source: ap, text: a strike }
  - { at: "2026-01-31T08:00Z", risk: fronts, severity: minor, claim: attributed, source: ap, text: a drone }
"#;

const NORMAL: (u16, u16) = (80, 24);

const SIZES: [(u16, u16); 6] = [(80, 24), (120, 40), (200, 60), (59, 16), (30, 8), (29, 7)];

pub(crate) fn session_of(size: (u16, u16), look: Look, clock: Clock, text: &str) -> Session {
    let mut session = Session::with_panes(PANES, size, look, clock);
    save(&mut session, text);
    session
}

pub(crate) fn session(size: (u16, u16)) -> Session {
    session_of(size, LOOK, Clock::Live, FILE)
}

pub(crate) fn save(session: &mut Session, text: &str) {
    let loaded = load("watchlist.yaml", text.as_bytes(), session.at);
    assert!(loaded.watchlist.is_some(), "{:?}", loaded.problems);
    session.send(Msg::Read(Box::new(loaded)));
}

/// After these keys the header says this.
#[track_caller]
fn check(keys: &str, header: &str) {
    let session = session(NORMAL).keys(keys);
    assert!(session.line(0).contains(header), "after {keys:?}: {}", session.screen());
}

#[test]
fn steps_go_through_the_moments_at_which_the_picture_changed() {
    check("[", "◂ PAST 2026-01-31 08:00Z");
    check("[[", "◂ PAST 2026-01-30 22:00Z");
    check("[[[", "◂ PAST 2026-01-29 22:00Z");
    check("[[[[[[[", "◂ PAST 2026-01-19 22:00Z");
    check("[[[[[[[[[[", "◂ PAST 2026-01-19 22:00Z");
    check("[[[]", "◂ PAST 2026-01-30 22:00Z");
    check("[[]]", "LIVE  12:02:11Z");
    check("[[[[.", "LIVE  12:02:11Z");
}

#[test]
fn days_end_at_midnight_of_the_files_zone() {
    // The local time gives way to the severe event.
    check("{", "◂ PAST 2026-01-31 21:59Z   (NOT LIVE, 14h ago)  ▲ SEVERE 2d");
    check("{{", "◂ PAST 2026-01-30 21:59Z");
    check("{{}", "◂ PAST 2026-01-31 21:59Z");
    check("[}", "◂ PAST 2026-01-31 21:59Z");
    check("{}", "LIVE");
}

/// Nobody knows at what hour of its day a record came: a step within that day tells of it, one over the day tells of that
/// day alone.
#[test]
fn a_step_within_a_day_tells_the_record_of_that_day() {
    for keys in ["[", "[[", "{"] {
        let footer = session((200, 60)).keys(keys).footer();
        assert!(footer.contains("31 Jan by ap: recorded closed"), "{keys}: {footer}");
        assert!(!footer.contains("30 Jan by ap"), "{keys}: {footer}");
    }
}

#[test]
fn the_ends_of_the_way_are_said_aloud() {
    let ends = session(NORMAL).keys("[[[[[[[[");
    assert!(
        ends.footer().contains("nothing is dated before 2026-01-19 22:00Z: ] goes on, . goes back"),
        "{}",
        ends.footer()
    );
    let live = session(NORMAL).keys("]");
    assert!(live.footer().contains("this is LIVE: nothing comes after it; [ and { go back"), "{}", live.footer());
    let undated = session_of(NORMAL, LOOK, Clock::Live, "version: 1\ntitle: Truce\n").keys("[");
    assert!(undated.footer().contains("there is no past to show"), "{}", undated.footer());
    assert!(undated.line(0).contains("LIVE"));
}

#[test]
fn the_end_of_a_day_is_told_from_its_last_change() {
    let scale = |keys: &str| session((120, 40)).keys(keys).line(1);
    assert!(scale("[").contains("  change 7 of 7"), "{}", scale("["));
    assert!(scale("{").contains("  after change 7 of 7"), "{}", scale("{"));
}

#[test]
fn where_a_step_brought_nothing_no_row_is_marked() {
    for text in [FILE, trucewatch::watchlist::DEFAULT] {
        let mut session = session_of((200, 60), LOOK, Clock::Live, text);
        for key in "{".repeat(30).chars().chain("}".repeat(30).chars()) {
            session.press(&key.to_string());
            let (says_nothing, screen) = (session.footer().contains("nothing that the board tells"), session.screen());
            assert!(!says_nothing || !screen.contains(" changed ·"), "{screen}");
        }
    }
}

#[test]
fn what_came_later_is_unseen() {
    let screen = session((120, 40)).keys("[[[[[").screen();
    assert!(screen.contains("minimal"), "{screen}");
    assert!(screen.contains("nothing logged"), "{screen}");
    assert!(screen.contains("○ SCHEDULED") && screen.contains("in 37h"), "{screen}");
    let screen = session((120, 40)).keys("[[[[[[").screen();
    assert!(screen.contains("announced") && !screen.contains("minimal"), "{screen}");
}

#[test]
fn a_step_says_what_changed_and_marks_it() {
    let earlier = session((120, 40)).keys("[[[[[");
    assert!(earlier.footer().contains("The committee governs: announced → minimal (verified)"), "{}", earlier.footer());
    let row = earlier.screen().lines().find(|line| line.contains("The committee")).map(str::to_owned);
    assert!(row.clone().is_some_and(|row| row.contains("~")), "{row:?}");
    let wide = session((200, 60)).keys("[").screen();
    assert!(wide.contains("What this step brought"), "{wide}");
    assert!(wide.contains("08:00Z  Spillover      + "), "{wide}");
}

#[test]
fn the_clock_does_not_move_a_past_board() {
    let mut session = session(NORMAL).keys("[");
    session.wait(3 * 3600);
    assert!(session.line(0).contains("PAST 2026-01-31 08:00Z"));
    assert!(session.line(1).contains("31h before LIVE"), "{}", session.line(1));
    session.press(".");
    assert!(session.line(0).contains("LIVE  15:02:11Z"));
}

#[test]
fn a_save_leaves_the_past_where_it_is_and_is_marked_on_the_return() {
    let mut session = session((120, 40)).keys("[[[[[");
    save(&mut session, &FILE.replace("a drone", "a drone corrected").replace("Troops withdraw", "Troops leave"));
    assert!(session.line(0).contains("PAST 2026-01-28 09:00Z"));
    assert!(session.footer().contains("the file has changed: it is shown as of 2026-01-28 09:00Z, still"));
    assert!(session.screen().contains("Troops leave"));
    assert!(!session.screen().contains("corrected"));
    session.press(".");
    assert!(session.line(0).contains("LIVE"));
    let screen = session.screen();
    let row = |words: &str| screen.lines().find(|line| line.contains(words)).unwrap_or_default().to_owned();
    assert!(row("Troops leave").contains('~'), "{screen}");
    assert!(row("corrected").contains('+'), "{screen}");
    assert!(!row("The committee").contains('~'), "{screen}");
}

#[test]
fn a_broken_save_is_said_in_the_past_too() {
    let mut session = session(NORMAL).keys("[");
    session.save_broken();
    let screen = session.screen();
    assert!(screen.contains("PAST 2026-01-31 08:00Z") && screen.contains("FILE NOT RELOADED"), "{screen}");
    session.press(".");
    assert!(session.screen().contains("FILE NOT RELOADED") && session.line(0).contains("LIVE"));
}

#[test]
fn with_now_the_way_leads_back_to_that_moment() {
    let home = Clock::AsOf(start() - TimeDelta::days(3));
    let session = |keys: &str| session_of(NORMAL, LOOK, home, FILE).keys(keys);
    assert!(session("").line(0).contains("◂ AS OF 2026-01-29 12:02Z"));
    assert!(session("[").line(0).contains("◂ PAST 2026-01-28 09:00Z"));
    assert!(session("[").line(1).contains("27h before AS OF"), "{}", session("[").line(1));
    assert!(session("[]").line(0).contains("◂ AS OF 2026-01-29 12:02Z"));
    assert!(session("[[.").line(0).contains("◂ AS OF 2026-01-29 12:02Z"));
    assert!(session("[[.").footer().contains("back to AS OF 2026-01-29 12:02Z"));
    assert!(session("]").footer().contains("this is AS OF 2026-01-29 12:02Z"));
}

#[test]
fn the_selected_row_is_selected_again_once_it_is_back() {
    let mut session = session(NORMAL).keys("3G");
    let chosen = session.selected();
    session.press("[[[[[");
    assert_ne!(session.selected(), chosen);
    session.press(".");
    assert_eq!(session.selected(), chosen);
    session.press("[[gj");
    let other = session.selected();
    session.press(".");
    assert_eq!(session.selected(), other);
}

#[test]
fn details_are_read_through_time_until_their_item_is_gone() {
    let mut session = session(NORMAL).keys("2j<Enter>[[[[[");
    assert!(session.screen().contains("minimal"), "{}", session.screen());
    session.press("[");
    assert!(session.screen().contains("announced") && !session.screen().contains("minimal"), "{}", session.screen());
    session.press(".");
    let mut session = session_of(NORMAL, LOOK, Clock::Live, FILE).keys("3jj<Enter>");
    assert!(session.screen().contains("a drone"), "{}", session.screen());
    session.press("[[");
    assert!(session.footer().contains("the item that you were reading came after"), "{}", session.footer());
}

#[test]
fn the_past_cannot_be_mistaken_at_any_size_with_or_without_colours() {
    for colours in [ColourDepth::None, ColourDepth::Ansi16] {
        let look = Look { theme: ThemeName::Default, colours, ..Look::MONO };
        for size in SIZES.into_iter().chain([(24, 2), (19, 3), (11, 4), (6, 1), (200, 7), (20, 60)]) {
            let session = session_of(size, look, Clock::Live, FILE).keys("[[");
            assert!(session.screen().contains("PAST"), "{size:?}\n{}", session.screen());
            let live = session_of(size, look, Clock::Live, FILE).keys("[[.");
            assert!(!live.screen().contains("PAST"), "{size:?}\n{}", live.screen());
        }
        for (keys, size) in [("", (80, 24)), ("", (30, 8)), ("", (200, 60)), ("<Enter>", (80, 24)), ("z", (120, 40))] {
            let session = session_of(size, look, Clock::Live, FILE).keys("[").keys(keys);
            let screen = session.screen();
            assert!(screen.contains("┅") && !screen.contains("━"), "{keys} {size:?}\n{screen}");
        }
    }
}

#[test]
fn in_ascii_the_past_is_printable_ascii() {
    let look = Look { glyphs: Glyphs::Ascii, ..LOOK };
    for size in SIZES {
        let screen = session_of(size, look, Clock::Live, FILE).keys("[[").screen();
        assert!(screen.is_ascii() && screen.contains("PAST"), "{screen}");
    }
}

#[test]
fn golden_frames_of_the_past() {
    for (width, height) in SIZES {
        insta::assert_snapshot!(format!("travel_{width}x{height}"), session((width, height)).keys("[[[[").screen());
    }
    insta::assert_snapshot!("travel_keys_80x24", session(NORMAL).keys("[[[[j").screen());
}
