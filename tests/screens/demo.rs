//! Panes that stand in for the real ones, and a session to type at.
//!
//! What the panes show is written in the watchlist's title, such as `demo log=18 touched=3`, so that the tests of the
//! screen depend on no reading of reports.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use trucewatch::app::config::Config;
use trucewatch::app::{
    App, Background, Clock, ColourDepth, Effect, FileLabel, Look, Msg, Options, Origin, Stamped, ThemeName, WatchMode,
    Writes,
};
use trucewatch::board::Board;
use trucewatch::diagnostic::{Problem, Source, Span};
use trucewatch::load::{Loaded, load};
use trucewatch::panes::age::{Age, OldestAge};
use trucewatch::panes::view::{
    Bar, Cell, CellContent, Column, DayMark, Detail, DetailLine, Empty, Headline, HeadlinePart, Order, Phrase, Row,
    RowId, RowKey, RowKind, RowList, Tone, Urgency, Width,
};
use trucewatch::panes::{Pane, RowFields};
use trucewatch::ui::{self, PrintStyle};
use trucewatch::watchlist::EntityRef;
use unicode_width::UnicodeWidthStr;

/// The three panes.
pub(crate) static PANES: &[&dyn Pane] = &[&Crossing, &Checklist, &Log];

/// A number out of the title.
fn number(board: &Board, name: &str, usual: u32) -> u32 {
    let title = board.watchlist.title.raw();
    let word = title.split_whitespace().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    word.and_then(|word| word.parse().ok()).unwrap_or(usual)
}

fn key(list: u16, index: u32) -> RowKey {
    RowKey { id: RowId(u64::from(list) << 32 | u64::from(index)), list: RowList::Only, parent: 0, index }
}

fn ordered(mut rows: Vec<RowKey>, order: Order) -> Vec<RowKey> {
    if order.by == 1 {
        rows.sort_by_key(|key| key.index % 4);
    }
    if order.reverse {
        rows.reverse();
    }
    rows
}

fn detail(title: String, value: &str) -> Detail {
    let note = "People who leave for treatment go with companions; counts are of the crossing authority, as relayed.";
    let mut lines = vec![
        DetailLine::field("status", vec![Phrase::new(value, Tone::Claimed), Phrase::plain(" (promise)")]),
        DetailLine::field("source", vec![Phrase::plain("Associated Press, B3: usually reliable, possibly true")]),
        DetailLine::field("note", vec![Phrase::plain(note)]),
        DetailLine::default(),
        DetailLine::heading("Reports"),
    ];
    for day in 1..=20 {
        let words = vec![Phrase::muted(format!("2026-01-{day:02} ")), Phrase::plain("scheduled  AP B3  promise")];
        lines.push(DetailLine::new(2, words));
    }
    Detail {
        title: Phrase::new(title, Tone::Strong),
        lines,
        value: value.to_owned(),
        link: Some("https://apnews.com/article/x".to_owned()),
        span: Span::at(0),
    }
}

struct Crossing;

const TESTS: [(&str, &str, Tone); 4] = [
    ("on schedule?", "· not yet due", Tone::Plain),
    ("stays open?", "? no record yet", Tone::Unknown),
    ("consistent?", "? no record yet", Tone::Unknown),
    ("parties", "1 of 4 in place", Tone::Caution),
];

impl Pane for Crossing {
    fn id(&self) -> &'static str {
        "crossing"
    }

    fn headline(&self, _board: &Board) -> Headline {
        let parts = [
            HeadlinePart::neutral(Phrase::new("◌ SCHEDULED", Tone::Claimed)),
            HeadlinePart::neutral(Phrase::plain("due in 21h")),
            HeadlinePart::new(Urgency::Old, Phrase::new("last known 3d ago", Tone::Caution)),
        ];
        Headline::new(Phrase::new("Rafah", Tone::Strong), parts).aged(hours_old(72))
    }

    fn orders(&self) -> &'static [&'static str] {
        &["as written"]
    }

    fn rows(&self, _board: &Board, order: Order) -> Vec<RowKey> {
        ordered((0..6).map(|index| key(1, index)).collect(), order)
    }

    fn kind(&self, _key: RowKey) -> RowKind {
        RowKind::Entry
    }

    fn row(&self, _board: &Board, key: RowKey) -> Row {
        let cells = match key.index {
            4 => {
                let mut days = vec![DayMark::Open; 9];
                days.extend([
                    DayMark::Limited,
                    DayMark::ClosedScheduled,
                    DayMark::Closed,
                    DayMark::Disputed,
                    DayMark::NoRecord,
                    DayMark::Ahead,
                ]);
                vec![
                    Cell::column(Column::Label, Phrase::muted("days")),
                    Cell::drawn(Width::Fill(Column::Strip, 8), CellContent::Days(days)),
                ]
            }
            5 => {
                let series = (0..14).map(|day| (day % 5 != 3).then_some(f64::from(day % 7))).collect();
                vec![
                    Cell::column(Column::Label, Phrase::muted("people out")),
                    Cell::drawn(Width::Fill(Column::Strip, 8), CellContent::Spark(series, Tone::Plain)),
                    Cell::column(Column::Figure, Phrase::plain("20 of 150")).drop(1),
                ]
            }
            index => {
                let (name, words, tone) = TESTS[index as usize];
                vec![
                    Cell::column(Column::Label, Phrase::muted(name)),
                    Cell::fill(Column::Text, 10, vec![Phrase::new(words, tone)]),
                    Cell::column(Column::Source, Phrase::muted("AP B3")).drop(2),
                ]
            }
        };
        Row { cells, kind: RowKind::Entry }
    }

    fn fields<'b>(&self, _board: &'b Board, _key: RowKey) -> RowFields<'b> {
        RowFields::default()
    }

    fn detail(&self, _board: &Board, _key: RowKey) -> Detail {
        detail("Rafah: on schedule?".to_owned(), "SCHEDULED")
    }

    fn span(&self, _board: &Board, key: RowKey) -> Span {
        Span::new(key.index as usize, key.index as usize + 1)
    }

    fn entity(&self, _board: &Board, _key: Option<RowKey>) -> Result<EntityRef, &'static str> {
        Err("this pane is for show")
    }

    fn empty(&self, _board: &Board) -> Empty {
        Empty { why: "no crossings".to_owned(), remedy: "add one under `crossings`".to_owned() }
    }
}

fn hours_old(hours: i64) -> Option<OldestAge> {
    Some(OldestAge { age: Some(Age(TimeDelta::hours(hours))), has_gap: false })
}

struct Checklist;

const ITEMS: [&str; 4] = ["withdrawal", "committee", "stabilisation force", "reconstruction"];

impl Pane for Checklist {
    fn id(&self) -> &'static str {
        "checklist"
    }

    fn headline(&self, _board: &Board) -> Headline {
        let parts = [
            HeadlinePart::neutral(Phrase::new("● 0 % VERIFIED", Tone::Good)),
            HeadlinePart::neutral(Phrase::new("claimed 8 %", Tone::Claimed)),
            HeadlinePart::neutral(Phrase::plain("of 10 items")),
        ];
        Headline::new(Phrase::new("Phase Two", Tone::Strong), parts).aged(hours_old(29 * 24))
    }

    fn orders(&self) -> &'static [&'static str] {
        &["as written", "by rung"]
    }

    fn rows(&self, board: &Board, order: Order) -> Vec<RowKey> {
        ordered((0..number(board, "items", 10)).map(|index| key(2, index)).collect(), order)
    }

    fn kind(&self, key: RowKey) -> RowKind {
        if key.index.is_multiple_of(5) { RowKind::Heading } else { RowKind::Entry }
    }

    fn row(&self, _board: &Board, key: RowKey) -> Row {
        if key.index.is_multiple_of(5) {
            let cells = vec![Cell::fill(
                Column::Heading,
                10,
                vec![Phrase::new(format!("Group {}", key.index / 5 + 1), Tone::Strong)],
            )];
            return Row { cells, kind: RowKind::Heading };
        }
        let bar = Bar { verified: f64::from(key.index) / 20.0, claimed: 0.2 };
        let cells = vec![
            Cell::fill(Column::Title, 12, vec![Phrase::plain(ITEMS[key.index as usize % 4])]),
            Cell::drawn(Width::Fixed(10), CellContent::Bar(bar)).drop(2),
            Cell::column(Column::Rung, Phrase::new("announced", Tone::Claimed)),
            Cell::column(Column::Status, Phrase::new("overdue", Tone::Caution)).drop(3),
        ];
        Row { cells, kind: RowKind::Entry }
    }

    fn fields<'b>(&self, _board: &'b Board, _key: RowKey) -> RowFields<'b> {
        RowFields::default()
    }

    fn detail(&self, _board: &Board, key: RowKey) -> Detail {
        detail(format!("Phase Two: {}", ITEMS[key.index as usize % 4]), "announced")
    }

    fn span(&self, _board: &Board, key: RowKey) -> Span {
        Span::new(key.index as usize, key.index as usize + 1)
    }

    fn entity(&self, _board: &Board, _key: Option<RowKey>) -> Result<EntityRef, &'static str> {
        Err("this pane is for show")
    }

    fn empty(&self, _board: &Board) -> Empty {
        Empty { why: "no checklist items".to_owned(), remedy: "add one under `checklists`".to_owned() }
    }
}

struct Log;

const TRIGGERS: [&str; 3] = ["strike near the line", "drone over the sea", "صاروخ قرب المعبر"];

impl Log {
    fn text(board: &Board, key: RowKey) -> String {
        let touched = if number(board, "touched", u32::MAX) == key.index { ", corrected" } else { "" };
        format!("{} (entry {}){touched}", TRIGGERS[key.index as usize % 3], key.index)
    }
}

impl Pane for Log {
    fn id(&self) -> &'static str {
        "log"
    }

    fn headline(&self, _board: &Board) -> Headline {
        let parts = [
            HeadlinePart::new(Urgency::SevereEvent, Phrase::new("▲ HIGH ↑", Tone::Alarm)),
            HeadlinePart::neutral(Phrase::plain("heat 12.4")),
        ];
        Headline::new(Phrase::new("Spillover", Tone::Strong), parts).aged(hours_old(26))
    }

    fn orders(&self) -> &'static [&'static str] {
        &["newest first", "by severity"]
    }

    fn rows(&self, board: &Board, order: Order) -> Vec<RowKey> {
        ordered((0..number(board, "log", 18)).rev().map(|index| key(3, index)).collect(), order)
    }

    fn kind(&self, _key: RowKey) -> RowKind {
        RowKind::Entry
    }

    fn row(&self, board: &Board, key: RowKey) -> Row {
        let (severity, tone) = [("minor", Tone::Plain), ("severe", Tone::Alarm)][key.index as usize % 2];
        let cells = vec![
            Cell::column(Column::When, Phrase::muted(format!("{:02} Jan", key.index % 28 + 1))),
            Cell::column(Column::Severity, Phrase::new(severity, tone)),
            Cell::fill(Column::Text, 12, vec![Phrase::plain(Self::text(board, key))]),
            Cell::column(Column::Source, Phrase::muted("AP B3")).drop(1),
        ];
        Row { cells, kind: RowKind::Entry }
    }

    fn fields<'b>(&self, _board: &'b Board, _key: RowKey) -> RowFields<'b> {
        RowFields::default()
    }

    fn detail(&self, board: &Board, key: RowKey) -> Detail {
        detail(Self::text(board, key), "severe")
    }

    fn span(&self, _board: &Board, key: RowKey) -> Span {
        Span::new(key.index as usize, key.index as usize + 1)
    }

    fn entity(&self, _board: &Board, _key: Option<RowKey>) -> Result<EntityRef, &'static str> {
        Err("this pane is for show")
    }

    fn empty(&self, _board: &Board) -> Empty {
        Empty { why: "no log entries".to_owned(), remedy: "add one under `spillover.log`".to_owned() }
    }
}

/// Noon and a bit on the first day.
pub(crate) fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 1, 12, 2, 11).single().expect("a moment")
}

/// The look of a good terminal.
pub(crate) const LOOK: Look =
    Look { theme: ThemeName::Default, colours: ColourDepth::Ansi256, background: Background::Dark, ..Look::MONO };

/// A screen at work: keys go in, text and effects come out.
pub(crate) struct Session {
    pub(crate) app: App,
    pub(crate) at: DateTime<Utc>,
    pub(crate) effects: Vec<Effect>,
}

impl Session {
    /// A screen of that size that has read a watchlist with that title.
    pub(crate) fn new(size: (u16, u16), title: &str) -> Self {
        Self::unread(size, LOOK, Clock::Live).saved(title)
    }

    /// A screen that has read nothing yet.
    pub(crate) fn unread(size: (u16, u16), look: Look, clock: Clock) -> Self {
        Self::with_panes(PANES, size, look, clock)
    }

    /// A screen with these panes that has read nothing yet.
    pub(crate) fn with_panes(panes: &'static [&'static dyn Pane], size: (u16, u16), look: Look, clock: Clock) -> Self {
        Self::configured(panes, size, look, clock, Config::default())
    }

    /// The same, with a configuration of the operator's own.
    pub(crate) fn configured(
        panes: &'static [&'static dyn Pane],
        size: (u16, u16),
        look: Look,
        clock: Clock,
        config: Config,
    ) -> Self {
        let file = FileLabel { name: "watchlist.yaml".to_owned(), origin: Origin::Named };
        let app = App::new(Options { panes, file, clock, writes: Writes::Allowed, look, config, size, at: start() });
        let mut session = Self { app, at: start(), effects: Vec::new() };
        session.send(Msg::Watching(WatchMode::Events));
        session
    }

    /// Sends a message.
    pub(crate) fn send(&mut self, msg: Msg) {
        let effects = self.app.update(Stamped { at: self.at, msg });
        self.effects.extend(effects);
    }

    /// Answers the requests for evaluations of long watchlists.
    pub(crate) fn evaluate(&mut self) {
        let is_request = |effect: &mut Effect| matches!(effect, Effect::Evaluate(_));
        let requests: Vec<_> = self.effects.extract_if(.., is_request).collect();
        for effect in requests {
            if let Effect::Evaluate(request) = effect {
                self.send(Msg::Evaluated(Box::new(request.evaluate(None))));
            }
        }
    }

    /// After a good save.
    pub(crate) fn saved(mut self, title: &str) -> Self {
        self.save(title);
        self
    }

    /// After these keys; `<Enter>` and the like name a key.
    pub(crate) fn keys(mut self, keys: &str) -> Self {
        self.press(keys);
        self
    }

    /// A good save.
    pub(crate) fn save(&mut self, title: &str) {
        let text = format!("version: 1\ntitle: {title}\nzone: Asia/Gaza\n");
        let loaded = load("watchlist.yaml", text.as_bytes(), self.at);
        assert!(loaded.watchlist.is_some(), "{:?}", loaded.problems);
        self.send(Msg::Read(Box::new(loaded)));
    }

    /// A save with two mistakes in it.
    pub(crate) fn save_broken(&mut self) {
        let source = Source::new("watchlist.yaml", "version: 1\ntitel: Gaza ceasefire\nzone: Asia/Gazza\n");
        let problems = vec![
            Problem::error("unknown-key", Span::new(11, 16), "unknown key `titel`").help("did you mean `title`?"),
            Problem::error("bad-zone", Span::new(40, 50), "`Asia/Gazza` is no time zone")
                .help("did you mean `Asia/Gaza`?"),
        ];
        self.send(Msg::Read(Box::new(Loaded { source, watchlist: None, problems, at: self.at })));
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, seconds: i64) {
        self.at += TimeDelta::seconds(seconds);
        self.send(Msg::Tick);
    }

    /// Presses keys; `<Enter>` and the like name a key.
    pub(crate) fn press(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|after| after.split_once('>'));
            let (event, after) = match named {
                Some((name, after)) => (named_key(name), after),
                None => (KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE), &rest[c.len_utf8()..]),
            };
            self.send(Msg::Key(event));
            rest = after;
        }
    }

    /// Sends the mouse to a place of the screen as it is drawn now.
    pub(crate) fn mouse(&mut self, kind: MouseEventKind, (column, row): (u16, u16)) {
        let (width, height) = self.size();
        let mut targets = Vec::new();
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test terminal");
        terminal.draw(|frame| targets = ui::draw_with_targets(&self.app, frame).targets).expect("it cannot fail");
        self.app.set_click_targets(targets);
        self.send(Msg::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    }

    /// Where some words are on the screen.
    #[track_caller]
    pub(crate) fn place_of(&self, words: &str) -> (u16, u16) {
        let screen = self.screen();
        let found = screen.lines().zip(0..).find_map(|(line, row)| Some((line[..line.find(words)?].width(), row)));
        let (column, row) = found.unwrap_or_else(|| panic!("there is no {words:?} on\n{screen}"));
        (u16::try_from(column).expect("a column"), row)
    }

    #[track_caller]
    pub(crate) fn click_on(&mut self, words: &str) {
        self.mouse(MouseEventKind::Down(MouseButton::Left), self.place_of(words));
    }

    #[track_caller]
    pub(crate) fn double_click_on(&mut self, words: &str) {
        let place = self.place_of(words);
        self.mouse(MouseEventKind::Down(MouseButton::Left), place);
        self.mouse(MouseEventKind::Down(MouseButton::Left), place);
    }

    /// The screen as text.
    pub(crate) fn screen(&self) -> String {
        let (width, height) = self.size();
        ui::print(&self.app, width, height, PrintStyle::Plain)
    }

    /// The screen as cells.
    pub(crate) fn buffer(&self) -> Buffer {
        let (width, height) = self.size();
        draw(&self.app, width, height)
    }

    /// One line of the screen.
    pub(crate) fn line(&self, at: usize) -> String {
        self.screen().lines().nth(at).unwrap_or_default().to_owned()
    }

    /// The last line of the screen.
    pub(crate) fn footer(&self) -> String {
        self.screen().lines().last().unwrap_or_default().to_owned()
    }

    /// The identity of the selected row.
    pub(crate) fn selected(&self) -> Option<RowId> {
        self.app.selected().map(|(_, _, key)| key.id)
    }

    fn size(&self) -> (u16, u16) {
        let header = self.app.layout();
        (
            header.body.width,
            header.header.height
                + header.scale.height
                + header.body.height
                + header.banner.height
                + header.footer.height,
        )
    }
}

/// Draws into a terminal of that size.
pub(crate) fn draw(app: &App, width: u16, height: u16) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test terminal");
    terminal.draw(|frame| ui::draw(app, frame)).expect("a test terminal cannot fail");
    terminal.backend().buffer().clone()
}

fn named_key(name: &str) -> KeyEvent {
    let (code, modifiers) = match name {
        "Enter" => (KeyCode::Enter, KeyModifiers::NONE),
        "Esc" => (KeyCode::Esc, KeyModifiers::NONE),
        "Tab" => (KeyCode::Tab, KeyModifiers::NONE),
        "S-Tab" => (KeyCode::BackTab, KeyModifiers::SHIFT),
        "Up" => (KeyCode::Up, KeyModifiers::NONE),
        "Down" => (KeyCode::Down, KeyModifiers::NONE),
        "PgDn" => (KeyCode::PageDown, KeyModifiers::NONE),
        "PgUp" => (KeyCode::PageUp, KeyModifiers::NONE),
        "Home" => (KeyCode::Home, KeyModifiers::NONE),
        "End" => (KeyCode::End, KeyModifiers::NONE),
        "Backspace" => (KeyCode::Backspace, KeyModifiers::NONE),
        "F1" => (KeyCode::F(1), KeyModifiers::NONE),
        "F2" => (KeyCode::F(2), KeyModifiers::NONE),
        "C-d" => (KeyCode::Char('d'), KeyModifiers::CONTROL),
        "C-f" => (KeyCode::Char('f'), KeyModifiers::CONTROL),
        "C-b" => (KeyCode::Char('b'), KeyModifiers::CONTROL),
        "C-n" => (KeyCode::Char('n'), KeyModifiers::CONTROL),
        "C-p" => (KeyCode::Char('p'), KeyModifiers::CONTROL),
        "Left" => (KeyCode::Left, KeyModifiers::NONE),
        "Right" => (KeyCode::Right, KeyModifiers::NONE),
        "F6" => (KeyCode::F(6), KeyModifiers::NONE),
        "F5" => (KeyCode::F(5), KeyModifiers::NONE),
        "C-u" => (KeyCode::Char('u'), KeyModifiers::CONTROL),
        "C-c" => (KeyCode::Char('c'), KeyModifiers::CONTROL),
        "C-z" => (KeyCode::Char('z'), KeyModifiers::CONTROL),
        other => panic!("no key is called {other}"),
    };
    KeyEvent::new(code, modifiers)
}
