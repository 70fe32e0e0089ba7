//! Checks whether any work grows faster than its list: each kind of dense watchlist, once with n entries and once with
//! twice as many.
//!
//! `ratio` is the result: 2 if the work grows linearly, 4 if it grows with the square. `s/MB` says whether a command
//! stays within a second per megabyte. `cargo bench --bench growth -- 4000 needs` takes n, and kinds with a word in
//! their name.

#[path = "synthetic/dense.rs"]
mod dense;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::hint::black_box;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use trucewatch::app::{
    App, Background, Clock, ColourDepth, FileLabel, Look, Msg, Options, Origin, Stamped, ThemeName, Writes,
};
use trucewatch::board::Board;
use trucewatch::board::changes::changes;
use trucewatch::draft::{Draft, DraftPlace, propose};
use trucewatch::load::load;
use trucewatch::panes::PANES;
use trucewatch::panes::handover::handover;
use trucewatch::ui;
use trucewatch::watchlist::merge::merge;

/// Faster work than this is noise.
const NOISE: Duration = Duration::from_millis(40);
const SCREEN: Rect = Rect::new(0, 0, 160, 48);
const LOOK: Look =
    Look { theme: ThemeName::Default, colours: ColourDepth::Ansi256, background: Background::Dark, ..Look::MONO };

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 1, 12, 0, 30).single().expect("a moment in UTC exists once")
}

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let n = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(2_000);
    let words: Vec<_> = arguments.iter().filter(|argument| argument.parse::<usize>().is_err()).collect();
    println!("{:<40} {:<10} {:>9} {:>9} {:>6} {:>7}", "kind", "work", "n", "2n", "ratio", "s/MB");
    for kind in dense::KINDS.iter().filter(|(name, _)| words.iter().all(|word| name.contains(word.as_str()))) {
        let (short, long) = (dense::watchlist(*kind, n), dense::watchlist(*kind, 2 * n));
        let megabytes = long.len() as f64 / 1e6;
        for ((work, once), (_, twice)) in measure(&short).into_iter().zip(measure(&long)) {
            if twice < NOISE {
                continue;
            }
            let ratio = twice.as_secs_f64() / once.as_secs_f64();
            let share = twice.as_secs_f64() / megabytes;
            let mark = if ratio > 3.0 || share > 1.0 { "  <<<" } else { "" };
            println!("{:<40} {work:<10} {once:>9.1?} {twice:>9.1?} {ratio:>6.1} {share:>7.2}{mark}", kind.0);
        }
    }
}

/// How long each kind of work takes with a watchlist.
fn measure(text: &str) -> Vec<(&'static str, Duration)> {
    let mut found = Vec::new();
    let mut timed = |work, run: &mut dyn FnMut()| {
        let start = worked();
        run();
        found.push((work, worked() - start));
    };
    timed("load", &mut || drop(black_box(load("dense", text.as_bytes(), now()))));
    let loaded = load("dense", text.as_bytes(), now());
    let watchlist = loaded.watchlist.clone().unwrap_or_else(|| panic!("{:#?}", loaded.problems.first()));
    timed("problems", &mut || {
        let lines =
            loaded.problems.iter().map(|problem| trucewatch::diagnostic::render::concise(&loaded.source, problem));
        black_box(lines.collect::<Vec<_>>());
    });
    timed("board", &mut || drop(black_box(Board::read(Arc::clone(&watchlist), now()))));
    let after = Board::read(Arc::clone(&watchlist), now());
    let before = Board::read(Arc::clone(&watchlist), now() - TimeDelta::days(10));
    timed("changes", &mut || drop(black_box(changes(&before, &after))));
    let found_changes = changes(&before, &after);
    timed("handover", &mut || drop(black_box(handover(&before, &after, &found_changes))));
    let mut app = app();
    let mut buffer = Buffer::empty(SCREEN);
    let mut tell = |app: &mut App, at, msg| {
        app.update(Stamped { at, msg });
        buffer.reset();
        black_box(ui::draw_into(app, &mut buffer));
    };
    timed("frame", &mut || tell(&mut app, now(), Msg::Read(Box::new(loaded.clone()))));
    for keys in ["1G", "2G", "3G", "4G", "5G"] {
        let work = ["pane 1", "pane 2", "pane 3", "pane 4", "pane 5"][usize::from(keys.as_bytes()[0] - b'1')];
        timed(work, &mut || keys.chars().for_each(|c| tell(&mut app, now(), key(KeyCode::Char(c)))));
        timed("a key", &mut || tell(&mut app, now(), key(KeyCode::Char('k'))));
        timed("details", &mut || tell(&mut app, now(), key(KeyCode::Enter)));
        timed("back", &mut || tell(&mut app, now(), key(KeyCode::Esc)));
        timed("filter", &mut || "/1".chars().for_each(|c| tell(&mut app, now(), key(KeyCode::Char(c)))));
        timed("unfilter", &mut || tell(&mut app, now(), key(KeyCode::Esc)));
        timed("sort", &mut || tell(&mut app, now(), key(KeyCode::Char('s'))));
    }
    timed("form", &mut || tell(&mut app, now(), key(KeyCode::Char('a'))));
    timed("leave", &mut || tell(&mut app, now(), key(KeyCode::Esc)));
    timed("problems page", &mut || tell(&mut app, now(), key(KeyCode::Char('!'))));
    timed("back", &mut || tell(&mut app, now(), key(KeyCode::Esc)));
    timed("minute", &mut || tell(&mut app, now() + TimeDelta::minutes(1), Msg::Tick));
    timed("second", &mut || tell(&mut app, now() + TimeDelta::seconds(61), Msg::Tick));
    timed("mark seen", &mut || tell(&mut app, now() + TimeDelta::minutes(1), key(KeyCode::Char('D'))));
    let other = load("dense", text.replace("2026-01-30", "2026-01-29").replace("announced", "agreed"), now());
    timed("save", &mut || tell(&mut app, now() + TimeDelta::minutes(1), Msg::Read(Box::new(other.clone()))));
    timed("changes page", &mut || tell(&mut app, now() + TimeDelta::minutes(1), key(KeyCode::Char('d'))));
    timed("back", &mut || tell(&mut app, now() + TimeDelta::minutes(1), key(KeyCode::Esc)));
    timed("step", &mut || tell(&mut app, now() + TimeDelta::minutes(1), key(KeyCode::Char('['))));
    timed("step", &mut || tell(&mut app, now() + TimeDelta::minutes(1), key(KeyCode::Char('{'))));
    let entry = [Draft::new(DraftPlace::LogEntry, [("severity", "minor"), ("text", "x")])];
    timed("record", &mut || drop(black_box(propose("dense", text.as_bytes(), &entry, now()))));
    let (ours, theirs) = (text.replace("2026-01-1", "2026-01-2"), format!("{text}note: x\n"));
    timed("merge", &mut || drop(black_box(merge(text, &ours, &theirs))));
    found
}

/// The CPU time of this thread; on systems other than Linux, the time since some moment. On a busy machine, the clock
/// would mostly measure other programs.
fn worked() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    let since = START.get_or_init(Instant::now).elapsed();
    let on_cpu = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = on_cpu.and_then(|fields| fields.split(' ').next()?.parse().ok());
    nanoseconds.map_or(since, Duration::from_nanos)
}

fn app() -> App {
    let file = FileLabel { name: "dense.yaml".to_owned(), origin: Origin::Named };
    let size = (SCREEN.width, SCREEN.height);
    App::new(Options {
        panes: PANES,
        file,
        clock: Clock::Live,
        writes: Writes::Allowed,
        look: LOOK,
        config: trucewatch::app::config::Config::default(),
        size,
        at: now(),
    })
}

fn key(code: KeyCode) -> Msg {
    Msg::Key(KeyEvent::new(code, KeyModifiers::NONE))
}
