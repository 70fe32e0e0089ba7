//! The filter of one pane: which of its rows have a text in them.
//!
//! Narrowing a filter looks only at the rows that matched before, so typing stays quick in long lists.

use crate::board::Board;
use crate::panes::view::RowKey;
use crate::panes::{Needle, Pane};

/// A filter, and the rows that match it.
#[derive(Clone, Debug)]
pub struct Filter {
    /// As typed.
    pub typed: String,
    /// Indices into the pane's rows.
    pub matches: Vec<u32>,
}

impl Filter {
    /// Looks through every row. `None` where nothing is typed to look for.
    pub fn of(typed: &str, pane: &dyn Pane, board: &Board, rows: &[RowKey]) -> Option<Self> {
        let needle = Needle::parse(typed)?;
        let all = 0..u32::try_from(rows.len()).unwrap_or(u32::MAX);
        Some(Self { typed: typed.to_owned(), matches: search(&needle, pane, board, rows, all) })
    }

    /// The same with another text; only what matched before is looked at where that is enough.
    pub fn retyped(&self, typed: &str, pane: &dyn Pane, board: &Board, rows: &[RowKey]) -> Option<Self> {
        if !narrows(&self.typed, typed) {
            return Self::of(typed, pane, board, rows);
        }
        let needle = Needle::parse(typed)?;
        let matches = search(&needle, pane, board, rows, self.matches.iter().copied());
        Some(Self { typed: typed.to_owned(), matches })
    }
}

fn search(
    needle: &Needle,
    pane: &dyn Pane,
    board: &Board,
    rows: &[RowKey],
    among: impl Iterator<Item = u32>,
) -> Vec<u32> {
    among.filter(|&index| pane.matches(board, rows[index as usize], needle) != needle.inverse).collect()
}

/// Whether every row that matches `after` also matched `before`. An inverse filter widens as it grows.
fn narrows(before: &str, after: &str) -> bool {
    let (before, after) = (before.trim(), after.trim());
    !before.is_empty() && !before.starts_with('!') && !after.starts_with('!') && after.starts_with(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_text_narrows_unless_it_is_inverse() {
        assert!(narrows("eg", "egy"));
        assert!(!narrows("egy", "eg"));
        assert!(!narrows("!e", "!eg"));
        assert!(!narrows("", "e"));
        assert!(!narrows("!", "!e"));
    }
}
