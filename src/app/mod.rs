//! State, message, effect, and the pure step between them.
//!
//! Owns what the operator is looking at. Deliberately does no I/O, reads no clock and draws nothing: time comes in with
//! each message, and whatever has to be done outside goes out as an [`Effect`].

mod act;
mod change_tracker;
mod changes;
mod current_board;
mod file_state;
mod filter;
pub(crate) mod form;
mod headings;
pub mod history;
pub(crate) mod keys;
pub(crate) mod layout;
mod link;
mod look;
mod markdown;
mod marks;
pub(crate) mod menu;
pub(crate) mod message;
mod msg;
mod pane_set;
mod pane_view;
mod screen_state;
mod seen_state;
pub(crate) mod travel;
mod update;
mod watched_file;
pub(crate) mod wrap;

pub(crate) use change_tracker::ChangeTracker;
pub use change_tracker::{Looked, Observation};
pub(crate) use changes::{Changes, Listed};
pub(crate) use file_state::{FileState, StaleCause, Trouble};
pub use form::{Obstacle, SaveEnd};
pub use look::{ColourDepth, ColourFlag, Glyphs, Look, LookFlags, OutputKind, ThemeName};
pub(crate) use marks::{ChangeNotice, Mark, NoticeBody};
pub use msg::{Effect, Msg, Stamped, Switch, Unreadable, WatchMode};
pub(crate) use pane_view::PaneView;
pub(crate) use screen_state::too_small;
pub use seen_state::Recalled;

use crate::board::Board;
use crate::panes::view::{Detail, DetailLine, RowId, RowKey};
use crate::panes::{self, Pane};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use current_board::CurrentBoard;
use form::FormState;
use layout::{Layout, Room};
use menu::Menu;
use pane_set::PaneSet;
use ratatui::layout::{Margin, Rect};
use screen_state::ScreenState;
use seen_state::SeenState;
use travel::Travel;
use tui_input::Input;
use watched_file::WatchedFile;

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
pub enum TimeDisplay {
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
}

/// The state of the program, in parts that each keep a state of their own.
pub struct App {
    file: WatchedFile,
    current: CurrentBoard,
    panes: PaneSet,
    screen: ScreenState,
    travel: Travel,
    forms: FormState,
    seen: SeenState,
}

impl App {
    /// A screen without a board: the first message is the first reading of the file.
    pub fn new(options: Options) -> Self {
        let Options { panes, file, clock, writes, look, size, at } = options;
        Self {
            file: WatchedFile::new(file, writes),
            current: CurrentBoard::new(clock, at),
            panes: PaneSet::new(panes),
            screen: ScreenState::new(look, size),
            travel: Travel::default(),
            forms: FormState::default(),
            seen: SeenState::default(),
        }
    }

    /// Whether the board that was asked for follows the clock.
    pub fn clock(&self) -> Clock {
        self.current.clock()
    }

    /// Whether anything visible may have changed since [`App::drawn`].
    pub fn needs_draw(&self) -> bool {
        self.screen.is_stale()
    }

    /// The screen now shows the state as it is.
    pub fn drawn(&mut self) {
        self.screen.on_drawn();
    }

    /// The next moment at which something on the screen can change by itself.
    pub fn wake_at(&self) -> Option<DateTime<Utc>> {
        let now = self.now();
        if !self.panes.is_searched() {
            return Some(now);
        }
        let next_tick = self.shown_now() + self.precision();
        let next_change = match (self.shown_clock(), self.board()) {
            (Clock::Live, Some(board)) => board.next_change.max(now + TimeDelta::seconds(1)),
            (Clock::Live, None) | (Clock::AsOf(_), _) => next_tick,
        };
        let is_to_come =
            |confirmation: &form::Confirmation| confirmation.is_pending() || confirmation.changes_at() > now;
        let confirmation = self.forms.confirmation().filter(is_to_come).map(|confirmation| confirmation.changes_at());
        Some(next_tick.min(next_change).min(confirmation.unwrap_or(next_tick)))
    }

    pub(crate) fn file(&self) -> &WatchedFile {
        &self.file
    }

    pub(crate) fn board(&self) -> Option<&Board> {
        self.current.board()
    }

    pub(crate) fn panes(&self) -> &PaneSet {
        &self.panes
    }

    pub(crate) fn screen(&self) -> &ScreenState {
        &self.screen
    }

    pub(crate) fn travel(&self) -> &Travel {
        &self.travel
    }

    pub(crate) fn forms(&self) -> &FormState {
        &self.forms
    }

    pub(crate) fn seen(&self) -> &SeenState {
        &self.seen
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.current.now()
    }

    /// Now, as precisely as the screen shows it.
    pub fn shown_now(&self) -> DateTime<Utc> {
        self.shown(self.now())
    }

    /// The moment to come back to: now, or the one of `--now`.
    pub(crate) fn home(&self) -> DateTime<Utc> {
        self.current.home()
    }

    pub(crate) fn shown_clock(&self) -> Clock {
        self.travel.shown_clock(self.clock())
    }

    /// Whether the board does not follow the clock: it shows a moment that was gone to, or the one of `--now`.
    pub fn is_past(&self) -> bool {
        self.shown_clock() != Clock::Live
    }

    /// Whether the board shows a version of the file, and not the file as it stands.
    pub fn is_as_known(&self) -> bool {
        self.travel.version().is_some()
    }

    /// Whether what stands in the way is of a version, and not of the file as it stands.
    pub(crate) fn is_trouble_of_version(&self) -> bool {
        self.travel.version().is_some_and(|shown| shown.file.trouble().is_some())
    }

    /// What is known of the text behind the board. Where nothing is wrong with a version, but with the file, the file's.
    pub(crate) fn shown_file(&self) -> &FileState {
        match self.travel.version() {
            Some(shown) if shown.file.trouble().is_some() || self.file.state().trouble().is_none() => &shown.file,
            Some(_) | None => self.file.state(),
        }
    }

    /// The files beside the watchlist that hold what somebody else saved; on a board of the past they do not matter.
    pub(crate) fn rescued(&self) -> &[String] {
        if self.travel.past().is_some() { &[] } else { self.file.rescued() }
    }

    /// How the screen is divided.
    pub fn layout(&self) -> Layout {
        let has_cause = self.shown_file().trouble().is_some() || !self.rescued().is_empty();
        let banner = if has_cause && self.board().is_some() { 2 } else { 0 };
        let scale = if self.travel.past().is_some() { 1 } else { 0 };
        let (focus, zoom) = (self.panes.focus(), self.panes.zoom());
        Layout::new(Room { size: self.screen.size(), panes: &self.panes.row_counts(), focus, zoom, banner, scale })
    }

    /// What fills the screen: without a board there are only problems to show.
    pub fn page(&self) -> Page {
        if self.board().is_none() { Page::Problems } else { self.screen.page() }
    }

    /// The board, the focused pane and its selected row.
    pub fn selected(&self) -> Option<(&Board, &'static dyn Pane, RowKey)> {
        let (pane, key) = self.panes.selected()?;
        Some((self.board()?, pane, key))
    }

    /// Everything about the selected row.
    pub fn detail(&self) -> Option<Detail> {
        self.selected().map(|(board, pane, key)| panes::detail(pane, board, key))
    }

    /// The lines of a detail, wrapped to the page.
    pub fn detail_lines(&self, detail: &Detail) -> Vec<DetailLine> {
        wrap::wrap(&detail.lines, page_area(&self.layout()).width)
    }

    fn shown(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at.duration_trunc(self.precision()).unwrap_or(at)
    }

    fn precision(&self) -> TimeDelta {
        match (self.shown_clock(), self.screen.times()) {
            (Clock::Live, TimeDisplay::Seconds) => TimeDelta::seconds(1),
            (Clock::Live, TimeDisplay::Minutes | TimeDisplay::Dates) | (Clock::AsOf(_), _) => TimeDelta::minutes(1),
        }
    }
}

/// The room that a full page has for its lines, below its title.
pub fn page_area(layout: &Layout) -> Rect {
    let (_, below) = layout::cut_top(layout.body, 1);
    below.inner(Margin::new(1, 0))
}

/// The room for a form, its frame included: wide enough to read, and no wider.
pub(crate) fn form_area(layout: &Layout) -> Rect {
    Rect { width: layout.body.width.min(120), height: layout.body.height.min(38), ..layout.body }
}

/// The room for the lines to be written, inside the frame of a form.
pub(crate) fn review_area(layout: &Layout) -> Rect {
    form_area(layout).inner(Margin::new(2, 1))
}
