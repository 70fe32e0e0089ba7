//! The screen layout: a pure function of the screen size and of what is open.
//!
//! It is part of the state, not of the drawing, because moving a selection, paging and mouse clicks depend on how many
//! rows a pane has. Drawing uses the same rectangles.

mod chart;

use chart::{cut_chart, cut_side};
use ratatui::layout::{Position, Rect};

/// An empty pane must have room to say why it is empty, and what to do.
const MIN_PANE_ROWS: u16 = 3;

/// A stacked pane must have room for its title and a few rows. If the screen is too low, the panes are split over pages
/// and named in tabs.
const MIN_STACK_HEIGHT: u16 = 6;

/// This many panes are stacked however low the screen is.
const ALWAYS_STACKED: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    Nothing,
    /// The status words and the highest age, without borders.
    Compact,
    Tabs,
    Stack,
    /// Two panes side by side, an odd one at full width; a detail strip.
    Pairs,
    /// Two panes side by side, a detail column, a strip of changes.
    Wide,
}

impl Arrangement {
    pub fn for_size((width, height): (u16, u16)) -> Self {
        match (width, height) {
            (0, _) | (_, 0) | (1, 1) => Self::Nothing,
            (..30, _) | (_, ..8) => Self::Compact,
            (..60, _) | (_, ..16) => Self::Tabs,
            (180.., 48..) => Self::Wide,
            (110.., 32..) => Self::Pairs,
            _ => Self::Stack,
        }
    }

    /// Whether panes have a full box, or a rule above them to save rows and columns.
    pub fn frame(self) -> PaneFrame {
        match self {
            Self::Nothing | Self::Compact | Self::Tabs | Self::Stack => PaneFrame::Rule,
            Self::Pairs | Self::Wide => PaneFrame::Box,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaneFrame {
    Rule,
    Box,
}

/// Whether the focused pane fills the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zoom {
    #[default]
    Shared,
    Alone,
}

/// What the layout depends on.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    pub size: (u16, u16),
    /// How many rows each pane would fill.
    pub panes: &'a [u16],
    pub focus: usize,
    pub zoom: Zoom,
    /// How many rows the chart of the focused pane can use; 0 without one.
    pub chart: u16,
    pub banner: u16,
    pub scale: u16,
}

/// The rectangles. A rectangle without an area is not shown.
#[derive(Clone, Debug)]
pub struct Layout {
    pub arrangement: Arrangement,
    pub header: Rect,
    /// The position in time, below the header.
    pub scale: Rect,
    /// The names of the panes, if only one is shown.
    pub tabs: Rect,
    /// The panes that are shown, by index.
    pub panes: Vec<(usize, Rect)>,
    /// The short detail of the selected row.
    pub strip: Rect,
    /// The detail of the selected row, as a column.
    pub side: Rect,
    /// The chart of the focused pane.
    pub chart: Rect,
    /// The most recent changes.
    pub changes: Rect,
    /// Everything between the header and the banner: room for a full page.
    pub body: Rect,
    /// The problems of the file.
    pub banner: Rect,
    pub footer: Rect,
}

impl Layout {
    pub fn new(room: Room<'_>) -> Self {
        let arrangement = Arrangement::for_size(room.size);
        let screen = Rect::new(0, 0, room.size.0, room.size.1);
        let none = Rect::default();
        let mut layout = Self {
            arrangement,
            header: none,
            scale: none,
            tabs: none,
            panes: Vec::new(),
            strip: none,
            side: none,
            chart: none,
            changes: none,
            body: screen,
            banner: none,
            footer: none,
        };
        match arrangement {
            Arrangement::Nothing | Arrangement::Compact => return layout,
            Arrangement::Tabs | Arrangement::Stack | Arrangement::Pairs | Arrangement::Wide => {}
        }
        let (header, rest) = cut_top(screen, 1);
        let (scale, rest) = cut_top(rest, room.scale);
        let (rest, footer) = cut_bottom(rest, 1);
        let (body, banner) = cut_bottom(rest, room.banner.min(if rest.height < 12 { 1 } else { 2 }));
        layout.header = header;
        layout.scale = scale;
        layout.footer = footer;
        layout.banner = banner;
        layout.body = body;
        // The rows below the panes are reserved before the banner, which covers them: the panes do not move when it
        // appears or disappears.
        let below = match arrangement {
            Arrangement::Nothing | Arrangement::Compact => 0,
            Arrangement::Tabs => banner.height,
            Arrangement::Stack => 2,
            Arrangement::Pairs => 7,
            Arrangement::Wide => 10,
        };
        let (mut panes, below) = cut_bottom(rest, below);
        let (below, _) = cut_bottom(below, banner.height);
        match arrangement {
            Arrangement::Nothing | Arrangement::Compact => {}
            Arrangement::Tabs => (layout.tabs, panes) = cut_top(panes, 1),
            Arrangement::Stack => {
                layout.strip = below;
                if room.panes.len() > stacked(panes) && room.zoom == Zoom::Shared {
                    (layout.tabs, panes) = cut_top(panes, 1);
                }
            }
            Arrangement::Pairs => layout.strip = below,
            Arrangement::Wide => {
                layout.changes = below;
                (panes, layout.side) = cut_right(panes, panes.width * 22 / 100);
            }
        }
        match room.zoom {
            Zoom::Alone => {
                let wanted = room.panes.get(room.focus).copied().unwrap_or(0);
                (panes, layout.chart) = cut_chart(panes, wanted, room.chart);
            }
            Zoom::Shared => (layout.side, layout.chart) = cut_side(layout.side, room.chart),
        }
        layout.panes = pane_areas(arrangement, panes, room);
        layout
    }

    /// The rows of a pane, without its frame.
    pub fn rows_of(&self, pane: usize) -> Rect {
        self.panes.iter().find(|(index, _)| *index == pane).map_or(Rect::default(), |(_, area)| self.inside(*area))
    }

    /// The part of a pane's area inside its frame.
    pub fn inside(&self, area: Rect) -> Rect {
        match self.arrangement.frame() {
            PaneFrame::Rule => cut_top(area, 1).1,
            PaneFrame::Box => area.inner(ratatui::layout::Margin::new(1, 1)),
        }
    }

    pub fn pane_at(&self, column: u16, row: u16) -> Option<usize> {
        let place = Position::new(column, row);
        self.panes.iter().find(|(_, area)| area.contains(place)).map(|(index, _)| *index)
    }
}

fn pane_areas(arrangement: Arrangement, area: Rect, room: Room<'_>) -> Vec<(usize, Rect)> {
    let alone = room.zoom == Zoom::Alone || arrangement == Arrangement::Tabs;
    if room.panes.is_empty() || alone {
        return (0..room.panes.len()).filter(|&index| index == room.focus).map(|index| (index, area)).collect();
    }
    let frame = match arrangement.frame() {
        PaneFrame::Rule => 1,
        PaneFrame::Box => 2,
    };
    let wanted: Vec<u16> = room.panes.iter().map(|rows| (*rows).clamp(MIN_PANE_ROWS, 500) + frame).collect();
    match arrangement {
        Arrangement::Nothing | Arrangement::Compact | Arrangement::Tabs => Vec::new(),
        Arrangement::Stack => {
            let shown = shown(area, wanted.len(), room.focus);
            shown.clone().zip(rows(area, &wanted[shown])).collect()
        }
        Arrangement::Pairs => pairs(area, area.width / 2, &wanted),
        // A checklist has the longest title, and is in the second place.
        Arrangement::Wide => pairs(area, area.width * 45 / 100, &wanted),
    }
}

/// How many panes can be stacked.
fn stacked(area: Rect) -> usize {
    usize::from(area.height / MIN_STACK_HEIGHT).max(ALWAYS_STACKED)
}

/// The panes on the same page as the focused one.
fn shown(area: Rect, count: usize, focus: usize) -> std::ops::Range<usize> {
    let stacked = stacked(area);
    let first = focus / stacked * stacked;
    first.min(count)..(first + stacked).min(count)
}

/// In pairs; the last of an odd number has a line to itself.
fn pairs(area: Rect, first: u16, wanted: &[u16]) -> Vec<(usize, Rect)> {
    let most: Vec<u16> = wanted.chunks(2).map(|pair| pair.iter().copied().max().unwrap_or(0)).collect();
    let lines = rows(area, &most);
    let place = |index: usize| {
        let line = lines[index / 2];
        let (left, right) = cut_left(line, first);
        match index % 2 {
            0 if index + 1 == wanted.len() => line,
            0 => left,
            _ => right,
        }
    };
    (0..wanted.len()).map(|index| (index, place(index))).collect()
}

/// Stacked areas. Those that want less than an equal share get what they want; the others share the rest.
fn rows(area: Rect, wanted: &[u16]) -> Vec<Rect> {
    let mut heights: Vec<Option<u16>> = vec![None; wanted.len()];
    let mut left = area.height;
    loop {
        let open = u16::try_from(heights.iter().filter(|height| height.is_none()).count()).unwrap_or(u16::MAX);
        let Some(share) = left.checked_div(open) else { break };
        let modest = (0..wanted.len()).find(|&index| heights[index].is_none() && wanted[index] <= share);
        // The remainder goes to the last one, which tends to be the longest list.
        let last = heights.iter().rposition(Option::is_none);
        let (index, height) = match (modest, last) {
            (Some(index), _) => (index, wanted[index]),
            (None, Some(index)) => (index, left.div_ceil(open)),
            (None, None) => break,
        };
        heights[index] = Some(height);
        left -= height;
    }
    let mut y = area.y;
    let end = wanted.len().saturating_sub(1);
    let place = |(index, height): (usize, Option<u16>)| {
        let height = height.unwrap_or(0) + if index == end { left } else { 0 };
        let place = Rect::new(area.x, y, area.width, height);
        y += height;
        place
    };
    heights.into_iter().enumerate().map(place).collect()
}

/// The first rows of an area, and the rest.
pub fn cut_top(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    let top = Rect { height: rows, ..area };
    (top, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// The rest, and the last rows of an area.
pub fn cut_bottom(area: Rect, rows: u16) -> (Rect, Rect) {
    cut_top(area, area.height - rows.min(area.height))
}

/// The first columns of an area, and the rest.
pub fn cut_left(area: Rect, columns: u16) -> (Rect, Rect) {
    let columns = columns.min(area.width);
    let left = Rect { width: columns, ..area };
    (left, Rect { x: area.x + columns, width: area.width - columns, ..area })
}

/// The rest, and the last columns of an area.
pub fn cut_right(area: Rect, columns: u16) -> (Rect, Rect) {
    cut_left(area, area.width - columns.min(area.width))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &[u16] = &[90; 6];

    fn room(size: (u16, u16), panes: &[u16]) -> Room<'_> {
        Room { size, panes, focus: 0, zoom: Zoom::Shared, chart: 0, banner: 0, scale: 0 }
    }

    #[test]
    fn a_short_pane_leaves_its_rows_to_the_long_ones() {
        let heights = |panes: &[u16]| -> Vec<u16> {
            Layout::new(room((80, 24), panes)).panes.iter().map(|(_, area)| area.height).collect()
        };
        assert_eq!(heights(&[90, 90, 90]), [6, 7, 7]);
        assert_eq!(heights(&[12, 20, 3]), [8, 8, 4]);
        assert_eq!(heights(&[0, 90, 0]), [4, 12, 4]);
        assert_eq!(heights(&[3, 3, 3]), [4, 4, 12]);
    }

    #[test]
    fn each_size_has_its_arrangement() {
        for (size, arrangement) in [
            ((0, 0), Arrangement::Nothing),
            ((1, 1), Arrangement::Nothing),
            ((29, 7), Arrangement::Compact),
            ((30, 8), Arrangement::Tabs),
            ((59, 16), Arrangement::Tabs),
            ((80, 15), Arrangement::Tabs),
            ((80, 24), Arrangement::Stack),
            ((120, 40), Arrangement::Pairs),
            ((200, 60), Arrangement::Wide),
            ((500, 200), Arrangement::Wide),
        ] {
            assert_eq!(Arrangement::for_size(size), arrangement, "{size:?}");
        }
    }

    #[test]
    fn panes_fill_their_room_and_never_overlap() {
        for panes in 1..=6 {
            for size in [(60, 16), (80, 24), (120, 40), (200, 60), (500, 200)] {
                let layout = Layout::new(room(size, &LONG[..panes]));
                let is_whole = layout.tabs.is_empty();
                assert_eq!(layout.panes.len() == panes, is_whole, "{panes} panes at {size:?}");
                for (index, (_, one)) in layout.panes.iter().enumerate() {
                    assert!(one.area() > 0, "{panes} panes at {size:?}");
                    assert!(layout.body.union(*one) == layout.body);
                    for (_, other) in &layout.panes[index + 1..] {
                        assert!(!one.intersects(*other), "{panes} panes at {size:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn five_panes_on_a_small_screen_are_turned_over_to() {
        let shown = |focus: usize, size| {
            let layout = Layout::new(Room { focus, ..room(size, &LONG[..5]) });
            (layout.panes.iter().map(|(index, _)| *index).collect::<Vec<_>>(), layout.tabs.height)
        };
        assert_eq!(shown(0, (80, 24)), (vec![0, 1, 2], 1));
        assert_eq!(shown(2, (80, 24)), (vec![0, 1, 2], 1));
        assert_eq!(shown(3, (80, 24)), (vec![3, 4], 1));
        assert_eq!(shown(4, (80, 50)), (vec![0, 1, 2, 3, 4], 0));
        assert_eq!(shown(4, (120, 40)), (vec![0, 1, 2, 3, 4], 0));
    }

    #[test]
    fn the_banner_does_not_move_the_panes() {
        for size in [(80, 24), (120, 40), (200, 60)] {
            let calm = Layout::new(room(size, &LONG[..3]));
            let alarmed = Layout::new(Room { banner: 2, ..room(size, &LONG[..3]) });
            assert_eq!(calm.panes, alarmed.panes);
            assert_eq!(alarmed.banner.height, 2);
        }
    }

    #[test]
    fn zoom_gives_the_focused_pane_all_the_room() {
        let layout = Layout::new(Room { zoom: Zoom::Alone, focus: 1, ..room((80, 24), &LONG[..3]) });
        assert_eq!(layout.panes, [(1, Rect::new(0, 1, 80, 20))]);
    }
}
