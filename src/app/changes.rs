//! The page of changes since the operator last looked: its list, and the line that each change links to.
//!
//! The list is built when the page opens and rebuilt when the board changes. `panes::changes` provides the words.

use super::msg::Response;
use super::seen_state::Since;
use super::{App, Page};
use crate::board::Board;
use crate::board::changes::{self, Change, ChangePlace, changes};
use crate::diagnostic::Source;
use crate::panes::changes::{ChangeLine, DIRECTIONS};
use crate::text::sanitise;
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::mem::discriminant;
use std::sync::Arc;

/// The changes since the operator last looked.
#[derive(Debug)]
pub(crate) struct Changes {
    pub(crate) since: DateTime<Utc>,
    pub(crate) basis: ChangesBasis,
    /// When the file last had this text, if it has come back to it.
    pub(crate) back: Option<DateTime<Utc>>,
    /// In groups, bad news first.
    pub(crate) listed: Vec<Listed>,
    of: (Arc<Watchlist>, DateTime<Utc>),
}

/// What the board is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChangesBasis {
    /// The text that the operator last looked at.
    LastLooked,
    /// The same text as of a moment that the operator chose.
    Chosen,
}

#[derive(Debug)]
pub(crate) struct Listed {
    change: Change,
    pub(crate) line: ChangeLine,
    pub(crate) place: String,
}

impl Changes {
    /// Compares the board with the baseline: a text at a point in time.
    fn new(
        (since, basis): (DateTime<Utc>, ChangesBasis),
        (older, seen): (&Source, &Arc<Watchlist>),
        (newer, board): (&Source, &Board),
        back: Option<DateTime<Utc>>,
    ) -> Self {
        let before = Board::read(Arc::clone(seen), since);
        let found = changes(&before, board);
        // A text that came back from before the baseline says nothing new about the world.
        let found = if back.is_some_and(|back| back <= since) { changes::reverted(found) } else { found };
        let list = |change: Change| Listed {
            line: ChangeLine::from_change(&change, &before, board),
            place: place(change.place, older, newer),
            change,
        };
        let mut listed: Vec<_> = found.into_iter().map(list).collect();
        listed.sort_by_key(|listed| DIRECTIONS.iter().position(|direction| *direction == listed.change.direction));
        Self { since, basis, back, listed, of: (Arc::clone(&board.file), board.now) }
    }

    fn is_of(&self, board: &Board, since: DateTime<Utc>) -> bool {
        Arc::ptr_eq(&self.of.0, &board.file) && self.of.1 == board.now && self.since == since
    }

    /// The index of the change of the same kind, for the same entry.
    pub(super) fn position_of(&self, listed: &Listed) -> Option<usize> {
        let chosen = &listed.change;
        self.listed.iter().position(|Listed { change, .. }| {
            chosen.subject == change.subject
                && discriminant(&chosen.what) == discriminant(&change.what)
                && chosen.is_of_same_entry(change)
        })
    }
}

impl App {
    pub(super) fn lists_changes(&self) -> bool {
        matches!(self.page(), Page::Changes { .. })
    }

    pub(super) fn open_changes(&mut self) {
        self.screen.open_page(Page::Changes { at: 0 });
        self.list_changes();
    }

    /// The text of the page while the list is not available.
    pub(crate) fn awaits_changes(&self) -> String {
        match self.seen.since() {
            Since::Looked { .. } => String::new(),
            Since::Nothing => "Nothing was looked at yet.".to_owned(),
            Since::Loading => "The text that you last looked at is being read back.".to_owned(),
            Since::Missing(why) => {
                let why = sanitise(why);
                format!(
                    "What has changed is not known: the text that you last looked at is gone: {why}. D begins anew."
                )
            }
        }
    }

    /// Updates the list to the current board while the page is open.
    pub(super) fn list_changes(&mut self) {
        let Page::Changes { .. } = self.screen.page() else {
            self.screen.show_changes(None);
            self.seen.evict();
            return;
        };
        if let Some(since) = self.screen.since() {
            return self.list_changes_since(since);
        }
        self.seen.read_back();
        let Since::Looked { at: since, source, watchlist } = self.seen.since() else {
            self.screen.show_changes(None);
            return;
        };
        let (Some(board), Some(good)) = (self.current.board(), self.file.state().good()) else { return };
        if self.screen.changes().is_some_and(|list| list.is_of(board, since)) {
            return;
        }
        let looked = (since, ChangesBasis::LastLooked);
        let list = Changes::new(looked, (source, watchlist), (&good.source, board), self.seen.back());
        self.screen.show_changes(Some(list));
    }

    /// Lists what the file dates after a moment.
    fn list_changes_since(&mut self, since: DateTime<Utc>) {
        let (Some(board), Some(good)) = (self.current.board(), self.file.state().good()) else { return };
        if self.screen.changes().is_some_and(|list| list.is_of(board, since)) {
            return;
        }
        let chosen = (since, ChangesBasis::Chosen);
        let list = Changes::new(chosen, (&good.source, &board.file), (&good.source, board), None);
        self.screen.show_changes(Some(list));
    }

    pub(super) fn go_to_change(&mut self) -> Response {
        let Some(change) = self.screen.selected_change().map(|listed| &listed.change) else {
            return Response::refuse("nothing has changed: there is no row to go to");
        };
        let Some(board) = self.current.board() else { return Response::default() };
        if self.panes.go_to_change(change, board) {
            self.screen.open_page(Page::Panes);
            return Response::default();
        }
        Response::refuse(match change.place {
            ChangePlace::Before(_) => "it is gone from the file: there is no row to go to",
            ChangePlace::After(_) => "no pane has a row of it: e opens the file at its line",
        })
    }

    /// The line of the selected change in the current file; line 1 if it is gone.
    pub(super) fn line_of_change(&self) -> usize {
        let place = self.screen.selected_change().map(|listed| listed.change.place);
        match (place, self.file.state().good()) {
            (Some(ChangePlace::After(span)), Some(good)) => good.source.position(span).line,
            (Some(ChangePlace::Before(_)) | None, _) | (Some(ChangePlace::After(_)), None) => 1,
        }
    }
}

fn place(place: ChangePlace, older: &Source, newer: &Source) -> String {
    match place {
        ChangePlace::After(span) => format!("line {}", newer.position(span).line),
        ChangePlace::Before(span) => format!("was line {}", older.position(span).line),
    }
}
