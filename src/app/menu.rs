//! A searchable list of actions: the help and the palette.

use super::keys::{ACTIONS, Binding};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuKind {
    /// Every key with its action, by group. The query must be part of the line.
    Help,
    /// Every action by name. The typed letters must occur in that order.
    Palette,
}

#[derive(Clone, Debug)]
pub struct Menu {
    pub kind: MenuKind,
    pub input: Input,
    /// The matching lines, best first.
    pub matches: Vec<&'static Binding>,
    pub selected: usize,
}

impl Menu {
    pub fn new(kind: MenuKind) -> Self {
        Self { kind, input: Input::default(), matches: ACTIONS.iter().collect(), selected: 0 }
    }

    /// The line that Enter would run.
    pub fn chosen(&self) -> Option<&'static Binding> {
        self.matches.get(self.selected).copied()
    }

    pub fn move_by(&mut self, places: isize) {
        let last = self.matches.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(places).min(last);
    }

    pub fn search(&mut self) {
        let typed = self.input.value().trim().to_lowercase();
        self.selected = 0;
        self.matches = match self.kind {
            MenuKind::Help => ACTIONS.iter().filter(|binding| stands_in(binding, &typed)).collect(),
            MenuKind::Palette => by_rank(&typed),
        };
    }
}

fn stands_in(binding: &Binding, typed: &str) -> bool {
    let line = format!("{} {} {}", binding.labels(), binding.name, binding.help).to_lowercase();
    typed.split_whitespace().all(|word| line.contains(word))
}

fn by_rank(typed: &str) -> Vec<&'static Binding> {
    let mut ranked: Vec<_> = ACTIONS.iter().filter_map(|binding| Some((rank(binding, typed)?, binding))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, binding)| binding).collect()
}

/// 0 is best: the name starts with the query, contains it, contains its letters in order, or the sentence contains it.
fn rank(binding: &Binding, typed: &str) -> Option<u8> {
    let name = binding.name;
    let mut letters = name.chars();
    if name.starts_with(typed) {
        Some(0)
    } else if name.contains(typed) {
        Some(1)
    } else if typed.chars().filter(|c| !c.is_whitespace()).all(|wanted| letters.any(|letter| letter == wanted)) {
        Some(2)
    } else {
        binding.help.to_lowercase().contains(typed).then_some(3)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    Text,
    /// Only the cursor moved, or nothing happened.
    Nothing,
}

pub fn edit(input: &mut Input, event: KeyEvent) -> Edited {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let request = match event.code {
        KeyCode::Char('w') if ctrl => InputRequest::DeletePrevWord,
        KeyCode::Char('u') if ctrl => InputRequest::DeleteLine,
        KeyCode::Char(c) if !ctrl && !event.modifiers.contains(KeyModifiers::ALT) => InputRequest::InsertChar(c),
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        _ => return Edited::Nothing,
    };
    match input.handle(request) {
        Some(changed) if changed.value => Edited::Text,
        Some(_) | None => Edited::Nothing,
    }
}

/// Inserts pasted text into an input as one line without control characters.
pub fn paste(input: &mut Input, text: &str) {
    let clean = text.trim().chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { c }).filter(|c| !c.is_control());
    let (before, after): (String, String) =
        (input.value().chars().take(input.cursor()).collect(), input.value().chars().skip(input.cursor()).collect());
    let before: String = before.chars().chain(clean).collect();
    let cursor = before.chars().count();
    *input = Input::new(before + &after).with_cursor(cursor);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::Action;

    fn first(kind: MenuKind, typed: &str) -> Option<Action> {
        let mut menu = Menu::new(kind);
        paste(&mut menu.input, typed);
        menu.search();
        menu.chosen().map(|binding| binding.action)
    }

    #[test]
    fn the_palette_finds_an_action_by_a_few_of_its_letters() {
        assert_eq!(first(MenuKind::Palette, "zo"), Some(Action::Zoom));
        assert_eq!(first(MenuKind::Palette, "cpit"), Some(Action::CopyItem));
        assert_eq!(first(MenuKind::Palette, "markdown"), Some(Action::CopyItem));
        assert_eq!(first(MenuKind::Palette, "qqq"), None);
    }

    #[test]
    fn the_help_finds_a_line_by_its_words() {
        assert_eq!(first(MenuKind::Help, "markdown copy"), Some(Action::CopyItem));
        assert_eq!(first(MenuKind::Help, "PgUp"), Some(Action::PageUp));
    }
}
