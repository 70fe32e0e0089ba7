//! What each action of the key table does.

use super::keys::{Action, binding_of};
use super::link::Link;
use super::menu::{Menu, MenuKind};
use super::travel::Step;
use super::*;
use crate::diagnostic::{Source, Span};
use crossterm::event::{KeyCode, KeyEvent};

impl App {
    /// Whether an action has an effect where the operator is.
    pub fn applies(&self, action: Action) -> bool {
        let has_problems = self.shown_file().problems().is_some_and(|(_, problems)| !problems.is_empty());
        match action {
            Action::Quit | Action::Suspend | Action::Redraw | Action::Theme | Action::Times | Action::Reread => true,
            Action::ChangeBack | Action::DayBack | Action::AsKnown => {
                (self.board.is_some() || self.away().is_some()) && !self.lists_changes()
            }
            Action::ChangeOn | Action::DayOn | Action::Live => self.away().is_some() || self.is_fetching(),
            Action::Report | Action::Add | Action::Checked | Action::Undo | Action::Redo => {
                self.beginning(action).is_ok()
            }
            _ if self.is_tiny() => false,
            Action::Changes => self.board.is_some() && self.away().is_none() && !self.lists_changes(),
            Action::MarkSeen => self.board.is_some() && self.away().is_none(),
            Action::Mouse | Action::Palette | Action::Help => true,
            Action::Back => self.can_go_back(),
            Action::Problems => has_problems && self.page() != Page::Problems,
            Action::EditProblem => has_problems,
            Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::First | Action::Last => true,
            Action::NextPane | Action::PreviousPane | Action::NumberedPane => self.page() != Page::Problems,
            Action::Details => self.page() == Page::Panes || self.lists_changes(),
            Action::Zoom | Action::Filter | Action::Sort | Action::Reverse => self.page() == Page::Panes,
            Action::NextMatch | Action::PreviousMatch => match self.page() {
                Page::Panes => self.views.get(self.focus).is_some_and(|view| view.filter().is_some()),
                Page::Detail { .. } => true,
                Page::Problems | Page::Changes { .. } => false,
            },
            Action::EditItem => self.page() != Page::Problems,
            Action::CopyValue | Action::CopyItem | Action::OpenLink => match self.page() {
                Page::Panes | Page::Detail { .. } => true,
                Page::Problems | Page::Changes { .. } => false,
            },
        }
    }

    /// Does what an action of the key table says. `event` is the key, where one was pressed.
    pub(super) fn act(&mut self, action: Action, event: Option<KeyEvent>) -> Vec<Effect> {
        let action = match (self.page(), action) {
            (Page::Problems, Action::Details | Action::EditItem) => Action::EditProblem,
            _ => action,
        };
        if !self.applies(action) {
            self.refuse(self.why_not(action));
            return Vec::new();
        }
        match action {
            Action::Quit => return vec![Effect::Quit(0)],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Redraw => return vec![Effect::Redraw],
            Action::Reread => {
                self.say("reading the file again");
                return vec![Effect::Reread];
            }
            Action::Report | Action::Add | Action::Checked | Action::Undo | Action::Redo => return self.begin(action),
            Action::EditItem => return self.edit_item(),
            Action::EditProblem => return self.edit_problem(),
            Action::CopyValue | Action::CopyItem => return self.copy(action),
            Action::OpenLink => return self.open_link(),
            Action::Mouse => return self.switch_mouse(),
            Action::Up => self.move_selection(-1),
            Action::Down => self.move_selection(1),
            Action::PageUp => self.move_selection(-self.screenful()),
            Action::PageDown => self.move_selection(self.screenful()),
            Action::First => self.move_selection(isize::MIN),
            Action::Last => self.move_selection(isize::MAX),
            Action::NextPane => self.focus_on((self.focus + 1) % self.panes.len().max(1)),
            Action::PreviousPane => self.focus_on((self.focus + self.panes.len().max(1) - 1) % self.panes.len().max(1)),
            Action::NumberedPane => self.focus_on_number(event),
            Action::NextMatch => self.next_match(1),
            Action::PreviousMatch => self.next_match(-1),
            Action::Zoom => {
                self.zoom = match self.zoom {
                    Zoom::Shared => Zoom::Alone,
                    Zoom::Alone => Zoom::Shared,
                }
            }
            Action::Details if self.lists_changes() => self.go_to_change(),
            Action::Details => match self.selected() {
                Some(_) => self.page = Page::Detail { scroll: 0 },
                None => self.refuse("nothing is selected"),
            },
            Action::Filter => self.start_filter(),
            Action::Sort | Action::Reverse => self.sort(action),
            Action::Problems => self.page = Page::Problems,
            Action::Times => self.next_times(),
            Action::Theme => self.next_theme(),
            Action::Changes => self.open_changes(),
            Action::MarkSeen => self.mark_seen(),
            Action::ChangeBack => return self.travel(Step::ChangeBack),
            Action::ChangeOn => return self.travel(Step::ChangeOn),
            Action::DayBack => return self.travel(Step::DayBack),
            Action::DayOn => return self.travel(Step::DayOn),
            Action::AsKnown => return self.change_clock(),
            Action::Live => self.come_home(),
            Action::Palette => self.prompt = Some(Prompt::Menu(Menu::new(MenuKind::Palette))),
            Action::Help => self.prompt = Some(Prompt::Menu(Menu::new(MenuKind::Help))),
            Action::Back => self.back(),
        }
        Vec::new()
    }

    /// Moves by so many rows, lines or problems, whatever the page has.
    pub(super) fn move_selection(&mut self, places: isize) {
        match self.page() {
            Page::Panes => {
                if let Some(view) = self.views.get_mut(self.focus) {
                    view.move_by(places);
                }
            }
            Page::Detail { scroll } => {
                let lines = self.detail().map_or(0, |detail| self.detail_lines(&detail).len());
                let last = lines.saturating_sub(usize::from(page_area(&self.layout()).height));
                self.page = Page::Detail { scroll: scroll.saturating_add_signed(places).min(last) };
            }
            Page::Problems => {
                let last = self.shown_file().problems().map_or(0, |(_, problems)| problems.len().saturating_sub(1));
                self.problem = self.problem.saturating_add_signed(places).min(last);
            }
            Page::Changes { at } => {
                let last = self.changes.as_ref().map_or(0, |list| list.listed.len().saturating_sub(1));
                self.page = Page::Changes { at: at.saturating_add_signed(places).min(last) };
            }
        }
    }

    fn screenful(&self) -> isize {
        let layout = self.layout();
        let rows = match self.page() {
            Page::Panes => layout.rows_of(self.focus).height,
            Page::Detail { .. } => page_area(&layout).height,
            // A change may take two lines.
            Page::Changes { .. } => page_area(&layout).height / 2,
            Page::Problems => 5,
        };
        isize::try_from(rows.saturating_sub(1).max(1)).unwrap_or(1)
    }

    fn why_not(&self, action: Action) -> String {
        let binding = binding_of(action);
        match (action, self.page()) {
            (Action::Report | Action::Add | Action::Checked | Action::Undo | Action::Redo, _) => {
                self.beginning(action).err().unwrap_or_default()
            }
            (Action::Back, _) if self.away().is_some() => {
                format!(
                    "nothing to back out of: {} goes back to {}",
                    binding_of(Action::Live).label(),
                    self.home_name()
                )
            }
            (Action::Back, _) => "nothing to back out of: q quits".to_owned(),
            (Action::Problems | Action::EditProblem, _) if !self.is_tiny() && self.page() != Page::Problems => {
                "the file has no problems".to_owned()
            }
            (Action::ChangeOn | Action::DayOn | Action::Live, _) if self.board.is_some() => {
                format!("this is {}: nothing comes after it; [ and {{ go back", self.home_name())
            }
            (Action::Changes | Action::MarkSeen, _) if self.away().is_some() => {
                let live = binding_of(Action::Live).label();
                format!("what changed is told at {}: {live} goes back to it", self.home_name())
            }
            (Action::NextMatch | Action::PreviousMatch, Page::Panes) => "no filter is on: press / first".to_owned(),
            (_, Page::Panes) => format!("{} does nothing here: ? shows the keys", binding.label()),
            (_, Page::Detail { .. }) => {
                format!("{} ({}) does nothing in details: Esc goes back", binding.label(), binding.name)
            }
            (_, Page::Problems) => format!("{} ({}) does nothing among the problems", binding.label(), binding.name),
            (_, Page::Changes { .. }) => {
                format!("{} ({}) does nothing among the changes: Esc goes back", binding.label(), binding.name)
            }
        }
    }

    fn can_go_back(&self) -> bool {
        let filtered = self.views.get(self.focus).is_some_and(|view| view.filter().is_some());
        self.prompt.is_some()
            || (self.page != Page::Panes && self.board.is_some())
            || filtered
            || self.zoom == Zoom::Alone
    }

    fn back(&mut self) {
        let filtered = self.views.get(self.focus).is_some_and(|view| view.filter().is_some());
        if self.prompt.take().is_some() {
        } else if self.page != Page::Panes {
            self.page = Page::Panes;
        } else if filtered {
            self.filter_by("");
        } else {
            self.zoom = Zoom::Shared;
        }
    }

    fn focus_on(&mut self, pane: usize) {
        self.focus = pane;
        self.page = Page::Panes;
    }

    fn focus_on_number(&mut self, event: Option<KeyEvent>) {
        let number = match event.map(|event| event.code) {
            Some(KeyCode::Char(c)) => c.to_digit(10).and_then(|number| usize::try_from(number).ok()),
            _ => None,
        };
        match number {
            Some(number @ 1..) if number <= self.panes.len() => self.focus_on(number - 1),
            Some(number) => self.refuse(format!("there is no pane {number}: press 1 to {}", self.panes.len())),
            None => self.refuse(format!("press the number itself: 1 to {}", self.panes.len())),
        }
    }

    /// On to the next row, round and round; in details, to the next item.
    fn next_match(&mut self, places: isize) {
        let Some(view) = self.views.get_mut(self.focus) else { return };
        let last = view.len().saturating_sub(1);
        for _ in 0..view.len() {
            match view.cursor() {
                0 if places < 0 => view.move_to(last),
                at if at == last && places > 0 => view.move_to(0),
                _ => view.move_by(places),
            }
            if view.is_match(view.cursor()) {
                break;
            }
        }
        if let Page::Detail { scroll } = &mut self.page {
            *scroll = 0;
        }
    }

    fn start_filter(&mut self) {
        let Some(view) = self.views.get(self.focus) else { return };
        let typed = view.filter().map(|filter| filter.typed.clone()).unwrap_or_default();
        let before = view.selected().map(|key| key.id);
        self.prompt = Some(Prompt::Filter { input: Input::new(typed), before });
    }

    fn sort(&mut self, action: Action) {
        let (Some(board), Some(view)) = (&self.board, self.views.get_mut(self.focus)) else { return };
        let pane = self.panes[self.focus];
        let orders = pane.orders();
        let mut order = view.order();
        if action == Action::Reverse {
            order.reverse = !order.reverse;
        } else if orders.len() < 2 {
            self.refuse(format!("{} has one order only: S reverses it", self.pane_name(self.focus)));
            return;
        } else {
            order.by = (order.by + 1) % orders.len();
        }
        view.set_order(order, pane, board);
        let word = orders.get(order.by).copied().unwrap_or("usual order");
        self.say(format!("order: {word}{}", if order.reverse { ", reversed" } else { "" }));
    }

    fn next_times(&mut self) {
        let (times, word) = match self.times {
            Times::Seconds => (Times::Minutes, "without seconds"),
            Times::Minutes => (Times::Dates, "with dates"),
            Times::Dates => (Times::Seconds, "with seconds"),
        };
        self.times = times;
        self.say(format!("times: {word}"));
    }

    fn next_theme(&mut self) {
        if self.look.colours == ColourDepth::None {
            self.refuse("colours are off (NO_COLOR, --color or the terminal)");
            return;
        }
        self.look.theme = self.look.theme.next();
        self.say(format!("theme: {}", self.look.theme.word()));
    }

    fn switch_mouse(&mut self) -> Vec<Effect> {
        let (switch, words) = match self.mouse {
            Switch::Off => (Switch::On, "mouse on: click selects, wheel scrolls; hold Shift to select text"),
            Switch::On => (Switch::Off, "mouse off: the terminal selects text again"),
        };
        self.mouse = switch;
        self.say(words);
        vec![Effect::Mouse(switch)]
    }

    fn edit_item(&mut self) -> Vec<Effect> {
        if self.lists_changes() {
            let line = self.line_of_change();
            return self.edit(line);
        }
        let place = self.selected().map(|(board, pane, key)| pane.span(board, key));
        let good = self.file_state.good().map(|good| &good.source);
        // With nothing selected the file still opens, at its top: an empty list is what one comes to fill.
        self.edit(place.zip(good).map_or(1, |(span, source)| source.position(span).line))
    }

    fn edit_problem(&mut self) -> Vec<Effect> {
        let line = |source: &Source, span: Span| source.position(span).line;
        let chosen = match self.page() {
            Page::Problems => self
                .shown_file()
                .problems()
                .and_then(|(source, problems)| problems.get(self.problem).map(|problem| line(source, problem.span))),
            Page::Panes | Page::Detail { .. } | Page::Changes { .. } => {
                self.shown_file().first_problem().map(|(source, problem)| line(source, problem.span))
            }
        };
        chosen.map_or_else(Vec::new, |line| self.edit(line))
    }

    fn edit(&mut self, line: usize) -> Vec<Effect> {
        if self.version().is_some() {
            let back = binding_of(Action::Live).label();
            self.refuse(format!("this version is in a commit: {back} goes back to the file as it stands"));
            return Vec::new();
        }
        match self.file.origin {
            Origin::Embedded => {
                self.refuse("this is the built-in example: `trucewatch init` writes a file of your own to edit");
                Vec::new()
            }
            Origin::Named | Origin::Found => vec![Effect::Edit { line }],
        }
    }

    fn copy(&mut self, action: Action) -> Vec<Effect> {
        let Some(detail) = self.detail() else {
            self.refuse("nothing is selected");
            return Vec::new();
        };
        if action == Action::CopyItem {
            self.say(format!("copied as Markdown: {}", detail.title.text));
            return vec![Effect::Copy(markdown::item(&detail))];
        }
        self.say(format!("copied: {}", detail.value));
        vec![Effect::Copy(detail.value)]
    }

    fn open_link(&mut self) -> Vec<Effect> {
        let written = self.detail().and_then(|detail| detail.link);
        let Some(written) = written else {
            self.refuse("the item has no link");
            return Vec::new();
        };
        match Link::check(&written) {
            Ok(link) => {
                self.say(format!("opening {}", link.host));
                vec![Effect::Open(link.url)]
            }
            Err(refusal) => {
                self.refuse(refusal);
                Vec::new()
            }
        }
    }
}
