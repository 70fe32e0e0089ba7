//! The keys of a menu, and what Enter runs.

use super::{Edited, Menu, MenuChoice, MenuKind, edit};
use crate::app::msg::Response;
use crate::app::{App, Page, Prompt};
use crate::watchlist::EntityRef;
use crate::watchlist::time::TimePoint;
use crate::watchlist::typed_time::{TypedTense, parse_typed_time};
use crossterm::event::{KeyCode, KeyEvent};

impl App {
    pub(in crate::app) fn on_menu_key(&mut self, event: KeyEvent, mut menu: Menu) -> Response {
        let is_chord = !(event.modifiers - crossterm::event::KeyModifiers::SHIFT).is_empty();
        match event.code {
            KeyCode::Enter => return self.run_choice(&menu),
            KeyCode::Esc => return Response::default(),
            KeyCode::Tab | KeyCode::BackTab => menu = self.other_page(menu),
            KeyCode::F(1) => return self.next_page(menu),
            KeyCode::Char('?') if !menu.is_typing() => return self.next_page(menu),
            KeyCode::Char('/') if !menu.is_typing() => menu.start_typing(),
            KeyCode::Char('j') if !menu.is_typing() && !is_chord => menu.move_by(1),
            KeyCode::Char('k') if !menu.is_typing() && !is_chord => menu.move_by(-1),
            KeyCode::Char('d' | 'f') if is_chord && !menu.is_typing() => menu.move_by(10),
            KeyCode::Char('u' | 'b') if is_chord && !menu.is_typing() => menu.move_by(-10),
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
        self.screen.open_prompt(Prompt::Menu(menu));
        Response::default()
    }

    pub(in crate::app) fn open_menu(&mut self, kind: MenuKind) {
        let menu = Menu::of_kind(kind, self);
        self.screen.open_prompt(Prompt::Menu(menu));
    }

    /// From the help to the legend, and back.
    fn other_page(&self, menu: Menu) -> Menu {
        match menu.kind {
            MenuKind::Help => Menu::of_kind(MenuKind::Legend, self),
            MenuKind::Legend => Menu::of_kind(MenuKind::Help, self),
            MenuKind::Notices | MenuKind::Palette => menu,
        }
    }

    /// From the help to the legend, and then out.
    fn next_page(&mut self, menu: Menu) -> Response {
        match menu.kind {
            MenuKind::Help => self.open_menu(MenuKind::Legend),
            MenuKind::Legend => {}
            MenuKind::Notices | MenuKind::Palette => self.screen.open_prompt(Prompt::Menu(menu)),
        }
        Response::default()
    }

    fn run_choice(&mut self, menu: &Menu) -> Response {
        let Some(line) = menu.chosen() else { return Response::default() };
        let argument = menu.input.value().trim().split_once(' ').map_or("", |(_, argument)| argument.trim());
        match &line.choice {
            MenuChoice::Action(action) => self.act(*action, None),
            MenuChoice::Sign(_) => Response::default(),
            MenuChoice::Pane(index) => {
                self.panes.focus_on(*index);
                self.screen.open_page(Page::Panes);
                Response::default()
            }
            MenuChoice::Entity(entity) => self.go_to_entity(entity),
            MenuChoice::Theme(theme) => self.screen.choose_theme(*theme),
            MenuChoice::GoTo => {
                self.typed_time(argument, "goto 9 feb").map_or_else(Response::refuse, |at| self.go_to_time(at))
            }
            MenuChoice::Since => {
                self.typed_time(argument, "since 8h").map_or_else(Response::refuse, |at| self.open_changes_since(at))
            }
        }
    }

    fn typed_time(&self, typed: &str, example: &str) -> Result<TimePoint, String> {
        let board = self.board().ok_or("there is no board yet")?;
        if typed.is_empty() {
            return Err(format!("write a time after it: {example}"));
        }
        parse_typed_time(typed, board.watchlist.zone(), self.home(), TypedTense::Past)
    }

    fn go_to_time(&mut self, point: TimePoint) -> Response {
        let journey = self.travel.jump(point, &self.current);
        self.go(journey)
    }

    fn open_changes_since(&mut self, point: TimePoint) -> Response {
        if self.travel.past().is_some() {
            return Response::refuse(format!(
                "what changed is listed at {}: . goes back to it",
                self.current.home_name()
            ));
        }
        if point.start >= self.home() {
            return Response::refuse("that time is not past yet");
        }
        self.screen.choose_since(Some(point.start));
        self.open_changes();
        Response::default()
    }

    /// Selects the row of an entity, in the first pane that has one.
    fn go_to_entity(&mut self, entity: &EntityRef) -> Response {
        let Some(board) = self.current.board() else { return Response::default() };
        if self.panes.go_to_entity(entity, board) {
            self.screen.open_page(Page::Panes);
            return Response::default();
        }
        Response::refuse("no pane has a row of it: e opens the file")
    }
}
