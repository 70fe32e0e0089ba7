//! The keys of each action: those of the table, and in their place those of the configuration.

use super::keys::{ACTIONS, Action, Key, binding_of};
use crossterm::event::{KeyCode, KeyEvent};
use std::borrow::Cow;

/// Enter, Esc and Ctrl-C mean the same in every configuration.
const FIXED: [Key; 3] = [Key::Named(KeyCode::Enter, "Enter"), Key::Named(KeyCode::Esc, "Esc"), Key::Ctrl('c')];

/// The names of keys without a character, in a configuration.
const NAMED: [(&str, KeyCode); 15] = [
    ("Tab", KeyCode::Tab),
    ("Shift-Tab", KeyCode::BackTab),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("Insert", KeyCode::Insert),
    ("Delete", KeyCode::Delete),
    ("Backspace", KeyCode::Backspace),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
];

const FUNCTION_KEYS: [&str; 12] = ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12"];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyMap {
    /// The keys of the actions that have others than in the table.
    rebound: Vec<(Action, Vec<Key>)>,
}

impl KeyMap {
    /// Gives an action other keys. Those that never change stay.
    pub(super) fn rebind(&mut self, action: Action, keys: Vec<Key>) {
        self.reset(action);
        let fixed = binding_of(action).keys.iter().copied().filter(|key| FIXED.contains(key));
        self.rebound.push((action, keys.into_iter().chain(fixed).collect()));
    }

    /// Gives an action the keys of the table again.
    pub(super) fn reset(&mut self, action: Action) {
        self.rebound.retain(|(known, _)| *known != action);
    }

    pub fn keys_of(&self, action: Action) -> &[Key] {
        let rebound = self.rebound.iter().find(|(known, _)| *known == action);
        rebound.map_or(binding_of(action).keys, |(_, keys)| keys)
    }

    /// The first key, for places that show only one.
    pub fn label(&self, action: Action) -> Cow<'static, str> {
        self.keys_of(action).first().map_or(Cow::Borrowed(""), |key| key.label())
    }

    /// All keys in a narrow column, as in `j ↓ ^N`.
    pub fn labels(&self, action: Action) -> String {
        self.keys_of(action).iter().map(|key| key.label().replace("Ctrl-", "^")).collect::<Vec<_>>().join(" ")
    }

    pub fn action_of(&self, event: KeyEvent) -> Option<Action> {
        let actions = ACTIONS.iter().map(|binding| binding.action);
        actions.into_iter().find(|action| self.keys_of(*action).iter().any(|key| key.is(event)))
    }

    /// Another action that one of the keys of an action stands for, and that key.
    pub(super) fn conflict(&self, action: Action) -> Option<(Key, Action)> {
        let others = || ACTIONS.iter().map(|binding| binding.action).filter(|other| *other != action);
        let other_of = |key: &Key| others().find(|other| self.keys_of(*other).iter().any(|known| known.overlaps(*key)));
        self.keys_of(action).iter().find_map(|key| Some((*key, other_of(key)?)))
    }
}

impl Key {
    /// Parses a key of the configuration: `x`, `Ctrl-x`, `F5`, `PgDn`, `Space`.
    ///
    /// # Errors
    /// Why it cannot be bound; what follows the key in a sentence.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let mut letters = text.chars();
        let function = (1..).zip(FUNCTION_KEYS).find(|(_, name)| *name == text);
        let key = match (letters.next(), letters.next()) {
            (Some(one), None) if !one.is_control() && !one.is_whitespace() => Self::Char(one),
            _ if text == "Space" => Self::Char(' '),
            _ => match (NAMED.iter().find(|(name, _)| *name == text), function, text.strip_prefix("Ctrl-")) {
                (Some((name, code)), ..) => Self::Named(*code, name),
                (_, Some((number, name)), _) => Self::Named(KeyCode::F(number), name),
                (_, _, Some(letter)) if letter.len() == 1 => {
                    Self::Ctrl(letter.chars().next().unwrap_or_default().to_ascii_lowercase())
                }
                _ => return Err("is not a key: write it as x, Ctrl-X, F5, PgDn, Space or Tab"),
            },
        };
        match key {
            _ if FIXED.iter().any(|fixed| fixed.overlaps(key)) => Err("always does the same: choose another key"),
            Self::Char('1'..='9') => Err("goes to a pane: choose another key"),
            Self::Ctrl(c) if !c.is_ascii_lowercase() || matches!(c, 'i' | 'm' | 'j' | 'h') => {
                Err("cannot be told from another key by a terminal: choose another key")
            }
            Self::Char(_) | Self::Ctrl(_) | Self::Named(..) | Self::Digit => Ok(key),
        }
    }

    /// Whether a press can be both.
    fn overlaps(self, other: Self) -> bool {
        match (self, other) {
            (Self::Named(one, _), Self::Named(other, _)) => one == other,
            (Self::Digit, Self::Char('1'..='9')) | (Self::Char('1'..='9'), Self::Digit) => true,
            (one, other) => one == other,
        }
    }
}
