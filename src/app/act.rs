//! Runs the actions of the key table.

use super::keys::{Action, Recording, binding_of};
use super::layout::Zoom;
use super::menu::MenuKind;
use super::msg::Response;
use super::travel::TimeStep;
use super::{App, Effect, Origin, Page, markdown, page_area};
use crate::diagnostic::{Source, Span};
use crate::text::Link;
use crossterm::event::{KeyCode, KeyEvent};

impl App {
    /// Whether an action has an effect in the current state.
    pub fn applies(&self, action: Action) -> bool {
        let has_problems = self.shown_file().problems().is_some_and(|(_, problems)| !problems.is_empty());
        let (is_past, has_board, page) = (self.travel.past().is_some(), self.board().is_some(), self.page());
        let is_on_rows = matches!(page, Page::Panes | Page::Detail { .. });
        match action {
            Action::Quit | Action::Suspend | Action::Redraw | Action::Theme | Action::Times | Action::Reread => true,
            Action::ChangeBack | Action::DayBack | Action::AsKnown => (has_board || is_past) && !self.lists_changes(),
            Action::ChangeOn | Action::DayOn | Action::Live => is_past || self.travel.is_fetching(),
            Action::Record(Recording::Undo) if self.seen_undo.is_some() => true,
            Action::Record(recording) => self.beginning(recording).is_ok(),
            _ if self.screen.is_compact() => false,
            Action::Review => has_board && !is_past && is_on_rows,
            Action::Sort if self.is_walking() => true,
            Action::Changes => has_board && !is_past && !self.lists_changes(),
            Action::MarkSeen => has_board && !is_past,
            Action::Mouse | Action::Palette | Action::Notices | Action::Help => true,
            Action::Back => self.can_go_back(),
            Action::Problems => has_problems && page != Page::Problems,
            Action::EditProblem => has_problems,
            Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::HalfPageUp
            | Action::HalfPageDown
            | Action::First
            | Action::Last => true,
            Action::ScreenTop | Action::ScreenMiddle | Action::ScreenBottom => page == Page::Panes,
            Action::NextPane | Action::PreviousPane | Action::NumberedPane | Action::EditItem => page != Page::Problems,
            Action::Details => page == Page::Panes || self.lists_changes() || self.has_entries(),
            Action::Zoom | Action::Filter | Action::Sort | Action::Reverse => page == Page::Panes,
            Action::NextMatch | Action::PreviousMatch => {
                is_on_rows && (page != Page::Panes || self.panes.is_filtered())
            }
            Action::CopyValue | Action::CopyItem | Action::OpenLink => is_on_rows,
        }
    }

    /// Runs an action of the key table. `event` is the key that was pressed, if any.
    pub(super) fn act(&mut self, action: Action, event: Option<KeyEvent>) -> Response {
        let action = match (self.page(), action) {
            (Page::Problems, Action::Details | Action::EditItem) => Action::EditProblem,
            _ => action,
        };
        if !self.applies(action) {
            return Response::refuse(self.why_not(action));
        }
        match action {
            Action::Quit => return Effect::Quit(0).into(),
            Action::Suspend => return Effect::Suspend.into(),
            Action::Redraw => return Effect::Redraw.into(),
            Action::Reread => return Response::say("reading the file again").with(Effect::Reread),
            Action::Record(Recording::Undo) if self.seen_undo.is_some() => return self.unmark_seen(),
            Action::Record(recording) => return self.start_recording(recording),
            Action::EditItem => return self.edit_item(),
            Action::EditProblem => return self.edit_problem(),
            Action::CopyValue | Action::CopyItem => return self.copy(action),
            Action::OpenLink => return self.open_link(),
            Action::Mouse => return self.screen.switch_mouse(),
            Action::Times => return self.screen.next_times(),
            Action::Theme => return self.screen.next_theme(),
            Action::Details => return self.open_details(),
            Action::NumberedPane => return self.focus_on_number(event),
            Action::Review => return self.start_walk(),
            Action::Sort if self.is_walking() => return self.skip_in_walk(),
            Action::Sort | Action::Reverse => {
                let board = self.current.board();
                return board.map_or_else(Response::default, |board| self.panes.sort(action, board));
            }
            Action::MarkSeen => return self.mark_seen(),
            Action::ChangeBack => return self.travel_by(TimeStep::ChangeBack),
            Action::ChangeOn => return self.travel_by(TimeStep::ChangeOn),
            Action::DayBack => return self.travel_by(TimeStep::DayBack),
            Action::DayOn => return self.travel_by(TimeStep::DayOn),
            Action::AsKnown => return self.switch_step_clock(),
            Action::Live => return self.return_to_present(),
            Action::Up => self.move_selection(-1),
            Action::Down => self.move_selection(1),
            Action::PageUp => self.move_selection(-self.screenful()),
            Action::PageDown => self.move_selection(self.screenful()),
            Action::HalfPageUp => self.move_selection(-(self.screenful() / 2).max(1)),
            Action::HalfPageDown => self.move_selection((self.screenful() / 2).max(1)),
            Action::ScreenTop => self.panes.move_in_sight(|rows| rows.first(), &self.layout()),
            Action::ScreenMiddle => self.panes.move_in_sight(|rows| rows.get(rows.len() / 2), &self.layout()),
            Action::ScreenBottom => self.panes.move_in_sight(|rows| rows.last(), &self.layout()),
            Action::First => self.move_selection(isize::MIN),
            Action::Last => self.move_selection(isize::MAX),
            Action::NextPane => self.focus_by(1),
            Action::PreviousPane => self.focus_by(-1),
            Action::NextMatch => self.next_match(1),
            Action::PreviousMatch => self.next_match(-1),
            Action::Zoom => self.panes.toggle_zoom(),
            Action::Filter => self.start_filter(),
            Action::Problems => self.screen.open_page(Page::Problems),
            Action::Changes => {
                self.screen.choose_since(None);
                self.open_changes();
            }
            Action::Palette => self.open_menu(MenuKind::Palette),
            Action::Notices => self.open_menu(MenuKind::Notices),
            Action::Help => self.open_menu(MenuKind::Help),
            Action::Back => self.back(),
        }
        Response::default()
    }

    pub(super) fn move_selection(&mut self, places: isize) {
        match self.page() {
            Page::Panes => self.panes.move_by(places),
            Page::Detail { entry: Some(_), .. } => self.move_to_entry(places),
            Page::Detail { .. } => {
                let lines = self.detail().map_or(0, |detail| self.detail_lines(&detail).len());
                let last = lines.saturating_sub(usize::from(page_area(&self.layout()).height));
                self.screen.scroll_detail(places, last);
            }
            Page::Problems => {
                let count = self.shown_file().problems().map_or(0, |(_, problems)| problems.len());
                self.screen.select_problem_by(places, count);
            }
            Page::Changes { .. } => self.screen.select_change_by(places),
        }
    }

    fn travel_by(&mut self, step: TimeStep) -> Response {
        let journey = self.travel.step(step, &self.current);
        self.go(journey)
    }

    fn screenful(&self) -> isize {
        let layout = self.layout();
        let rows = match self.page() {
            Page::Panes => layout.rows_of(self.panes.focus()).height,
            Page::Detail { .. } => page_area(&layout).height,
            // A change can take two lines.
            Page::Changes { .. } => page_area(&layout).height / 2,
            Page::Problems => 5,
        };
        isize::try_from(rows.saturating_sub(1).max(1)).unwrap_or(1)
    }

    fn why_not(&self, action: Action) -> String {
        let binding = binding_of(action);
        match (action, self.page()) {
            (Action::Record(recording), _) => self.beginning(recording).err().unwrap_or_default(),
            (Action::Back, _) if self.travel.past().is_some() => {
                format!(
                    "nothing to back out of: {} goes back to {}",
                    self.keys.label(Action::Live),
                    self.current.home_name()
                )
            }
            (Action::Back, _) => "nothing to back out of: q quits".to_owned(),
            (Action::Problems | Action::EditProblem, _)
                if !self.screen.is_compact() && self.page() != Page::Problems =>
            {
                "the file has no problems".to_owned()
            }
            (Action::ChangeOn | Action::DayOn | Action::Live, _) if self.board().is_some() => {
                format!("this is {}: nothing comes after it; [ and {{ go back", self.current.home_name())
            }
            (Action::Changes | Action::MarkSeen, _) if self.travel.past().is_some() => {
                let live = self.keys.label(Action::Live);
                format!("what changed is told at {}: {live} goes back to it", self.current.home_name())
            }
            (Action::NextMatch | Action::PreviousMatch, Page::Panes) => "no filter is on: press / first".to_owned(),
            (_, Page::Panes) => format!("{} does nothing here: ? shows the keys", self.keys.label(action)),
            (_, Page::Detail { .. }) => {
                format!("{} ({}) does nothing in details: Esc goes back", self.keys.label(action), binding.name)
            }
            (_, Page::Problems) => {
                format!("{} ({}) does nothing among the problems", self.keys.label(action), binding.name)
            }
            (_, Page::Changes { .. }) => {
                format!("{} ({}) does nothing among the changes: Esc goes back", self.keys.label(action), binding.name)
            }
        }
    }

    fn can_go_back(&self) -> bool {
        (self.screen.page() != Page::Panes && self.board().is_some())
            || self.panes.is_filtered()
            || self.panes.zoom() == Zoom::Alone
    }

    fn back(&mut self) {
        if let Page::Detail { entry: Some(_), .. } = self.screen.page() {
            self.deselect_entry();
        } else if self.screen.page() != Page::Panes {
            self.screen.open_page(Page::Panes);
        } else if self.panes.is_filtered() {
            self.filter_by("");
        } else {
            self.panes.toggle_zoom();
        }
    }

    fn open_details(&mut self) -> Response {
        if self.lists_changes() {
            return self.go_to_change();
        }
        if let Page::Detail { .. } = self.page() {
            self.toggle_entry();
            return Response::default();
        }
        if self.selected().is_none() {
            return Response::refuse("nothing is selected");
        }
        self.screen.open_page(Page::Detail { scroll: 0, entry: None });
        Response::default()
    }

    fn focus_by(&mut self, places: isize) {
        self.panes.focus_by(places);
        self.screen.open_page(Page::Panes);
    }

    fn focus_on_number(&mut self, event: Option<KeyEvent>) -> Response {
        let number = match event.map(|event| event.code) {
            Some(KeyCode::Char(c)) => c.to_digit(10).and_then(|number| usize::try_from(number).ok()),
            _ => None,
        };
        let count = self.panes.all().len();
        match number {
            Some(number @ 1..) if number <= count => {
                self.panes.focus_on(number - 1);
                self.screen.open_page(Page::Panes);
                Response::default()
            }
            Some(number) => Response::refuse(format!("there is no pane {number}: press 1 to {count}")),
            None => Response::refuse(format!("press the number itself: 1 to {count}")),
        }
    }

    /// Moves to the next matching row; in details, to the next item.
    fn next_match(&mut self, places: isize) {
        self.panes.next_match(places);
        if let Page::Detail { .. } = self.screen.page() {
            self.screen.open_page(Page::Detail { scroll: 0, entry: None });
        }
    }

    fn start_filter(&mut self) {
        self.screen.open_filter(self.panes.typed_filter(), self.panes.selected_id());
    }

    fn edit_item(&self) -> Response {
        if self.lists_changes() {
            return self.edit(self.line_of_change());
        }
        let place = self.selected().map(|(board, pane, key)| pane.span(board, key));
        let good = self.file.state().good().map(|good| &good.source);
        // Without a selected row the file opens at line 1: a new list is empty and has to be filled.
        self.edit(place.zip(good).map_or(1, |(span, source)| source.position(span).line))
    }

    fn edit_problem(&self) -> Response {
        let line = |source: &Source, span: Span| source.position(span).line;
        let chosen = match self.page() {
            Page::Problems => self.shown_file().problems().and_then(|(source, problems)| {
                problems.get(self.screen.problem()).map(|problem| line(source, problem.span))
            }),
            Page::Panes | Page::Detail { .. } | Page::Changes { .. } => {
                self.shown_file().first_problem().map(|(source, problem)| line(source, problem.span))
            }
        };
        chosen.map_or_else(Response::default, |line| self.edit(line))
    }

    fn edit(&self, line: usize) -> Response {
        if self.is_as_known() {
            let back = self.keys.label(Action::Live);
            return Response::refuse(format!("this version is in a commit: {back} goes back to the file as it stands"));
        }
        match self.file.origin() {
            Origin::Embedded => {
                Response::refuse("this is the built-in example: `trucewatch init` writes a file of your own to edit")
            }
            Origin::Named | Origin::Found => Effect::Edit { line }.into(),
        }
    }

    fn copy(&self, action: Action) -> Response {
        let Some(detail) = self.detail() else { return Response::refuse("nothing is selected") };
        if action == Action::CopyItem {
            let said = Response::say(format!("copied as Markdown: {}", detail.title.text));
            return said.with(Effect::Copy(markdown::item(&detail)));
        }
        Response::say(format!("copied: {}", detail.value)).with(Effect::Copy(detail.value))
    }

    fn open_link(&self) -> Response {
        let Some(written) = self.detail().and_then(|detail| detail.link) else {
            return Response::refuse("the item has no link");
        };
        match Link::parse(&written) {
            Ok(link) => Response::say(format!("opening {}", link.host)).with(Effect::Open(link.url)),
            Err(refusal) => Response::refuse(refusal),
        }
    }
}
