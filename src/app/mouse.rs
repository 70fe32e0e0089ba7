//! The mouse: what a click does where something was drawn, double clicks, and the wheel.
//!
//! A click does what a key does, and never confirms a review. A double click selects, then presses Enter.

use super::menu::Menu;
use super::msg::Response;
use super::{App, Page, Prompt};
use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

/// Two clicks at one place within this time are a double click.
const DOUBLE_CLICK: TimeDelta = TimeDelta::milliseconds(400);

/// How many rows one notch of the wheel scrolls.
const WHEEL_STEP: isize = 3;

/// A part of the screen that can be clicked, as it was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClickTarget {
    pub area: Rect,
    pub click: Click,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Click {
    /// Does what the key does.
    Key(KeyEvent),
    /// A field of the open form, by its index.
    Field(usize),
    /// A candidate of the focused field, by its index.
    Candidate(usize),
    /// A line of the open menu or page, by its index.
    Line(usize),
}

/// What was drawn last, and where the last click was.
#[derive(Debug, Default)]
pub(super) struct Pointer {
    targets: Vec<ClickTarget>,
    last: Option<(DateTime<Utc>, Position)>,
}

impl Pointer {
    /// The topmost target at a place.
    fn target_at(&self, place: Position) -> Option<Click> {
        self.targets.iter().rev().find(|target| target.area.contains(place)).map(|target| target.click)
    }

    /// Notes a click, and returns whether it is the second of a double click.
    fn click(&mut self, place: Position, now: DateTime<Utc>) -> bool {
        let is_second = |(at, last): (DateTime<Utc>, Position)| last == place && (now - at).abs() <= DOUBLE_CLICK;
        let is_double = self.last.is_some_and(is_second);
        self.last = (!is_double).then_some((now, place));
        is_double
    }
}

impl App {
    /// Takes what the last frame has that can be clicked.
    pub fn set_click_targets(&mut self, targets: Vec<ClickTarget>) {
        self.pointer.targets = targets;
    }

    pub(super) fn on_mouse(&mut self, event: MouseEvent) -> Response {
        let place = Position::new(event.column, event.row);
        match event.kind {
            MouseEventKind::ScrollUp => self.on_wheel(-1, place),
            MouseEventKind::ScrollDown => self.on_wheel(1, place),
            MouseEventKind::Down(MouseButton::Left) => self.on_click(place),
            _ => Response::default(),
        }
    }

    fn on_click(&mut self, place: Position) -> Response {
        let is_double = self.pointer.click(place, self.now());
        let is_selected = match self.pointer.target_at(place) {
            Some(Click::Key(event)) => return self.on_key(event),
            Some(Click::Field(field)) => {
                let now = self.now();
                if let Some(board) = self.current.board() {
                    self.forms.focus_field(field, &board.watchlist, now);
                }
                return Response::default();
            }
            Some(Click::Candidate(candidate)) => self.forms.choose_candidate(candidate),
            Some(Click::Line(line)) => self.select_line(line),
            None => {
                let is_on_panes = self.page() == Page::Panes && self.forms.open().is_none() && !self.has_menu();
                is_on_panes && self.panes.on_click((place.x, place.y), &self.layout())
            }
        };
        match is_selected && is_double {
            true => self.on_key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)),
            false => Response::default(),
        }
    }

    /// Selects a line of what is open. Returns whether there is one.
    fn select_line(&mut self, line: usize) -> bool {
        if self.forms.open().is_some() {
            return self.forms.choose_option(line);
        }
        if let Some(menu) = self.screen.menu_mut() {
            menu.selected = line;
            return true;
        }
        match self.page() {
            Page::Panes => false,
            Page::Detail { scroll, .. } => {
                self.screen.open_page(Page::Detail { scroll, entry: Some(line) });
                // Enter would only deselect it.
                false
            }
            Page::Problems => {
                self.screen.select_problem_by(line.cast_signed() - self.screen.problem().cast_signed(), usize::MAX);
                true
            }
            Page::Changes { .. } => {
                self.screen.open_page(Page::Changes { at: line });
                true
            }
        }
    }

    fn on_wheel(&mut self, direction: isize, place: Position) -> Response {
        let rows = direction * WHEEL_STEP;
        if self.forms.open().is_some() {
            let is_on_field = matches!(self.pointer.target_at(place), Some(Click::Field(_)));
            let code = match (is_on_field, direction < 0) {
                (true, true) => KeyCode::BackTab,
                (true, false) => KeyCode::Tab,
                (false, true) => KeyCode::Up,
                (false, false) => KeyCode::Down,
            };
            return self.on_form_key(KeyEvent::new(code, KeyModifiers::NONE));
        }
        if let Some(menu) = self.screen.menu_mut() {
            menu.move_by(rows);
        } else if self.page() == Page::Panes {
            let layout = self.layout();
            self.panes.on_wheel(rows, (place.x, place.y), &layout);
        } else {
            self.move_selection(rows);
        }
        Response::default()
    }

    fn has_menu(&self) -> bool {
        matches!(self.screen.prompt(), Some(Prompt::Menu(Menu { .. })))
    }
}
