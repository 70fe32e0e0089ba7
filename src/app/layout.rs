//! The screen layout: a pure function of the screen size and of what is open.
//!
//! It is part of the state, not of the drawing, because moving a selection, paging and mouse clicks depend on how many
//! rows a pane has. Drawing uses the same rectangles.

mod chart;

use super::heights::{HeightNeed, share};
use chart::{cut_chart, cut_side};
use ratatui::layout::{Position, Rect};

/// A stacked pane must have room for its title and a few rows. If the screen is too low, the panes are split over pages
/// and named in tabs.
const MIN_STACK_HEIGHT: u16 = 6;

/// This many panes are stacked however low the screen is.
const ALWAYS_STACKED: usize = 3;

/// The columns of a title line that are not for its words: corners, the number of the pane, the rule.
const FRAME_OF_TITLE: u16 = 12;

/// So many rows shorter, a column of panes is much shorter. A few more rows in it do not move a pane.
const MUCH_SHORTER: u16 = 8;

/// Columns of panes change by so many columns.
const TITLE_STEP: u16 = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    Nothing,
    /// The status words and the highest age, without borders.
    Compact,
    Tabs,
    Stack,
    /// Two columns of panes, the third of three at full width; a detail strip.
    Pairs,
    /// Two columns of panes, a detail column, a strip of changes.
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

/// The size of a pane's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How many rows it would fill.
    pub rows: u16,
    /// The columns that its name and its alarms take.
    pub title: u16,
}

/// What the layout depends on.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    pub size: (u16, u16),
    pub panes: &'a [Wanted],
    pub focus: usize,
    /// The pane that gets more of the rows, where they are scarce.
    pub favoured: usize,
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
                (panes, layout.side) = cut_right(panes, panes.width / 4);
            }
        }
        match room.zoom {
            Zoom::Alone => {
                let wanted = room.panes.get(room.focus).map_or(0, |wanted| wanted.rows);
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
    let needs: Vec<HeightNeed> = room
        .panes
        .iter()
        .enumerate()
        .map(|(index, wanted)| HeightNeed::pane(wanted.rows, frame, index == room.favoured))
        .collect();
    match arrangement {
        Arrangement::Nothing | Arrangement::Compact | Arrangement::Tabs => Vec::new(),
        Arrangement::Stack => {
            let shown = shown(area, needs.len(), room.focus);
            stack(area, &shown.map(|index| (index, needs[index])).collect::<Vec<_>>())
        }
        Arrangement::Pairs | Arrangement::Wide => pairs(area, room.panes, &needs),
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

/// Two columns of panes, which are filled line by line. The third of three is below them at full width; the last of
/// five is in the first column, or in the second if that is much shorter.
fn pairs(area: Rect, wanted: &[Wanted], needs: &[HeightNeed]) -> Vec<(usize, Rect)> {
    let paired = needs.len() / 2 * 2;
    let column = |first: usize| (first..paired).step_by(2).map(|index| (index, needs[index])).collect::<Vec<_>>();
    let mut columns = [column(0), column(1)];
    let [left, right] = [0, 1].map(|side: usize| HeightNeed::stacked(&columns[side]));
    let last = needs[paired..].first().map(|need| (paired, *need));
    let (mut above, mut below) = (area, Rect::default());
    match needs.len() {
        1 => (above, below) = cut_top(area, 0),
        3 => (above, below) = cut_top(area, share(area.height, &[left.beside(right), needs[2]])[0]),
        _ => columns[usize::from(left.whole > right.whole.saturating_add(MUCH_SHORTER))].extend(last),
    }
    let title = |side: usize| columns[side].iter().map(|(index, _)| wanted[*index].title).max().unwrap_or(0);
    let (left, right) = cut_left(above, first_column(area.width, title(0), title(1)));
    let mut places = stack(left, &columns[0]);
    places.extend(stack(right, &columns[1]));
    places.extend(last.filter(|_| !below.is_empty()).map(|(index, _)| (index, below)));
    places.sort_by_key(|(index, _)| *index);
    places
}

/// The width of the first of two columns: half, or more for titles that are longer there. It changes in steps, so that
/// columns stay as they are while ages grow.
fn first_column(width: u16, left: u16, right: u16) -> u16 {
    let in_steps = |title: u16| title.saturating_add(FRAME_OF_TITLE).div_ceil(TITLE_STEP).saturating_mul(TITLE_STEP);
    let (least, most) = (width * 9 / 20, width * 11 / 20);
    let (left, right) = (in_steps(left), width.saturating_sub(in_steps(right)));
    let wanted = match left <= right {
        true => (width / 2).clamp(left, right),
        false => left.midpoint(right),
    };
    wanted.clamp(least, most)
}

fn stack(area: Rect, panes: &[(usize, HeightNeed)]) -> Vec<(usize, Rect)> {
    let needs: Vec<HeightNeed> = panes.iter().map(|(_, need)| *need).collect();
    let mut rest = area;
    let place = |((pane, _), height): (&(usize, HeightNeed), u16)| {
        let (place, below) = cut_top(rest, height);
        rest = below;
        (*pane, place)
    };
    panes.iter().zip(share(area.height, &needs)).map(place).collect()
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

    const LONG: &[Wanted] = &[wanted(90); 6];

    const fn wanted(rows: u16) -> Wanted {
        Wanted { rows, title: 30 }
    }

    fn room(size: (u16, u16), panes: &[Wanted]) -> Room<'_> {
        Room { size, panes, focus: 0, favoured: 0, zoom: Zoom::Shared, chart: 0, banner: 0, scale: 0 }
    }

    #[test]
    fn a_short_pane_leaves_its_rows_to_the_pane_below_it() {
        let panes = [12, 20, 3, 39, 34].map(wanted);
        let heights =
            |size| -> Vec<u16> { Layout::new(room(size, &panes)).panes.iter().map(|(_, area)| area.height).collect() };
        assert_eq!(heights((120, 40)), [14, 15, 5, 16, 12]);
        assert_eq!(heights((200, 60)), [14, 22, 5, 26, 29]);
    }

    #[test]
    fn the_longer_title_gets_the_wider_column() {
        for (left, right, first) in
            [(30, 30, 60), (60, 30, 66), (30, 60, 54), (200, 30, 66), (50, 50, 60), (51, 44, 64)]
        {
            assert_eq!(first_column(120, left, right), first, "{left} beside {right}");
        }
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
