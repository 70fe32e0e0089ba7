//! The rows that changes concern, and the notice for each change.
//!
//! A notice gives the value before and after; a new row is listed as it reads.

use super::PaneSet;
use crate::app::PaneView;
use crate::app::marks::{ChangeNotice, MAX_NOTICES, Mark, NoticeBody};
use crate::board::Board;
use crate::board::changes::Change;
use crate::panes::changes::{ChangeLine, rows_of, rows_that_show};
use crate::panes::view::{ByRowId, RowKey};
use crate::panes::{self, Pane};
use chrono::{DateTime, Utc};
use std::borrow::Cow;

/// For each pane, the rows that changes concern.
pub(in crate::app) type RowChanges = Vec<Vec<(RowKey, Mark)>>;

impl PaneSet {
    /// The rows that show one of the changes, for each pane, in its order.
    pub(in crate::app) fn marked_rows(&self, before: &Board, after: &Board, found: &[Change]) -> RowChanges {
        self.marked(before, after, found, |view, pane| pane.rows(after, view.order()).into())
    }

    /// The same for the board that the panes show.
    pub(in crate::app) fn marked_shown_rows(&self, before: &Board, shown: &Board, found: &[Change]) -> RowChanges {
        self.marked(before, shown, found, |view, _| view.all().into())
    }

    fn marked<'v>(
        &'v self,
        before: &Board,
        after: &Board,
        found: &[Change],
        rows: impl Fn(&'v PaneView, &'static dyn Pane) -> Cow<'v, [RowKey]>,
    ) -> RowChanges {
        let of_pane = |(view, pane): (&'v PaneView, &&'static dyn Pane)| {
            let rows = rows_that_show(*pane, (before, after), &rows(view, *pane), found);
            if rows.is_empty() {
                return Vec::new();
            }
            let old: ByRowId<()> = pane.rows(before, view.order()).iter().map(|key| (key.id, ())).collect();
            let mark = |key: &RowKey| if old.contains_key(&key.id) { Mark::Changed } else { Mark::New };
            let mut seen = ByRowId::default();
            let once = rows.into_iter().map(|(_, key)| key).filter(|key| seen.insert(key.id, ()).is_none());
            once.map(|key| (key, mark(&key))).collect()
        };
        self.views.iter().zip(self.panes).map(of_pane).collect()
    }

    /// The notices for changes. A change that is about new rows is listed as those rows read.
    pub(in crate::app) fn change_notices(
        &self,
        marked: &RowChanges,
        found: &[Change],
        (before, after): (&Board, &Board),
        at: Option<DateTime<Utc>>,
    ) -> Vec<ChangeNotice> {
        let mut rows = vec![Vec::new(); found.len()];
        for (pane, marked) in marked.iter().enumerate() {
            let keys: Vec<_> = marked.iter().map(|(key, _)| *key).collect();
            let marks: ByRowId<Mark> = marked.iter().map(|(key, mark)| (key.id, *mark)).collect();
            for (change, key) in rows_of(self.panes[pane], after, &keys, found) {
                rows[change].push((pane, key, marks[&key.id]));
            }
        }
        let mut is_listed = ByRowId::default();
        let mut notices = Vec::new();
        for (change, rows) in found.iter().zip(&rows) {
            let new: Vec<_> = rows.iter().filter(|(_, _, mark)| *mark == Mark::New).collect();
            if new.is_empty() {
                let pane = rows.first().map(|(pane, ..)| *pane);
                let body = NoticeBody::Line(ChangeLine::from_change(change, before, after));
                notices.push(ChangeNotice { at, pane, mark: Mark::Changed, body });
            }
            for (pane, key, mark) in new {
                if is_listed.insert(key.id, ()).is_none() {
                    let body = NoticeBody::Row(panes::row(self.panes[*pane], after, *key));
                    notices.push(ChangeNotice { at, pane: Some(*pane), mark: *mark, body });
                }
            }
            if notices.len() >= MAX_NOTICES {
                break;
            }
        }
        notices.truncate(MAX_NOTICES);
        notices
    }
}
