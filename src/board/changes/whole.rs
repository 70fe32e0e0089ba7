//! The watchlist as a whole: its title, its settings, and all differences that no other finder lists.

use super::comparison::{BoardPair, File};
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

pub(super) fn find_other_edits(comparison: &mut BoardPair<'_>) {
    if comparison.file == File::Same {
        return;
    }
    let (before, after) = (&comparison.before.watchlist, &comparison.after.watchlist);
    if before.title != after.title {
        let what = ChangeKind::Renamed { was: before.title.clone(), is: after.title.clone() };
        comparison.correct(EntityRef::Watchlist, what, Span::default());
    }
    let mut keys = before.differing(after);
    // A different order, or an entry that has not come: no board shows it, but it must not be lost.
    if comparison.count() > 0 {
        keys.retain(|key| !TOLD.contains(key));
    }
    if !keys.is_empty() {
        comparison.correct(EntityRef::Watchlist, ChangeKind::Edited { keys }, Span::default());
    }
}
