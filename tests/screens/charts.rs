//! The charts of zoomed panes: what they show, and that they never read better than the board.

use crate::screens::demo::{LOOK, Session};
use crate::screens::travel::session_of;
use crate::support::{board_at, watchlist_at};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use trucewatch::app::{Clock, Glyphs, Look, Msg};
use trucewatch::board::Board;
use trucewatch::board::crossing::Verdict;
use trucewatch::panes::PANES;
use trucewatch::panes::charts::{
    AnswerSpan, CalendarDay, Chart, ChartPart, ChartRows, DayShade, LadderLine, LadderProgress, LadderStep, chart,
};
use trucewatch::panes::view::{DayMark, Order};

const FULL: &str = include_str!("../report/full.yaml");
const NOW: &str = "2026-02-28T12:00:00Z";

fn at(now: &str) -> DateTime<Utc> {
    now.parse().expect("a moment")
}

fn session(size: (u16, u16), look: Look, keys: &str) -> Session {
    session_of(size, look, Clock::AsOf(at(NOW)), FULL).keys(keys)
}

/// The chart of a pane at its nth row.
fn chart_of(board: &Board, pane: usize, row: usize) -> Chart {
    let rows = PANES[pane].rows(board, Order::default());
    chart(PANES[pane], board, ChartRows { around: &rows, selected: rows[row] }).expect("a chart")
}

#[test]
fn every_chart_beside_and_below_its_rows() {
    for (name, keys) in [("crossing", "z"), ("ladder", "2z"), ("heat", "3z"), ("signals", "4z")] {
        for (width, height) in [(80, 24), (120, 40), (160, 50)] {
            let session = session((width, height), LOOK, keys);
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), session.screen());
        }
        let ascii = Look { glyphs: Glyphs::Ascii, ..LOOK };
        insta::assert_snapshot!(format!("{name}_ascii_100x30"), session((100, 30), ascii, keys).screen());
    }
}

#[test]
fn the_chart_of_the_focused_pane_stands_below_the_details_of_a_wide_screen() {
    for (name, keys) in [("side_crossing", "1"), ("side_signals", "4")] {
        insta::assert_snapshot!(format!("{name}_200x60"), session((200, 60), LOOK, keys).screen());
    }
}

#[test]
fn a_chart_follows_the_selection_and_the_time_machine() {
    let mut zoomed = session((120, 40), LOOK, "3z");
    assert!(zoomed.screen().contains(" Heat · New fronts · as of"));
    zoomed.press("j");
    assert!(zoomed.screen().contains("no entry is logged in this time"), "{}", zoomed.screen());
    zoomed.press("j");
    assert!(zoomed.screen().contains("Heat · the log · as of 28 Feb 12:00Z"), "{}", zoomed.screen());
    zoomed.press("[");
    assert!(zoomed.screen().contains("Heat · the log · as of 28 Feb 09:00Z"), "{}", zoomed.screen());
}

#[test]
fn a_small_screen_keeps_its_rows() {
    for size in [(60, 16), (59, 16), (29, 7)] {
        assert!(!session(size, LOOK, "z").screen().contains("Days and numbers"));
    }
}

#[test]
fn a_chart_of_every_size_is_drawn_without_a_panic() {
    for keys in ["z", "2z", "3z", "4z"] {
        let mut session = session((80, 24), LOOK, keys);
        for (width, height) in
            (30..220).step_by(27).flat_map(|width| [9, 17, 23, 31, 48, 60].map(|height| (width, height)))
        {
            session.send(Msg::Resize(width, height));
            assert_eq!(session.buffer().area.width, width);
        }
    }
}

#[test]
fn what_is_only_promised_fills_no_rung() {
    let text = "version: 1\ntitle: T\nsources: { e: { name: E, reliability: E } }\nchecklists:\n- id: c\n  name: C\n  items:\n  \
        - { id: a, title: A, reports: [{ at: 2026-02-20, status: full, claim: promise }] }\n  \
        - { id: b, title: B, reports: [{ at: 2026-02-20, status: full, claim: verified, source: e }] }\n  \
        - { id: c, title: C }\n";
    let board = board_at(text, NOW);
    let [ChartPart::Ladder(lines)] = &chart_of(&board, 1, 0).parts[..] else { panic!("one ladder") };
    for line in &lines[1..] {
        let LadderLine::Item { item, .. } = line else { panic!("an item") };
        assert_eq!(item.progress, LadderProgress::Steps(vec![LadderStep::Unknown; 7]), "{}", item.title);
    }
}

/// A track says what the board said at each moment.
#[test]
fn a_track_says_what_the_board_said() {
    let (watchlist, now) = (watchlist_at(FULL, NOW), at(NOW));
    let board = Board::read(watchlist.clone(), now);
    let [ChartPart::Tracks(tracks)] = &chart_of(&board, 3, 0).parts[..] else { panic!("one part") };
    for hours in (1..28 * 24).step_by(5) {
        let then = Board::read(watchlist.clone(), now - TimeDelta::hours(hours));
        let place = 1.0 - hours as f64 / (28.0 * 24.0);
        for track in &tracks.tracks {
            let signal = watchlist.signals.iter().position(|signal| signal.title.display() == track.title);
            let is_there = |span: &&AnswerSpan| (span.from..span.until).contains(&place);
            let drawn = track.spans.iter().find(is_there).map(|span| span.answer);
            let said = then.signals[signal.expect("its signal")].answer;
            assert_eq!(drawn, Some(said), "{}, {hours} hours ago", track.title);
        }
    }
}

/// A record of a day: its status, its claim and the reliability of its source, as words; and people out.
fn record() -> impl Strategy<Value = (u32, &'static str, &'static str, &'static str, Option<u64>)> {
    (
        1..=28_u32,
        prop::sample::select(vec!["open", "limited", "closed", "suspended", "unknown"]),
        prop::sample::select(vec!["verified", "attributed", "promise"]),
        prop::sample::select(vec!["a", "c", "f", "e"]),
        prop::option::of(0..200_u64),
    )
}

fn is_drawn_open(day: &CalendarDay) -> bool {
    matches!(day.shade, DayShade::Marked(DayMark::Open | DayMark::Limited))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_day_is_drawn_better_than_the_board_reads_it(records in prop::collection::vec(record(), 0..40)) {
        let mut text = "version: 1\ntitle: T\nsources: { a: { name: A, reliability: A }, c: { name: C, reliability: C }, \
            f: { name: F, reliability: F }, e: { name: E, reliability: E } }\n\
            crossings:\n- id: gate\n  name: Gate\n  opens: 2026-02-03\n  days:\n".to_owned();
        for (day, status, claim, source, exits) in &records {
            let exits = exits.map_or_else(String::new, |exits| format!(", exits: {exits}"));
            text += &format!("  - {{ date: 2026-02-{day:02}, status: {status}, claim: {claim}, source: {source}{exits} }}\n");
        }
        let text = if records.is_empty() { text.replace("  days:\n", "") } else { text };
        let board = board_at(&text, "2026-02-20T12:00:00Z");
        let days = &board.crossings[0].days;
        let chart = chart_of(&board, 0, 0);
        let ChartPart::Months(months) = &chart.parts[0] else { panic!("months come first") };
        let cells = months.iter().flat_map(|month| &month.weeks).flatten().flatten().filter(|_| months.len() == 1);
        for cell in cells {
            let day = days.iter().find(|day| day.date.to_string() == format!("2026-02-{:02}", cell.number));
            prop_assert_eq!(is_drawn_open(cell), day.is_some_and(|day| day.verdict.is_open()), "{:?}", cell);
            let has_no_record = day.is_some_and(|day| matches!(day.verdict, Verdict::NoRecord | Verdict::Unclear));
            prop_assert_eq!(cell.shade.is_gap(), has_no_record, "{:?}", cell);
        }
        for part in &chart.parts[1..] {
            let ChartPart::Columns(columns) = part else { panic!("then columns") };
            for column in &columns.days {
                prop_assert_eq!(column.number.is_none(), column.mark.sign().is_some_and(|sign| sign.text != "!"));
            }
        }
    }
}
