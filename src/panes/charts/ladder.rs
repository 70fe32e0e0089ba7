//! The items of the checklists as ladders: words, then deeds, each as strong as its evidence.

use super::ReportFacts;
use crate::board::checklist::ItemReading;
use crate::panes::checklists::{flags, group_title, rung_cell};
use crate::panes::view::Phrase;
use crate::watchlist::Item;
use crate::watchlist::scales::{Claim, Rung};

#[derive(Clone, Debug, PartialEq)]
pub enum LadderRow {
    /// The heading of a group, with its progress.
    Group(Vec<Phrase>),
    Item {
        title: String,
        rung: Phrase,
        progress: LadderProgress,
        /// What needs attention, the most severe first.
        flags: Vec<Phrase>,
        as_of: Vec<Phrase>,
    },
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
}

/// All items, under the headings of their groups.
pub(super) fn ladder(facts: &ReportFacts<'_>) -> Vec<LadderRow> {
    let board = facts.board;
    let mut rows = Vec::new();
    for (list, reading) in board.watchlist.checklists.iter().zip(&board.checklists) {
        for (place, group) in reading.groups.iter().enumerate() {
            rows.push(LadderRow::Group(group_title(board, list, reading, place)));
            rows.extend(group.items.iter().map(|item| row(facts, &list.items[*item], &reading.items[*item])));
        }
    }
    rows
}

fn row(facts: &ReportFacts<'_>, item: &Item, reading: &ItemReading) -> LadderRow {
    LadderRow::Item {
        title: item.title.display().into_owned(),
        rung: rung_cell(reading),
        progress: progress(reading),
        flags: commas(flags(facts.board, item, reading)),
        as_of: facts.as_of(item.span),
    }
}

fn commas(flags: Vec<Phrase>) -> Vec<Phrase> {
    let last = flags.len().saturating_sub(1);
    flags.into_iter().enumerate().map(|(at, flag)| if at < last { flag.before(",") } else { flag }).collect()
}

/// The rungs of a ladder. The words for failing stand beside it.
pub(super) fn rungs() -> impl Iterator<Item = Rung> {
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
    let Some(reached) = reading.rung.filter(|_| !reading.evidence.is_unconfirmed()) else { return LadderStep::Empty };
    match (reading.claim, rung.is_deed()) {
        _ if rung > reached => LadderStep::Empty,
        (Some(Claim::Verified), true) => LadderStep::Verified,
        (Some(Claim::Attributed), true) => LadderStep::Claimed,
        // A deed that is only promised, or has no claim class, is not reached.
        (Some(Claim::Promise) | None, true) => LadderStep::Empty,
        (_, false) => LadderStep::Said,
    }
}
