//! The filter of one pane: which of its rows contain a text.
//!
//! Typing stays fast in long lists: a longer query searches only the rows that matched before, and a search runs in
//! slices, so that no key press waits for the whole search.

use super::headings::Headings;
use crate::board::Board;
use crate::panes::view::RowKey;
use crate::panes::{self, FilterQuery, Pane};

/// How many rows are searched between two messages: each is built as it is drawn, so a slice takes a millisecond or two.
const SLICE: usize = 400;

/// A filter, and its matches so far.
#[derive(Clone, Debug)]
pub struct Filter {
    pub typed: String,
    /// The matching rows, as ascending indices into the pane's rows.
    pub matches: Vec<u32>,
    /// The matching rows with their headings.
    pub shown: Vec<u32>,
    query: FilterQuery,
    /// Why the typed text cannot be read. Every row is then shown.
    problem: Option<String>,
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
        match FilterQuery::parse(typed) {
            Ok(query) => Some(Self::among(typed, query?, Candidates::All)),
            Err(problem) => {
                let everything = Self::among(typed, FilterQuery::default(), Candidates::All);
                Some(Self { problem: Some(problem), ..everything })
            }
        }
    }

    pub fn query(&self) -> &FilterQuery {
        &self.query
    }

    /// Why the typed text cannot be read, safe to show.
    pub fn problem(&self) -> Option<String> {
        self.problem.as_deref().map(|problem| crate::text::sanitise(problem).into_owned())
    }

    /// Changes the query. If the new query is narrower, only matching and unsearched rows are searched.
    pub(super) fn retyped(mut self, typed: &str, field: FilterField<'_>) -> Option<Self> {
        let query = match FilterQuery::parse(typed) {
            Ok(Some(query)) if self.problem.is_none() && query.narrows(&self.query) => query,
            Ok(_) | Err(_) => return Self::new(typed),
        };
        let mut candidates = std::mem::take(&mut self.matches);
        match self.candidates {
            Candidates::All => candidates.extend(index(self.looked_at)..index(field.rows.len())),
            Candidates::These(those) => candidates.extend(those.iter().skip(self.looked_at)),
        }
        Some(Self::among(typed, query, Candidates::These(candidates)))
    }

    fn among(typed: &str, query: FilterQuery, candidates: Candidates) -> Self {
        let typed = typed.to_owned();
        Self { typed, matches: Vec::new(), shown: Vec::new(), query, problem: None, candidates, looked_at: 0 }
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
            // A heading that only lacks a text is shown for the rows below it, not for itself.
            let is_for_rows = self.query.is_negative() && self.problem.is_none() && field.headings.contains(at);
            if !is_for_rows && panes::matches(field.pane, field.board, field.rows[at as usize], &self.query) {
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
