//! The watchlist as a whole: its title, its settings, and all differences that no finder lists.

use super::Change;
use super::causes::Grounds;
use super::differences::{BoardPair, File};
use super::what::ChangeKind;
use crate::diagnostic::Span;
use crate::watchlist::EntityRef;
use crate::watchlist::content::Record;

/// Keys that have their own finders.
const TOLD: &[&str] = &[
    "sources",
    "actors",
    "crossings",
    "checklists",
    "spillover",
    "monitoring",
    "statements",
    "tallies",
    "signals",
    "title",
];

/// The edits that are not among the changes already found.
pub(super) fn unlisted_edits(boards: BoardPair<'_>, found: &[Change]) -> Vec<Change> {
    let (before, after) = (&boards.before.watchlist, &boards.after.watchlist);
    if boards.file == File::Same {
        return Vec::new();
    }
    let edit = |what| Grounds::edited(Span::default()).change(&EntityRef::Watchlist, what);
    let title = ChangeKind::Renamed { was: before.title.clone(), is: after.title.clone() };
    let title = (before.title != after.title).then(|| edit(title));
    let mut keys = before.differing(after);
    // A different order, or an entry that has not come: no board shows it, but it must not be lost.
    if !found.is_empty() || title.is_some() {
        keys.retain(|key| !TOLD.contains(key));
    }
    title.into_iter().chain((!keys.is_empty()).then(|| edit(ChangeKind::Edited { keys }))).collect()
}
