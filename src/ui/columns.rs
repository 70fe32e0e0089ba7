//! The widths of cells: measured from the rows that are shown together, so that they align and take no unused room.

use crate::app::wrap::columns;
use crate::panes::view::{Cell, CellContent, Column, Phrase, Row, Width, age_phrase};

/// The columns between two cells.
pub(super) const GAP: u16 = 1;

/// Up to so many columns of a text are worth more than an optional cell.
const WHOLE_TEXT: u16 = 40;

/// However narrow a row is, dates and states are not cut for what follows.
const MIN_WIDEST: u16 = 12;

/// What a cell takes at least.
#[derive(Clone, Copy)]
struct Least {
    /// The most that a column gets.
    widest: u16,
    /// So much of a text that fills, if it wants less.
    text: u16,
}

/// The width of the widest cell of each column.
pub(crate) struct Columns([u16; Column::COUNT]);

impl Columns {
    pub(crate) fn measure<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Self {
        let mut widest = [0; Column::COUNT];
        for cells in rows.into_iter().map(|row| row.cells.as_slice()) {
            for (at, cell) in cells.iter().enumerate() {
                if let Width::Widest(column) | Width::Fill(column, _) = cell.width {
                    let wide = needed(cell).saturating_add(beside(cells, at));
                    widest[column as usize] = wide.max(widest[column as usize]);
                }
            }
        }
        Self(widest)
    }

    /// The cells that stay, and their widths. Cells with the highest `drop` are dropped first; the first cell that
    /// fills gets the remaining width; if no cell can be dropped, the last ones are cut.
    pub(super) fn fit(&self, cells: &[Cell], width: u16) -> Vec<(usize, u16)> {
        let mut staying: Vec<usize> = (0..cells.len()).filter(|&at| !self.is_absent(&cells[at])).collect();
        let widest = self.widest(cells, &staying, width);
        self.drop_cells(cells, &mut staying, width, (Cell::OPTIONAL, Least { widest, text: WHOLE_TEXT }));
        self.drop_cells(cells, &mut staying, width, (1, Least { widest, text: 0 }));
        let widest = self.widest(cells, &staying, width);
        let without_text = |at: &usize| match cells[*at].width {
            Width::Fill(..) => 0,
            Width::Fixed(_) | Width::Widest(_) | Width::Beside => self.least(&cells[*at], Least { widest, text: 0 }),
        };
        let taken = staying.iter().map(without_text).map(u32::from).sum::<u32>() + gaps(staying.len());
        let mut room = u16::try_from(u32::from(width).saturating_sub(taken)).unwrap_or(0);
        let mut fitted = Vec::new();
        for at in staying {
            match cells[at].width {
                Width::Fill(..) => {
                    let (text, flags) = share(cells, at, std::mem::take(&mut room));
                    fitted.push((at, text));
                    fitted.extend(flags.map(|wide| (at + 1, wide)));
                }
                Width::Fixed(_) | Width::Widest(_) | Width::Beside => fitted.push((at, without_text(&at))),
            }
        }
        fitted
    }

    /// The most that a column gets. However long a name is, there is room for what follows, unless that is half of the
    /// line.
    fn widest(&self, cells: &[Cell], staying: &[usize], width: u16) -> u16 {
        let least = MIN_WIDEST.max(width / 2);
        let fits = |widest: &u16| self.taken(cells, staying, Least { widest: *widest, text: 0 }) <= u32::from(width);
        if fits(&u16::MAX) { u16::MAX } else { (least..width).rev().find(fits).unwrap_or(least) }
    }

    /// Drops cells of at least this `drop` until the others fit.
    fn drop_cells(&self, cells: &[Cell], staying: &mut Vec<usize>, width: u16, (from, least): (u8, Least)) {
        while self.taken(cells, staying, least) > u32::from(width) {
            let dropped = staying.iter().copied().filter(|&at| cells[at].drop >= from);
            let Some(dropped) = dropped.max_by_key(|&at| (cells[at].drop, at)) else { break };
            staying.retain(|&at| at != dropped);
        }
    }

    fn taken(&self, cells: &[Cell], staying: &[usize], least: Least) -> u32 {
        staying.iter().map(|&at| u32::from(self.least(&cells[at], least))).sum::<u32>() + gaps(staying.len())
    }

    fn least(&self, cell: &Cell, least: Least) -> u16 {
        match cell.width {
            Width::Fixed(wide) => wide,
            Width::Widest(column) => self.0[column as usize].min(least.widest),
            Width::Fill(column, wanted) => self.0[column as usize].min(wanted.max(least.text)),
            Width::Beside => 0,
        }
    }

    /// Whether a cell takes no room, and no gap: its column is empty, or it is beside another.
    fn is_absent(&self, cell: &Cell) -> bool {
        match cell.width {
            Width::Widest(column) => self.0[column as usize] == 0,
            Width::Beside => true,
            Width::Fixed(_) | Width::Fill(..) => false,
        }
    }
}

fn gaps(cells: usize) -> u32 {
    u32::from(GAP) * u32::try_from(cells.saturating_sub(1)).unwrap_or(0)
}

/// The width of the content of a cell.
fn needed(cell: &Cell) -> u16 {
    let wide = match &cell.content {
        CellContent::Text(phrases) if phrases.iter().all(|phrase| phrase.text.trim().is_empty()) => 0,
        CellContent::Text(phrases) => phrases.iter().map(|phrase| columns(&phrase.text)).sum(),
        CellContent::Flags(flags) => flags_columns(flags, flags.len()),
        CellContent::Age(freshness) => columns(&age_phrase(*freshness).text),
        CellContent::Days(days) => days.len(),
        CellContent::Flow(marks) => marks.len(),
        CellContent::Spark(..) | CellContent::Bar(_) | CellContent::Headline(_) => usize::from(u16::MAX),
    };
    u16::try_from(wide).unwrap_or(u16::MAX)
}

/// The width of the flags after a cell, with their gap.
fn beside(cells: &[Cell], at: usize) -> u16 {
    let flags = cells.get(at + 1).filter(|cell| cell.width == Width::Beside).map_or(0, needed);
    if flags > 0 { flags.saturating_add(GAP) } else { 0 }
}

/// Shares a width between a text and its flags: first the flags that fit beside the whole text, at least the most
/// severe one. A fifth of the width stays for the text.
fn share(cells: &[Cell], at: usize, width: u16) -> (u16, Option<u16>) {
    let Some(CellContent::Flags(flags)) = cells.get(at + 1).map(|cell| &cell.content) else { return (width, None) };
    if flags.is_empty() {
        return (width, None);
    }
    let text = needed(&cells[at]);
    let room = |text: u16| width.saturating_sub(text).saturating_sub(GAP);
    let fits = |shown: usize| flags_columns(flags, shown) <= usize::from(room(text));
    let shown = (1..=flags.len()).rev().find(|shown| fits(*shown)).unwrap_or(1);
    let wide = u16::try_from(flags_columns(flags, shown)).unwrap_or(u16::MAX).min(room(text.min(width / 5)));
    (width.saturating_sub(wide + GAP), Some(wide))
}

/// The width of the first flags, and of the number of the others.
pub(super) fn flags_columns(flags: &[Phrase], shown: usize) -> usize {
    let words: usize = flags[..shown].iter().map(|flag| columns(&flag.text) + 1).sum();
    match flags.len() - shown {
        0 => words.saturating_sub(1),
        more => words + columns(&more_flags(more)),
    }
}

pub(super) fn more_flags(number: usize) -> String {
    format!("+{number}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panes::view::RowKind;
    use proptest::prelude::*;

    fn row(words: [&str; 5]) -> Row {
        let [when, severity, text, flag, source] = words.map(Phrase::plain);
        let flags = if flag.text.is_empty() { Vec::new() } else { vec![flag] };
        let cells = vec![
            Cell::column(Column::When, when),
            Cell::column(Column::Severity, severity).drop(Cell::OPTIONAL),
            Cell::fill(Column::Text, 12, vec![text]),
            Cell::flags(flags),
            Cell::column(Column::Source, source).drop(1),
        ];
        Row { cells, kind: RowKind::Entry }
    }

    #[track_caller]
    fn check(rows: &[[&str; 5]], width: u16, expected: &[&[(usize, u16)]]) {
        let rows: Vec<Row> = rows.iter().copied().map(row).collect();
        let columns = Columns::measure(&rows);
        let fitted: Vec<_> = rows.iter().map(|row| columns.fit(&row.cells, width)).collect();
        assert_eq!(fitted, expected);
    }

    #[test]
    fn a_column_is_as_wide_as_its_widest_cell_and_an_empty_one_has_no_width() {
        let rows = [["1 Feb", "", "short", "", "ap B3"], ["30 Jan", " ", "a longer text", "", "un"]];
        check(&rows, 40, &[&[(0, 6), (2, 27), (4, 5)], &[(0, 6), (2, 27), (4, 5)]]);
    }

    #[test]
    fn an_optional_cell_leaves_rather_than_cut_a_text() {
        let rows = [["1 Feb", "severe", "a text of thirty-two columns....", "", "ap"]];
        check(&rows, 49, &[&[(0, 5), (1, 6), (2, 33), (4, 2)]]);
        check(&rows, 47, &[&[(0, 5), (2, 38), (4, 2)]]);
        check(&rows, 30, &[&[(0, 5), (2, 21), (4, 2)]]);
        check(&rows, 20, &[&[(0, 5), (2, 14)]]);
    }

    #[test]
    fn rows_with_and_without_flags_align() {
        let rows = [["1 Feb", "", "title", "OVERDUE 2d", "ap"], ["1 Feb", "", "a longer title", "", "ap"]];
        check(&rows, 30, &[&[(0, 5), (2, 10), (3, 10), (4, 2)], &[(0, 5), (2, 21), (4, 2)]]);
    }

    #[test]
    fn a_long_name_leaves_room_for_what_follows() {
        let rows = [["a name that is longer than the line is", "", "● open", "", ""]];
        check(&rows, 30, &[&[(0, 23), (2, 6)]]);
        let rows = [["a name that is longer than the line is", "", "a text of thirty-two columns....", "", ""]];
        check(&rows, 30, &[&[(0, 17), (2, 12)]]);
    }

    proptest! {
        #[test]
        fn columns_fit_align_and_take_no_unused_room(
            words in prop::collection::vec(prop::array::uniform5("[a-z]{0,3}( [a-z]{1,9}){0,4}"), 1..6),
            width in 1u16..90,
        ) {
            let rows: Vec<Row> = words.iter().map(|words| row(words.each_ref().map(String::as_str))).collect();
            let columns = Columns::measure(&rows);
            let places = |row: &Row| -> Vec<(usize, u16, u16)> {
                let mut start = 0;
                let place = |(at, wide): (usize, u16)| {
                    let place = (at, start, wide);
                    start += wide + GAP;
                    place
                };
                columns.fit(&row.cells, width).into_iter().map(place).collect()
            };
            let without_flags = |row: &Row| -> Vec<(usize, u16)> {
                places(row).into_iter().filter(|(at, ..)| *at != 3).map(|(at, start, _)| (at, start)).collect()
            };
            for row in &rows {
                prop_assert_eq!(without_flags(row), without_flags(&rows[0]));
                let places = places(row);
                for &(at, _, wide) in &places {
                    let widest = rows.iter().map(|row| needed(&row.cells[at])).max().unwrap_or(0);
                    prop_assert!(at == 2 || wide <= widest, "cell {} has {} columns for {}", at, wide, widest);
                }
                let fills = places.iter().find(|(at, ..)| *at == 2).map_or(0, |(_, _, wide)| *wide);
                let end = places.last().map_or(0, |(_, start, wide)| start + wide);
                prop_assert!(fills == 0 || end <= width, "{} columns of {}", end, width);
                let spare = i32::from(fills) - i32::from(needed(&row.cells[2]));
                let is_narrow = |(at, _, wide): &(usize, u16, u16)| {
                    *at != 3 && *wide < rows.iter().map(|row| needed(&row.cells[*at])).max().unwrap_or(0)
                };
                let wanted = rows.iter().map(|row| needed(&row.cells[2]) + beside(&row.cells, 2)).max().unwrap_or(0);
                let hides = places.iter().filter(|(at, ..)| *at != 2).any(is_narrow);
                prop_assert!(!hides || spare <= 0 || fills <= wanted, "{} unused columns", spare);
                let flags = places.iter().find(|(at, ..)| *at == 3).map_or(0, |(_, _, wide)| wide + GAP);
                let is_cut = fills + flags < needed(&row.cells[2]).min(WHOLE_TEXT);
                prop_assert!(!is_cut || places.iter().all(|(at, ..)| row.cells[*at].drop < Cell::OPTIONAL));
            }
        }
    }
}
