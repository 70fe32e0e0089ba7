//! What the operator sees of one pane: its order, its filter, the selected row and the scroll.
//!
//! Rows are cached here and rebuilt when the board, the order or the filter changes: never by a key press that only
//! moves, never by drawing.

use super::filter::{Field, Filter};
use super::marks::Mark;
use crate::board::Board;
use crate::panes::Pane;
use crate::panes::view::{ByRowId, Order, RowId, RowKey};

/// A step over more rows than any screen has shows nobody what lies between.
const LEAP: usize = 200;

/// The state of one pane.
#[derive(Clone, Debug, Default)]
pub struct PaneView {
    order: Order,
    filter: Option<Filter>,
    rows: Vec<RowKey>,
    selected: Option<RowId>,
    cursor: usize,
    top: usize,
    marks: ByRowId<Mark>,
}

impl PaneView {
    /// How the rows are ordered.
    pub fn order(&self) -> Order {
        self.order
    }

    /// The filter, where one is on.
    pub fn filter(&self) -> Option<&Filter> {
        self.filter.as_ref()
    }

    /// Every row, also those that the filter hides.
    pub fn all(&self) -> &[RowKey] {
        &self.rows
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.filter.as_ref().map_or(self.rows.len(), |filter| filter.matches.len())
    }

    /// Whether no row is shown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at a place among those shown.
    pub fn row(&self, index: usize) -> Option<RowKey> {
        match &self.filter {
            None => self.rows.get(index).copied(),
            Some(filter) => filter.matches.get(index).and_then(|&at| self.rows.get(at as usize)).copied(),
        }
    }

    /// The selected row.
    pub fn selected(&self) -> Option<RowKey> {
        self.row(self.cursor)
    }

    /// The place of the selected row among those shown.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The place of the first row in sight.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The rows in sight, with their places.
    pub fn window(&self, height: u16) -> impl Iterator<Item = (usize, RowKey)> {
        (self.top..self.top + usize::from(height)).map_while(|index| Some((index, self.row(index)?)))
    }

    /// Whether a save changed the row and the operator has not been there since.
    pub fn mark(&self, id: RowId) -> Option<Mark> {
        self.marks.get(&id).copied()
    }

    /// How many rows are marked.
    pub fn marked(&self) -> usize {
        self.marks.len()
    }

    /// Takes the rows of another board. The selection stays on its row, and the row stays where it is on the screen; new
    /// rows above come into sight only where the list stood at its top.
    pub fn reload(&mut self, pane: &dyn Pane, board: &Board) {
        self.take_rows(pane, board);
        self.refind(Keep::Scroll);
    }

    /// Marks rows that a save changed, beside those still unseen.
    pub fn add_marks(&mut self, marks: impl IntoIterator<Item = (RowId, Mark)>) {
        self.marks.extend(marks);
        if self.marks.len() > self.rows.len() {
            let still_there: ByRowId<()> = self.rows.iter().map(|key| (key.id, ())).collect();
            self.marks.retain(|id, _| still_there.contains_key(id));
        }
    }

    /// Takes every mark away.
    pub fn take_marks(&mut self) -> ByRowId<Mark> {
        std::mem::take(&mut self.marks)
    }

    /// Filters by a text; an empty one shows every row again.
    pub fn set_filter(&mut self, typed: &str, pane: &dyn Pane, board: &Board) {
        let field = Field { pane, board, rows: &self.rows };
        self.filter = match self.filter.take() {
            Some(filter) => filter.retyped(typed, field),
            None => Filter::new(typed),
        };
        if let Some(filter) = &mut self.filter {
            filter.search_on(field);
        }
        self.refind(Keep::Selection);
    }

    /// Whether the filter has looked at every row.
    pub fn is_searched(&self) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.is_complete(self.rows.len()))
    }

    /// Goes on with a search; the selected row is found again as soon as the search comes to it.
    pub fn search_on(&mut self, pane: &dyn Pane, board: &Board) {
        let Some(filter) = &mut self.filter else { return };
        let known = filter.matches.len();
        filter.search_on(Field { pane, board, rows: &self.rows });
        let is_sought = |at: &u32| Some(self.rows[*at as usize].id) == self.selected;
        match filter.matches[known..].iter().position(is_sought) {
            Some(place) => self.cursor = known + place,
            None if self.is_searched() => self.selected = self.selected().map(|key| key.id).or(self.selected),
            None => {}
        }
    }

    /// Puts the rows into another order.
    pub fn set_order(&mut self, order: Order, pane: &dyn Pane, board: &Board) {
        self.order = order;
        self.take_rows(pane, board);
        self.refind(Keep::Selection);
    }

    /// Selects the row with that identity, if it is shown.
    pub fn select(&mut self, id: RowId) {
        if let Some(index) = self.place_of(id) {
            self.move_to(index);
        }
    }

    /// Selects the row at a place; past the end means the last one. Marks on the way count as seen, unless it is a leap.
    pub fn move_to(&mut self, index: usize) {
        let from = self.cursor;
        self.cursor = index.min(self.len().saturating_sub(1));
        self.selected = self.selected().map(|key| key.id);
        let way = from.min(self.cursor)..=from.max(self.cursor);
        let seen = if way.end() - way.start() > LEAP { self.cursor..=self.cursor } else { way };
        for place in seen {
            if let Some(key) = self.row(place) {
                self.marks.remove(&key.id);
            }
        }
    }

    /// Selects a row so many places on, or back; stays at the ends.
    pub fn move_by(&mut self, places: isize) {
        self.move_to(self.cursor.saturating_add_signed(places));
    }

    /// Scrolls, and takes the selection along where it would leave sight.
    pub fn scroll_by(&mut self, rows: isize, height: u16) {
        let last = self.len().saturating_sub(usize::from(height));
        self.top = self.top.saturating_add_signed(rows).min(last);
        let bottom = self.top + usize::from(height).saturating_sub(1);
        if !(self.top..=bottom).contains(&self.cursor) {
            self.move_to(self.cursor.clamp(self.top, bottom));
        }
    }

    /// Brings the selected row into sight, with as little scrolling as possible.
    pub fn reveal(&mut self, height: u16) {
        let height = usize::from(height);
        if height == 0 {
            return;
        }
        let least = (self.cursor + 1).saturating_sub(height);
        self.top = self.top.clamp(least, self.cursor).min(self.len().saturating_sub(height));
    }

    fn take_rows(&mut self, pane: &dyn Pane, board: &Board) {
        self.rows = pane.rows(board, self.order);
        let again = self.filter.take().and_then(|filter| Filter::new(&filter.typed));
        self.filter = again.map(|filter| filter.search_all(Field { pane, board, rows: &self.rows }));
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
            Some(filter) => filter.matches.iter().position(|&at| self.rows[at as usize].id == id),
        }
    }
}

/// What stays in its place when the rows change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    /// The selected row, on the screen.
    Scroll,
    /// Only which row is selected.
    Selection,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(ids: impl IntoIterator<Item = u64>) -> PaneView {
        let mut view = PaneView { rows: keys(ids), ..PaneView::default() };
        view.refind(Keep::Selection);
        view
    }

    fn keys(ids: impl IntoIterator<Item = u64>) -> Vec<RowKey> {
        ids.into_iter().map(|id| RowKey { id: RowId(id), list: 0, parent: 0, index: 0 }).collect()
    }

    fn reload(view: &mut PaneView, ids: impl IntoIterator<Item = u64>) {
        view.rows = keys(ids);
        view.refind(Keep::Scroll);
        view.reveal(5);
    }

    fn selected(view: &PaneView) -> u64 {
        view.selected().expect("a row").id.0
    }

    #[test]
    fn rows_inserted_above_do_not_move_the_selected_row_on_the_screen() {
        let mut view = view(0..20);
        view.move_to(12);
        view.reveal(5);
        assert_eq!((view.top(), view.cursor()), (8, 12));
        reload(&mut view, (100..103).chain(0..20));
        assert_eq!(selected(&view), 12);
        assert_eq!((view.top(), view.cursor()), (11, 15));
    }

    #[test]
    fn at_the_top_of_a_list_new_rows_come_into_sight() {
        let mut view = view(0..20);
        reload(&mut view, (100..102).chain(0..20));
        assert_eq!((selected(&view), view.top()), (0, 0));
    }

    #[test]
    fn when_the_selected_row_vanishes_its_nearest_neighbour_is_selected() {
        let mut view = view(0..10);
        view.move_to(4);
        reload(&mut view, (0..10).filter(|&id| id != 4));
        assert_eq!(selected(&view), 5);
        view.move_to(8);
        reload(&mut view, 0..3);
        assert_eq!(selected(&view), 2);
        reload(&mut view, []);
        assert!(view.selected().is_none());
        reload(&mut view, 7..9);
        assert_eq!(selected(&view), 7);
    }

    #[test]
    fn moving_past_a_marked_row_counts_as_seeing_it() {
        let mut view = view(0..10);
        view.add_marks([2, 5].map(|id| (RowId(id), Mark::Changed)));
        view.move_by(3);
        assert_eq!((view.mark(RowId(2)), view.marked()), (None, 1));
        view.move_by(100);
        assert_eq!((selected(&view), view.marked()), (9, 0));
    }

    #[test]
    fn scrolling_takes_the_selection_along() {
        let mut view = view(0..20);
        view.scroll_by(3, 5);
        assert_eq!((view.top(), view.cursor()), (3, 3));
        view.scroll_by(-1, 5);
        assert_eq!((view.top(), view.cursor()), (2, 3));
        view.scroll_by(100, 5);
        assert_eq!((view.top(), view.cursor()), (15, 15));
    }
}
