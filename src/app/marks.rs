//! Which rows a save has changed.
//!
//! Rows are compared as drawn, both boards read as of the same moment, so that an age that merely grew is no change.
//! Long lists are compared by identity only.

use crate::board::Board;
use crate::panes::Pane;
use crate::panes::view::{ByRowId, Row, RowKey};
use chrono::{DateTime, Utc};

/// Rows beyond this many are compared by identity only.
const COMPARED_AS_DRAWN: usize = 2_000;

/// How many of the most recent changes are kept for the strip.
pub(super) const KEPT: usize = 50;

/// What happened to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It was not there before.
    New,
    /// It reads differently.
    Changed,
}

/// A row that a save changed, as it read then.
#[derive(Clone, Debug)]
pub struct Change {
    /// When the save was read.
    pub at: DateTime<Utc>,
    /// The pane that it stands in.
    pub pane: usize,
    /// What happened to it.
    pub mark: Mark,
    /// The row as it read then.
    pub row: Row,
}

/// A board and the rows that a pane has on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    /// The board.
    pub(super) board: &'a Board,
    /// The rows, in any order.
    pub(super) rows: &'a [RowKey],
}

/// The rows of `after` that are new or read differently, in the order of `after`.
pub(super) fn compare(pane: &dyn Pane, before: Side<'_>, after: Side<'_>) -> Vec<(RowKey, Mark)> {
    let known: ByRowId<RowKey> = before.rows.iter().map(|key| (key.id, *key)).collect();
    let as_drawn = before.rows.len().max(after.rows.len()) <= COMPARED_AS_DRAWN;
    let mark = |key: RowKey| match known.get(&key.id) {
        None => Some(Mark::New),
        Some(_) if !as_drawn => None,
        Some(old) => (pane.row(before.board, *old) != pane.row(after.board, key)).then_some(Mark::Changed),
    };
    after.rows.iter().filter_map(|&key| Some((key, mark(key)?))).collect()
}

/// Puts new changes before the older ones, and forgets the oldest.
pub(super) fn remember(changes: &mut Vec<Change>, newest: impl IntoIterator<Item = Change>) {
    changes.splice(0..0, newest.into_iter().take(KEPT));
    changes.truncate(KEPT);
}
