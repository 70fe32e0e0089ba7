//! What changed: the semantic difference of two boards, of two files or of two moments of one.
//!
//! Owns which differences mean something, their direction and their cause, as data. Deliberately has no words: those are
//! for [`crate::panes::changes`]. One idea a file, one table. Two boards that show the same have no changes, and where
//! there are no changes, two boards of one moment show the same.
//!
//! Parts are told apart by what they are called, entries by what is written in them, never by their place. Entries in
//! another order are at most an edit of their list, as the order can decide between reports that nothing else tells apart.

mod already;
mod bearing;
mod checklists;
mod claims;
mod comparison;
mod contradictions;
mod couplings;
mod crossings;
mod direction;
mod drifts;
mod evidence;
mod grounds;
mod log;
mod monitoring;
mod order;
mod pairs;
mod quote;
mod registers;
mod risks;
mod signals;
mod tallies;
mod what;
mod whole;

pub use direction::ChangeDirection;
pub use evidence::EntryKind;
pub use quote::{EntryQuote, Says};
pub use what::{ChangeKind, CrossingState, DayFacts, EntryEdit, Ground, ItemState, Number, Onset};

use super::Board;
use crate::diagnostic::Span;
use crate::watchlist::EntityRef;
use crate::watchlist::content::Content;
use crate::watchlist::time::{Horizon, TimePoint};
use comparison::{BoardPair, File};
use std::sync::Arc;

/// One thing that is not as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What it concerns.
    pub subject: EntityRef,
    /// What is different: was and is.
    pub what: ChangeKind,
    /// Whether that is good news.
    pub direction: ChangeDirection,
    /// Why it is different.
    pub cause: ChangeCause,
    /// The date of the entry that it rests on, or the moment at which the clock brought it about; absent where nothing
    /// is dated.
    pub at: Option<TimePoint>,
    /// Where to read it.
    pub place: ChangePlace,
    /// Which parts of the newer watchlist it concerns: rows that stand there are to be marked.
    pub concerns: Vec<Span>,
    /// What kind of entry it rests on, where it rests on one.
    pub rests_on: Option<EntryKind>,
    /// What that entry says, where the entry is told with this change and nowhere else but in the record of its day.
    pub quote: Option<EntryQuote>,
}

impl Change {
    /// Whether both tell of the same entry, or of none: of one kind of change of one thing there are several then.
    pub fn is_of_same_entry(&self, other: &Self) -> bool {
        let entry = |change: &'_ Self| change.quote.clone().map(|quote| (quote.says, quote.words, change.at));
        entry(self) == entry(other)
    }
}

/// Why something is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeCause {
    /// A new entry says so.
    Reported,
    /// An entry is gone, so that it goes back to what it was: a revert, not an event.
    Withdrawn,
    /// What is written was edited: no event either.
    Corrected,
    /// Time alone: a date has passed, data has grown old.
    Clock,
    /// The whole file is back at a text that was there before: no event either.
    Reverted,
}

/// Where to read about a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangePlace {
    /// In the older watchlist: it is gone from the newer one.
    Before(Span),
    /// In the newer watchlist.
    After(Span),
}

type ChangeFinder = fn(&mut BoardPair<'_>);

/// Every idea, in the order in which changes are found. What is derived from entries stands after the entries.
static FINDERS: &[ChangeFinder] = &[
    crossings::find,
    checklists::find,
    risks::find,
    log::find,
    claims::find,
    tallies::find,
    monitoring::find,
    couplings::find,
    signals::find,
    contradictions::find,
    drifts::find,
    registers::find,
    whole::find,
];

/// Everything that is different in `after`: what happened first, then what follows from it, each in the order of the file.
///
/// *Which older board*: where one text is compared with itself as of an earlier moment (`handover`, `diff --since`, a step
/// of the time machine), nobody knows what stood in it then, so `before` comes from [`Board::read_earlier`]: it holds only
/// what had certainly happened, and an entry dated by a day alone is told if its day reaches into the window. Told twice is a
/// nuisance, not told is a false all-clear. That holds for bad news: better is only what is better than everything that may
/// have been known. Where the older text is known as it was read at its moment (what the operator
/// looked at, the last look of a running board, OLD and NEW files, a version in git, a save), what stood in it was known
/// then: `before` comes from [`Board::read`].
///
/// Every entry that has come on `after` and not on `before` is told: in its own words, or in a count of those of its list.
///
/// Costs next to nothing where both are readings of one watchlist as of one moment, and one walk through each log where
/// they are not.
pub fn changes(before: &Board, after: &Board) -> Vec<Change> {
    let is_same_file = Arc::ptr_eq(&before.watchlist, &after.watchlist) || before.watchlist.is_same(&after.watchlist);
    if is_same_file && before.now == after.now && before.horizon == after.horizon {
        return Vec::new();
    }
    let file = if is_same_file { File::Same } else { File::Edited };
    let found = found(before, after, file);
    let is_sure = before.horizon == Horizon::Possible || after.horizon == Horizon::Certain;
    if is_sure || !found.iter().any(already::is_in_doubt) {
        return found;
    }
    let possible = Board::read(Arc::clone(&before.watchlist), before.now);
    already::without(found, &self::found(&possible, after, file))
}

fn found(before: &Board, after: &Board, file: File) -> Vec<Change> {
    let mut comparison = BoardPair::new(before, after, file);
    FINDERS.iter().for_each(|find| find(&mut comparison));
    comparison.finish()
}

/// The same changes, where the newer file is known to be back at a text that was there before: what comes back with it is
/// no event, and no good news. What only time has brought stays what it is.
pub fn reverted(changes: Vec<Change>) -> Vec<Change> {
    let revert = |change: Change| match (change.cause, change.direction) {
        (ChangeCause::Clock, _) => change,
        (_, ChangeDirection::Better) => {
            Change { cause: ChangeCause::Reverted, direction: ChangeDirection::Other, ..change }
        }
        (_, ChangeDirection::Worse | ChangeDirection::Other) => Change { cause: ChangeCause::Reverted, ..change },
    };
    changes.into_iter().map(revert).collect()
}
