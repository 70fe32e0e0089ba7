//! Which rows of a pane are headings, so that a heading stays with its rows when they are scrolled or filtered.

use crate::panes::Pane;
use crate::panes::view::{RowKey, RowKind};

#[derive(Clone, Debug, Default)]
pub(super) struct Headings {
    /// Their indices, ascending, and their levels.
    ranks: Vec<(u32, RowKind)>,
}

impl Headings {
    pub(super) fn among(pane: &dyn Pane, rows: &[RowKey]) -> Self {
        let kinds = (0..).zip(rows.iter().map(|key| pane.kind(*key)));
        Self { ranks: kinds.filter(|(_, kind)| *kind != RowKind::Entry).collect() }
    }

    pub(super) fn contains(&self, at: u32) -> bool {
        self.kind(at) != RowKind::Entry
    }

    /// The headings that a row belongs to, outermost first.
    pub(super) fn above(&self, at: u32) -> Vec<u32> {
        let mut inner = self.kind(at);
        let mut found = Vec::new();
        let before = self.ranks.partition_point(|(heading, _)| *heading < at);
        for (heading, kind) in self.ranks[..before].iter().rev() {
            if *kind < inner {
                found.push(*heading);
                inner = *kind;
            }
            if inner == RowKind::Heading {
                break;
            }
        }
        found.reverse();
        found
    }

    fn kind(&self, at: u32) -> RowKind {
        let place = self.ranks.binary_search_by_key(&at, |(heading, _)| *heading);
        place.map_or(RowKind::Entry, |place| self.ranks[place].1)
    }
}

#[cfg(test)]
impl Headings {
    pub(super) fn at(ranks: &[(u32, RowKind)]) -> Self {
        Self { ranks: ranks.to_vec() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_belongs_to_the_nearest_heading_of_each_rank_above_it() {
        use RowKind::{Heading, Subheading};
        let headings = Headings::at(&[(0, Heading), (2, Subheading), (5, Subheading), (8, Heading)]);
        for (row, above) in [
            (0, vec![]),
            (1, vec![0]),
            (2, vec![0]),
            (3, vec![0, 2]),
            (5, vec![0]),
            (7, vec![0, 5]),
            (8, vec![]),
            (9, vec![8]),
        ] {
            assert_eq!(headings.above(row), above, "row {row}");
        }
    }
}
