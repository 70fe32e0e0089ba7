//! Tests of selection, scrolling, and headings that stay visible.

use super::*;
use crate::panes::view::{RowKind, RowList};

fn view(ids: impl IntoIterator<Item = u64>) -> PaneView {
    let mut view = PaneView { rows: keys(ids), ..PaneView::default() };
    view.refind(Keep::Selection);
    view
}

fn keys(ids: impl IntoIterator<Item = u64>) -> Vec<RowKey> {
    ids.into_iter().map(|id| RowKey { id: RowId(id), list: RowList::Only, parent: 0, index: 0 }).collect()
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
    assert_eq!((view.top, view.cursor()), (8, 12));
    reload(&mut view, (100..103).chain(0..20));
    assert_eq!(selected(&view), 12);
    assert_eq!((view.top, view.cursor()), (11, 15));
}

#[test]
fn at_the_top_of_a_list_new_rows_come_into_sight() {
    let mut view = view(0..20);
    reload(&mut view, (100..102).chain(0..20));
    assert_eq!((selected(&view), view.top), (0, 0));
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
    assert_eq!((view.top, view.cursor()), (3, 3));
    view.scroll_by(-1, 5);
    assert_eq!((view.top, view.cursor()), (2, 3));
    view.scroll_by(100, 5);
    assert_eq!((view.top, view.cursor()), (15, 15));
}

/// Two groups of five rows below their headings, and rows within a group.
fn grouped() -> PaneView {
    let headings = [(0, RowKind::Heading), (6, RowKind::Heading), (8, RowKind::Subheading)];
    let mut view = PaneView { headings: Headings::at(&headings), ..view(0..20) };
    view.refind(Keep::Selection);
    view
}

fn places(view: &PaneView, height: u16) -> Vec<usize> {
    view.window(height).into_iter().map(|(place, _)| place).collect()
}

#[test]
fn a_heading_stays_with_its_rows_when_they_are_scrolled() {
    let mut view = grouped();
    assert_eq!(places(&view, 5), [0, 1, 2, 3, 4]);
    view.move_to(5);
    view.reveal(5);
    assert_eq!(places(&view, 5), [0, 2, 3, 4, 5]);
    view.move_to(6);
    view.reveal(5);
    assert_eq!(places(&view, 5), [0, 3, 4, 5, 6]);
    view.move_to(19);
    view.reveal(5);
    assert_eq!(places(&view, 5), [6, 16, 17, 18, 19]);
    view.reveal(6);
    assert_eq!(places(&view, 6), [6, 8, 16, 17, 18, 19]);
    view.move_to(0);
    view.reveal(6);
    assert_eq!(places(&view, 6), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn the_wheel_takes_no_step_that_shows_the_same() {
    let mut view = grouped();
    view.scroll_by(1, 5);
    assert_eq!(places(&view, 5), [0, 2, 3, 4, 5]);
    view.scroll_by(-1, 5);
    assert_eq!(places(&view, 5), [0, 1, 2, 3, 4]);
    view.scroll_by(100, 5);
    assert_eq!(places(&view, 5), [6, 16, 17, 18, 19]);
}

proptest::proptest! {
    #[test]
    fn the_selected_row_is_in_sight_below_its_heading(
        ranks in proptest::collection::btree_map(0u32..40, proptest::bool::ANY, 0..12),
        steps in proptest::collection::vec((0usize..45, -5isize..5), 1..12),
        height in 1u16..12,
    ) {
        let kind = |is_inner| if is_inner { RowKind::Subheading } else { RowKind::Heading };
        let ranks: Vec<_> = ranks.into_iter().map(|(at, is_inner)| (at, kind(is_inner))).collect();
        let mut view = PaneView { headings: Headings::at(&ranks), ..view(0..40) };
        for (place, notches) in steps {
            view.move_to(place);
            view.reveal(height);
            view.scroll_by(notches, height);
            view.reveal(height);
            let shown = places(&view, height);
            assert!(shown.contains(&view.cursor()), "{shown:?} without {}", view.cursor());
            assert!(shown.is_sorted() && shown.len() >= usize::from(height - height / 3), "{shown:?}");
            let above = view.headings.above(u32::try_from(view.top).expect("few rows"));
            let outermost = above.first().map(|heading| *heading as usize);
            assert!(height < 3 || outermost.is_none_or(|outermost| shown.contains(&outermost)), "{shown:?}");
        }
    }
}
