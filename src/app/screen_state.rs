//! The screen: its size and look, the page and the prompt, the notice in the footer, and whether a redraw is needed.

use super::config::ScreenChoice;
use super::layout::Arrangement;
use super::menu::Menu;
use super::msg::{Effect, Response, Switch};
use super::{Background, Changes, ColourDepth, Listed, Look, Page, Prompt, ThemeName, TimeDisplay};
use crate::panes::view::{Phrase, RowId};
use chrono::{DateTime, Utc};
use std::collections::VecDeque;
use tui_input::Input;

/// The smallest screen with room for a form: columns and rows.
const MIN_FORM_SIZE: (u16, u16) = (40, 12);

/// How many notices the page of notices has.
const MAX_KEPT_NOTICES: usize = 100;

pub(crate) struct ScreenState {
    size: (u16, u16),
    look: Look,
    times: TimeDisplay,
    mouse: Switch,
    /// What the operator chose, now or earlier.
    choice: ScreenChoice,
    page: Page,
    /// The index of the selected problem, also while another page is open.
    problem: usize,
    /// The list on the page of changes, while that is open.
    changes: Option<Changes>,
    /// The moment that the operator asked the page of changes to begin at.
    since: Option<DateTime<Utc>>,
    prompt: Option<Prompt>,
    notice: Option<Phrase>,
    /// The last notices with their times, newest first.
    notices: VecDeque<(DateTime<Utc>, Phrase)>,
    is_stale: bool,
}

impl ScreenState {
    /// The theme of the choice is part of the look.
    pub(super) fn new(look: Look, choice: ScreenChoice, size: (u16, u16)) -> Self {
        Self {
            size,
            look,
            times: choice.times.unwrap_or_default(),
            mouse: choice.mouse.unwrap_or_default(),
            choice,
            page: Page::Panes,
            problem: 0,
            changes: None,
            since: None,
            prompt: None,
            notice: None,
            notices: VecDeque::new(),
            is_stale: true,
        }
    }

    pub(crate) fn size(&self) -> (u16, u16) {
        self.size
    }

    pub(crate) fn look(&self) -> Look {
        self.look
    }

    pub(crate) fn times(&self) -> TimeDisplay {
        self.times
    }

    pub(crate) fn mouse(&self) -> Switch {
        self.mouse
    }

    pub(super) fn page(&self) -> Page {
        self.page
    }

    pub(crate) fn problem(&self) -> usize {
        self.problem
    }

    pub(crate) fn changes(&self) -> Option<&Changes> {
        self.changes.as_ref()
    }

    pub(crate) fn prompt(&self) -> Option<&Prompt> {
        self.prompt.as_ref()
    }

    pub(crate) fn notice(&self) -> Option<&Phrase> {
        self.notice.as_ref()
    }

    pub(super) fn is_stale(&self) -> bool {
        self.is_stale
    }

    pub(super) fn on_drawn(&mut self) {
        self.is_stale = false;
    }

    pub(super) fn request_draw(&mut self) {
        self.is_stale = true;
    }

    pub(super) fn on_resize(&mut self, size: (u16, u16)) -> Response {
        self.size = size;
        Response::default()
    }

    pub(super) fn on_background(&mut self, background: Background) {
        self.is_stale |= self.look.background != background;
        self.look.background = background;
    }

    /// Whether there is room only for the status words.
    pub(super) fn is_compact(&self) -> bool {
        match Arrangement::for_size(self.size) {
            Arrangement::Nothing | Arrangement::Compact => true,
            Arrangement::Tabs | Arrangement::Stack | Arrangement::Pairs | Arrangement::Wide => false,
        }
    }

    pub(crate) fn has_room_for_a_form(&self) -> bool {
        !self.is_compact() && self.size.0 >= MIN_FORM_SIZE.0 && self.size.1 >= MIN_FORM_SIZE.1
    }

    /// Shows a notice, and keeps it among the last ones.
    pub(super) fn notify(&mut self, notice: Phrase, at: DateTime<Utc>) {
        self.notices.truncate(MAX_KEPT_NOTICES - 1);
        self.notices.push_front((at, notice.clone()));
        self.notice = Some(notice);
    }

    pub(super) fn notices(&self) -> impl Iterator<Item = &(DateTime<Utc>, Phrase)> {
        self.notices.iter()
    }

    pub(super) fn clear_notice(&mut self) {
        self.notice = None;
    }

    pub(super) fn open_page(&mut self, page: Page) {
        self.page = page;
    }

    /// Scrolls the details, if they are open. `last` is the highest position.
    pub(super) fn scroll_detail(&mut self, lines: isize, last: usize) {
        if let Page::Detail { scroll, .. } = &mut self.page {
            *scroll = scroll.saturating_add_signed(lines).min(last);
        }
    }

    pub(super) fn select_problem_by(&mut self, places: isize, count: usize) {
        self.problem = self.problem.saturating_add_signed(places).min(count.saturating_sub(1));
    }

    /// Selects the first problem, because the text has changed.
    pub(super) fn select_first_problem(&mut self) {
        self.problem = 0;
    }

    pub(super) fn select_change_by(&mut self, places: isize) {
        let last = self.changes.as_ref().map_or(0, |list| list.listed.len().saturating_sub(1));
        if let Page::Changes { at } = &mut self.page {
            *at = at.saturating_add_signed(places).min(last);
        }
    }

    /// The selected change, while the page of changes is open.
    pub(super) fn selected_change(&self) -> Option<&Listed> {
        match (self.page, &self.changes) {
            (Page::Changes { at }, Some(list)) => list.listed.get(at),
            (Page::Changes { .. } | Page::Panes | Page::Detail { .. } | Page::Problems, _) => None,
        }
    }

    pub(super) fn since(&self) -> Option<DateTime<Utc>> {
        self.since
    }

    /// Where the page of changes begins; `None` for what the operator last looked at.
    pub(super) fn choose_since(&mut self, since: Option<DateTime<Utc>>) {
        self.since = since;
    }

    /// Replaces the list of changes. The selection stays on its change.
    pub(super) fn show_changes(&mut self, list: Option<Changes>) {
        if let (Page::Changes { at }, Some(list)) = (self.page, &list) {
            let same = self.selected_change().and_then(|selected| list.position_of(selected));
            self.page = Page::Changes { at: same.unwrap_or(at).min(list.listed.len().saturating_sub(1)) };
        }
        self.changes = list;
    }

    pub(super) fn open_filter(&mut self, typed: String, before: Option<RowId>) {
        self.prompt = Some(Prompt::Filter { input: Input::new(typed), before });
    }

    pub(super) fn open_prompt(&mut self, prompt: Prompt) {
        self.prompt = Some(prompt);
    }

    /// The open menu.
    pub(super) fn menu_mut(&mut self) -> Option<&mut Menu> {
        match &mut self.prompt {
            Some(Prompt::Menu(menu)) => Some(menu),
            Some(Prompt::Filter { .. }) | None => None,
        }
    }

    pub(super) fn take_prompt(&mut self) -> Option<Prompt> {
        self.prompt.take()
    }

    pub(super) fn next_times(&mut self) -> Response {
        let (times, word) = match self.times {
            TimeDisplay::Seconds => (TimeDisplay::Minutes, "without seconds"),
            TimeDisplay::Minutes => (TimeDisplay::Dates, "with dates"),
            TimeDisplay::Dates => (TimeDisplay::Seconds, "with seconds"),
        };
        self.times = times;
        self.choice.times = Some(times);
        Response::say(format!("times: {word}")).with(Effect::Remember(self.choice))
    }

    pub(super) fn next_theme(&mut self) -> Response {
        self.choose_theme(self.look.theme.next())
    }

    pub(super) fn choose_theme(&mut self, theme: ThemeName) -> Response {
        if self.look.colours == ColourDepth::None {
            return Response::refuse("colours are off (NO_COLOR, --color or the terminal)");
        }
        self.look.theme = theme;
        self.choice.theme = Some(theme);
        Response::say(format!("theme: {}", theme.word())).with(Effect::Remember(self.choice))
    }

    pub(super) fn switch_mouse(&mut self) -> Response {
        let (switch, words) = match self.mouse {
            Switch::Off => (Switch::On, "mouse on: double click is Enter; hold Shift to select text"),
            Switch::On => (Switch::Off, "mouse off: the terminal selects text again"),
        };
        self.mouse = switch;
        self.choice.mouse = Some(switch);
        Response::say(words).with(Effect::Remember(self.choice)).with(Effect::Mouse(switch))
    }
}

pub(crate) fn too_small() -> String {
    format!("too small for a form: it takes {}x{}", MIN_FORM_SIZE.0, MIN_FORM_SIZE.1)
}
