//! Sources and actors: new ones, renamed ones, and sources with a new grade.

use super::Change;
use super::comparison::{Comparison, corrected, edits, part_changes, renamed};
use super::differences::BoardPair;
use super::what::ChangeKind;

pub(super) fn find_register_changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    let mut found = part_changes(&comparison.differences.sources, |part, was, is| {
        let (old, new) = (&before.watchlist.sources.0[was].1, &after.watchlist.sources.0[is].1);
        let grade = ChangeKind::Grade { was: old.reliability, is: new.reliability };
        let grade = (old.reliability != new.reliability).then(|| corrected(part, grade));
        let edits = edits(part, &["name", "reliability"]);
        renamed(part, &old.name, &new.name).into_iter().chain(grade).chain(edits).collect()
    });
    found.extend(part_changes(&comparison.differences.actors, |part, was, is| {
        let (old, new) = (&before.watchlist.actors.0[was].1, &after.watchlist.actors.0[is].1);
        renamed(part, &old.name, &new.name).into_iter().chain(edits(part, &["name"])).collect()
    }));
    found
}
