//! The step: a message in, effects out.

use super::file_state::Reading;
use super::keys::action_of;
use super::layout::Arrangement;
use super::menu::{Edited, Menu, edit, paste};
use super::*;
use crate::load::Loaded;
use crate::watchlist::Watchlist;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use std::sync::Arc;

/// How many rows one notch of the wheel scrolls.
const NOTCH: isize = 3;

impl App {
    /// Takes a message in, and says what is to be done outside.
    pub fn update(&mut self, Stamped { at, msg }: Stamped) -> Vec<Effect> {
        self.advance(at);
        match msg {
            // A key is answered at once, on a board that is a moment old; the tick that is due follows it.
            Msg::Key(_) | Msg::Mouse(_) | Msg::Paste(_) | Msg::Notice(_) | Msg::Resize(..) => {}
            Msg::History(_) | Msg::Version(_) | Msg::Kept(_) => {}
            Msg::Tick => {
                self.search_on();
                self.follow_clock();
            }
            Msg::Read(_)
            | Msg::Unreadable(_)
            | Msg::Watching(_)
            | Msg::Rescued(_)
            | Msg::Recalled(_)
            | Msg::ReadBack(_)
            | Msg::Proposed(_)
            | Msg::SaveEnded(_) => self.follow_clock(),
        }
        match msg {
            Msg::Tick => {
                let mut effects = self.write_confirmed();
                effects.extend(self.kept());
                return effects;
            }
            Msg::Key(event) if event.kind == KeyEventKind::Release => return Vec::new(),
            Msg::Key(_)
            | Msg::Mouse(_)
            | Msg::Paste(_)
            | Msg::Resize(..)
            | Msg::Read(_)
            | Msg::Unreadable(_)
            | Msg::Watching(_)
            | Msg::Rescued(_)
            | Msg::Proposed(_)
            | Msg::SaveEnded(_)
            | Msg::Recalled(_)
            | Msg::Kept(_)
            | Msg::ReadBack(_)
            | Msg::History(_)
            | Msg::Version(_)
            | Msg::Notice(_) => self.dirty = Dirty::Stale,
        }
        let mut effects = match msg {
            Msg::Tick => Vec::new(),
            Msg::Key(event) => self.key(event),
            Msg::Mouse(event) => {
                self.mouse(event);
                Vec::new()
            }
            Msg::Paste(text) => {
                self.paste(&text);
                Vec::new()
            }
            Msg::Resize(width, height) => {
                self.size = (width, height);
                Vec::new()
            }
            Msg::Read(loaded) => {
                self.read(*loaded);
                Vec::new()
            }
            Msg::Unreadable(why) => {
                self.file_state.unreadable(why, self.now);
                Vec::new()
            }
            Msg::Watching(mode) => {
                self.watching(mode);
                Vec::new()
            }
            Msg::Rescued(names) => {
                self.file_state.rescued = names;
                Vec::new()
            }
            Msg::History(found) => self.history_has_come(found),
            Msg::Version(fetched) => {
                self.version_has_come(*fetched);
                Vec::new()
            }
            Msg::Proposed(outcome) => {
                self.proposed(outcome);
                Vec::new()
            }
            Msg::SaveEnded(end) => self.save_ended(end),
            Msg::Notice(text) => {
                self.refuse(crate::text::sanitise(&text));
                Vec::new()
            }
            Msg::Recalled(recalled) => {
                self.memory.recall(*recalled);
                self.mark_unseen();
                Vec::new()
            }
            Msg::Kept(text) => {
                self.memory.kept(text);
                Vec::new()
            }
            Msg::ReadBack(found) => {
                self.memory.has_read_back(*found);
                Vec::new()
            }
        };
        self.list_changes();
        self.settle();
        effects.extend(self.kept());
        effects
    }

    /// What there is to keep outside. A board that was started for a moment of the past keeps nothing.
    fn kept(&mut self) -> Vec<Effect> {
        let effects = self.memory.take_effects();
        match self.clock {
            Clock::Live => effects,
            Clock::AsOf(_) => Vec::new(),
        }
    }

    /// Time passes.
    fn advance(&mut self, at: DateTime<Utc>) {
        let enter_means = |at| self.confirmation().map(|confirmation| confirmation.enter_means(at));
        if self.shown(at) != self.shown_now() || enter_means(at) != enter_means(self.now) {
            self.dirty = Dirty::Stale;
        }
        self.now = at;
    }

    /// Reads the board again where the moment for it has come, or where the clock was set back.
    fn follow_clock(&mut self) {
        let at = self.now;
        let due = match (self.shown_clock(), &self.board) {
            (Clock::Live, Some(board)) => at >= board.next_change || at + TimeDelta::minutes(1) < board.now,
            (Clock::Live, None) | (Clock::AsOf(_), _) => false,
        };
        if due && let Some(before) = self.board.take() {
            let board = self.board.insert(Board::read(Arc::clone(&before.watchlist), at));
            let noticed = self.memory.notice_time(Some(before), board);
            self.reload_views();
            if let Some((before, found)) = noticed {
                self.mark_time(&before, &found);
            }
            self.settle();
            self.dirty = Dirty::Stale;
        }
    }

    fn read(&mut self, loaded: Loaded) {
        self.problem = 0;
        let Some(watchlist) = loaded.watchlist.clone() else {
            self.file_state.read_badly(loaded, self.now);
            return;
        };
        if self.file_state.read_well(loaded, self.now) == Reading::New || self.board.is_none() {
            self.show(watchlist);
            self.renew_form();
        }
    }

    fn show(&mut self, watchlist: Arc<Watchlist>) {
        if self.away().is_some() {
            return self.reload_while_away(watchlist);
        }
        self.travel = Travel::default();
        let moment = self.moment();
        let looking_at = self.selected().map(|(_, _, key)| key.id);
        let board = self.board.insert(Board::read(watchlist, moment));
        let noticed = self.file_state.good().and_then(|good| self.memory.notice_save(good, board));
        self.reload_views();
        if let Some((before, found)) = noticed {
            self.mark_save(&before, &found);
        }
        let vanished = self.selected().map(|(_, _, key)| key.id) != looking_at;
        if matches!(self.page, Page::Detail { .. }) && vanished {
            self.page = Page::Panes;
            self.say("the item you were reading is no longer in the file");
        }
    }

    pub(super) fn reload_views(&mut self) {
        let Some(board) = &self.board else { return };
        for (view, pane) in self.views.iter_mut().zip(self.panes) {
            view.reload(*pane, board);
        }
    }

    fn key(&mut self, event: KeyEvent) -> Vec<Effect> {
        self.notice = None;
        let action = action_of(event);
        let always = matches!(action, Some(keys::Action::Suspend | keys::Action::Redraw))
            || (action == Some(keys::Action::Quit) && is_chord(event));
        match &self.prompt {
            Some(_) if !always && (self.is_writing() || !self.is_tiny()) => self.prompted(event),
            Some(_) | None => match action {
                Some(action) => self.act(action, Some(event)),
                None => {
                    self.refuse(format!("{} does nothing here: ? shows the keys", keys::pressed(event)));
                    Vec::new()
                }
            },
        }
    }

    /// A key while something is being typed.
    fn prompted(&mut self, event: KeyEvent) -> Vec<Effect> {
        match self.prompt.take() {
            None => Vec::new(),
            Some(Prompt::Filter { input, before }) => {
                self.filter_key(event, input, before);
                Vec::new()
            }
            Some(Prompt::Menu(menu)) => self.menu_key(event, menu),
            Some(Prompt::Choice(choice)) => {
                self.choice_key(event, choice);
                Vec::new()
            }
            Some(Prompt::Form(form)) => self.form_key(event, form),
            Some(Prompt::Review(review)) => self.review_key(event, review),
        }
    }

    fn filter_key(&mut self, event: KeyEvent, mut input: Input, before: Option<RowId>) {
        match event.code {
            KeyCode::Enter => return,
            KeyCode::Esc => {
                self.filter_by("");
                if let (Some(id), Some(view)) = (before, self.views.get_mut(self.focus)) {
                    view.select(id);
                }
                return;
            }
            KeyCode::Backspace if input.value().is_empty() => return,
            KeyCode::Up => self.move_selection(-1),
            KeyCode::Down => self.move_selection(1),
            _ => {
                if edit(&mut input, event) == Edited::Text {
                    self.filter_by(input.value());
                }
            }
        }
        self.prompt = Some(Prompt::Filter { input, before });
    }

    fn menu_key(&mut self, event: KeyEvent, mut menu: Menu) -> Vec<Effect> {
        match event.code {
            KeyCode::Enter => {
                return menu.chosen().map_or_else(Vec::new, |binding| self.act(binding.action, None));
            }
            KeyCode::Esc => return Vec::new(),
            KeyCode::F(1) if menu.kind == menu::MenuKind::Help => return Vec::new(),
            KeyCode::Up => menu.move_by(-1),
            KeyCode::Down => menu.move_by(1),
            KeyCode::PageUp => menu.move_by(-10),
            KeyCode::PageDown => menu.move_by(10),
            _ => {
                if edit(&mut menu.input, event) == Edited::Text {
                    menu.search();
                }
            }
        }
        self.prompt = Some(Prompt::Menu(menu));
        Vec::new()
    }

    fn paste(&mut self, text: &str) {
        match &mut self.prompt {
            Some(Prompt::Filter { input, .. }) => {
                paste(input, text);
                let typed = input.value().to_owned();
                self.filter_by(&typed);
            }
            Some(Prompt::Menu(menu)) => {
                paste(&mut menu.input, text);
                menu.search();
            }
            Some(Prompt::Form(form)) => form.paste(text),
            Some(Prompt::Review(review)) => {
                review.confirmation.other_key(self.now);
                self.refuse("pasting does nothing here");
            }
            Some(Prompt::Choice(_)) => self.refuse("pasting does nothing here"),
            None => self.refuse("pasting does nothing here: press / or : first"),
        }
    }

    fn mouse(&mut self, event: MouseEvent) {
        if self.is_writing() {
            return;
        }
        let layout = self.layout();
        let places = match event.kind {
            MouseEventKind::ScrollUp => -NOTCH,
            MouseEventKind::ScrollDown => NOTCH,
            MouseEventKind::Down(MouseButton::Left) => 0,
            _ => return,
        };
        if self.page() != Page::Panes || self.prompt.is_some() {
            self.move_selection(places);
            return;
        }
        let Some(pane) = layout.pane_at(event.column, event.row) else { return };
        let rows = layout.rows_of(pane);
        if places != 0 {
            self.views[pane].scroll_by(places, rows.height);
            return;
        }
        self.focus = pane;
        if event.row >= rows.y {
            let line = usize::from(event.row - rows.y);
            let place = self.views[pane].window(rows.height).get(line).map(|(place, _)| *place);
            self.views[pane].move_to(place.unwrap_or(usize::MAX));
        }
    }

    /// The header has room for little more than the mode, so the reason is said once in full.
    fn watching(&mut self, mode: WatchMode) {
        match &mode {
            WatchMode::Polling(why) if mode != self.file_state.watch => {
                self.refuse(format!("saves are seen by looking only: {}", crate::text::sanitise(why)));
            }
            WatchMode::Stalled(_) => {
                self.refuse(
                    "the folder of the file does not answer, so saves are not seen: look after its disk or mount",
                );
            }
            WatchMode::Polling(_) | WatchMode::Events | WatchMode::Nothing => {}
        }
        self.file_state.watch = mode;
    }

    /// Filters the focused pane by a text.
    pub(super) fn filter_by(&mut self, typed: &str) {
        if let (Some(board), Some(view)) = (&self.board, self.views.get_mut(self.focus)) {
            view.set_filter(typed, self.panes[self.focus], board);
        }
    }

    /// Goes on with searches that were too long for one step.
    fn search_on(&mut self) {
        let Some(board) = &self.board else { return };
        for (view, pane) in self.views.iter_mut().zip(self.panes).filter(|(view, _)| !view.is_searched()) {
            view.search_on(*pane, board);
            self.dirty = Dirty::Stale;
        }
    }

    /// Whether there is no room for more than the status words.
    pub(super) fn is_tiny(&self) -> bool {
        match Arrangement::of(self.size) {
            Arrangement::Nothing | Arrangement::Tiny => true,
            Arrangement::Tabs | Arrangement::Stack | Arrangement::Pairs | Arrangement::Wide => false,
        }
    }

    /// Brings every pane's selected row into sight, whatever has changed.
    fn settle(&mut self) {
        let layout = self.layout();
        for (index, view) in self.views.iter_mut().enumerate() {
            view.reveal(layout.rows_of(index).height);
        }
    }
}

fn is_chord(event: KeyEvent) -> bool {
    event.modifiers.contains(crossterm::event::KeyModifiers::CONTROL)
}
