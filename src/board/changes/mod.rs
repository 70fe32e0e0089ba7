//! The semantic difference between two boards: of two files, or of one file at two moments.
//!
//! This module decides which differences matter, and gives their direction and cause as data. The words are in
//! [`crate::panes::changes`]. Each concept has one file; one table lists all of them. Two boards that show the same
//! have no changes. Two boards of one moment without changes show the same.
//!
//! Parts are identified by name and entries by content, never by position. A different order of entries is at most an
//! edit of their list, because the order can decide between reports that are otherwise equal.

mod already;
mod bearing;
mod causes;
mod checklists;
mod claims;
mod comparison;
mod contradictions;
mod couplings;
mod crossings;
mod differences;
mod direction;
mod drifts;
mod entries;
mod log;
mod monitoring;
mod order;
mod quote;
mod registers;
mod risks;
mod signals;
mod tallies;
mod what;
mod whole;

pub use direction::ChangeDirection;
pub use entries::EntryKind;
pub(super) use quote::Quotable;
pub use quote::{EntryQuote, Says};
pub use what::{ChangeKind, CrossingState, DayFacts, EntryEdit, Ground, ItemQuantity, ItemState, Number, Onset};

use super::Board;
use crate::diagnostic::Span;
use crate::watchlist::EntityRef;
use crate::watchlist::content::Content;
use crate::watchlist::time::{Horizon, TimePoint};
use causes::Causes;
use comparison::Comparison;
use differences::{BoardPair, Differences, File};
use std::sync::Arc;

/// One difference between two boards.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub subject: EntityRef,
    /// What differs: the old and the new value.
    pub what: ChangeKind,
    /// Whether it is good or bad news.
    pub direction: ChangeDirection,
    pub cause: ChangeCause,
    /// The date of the entry that caused it, or the moment at which time caused it. `None` if nothing is dated.
    pub at: Option<TimePoint>,
    /// Where to read about it.
    pub place: ChangePlace,
    /// Spans in the newer watchlist that it concerns. Rows for these spans are marked.
    pub concerns: Vec<Span>,
    /// The kind of the entry that caused it, if an entry did.
    pub rests_on: Option<EntryKind>,
    /// What that entry says. Set if this change is the only one that lists the entry, apart from the record of its day.
    pub quote: Option<EntryQuote>,
}

impl Change {
    /// Whether both are about the same entry, or both about none. Several changes of one kind and subject can differ in
    /// their entry.
    pub fn is_of_same_entry(&self, other: &Self) -> bool {
        let entry = |change: &'_ Self| change.quote.clone().map(|quote| (quote.says, quote.words, change.at));
        entry(self) == entry(other)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeCause {
    /// A new entry reports it.
    Reported,
    /// An entry was removed, so the earlier value is back: a revert, not an event.
    Withdrawn,
    /// The text was edited: not an event.
    Corrected,
    /// Time alone: a date has passed, or data has become old.
    Clock,
    /// The whole file is back at an earlier text: not an event.
    Reverted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangePlace {
    /// In the older watchlist, because it is gone from the newer one.
    Before(Span),
    After(Span),
}

type ChangeFinder = fn(&Comparison<'_>) -> Vec<Change>;

/// All finders. Each reads the differences and can run alone; changes of one rank are listed in this order.
static FINDERS: &[ChangeFinder] = &[
    crossings::find_crossing_changes,
    checklists::find_checklist_changes,
    risks::find_risk_changes,
    log::find_log_changes,
    claims::find_claim_changes,
    tallies::find_tally_changes,
    monitoring::find_monitoring_changes,
    couplings::find_coupling_changes,
    signals::find_signal_changes,
    contradictions::find_contradiction_changes,
    drifts::find_drift_changes,
    registers::find_register_changes,
];

/// Returns all differences in `after`: events first, then their consequences, each in the order of the file.
///
/// *Which older board*: if one text is compared with itself as of an earlier moment (`handover`, `diff --since`, a step
/// of the time machine), it is not known what the text contained then, so `before` comes from [`Board::read_earlier`].
/// It contains only what had certainly happened, and an entry dated only by a day is listed if its day overlaps the
/// window. Listing an entry twice is a nuisance; omitting it is a false all-clear. This applies to bad news. A change
/// is better only if it is better than everything that may have been known. If the older text is known as of its moment
/// (what the operator last looked at, the last check of a running board, OLD and NEW files, a version in git, a save),
/// its content was known then, and `before` comes from [`Board::read`].
///
/// Every entry that has come on `after` and not on `before` is listed: with a quote, or in a count for its list.
///
/// The cost is negligible if both boards are readings of one watchlist at one moment. Else it is one pass over each
/// log.
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
    let possible = Board::read(Arc::clone(&before.file), before.now);
    already::without(found, &self::found(&possible, after, file))
}

fn found(before: &Board, after: &Board, file: File) -> Vec<Change> {
    let boards = BoardPair { before, after, file };
    let differences = Differences::between(boards);
    let comparison = Comparison { boards, differences: &differences, causes: Causes::new(boards, &differences) };
    let mut found: Vec<_> = FINDERS.iter().flat_map(|find| find(&comparison)).collect();
    found.extend(whole::unlisted_edits(boards, &found));
    found.sort_by_key(order::place_in_list);
    found
}

/// Marks changes as reverted, if the newer file is known to be back at an earlier text. What comes back is neither an
/// event nor good news. Changes caused only by time stay as they are.
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
