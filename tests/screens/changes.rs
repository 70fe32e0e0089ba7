//! What changed since the operator last looked: the page, the marks, the list, and what is to be kept of them.

use crate::screens::demo::Session;
use crate::screens::travel::{FILE, save, session, session_of};
use chrono::TimeDelta;
use trucewatch::app::{Clock, Effect, Looked, Msg, Observation, Recalled};
use trucewatch::load::{Fingerprint, load};

const NORMAL: (u16, u16) = (80, 24);

/// Better, worse and other: a deed, a severe entry, a due date.
fn edited() -> String {
    let edited = FILE
        .replace("status: minimal, claim: verified", "status: intermediate, claim: verified")
        .replace("severity: minor", "severity: severe")
        .replace("title: Troops withdraw", "title: Troops withdraw\n    due: 2026-02-10")
        .replace(
            "checklists:\n",
            "  - { date: 2026-02-01, status: open, claim: attributed, exits: 9, source: ap }\nchecklists:\n",
        );
    format!(
        "{edited}  - {{ at: \"2026-02-01T11:00:00Z\", risk: fronts, severity: severe, claim: attributed, source: ap, text: a raid }}\n"
    )
}

fn looked(text: &str, at: &str) -> Looked {
    let at = at.parse().expect("a time");
    let loaded = load("watchlist.yaml", text.as_bytes(), at);
    Looked { at, source: loaded.source, watchlist: loaded.watchlist.expect("a whole watchlist") }
}

fn observations(session: &Session) -> Vec<&Observation> {
    fn of(effect: &Effect) -> Option<&Observation> {
        match effect {
            Effect::Observed(observation) => Some(observation),
            _ => None,
        }
    }
    session.effects.iter().filter_map(of).collect()
}

fn texts(observation: &Observation) -> Vec<&str> {
    observation.changes.iter().map(|change| change.text.as_str()).collect()
}

/// An entry of the log that is new, and one that is corrected.
fn logged() -> String {
    let event = "  - { at: \"2026-02-01T11:00:00Z\", risk: fronts, severity: minor, source: ap, text: a raid }\n";
    FILE.replace("severity: minor", "severity: moderate") + event
}

#[test]
fn new_and_changed_rows_are_marked_until_the_operator_has_been_there() {
    let mut session = session(NORMAL).keys("3");
    save(&mut session, &logged());
    let screen = session.screen();
    let has_row = |mark: &str, words: &str| screen.lines().any(|row| row.contains(mark) && row.contains(words));
    assert!(has_row("+1 Feb", "a raid") && has_row("~31 Jan", "a drone") && has_row("~", "New fronts"), "{screen}");
    assert!(!has_row("~29 Jan", "a strike"), "{screen}");
    session.press("j");
    assert!(session.screen().contains("+1 Feb"), "{}", session.screen());
    session.press("G");
    assert!(!session.screen().contains("+1 Feb") && !session.screen().contains("~31 Jan"), "{}", session.screen());
}

#[test]
fn changes_are_listed_on_a_wide_screen() {
    let mut session = session((200, 60));
    save(&mut session, &logged());
    assert!(session.screen().contains("12:02Z  Spillover      + 1 Feb"), "{}", session.screen());
}

#[test]
fn the_page_groups_what_changed_with_its_time_its_cause_and_its_place() {
    let mut session = session(NORMAL);
    session.wait(600);
    save(&mut session, &edited());
    session.press("d");
    let screen = session.screen();
    for words in ["What changed since you last looked, 2026-02-01 12:02Z (10m ago)", "Better", "Worse", "Other"] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    assert!(screen.contains("Rafah: CLOSED → open") || screen.contains("Rafah: closed → open"), "{screen}");
    assert!(screen.contains("(line 1"), "{screen}");
    for (width, height) in [(80, 24), (120, 40), (200, 60), (59, 16)] {
        let mut session = crate::screens::travel::session((width, height));
        session.wait(600);
        save(&mut session, &edited());
        session.press("dj");
        insta::assert_snapshot!(format!("changes_{width}x{height}"), session.screen());
    }
}

#[test]
fn nothing_new_is_said_and_esc_goes_back() {
    let mut session = session(NORMAL).keys("d");
    assert!(session.screen().contains("Nothing has changed. Esc goes back."), "{}", session.screen());
    session.press("<Enter>");
    assert!(session.footer().contains("nothing has changed"), "{}", session.footer());
    session.press("<Esc>");
    assert!(session.screen().contains("▸1 Rafah"));
}

#[test]
fn enter_goes_to_the_row() {
    let mut session = session(NORMAL);
    save(&mut session, &FILE.replace("title: Troops withdraw", "title: Troops withdraw\n    due: 2026-02-10"));
    session.press("3d<Enter>");
    assert!(session.screen().contains("▸2 Phase Two"), "{}", session.screen());
    let row = session.screen().lines().find(|line| line.starts_with('▸')).map(str::to_owned);
    assert!(row.as_ref().is_some_and(|row| row.contains("Troops withdraw")), "{row:?}\n{}", session.screen());
}

#[test]
fn enter_goes_to_an_item_and_not_to_the_heading_of_its_group() {
    let grouped = FILE.replacen("title: Troops withdraw", "title: Troops withdraw\n    group: Security", 1);
    let mut session = session(NORMAL);
    save(&mut session, &grouped);
    session.press("D");
    save(&mut session, &grouped.replace("group: Security", "group: Security\n    due: 2026-02-10"));
    session.press("3d<Enter>");
    let row = session.screen().lines().find(|line| line.starts_with('▸')).map(str::to_owned);
    assert!(row.as_ref().is_some_and(|row| row.contains("Troops withdraw")), "{row:?}\n{}", session.screen());
}

#[test]
fn what_is_gone_has_no_row_to_go_to() {
    let mut session = session(NORMAL);
    save(&mut session, &FILE.replace("  - id: withdrawal\n    title: Troops withdraw\n", ""));
    session.press("d<Enter>");
    assert!(session.footer().contains("it is gone from the file"), "{}", session.screen());
    assert!(session.screen().contains("(was line "), "{}", session.screen());
}

#[test]
fn marking_all_seen_begins_anew_and_is_kept() {
    let mut session = session((200, 60));
    save(&mut session, &edited());
    assert!(session.screen().contains("changed · "), "{}", session.screen());
    session.press("D");
    assert!(!session.screen().contains("changed · ") && session.footer().contains("all seen"), "{}", session.screen());
    let Some(Effect::Seen(seen)) = session.effects.iter().rfind(|effect| matches!(effect, Effect::Seen(_))) else {
        panic!("nothing is kept: {:?}", session.effects);
    };
    assert_eq!((seen.source.text.as_str(), seen.at), (edited().as_str(), session.at));
    session.press("d");
    assert!(session.screen().contains("Nothing has changed"), "{}", session.screen());
    save(&mut session, FILE);
    assert!(session.screen().contains("The file is back at its text of 2026-02-01 12:02Z."), "{}", session.screen());
    assert!(!session.screen().contains("Better"), "a revert is no good news\n{}", session.screen());
}

#[test]
fn each_change_is_written_down_once() {
    let mut session = session(NORMAL);
    save(&mut session, &FILE.replace("status: closed, cause: technical", "status: open"));
    save(
        &mut session,
        &FILE.replace("status: closed, cause: technical", "status: open").replace("version: 1", "version: 1 # x"),
    );
    let seen = observations(&session);
    assert_eq!(seen.len(), 2);
    assert!(texts(seen[0]).iter().any(|text| text.starts_with("Rafah")), "{:?}", texts(seen[0]));
    assert_eq!((seen[0].from, seen[0].reverted), (Fingerprint::from_bytes(FILE), None));
    assert!(texts(seen[1]).is_empty(), "a comment means nothing");
}

#[test]
fn what_time_brings_is_marked_and_written_down() {
    let mut session = session(NORMAL);
    session.wait(2 * 24 * 3600);
    let seen = observations(&session);
    let texts: Vec<_> = seen.iter().flat_map(|seen| texts(seen)).collect();
    assert!(texts.iter().any(|text| text.starts_with("The committee governs")), "{texts:?}");
    assert!(seen.iter().all(|seen| seen.from == Fingerprint::from_bytes(FILE)));
    assert!(session.screen().contains("changed · "), "{}", session.screen());
}

#[test]
fn a_file_that_returns_to_an_earlier_text_is_reverted() {
    let mut session = session((200, 60));
    session.wait(60);
    save(&mut session, &edited());
    session.wait(60);
    save(&mut session, FILE);
    session.wait(60);
    save(&mut session, &edited());
    let seen = observations(&session);
    let reverted: Vec<_> = seen.iter().map(|seen| seen.reverted.is_some()).collect();
    assert_eq!(reverted, [false, true, true]);
    assert!(
        seen[2].changes.iter().all(|change| change.change.cause == "reverted" && change.change.direction != "better")
    );
}

#[test]
fn a_restart_still_knows_what_was_not_seen() {
    let mut session = session_of((200, 60), crate::screens::demo::LOOK, Clock::Live, &edited());
    let recalled = Recalled { seen: Some(looked(FILE, "2026-01-31T12:00:00Z")), earlier: Vec::new() };
    session.send(Msg::Recalled(Box::new(recalled)));
    assert!(session.screen().contains("changed · "), "{}", session.screen());
    assert!(session.screen().contains("earlier Rafah"), "{}", session.screen());
    assert!(!session.effects.iter().any(|effect| matches!(effect, Effect::Seen(_))));
    session.press("d");
    assert!(session.screen().contains("last looked, 2026-01-31 12:00Z (24h ago)"), "{}", session.screen());
}

#[test]
fn a_long_text_that_is_kept_is_let_go_and_read_back() {
    let long = format!("{FILE}{}", "# a line without meaning\n".repeat(40_000));
    let edited = long.replace("title: Troops withdraw", "title: Troops withdraw\n    due: 2026-02-10");
    let asked = |session: &Session| session.effects.iter().filter(|effect| **effect == Effect::ReadBack).count();
    let mut session = session_of(NORMAL, crate::screens::demo::LOOK, Clock::Live, &long);
    session.send(Msg::Kept(Fingerprint::from_bytes(&long)));
    session.press("d");
    assert!(session.screen().contains("Nothing has changed"), "what is on the board is here\n{}", session.screen());
    session.press("<Esc>");
    save(&mut session, &edited);
    session.evaluate();
    session.press("d");
    assert!(session.screen().contains("you last looked at is being read back"), "{}", session.screen());
    session.press("jk");
    assert_eq!(asked(&session), 1);
    session.send(Msg::ReadBack(Box::new(Ok(looked(&long, "2026-02-01T12:02:00Z")))));
    assert!(session.screen().contains("Troops withdraw: "), "{}", session.screen());
    session.press("<Esc>d");
    assert_eq!(asked(&session), 2);
    session.send(Msg::ReadBack(Box::new(Err("the folder is gone".to_owned()))));
    assert!(session.screen().contains("What has changed is not known"), "{}", session.screen());
    assert!(!session.screen().contains("Nothing has changed"), "{}", session.screen());
    session.press("D");
    assert!(session.screen().contains("Nothing has changed"), "{}", session.screen());
}

#[test]
fn a_text_that_is_short_or_not_kept_stays() {
    let long = format!("{FILE}{}", "# a line without meaning\n".repeat(40_000));
    for (text, is_kept) in [(FILE, true), (&long, false)] {
        let mut session = session_of(NORMAL, crate::screens::demo::LOOK, Clock::Live, text);
        if is_kept {
            session.send(Msg::Kept(Fingerprint::from_bytes(text)));
        }
        save(&mut session, &text.replace("title: Troops withdraw", "title: Troops withdraw\n    due: 2026-02-10"));
        session.evaluate();
        session.press("d");
        assert!(session.screen().contains("Troops withdraw: "), "{}", session.screen());
        assert!(!session.effects.contains(&Effect::ReadBack));
    }
}

#[test]
fn the_first_load_of_a_file_is_what_was_last_looked_at() {
    let mut session = session(NORMAL);
    session.wait(60);
    session.send(Msg::Recalled(Box::default()));
    let kept = |session: &Session| session.effects.iter().filter(|effect| matches!(effect, Effect::Seen(_))).count();
    assert_eq!(kept(&session), 1);
    session.press("d");
    assert!(session.screen().contains("last looked, 2026-02-01 12:02Z"), "{}", session.screen());
}

#[test]
fn a_board_of_the_past_keeps_nothing_and_travel_shows_no_changes() {
    let home = Clock::AsOf(crate::screens::demo::start() - TimeDelta::days(1));
    let mut past = session_of(NORMAL, crate::screens::demo::LOOK, home, FILE);
    save(&mut past, &edited());
    past.press("D");
    assert!(past.effects.is_empty(), "{:?}", past.effects);
    let mut away = session(NORMAL).keys("[[d");
    assert!(away.footer().contains("what changed is told at LIVE: . goes back to it"), "{}", away.footer());
    away.wait(3 * 24 * 3600);
    let noticed = observations(&away).len();
    assert!(noticed > 0, "time goes on in the present");
    away.press(".");
    assert_eq!(observations(&away).len(), noticed, "it is noticed once");
}

#[test]
fn hostile_names_are_safe_on_the_page_and_the_list() {
    let mut session = session((200, 60));
    save(&mut session, &FILE.replace("title: Troops withdraw", "title: \"\\e[2Jevil\\u202e\""));
    session.press("d");
    assert!(!session.screen().contains(['\u{1b}', '\u{202e}']), "{}", session.screen());
}

#[test]
fn what_was_marked_as_seen_can_be_marked_as_new_again() {
    let mut session = session(NORMAL);
    save(&mut session, &edited());
    let before = session.screen();
    session.press("D");
    assert!(session.footer().contains("all seen ("), "{}", session.footer());
    session.press("u");
    assert!(session.footer().contains("taken back"), "{}", session.footer());
    session.press("jk");
    assert_eq!(session.screen().lines().count(), before.lines().count());
    session.press("d");
    assert!(!session.screen().contains("Nothing has changed"), "{}", session.screen());
    let seen = session.effects.iter().filter(|effect| matches!(effect, Effect::Seen(_)));
    assert!(seen.count() >= 2, "the earlier baseline is saved again");
}
