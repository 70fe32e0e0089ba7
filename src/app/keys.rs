//! The single table of actions, used by key handling, footer, help and palette.
//!
//! It defines the actions, their names and their keys, which `keymap` can replace; `act` implements them.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character, including any Shift needed to type it.
    Char(char),
    Ctrl(char),
    /// A key without a character, and its name.
    Named(KeyCode, &'static str),
    Digit,
}

impl Key {
    /// The name of the key on screen.
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::Char(' ') => Cow::Borrowed("Space"),
            Self::Char(c) => Cow::Owned(c.to_string()),
            Self::Ctrl(c) => Cow::Owned(format!("Ctrl-{}", c.to_ascii_uppercase())),
            Self::Named(_, name) => Cow::Borrowed(name),
            Self::Digit => Cow::Borrowed("1..9"),
        }
    }

    /// The event of pressing it; `None` for a class of keys.
    pub fn event(self) -> Option<KeyEvent> {
        match self {
            Self::Char(c) => Some(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)),
            Self::Ctrl(c) => Some(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)),
            Self::Named(code, _) => Some(KeyEvent::new(code, KeyModifiers::NONE)),
            Self::Digit => None,
        }
    }

    pub(super) fn is(self, event: KeyEvent) -> bool {
        let chorded = event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match self {
            Self::Char(c) => !chorded && event.code == KeyCode::Char(c),
            Self::Ctrl(c) => event.modifiers.contains(KeyModifiers::CONTROL) && event.code == KeyCode::Char(c),
            Self::Named(code, _) => event.code == code,
            Self::Digit => !chorded && matches!(event.code, KeyCode::Char('1'..='9')),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    Up,
    Down,
    PageUp,
    PageDown,
    HalfPageUp,
    HalfPageDown,
    First,
    Last,
    ScreenTop,
    ScreenMiddle,
    ScreenBottom,
    NextPane,
    PreviousPane,
    NumberedPane,
    Zoom,
    Details,
    Filter,
    NextMatch,
    PreviousMatch,
    Sort,
    Reverse,
    EditItem,
    EditProblem,
    Problems,
    CopyValue,
    CopyItem,
    OpenLink,
    Record(Recording),
    Review,
    Times,
    Theme,
    Mouse,
    Reread,
    Changes,
    MarkSeen,
    ChangeBack,
    ChangeOn,
    DayBack,
    DayOn,
    AsKnown,
    Live,
    Palette,
    Notices,
    Help,
    Back,
    Redraw,
    Suspend,
    Quit,
}

/// What writes to the file, after a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recording {
    Report,
    Add,
    AddOther,
    Withdraw,
    Checked,
    CloseRisk,
    Undo,
    Redo,
}

/// The section of an action in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyGroup {
    Moving,
    Finding,
    Item,
    Time,
    File,
    Screen,
}

impl KeyGroup {
    pub fn title(self) -> &'static str {
        match self {
            Self::Moving => "Moving",
            Self::Finding => "Finding",
            Self::Item => "The selected item",
            Self::Time => "Changes and the past",
            Self::File => "The file",
            Self::Screen => "The screen",
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The keys; the first one is shown where there is room for one.
    pub keys: &'static [Key],
    pub name: &'static str,
    /// One word for the footer; empty if the footer does not list the action.
    pub short: &'static str,
    /// What it does, in one sentence without a full stop.
    pub help: &'static str,
    pub group: KeyGroup,
    pub action: Action,
}

use Key::{Char, Ctrl, Digit, Named};

const fn row(
    keys: &'static [Key],
    action: Action,
    (name, short): (&'static str, &'static str),
    help: &'static str,
    group: KeyGroup,
) -> Binding {
    Binding { keys, name, short, help, group, action }
}

const UP: &[Key] = &[Char('k'), Named(KeyCode::Up, "↑"), Ctrl('p')];
const DOWN: &[Key] = &[Char('j'), Named(KeyCode::Down, "↓"), Ctrl('n')];
const PAGE_UP: &[Key] = &[Named(KeyCode::PageUp, "PgUp"), Ctrl('b')];
const PAGE_DOWN: &[Key] = &[Named(KeyCode::PageDown, "PgDn"), Ctrl('f'), Char(' ')];
const FIRST: &[Key] = &[Char('g'), Named(KeyCode::Home, "Home")];
const LAST: &[Key] = &[Char('G'), Named(KeyCode::End, "End")];
const NEXT_PANE: &[Key] = &[Named(KeyCode::Tab, "Tab"), Char('l'), Named(KeyCode::Right, "→")];
const PREVIOUS_PANE: &[Key] = &[Named(KeyCode::BackTab, "Shift-Tab"), Char('h'), Named(KeyCode::Left, "←")];
const REREAD: &[Key] = &[Char('R'), Named(KeyCode::F(5), "F5")];
const DETAILS: &[Key] = &[Named(KeyCode::Enter, "Enter")];
const HELP: &[Key] = &[Char('?'), Named(KeyCode::F(1), "F1")];
const BACK: &[Key] = &[Named(KeyCode::Esc, "Esc")];

/// Every action, in the order of the help. The footer uses the same order.
#[rustfmt::skip]
pub static ACTIONS: &[Binding] = &[
    row(DOWN, Action::Down, ("down", ""), "one row down", KeyGroup::Moving),
    row(UP, Action::Up, ("up", ""), "one row up", KeyGroup::Moving),
    row(PAGE_DOWN, Action::PageDown, ("page down", ""), "one screenful down", KeyGroup::Moving),
    row(PAGE_UP, Action::PageUp, ("page up", ""), "one screenful up", KeyGroup::Moving),
    row(&[Ctrl('d')], Action::HalfPageDown, ("half page down", ""), "half a screenful down", KeyGroup::Moving),
    row(&[Ctrl('u')], Action::HalfPageUp, ("half page up", ""), "half a screenful up", KeyGroup::Moving),
    row(FIRST, Action::First, ("first", ""), "to the first row", KeyGroup::Moving),
    row(LAST, Action::Last, ("last", ""), "to the last row", KeyGroup::Moving),
    row(&[Char('H')], Action::ScreenTop, ("top row", ""), "to the first row on screen", KeyGroup::Moving),
    row(&[Char('M')], Action::ScreenMiddle, ("middle row", ""), "to the middle row on screen", KeyGroup::Moving),
    row(&[Char('L')], Action::ScreenBottom, ("bottom row", ""), "to the last row on screen", KeyGroup::Moving),
    row(NEXT_PANE, Action::NextPane, ("next pane", "pane"), "to the next pane", KeyGroup::Moving),
    row(PREVIOUS_PANE, Action::PreviousPane, ("previous pane", ""), "to the previous pane", KeyGroup::Moving),
    row(&[Digit], Action::NumberedPane, ("pane by number", ""), "to the pane with that number in its title", KeyGroup::Moving),
    row(DETAILS, Action::Details, ("details", "details"), "every report; there, Enter selects an entry", KeyGroup::Item),
    row(&[Char('e')], Action::EditItem, ("edit", "edit"), "open $EDITOR at the item's line", KeyGroup::Item),
    row(&[Char('x')], Action::Record(Recording::Report), ("report", "report"), "add a report; correct the selected entry", KeyGroup::Item),
    row(&[Char('a')], Action::Record(Recording::Add), ("add", "add"), "log entry, day, statement or tally, by row", KeyGroup::Item),
    row(&[Char('A')], Action::Record(Recording::AddOther), ("add other", ""), "gap, preferred source, new source, settings", KeyGroup::Item),
    row(&[Char('w')], Action::Record(Recording::Withdraw), ("withdraw", ""), "take an entry out of the count, and say why", KeyGroup::Item),
    row(&[Char('c')], Action::Record(Recording::Checked), ("checked", "checked"), "write that you looked and nothing changed", KeyGroup::Item),
    row(&[Char('r')], Action::Review, ("review", ""), "one by one: what is due, old or unknown", KeyGroup::Item),
    row(&[Char('C')], Action::Record(Recording::CloseRisk), ("close risk", ""), "say that a risk is over, and why; it stays", KeyGroup::Item),
    row(&[Char('u')], Action::Record(Recording::Undo), ("undo", ""), "take back what you wrote last, or D", KeyGroup::Item),
    row(&[Char('U')], Action::Record(Recording::Redo), ("redo", ""), "write again what you, or others, took back", KeyGroup::Item),
    row(&[Char('y')], Action::CopyValue, ("copy value", ""), "copy the status (tmux: set-clipboard on)", KeyGroup::Item),
    row(&[Char('Y')], Action::CopyItem, ("copy item", ""), "copy the whole item as Markdown", KeyGroup::Item),
    row(&[Char('o')], Action::OpenLink, ("open link", ""), "open its link: http, https or mailto only", KeyGroup::Item),
    row(&[Char('/')], Action::Filter, ("filter", "filter"), "only rows with these words; //: all panes", KeyGroup::Finding),
    row(&[Char('n')], Action::NextMatch, ("next match", ""), "to the next row that matches, or next item", KeyGroup::Finding),
    row(&[Char('N')], Action::PreviousMatch, ("previous match", ""), "to the row before, or item before", KeyGroup::Finding),
    row(&[Char('s')], Action::Sort, ("sort", "sort"), "put the rows in another order", KeyGroup::Finding),
    row(&[Char('S')], Action::Reverse, ("reverse", ""), "turn the order round", KeyGroup::Finding),
    row(&[Char('d')], Action::Changes, ("what changed", "changes"), "what changed since I last looked", KeyGroup::Time),
    row(&[Char('D')], Action::MarkSeen, ("mark seen", "seen"), "all seen: the next d begins here", KeyGroup::Time),
    row(&[Char('[')], Action::ChangeBack, ("change before", "past"), "back to the moment of the change before", KeyGroup::Time),
    row(&[Char(']')], Action::ChangeOn, ("change after", "later"), "on to the change after, at last to LIVE", KeyGroup::Time),
    row(&[Char('{')], Action::DayBack, ("day before", ""), "back to the end of the day before", KeyGroup::Time),
    row(&[Char('}')], Action::DayOn, ("day after", ""), "on to the end of the day, then of the next", KeyGroup::Time),
    row(&[Char('v')], Action::AsKnown, ("as known", ""), "step by git versions of the file, or dates", KeyGroup::Time),
    row(&[Char('.')], Action::Live, ("live", "LIVE"), "out of the past, back to LIVE", KeyGroup::Time),
    row(&[Char('!')], Action::Problems, ("problems", "problems"), "all problems of the file, with their lines", KeyGroup::File),
    row(&[Char('E')], Action::EditProblem, ("edit problem", "fix"), "open $EDITOR at the first problem", KeyGroup::File),
    row(REREAD, Action::Reread, ("re-read", ""), "read the file again, now", KeyGroup::File),
    row(&[Char('z')], Action::Zoom, ("zoom", "zoom"), "all the room for the focused pane, and back", KeyGroup::Screen),
    row(&[Char('t')], Action::Times, ("times", ""), "times with seconds, without, or with dates", KeyGroup::Screen),
    row(&[Char('T')], Action::Theme, ("theme", ""), "the next theme", KeyGroup::Screen),
    row(&[Char('m')], Action::Mouse, ("mouse", ""), "mouse on or off; Shift then selects text", KeyGroup::Screen),
    row(&[Char(':')], Action::Palette, ("palette", ""), "every action, by a few letters of its name", KeyGroup::Screen),
    row(&[Char('i')], Action::Notices, ("notices", ""), "the last 100 notices of the bottom line", KeyGroup::Screen),
    row(HELP, Action::Help, ("help", "help"), "this list: type to find, Enter runs", KeyGroup::Screen),
    row(BACK, Action::Back, ("back", "back"), "back out of anything", KeyGroup::Screen),
    row(&[Ctrl('l')], Action::Redraw, ("redraw", ""), "draw all anew, if something has spoilt it", KeyGroup::Screen),
    row(&[Ctrl('z')], Action::Suspend, ("suspend", ""), "back to the shell; fg returns", KeyGroup::Screen),
    row(&[Char('q'), Ctrl('c')], Action::Quit, ("quit", "quit"), "end the program", KeyGroup::Screen),
];

pub fn binding_of(action: Action) -> &'static Binding {
    ACTIONS.iter().find(|binding| binding.action == action).expect("every action stands in the table: tested below")
}

/// In lists and fields Ctrl-N and Ctrl-P are arrows.
pub fn as_arrow(event: KeyEvent) -> KeyEvent {
    let code = match event.code {
        KeyCode::Char('n') if event.modifiers == KeyModifiers::CONTROL => KeyCode::Down,
        KeyCode::Char('p') if event.modifiers == KeyModifiers::CONTROL => KeyCode::Up,
        _ => return event,
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}

pub fn pressed(event: KeyEvent) -> String {
    let name = match event.code {
        KeyCode::Char(c) => crate::text::sanitise(c.encode_utf8(&mut [0; 4])).into_owned(),
        other => other.to_string(),
    };
    match event.modifiers.contains(KeyModifiers::CONTROL) {
        true => format!("Ctrl-{}", name.to_uppercase()),
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::KeyMap;
    use std::collections::HashSet;

    #[test]
    fn no_key_stands_for_two_actions() {
        let mut seen = HashSet::new();
        for key in ACTIONS.iter().flat_map(|binding| binding.keys) {
            assert!(seen.insert(key.label()), "{} is bound twice", key.label());
        }
    }

    #[test]
    fn every_action_stands_in_the_table_once() {
        let distinct: HashSet<_> = ACTIONS.iter().map(|binding| binding.action).collect();
        assert_eq!(distinct.len(), ACTIONS.len());
        let source = include_str!("keys.rs");
        let variants = |name: &str| {
            let body = source.split(&format!("pub enum {name} {{")).nth(1).and_then(|rest| rest.split('}').next());
            body.map_or(0, |body| body.lines().filter(|line| line.ends_with(',')).count())
        };
        assert_eq!(ACTIONS.len() + 1, variants("Action") + variants("Recording"));
    }

    #[test]
    fn every_line_of_the_help_fits_eighty_columns() {
        for binding in ACTIONS {
            assert!(binding.help.chars().count() <= 43 && binding.name.len() <= 15, "{}", binding.name);
        }
    }

    #[test]
    fn chords_are_those_of_less_and_the_shell() {
        assert_eq!(
            KeyMap::default().action_of(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)),
            Some(Action::Quit)
        );
        assert_eq!(
            KeyMap::default().action_of(KeyEvent::new(KeyCode::Char('l'), KeyModifiers::CONTROL)),
            Some(Action::Redraw)
        );
        assert_eq!(KeyMap::default().action_of(KeyEvent::new(KeyCode::Char('s'), KeyModifiers::CONTROL)), None);
    }
}
