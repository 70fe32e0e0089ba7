//! A searchable list: the help, the legend and the palette.

mod lines;
mod run;

use super::ThemeName;
use super::keys::Action;
use crate::panes::view::Phrase;
use crate::text::fold;
use crate::watchlist::EntityRef;
use crossterm::event::{Event, KeyEvent, KeyEventKind, KeyModifiers};
use tui_input::Input;
use tui_input::backend::crossterm::to_input_request;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuKind {
    /// Every key with its action, by group. The words of the query must be part of the line.
    Help,
    /// Every sign with its meaning, searched like the help.
    Legend,
    /// The last notices, newest first, searched like the help.
    Notices,
    /// Every action, pane, entity and command by name. The typed letters must occur in that order.
    Palette,
}

/// What Enter does on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuChoice {
    Action(Action),
    /// A sign of the legend, or the time of a notice: there is nothing to run.
    Sign(Vec<Phrase>),
    /// A pane by its index.
    Pane(usize),
    Entity(EntityRef),
    Theme(ThemeName),
    /// The board as of the time that is typed after the name.
    GoTo,
    /// The changes since the time that is typed after the name.
    Since,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuLine {
    /// The heading above the line.
    pub group: &'static str,
    /// Its keys; empty if it has none.
    pub keys: String,
    pub name: String,
    /// What it does or is.
    pub about: String,
    pub choice: MenuChoice,
}

#[derive(Clone, Debug)]
pub struct Menu {
    pub kind: MenuKind,
    pub input: Input,
    pub selected: usize,
    lines: Vec<MenuLine>,
    /// The indices of the matching lines, best first.
    matches: Vec<usize>,
    mode: InputMode,
}

/// Whether letters move or are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InputMode {
    /// `j` and `k` move until something is typed.
    Moving,
    Typing,
}

impl Menu {
    fn new(kind: MenuKind, lines: Vec<MenuLine>) -> Self {
        let matches = (0..lines.len()).collect();
        Self { kind, input: Input::default(), selected: 0, lines, matches, mode: InputMode::Moving }
    }

    /// The matching lines, best first.
    pub fn matching(&self) -> impl ExactSizeIterator<Item = &MenuLine> {
        self.matches.iter().map(|index| &self.lines[*index])
    }

    /// The line that Enter would run.
    pub fn chosen(&self) -> Option<&MenuLine> {
        self.matching().nth(self.selected)
    }

    pub fn is_typing(&self) -> bool {
        self.mode == InputMode::Typing || !self.input.value().is_empty()
    }

    pub(super) fn start_typing(&mut self) {
        self.mode = InputMode::Typing;
    }

    pub fn move_by(&mut self, places: isize) {
        let last = self.matches.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(places).min(last);
    }

    pub fn search(&mut self) {
        let typed = fold(self.input.value().trim()).into_owned();
        self.selected = 0;
        let lines = self.lines.iter().enumerate();
        self.matches = match self.kind {
            MenuKind::Help | MenuKind::Legend | MenuKind::Notices => {
                lines.filter(|(_, line)| line.has_words(&typed)).map(|(index, _)| index).collect()
            }
            MenuKind::Palette => {
                let mut ranked: Vec<_> = lines.filter_map(|(index, line)| Some((line.rank(&typed)?, index))).collect();
                ranked.sort_unstable();
                ranked.into_iter().map(|(_, index)| index).collect()
            }
        };
    }
}

impl MenuLine {
    fn has_words(&self, typed: &str) -> bool {
        let sign = match &self.choice {
            MenuChoice::Sign(sign) => sign.iter().map(|phrase| phrase.text.as_str()).collect(),
            MenuChoice::Action(_)
            | MenuChoice::Pane(_)
            | MenuChoice::Entity(_)
            | MenuChoice::Theme(_)
            | MenuChoice::GoTo
            | MenuChoice::Since => String::new(),
        };
        let line = format!("{} {sign} {} {} {}", self.keys, self.name, self.about, self.group);
        let line = fold(&line);
        typed.split_whitespace().all(|word| line.contains(word))
    }

    /// 0 is best: the name begins with the query, a word of it does, it contains the query, the description contains it,
    /// the name has its letters in order.
    fn rank(&self, typed: &str) -> Option<u8> {
        let name = fold(&self.name);
        let mut letters = name.chars();
        if name.starts_with(typed) || self.is_before_time(typed) {
            Some(0)
        } else if name.split(' ').any(|word| word.starts_with(typed)) {
            Some(1)
        } else if name.contains(typed) {
            Some(2)
        } else if fold(&self.about).contains(typed) {
            Some(3)
        } else {
            let mut wanted = typed.chars().filter(|c| !c.is_whitespace());
            wanted.all(|wanted| letters.any(|letter| letter == wanted)).then_some(4)
        }
    }

    /// Whether the query is the name of this command and a time.
    fn is_before_time(&self, typed: &str) -> bool {
        matches!(self.choice, MenuChoice::GoTo | MenuChoice::Since)
            && typed.split_once(' ').is_some_and(|(word, _)| word == self.name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    Text,
    /// Only the cursor moved, or nothing happened.
    Nothing,
}

pub fn edit(input: &mut Input, event: KeyEvent) -> Edited {
    let mut event = KeyEvent { kind: KeyEventKind::Press, ..event };
    if event.modifiers == KeyModifiers::ALT {
        event.modifiers = KeyModifiers::META;
    }
    match to_input_request(&Event::Key(event)).and_then(|request| input.handle(request)) {
        Some(changed) if changed.value => Edited::Text,
        Some(_) | None => Edited::Nothing,
    }
}

/// Inserts pasted text into an input as one line without control characters. The ends of the whole value are trimmed
/// where it is read.
pub fn paste(input: &mut Input, text: &str) {
    let text = text.replace("\r\n", " ").replace(['\r', '\n', '\t'], " ");
    let clean = text.chars().filter(|c| !c.is_control());
    let (before, after): (String, String) =
        (input.value().chars().take(input.cursor()).collect(), input.value().chars().skip(input.cursor()).collect());
    let before: String = before.chars().chain(clean).collect();
    let cursor = before.chars().count();
    *input = Input::new(before + &after).with_cursor(cursor);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keymap::KeyMap;

    fn menu(kind: MenuKind, typed: &str) -> Menu {
        let mut lines = lines::action_lines(&KeyMap::default());
        lines.extend(lines::command_lines());
        let mut menu = Menu::new(kind, lines);
        paste(&mut menu.input, typed);
        menu.search();
        menu
    }

    #[track_caller]
    fn check(kind: MenuKind, typed: &str, expected: Option<MenuChoice>) {
        assert_eq!(menu(kind, typed).chosen().map(|line| line.choice.clone()), expected, "{typed}");
    }

    #[test]
    fn the_palette_finds_an_action_by_a_few_of_its_letters() {
        check(MenuKind::Palette, "zo", Some(MenuChoice::Action(Action::Zoom)));
        check(MenuKind::Palette, "cpit", Some(MenuChoice::Action(Action::CopyItem)));
        check(MenuKind::Palette, "markdown", Some(MenuChoice::Action(Action::CopyItem)));
        check(MenuKind::Palette, "q", Some(MenuChoice::Action(Action::Quit)));
        check(MenuKind::Palette, "qqq", None);
    }

    #[test]
    fn the_palette_has_commands_with_arguments() {
        check(MenuKind::Palette, "theme dark", Some(MenuChoice::Theme(ThemeName::Dark)));
        check(MenuKind::Palette, "goto 9 feb", Some(MenuChoice::GoTo));
        check(MenuKind::Palette, "since 8h", Some(MenuChoice::Since));
    }

    #[test]
    fn pasted_line_breaks_and_tabs_become_blanks() {
        let mut input = Input::new("a".to_owned());
        paste(&mut input, " b\rc\r\nd\te\n\u{1b}");
        assert_eq!(input.value(), "a b c d e ");
    }

    #[test]
    fn the_help_finds_a_line_by_its_words() {
        check(MenuKind::Help, "markdown copy", Some(MenuChoice::Action(Action::CopyItem)));
        check(MenuKind::Help, "PgUp", Some(MenuChoice::Action(Action::PageUp)));
    }
}
