//! Which rows have changed, and the notice for each change.
//!
//! A row that reads differently is marked. Its notice gives the value before and after if both are known; a new row is
//! listed as it reads.

use super::PaneSet;
use crate::app::PaneView;
use crate::app::marks::{ChangeNotice, MAX_NOTICES, Mark, MarkedSide, NoticeBody, compare};
use crate::board::Board;
use crate::board::changes::Change;
use crate::panes::changes::{ChangeLine, rows_of};
use crate::panes::view::{ByRowId, Row, RowId, RowKey};
use crate::panes::{self, Pane};
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::collections::HashSet;

/// For each pane, the rows that have changed.
pub(in crate::app) type RowChanges = Vec<Vec<(RowKey, Mark)>>;

impl PaneSet {
    /// The rows of the given changes, and the rows that an edit made read differently. Needs the earlier board twice:
    /// at its own moment and as of now.
    pub(in crate::app) fn edited(
        &self,
        before: &Board,
        before_now: &Board,
        after: &Board,
        found: &[Change],
    ) -> RowChanges {
        let mut rows = self.concerned(before, after, found);
        let edited = self.differing(before_now, after, |view, _| Cow::Borrowed(view.all()));
        for (rows, edited) in rows.iter_mut().zip(edited) {
            let known: HashSet<RowId> = edited.iter().map(|(key, _)| key.id).collect();
            rows.retain(|(key, _)| !known.contains(&key.id));
            rows.extend(edited);
        }
        rows
    }

    /// The rows that differ between two boards, for each pane. `rows` returns the rows of the later one.
    pub(in crate::app) fn differing<'s>(
        &'s self,
        before: &Board,
        after: &Board,
        rows: impl Fn(&'s PaneView, &'static dyn Pane) -> Cow<'s, [RowKey]>,
    ) -> RowChanges {
        let is_same = if before.now == after.now { Row::eq } else { Row::is_same_but_for_ages };
        let of_pane = |(view, pane): (&'s PaneView, &&'static dyn Pane)| {
            let (old, new) = (pane.rows(before, view.order()), rows(view, *pane));
            compare(*pane, MarkedSide { board: before, rows: &old }, MarkedSide { board: after, rows: &new }, is_same)
        };
        self.views.iter().zip(self.panes).map(of_pane).collect()
    }

    /// The notices for rows that differ, and for the changes that caused this.
    pub(in crate::app) fn change_notices(
        &self,
        differing: &RowChanges,
        found: &[Change],
        (before, after): (&Board, &Board),
        at: Option<DateTime<Utc>>,
    ) -> Vec<ChangeNotice> {
        let row = |pane: usize, key, mark| ChangeNotice {
            at,
            pane: Some(pane),
            mark,
            body: NoticeBody::Row(panes::row(self.panes[pane], after, key)),
        };
        let mut rows = vec![Vec::new(); found.len()];
        let mut is_told = HashSet::new();
        for (pane, differing) in differing.iter().enumerate() {
            let keys: Vec<_> = differing.iter().map(|(key, _)| *key).collect();
            let marks: ByRowId<Mark> = differing.iter().map(|(key, mark)| (key.id, *mark)).collect();
            for (change, key) in rows_of(self.panes[pane], after, &keys, found) {
                is_told.insert((pane, key.id));
                rows[change].push((pane, key, marks[&key.id]));
            }
        }
        let mut is_listed = HashSet::new();
        let mut notices = Vec::new();
        for (change, rows) in found.iter().zip(&rows) {
            let new: Vec<_> = rows.iter().filter(|(_, _, mark)| *mark == Mark::New).collect();
            if new.is_empty() {
                let pane = rows.first().map(|(pane, ..)| *pane);
                let body = NoticeBody::Line(ChangeLine::from_change(change, before, after));
                notices.push(ChangeNotice { at, pane, mark: Mark::Changed, body });
            }
            for (pane, key, mark) in new {
                if is_listed.insert((*pane, key.id)) {
                    notices.push(row(*pane, *key, *mark));
                }
            }
            if notices.len() >= MAX_NOTICES {
                return notices;
            }
        }
        for (pane, rows) in differing.iter().enumerate() {
            let silent = rows.iter().filter(|(key, _)| !is_told.contains(&(pane, key.id)));
            notices.extend(silent.take(MAX_NOTICES).map(|(key, mark)| row(pane, *key, *mark)));
        }
        notices.truncate(MAX_NOTICES);
        notices
    }

    /// The rows of the given changes, for each pane.
    pub(in crate::app) fn concerned(&self, before: &Board, after: &Board, found: &[Change]) -> RowChanges {
        let of_pane = |(view, pane): (&PaneView, &&'static dyn Pane)| {
            let rows = rows_of(*pane, after, view.all(), found);
            if rows.is_empty() {
                return Vec::new();
            }
            let old: HashSet<RowId> = pane.rows(before, view.order()).iter().map(|key| key.id).collect();
            let mark = |key: &RowKey| if old.contains(&key.id) { Mark::Changed } else { Mark::New };
            let mut seen = HashSet::new();
            let once = rows.into_iter().map(|(_, key)| key).filter(|key| seen.insert(key.id));
            once.map(|key| (key, mark(&key))).collect()
        };
        self.views.iter().zip(self.panes).map(of_pane).collect()
    }
}
