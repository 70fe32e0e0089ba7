//! What holds of whatever is on screen: what the terminal shows is what was drawn, and nothing steers it. Keys are typed,
//! files are saved and links are opened as in a session, in memory.

use super::markdown::{assert_plain, leads_somewhere};
use super::terminal::is_steering;
use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::cell::RefCell;
use std::io;
use std::num::NonZeroU16;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;
use trucewatch::app::{
    App, Clock, ColourDepth, Effect, FileLabel, Look, Msg, Options, Origin, SaveEnd, Stamped, ThemeName, WatchMode,
    Writes,
};
use trucewatch::load::load;
use trucewatch::panes::PANES;
use trucewatch::ui;
use trucewatch::watchlist::document::{Document, Node, NodeKind};
use unicode_width::UnicodeWidthStr as _;

/// A small watchlist that uses every list there is.
pub const EVERY_LIST: &str = include_str!("every_list.yaml");

/// Shows a watchlist at a size, and types keys at it. The file has that name, and that is pasted, too.
#[track_caller]
pub fn check(yaml: &str, name: &str, size: (u16, u16), keys: &[u8]) {
    let mut session = Session::start(yaml, name, size);
    for key in keys {
        if session.has_ended || session.typed(*key).is_none() {
            break;
        }
    }
}

/// The scalars of a watchlist: under which key, and where.
pub fn scalars(yaml: &str) -> Vec<(String, Range<usize>)> {
    let (document, _) = Document::parse(Arc::new(yaml.to_owned()));
    let mut scalars = Vec::new();
    if let Some(root) = document.root() {
        collect(root, "", &mut scalars);
    }
    scalars
}

fn collect(node: Node<'_>, key: &str, into: &mut Vec<(String, Range<usize>)>) {
    match node.kind() {
        NodeKind::Map(pairs) => pairs.for_each(|(key, value)| {
            let key = key.text().map_or_else(String::new, |text| text.raw().to_owned());
            collect(value, &key, into);
        }),
        NodeKind::List(items) => items.for_each(|item| collect(item, key, into)),
        NodeKind::Scalar(..) => into.push((key.to_owned(), node.span().range())),
        NodeKind::Empty | NodeKind::Invalid => {}
    }
}

/// A watchlist in which other texts stand in some places.
pub fn replaced(yaml: &str, mut texts: Vec<(Range<usize>, &str)>) -> String {
    let mut out = yaml.to_owned();
    texts.sort_by_key(|(range, _)| range.start);
    texts.dedup_by_key(|(range, _)| range.start);
    for (range, text) in texts.into_iter().rev() {
        out.replace_range(range, &quoted(text));
    }
    out
}

/// A text as YAML can write any: every character but letters and digits by its number.
fn quoted(text: &str) -> String {
    let escape = |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("\\U{:08x}", u32::from(c)) };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

struct Session {
    app: App,
    name: String,
    now: DateTime<Utc>,
    file: Vec<u8>,
    other: Vec<u8>,
    screen: Screen,
    has_ended: bool,
}

impl Session {
    #[track_caller]
    fn start(yaml: &str, name: &str, size: (u16, u16)) -> Self {
        let now = "2026-02-03T12:00:00Z".parse().expect("a moment");
        let mut session = Self {
            app: App::new(Options {
                panes: PANES,
                file: FileLabel { name: name.to_owned(), origin: Origin::Named },
                clock: Clock::Live,
                writes: Writes::Allowed,
                look: Look { theme: ThemeName::Dark, colours: ColourDepth::True, ..Look::MONO },
                config: trucewatch::app::config::Config::default(),
                size,
                at: now,
            }),
            name: name.to_owned(),
            now,
            file: yaml.as_bytes().to_vec(),
            other: format!("{yaml}\nnonsense: {}\n", quoted(name)).into_bytes(),
            screen: Screen::new(size),
            has_ended: false,
        };
        session.read();
        session.tell(Msg::Watching(WatchMode::Polling(name.to_owned())));
        session.draw();
        session
    }

    fn read(&mut self) {
        self.tell(Msg::Read(Box::new(load(&self.name, self.file.as_slice(), self.now))));
    }

    /// Types a key, or lets something else happen, and draws; none where nothing more is to come.
    #[track_caller]
    fn typed(&mut self, byte: u8) -> Option<()> {
        let key = |code| Msg::Key(KeyEvent::new(code, KeyModifiers::NONE));
        match byte {
            b' '..=b'~' => self.tell(key(KeyCode::Char(char::from(byte)))),
            b'\n' => self.tell(key(KeyCode::Enter)),
            b'\t' => self.tell(key(KeyCode::Tab)),
            0x1b => self.tell(key(KeyCode::Esc)),
            0x08 | 0x7f => self.tell(key(KeyCode::Backspace)),
            0x80 => self.tell(key(KeyCode::Down)),
            0x81 => self.tell(key(KeyCode::Up)),
            0x82 => self.tell(key(KeyCode::PageDown)),
            0x83 => self.tell(key(KeyCode::PageUp)),
            0x84 => self.tell(key(KeyCode::Home)),
            0x85 => self.tell(key(KeyCode::End)),
            0x86 => self.tell(key(KeyCode::Left)),
            0x87 => self.tell(key(KeyCode::Right)),
            0x88 => self.tell(key(KeyCode::BackTab)),
            0x89 => self.tell(Msg::Paste(self.name.clone())),
            0x8a => self.tell(Msg::Notice(self.name.clone())),
            // Somebody saves a broken file, and the old one again.
            0x8b => {
                std::mem::swap(&mut self.file, &mut self.other);
                self.read();
            }
            0x8c => self.tell(Msg::Unreadable(trucewatch::app::Unreadable::Other(self.name.clone()))),
            0x90..=0x9f => {
                self.now += TimeDelta::minutes(1 << (byte - 0x90));
                self.tell(Msg::Tick);
            }
            0xa0..=0xff => {
                let (width, height) = (u16::from(byte & 0x0f) * 9 + 5, u16::from(byte >> 4 & 0x07) * 7 + 3);
                self.screen = Screen::new((width, height));
                self.tell(Msg::Resize(width, height));
            }
            _ => return None,
        }
        self.draw();
        Some(())
    }

    #[track_caller]
    fn tell(&mut self, msg: Msg) {
        let effects = self.app.update(Stamped { at: self.now, msg });
        effects.into_iter().for_each(|effect| self.carry_out(effect));
    }

    #[track_caller]
    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Quit(_) => self.has_ended = true,
            Effect::Open(url) => assert!(leads_somewhere(&url) && !url.starts_with('-'), "{url:?}"),
            // What is of more than one line is an item, as Markdown.
            Effect::Copy(text) if text.contains('\n') => _ = assert_plain(&text),
            Effect::Copy(text) => assert!(!text.contains(is_steering), "{text:?}"),
            Effect::Reread => self.read(),
            Effect::History => self.tell(Msg::History(Err(self.name.clone()))),
            Effect::Evaluate(request) => self.tell(Msg::Evaluated(Box::new(request.evaluate(None)))),
            Effect::ReadBack => self.tell(Msg::ReadBack(Box::new(Err(self.name.clone())))),
            Effect::Propose(errand) => {
                let proposed = errand.propose(&self.name, self.file.clone(), self.now);
                let obstacle = |why| Box::new(trucewatch::app::ProposeError::Refused(why));
                self.tell(Msg::Proposed(proposed.map(Box::new).map_err(obstacle)));
            }
            Effect::Save(save) => {
                let is_same = *save.before == *self.file;
                let end = if is_same { SaveEnd::Written } else { SaveEnd::Changed };
                if is_same {
                    self.file = save.after.to_vec();
                }
                self.tell(Msg::SaveEnded(end));
                self.read();
            }
            // The title of the window and what is shown on the desktop are sequences of the terminal too.
            Effect::Title(title) => assert!(title.is_none_or(|title| !title.contains(is_steering))),
            Effect::Alert(alert) => assert!(!alert.words.contains(is_steering), "{alert:?}"),
            Effect::Suspend
            | Effect::Edit { .. }
            | Effect::Version(_)
            | Effect::Mouse(_)
            | Effect::Remember(_)
            | Effect::Redraw
            | Effect::AskBackground
            | Effect::Seen(_)
            | Effect::Observed(_) => {}
        }
    }

    #[track_caller]
    fn draw(&mut self) {
        let Self { app, screen, .. } = self;
        screen.draw(app);
        self.app.drawn();
    }
}

/// A terminal, and what it makes of the bytes that it gets.
struct Screen {
    terminal: Option<Terminal<CrosstermBackend<Wire>>>,
    wire: Wire,
    parser: vt100::Parser<Strict>,
}

impl Screen {
    fn new((width, height): (u16, u16)) -> Self {
        let wire = Wire::default();
        // Under NO_COLOR crossterm would write other bytes; the program tells it so, too.
        crossterm::style::force_color_output(true);
        let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, width, height)) };
        // Of no size there is nothing to draw on.
        let terminal = (width > 0 && height > 0).then(|| {
            Terminal::with_options(CrosstermBackend::new(wire.clone()), options).expect("it needs no terminal")
        });
        let cells = |count: u16| NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN);
        Self { terminal, wire, parser: vt100::Parser::new_with_callbacks(cells(height), cells(width), 0, Strict) }
    }

    #[track_caller]
    fn draw(&mut self, app: &App) {
        let Some(terminal) = &mut self.terminal else { return };
        let buffer = terminal.draw(|frame| ui::draw(app, frame)).expect("memory takes it all").buffer.clone();
        self.parser.process(&self.wire.0.take());
        compare(&buffer, self.parser.screen());
    }
}

/// Whether the terminal shows what was drawn, cell for cell.
#[track_caller]
fn compare(buffer: &Buffer, screen: &vt100::Screen) {
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let drawn = buffer[(x, y)].symbol();
            assert!(!drawn.contains(is_steering), "{drawn:?} at {x}, {y}");
            let shown = screen.cell(y, x).map_or("", vt100::Cell::contents);
            let row = || (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
            assert_eq!(shown.trim_end(), drawn.trim_end(), "at {x}, {y} of {}: {:?}", buffer.area, row());
            x += u16::try_from(drawn.width()).unwrap_or(1).max(1);
        }
    }
}

/// Where the bytes go.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Nothing but characters, colours and moves of the cursor may come.
struct Strict;

impl vt100::Callbacks for Strict {
    fn audible_bell(&mut self, _: &mut vt100::Screen) {
        panic!("it rings");
    }

    fn visual_bell(&mut self, _: &mut vt100::Screen) {
        panic!("it flashes");
    }

    fn resize(&mut self, _: &mut vt100::Screen, size: (u16, u16)) {
        panic!("it resizes the terminal to {size:?}");
    }

    fn set_window_icon_name(&mut self, _: &mut vt100::Screen, name: &[u8]) {
        panic!("it names the icon {name:?}");
    }

    fn set_window_title(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        panic!("it sets the title {title:?}");
    }

    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], text: &[u8]) {
        panic!("it copies {text:?}");
    }

    fn paste_from_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        panic!("it asks for the clipboard");
    }

    fn unhandled_char(&mut self, _: &mut vt100::Screen, c: char) {
        panic!("{c:?} is no character");
    }

    fn unhandled_control(&mut self, _: &mut vt100::Screen, byte: u8) {
        panic!("{byte:#x} steers");
    }

    fn unhandled_escape(&mut self, _: &mut vt100::Screen, _: Option<u8>, _: Option<u8>, byte: u8) {
        panic!("ESC {byte:#x} steers");
    }

    fn unhandled_csi(&mut self, _: &mut vt100::Screen, _: Option<u8>, _: Option<u8>, parameters: &[&[u16]], c: char) {
        // The colour of underlines, put back: ratatui says it behind each frame, and vt100 does not know it.
        assert!(c == 'm' && parameters == [[59]], "CSI {parameters:?} {c} steers");
    }

    fn unhandled_osc(&mut self, _: &mut vt100::Screen, parameters: &[&[u8]]) {
        panic!("OSC {parameters:?} steers");
    }

    fn on_scroll(&mut self, _: vt100::capture::RowContents<'_>, _: bool) {
        panic!("it scrolls");
    }
}
