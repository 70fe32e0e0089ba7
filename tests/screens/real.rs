//! Golden frames of the real panes on the default watchlist: how five of them share the screen.

use crate::demo::{LOOK, Session};
use crate::travel::session_of;
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
    assert!(session((200, 60)).line(0).contains("7 drifts"), "{}", session((200, 60)).line(0));
}
