//! The view of one pane: its order, its filter, the selected row and the scroll position.
//!
//! Rows and headline are cached here and rebuilt when the board, the order or the filter changes; neither drawing nor a
//! key that only moves the selection rebuilds them.

use super::filter::{Filter, FilterField};
use super::headings::Headings;
use super::marks::Mark;
use super::wrap::columns;
use crate::board::Board;
use crate::panes::Pane;
use crate::panes::view::{ByRowId, Headline, Order, RowId, RowKey};

/// A move over more rows than this does not mark the rows in between as seen.
const MAX_SEEN_SPAN: usize = 200;

/// The columns between two parts of a title.
const SEPARATOR: usize = 3;

#[derive(Clone, Debug, Default)]
pub struct PaneView {
    order: Order,
    filter: Option<Filter>,
    headline: Headline,
    title_columns: u16,
    rows: Vec<RowKey>,
    headings: Headings,
    selected: Option<RowId>,
    cursor: usize,
    top: usize,
    marks: ByRowId<Mark>,
}

impl PaneView {
    pub fn order(&self) -> Order {
        self.order
    }

    pub fn filter(&self) -> Option<&Filter> {
        self.filter.as_ref()
    }

    pub fn headline(&self) -> &Headline {
        &self.headline
    }

    /// The columns of the name and all alarms, with a separator after each.
    pub fn title_columns(&self) -> u16 {
        self.title_columns
    }

    /// Every row, including those that the filter hides.
    pub fn all(&self) -> &[RowKey] {
        &self.rows
    }

    pub fn len(&self) -> usize {
        self.filter.as_ref().map_or(self.rows.len(), |filter| filter.shown.len())
    }

    /// How many rows match the filter, without the headings that are shown with them.
    pub fn found(&self) -> usize {
        self.filter.as_ref().map_or(self.rows.len(), |filter| filter.matches.len())
    }

    /// Whether the row at an index matches the filter itself.
    pub fn is_match(&self, place: usize) -> bool {
        let Some(filter) = &self.filter else { return true };
        filter.shown.get(place).is_some_and(|at| filter.matches.binary_search(at).is_ok())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The visible row at an index.
    pub fn row(&self, index: usize) -> Option<RowKey> {
        match &self.filter {
            None => self.rows.get(index).copied(),
            Some(filter) => filter.shown.get(index).and_then(|&at| self.rows.get(at as usize)).copied(),
        }
    }

    pub fn selected(&self) -> Option<RowKey> {
        self.row(self.cursor)
    }

    /// The index of the selected row among the visible ones.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The rows on screen with their indices: the kept headings of the first row, then the rows.
    pub fn window(&self, height: u16) -> Vec<(usize, RowKey)> {
        let headings = self.headings_kept(self.top, height);
        let rows = usize::from(height) - headings.len();
        let places = headings.into_iter().chain(self.top..self.top + rows);
        places.map_while(|place| Some((place, self.row(place)?))).collect()
    }

    /// The indices of the headings that stay above the rows when this row is the first: at most a third of the height,
    /// outermost first.
    fn headings_kept(&self, top: usize, height: u16) -> Vec<usize> {
        let index = match &self.filter {
            None => u32::try_from(top).ok(),
            Some(filter) => filter.shown.get(top).copied(),
        };
        let above = index.map_or_else(Vec::new, |index| self.headings.above(index));
        let place = |at: u32| match &self.filter {
            None => Some(at as usize),
            Some(filter) => filter.shown.binary_search(&at).ok(),
        };
        above.into_iter().filter_map(place).take(usize::from(height) / 3).collect()
    }

    /// How many rows are on screen when this one is the first.
    fn rows_in_sight(&self, top: usize, height: u16) -> usize {
        usize::from(height) - self.headings_kept(top, height).len()
    }

    /// The index of the first row on screen when the last row is on screen.
    fn last_top(&self, height: u16) -> usize {
        let first = self.len().saturating_sub(usize::from(height));
        (first..self.len()).find(|top| top + self.rows_in_sight(*top, height) >= self.len()).unwrap_or(first)
    }

    /// Whether a save changed the row and the operator has not selected it since.
    pub fn mark(&self, id: RowId) -> Option<Mark> {
        self.marks.get(&id).copied()
    }

    pub fn marked(&self) -> usize {
        self.marks.len()
    }

    /// Loads the rows of another board. The selection stays on its row, which stays in its position on screen. New rows
    /// above become visible only if the list was scrolled to its top.
    pub fn reload(&mut self, pane: &dyn Pane, board: &Board) {
        self.headline = pane.headline(board);
        let parts = self.headline.alarms().map(|part| columns(&part.text()) + SEPARATOR);
        let title = columns(&self.headline.name.text) + parts.sum::<usize>();
        self.title_columns = u16::try_from(title).unwrap_or(u16::MAX);
        self.take_rows(pane, board);
        self.refind(Keep::Scroll);
    }

    /// Marks rows that a save changed, in addition to those still unseen.
    pub fn add_marks(&mut self, marks: impl IntoIterator<Item = (RowId, Mark)>) {
        self.marks.extend(marks);
        if self.marks.len() > self.rows.len() {
            let still_there: ByRowId<()> = self.rows.iter().map(|key| (key.id, ())).collect();
            self.marks.retain(|id, _| still_there.contains_key(id));
        }
    }

    pub fn take_marks(&mut self) -> ByRowId<Mark> {
        std::mem::take(&mut self.marks)
    }

    /// Filters by a text; an empty one shows every row.
    pub fn set_filter(&mut self, typed: &str, pane: &dyn Pane, board: &Board) {
        let field = FilterField { pane, board, rows: &self.rows, headings: &self.headings };
        self.filter = match self.filter.take() {
            Some(filter) => filter.retyped(typed, field),
            None => Filter::new(typed),
        };
        if let Some(filter) = &mut self.filter {
            filter.search_on(field);
        }
        self.refind(Keep::Selection);
        self.select_match();
    }

    /// If the selected row is a heading shown only for its rows, selects the next match.
    fn select_match(&mut self) {
        let next = (self.cursor..self.len()).find(|place| self.is_match(*place));
        let Some(next) = next.filter(|next| *next != self.cursor) else { return };
        self.cursor = next;
        if self.is_searched() {
            self.selected = self.selected().map(|key| key.id).or(self.selected);
        }
    }

    pub fn is_searched(&self) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.is_complete(self.rows.len()))
    }

    /// Continues a search. The selected row is selected again once the search reaches it.
    pub fn search_on(&mut self, pane: &dyn Pane, board: &Board) {
        let Some(filter) = &mut self.filter else { return };
        let known = filter.shown.len();
        filter.search_on(FilterField { pane, board, rows: &self.rows, headings: &self.headings });
        let is_sought = |at: &u32| Some(self.rows[*at as usize].id) == self.selected;
        match filter.shown[known..].iter().position(is_sought) {
            Some(place) => self.cursor = known + place,
            None if self.is_searched() => self.selected = self.selected().map(|key| key.id).or(self.selected),
            None => {}
        }
    }

    pub fn set_order(&mut self, order: Order, pane: &dyn Pane, board: &Board) {
        self.order = order;
        self.take_rows(pane, board);
        self.refind(Keep::Selection);
    }

    pub fn select(&mut self, id: RowId) {
        if let Some(index) = self.place_of(id) {
            self.move_to(index);
        }
    }

    /// Selects the row at an index, or the last one if it is beyond the end. Rows in between count as seen, unless the
    /// move is longer than `MAX_SEEN_SPAN`.
    pub fn move_to(&mut self, index: usize) {
        let from = self.cursor;
        self.cursor = index.min(self.len().saturating_sub(1));
        self.selected = self.selected().map(|key| key.id);
        let way = from.min(self.cursor)..=from.max(self.cursor);
        let seen = if way.end() - way.start() > MAX_SEEN_SPAN { self.cursor..=self.cursor } else { way };
        for place in seen {
            if let Some(key) = self.row(place) {
                self.marks.remove(&key.id);
            }
        }
    }

    /// Moves the selection by a number of rows; stops at the ends.
    pub fn move_by(&mut self, places: isize) {
        self.move_to(self.cursor.saturating_add_signed(places));
    }

    /// Scrolls, and moves the selection if it would leave the screen.
    pub fn scroll_by(&mut self, rows: isize, height: u16) {
        let (before, last) = (self.window(height), self.last_top(height));
        self.top = self.top.saturating_add_signed(rows).min(last);
        // A heading that scrolls away and stays visible does not count as a step.
        if self.window(height) == before {
            self.top = self.top.saturating_add_signed(rows.signum()).min(last);
        }
        let bottom = self.top + self.rows_in_sight(self.top, height).saturating_sub(1);
        if !(self.top..=bottom).contains(&self.cursor) {
            self.move_to(self.cursor.clamp(self.top, bottom));
        }
    }

    /// Scrolls the selected row into view, as little as possible.
    pub fn reveal(&mut self, height: u16) {
        if height == 0 {
            return;
        }
        let least = (self.cursor + 1).saturating_sub(usize::from(height));
        let first = self.top.clamp(least, self.cursor);
        let is_shown = |top: &usize| self.cursor < top + self.rows_in_sight(*top, height);
        let top = (first..=self.cursor).find(is_shown).unwrap_or(self.cursor);
        self.top = top.min(self.last_top(height));
    }

    fn take_rows(&mut self, pane: &dyn Pane, board: &Board) {
        self.rows = pane.rows(board, self.order);
        self.headings = Headings::among(pane, &self.rows);
        let again = self.filter.take().and_then(|filter| Filter::new(&filter.typed));
        self.filter = again
            .map(|filter| filter.search_all(FilterField { pane, board, rows: &self.rows, headings: &self.headings }));
    }

    fn refind(&mut self, keep: Keep) {
        let Some(id) = self.selected else {
            self.cursor = 0;
            self.selected = self.selected().map(|key| key.id);
            return;
        };
        let before = self.cursor;
        match self.place_of(id) {
            Some(index) => self.cursor = index,
            None => {
                self.cursor = before.min(self.len().saturating_sub(1));
                if self.is_searched() {
                    self.selected = self.selected().map(|key| key.id).or(Some(id));
                }
            }
        }
        match keep {
            Keep::Scroll if self.top == 0 => {}
            Keep::Scroll => self.top = (self.top + self.cursor).saturating_sub(before),
            Keep::Selection => {}
        }
    }

    fn place_of(&self, id: RowId) -> Option<usize> {
        match &self.filter {
            None => self.rows.iter().position(|key| key.id == id),
            Some(filter) => filter.shown.iter().position(|&at| self.rows[at as usize].id == id),
        }
    }
}

/// What keeps its place when the rows change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    /// The selected row keeps its position on screen.
    Scroll,
    /// Only the selection stays on its row.
    Selection,
}

#[cfg(test)]
mod tests;
