//! The log: which entries are new, edited or gone, and the trend of its heat.

use super::Change;
use super::comparison::{Comparison, edits, entry_changes};
use super::differences::BoardPair;
use super::what::ChangeKind;
use crate::board::Board;
use crate::board::spillover::log_stale_after;

pub(super) fn find_log_changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    let part = &comparison.differences.log;
    let mut found = entry_changes(&part.subject, part.entries("log"), None, None);
    let checked = |board: &Board| board.watchlist.spillover.as_ref().and_then(|spillover| spillover.checked);
    let checked = comparison.checked(part, (checked(before), checked(after)));
    let is_checked = checked.is_some();
    found.extend(checked);
    found.extend(edits(part, if is_checked { &["risks", "checked"] } else { &["risks"] }));
    if !is_checked && before.spillover.upkeep.is_kept() {
        let freshness = (before.spillover.upkeep.freshness(before.now), after.spillover.upkeep.freshness(after.now));
        found.extend(comparison.stale(part, freshness, log_stale_after(&after.watchlist)));
    }
    let (was, is) = (before.spillover.heat.trend(), after.spillover.heat.trend());
    let has_entries = |board: &Board| !board.spillover.log.is_empty();
    if was != is && has_entries(before) && has_entries(after) {
        let grounds = comparison.causes.grounds_of(&part.subject, part.span);
        found.push(grounds.change(&part.subject, ChangeKind::Heat { was, is }));
    }
    found
}
