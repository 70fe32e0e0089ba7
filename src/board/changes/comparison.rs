//! What the finders read: two boards, what differs between their watchlists, and what can be the cause of a change.
//! Changes that are found in the same way for several kinds of parts are found here.

use super::causes::{Causes, Grounds};
use super::differences::{BoardPair, Differences, PartDiff};
use super::entries::{ComparedEntry, EntryDiff};
use super::{Change, ChangeCause, ChangeKind, ChangePlace, EntryEdit, Onset};
use crate::board::Board;
use crate::board::freshness::Freshness;
use crate::diagnostic::{Span, Spanned};
use crate::text::Text;
use crate::watchlist::EntityRef;
use crate::watchlist::pairing::PartPair;
use crate::watchlist::scales::Severity;
use crate::watchlist::time::TimePoint;
use chrono::TimeDelta;
use std::cmp::Reverse;

pub(super) struct Comparison<'d> {
    pub(super) boards: BoardPair<'d>,
    pub(super) differences: &'d Differences,
    pub(super) causes: Causes<'d>,
}

/// Finds the changes of each part of a list. `both` compares a part that is in both watchlists, by its indices.
pub(super) fn part_changes(parts: &[PartDiff], both: impl Fn(&PartDiff, usize, usize) -> Vec<Change>) -> Vec<Change> {
    let of_part = |part: &PartDiff| match part.pair {
        PartPair::Added(_) => {
            let mut found = vec![added(part)];
            found.extend(std::iter::once(part).chain(part.parts()).flat_map(entries_of_part));
            found
        }
        PartPair::Removed(_) => vec![removed(part)],
        PartPair::Both(was, is) => both(part, was, is),
    };
    parts.iter().flat_map(of_part).collect()
}

/// Something is now watched.
pub(super) fn added(part: &PartDiff) -> Change {
    let grounds = Grounds::new((ChangeCause::Reported, None), ChangePlace::After(part.span), vec![part.span]);
    grounds.change(&part.subject, ChangeKind::Added)
}

/// Something is no longer watched.
pub(super) fn removed(part: &PartDiff) -> Change {
    let grounds = Grounds::new((ChangeCause::Withdrawn, None), ChangePlace::Before(part.span), Vec::new());
    grounds.change(&part.subject, ChangeKind::Removed)
}

pub(super) fn renamed(part: &PartDiff, was: &Text, is: &Text) -> Option<Change> {
    (was != is).then(|| corrected(part, ChangeKind::Renamed { was: was.clone(), is: is.clone() }))
}

/// An edit of something other than an entry.
pub(super) fn corrected(part: &PartDiff, what: ChangeKind) -> Change {
    Grounds::edited(part.span).change(&part.subject, what)
}

/// The edited keys of a part, except those that are listed as changes of their own: the keys in `told`, and lists whose
/// entries differ.
pub(super) fn edits(part: &PartDiff, told: &[&str]) -> Option<Change> {
    let is_told = |key: &str| told.contains(&key) || !part.entries(key).is_empty();
    let keys: Vec<_> = part.keys.iter().copied().filter(|key| !is_told(key)).collect();
    (!keys.is_empty()).then(|| corrected(part, ChangeKind::Edited { keys }))
}

/// The entries of all lists of a part.
fn entries_of_part(part: &PartDiff) -> Vec<Change> {
    part.lists().iter().flat_map(|(_, entries)| entry_changes(&part.subject, entries, Some(part.span), None)).collect()
}

/// Entries that caused no other change, each with a quote. If there are too many, counts the others. The entry at
/// `told` is listed elsewhere.
pub(super) fn entry_changes(
    subject: &EntityRef,
    entries: &EntryDiff,
    own: Option<Span>,
    told: Option<ChangePlace>,
) -> Vec<Change> {
    let mut found = Vec::new();
    let is_told = |entry: &ComparedEntry, place: fn(Span) -> ChangePlace| told == Some(place(entry.span));
    for edit in [EntryEdit::Added, EntryEdit::Corrected, EntryEdit::Withdrawn] {
        let (entries, place): (Vec<_>, fn(Span) -> ChangePlace) = match edit {
            EntryEdit::Added => (entries.added.iter().map(|entry| (None, entry)).collect(), ChangePlace::After),
            EntryEdit::Corrected => {
                (entries.corrected.iter().map(|(was, is)| (Some(was), is)).collect(), ChangePlace::After)
            }
            EntryEdit::Withdrawn => {
                (entries.withdrawn.iter().map(|entry| (None, entry)).collect(), ChangePlace::Before)
            }
        };
        let entries = entries.into_iter().filter(|(_, entry)| !is_told(entry, place));
        found.extend(changes_of_edit(
            subject,
            edit,
            entries.map(|(was, entry)| Listed::new(was, entry)).collect(),
            own,
        ));
    }
    found
}

/// An entry to list.
struct Listed<'e> {
    gravity: u8,
    entry: &'e ComparedEntry,
    /// Whether it is bad news, and was not before it was edited.
    is_newly_grave: bool,
}

impl<'e> Listed<'e> {
    fn new(was: Option<&ComparedEntry>, entry: &'e ComparedEntry) -> Self {
        let is_newly_grave = entry.quote.says.is_bad() && !was.is_some_and(|was| was.quote.says.is_bad());
        Self { gravity: entry.quote.says.gravity(), entry, is_newly_grave }
    }

    fn is_grave(&self) -> bool {
        self.gravity >= Severity::Severe as u8
    }
}

fn changes_of_edit<'e>(
    subject: &EntityRef,
    edit: EntryEdit,
    mut entries: Vec<Listed<'e>>,
    own: Option<Span>,
) -> Vec<Change> {
    entries.sort_by_key(|listed| Reverse((listed.gravity, listed.entry.at)));
    let grave = entries.iter().filter(|listed| listed.is_grave()).count();
    let limit = grave.clamp(MAX_QUOTED, MAX_GRAVE_QUOTED).min(entries.len());
    let (quoted, rest) = entries.split_at(limit);
    let change = |entries: &[Listed<'e>]| {
        let newest = entries.iter().map(|listed| listed.entry).max_by_key(|entry| entry.at)?;
        let spans = entries.iter().map(|listed| listed.entry.span);
        let (cause, place, concerns) = match edit {
            EntryEdit::Added => {
                (ChangeCause::Reported, ChangePlace::After(newest.span), own.into_iter().chain(spans).collect())
            }
            EntryEdit::Corrected => {
                (ChangeCause::Corrected, ChangePlace::After(newest.span), own.into_iter().chain(spans).collect())
            }
            EntryEdit::Withdrawn => {
                (ChangeCause::Withdrawn, ChangePlace::Before(newest.span), own.into_iter().collect())
            }
        };
        let (count, grave) = (entries.len(), entries.iter().filter(|listed| listed.is_newly_grave).count());
        let what = match subject {
            EntityRef::Log => ChangeKind::Log { edit, count, severe: grave },
            _ => ChangeKind::Entries { edit, count, grave },
        };
        let grounds = Grounds::new((cause, newest.at), place, concerns).resting_on(newest.kind);
        let quote = (count == 1).then(|| newest.quote.clone());
        Some(grounds.quoting(quote).change(subject, what))
    };
    quoted.chunks(1).chain([rest]).filter_map(change).collect()
}

/// Maximum number of entries of one list that are quoted: the gravest first, then the newest.
const MAX_QUOTED: usize = 20;

/// The maximum for grave entries.
const MAX_GRAVE_QUOTED: usize = 100;

impl Comparison<'_> {
    /// A change if data became old or is no longer old. Data that is present for the first time was never old.
    pub(super) fn stale(&self, part: &PartDiff, (was, is): (Freshness, Freshness), limit: TimeDelta) -> Option<Change> {
        let turn = match (was, is) {
            (Freshness::Fresh { .. } | Freshness::NoData, Freshness::Stale { .. }) => Onset::Begun,
            (Freshness::Stale { .. }, Freshness::Fresh { .. } | Freshness::NoData) => Onset::Ended,
            (Freshness::Fresh { .. } | Freshness::NoData, Freshness::Fresh { .. } | Freshness::NoData)
            | (Freshness::Stale { .. }, Freshness::Stale { .. }) => return None,
        };
        let mut grounds = self.causes.grounds_of(&part.subject, part.span);
        if turn == Onset::Begun {
            // The newest report is already old: it did not make the data old, unless it came with the watchlist.
            let now = self.boards.after.now;
            let since = is.age().and_then(|age| now.checked_sub_signed(age - limit)).map(TimePoint::exact);
            grounds = grounds.dated(since);
        }
        Some(grounds.change(&part.subject, ChangeKind::Stale(turn)))
    }

    /// A change if somebody checked the part.
    pub(super) fn checked(
        &self,
        part: &PartDiff,
        (was, is): (Option<Spanned<TimePoint>>, Option<Spanned<TimePoint>>),
    ) -> Option<Change> {
        let seen = |mark: Option<Spanned<TimePoint>>, board: &Board| {
            mark.map(|mark| mark.value).filter(|at| board.has_come(*at))
        };
        let (was, now) = (seen(was, self.boards.before), seen(is, self.boards.after));
        let grounds = grounds_of_mark((was, now), is.map_or(part.span, |mark| mark.span), part.span);
        (was != now).then(|| grounds.change(&part.subject, ChangeKind::Checked { was, is: now }))
    }
}

/// Why a dated mark differs. `place` is where it is written.
pub(super) fn grounds_of_mark(
    (was, now): (Option<TimePoint>, Option<TimePoint>),
    place: Span,
    concerns: Span,
) -> Grounds {
    let cause = match (was, now) {
        (_, Some(at)) if was.is_none_or(|was| was.end < at.end) => ChangeCause::Reported,
        (Some(_), None) => ChangeCause::Withdrawn,
        (Some(_) | None, Some(_)) | (None, None) => ChangeCause::Corrected,
    };
    Grounds::new((cause, now), ChangePlace::After(place), vec![concerns])
}
