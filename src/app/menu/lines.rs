//! The lines of the menus.

use super::{Menu, MenuChoice, MenuKind, MenuLine};
use crate::app::keymap::KeyMap;
use crate::app::keys::ACTIONS;
use crate::app::{App, Mark, SELECTED, ThemeName};
use crate::panes::view::{Phrase, Tone};
use crate::panes::{self, LegendLine};
use crate::watchlist::zone::Zone;
use crate::watchlist::{EntityRef, Watchlist};
use chrono::{DateTime, Utc};

impl Menu {
    pub(in crate::app) fn of_kind(kind: MenuKind, app: &App) -> Self {
        let lines = match kind {
            MenuKind::Help => action_lines(app.keys()),
            MenuKind::Legend => legend_lines(app),
            MenuKind::Notices => notice_lines(app),
            MenuKind::Palette => {
                let entities = app.board().map_or_else(Vec::new, |board| entity_lines(&board.watchlist));
                action_lines(app.keys())
                    .into_iter()
                    .chain(pane_lines(app))
                    .chain(command_lines())
                    .chain(entities)
                    .collect()
            }
        };
        Self::new(kind, lines)
    }
}

pub(super) fn action_lines(keys: &KeyMap) -> Vec<MenuLine> {
    let line = |binding: &'static crate::app::keys::Binding| MenuLine {
        group: binding.group.title(),
        keys: keys.labels(binding.action),
        name: binding.name.to_owned(),
        about: binding.help.to_owned(),
        choice: MenuChoice::Action(binding.action),
    };
    ACTIONS.iter().map(line).collect()
}

/// The commands that take an argument.
pub(super) fn command_lines() -> Vec<MenuLine> {
    let themes = ThemeName::ALL
        .map(|theme| (format!("theme {}", theme.word()), "use this theme".to_owned(), MenuChoice::Theme(theme)));
    let goto = "the board as of a time: goto 9 feb, goto 2026-02-09 14:00, goto 8h";
    let since = "what changed since a time: since 8h, since yesterday 18:00";
    let times = [("goto", goto, MenuChoice::GoTo), ("since", since, MenuChoice::Since)];
    let times = times.map(|(name, about, choice)| (name.to_owned(), about.to_owned(), choice));
    let line = |(name, about, choice)| MenuLine { group: "Commands", keys: String::new(), name, about, choice };
    themes.into_iter().chain(times).map(line).collect()
}

fn pane_lines(app: &App) -> impl Iterator<Item = MenuLine> {
    (0..app.panes().all().len()).map(|index| MenuLine {
        group: "Panes",
        keys: (index + 1).to_string(),
        name: app.panes().name(index).to_owned(),
        about: "to this pane".to_owned(),
        choice: MenuChoice::Pane(index),
    })
}

/// Everything in the watchlist that has a name and a row of its own.
fn entity_lines(watchlist: &Watchlist) -> Vec<MenuLine> {
    let crossings =
        watchlist.crossings.iter().map(|crossing| ("crossing", EntityRef::Crossing(crossing.id.value.clone())));
    let items = watchlist.checklists.iter().flat_map(|list| list.items.iter().map(move |item| (list, item)));
    let items = items.map(|(list, item)| ("item", EntityRef::item(list, item)));
    let risks = watchlist.risks().iter().map(|risk| ("risk", EntityRef::Risk(risk.id.value.clone())));
    let signals = watchlist.signals.iter().map(|signal| ("signal", EntityRef::Signal(signal.id.value.clone())));
    let tallies = watchlist.tallies.iter().map(|tally| ("tally", EntityRef::Tally(tally.id.value.clone())));
    let actors = watchlist.actors.ids().map(|id| ("actor", EntityRef::Actor(id.value.clone())));
    let sources = watchlist.sources.ids().map(|id| ("source", EntityRef::Source(id.value.clone())));
    let all = crossings.chain(items).chain(risks).chain(signals).chain(tallies).chain(actors).chain(sources);
    let line = |(kind, entity): (&str, EntityRef)| {
        let name = watchlist.name_of(&entity)?;
        let about = format!("{kind} {}", crate::text::sanitise(&entity.reference()));
        Some(MenuLine { group: "Entities", keys: String::new(), name, about, choice: MenuChoice::Entity(entity) })
    };
    all.filter_map(line).collect()
}

fn notice_lines(app: &App) -> Vec<MenuLine> {
    let zone = app.board().map_or(Zone::utc(), |board| board.watchlist.zone());
    let line = |(at, notice): &(DateTime<Utc>, Phrase)| MenuLine {
        group: "",
        keys: String::new(),
        name: String::new(),
        about: notice.text.clone(),
        choice: MenuChoice::Sign(vec![Phrase::muted(at.with_timezone(&zone).format("%-d %b %H:%M").to_string())]),
    };
    app.screen().notices().map(line).collect()
}

fn legend_lines(app: &App) -> Vec<MenuLine> {
    let own = [
        (Phrase::new(Mark::New.sign(), Tone::Caution), "a row that is new since you were there"),
        (Phrase::new(Mark::Changed.sign(), Tone::Caution), "a row that reads differently since you were there"),
        (Phrase::new(SELECTED[0], Tone::Strong), "the selected row of the focused pane"),
        (Phrase::plain(SELECTED[1]), "the selected row of another pane"),
        (Phrase::plain("…"), "a text is cut, or a strip leaves out older days: Enter shows all"),
    ];
    let own = own.map(|(sign, meaning)| LegendLine::new("Marks of rows", sign, meaning));
    let signs = app.board().map_or_else(Vec::new, panes::legend).into_iter().chain(own);
    let line = |line: LegendLine| MenuLine {
        group: line.group,
        keys: String::new(),
        name: String::new(),
        about: line.meaning,
        choice: MenuChoice::Sign(line.sign),
    };
    signs.map(line).collect()
}
