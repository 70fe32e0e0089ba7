//! The panes: their list, their views, and which one has the focus.

mod notices;

use super::keys::Action;
use super::layout::{Layout, Wanted, Zoom};
use super::marks::Mark;
use super::msg::Response;
use super::pane_view::PaneView;
use crate::board::Board;
use crate::board::changes::Change;
use crate::panes::Pane;
use crate::panes::changes::rows_of;
use crate::panes::view::{ByRowId, RowId, RowKey, RowKind};
use crate::watchlist::EntityRef;

pub(super) use notices::RowChanges;

pub(crate) struct PaneSet {
    panes: &'static [&'static dyn Pane],
    views: Vec<PaneView>,
    focus: usize,
    /// The pane that gets more of the rows.
    favoured: usize,
    zoom: Zoom,
    filter_scope: FilterScope,
}

/// The panes that a filter is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FilterScope {
    #[default]
    Focused,
    All,
}

impl FilterScope {
    /// The keys that begin such a filter.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::Focused => "/",
            Self::All => "//",
        }
    }
}

/// The state of a pane when the operator left the present.
#[derive(Debug)]
pub(super) struct SavedPosition {
    /// The unseen marks of saves.
    marks: ByRowId<Mark>,
    /// The row that the operator chose, also while it is not on the board.
    chosen: Option<RowId>,
    /// The row that replaces it while it is not on the board.
    shown: Option<RowId>,
}

impl PaneSet {
    pub(super) fn new(panes: &'static [&'static dyn Pane]) -> Self {
        let views = panes.iter().map(|_| PaneView::default()).collect();
        Self { panes, views, focus: 0, favoured: 0, zoom: Zoom::default(), filter_scope: FilterScope::default() }
    }

    pub(crate) fn all(&self) -> &'static [&'static dyn Pane] {
        self.panes
    }

    pub(crate) fn views(&self) -> &[PaneView] {
        &self.views
    }

    pub(crate) fn focus(&self) -> usize {
        self.focus
    }

    pub(crate) fn focused(&self) -> Option<(&'static dyn Pane, &PaneView)> {
        Some((*self.panes.get(self.focus)?, self.views.get(self.focus)?))
    }

    pub(super) fn favoured(&self) -> usize {
        self.favoured
    }

    pub(super) fn zoom(&self) -> Zoom {
        self.zoom
    }

    pub(super) fn selected(&self) -> Option<(&'static dyn Pane, RowKey)> {
        let (pane, view) = self.focused()?;
        Some((pane, view.selected()?))
    }

    pub(super) fn selected_id(&self) -> Option<RowId> {
        self.selected().map(|(_, key)| key.id)
    }

    pub(super) fn is_filtered(&self) -> bool {
        self.filtered_views().iter().any(|view| view.filter().is_some())
    }

    pub(crate) fn filter_scope(&self) -> FilterScope {
        self.filter_scope
    }

    /// The views that the filter is for.
    pub(crate) fn filtered_views(&self) -> &[PaneView] {
        match self.filter_scope {
            FilterScope::Focused => self.views.get(self.focus).map_or(&[], std::slice::from_ref),
            FilterScope::All => &self.views,
        }
    }

    /// Whether every filter has searched all its rows.
    pub(super) fn is_searched(&self) -> bool {
        self.views.iter().all(PaneView::is_searched)
    }

    /// The size of each pane's content. A filter does not change it, so that panes stay where they are.
    pub(super) fn wanted(&self) -> Vec<Wanted> {
        let rows = |view: &PaneView| u16::try_from(view.all().len()).unwrap_or(u16::MAX);
        self.views.iter().map(|view| Wanted { rows: rows(view), title: view.title_columns() }).collect()
    }

    pub(crate) fn name(&self, index: usize) -> &str {
        self.views.get(index).map_or("", |view| &view.headline().name.text)
    }

    pub(super) fn reload(&mut self, board: &Board) {
        for (view, pane) in self.views.iter_mut().zip(self.panes) {
            view.reload(*pane, board);
        }
    }

    /// Continues searches that were too long for one step, and returns whether there were any.
    pub(super) fn search_on(&mut self, board: &Board) -> bool {
        let mut found = false;
        for (view, pane) in self.views.iter_mut().zip(self.panes).filter(|(view, _)| !view.is_searched()) {
            view.search_on(*pane, board);
            found = true;
        }
        found
    }

    /// Favours the focused pane from now on if it has hidden rows; otherwise the panes stay as they are. Returns
    /// whether that changes the layout.
    pub(super) fn favour_focused(&mut self, layout: &Layout) -> bool {
        let height = usize::from(layout.rows_of(self.focus).height);
        let hides_rows = self.focused().is_some_and(|(_, view)| view.all().len() > height);
        hides_rows && std::mem::replace(&mut self.favoured, self.focus) != self.focus
    }

    pub(super) fn reveal(&mut self, layout: &Layout) {
        for (index, view) in self.views.iter_mut().enumerate() {
            view.reveal(layout.rows_of(index).height);
        }
    }

    pub(super) fn focus_on(&mut self, pane: usize) {
        self.focus = pane;
    }

    /// Moves the focus by a number of panes, with wrap-around.
    pub(super) fn focus_by(&mut self, places: isize) {
        let count = self.panes.len().max(1).cast_signed();
        self.focus = (self.focus.cast_signed() + places).rem_euclid(count).cast_unsigned();
    }

    pub(super) fn toggle_zoom(&mut self) {
        self.zoom = match self.zoom {
            Zoom::Shared => Zoom::Alone,
            Zoom::Alone => Zoom::Shared,
        };
    }

    pub(super) fn move_by(&mut self, places: isize) {
        if let Some(view) = self.views.get_mut(self.focus) {
            view.move_by(places);
        }
    }

    pub(super) fn select(&mut self, id: RowId) {
        if let Some(view) = self.views.get_mut(self.focus) {
            view.select(id);
        }
    }

    /// Moves to the next row that matches the filter, with wrap-around.
    pub(super) fn next_match(&mut self, places: isize) {
        let Some(view) = self.views.get_mut(self.focus) else { return };
        let last = view.len().saturating_sub(1);
        for _ in 0..view.len() {
            match view.cursor() {
                0 if places < 0 => view.move_to(last),
                at if at == last && places > 0 => view.move_to(0),
                _ => view.move_by(places),
            }
            if view.is_match(view.cursor()) {
                break;
            }
        }
    }

    /// Selects one of the rows of the focused pane that are on screen.
    pub(super) fn move_in_sight(&mut self, choose: fn(&[usize]) -> Option<&usize>, layout: &Layout) {
        let Some(view) = self.views.get_mut(self.focus) else { return };
        let rows: Vec<usize> = view.window(layout.rows_of(self.focus).height).iter().map(|(row, _)| *row).collect();
        if let Some(row) = choose(&rows) {
            view.move_to(*row);
        }
    }

    /// Filters the focused pane; all panes if the text begins with a slash.
    pub(super) fn filter_by(&mut self, typed: &str, board: &Board) {
        let before = self.filter_scope;
        let (scope, text) =
            typed.strip_prefix('/').map_or((FilterScope::Focused, typed), |text| (FilterScope::All, text));
        self.filter_scope = scope;
        for (index, (view, pane)) in self.views.iter_mut().zip(self.panes).enumerate() {
            match (scope, before) {
                (FilterScope::All, _) => view.set_filter(text, *pane, board),
                (FilterScope::Focused, _) if index == self.focus => view.set_filter(text, *pane, board),
                (FilterScope::Focused, FilterScope::All) => view.set_filter("", *pane, board),
                (FilterScope::Focused, FilterScope::Focused) => {}
            }
        }
    }

    /// The text of the focused pane's filter, after the key.
    pub(super) fn typed_filter(&self) -> String {
        let typed = self.focused().and_then(|(_, view)| view.filter()).map_or("", |filter| filter.typed.as_str());
        match self.filter_scope {
            FilterScope::All if self.is_filtered() => format!("/{typed}"),
            FilterScope::Focused | FilterScope::All => typed.to_owned(),
        }
    }

    pub(super) fn sort(&mut self, action: Action, board: &Board) -> Response {
        let Some((pane, view)) = self.focused() else { return Response::default() };
        let orders = pane.orders();
        let mut order = view.order();
        if action == Action::Reverse {
            order.reverse = !order.reverse;
        } else if orders.len() < 2 {
            let name = self.name(self.focus);
            return Response::refuse(format!("{name} has one order only: S reverses it"));
        } else {
            order.by = (order.by + 1) % orders.len();
        }
        self.views[self.focus].set_order(order, pane, board);
        let word = orders.get(order.by).copied().unwrap_or("usual order");
        Response::say(format!("order: {word}{}", if order.reverse { ", reversed" } else { "" }))
    }

    pub(super) fn on_wheel(&mut self, rows: isize, place: (u16, u16), layout: &Layout) {
        if let Some(pane) = layout.pane_at(place.0, place.1) {
            self.views[pane].scroll_by(rows, layout.rows_of(pane).height);
        }
    }

    /// Focuses the pane at a screen position, and selects the row there. Returns whether there is a row.
    pub(super) fn on_click(&mut self, place: (u16, u16), layout: &Layout) -> bool {
        let Some(pane) = layout.pane_at(place.0, place.1) else { return false };
        let rows = layout.rows_of(pane);
        self.focus = pane;
        let Some(line) = place.1.checked_sub(rows.y) else { return false };
        let row = self.views[pane].window(rows.height).get(usize::from(line)).map(|(row, _)| *row);
        self.views[pane].move_to(row.unwrap_or(usize::MAX));
        row.is_some()
    }

    /// Focuses the pane that has a row for this change, and selects the row. Returns whether there is one.
    pub(super) fn go_to_change(&mut self, change: &Change, board: &Board) -> bool {
        let row = |(index, pane): (usize, &&'static dyn Pane)| {
            let keys = self.views.get(index)?.all();
            let rows = rows_of(*pane, board, keys, std::slice::from_ref(change));
            // The heading of a group has the identity of its first item.
            let is_entry = |(_, key): &&(usize, RowKey)| pane.kind(*key) == RowKind::Entry;
            let (_, key) = *rows.iter().find(is_entry).or(rows.first())?;
            Some((index, key))
        };
        let Some((pane, key)) = self.panes.iter().enumerate().find_map(row) else { return false };
        self.focus = pane;
        if self.is_filtered() {
            self.filter_by("", board);
        }
        self.select(key.id);
        true
    }

    /// Selects the row of an entity, in the first pane that has one; without a row of its own, the first that is about it.
    /// Returns whether there is one.
    pub(super) fn go_to_entity(&mut self, entity: &EntityRef, board: &Board) -> bool {
        let span = board.watchlist.span_of(entity);
        let row = |(index, pane): (usize, &&'static dyn Pane)| {
            let is_own = |key: RowKey| pane.span(board, key) == span;
            let is_about = |key: RowKey| pane.entity(board, Some(key)).as_ref() == Ok(entity);
            let keys = self.views.get(index)?.all().iter().filter(|key| is_own(**key) || is_about(**key));
            // The heading of a group has the place of its first item.
            let key = keys.min_by_key(|key| (!is_own(**key), pane.kind(**key) != RowKind::Entry))?;
            Some((index, key.id))
        };
        let Some((pane, id)) = self.panes.iter().enumerate().find_map(row) else { return false };
        self.focus = pane;
        if self.is_filtered() {
            self.filter_by("", board);
        }
        self.select(id);
        true
    }

    pub(super) fn add_marks(&mut self, changed: &RowChanges) {
        for (view, rows) in self.views.iter_mut().zip(changed) {
            view.add_marks(rows.iter().map(|(key, mark)| (key.id, *mark)));
        }
    }

    /// Removes and returns the marks of each pane.
    pub(super) fn clear_marks(&mut self) -> Vec<ByRowId<Mark>> {
        self.views.iter_mut().map(PaneView::take_marks).collect()
    }

    pub(super) fn put_marks_back(&mut self, marks: Vec<ByRowId<Mark>>) {
        self.views.iter_mut().zip(marks).for_each(|(view, marks)| view.add_marks(marks));
    }

    /// The state that each pane returns to.
    pub(super) fn save_positions(&mut self) -> Vec<SavedPosition> {
        let saved = |view: &mut PaneView| {
            let selected = view.selected().map(|key| key.id);
            SavedPosition { marks: view.take_marks(), chosen: selected, shown: selected }
        };
        self.views.iter_mut().map(saved).collect()
    }

    /// Records which rows the operator has chosen since. Always records the focused pane's row if it is being read.
    pub(super) fn note_choices(&self, saved: &mut [SavedPosition], is_reading: bool) {
        for ((index, view), saved) in self.views.iter().enumerate().zip(saved) {
            let selected = view.selected().map(|key| key.id);
            if selected != saved.shown || (is_reading && index == self.focus) {
                saved.chosen = selected;
            }
        }
    }

    /// Selects the chosen rows again, if this board has them.
    pub(super) fn restore_choices(&mut self, saved: &mut [SavedPosition]) {
        for (view, saved) in self.views.iter_mut().zip(saved) {
            saved.chosen.into_iter().for_each(|chosen| view.select(chosen));
            saved.shown = view.selected().map(|key| key.id);
        }
    }

    /// Restores the marks from when the operator left.
    pub(super) fn restore_marks(&mut self, saved: Vec<SavedPosition>) {
        for (view, saved) in self.views.iter_mut().zip(saved) {
            view.take_marks();
            view.add_marks(saved.marks);
        }
    }
}

impl SavedPosition {
    /// Marks rows of the present that a save has changed while the operator was away.
    pub(super) fn add_marks(saved: &mut [Self], changed: RowChanges) {
        for (saved, rows) in saved.iter_mut().zip(changed) {
            saved.marks.extend(rows.into_iter().map(|(key, mark)| (key.id, mark)));
        }
    }
}
