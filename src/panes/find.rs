//! Which rows a filter finds: it searches the drawn text of a row, and what its pane knows about it besides.

mod fields;
mod parse;

pub use fields::RowFields;
pub use parse::OPERATORS;

use super::Pane;
use super::view::{CellContent, Phrase, RowKey, age_phrase};
use crate::board::Board;
use crate::board::freshness::Freshness;
use crate::text::{fold, fold_ascii};
use chrono::TimeDelta;
use std::borrow::Cow;

/// A filter line: every clause must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterQuery {
    clauses: Vec<Clause>,
}

/// Terms of which one must hold.
type Clause = Vec<Term>;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    is_negated: bool,
    test: TermTest,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum TermTest {
    Text(Needle),
    /// The start of a status word.
    Status(String),
    /// A part of a source's id or name.
    Source(String),
    /// One or both of the Admiralty grades, such as `B`, `3` or `B3`.
    Grade(String),
    /// A part of the owner's name.
    Owner(String),
    /// A part of the id or name of somebody who owes it.
    OwedBy(String),
    Older(TimeDelta),
    Younger(TimeDelta),
}

/// A text to look for, folded. Capitals never hide a row: an empty list would look like an all-clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle(String);

/// Whether the filter finds a row.
pub fn matches(pane: &dyn Pane, board: &Board, key: RowKey, query: &FilterQuery) -> bool {
    let row = SearchedRow::new(pane, board, key);
    query.clauses.iter().all(|clause| clause.iter().any(|term| term.holds(&row)))
}

impl FilterQuery {
    /// Whether every row that it finds is also found by `before`.
    pub fn narrows(&self, before: &Self) -> bool {
        before.clauses.iter().all(|wanted| self.clauses.iter().any(|clause| implies(clause, wanted)))
    }

    /// Whether it only leaves out rows. Such a filter does not find a heading for the heading's own words.
    pub fn is_negative(&self) -> bool {
        !self.clauses.iter().any(|clause| clause.iter().all(|term| !term.is_negated))
    }

    /// The texts that it looks for, to highlight them.
    pub fn needles(&self) -> impl Iterator<Item = &Needle> {
        self.clauses.iter().flatten().filter_map(|term| match &term.test {
            TermTest::Text(needle) => (!term.is_negated).then_some(needle),
            TermTest::Status(_)
            | TermTest::Source(_)
            | TermTest::Grade(_)
            | TermTest::Owner(_)
            | TermTest::OwedBy(_)
            | TermTest::Older(_)
            | TermTest::Younger(_) => None,
        })
    }
}

fn implies(clause: &Clause, wanted: &Clause) -> bool {
    clause.iter().all(|term| wanted.iter().any(|other| term == other || term.is_longer_than(other)))
}

impl Term {
    fn is_longer_than(&self, other: &Self) -> bool {
        match (&self.test, &other.test) {
            (TermTest::Text(one), TermTest::Text(other_text)) if !self.is_negated && !other.is_negated => {
                one.0.contains(&other_text.0)
            }
            _ => false,
        }
    }

    fn holds(&self, row: &SearchedRow<'_>) -> bool {
        let is_so = match &self.test {
            TermTest::Text(needle) => row.pieces().any(|piece| needle.is_in(piece)),
            TermTest::Status(start) => row.fields.statuses.iter().any(|word| word.starts_with(start.as_str())),
            TermTest::Source(part) => is_part(part, &row.fields.sources),
            TermTest::Owner(part) => is_part(part, row.fields.owner.as_slice()),
            TermTest::OwedBy(part) => is_part(part, &row.fields.owed_by),
            TermTest::Grade(grade) => row.fields.grades.iter().any(|known| known.contains(grade)),
            TermTest::Older(than) => row.age().is_some_and(|age| age.is_none_or(|age| age > *than)),
            TermTest::Younger(than) => row.age().flatten().is_some_and(|age| age < *than),
        };
        is_so != self.is_negated
    }
}

fn is_part(part: &str, names: &[Cow<'_, str>]) -> bool {
    names.iter().any(|name| fold(name).contains(part))
}

impl Needle {
    fn new(typed: &str) -> Self {
        Self(fold(typed).into_owned())
    }

    /// The byte positions in a folded text.
    pub fn positions<'t>(&'t self, folded: &'t str) -> impl Iterator<Item = std::ops::Range<usize>> {
        folded.match_indices(&self.0).map(|(at, found)| at..at + found.len())
    }

    fn is_in(&self, text: &str) -> bool {
        if text.is_ascii() { self.is_within(text.as_bytes()) } else { fold(text).contains(&self.0) }
    }

    /// Like `is_in` for ASCII text in either case, without a copy.
    fn is_within(&self, haystack: &[u8]) -> bool {
        let needle = self.0.as_bytes();
        let Some(&first) = needle.first() else { return true };
        let upper = first.to_ascii_uppercase();
        haystack.len() >= needle.len()
            && (0..=haystack.len() - needle.len()).any(|at| {
                (haystack[at] == first || haystack[at] == upper)
                    && haystack[at..].iter().zip(needle).all(|(byte, wanted)| fold_ascii(*byte) == *wanted)
            })
    }
}

/// Everything that a filter can find a row by.
struct SearchedRow<'b> {
    drawn: Vec<String>,
    drawn_age: Option<Freshness>,
    fields: RowFields<'b>,
}

impl<'b> SearchedRow<'b> {
    fn new(pane: &dyn Pane, board: &'b Board, key: RowKey) -> Self {
        let joined = |phrases: Vec<Phrase>| phrases.into_iter().map(|phrase| phrase.text).collect::<String>();
        let (mut drawn, mut drawn_age) = (Vec::new(), None);
        for cell in pane.row(board, key).cells {
            match cell.content {
                CellContent::Text(phrases) => drawn.push(joined(phrases)),
                CellContent::Flags(flags) => drawn.extend(flags.into_iter().map(|flag| flag.text)),
                CellContent::Headline(headline) => drawn.extend(headline.texts()),
                CellContent::Age(freshness) => {
                    drawn.push(age_phrase(freshness).text);
                    drawn_age = Some(freshness);
                }
                CellContent::Bar(_) | CellContent::Spark(..) | CellContent::Days(_) | CellContent::Flow(_) => {}
            }
        }
        Self { drawn, drawn_age, fields: pane.fields(board, key) }
    }

    fn pieces(&self) -> impl Iterator<Item = &str> {
        let RowFields { texts, sources, owner, owed_by, .. } = &self.fields;
        let hidden = texts.iter().chain(sources).chain(owner).chain(owed_by).map(|text| &**text);
        self.drawn.iter().map(String::as_str).chain(hidden)
    }

    /// The age of its newest data: `None` if it has no age, `Some(None)` if there is no data.
    fn age(&self) -> Option<Option<TimeDelta>> {
        self.fields.age.or(self.drawn_age).map(Freshness::age)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(typed: &str) -> FilterQuery {
        FilterQuery::parse(typed).expect("a filter").expect("something to look for")
    }

    #[track_caller]
    fn check(typed: &str, drawn: &str, found: bool) {
        let row = SearchedRow { drawn: vec![drawn.to_owned()], drawn_age: None, fields: RowFields::default() };
        let query = query(typed);
        let holds = query.clauses.iter().all(|clause| clause.iter().any(|term| term.holds(&row)));
        assert_eq!(holds, found, "{typed:?} in {drawn:?}");
    }

    #[test]
    fn letters_are_found_in_either_case() {
        check("egypt", "Egypt (border control)", true);
        check("EGYPT", "Egypt", true);
        check("Egypt", "Egypt", true);
        check("qatar", "Egypt", false);
        check("معبر", "في معبر رفح", true);
    }

    #[test]
    fn a_text_is_found_in_whatever_way_it_is_written() {
        check("россия", "МИД: Россия", true);
        check("Élysée", "the Elysee palace", true);
        check("elyse", "the E\u{301}lyse\u{301}e", true);
        check("\"two gates\"", "two\u{a0}gates", true);
        check("\"two gates\"", "Two\ngates", true);
        check("é", "Egypt", true);
        check("я", "Egypt", false);
    }

    #[test]
    fn every_word_must_be_there_in_any_order() {
        check("gates two", "Two gates", true);
        check("gates three", "Two gates", false);
        check("\"gates two\"", "Two gates", false);
    }

    #[test]
    fn a_bar_joins_alternatives_and_a_bang_excludes() {
        check("rafah closed|limited", "Rafah limited", true);
        check("rafah closed | limited", "Rafah open", false);
        check("!egypt", "Egypt", false);
        check("rafah !closed", "Rafah open", true);
        check("rafah !\"not met\"", "Rafah not met", false);
        check("12:02z", "at 12:02Z", true);
    }

    #[test]
    fn a_longer_text_narrows_and_an_exclusion_only_when_it_stays() {
        let narrows = |before, after| query(after).narrows(&query(before));
        assert!(narrows("eg", "egy"));
        assert!(narrows("e", "Eg"));
        assert!(narrows("É", "Ély"));
        assert!(narrows("eg", "eg border"));
        assert!(narrows("eg !b", "egy !b"));
        assert!(narrows("E", "eg"));
        assert!(!narrows("egy", "eg"));
        assert!(!narrows("!e", "!eg"));
        assert!(!narrows("e", "!eg"));
        assert!(!narrows("closed", "closed|limited"));
        assert!(narrows("closed|limited", "closed"));
    }
}
