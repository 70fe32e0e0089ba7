//! Finds which dated entries are new, edited or gone. Changes are based on these entries.
//!
//! Entries have no names. Two entries are the same if their content is the same. Among the others, a removed entry and
//! a new entry are one edited entry if they share date and source, or differ in only one key.

use super::bearing::Bearing;
use super::differences::{BoardPair, File};
use super::quote::{EntryQuote, Quotable};
use crate::board::Board;
use crate::diagnostic::Span;
use crate::watchlist::content::Record;
use crate::watchlist::pairing::pair_by_mark;
use crate::watchlist::scales::Severity;
use crate::watchlist::time::TimePoint;
use crate::watchlist::zone::Zone;
use crate::watchlist::{
    AnnouncedClosure, Assessment, CrossingReport, Dated, DayRecord, Event, Id, ItemReport, PartyReport, QuotaReport,
    Ref, Statement,
};
use std::collections::HashSet;

/// If there are more removed or more new entries than this, they are not compared key by key.
const MAX_COMPARED: usize = 64;

/// The differences between the entries of one list in two watchlists, among entries that have come.
#[derive(Clone, Debug, Default)]
pub(super) struct EntryDiff {
    pub(super) added: Vec<ComparedEntry>,
    /// Edited entries: the old and the new version.
    pub(super) corrected: Vec<(ComparedEntry, ComparedEntry)>,
    pub(super) withdrawn: Vec<ComparedEntry>,
}

/// A list in which nothing differs.
pub(super) static SAME: EntryDiff = EntryDiff { added: Vec::new(), corrected: Vec::new(), withdrawn: Vec::new() };

#[derive(Clone, Debug)]
pub(super) struct ComparedEntry {
    /// Its index in its list.
    pub(super) index: usize,
    pub(super) at: Option<TimePoint>,
    /// Its span in its watchlist.
    pub(super) span: Span,
    pub(super) kind: EntryKind,
    pub(super) bearing: Bearing,
    pub(super) quote: EntryQuote,
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
    pub(super) fn weight(self) -> u8 {
        match self {
            Self::Event(severity) => severity as u8,
            Self::Assessment => Severity::Moderate as u8,
            Self::Report | Self::DayRecord | Self::Statement => 0,
        }
    }
}

/// An entry of a list that is compared.
pub(super) trait ListEntry: Record + Quotable {
    /// Its date. The date of a day record is read in the given zone.
    fn at(&self, zone: &Zone) -> Option<TimePoint>;
    fn kind(&self) -> EntryKind;
    fn source(&self) -> Option<&Ref>;
    fn span(&self) -> Span;
}

macro_rules! list_entries {
    ($($entry:ident: $at:expr, $kind:expr;)+) => {
        $(impl ListEntry for $entry {
            fn at(&self, zone: &Zone) -> Option<TimePoint> {
                let at: fn(&Self, &Zone) -> Option<TimePoint> = $at;
                at(self, zone)
            }

            fn kind(&self) -> EntryKind {
                let kind: fn(&Self) -> EntryKind = $kind;
                kind(self)
            }

            fn source(&self) -> Option<&Ref> {
                self.source.as_ref()
            }

            fn span(&self) -> Span {
                self.span
            }
        })+
    };
}

list_entries! {
    CrossingReport: |report, _| Some(report.at.value), |_| EntryKind::Report;
    QuotaReport: |quota, _| Some(quota.at.value), |_| EntryKind::Report;
    AnnouncedClosure: |closure, _| closure.announced.map(|at| at.value), |_| EntryKind::Report;
    PartyReport: |report, _| Some(report.at.value), |_| EntryKind::Report;
    ItemReport: |report, _| Some(report.at.value), |_| EntryKind::Report;
    DayRecord: |day, zone| Some(TimePoint::day(day.date.value, zone)), |_| EntryKind::DayRecord;
    Assessment: |entry, _| Some(entry.at.value), |_| EntryKind::Assessment;
    Event: |event, _| Some(event.at.value), |event| EntryKind::Event(event.severity);
    Statement: |said, _| said_at(said), |_| EntryKind::Statement;
}

/// The date of a statement, else the date when it was relayed.
fn said_at(said: &Statement) -> Option<TimePoint> {
    match said.at.value {
        Dated::At(at) => Some(at),
        Dated::Unknown => said.reported.map(|at| at.value),
    }
}

/// The older or the newer list, and the indices of the entries that have come, in the order of the file.
struct ListSide<'e, T> {
    board: &'e Board,
    all: &'e [T],
    come: Vec<usize>,
}

impl<'e, T: ListEntry> ListSide<'e, T> {
    fn new(board: &'e Board, all: &'e [T], mut come: Vec<usize>) -> Self {
        come.sort_unstable();
        Self { board, all, come }
    }

    fn entry(&self, index: usize, zone: &Zone) -> ComparedEntry {
        let entry = &self.all[index];
        let quote = entry.quote();
        let bearing = Bearing::from_quote(&quote, &self.board.watchlist);
        ComparedEntry { index, at: entry.at(zone), span: entry.span(), kind: entry.kind(), bearing, quote }
    }
}

impl EntryDiff {
    /// Compares two lists by the dates of their entries. Entries without a date have always come.
    pub(super) fn of_lists<T: ListEntry>(boards: BoardPair<'_>, old: &[T], new: &[T]) -> Self {
        let come = |board: &Board, all: &[T]| {
            let zone = board.watchlist.zone();
            let has_come = |index: &usize| all[*index].at(zone).is_none_or(|at| board.has_come(at));
            (0..all.len()).filter(has_come).collect()
        };
        Self::of_come(boards, (old, come(boards.before, old)), (new, come(boards.after, new)))
    }

    /// Compares two lists, each with the indices of the entries that have come.
    pub(super) fn of_come<T: ListEntry>(
        boards: BoardPair<'_>,
        (old, old_come): (&[T], Vec<usize>),
        (new, new_come): (&[T], Vec<usize>),
    ) -> Self {
        let (before, after) = (ListSide::new(boards.before, old, old_come), ListSide::new(boards.after, new, new_come));
        let (gone, new) = match boards.file {
            File::Same => (Vec::new(), only_in(&after.come, &before.come)),
            File::Edited => differing(&before, &after),
        };
        let zone = boards.after.watchlist.zone();
        let pairs = paired((&before, &gone), (&after, &new), zone);
        let (was, is): (HashSet<_>, HashSet<_>) = pairs.iter().copied().unzip();
        let (gone, new) = (gone.iter().copied(), new.iter().copied());
        Self {
            added: new.filter(|index| !is.contains(index)).map(|index| after.entry(index, zone)).collect(),
            withdrawn: gone.filter(|index| !was.contains(index)).map(|index| before.entry(index, zone)).collect(),
            corrected: pairs.into_iter().map(|(was, is)| (before.entry(was, zone), after.entry(is, zone))).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.corrected.is_empty() && self.withdrawn.is_empty()
    }
}

/// Elements of a sorted list that are not in another sorted list.
fn only_in(these: &[usize], others: &[usize]) -> Vec<usize> {
    these.iter().copied().filter(|index| others.binary_search(index).is_err()).collect()
}

/// Entries without an equal entry in the other list. The common beginning and end are skipped first, which makes a log
/// that was only appended to fast.
fn differing<T: ListEntry>(before: &ListSide<'_, T>, after: &ListSide<'_, T>) -> (Vec<usize>, Vec<usize>) {
    let same = |a: &usize, b: &usize| before.all[*a].is_same(&after.all[*b]);
    let head = before.come.iter().zip(&after.come).take_while(|(a, b)| same(a, b)).count();
    let (gone, new) = (&before.come[head..], &after.come[head..]);
    let tail = gone.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let (gone, new) = (&gone[..gone.len() - tail], &new[..new.len() - tail]);

    let mark = |list: &ListSide<'_, T>, index: usize| (index, list.all[index].fingerprint());
    let same = pair_by_mark(new.iter().map(|index| mark(after, *index)), gone.iter().map(|index| mark(before, *index)));
    let (kept, was): (HashSet<_>, HashSet<_>) = same.into_iter().unzip();
    let new: Vec<_> = new.iter().copied().filter(|index| !kept.contains(index)).collect();
    let mut gone: Vec<_> = gone.iter().copied().filter(|index| !was.contains(index)).collect();
    if !gone.is_empty() && after.come.len() < after.all.len() {
        // An entry that is still in the file, but has not come as of the newer moment, is not gone.
        let unseen: HashSet<u64> = only_in(&(0..after.all.len()).collect::<Vec<_>>(), &after.come)
            .iter()
            .map(|at| after.all[*at].fingerprint())
            .collect();
        gone.retain(|index| !unseen.contains(&before.all[*index].fingerprint()));
    }
    (gone, new)
}

/// The date and the source of an entry.
type EntryName<'e> = (Option<TimePoint>, Option<&'e Id>);

/// Pairs of old and new index of entries that were edited in place.
fn paired<T: ListEntry>(
    (before, gone): (&ListSide<'_, T>, &[usize]),
    (after, new): (&ListSide<'_, T>, &[usize]),
    zone: &Zone,
) -> Vec<(usize, usize)> {
    fn name<'e, T: ListEntry>(list: &ListSide<'e, T>, index: usize, zone: &Zone) -> (usize, EntryName<'e>) {
        let entry = &list.all[index];
        (index, (entry.at(zone), entry.source().map(|source| &source.value)))
    }
    let new_names = new.iter().map(|index| name(after, *index, zone));
    let named = pair_by_mark(new_names, gone.iter().map(|index| name(before, *index, zone)));
    let mut pairs: Vec<_> = named.into_iter().map(|(is, was)| (was, is)).collect();
    let (was, is): (HashSet<_>, HashSet<_>) = pairs.iter().copied().unzip();
    let mut left: Vec<_> = gone.iter().copied().filter(|index| !was.contains(index)).collect();
    let rest: Vec<_> = new.iter().copied().filter(|index| !is.contains(index)).collect();
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
