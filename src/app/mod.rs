//! State, message, effect, and the pure step between them.
//!
//! Owns what the operator is looking at. It does no I/O, reads no clock and draws nothing: time comes in with each
//! message, and outside work goes out as an [`Effect`].

mod act;
pub(crate) mod alerts;
mod change_tracker;
mod changes;
pub mod config;
mod current_board;
mod entry;
mod evaluation;
mod file_state;
mod filter;
pub(crate) mod form;
mod headings;
mod heights;
pub mod history;
pub(crate) mod keymap;
pub(crate) mod keys;
pub(crate) mod layout;
mod look;
mod markdown;
mod marks;
pub(crate) mod menu;
pub(crate) mod message;
mod mouse;
mod msg;
mod pane_set;
mod pane_view;
mod review_walk;
mod screen_state;
mod seen_state;
mod seen_undo;
pub(crate) mod travel;
mod update;
mod watched_file;
pub(crate) mod wrap;

pub(crate) use change_tracker::ChangeTracker;
pub use change_tracker::Observation;
pub(crate) use changes::{Changes, ChangesBasis, Listed};
pub use evaluation::{Evaluation, EvaluationRequest, Looked};
pub(crate) use file_state::{FileState, StaleCause, Trouble};
pub use form::{ProposeError, SaveEnd};
pub use look::{Background, Bidi, BidiFlag, ColourDepth, ColourFlag, Glyphs, Look, LookFlags, OutputKind, ThemeName};
pub(crate) use marks::{ChangeNotice, Mark, NoticeBody, SELECTED};
pub use mouse::{Click, ClickTarget};
pub use msg::{Effect, Msg, Stamped, Switch, Unreadable, WatchMode};
pub(crate) use pane_set::FilterScope;
pub(crate) use pane_view::PaneView;
pub(crate) use screen_state::too_small;
pub use seen_state::Recalled;

use crate::board::Board;
use crate::panes::view::{Detail, DetailLine, RowId, RowKey};
use crate::panes::{self, Pane, charts};
use alerts::AlertState;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use config::Config;
use current_board::CurrentBoard;
use evaluation::PendingEvaluation;
use form::FormState;
use keymap::KeyMap;
use layout::{Layout, Room};
use menu::Menu;
use mouse::Pointer;
use pane_set::PaneSet;
use ratatui::layout::{Margin, Rect};
use review_walk::ReviewWalk;
use screen_state::ScreenState;
use seen_state::SeenState;
use seen_undo::SeenUndo;
use travel::Travel;
use tui_input::Input;
use watched_file::WatchedFile;

/// What the program starts with.
pub struct Options {
    /// The panes, in the order of their number keys.
    pub panes: &'static [&'static dyn Pane],
    pub file: FileLabel,
    pub clock: Clock,
    pub writes: Writes,
    pub look: Look,
    pub config: Config,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The moment of the start.
    pub at: DateTime<Utc>,
}

/// The name of the file behind the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLabel {
    /// The name as typed or found; not yet safe to show.
    pub name: String,
    pub origin: Origin,
}

/// Where the watchlist comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It was named on the command line or in the environment.
    Named,
    /// It was found in one of the default places.
    Found,
    /// None was named or found: the built-in example.
    Embedded,
}

/// Whether the board follows the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    Live,
    /// It stays at one moment.
    AsOf(DateTime<Utc>),
}

/// Whether the operator can write to the file from the board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writes {
    /// Each write requires a review of the lines.
    #[default]
    Allowed,
    Off,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeDisplay {
    /// With seconds: the screen changes each second.
    #[default]
    Seconds,
    /// Without seconds: nothing is written to the terminal between minutes.
    Minutes,
    /// With dates, and with the time of the last read next to its age; without seconds.
    Dates,
}

impl TimeDisplay {
    /// Each, in the order in which `t` cycles through them.
    pub const ALL: [Self; 3] = [Self::Seconds, Self::Minutes, Self::Dates];

    /// The kebab-case name in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Dates => "dates",
        }
    }
}

/// The content between header and footer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Panes,
    /// Everything about the selected row.
    Detail {
        /// How many lines are scrolled away.
        scroll: usize,
        /// The entry that is selected, among those of the details.
        entry: Option<usize>,
    },
    /// Every problem of the file.
    Problems,
    /// The changes since the operator last looked.
    Changes {
        /// The index of the selected change in the list.
        at: usize,
    },
}

/// What receives the keys before the page does.
#[derive(Clone, Debug)]
pub enum Prompt {
    Filter {
        input: Input,
        /// The row that was selected before, to return to.
        before: Option<RowId>,
    },
    Menu(Menu),
}

/// The state of the program, in parts that each keep their own state.
pub struct App {
    file: WatchedFile,
    current: CurrentBoard,
    panes: PaneSet,
    screen: ScreenState,
    travel: Travel,
    forms: FormState,
    seen: SeenState,
    evaluating: PendingEvaluation,
    walk: Option<ReviewWalk>,
    alerts: AlertState,
    /// What `D` has cleared, until something is written.
    seen_undo: Option<SeenUndo>,
    pointer: Pointer,
    keys: KeyMap,
}

impl App {
    /// A screen without a board: the first message is the first read of the file.
    pub fn new(options: Options) -> Self {
        let Options { panes, file, clock, writes, look, config, size, at } = options;
        Self {
            file: WatchedFile::new(file, writes),
            current: CurrentBoard::new(clock, at),
            panes: PaneSet::new(panes),
            screen: ScreenState::new(look, config.screen, size),
            travel: Travel::default(),
            forms: FormState::default(),
            seen: SeenState::default(),
            evaluating: PendingEvaluation::default(),
            walk: None,
            alerts: AlertState::new(config.alerts),
            seen_undo: None,
            pointer: Pointer::default(),
            keys: config.keys,
        }
    }

    /// Whether the requested board follows the clock.
    pub fn clock(&self) -> Clock {
        self.current.clock()
    }

    /// Whether anything visible may have changed since [`App::drawn`].
    pub fn needs_draw(&self) -> bool {
        self.screen.is_stale()
    }

    /// Marks the current state as drawn.
    pub fn drawn(&mut self) {
        self.screen.on_drawn();
    }

    /// The next moment at which something on the screen can change without an event.
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

    pub(crate) fn keys(&self) -> &KeyMap {
        &self.keys
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

    pub(crate) fn alerts(&self) -> &AlertState {
        &self.alerts
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.current.now()
    }

    /// Now, with the precision of the screen.
    pub fn shown_now(&self) -> DateTime<Utc> {
        self.shown(self.now())
    }

    /// The moment that the board returns to: now, or that of `--now`.
    pub(crate) fn home(&self) -> DateTime<Utc> {
        self.current.home()
    }

    pub(crate) fn shown_clock(&self) -> Clock {
        self.travel.shown_clock(self.clock())
    }

    /// Whether the board does not follow the clock: the operator travelled to a moment, or `--now` was given.
    pub fn is_past(&self) -> bool {
        self.shown_clock() != Clock::Live
    }

    /// Whether the board shows a committed version instead of the current file.
    pub fn is_as_known(&self) -> bool {
        self.travel.version().is_some()
    }

    /// Whether the trouble is that of a version, not that of the current file.
    pub(crate) fn is_trouble_of_version(&self) -> bool {
        self.travel.version().is_some_and(|shown| shown.file.trouble().is_some())
    }

    /// The state of the text behind the board. If a version has no problems but the file does, that of the file.
    pub(crate) fn shown_file(&self) -> &FileState {
        match self.travel.version() {
            Some(shown) if shown.file.trouble().is_some() || self.file.state().trouble().is_none() => &shown.file,
            Some(_) | None => self.file.state(),
        }
    }

    /// The files next to the watchlist that hold what someone else saved. Empty on a past board, where they do not
    /// matter.
    pub(crate) fn rescued(&self) -> &[String] {
        if self.travel.past().is_some() { &[] } else { self.file.rescued() }
    }

    pub fn layout(&self) -> Layout {
        let has_cause =
            self.shown_file().trouble().is_some() || !self.rescued().is_empty() || !self.forms.removed().is_empty();
        let banner = if has_cause && self.board().is_some() { 2 } else { 0 };
        let scale = if self.travel.past().is_some() { 1 } else { 0 };
        let (focus, favoured, zoom) = (self.panes.focus(), self.panes.favoured(), self.panes.zoom());
        let chart = u16::try_from(self.chart_rows()).unwrap_or(u16::MAX);
        let (size, panes) = (self.screen.size(), &self.panes.wanted());
        Layout::new(Room { size, panes, focus, favoured, zoom, chart, banner, scale })
    }

    /// How many rows the chart of the focused pane can use. Without rows there is none.
    fn chart_rows(&self) -> usize {
        let focused = self.panes.focused().filter(|(_, view)| !view.is_empty());
        focused.zip(self.board()).map_or(0, |((pane, _), board)| charts::chart_rows(pane, board))
    }

    /// The current page. Without a board there are only problems to show.
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

    /// The lines of a detail, wrapped to the page, after the title if that is too long for the frame.
    pub fn detail_lines(&self, detail: &Detail) -> Vec<DetailLine> {
        let width = page_area(&self.layout()).width;
        let is_long = wrap::columns(&detail.title.text) > usize::from(width / 2);
        let title = is_long.then(|| DetailLine::new(0, vec![detail.title.clone()]));
        wrap::wrap(&title.into_iter().chain(detail.lines.iter().cloned()).collect::<Vec<_>>(), width)
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

/// The area of a full page below its title.
pub fn page_area(layout: &Layout) -> Rect {
    let (_, below) = layout::cut_top(layout.body, 1);
    below.inner(Margin::new(1, 0))
}

/// The area of a form, with its frame: wide enough to read, and no wider.
pub(crate) fn form_area(layout: &Layout) -> Rect {
    Rect { width: layout.body.width.min(120), height: layout.body.height.min(38), ..layout.body }
}

/// The area of a review, inside the frame of a form.
pub(crate) fn review_area(layout: &Layout) -> Rect {
    form_area(layout).inner(Margin::new(2, 1))
}
