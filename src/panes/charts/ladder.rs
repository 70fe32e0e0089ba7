//! The items of the checklists as ladders: words, then deeds, each as strong as its evidence.

use super::{Chart, ChartPart, ChartRows};
use crate::board::Board;
use crate::board::checklist::{ItemReading, RungMove};
use crate::board::freshness::Freshness;
use crate::panes::checklists::{ChecklistList, flags, group_title, rung_cell};
use crate::panes::view::{Phrase, RowKey, RowList, Tone, age_phrase};
use crate::panes::words;
use crate::watchlist::Item;
use crate::watchlist::scales::{Claim, Rung};
use chrono::TimeDelta;

/// How long a move stays marked, in days.
const RECENT: i64 = 7;

/// A line of a matrix of items and rungs.
#[derive(Clone, Debug, PartialEq)]
pub enum LadderLine {
    /// The heading of a group, with its progress.
    Group(Vec<Phrase>),
    Item {
        item: LadderItem,
        is_selected: bool,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct LadderItem {
    pub title: String,
    /// Where it is, in words: also refused, violated, lapsed.
    pub rung: Phrase,
    pub progress: LadderProgress,
    /// Its move in the last days.
    pub moved: Option<LadderMove>,
    /// What needs attention, the most severe first.
    pub flags: Vec<Phrase>,
    pub freshness: Freshness,
}

/// From which rung an item moved to where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct LadderMove {
    pub from: Rung,
    pub to: Rung,
    /// Such as `6 Feb`.
    pub when: String,
}

/// How far an item is, as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum LadderProgress {
    /// One step for each rung, from the lowest to the highest.
    Steps(Vec<LadderStep>),
    /// Of a quantity: the verified and the claimed share of the whole.
    Shares { verified: f64, claimed: f64 },
}

/// How a rung is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LadderStep {
    /// Reached in words.
    Said,
    /// Reached in deeds that somebody claims.
    Claimed,
    /// Reached in verified deeds.
    Verified,
    /// Not reached.
    Empty,
    /// Not known: nothing is reported, or only weak evidence says that it is reached.
    Unknown,
}

/// A line for each item and group, the names of the rungs, the legend.
pub(super) fn rows(board: &Board) -> usize {
    board.checklists.iter().map(|list| list.items.len() + list.groups.len()).sum::<usize>() + 2
}

/// The items of the rows around the selected one.
pub(super) fn chart(board: &Board, rows: ChartRows<'_>) -> Chart {
    let lines = rows.around.iter().filter_map(|key| line(board, *key, rows.selected)).collect();
    Chart {
        title: "Words, then deeds",
        subject: String::new(),
        as_of: oldest_data(board),
        parts: vec![ChartPart::Ladder(lines)],
    }
}

/// Formats `5 of 12 without data`, `oldest data 3d`.
fn oldest_data(board: &Board) -> Phrase {
    let items = || board.checklists.iter().flat_map(|list| &list.items);
    match items().filter(|item| item.freshness.age().is_none()).count() {
        0 => {
            let oldest = items().map(|item| item.freshness).max_by_key(|freshness| freshness.age());
            age_phrase(oldest.unwrap_or(Freshness::NoData)).after("oldest data ")
        }
        silent => Phrase::new(format!("? {silent} of {} without data", items().count()), Tone::Unknown),
    }
}

fn line(board: &Board, key: RowKey, selected: RowKey) -> Option<LadderLine> {
    let RowList::Checklists(list) = key.list else { return None };
    let (parent, index) = (key.parent as usize, key.index as usize);
    let (checklist, reading) = (&board.watchlist.checklists[parent], &board.checklists[parent]);
    Some(match list {
        ChecklistList::Groups => LadderLine::Group(group_title(board, checklist, reading, index)),
        ChecklistList::Items => LadderLine::Item {
            item: item(board, &checklist.items[index], &reading.items[index]),
            is_selected: key.id == selected.id,
        },
    })
}

pub(in crate::panes) fn item(board: &Board, item: &Item, reading: &ItemReading) -> LadderItem {
    LadderItem {
        title: item.title.display().into_owned(),
        rung: rung_cell(reading),
        progress: progress(reading),
        moved: recent_move(board, reading),
        flags: flags(board, item, reading),
        freshness: reading.freshness,
    }
}

fn recent_move(board: &Board, reading: &ItemReading) -> Option<LadderMove> {
    let (from, to) = (reading.moved_from?, reading.rung?);
    let since = reading.evidence.since.filter(|since| since.age(board.now) < TimeDelta::days(RECENT))?;
    match reading.direction {
        RungMove::Up | RungMove::Down => Some(LadderMove { from, to, when: words::when(since, board) }),
        RungMove::Level => None,
    }
}

/// The rungs of a ladder. The words for failing stand beside it.
pub fn rungs() -> impl Iterator<Item = Rung> {
    Rung::ALL.iter().copied().filter(|rung| !rung.is_failing())
}

fn progress(reading: &ItemReading) -> LadderProgress {
    match reading.quantity {
        Some(_) => LadderProgress::Shares { verified: reading.progress.verified, claimed: reading.progress.claimed },
        None => LadderProgress::Steps(rungs().map(|rung| step(reading, rung)).collect()),
    }
}

/// A rung is drawn only as far as settled evidence goes: what is unconfirmed fills nothing.
fn step(reading: &ItemReading, rung: Rung) -> LadderStep {
    let Some(reached) = reading.rung else { return LadderStep::Unknown };
    match (reading.claim, rung.is_deed()) {
        _ if rung > reached => LadderStep::Empty,
        _ if reading.evidence.is_unconfirmed() => LadderStep::Unknown,
        (Some(Claim::Verified), true) => LadderStep::Verified,
        (Some(Claim::Attributed), true) => LadderStep::Claimed,
        // A deed that is only promised, or has no claim class, is not reached.
        (Some(Claim::Promise) | None, true) => LadderStep::Empty,
        (_, false) => LadderStep::Said,
    }
}
