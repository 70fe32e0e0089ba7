//! The filter of one pane: which of its rows contain a text.
//!
//! Typing stays fast in long lists: a longer query searches only the rows that matched before, and a search runs in
//! slices, so that no key press waits for the whole search.

use super::headings::Headings;
use crate::board::Board;
use crate::panes::view::RowKey;
use crate::panes::{FilterQuery, Pane};

/// How many rows are searched between two messages: well under a millisecond, and a few milliseconds for Arabic text.
const SLICE: usize = 3_000;

/// A filter, and its matches so far.
#[derive(Clone, Debug)]
pub struct Filter {
    pub typed: String,
    /// The matching rows, as ascending indices into the pane's rows.
    pub matches: Vec<u32>,
    /// The matching rows with their headings.
    pub shown: Vec<u32>,
    needle: FilterQuery,
    candidates: Candidates,
    looked_at: usize,
}

#[derive(Clone, Debug)]
enum Candidates {
    All,
    These(Vec<u32>),
}

/// The rows that a pane is searched in.
#[derive(Clone, Copy)]
pub(super) struct FilterField<'a> {
    pub(super) pane: &'a dyn Pane,
    pub(super) board: &'a Board,
    pub(super) rows: &'a [RowKey],
    pub(super) headings: &'a Headings,
}

impl Filter {
    /// A filter that has searched no row yet. `None` if there is no query.
    pub(super) fn new(typed: &str) -> Option<Self> {
        Some(Self::among(typed, FilterQuery::parse(typed)?, Candidates::All))
    }

    /// Changes the query. If the new query is narrower, only matching and unsearched rows are searched.
    pub(super) fn retyped(mut self, typed: &str, field: FilterField<'_>) -> Option<Self> {
        let needle = FilterQuery::parse(typed)?;
        if !needle.narrows(&self.needle) {
            return Self::new(typed);
        }
        let mut candidates = std::mem::take(&mut self.matches);
        match self.candidates {
            Candidates::All => candidates.extend(index(self.looked_at)..index(field.rows.len())),
            Candidates::These(those) => candidates.extend(those.iter().skip(self.looked_at)),
        }
        Some(Self::among(typed, needle, Candidates::These(candidates)))
    }

    fn among(typed: &str, needle: FilterQuery, candidates: Candidates) -> Self {
        Self { typed: typed.to_owned(), matches: Vec::new(), shown: Vec::new(), needle, candidates, looked_at: 0 }
    }

    pub fn is_complete(&self, rows: usize) -> bool {
        self.looked_at >= self.total(rows)
    }

    pub(super) fn search_on(&mut self, field: FilterField<'_>) {
        let end = (self.looked_at + SLICE).min(self.total(field.rows.len()));
        for place in self.looked_at..end {
            let at = match &self.candidates {
                Candidates::All => index(place),
                Candidates::These(those) => those[place],
            };
            let has_text = field.pane.matches(field.board, field.rows[at as usize], &self.needle);
            // A heading without the text is shown for the rows below it, not for itself.
            let is_wanted = if self.needle.inverse { !has_text && !field.headings.contains(at) } else { has_text };
            if is_wanted {
                self.show(at, field.headings);
            }
        }
        self.looked_at = end;
    }

    fn show(&mut self, at: u32, headings: &Headings) {
        let last = self.shown.last().copied();
        let above = headings.above(at).into_iter().filter(|heading| last.is_none_or(|last| *heading > last));
        self.shown.extend(above.chain([at]));
        self.matches.push(at);
    }

    pub(super) fn search_all(mut self, field: FilterField<'_>) -> Self {
        while !self.is_complete(field.rows.len()) {
            self.search_on(field);
        }
        self
    }

    fn total(&self, rows: usize) -> usize {
        match &self.candidates {
            Candidates::All => rows,
            Candidates::These(those) => those.len(),
        }
    }
}

fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headings_of_rows_that_match_are_shown_once() {
        use crate::panes::view::RowKind::{Heading, Subheading};
        let headings = Headings::at(&[(0, Heading), (3, Subheading), (6, Heading)]);
        let mut filter = Filter::new("x").expect("a filter");
        for at in [4, 5, 6, 8] {
            filter.show(at, &headings);
        }
        assert_eq!(filter.shown, [0, 3, 4, 5, 6, 8]);
        assert_eq!(filter.matches, [4, 5, 6, 8]);
    }
}
