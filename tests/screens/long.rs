//! A long watchlist is evaluated by a job: the screen goes on with the board before, and no key waits.

use crate::screens::demo::{LOOK, Session};
use crate::screens::travel::{FILE, save, session_of};
use trucewatch::app::{Clock, Effect, EvaluationRequest, Msg, Unreadable};
use trucewatch::load::LONG;

const SIZE: (u16, u16) = (120, 40);

/// The watchlist with another state of the crossing, and a long comment.
fn long(status: &str) -> String {
    let record = format!("  - {{ date: 2026-02-01, status: {status}, claim: attributed, source: ap }}\nchecklists:\n");
    format!("{}# {}\n", FILE.replace("checklists:\n", &record), "x".repeat(LONG))
}

fn session() -> Session {
    let mut session = session_of(SIZE, LOOK, Clock::Live, &long("open"));
    session.effects.clear();
    session
}

fn requests(session: &mut Session) -> Vec<EvaluationRequest> {
    let request = |effect| if let Effect::Evaluate(request) = effect { Some(request) } else { None };
    session.effects.drain(..).filter_map(request).collect()
}

fn answer(session: &mut Session, request: EvaluationRequest) {
    session.send(Msg::Evaluated(Box::new(request.evaluate(None))));
}

#[track_caller]
fn assert_shows(session: &Session, open: &str) {
    let screen = session.screen();
    assert!(screen.contains(open), "{screen}");
}

#[test]
fn a_save_is_shown_with_its_evaluation_and_keys_go_on_until_then() {
    let mut session = session();
    assert_shows(&session, "● OPEN");
    save(&mut session, &long("closed"));
    let request = requests(&mut session).pop().expect("a request");
    session.press("2");
    assert_shows(&session, "● OPEN");
    answer(&mut session, request);
    assert_shows(&session, "■ CLOSED");
    assert_shows(&session, "▲1 ALERT");
    let observed = session.effects.iter().filter(|effect| matches!(effect, Effect::Observed(_))).count();
    assert_eq!(observed, 1);
}

#[test]
fn the_newest_save_wins_and_the_answer_for_the_one_before_is_dropped() {
    let mut session = session();
    save(&mut session, &long("closed"));
    let first = requests(&mut session).pop().expect("a request");
    save(&mut session, &long("limited"));
    assert_shows(&session, "■ CLOSED");
    let second = requests(&mut session).pop().expect("a request");
    answer(&mut session, first);
    assert_shows(&session, "■ CLOSED");
    answer(&mut session, second);
    assert_shows(&session, "LIMITED");
}

#[test]
fn what_is_known_later_about_the_file_does_not_overtake_a_save() {
    let mut session = session();
    save(&mut session, &long("closed"));
    session.send(Msg::Unreadable(Unreadable::Missing));
    assert_shows(&session, "■ CLOSED");
    assert_shows(&session, "MISSING");
    let request = requests(&mut session).pop().expect("a request");
    answer(&mut session, request);
    assert_shows(&session, "MISSING");
}

#[test]
fn the_clock_asks_once_and_shows_the_later_board_with_the_answer() {
    let mut session = session();
    let crossing = |session: &Session| session.line(1);
    let before = crossing(&session);
    session.wait(86_400);
    session.wait(1);
    let requests = requests(&mut session);
    assert_eq!((requests.len(), crossing(&session)), (1, before.clone()));
    answer(&mut session, requests.into_iter().next().expect("a request"));
    assert_ne!(crossing(&session), before, "the record is of yesterday now");
}

#[test]
fn a_board_of_the_past_is_not_replaced_by_an_answer() {
    let mut session = session();
    session.wait(120);
    let request = requests(&mut session).pop().expect("a request");
    session.press("[");
    let screen = session.screen();
    answer(&mut session, request);
    assert_eq!(session.screen(), screen);
}
