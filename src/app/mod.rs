//! State, message, effect, and the pure step between them.
//!
//! Owns what the operator is looking at. Deliberately does no I/O, reads no clock and draws nothing: time comes in with
//! each message, and whatever has to be done outside goes out as an [`Effect`].

mod act;
mod changes;
mod file_state;
mod filter;
pub mod form;
mod headings;
pub mod history;
pub mod keys;
pub mod layout;
mod link;
mod look;
mod lookout;
mod markdown;
mod marks;
mod memory;
pub mod menu;
mod msg;
mod news;
mod pane_view;
pub(crate) mod travel;
mod update;
pub mod wrap;

pub(crate) use changes::{Changes, Listed};
pub use file_state::{Cause, FileState, Good, Trouble};
pub use filter::Filter;
pub use look::{ColourDepth, ColourFlag, Glyphs, Look, LookFlags, Output, ThemeName};
pub(crate) use lookout::Lookout;
pub use lookout::{Looked, Observation};
pub use marks::{Mark, News, Told};
pub use memory::Recalled;
pub use msg::{Effect, Msg, Stamped, Switch, Unreadable, WatchMode};
pub use pane_view::PaneView;

use crate::board::Board;
use crate::panes::view::{Detail, DetailLine, Phrase, RowId, RowKey, Tone};
use crate::panes::{self, Pane};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use form::{Choice, Form, Records, Review};
use layout::{Arrangement, Layout, Room, Zoom};
use memory::Memory;
use menu::Menu;
use ratatui::layout::Rect;
use travel::Travel;
use tui_input::Input;

/// What the program starts with.
pub struct Options {
    /// The panes, in the order of their number keys.
    pub panes: &'static [&'static dyn Pane],
    /// What to call the file.
    pub file: FileLabel,
    /// Whether the board follows the clock.
    pub clock: Clock,
    /// Whether it may write to the file.
    pub writes: Writes,
    /// How the screen looks.
    pub look: Look,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The moment of the start.
    pub at: DateTime<Utc>,
}

/// What to call the file behind the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLabel {
    /// Its name, as typed or found; not yet safe to show.
    pub name: String,
    /// How the program came by it.
    pub origin: Origin,
}

/// How the program came by its watchlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Named on the command line or in the environment.
    Named,
    /// Found in one of the usual places.
    Found,
    /// None was named or found: the example that is built in.
    Embedded,
}

/// Whether the board follows the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It does.
    Live,
    /// It stays at one moment.
    AsOf(DateTime<Utc>),
}

/// Whether the operator can write to the file from the board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writes {
    /// Yes, each time after a look at the lines.
    #[default]
    Allowed,
    /// No key writes.
    Off,
}

/// How times are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Times {
    /// With seconds: the screen changes each second.
    #[default]
    Seconds,
    /// Without: nothing is written between minutes.
    Minutes,
    /// With dates, and the time of the last reading beside its age; without seconds.
    Dates,
}

/// What fills the screen between header and footer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The panes.
    Panes,
    /// Everything about the selected row.
    Detail {
        /// How many lines are scrolled away.
        scroll: usize,
    },
    /// Every problem of the file.
    Problems,
    /// What changed since the operator last looked.
    Changes {
        /// The place of the selected change among those listed.
        at: usize,
    },
}

/// What takes the keys before the page does.
#[derive(Clone, Debug)]
pub enum Prompt {
    /// A filter being typed.
    Filter {
        /// What is typed.
        input: Input,
        /// The row that was selected before, to return to.
        before: Option<RowId>,
    },
    /// The help or the palette.
    Menu(Menu),
    /// Which of several things to record.
    Choice(Choice),
    /// Something to be recorded, being filled in.
    Form(Box<Form>),
    /// The lines that would be written, and the question whether to.
    Review(Box<Review>),
}

/// The whole state of the screen.
pub struct App {
    pub(crate) panes: &'static [&'static dyn Pane],
    pub(crate) file: FileLabel,
    pub(crate) clock: Clock,
    pub(crate) writes: Writes,
    pub(crate) look: Look,
    pub(crate) size: (u16, u16),
    pub(crate) now: DateTime<Utc>,
    pub(crate) times: Times,
    pub(crate) mouse: Switch,
    pub(crate) board: Option<Board>,
    pub(crate) file_state: FileState,
    pub(crate) views: Vec<PaneView>,
    pub(crate) news: Vec<News>,
    pub(crate) changes: Option<Changes>,
    pub(crate) focus: usize,
    pub(crate) zoom: Zoom,
    pub(crate) page: Page,
    pub(crate) problem: usize,
    pub(crate) prompt: Option<Prompt>,
    pub(crate) notice: Option<Phrase>,
    records: Records,
    travel: Travel,
    memory: Memory,
    dirty: Dirty,
}

/// Whether the screen shows the state as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dirty {
    Clean,
    Stale,
}

impl App {
    /// A screen without a board: the first message is the first reading of the file.
    pub fn new(options: Options) -> Self {
        let Options { panes, file, clock, writes, look, size, at } = options;
        Self {
            panes,
            file,
            clock,
            writes,
            look,
            size,
            now: at,
            times: Times::default(),
            mouse: Switch::Off,
            board: None,
            file_state: FileState::new(),
            views: panes.iter().map(|_| PaneView::default()).collect(),
            news: Vec::new(),
            changes: None,
            focus: 0,
            zoom: Zoom::default(),
            page: Page::Panes,
            problem: 0,
            prompt: None,
            notice: None,
            records: Records::default(),
            travel: Travel::default(),
            memory: Memory::default(),
            dirty: Dirty::Stale,
        }
    }

    /// Whether the board that was asked for follows the clock.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Whether anything visible may have changed since [`App::drawn`].
    pub fn needs_draw(&self) -> bool {
        self.dirty == Dirty::Stale
    }

    /// The screen now shows the state as it is.
    pub fn drawn(&mut self) {
        self.dirty = Dirty::Clean;
    }

    /// The next moment at which something on the screen can change by itself.
    pub fn wake_at(&self) -> Option<DateTime<Utc>> {
        if self.views.iter().any(|view| !view.is_searched()) {
            return Some(self.now);
        }
        let step = self.precision();
        let next_tick = self.shown_now() + step;
        let next_change = match (self.shown_clock(), &self.board) {
            (Clock::Live, Some(board)) => board.next_change.max(self.now + TimeDelta::seconds(1)),
            (Clock::Live, None) | (Clock::AsOf(_), _) => next_tick,
        };
        let is_to_come =
            |confirmation: &form::Confirmation| confirmation.is_pending() || confirmation.changes_at() > self.now;
        let confirmation = self.confirmation().filter(is_to_come).map(|confirmation| confirmation.changes_at());
        Some(next_tick.min(next_change).min(confirmation.unwrap_or(next_tick)))
    }

    /// Now, as precisely as the screen shows it.
    pub fn shown_now(&self) -> DateTime<Utc> {
        self.shown(self.now)
    }

    /// How the screen is divided.
    pub fn layout(&self) -> Layout {
        let has_cause = self.shown_file().trouble().is_some() || !self.rescued().is_empty();
        let banner = if has_cause && self.board.is_some() { 2 } else { 0 };
        let rows = |view: &PaneView| u16::try_from(view.all().len()).unwrap_or(u16::MAX);
        let panes: Vec<u16> = self.views.iter().map(rows).collect();
        let scale = if self.away().is_some() { 1 } else { 0 };
        Layout::of(Room { size: self.size, panes: &panes, focus: self.focus, zoom: self.zoom, banner, scale })
    }

    /// The files beside the watchlist that hold what somebody else saved; on a board of the past they are no matter.
    pub(crate) fn rescued(&self) -> &[String] {
        match self.away() {
            Some(_) => &[],
            None => &self.file_state.rescued,
        }
    }

    /// What fills the screen: without a board there are only problems to show.
    pub fn page(&self) -> Page {
        if self.board.is_none() { Page::Problems } else { self.page }
    }

    /// The board, the focused pane and its selected row.
    pub fn selected(&self) -> Option<(&Board, &'static dyn Pane, RowKey)> {
        let key = self.views.get(self.focus)?.selected()?;
        Some((self.board.as_ref()?, self.panes[self.focus], key))
    }

    /// Everything about the selected row.
    pub fn detail(&self) -> Option<Detail> {
        self.selected().map(|(board, pane, key)| panes::detail(pane, board, key))
    }

    /// The lines of a detail, wrapped to the page.
    pub fn detail_lines(&self, detail: &Detail) -> Vec<DetailLine> {
        wrap::wrap(&detail.lines, page_area(&self.layout()).width)
    }

    /// The name that a pane goes by, for notices.
    pub(crate) fn pane_name(&self, index: usize) -> String {
        match (&self.board, self.panes.get(index)) {
            (Some(board), Some(pane)) => pane.headline(board).name.text,
            _ => String::new(),
        }
    }

    fn shown(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at.duration_trunc(self.precision()).unwrap_or(at)
    }

    fn precision(&self) -> TimeDelta {
        match (self.shown_clock(), self.times) {
            (Clock::Live, Times::Seconds) => TimeDelta::seconds(1),
            (Clock::Live, Times::Minutes | Times::Dates) | (Clock::AsOf(_), _) => TimeDelta::minutes(1),
        }
    }

    /// The moment as of which the board is read.
    fn moment(&self) -> DateTime<Utc> {
        match self.shown_clock() {
            Clock::Live => self.now,
            Clock::AsOf(moment) => moment,
        }
    }

    fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Phrase::plain(text));
    }

    fn refuse(&mut self, text: impl Into<String>) {
        self.notice = Some(Phrase::new(text, Tone::Caution));
    }
}

/// The room that a full page has for its lines, below its title.
pub fn page_area(layout: &Layout) -> Rect {
    let (_, below) = layout::cut_top(layout.body, 1);
    below.inner(ratatui::layout::Margin::new(1, 0))
}
