//! Finds which dated entries are new, edited or gone. Changes are based on these entries.
//!
//! Entries have no names. Two entries are the same if their content is the same. Among the others, a removed entry and
//! a new entry are one edited entry if they share date and source, or differ in only one key.

use super::ChangePlace;
use super::bearing::{Bearing, Fit};
use super::comparison::File;
use super::quote::Quotable;
use crate::board::Board;
use crate::diagnostic::Span;
use crate::watchlist::content::Record;
use crate::watchlist::scales::Severity;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Id, Ref};
use std::collections::{HashMap, HashSet};

/// If there are more removed or more new entries than this, they are not compared key by key.
const MAX_COMPARED: usize = 64;

/// The differences between the entries of one list in two watchlists, among entries that have come.
#[derive(Clone, Debug, Default)]
pub(super) struct ArrivedEntries {
    pub(super) added: Vec<ComparedEntry>,
    /// Edited entries, each with its old index.
    pub(super) corrected: Vec<(usize, ComparedEntry)>,
    pub(super) withdrawn: Vec<ComparedEntry>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct ComparedEntry {
    /// Its index in its list: in the older list for an entry that is gone.
    pub(super) index: usize,
    pub(super) at: Option<TimePoint>,
    /// Its span in its watchlist.
    pub(super) span: Span,
    pub(super) kind: EntryKind,
    pub(super) bearing: Bearing,
}

/// The kind of entry that caused something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A report of a crossing, a party or an item.
    Report,
    DayRecord,
    Assessment,
    /// An entry of the log, with its severity.
    Event(Severity),
    Statement,
}

impl EntryKind {
    /// Its weight as a cause. Among several new entries the heaviest is named, not the latest.
    fn weight(self) -> u8 {
        match self {
            Self::Event(severity) => severity as u8,
            Self::Assessment => Severity::Moderate as u8,
            Self::Report | Self::DayRecord | Self::Statement => 0,
        }
    }
}

impl ComparedEntry {
    /// Selects the entry to name as the cause, by how well each entry fits. An entry that does not fit cannot be the
    /// cause.
    pub(super) fn main_cause<'e>(
        entries: impl Iterator<Item = &'e Self>,
        fit: impl Fn(&Self) -> Option<Fit>,
    ) -> Option<Self> {
        let fitting = entries.filter_map(|entry| Some((fit(entry)?, entry)));
        fitting.max_by_key(|(fit, entry)| (*fit, entry.kind.weight(), entry.at)).map(|(_, entry)| *entry)
    }
}

/// What the comparison needs to know about an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'e> {
    pub(super) at: Option<TimePoint>,
    pub(super) source: Option<&'e Ref>,
    pub(super) span: Span,
    pub(super) kind: EntryKind,
}

/// The older or the newer list, and the indices of the entries that have come, in the order of the file.
#[derive(Clone, Debug)]
pub(super) struct ListSide<'e, T> {
    board: &'e Board,
    all: &'e [T],
    come: Vec<usize>,
}

impl<'e, T> ListSide<'e, T> {
    /// The entries that have come by the moment of the board. Entries without a date have always come.
    pub(super) fn by(board: &'e Board, all: &'e [T], at: impl Fn(&'e T) -> Option<TimePoint>) -> Self {
        let has_come = |index: &usize| at(&all[*index]).is_none_or(|at| board.has_come(at));
        Self { board, all, come: (0..all.len()).filter(has_come).collect() }
    }

    /// The entries with these indices.
    pub(super) fn new(board: &'e Board, all: &'e [T], indices: impl Iterator<Item = usize>) -> Self {
        let mut come: Vec<_> = indices.collect();
        come.sort_unstable();
        Self { board, all, come }
    }
}

impl ArrivedEntries {
    /// Compares the older list with the newer list.
    pub(super) fn between<'e, T: Record + Quotable>(
        file: File,
        before: &ListSide<'e, T>,
        after: &ListSide<'e, T>,
        facts: impl Fn(&'e T) -> Facts<'e>,
    ) -> Self {
        let (gone, new) = match file {
            File::Same => (Vec::new(), only_in(&after.come, &before.come)),
            File::Edited => differing(before, after),
        };
        let pairs = paired(before, &gone, after, &new, &facts);
        let entry = |list: &ListSide<'e, T>, index: usize| {
            let Facts { at, span, kind, .. } = facts(&list.all[index]);
            let bearing = Bearing::from_quote(&list.all[index].quote(), &list.board.watchlist);
            ComparedEntry { index, at, span, kind, bearing }
        };
        let (was, is): (HashSet<_>, HashSet<_>) = pairs.iter().copied().unzip();
        Self {
            added: new.iter().filter(|index| !is.contains(index)).map(|index| entry(after, *index)).collect(),
            withdrawn: gone.iter().filter(|index| !was.contains(index)).map(|index| entry(before, *index)).collect(),
            corrected: pairs.into_iter().map(|(was, is)| (was, entry(after, is))).collect(),
        }
    }

    /// Removes the entry at this place, which is listed elsewhere.
    pub(super) fn without(mut self, told: ChangePlace) -> Self {
        match told {
            ChangePlace::Before(span) => self.withdrawn.retain(|entry| entry.span != span),
            ChangePlace::After(span) => {
                self.added.retain(|entry| entry.span != span);
                self.corrected.retain(|(_, entry)| entry.span != span);
            }
        }
        self
    }

    /// The number of entries that differ.
    pub(super) fn count(&self) -> usize {
        self.added.len() + self.corrected.len() + self.withdrawn.len()
    }

    /// Adds the entries of another list of the same subject.
    pub(super) fn join(&mut self, other: Self) {
        self.added.extend(other.added);
        self.corrected.extend(other.corrected);
        self.withdrawn.extend(other.withdrawn);
    }
}

/// Elements of a sorted list that are not in another sorted list.
fn only_in(these: &[usize], others: &[usize]) -> Vec<usize> {
    these.iter().copied().filter(|index| others.binary_search(index).is_err()).collect()
}

/// Entries without an equal entry in the other list. The common beginning and end are skipped first, which makes a log
/// that was only appended to fast.
fn differing<T: Record>(before: &ListSide<'_, T>, after: &ListSide<'_, T>) -> (Vec<usize>, Vec<usize>) {
    let same = |a: &usize, b: &usize| before.all[*a].is_same(&after.all[*b]);
    let head = before.come.iter().zip(&after.come).take_while(|(a, b)| same(a, b)).count();
    let (gone, new) = (&before.come[head..], &after.come[head..]);
    let tail = gone.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let (gone, new) = (&gone[..gone.len() - tail], &new[..new.len() - tail]);

    let mut unmatched: HashMap<u64, Vec<usize>> = HashMap::new();
    for index in gone {
        unmatched.entry(before.all[*index].fingerprint()).or_default().push(*index);
    }
    let is_new = |index: &usize| match unmatched.get_mut(&after.all[*index].fingerprint()) {
        Some(twins) => twins.pop().is_none(),
        None => true,
    };
    let new: Vec<_> = new.iter().copied().filter(is_new).collect();
    let mut gone: Vec<_> = unmatched.into_values().flatten().collect();
    if !gone.is_empty() && after.come.len() < after.all.len() {
        // An entry that is still in the file, but has not come as of the newer moment, is not gone.
        let unseen: HashSet<u64> = only_in(&(0..after.all.len()).collect::<Vec<_>>(), &after.come)
            .iter()
            .map(|at| after.all[*at].fingerprint())
            .collect();
        gone.retain(|index| !unseen.contains(&before.all[*index].fingerprint()));
    }
    gone.sort_unstable();
    (gone, new)
}

/// Pairs of old and new index of entries that were edited in place.
fn paired<'e, T: Record>(
    before: &ListSide<'e, T>,
    gone: &[usize],
    after: &ListSide<'e, T>,
    new: &[usize],
    facts: &impl Fn(&'e T) -> Facts<'e>,
) -> Vec<(usize, usize)> {
    let name = |entry: &'e T| -> (Option<TimePoint>, Option<&'e Id>) {
        let Facts { at, source, .. } = facts(entry);
        (at, source.map(|source| &source.value))
    };
    let mut by_name: HashMap<_, Vec<usize>> = HashMap::new();
    gone.iter().rev().for_each(|index| by_name.entry(name(&before.all[*index])).or_default().push(*index));
    let mut pairs = Vec::new();
    let mut rest = Vec::new();
    for index in new {
        match by_name.get_mut(&name(&after.all[*index])).and_then(Vec::pop) {
            Some(was) => pairs.push((was, *index)),
            None => rest.push(*index),
        }
    }
    let mut left: Vec<_> = by_name.into_values().flatten().collect();
    left.sort_unstable();
    if left.len().max(rest.len()) <= MAX_COMPARED {
        for is in rest {
            let is_edit = |was: &usize| before.all[*was].differing(&after.all[is]).len() == 1;
            if let Some(place) = left.iter().position(is_edit) {
                pairs.push((left.remove(place), is));
            }
        }
    }
    pairs
}
