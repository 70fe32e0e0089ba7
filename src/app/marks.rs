//! Finds the rows that have changed.
//!
//! Rows are compared as drawn, on two boards evaluated at the same moment, so that a grown age is not a change. Long
//! lists are compared by identity only. `pane_set::notices` describes the changes.

use crate::board::Board;
use crate::panes::Pane;
use crate::panes::changes::ChangeLine;
use crate::panes::view::{ByRowId, Row, RowKey};
use chrono::{DateTime, Utc};

/// Rows beyond this many are compared by identity only.
const COMPARED_AS_DRAWN: usize = 2_000;

/// How many recent changes are kept for the strip.
pub(super) const MAX_NOTICES: usize = 50;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The row did not exist before.
    New,
    /// The row reads differently.
    Changed,
}

/// A change as it is listed.
#[derive(Clone, Debug)]
pub struct ChangeNotice {
    /// When it was noticed; `None` if an earlier run of the program noticed it.
    pub at: Option<DateTime<Utc>>,
    /// The pane that contains it, if any.
    pub pane: Option<usize>,
    pub mark: Mark,
    pub body: NoticeBody,
}

#[derive(Clone, Debug)]
pub enum NoticeBody {
    /// The value before and after.
    Line(ChangeLine),
    /// The row, with its text at that time.
    Row(Row),
}

/// A board and a pane's rows on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct MarkedSide<'a> {
    pub(super) board: &'a Board,
    pub(super) rows: &'a [RowKey],
}

/// The rows of `after` that are new or read differently, in the order of `after`. `is_same` compares two rows.
pub(super) fn compare(
    pane: &dyn Pane,
    before: MarkedSide<'_>,
    after: MarkedSide<'_>,
    is_same: fn(&Row, &Row) -> bool,
) -> Vec<(RowKey, Mark)> {
    let as_drawn = before.rows.len().max(after.rows.len()) <= COMPARED_AS_DRAWN;
    let (old, new) = if as_drawn { (before.rows, after.rows) } else { without_same_ends(before.rows, after.rows) };
    let known: ByRowId<RowKey> = old.iter().map(|key| (key.id, *key)).collect();
    let mark = |key: RowKey| match known.get(&key.id) {
        None => Some(Mark::New),
        Some(_) if !as_drawn => None,
        Some(old) => (!is_same(&pane.row(before.board, *old), &pane.row(after.board, key))).then_some(Mark::Changed),
    };
    new.iter().filter_map(|&key| Some((key, mark(key)?))).collect()
}

/// Two lists without their common first and last rows. For a long log, almost nothing remains.
fn without_same_ends<'r>(one: &'r [RowKey], other: &'r [RowKey]) -> (&'r [RowKey], &'r [RowKey]) {
    let is_same = |(one, other): &(&RowKey, &RowKey)| one.id == other.id;
    let first = one.iter().zip(other).take_while(is_same).count();
    let (one, other) = (&one[first..], &other[first..]);
    let last = one.iter().rev().zip(other.iter().rev()).take_while(is_same).count();
    (&one[..one.len() - last], &other[..other.len() - last])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panes::view::{RowId, RowList};

    #[test]
    fn of_long_lists_what_both_begin_and_end_with_is_left_out() {
        let keys = |ids: &[u64]| -> Vec<RowKey> {
            ids.iter().map(|id| RowKey { id: RowId(*id), list: RowList::Only, parent: 0, index: 0 }).collect()
        };
        let check = |one: &[u64], other: &[u64], left: (&[u64], &[u64])| {
            assert_eq!(without_same_ends(&keys(one), &keys(other)), (&*keys(left.0), &*keys(left.1)));
        };
        check(&[1, 2, 3], &[1, 2, 3], (&[], &[]));
        check(&[1, 2, 3], &[1, 9, 2, 3], (&[], &[9]));
        check(&[1, 2, 3], &[1, 3, 4], (&[2, 3], &[3, 4]));
        check(&[1, 1], &[1], (&[1], &[]));
        check(&[], &[1], (&[], &[1]));
    }
}
