//! Telling what has changed: marks on rows, and the list of the newest changes.
//!
//! A row that reads otherwise is marked. The list says of it what it was and what it is, where that is known; a row that is
//! new is listed as it reads.

use super::marks::{KEPT, Side, compare, remember};
use super::memory::Since;
use super::*;
use crate::board::changes::{Change, changes};
use crate::panes::changes::{Line, rows_of};
use crate::panes::view::Row;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// For each pane, the rows that have changed.
pub(super) type Differing = Vec<Vec<(RowKey, Mark)>>;

impl App {
    /// Marks what a save has changed, both boards read as of the same moment.
    pub(super) fn mark_save(&mut self, before: &Board, found: &[Change]) {
        let Some(board) = &self.board else { return };
        let differing = self.edited(before, before, board, found);
        let news = self.news(&differing, found, (before, board), Some(self.now));
        self.add_marks(&differing);
        remember(&mut self.news, news);
    }

    /// Marks what time alone has changed.
    pub(super) fn mark_time(&mut self, before: &Board, found: &[Change]) {
        let Some(board) = self.board.as_ref().filter(|_| !found.is_empty()) else { return };
        let differing = self.concerned(before, board, found);
        let news = self.news(&differing, found, (before, board), Some(self.now));
        self.add_marks(&differing);
        remember(&mut self.news, news);
    }

    /// Marks what has changed since the operator last looked, in an earlier run of the program.
    pub(super) fn mark_unseen(&mut self) {
        let (Some(board), Since::Looked { at, watchlist: seen, .. }) = (&self.board, self.memory.seen()) else {
            return;
        };
        let before = Board::read(Arc::clone(seen), at);
        let found = changes(&before, board);
        let differing = if Arc::ptr_eq(seen, &board.watchlist) {
            self.concerned(&before, board, &found)
        } else {
            self.edited(&before, &Board::read(Arc::clone(seen), board.now), board, &found)
        };
        self.news = self.news(&differing, &found, (&before, board), None);
        self.add_marks(&differing);
    }

    /// The rows that changes concern, and those that an edit has made to read otherwise: the board before, as it was and
    /// as of now.
    fn edited(&self, before: &Board, before_now: &Board, after: &Board, found: &[Change]) -> Differing {
        let mut rows = self.concerned(before, after, found);
        let edited = self.differing(before_now, after, |view, _| Cow::Borrowed(view.all()));
        for (rows, edited) in rows.iter_mut().zip(edited) {
            let known: HashSet<RowId> = edited.iter().map(|(key, _)| key.id).collect();
            rows.retain(|(key, _)| !known.contains(&key.id));
            rows.extend(edited);
        }
        rows
    }

    /// The rows that differ on two boards, for each pane; `rows` says which rows the later one has.
    pub(super) fn differing<'s>(
        &'s self,
        before: &Board,
        after: &Board,
        rows: impl Fn(&'s PaneView, &'static dyn Pane) -> Cow<'s, [RowKey]>,
    ) -> Differing {
        let is_same = if before.now == after.now { Row::eq } else { Row::is_same_but_for_ages };
        let of_pane = |(view, pane): (&'s PaneView, &&'static dyn Pane)| {
            let (old, new) = (pane.rows(before, view.order()), rows(view, *pane));
            compare(*pane, Side { board: before, rows: &old }, Side { board: after, rows: &new }, is_same)
        };
        self.views.iter().zip(self.panes).map(of_pane).collect()
    }

    /// What there is to say of rows that differ, and of the changes behind them.
    pub(super) fn news(
        &self,
        differing: &Differing,
        found: &[Change],
        (before, after): (&Board, &Board),
        at: Option<DateTime<Utc>>,
    ) -> Vec<News> {
        let row = |pane: usize, key, mark| News {
            at,
            pane: Some(pane),
            mark,
            told: Told::Row(panes::row(self.panes[pane], after, key)),
        };
        let mut rows = vec![Vec::new(); found.len()];
        let mut is_told = HashSet::new();
        for (pane, differing) in differing.iter().enumerate() {
            let keys: Vec<_> = differing.iter().map(|(key, _)| *key).collect();
            let marks: crate::panes::view::ByRowId<Mark> =
                differing.iter().map(|(key, mark)| (key.id, *mark)).collect();
            for (change, key) in rows_of(self.panes[pane], after, &keys, found) {
                is_told.insert((pane, key.id));
                rows[change].push((pane, key, marks[&key.id]));
            }
        }
        let mut is_listed = HashSet::new();
        let mut news = Vec::new();
        for (change, rows) in found.iter().zip(&rows) {
            let new: Vec<_> = rows.iter().filter(|(_, _, mark)| *mark == Mark::New).collect();
            if new.is_empty() {
                let pane = rows.first().map(|(pane, ..)| *pane);
                let told = Told::Line(Line::of(change, before, after));
                news.push(News { at, pane, mark: Mark::Changed, told });
            }
            for (pane, key, mark) in new {
                if is_listed.insert((*pane, key.id)) {
                    news.push(row(*pane, *key, *mark));
                }
            }
            if news.len() >= KEPT {
                return news;
            }
        }
        for (pane, rows) in differing.iter().enumerate() {
            let silent = rows.iter().filter(|(key, _)| !is_told.contains(&(pane, key.id)));
            news.extend(silent.take(KEPT).map(|(key, mark)| row(pane, *key, *mark)));
        }
        news.truncate(KEPT);
        news
    }

    /// The rows that changes concern, for each pane.
    fn concerned(&self, before: &Board, after: &Board, found: &[Change]) -> Differing {
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

    fn add_marks(&mut self, differing: &Differing) {
        for (view, rows) in self.views.iter_mut().zip(differing) {
            view.add_marks(rows.iter().map(|(key, mark)| (key.id, *mark)));
        }
    }
}
