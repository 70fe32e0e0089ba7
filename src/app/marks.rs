//! Which rows have changed.
//!
//! Rows are compared as drawn, both boards read as of the same moment, so that an age that merely grew is no change.
//! Long lists are compared by identity only. What is said of a change is said by `news`.

use crate::board::Board;
use crate::panes::Pane;
use crate::panes::changes::Line;
use crate::panes::view::{ByRowId, Content, Phrase, Row, RowKey};
use chrono::{DateTime, Utc};

/// Rows beyond this many are compared by identity only.
const COMPARED_AS_DRAWN: usize = 2_000;

/// How many of the most recent changes are kept for the strip.
pub(super) const KEPT: usize = 50;

/// What happened to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It was not there before.
    New,
    /// It reads differently.
    Changed,
}

/// Something that has changed, as it is listed.
#[derive(Clone, Debug)]
pub struct News {
    /// When it was noticed; nothing where that was in an earlier run of the program.
    pub at: Option<DateTime<Utc>>,
    /// The pane that it stands in, if it stands in one.
    pub pane: Option<usize>,
    /// What happened.
    pub mark: Mark,
    /// What there is to say.
    pub told: Told,
}

/// What is said of something that has changed.
#[derive(Clone, Debug)]
pub enum Told {
    /// What it was and what it is.
    Line(Line),
    /// The row, as it read then.
    Row(Row),
}

/// A board and the rows that a pane has on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    /// The board.
    pub(super) board: &'a Board,
    /// The rows, in any order.
    pub(super) rows: &'a [RowKey],
}

/// The rows of `after` that are new or read differently, in the order of `after`; `is_same` says whether two read alike.
pub(super) fn compare(
    pane: &dyn Pane,
    before: Side<'_>,
    after: Side<'_>,
    is_same: fn(&Row, &Row) -> bool,
) -> Vec<(RowKey, Mark)> {
    let as_drawn = before.rows.len().max(after.rows.len()) <= COMPARED_AS_DRAWN;
    let (old, new) = if as_drawn { (before.rows, after.rows) } else { without_same_ends(before.rows, after.rows) };
    let known: ByRowId<RowKey> = old.iter().map(|key| (key.id, *key)).collect();
    let mark = |key: RowKey| match known.get(&key.id) {
        None => Some(Mark::New),
        Some(_) if !as_drawn => None,
        Some(old) => (!is_same(&pane.row(before.board, *old), &pane.row(after.board, key))).then_some(Mark::Changed),
    };
    new.iter().filter_map(|&key| Some((key, mark(key)?))).collect()
}

/// What is left of two lists without the rows that both begin and end with. Of a long log that is next to nothing.
fn without_same_ends<'r>(one: &'r [RowKey], other: &'r [RowKey]) -> (&'r [RowKey], &'r [RowKey]) {
    let is_same = |(one, other): &(&RowKey, &RowKey)| one.id == other.id;
    let first = one.iter().zip(other).take_while(is_same).count();
    let (one, other) = (&one[first..], &other[first..]);
    let last = one.iter().rev().zip(other.iter().rev()).take_while(is_same).count();
    (&one[..one.len() - last], &other[..other.len() - last])
}

/// Whether two rows say the same but for how long ago or how far ahead things are: for boards of two moments.
pub(super) fn is_same_but_for_ages(one: &Row, other: &Row) -> bool {
    ageless(one.clone()) == ageless(other.clone())
}

fn ageless(mut row: Row) -> Row {
    let drop_ages = |phrase: &mut Phrase| {
        phrase.text = phrase.text.split(' ').filter(|word| !is_age(word)).collect::<Vec<_>>().join(" ");
    };
    for cell in &mut row.cells {
        match &mut cell.content {
            Content::Text(phrases) | Content::Flags(phrases) => phrases.iter_mut().for_each(drop_ages),
            Content::Headline(headline) => headline.words_mut().for_each(drop_ages),
            Content::Bar(_) | Content::Spark(..) | Content::Days(_) | Content::Flow(_) => {}
        }
    }
    row
}

/// `3h`, `29d`, `now`, whatever stands around them.
fn is_age(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let is_span = |word: &str| match word.strip_suffix(['s', 'm', 'h', 'd']) {
        Some(number) => !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()),
        None => false,
    };
    word == "now" || is_span(word)
}

/// Puts what is new before what is older, and forgets the oldest.
pub(super) fn remember(news: &mut Vec<News>, newest: impl IntoIterator<Item = News>) {
    news.splice(0..0, newest.into_iter().take(KEPT));
    news.truncate(KEPT);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panes::view::{Cell, Phrase, RowId, RowKind, RowList};

    #[test]
    fn of_long_lists_what_both_begin_and_end_with_is_left_out() {
        let keys = |ids: &[u64]| -> Vec<RowKey> {
            ids.iter().map(|id| RowKey { id: RowId(*id), list: RowList::Only, parent: 0, index: 0 }).collect()
        };
        let check = |one: &[u64], other: &[u64], left: (&[u64], &[u64])| {
            assert_eq!(without_same_ends(&keys(one), &keys(other)), (&*keys(left.0), &*keys(left.1)));
        };
        check(&[1, 2, 3], &[1, 2, 3], (&[], &[]));
        check(&[1, 2, 3], &[1, 9, 2, 3], (&[], &[9]));
        check(&[1, 2, 3], &[1, 3, 4], (&[2, 3], &[3, 4]));
        check(&[1, 1], &[1], (&[1], &[]));
        check(&[], &[1], (&[], &[1]));
    }

    #[test]
    fn rows_of_two_moments_are_compared_without_their_ages() {
        let row = |text: &str| Row { cells: vec![Cell::fixed(9, Phrase::plain(text))], kind: RowKind::Entry };
        let check = |one, other| is_same_but_for_ages(&row(one), &row(other));
        assert!(check("dormant, attributed, old 29d", "dormant, attributed, old 30d"));
        assert!(check("due now (2 Feb)", "due 3h (2 Feb)"));
        assert!(!check("dormant, attributed, old 29d", "announced, attributed, old 29d"));
        assert!(!check("exits 20 of 150", "exits 21 of 150"));
    }
}
