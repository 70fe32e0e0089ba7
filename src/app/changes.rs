//! The page of what changed since the operator last looked: which changes it lists, and where each of them leads.
//!
//! The list is made when the page is opened, and anew when the board behind it is another one. The words are those of
//! `panes::changes`.

use super::memory::Since;
use super::*;
use crate::board::changes::{self, Change, Place, changes};
use crate::diagnostic::Source;
use crate::panes::changes::{DIRECTIONS, Line, rows_of};
use crate::panes::view::RowKind;
use crate::watchlist::Watchlist;
use std::mem::discriminant;
use std::sync::Arc;

/// What changed since the operator last looked.
#[derive(Debug)]
pub(crate) struct Changes {
    /// When that was.
    pub(crate) since: DateTime<Utc>,
    /// When the text on the board was there before, if the file is back at it.
    pub(crate) back: Option<DateTime<Utc>>,
    /// In groups, the bad news first.
    pub(crate) listed: Vec<Listed>,
    of: (Arc<Watchlist>, DateTime<Utc>),
}

/// One change on the page.
#[derive(Debug)]
pub(crate) struct Listed {
    change: Change,
    /// It in words.
    pub(crate) line: Line,
    /// Where it can be read.
    pub(crate) place: String,
}

impl App {
    /// Whether the page is open.
    pub(super) fn lists_changes(&self) -> bool {
        match self.page() {
            Page::Changes { .. } => true,
            Page::Panes | Page::Detail { .. } | Page::Problems => false,
        }
    }

    /// Opens the page.
    pub(super) fn open_changes(&mut self) {
        self.page = Page::Changes { at: 0 };
        self.list_changes();
    }

    /// Why there is no list on the page, where there is none.
    pub(crate) fn awaits_changes(&self) -> String {
        match self.memory.seen() {
            Since::Looked { .. } => String::new(),
            Since::Nothing => "Nothing was looked at yet.".to_owned(),
            Since::OnItsWay => "The text that you last looked at is being read back.".to_owned(),
            Since::Lost(why) => {
                let why = crate::text::sanitise(why);
                format!(
                    "What has changed is not known: the text that you last looked at is gone: {why}. D begins anew."
                )
            }
        }
    }

    /// Brings the list up to the board, while the page is open. The selection stays on what it is about.
    pub(super) fn list_changes(&mut self) {
        let Page::Changes { at } = self.page else {
            self.changes = None;
            self.memory.let_go();
            return;
        };
        self.memory.read_back();
        let Since::Looked { at: since, source: older, watchlist: seen } = self.memory.seen() else {
            self.changes = None;
            return;
        };
        let (Some(board), Some(good)) = (&self.board, self.file_state.good()) else { return };
        let is_of =
            |list: &Changes| Arc::ptr_eq(&list.of.0, &board.watchlist) && list.of.1 == board.now && list.since == since;
        if self.changes.as_ref().is_some_and(is_of) {
            return;
        }
        let before = Board::read(Arc::clone(seen), since);
        let found = changes(&before, board);
        let back = self.memory.back();
        // What was there before the operator last looked, and is there again, is no news of the world.
        let found = if back.is_some_and(|back| back <= since) { changes::reverted(found) } else { found };
        let newer = &good.source;
        let list = |change: Change| Listed {
            line: Line::of(&change, &before, board),
            place: place(change.place, older, newer),
            change,
        };
        let mut listed: Vec<_> = found.into_iter().map(list).collect();
        listed.sort_by_key(|listed| DIRECTIONS.iter().position(|direction| *direction == listed.change.direction));
        let list = Changes { since, back, listed, of: (Arc::clone(&board.watchlist), board.now) };
        let chosen = self.changes.as_ref().and_then(|old| old.listed.get(at)).map(|listed| &listed.change);
        let is_same = |listed: &Listed| {
            chosen.is_some_and(|chosen| {
                chosen.subject == listed.change.subject
                    && discriminant(&chosen.what) == discriminant(&listed.change.what)
                    && chosen.is_of_same_entry(&listed.change)
            })
        };
        let at = list.listed.iter().position(is_same).unwrap_or(at).min(list.listed.len().saturating_sub(1));
        self.page = Page::Changes { at };
        self.changes = Some(list);
    }

    /// Goes to the row that the selected change concerns.
    pub(super) fn go_to_change(&mut self) {
        let Some(change) = self.chosen_change().map(|listed| listed.change.clone()) else {
            self.refuse("nothing has changed: there is no row to go to");
            return;
        };
        let Some(board) = &self.board else { return };
        let row = |(index, pane): (usize, &&'static dyn Pane)| {
            let keys = self.views.get(index)?.all();
            let rows = rows_of(*pane, board, keys, std::slice::from_ref(&change));
            // The heading of a group stands where its first item does.
            let is_entry = |(_, key): &&(usize, RowKey)| pane.kind(*key) == RowKind::Entry;
            let (_, key) = *rows.iter().find(is_entry).or(rows.first())?;
            Some((index, key))
        };
        let Some((pane, key)) = self.panes.iter().enumerate().find_map(row) else {
            self.refuse(match change.place {
                Place::Before(_) => "it is gone from the file: there is no row to go to".to_owned(),
                Place::After(_) => "no pane has a row of it: e opens the file at its line".to_owned(),
            });
            return;
        };
        (self.focus, self.page) = (pane, Page::Panes);
        if self.views[pane].filter().is_some() {
            self.filter_by("");
        }
        self.views[pane].select(key.id);
    }

    /// The line of the selected change in the file as it stands; the first line where it is gone.
    pub(super) fn line_of_change(&self) -> usize {
        let place = self.chosen_change().map(|listed| listed.change.place);
        match (place, self.file_state.good()) {
            (Some(Place::After(span)), Some(good)) => good.source.position(span).line,
            (Some(Place::Before(_)) | None, _) | (Some(Place::After(_)), None) => 1,
        }
    }

    /// The operator has seen all that there is: marks go, and the next page begins here.
    pub(super) fn mark_seen(&mut self) {
        self.memory.look(self.home());
        self.views.iter_mut().for_each(|view| drop(view.take_marks()));
        self.news.clear();
        self.say("all seen: from now on d lists what comes after this");
    }

    fn chosen_change(&self) -> Option<&Listed> {
        match (self.page, &self.changes) {
            (Page::Changes { at }, Some(list)) => list.listed.get(at),
            (Page::Changes { .. } | Page::Panes | Page::Detail { .. } | Page::Problems, _) => None,
        }
    }
}

fn place(place: Place, older: &Source, newer: &Source) -> String {
    match place {
        Place::After(span) => format!("line {}", newer.position(span).line),
        Place::Before(span) => format!("was line {}", older.position(span).line),
    }
}
