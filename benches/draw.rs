//! Drawing the state into a screen of 120 columns and 40 rows, compared with setting the same text line by line.
//!
//! Drawing must not depend on the length of the log: compare the columns of a row. `draw` divided by `plain_lines` is
//! the cost of finding, cutting and colouring.

mod synthetic;

use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use divan::{Bencher, black_box};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use trucewatch::app::{
    App, Background, Clock, ColourDepth, FileLabel, Look, Msg, Options, Origin, Stamped, ThemeName, WatchMode, Writes,
};
use trucewatch::load::load;
use trucewatch::panes::PANES;
use trucewatch::ui;

const ENTRIES: [usize; 3] = [100, 10_000, 100_000];
const SCREEN: Rect = Rect::new(0, 0, 120, 40);
const LOOK: Look =
    Look { theme: ThemeName::Default, colours: ColourDepth::Ansi256, background: Background::Dark, ..Look::MONO };

fn main() {
    divan::main();
}

/// The board after the first read, with the focus on the log.
fn app(entries: usize) -> App {
    let text = synthetic::watchlist(entries);
    let file = FileLabel { name: "synthetic.yaml".to_owned(), origin: Origin::Named };
    let size = (SCREEN.width, SCREEN.height);
    let mut app = App::new(Options {
        panes: PANES,
        file,
        clock: Clock::Live,
        writes: Writes::Allowed,
        look: LOOK,
        config: trucewatch::app::config::Config::default(),
        size,
        at: synthetic::now(),
    });
    let first = load("synthetic.yaml", text.as_bytes(), synthetic::now());
    assert!(first.watchlist.is_some(), "{:?}", first.problems.first());
    tell(&mut app, Msg::Read(Box::new(first)));
    tell(&mut app, Msg::Watching(WatchMode::Events));
    press(&mut app, '3');
    app
}

fn tell(app: &mut App, msg: Msg) {
    let effects = app.update(Stamped { at: synthetic::now(), msg });
    assert!(effects.is_empty(), "nothing here asks for anything outside: {effects:?}");
}

fn press(app: &mut App, key: char) {
    tell(app, Msg::Key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE)));
}

fn redraw(app: &App, buffer: &mut Buffer) {
    buffer.reset();
    black_box(ui::draw_into(app, buffer));
}

#[divan::bench(args = ENTRIES)]
fn draw(bencher: Bencher, entries: usize) {
    let app = app(entries);
    let mut buffer = Buffer::empty(SCREEN);
    bencher.bench_local(|| redraw(black_box(&app), &mut buffer));
}

/// One key press that moves the selection, and the next frame.
#[divan::bench(args = ENTRIES)]
fn key_and_draw(bencher: Bencher, entries: usize) {
    let mut app = app(entries);
    let mut buffer = Buffer::empty(SCREEN);
    let mut keys = ['j', 'k'].into_iter().cycle();
    bencher.bench_local(|| {
        press(&mut app, keys.next().expect("a cycle has no end"));
        redraw(&app, &mut buffer);
    });
}

/// One step of the time machine, and the next frame.
#[divan::bench(args = ENTRIES)]
fn step_and_draw(bencher: Bencher, entries: usize) {
    let mut app = app(entries);
    let mut buffer = Buffer::empty(SCREEN);
    press(&mut app, '[');
    let mut keys = ['[', ']'].into_iter().cycle();
    bencher.bench_local(|| {
        press(&mut app, keys.next().expect("a cycle has no end"));
        redraw(&app, &mut buffer);
    });
}

/// One save that changes a single entry, and the next frame; `load` measures the read itself.
#[divan::bench(args = ENTRIES)]
fn save_and_draw(bencher: Bencher, entries: usize) {
    let mut app = app(entries);
    let mut buffer = Buffer::empty(SCREEN);
    let text = synthetic::watchlist(entries);
    let other = format!("{}X{}", &text[..text.len() - 3], &text[text.len() - 2..]);
    let mut saves = [other, text].map(|text| load("synthetic.yaml", text, synthetic::now())).into_iter().cycle();
    bencher.bench_local(|| {
        tell(&mut app, Msg::Read(Box::new(saves.next().expect("a cycle has no end"))));
        redraw(&app, &mut buffer);
    });
}

/// A whole minute, at which every age changes, and the next frame.
#[divan::bench(args = ENTRIES)]
fn minute_and_draw(bencher: Bencher, entries: usize) {
    let mut app = app(entries);
    let mut buffer = Buffer::empty(SCREEN);
    let mut minutes = (1..).map(|minute| synthetic::now() + TimeDelta::minutes(minute));
    bencher.bench_local(|| {
        app.update(Stamped { at: minutes.next().expect("time goes on"), msg: Msg::Tick });
        redraw(&app, &mut buffer);
    });
}

/// The lower bound: the text of the same frame, put into the buffer as whole lines without a style.
#[divan::bench(args = ENTRIES)]
fn plain_lines(bencher: Bencher, entries: usize) {
    let mut buffer = Buffer::empty(SCREEN);
    redraw(&app(entries), &mut buffer);
    let lines: Vec<String> = buffer
        .content
        .chunks(usize::from(SCREEN.width))
        .map(|line| line.iter().map(|cell| cell.symbol()).collect())
        .collect();
    bencher.bench_local(|| {
        buffer.reset();
        for (y, line) in (0..).zip(&lines) {
            buffer.set_string(0, y, black_box(line), Style::new());
        }
        black_box(&buffer);
    });
}
