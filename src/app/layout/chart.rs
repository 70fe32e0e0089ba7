//! The room for the chart of a pane: beside its rows, or below them.

use super::{cut_bottom, cut_right};
use ratatui::layout::Rect;

/// The least columns and rows in which a chart can be read, with its frame.
const LEAST: (u16, u16) = (36, 10);

/// From this width on, a chart stands beside the rows, unless both have all that they need below each other.
const BESIDE: u16 = 140;

/// The rows of a frame.
const FRAME: u16 = 2;

/// The rows of a zoomed pane, which keep what they need or at least half of the room, and its chart. `wanted` are the rows that the pane would
/// fill, `usable` those that the chart can.
pub(super) fn cut_chart(area: Rect, wanted: u16, usable: u16) -> (Rect, Rect) {
    let free = area.height.saturating_sub(wanted.saturating_add(FRAME));
    if area.width >= BESIDE && (1..).contains(&usable) && free < usable.saturating_add(FRAME) {
        return fitting(area, cut_right(area, area.width / 2));
    }
    cut_below(area, (area.height / 2).max(free), usable)
}

/// The details of the selected row, and the chart below them.
pub(super) fn cut_side(side: Rect, usable: u16) -> (Rect, Rect) {
    cut_below(side, side.height / 2, usable)
}

fn cut_below(area: Rect, height: u16, usable: u16) -> (Rect, Rect) {
    let (rows, chart) = fitting(area, cut_bottom(area, height));
    let spare = chart.height.saturating_sub(usable.saturating_add(FRAME));
    match usable {
        0 => (area, Rect::default()),
        _ => (Rect { height: rows.height + spare, ..rows }, cut_bottom(chart, chart.height - spare).1),
    }
}

/// All of the room for the rows, if the chart would be too small.
fn fitting(area: Rect, (rows, chart): (Rect, Rect)) -> (Rect, Rect) {
    let fits = chart.width >= LEAST.0 && chart.height >= LEAST.1;
    if fits { (rows, chart) } else { (area, Rect::default()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_keep_what_they_need_or_half_of_the_room() {
        for (width, height) in [(80, 20), (80, 60), (120, 31), (160, 40), (156, 48), (60, 12), (30, 50), (300, 9)] {
            for wanted in [0, 1, 5, 12, 40, u16::MAX] {
                for usable in [0, 3, 9, 30, u16::MAX] {
                    let area = Rect::new(2, 3, width, height);
                    let (rows, chart) = cut_chart(area, wanted, usable);
                    let has_all = rows.height >= wanted.saturating_add(FRAME).min(area.height);
                    assert!(has_all || 2 * rows.area() >= area.area(), "{area} {wanted} {usable}: {rows}");
                    assert_eq!(rows.area() + chart.area(), area.area());
                    assert!(!rows.intersects(chart));
                    assert!(usable > 0 || chart.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_chart_takes_what_the_rows_do_not_need_and_no_more_than_it_can_use() {
        let heights = |wanted, usable| cut_chart(Rect::new(0, 0, 100, 40), wanted, usable).1.height;
        assert_eq!(heights(40, u16::MAX), 20);
        assert_eq!(heights(8, u16::MAX), 30);
        assert_eq!(heights(8, 12), 14);
    }
}
