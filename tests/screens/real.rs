//! Golden frames of the real panes on the default watchlist: how five of them share the screen.

use crate::demo::{LOOK, Session, start};
use trucewatch::app::{App, Clock, FileLabel, Msg, Options, Origin, WatchMode, Writes};
use trucewatch::load::load;
use trucewatch::panes::PANES;

fn session(size: (u16, u16)) -> Session {
    let file = FileLabel { name: "watchlist.yaml".to_owned(), origin: Origin::Named };
    let app = App::new(Options {
        panes: PANES,
        file,
        clock: Clock::Live,
        writes: Writes::Allowed,
        look: LOOK,
        size,
        at: start(),
    });
    let mut session = Session { app, at: start(), effects: Vec::new() };
    session.send(Msg::Watching(WatchMode::Events));
    let loaded = load("watchlist.yaml", trucewatch::watchlist::DEFAULT.as_bytes(), start());
    session.send(Msg::Read(Box::new(loaded)));
    session
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
    assert!(session((200, 60)).line(0).contains("7 drifts"), "{}", session((200, 60)).line(0));
}
