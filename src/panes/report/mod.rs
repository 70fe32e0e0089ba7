//! The situation report: the board as a page for people without a terminal.
//!
//! A report is plain data made from a board, in the words of the panes. [`html`] and [`markdown`] write it. Everything that
//! it says about the world is a reading of the board, or an entry with its source; there is no free text.

pub mod html;
pub mod markdown;
mod news;
mod sections;
mod summary;

pub use news::NewsItem;

use super::charts::{HeatChart, LadderItem, MonthCalendar};
use super::handover::{Ledger, Thing, things};
use super::view::{Cell, CellContent, Phrase, Row, Tone};
use super::words;
use crate::board::Board;
use crate::board::changes::Change;
use crate::diagnostic::Span;
use crate::watchlist::time::TimePoint;
use std::collections::HashMap;

/// How much a report says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportExtent {
    /// The summary, the news and the title of each section.
    Brief,
    Full,
}

/// What is known at one moment, and what is new since another. All text is safe to show and not escaped for any format.
#[derive(Clone, Debug, PartialEq)]
pub struct SituationReport {
    /// The title of the watchlist.
    pub title: String,
    /// The moment that all of it is about.
    pub as_of: String,
    /// Three sentences: the crossings, the checklists, spillover and signals.
    pub summary: [String; 3],
    /// How many things are not known or old, and which.
    pub not_known: Vec<String>,
    pub sections: Vec<ReportSection>,
    /// What the grades mean.
    pub legend: &'static [&'static str],
}

#[derive(Clone, Debug, PartialEq)]
pub struct ReportSection {
    pub heading: String,
    /// The parts of its title, the most urgent first.
    pub states: Vec<Phrase>,
    /// The time and the source of the state; empty if each row has its own.
    pub as_of: String,
    pub blocks: Vec<ReportBlock>,
}

/// A part of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum ReportBlock {
    /// A sentence that says what is here, what is left out, or that nothing is recorded.
    Remark(Phrase),
    /// Rows of a pane.
    Rows(Vec<Row>),
    Calendar(MonthCalendar),
    Ladder(Vec<LadderRow>),
    Heat(HeatChart),
    /// Success on the left, failure on the right.
    Sides([Vec<Row>; 2]),
    News(Vec<NewsItem>),
}

/// A line of the checklists.
#[derive(Clone, Debug, PartialEq)]
pub enum LadderRow {
    /// The heading of a group, with its progress.
    Group(Vec<Phrase>),
    Item {
        item: LadderItem,
        as_of: Vec<Phrase>,
    },
}

const LEGEND: &[&str] = &[
    "Source: A reliable, B usually reliable, C fairly reliable, D not usually reliable, E unreliable, F cannot be judged.",
    "Information: 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged; a dash where \
     no grade is given.",
    "Verified: somebody saw it done. Attributed: somebody says so. Promise: a plan; it never counts as done.",
    "A day, an item or a log without a record is unknown. Unknown is never good news.",
];

impl SituationReport {
    /// Builds a report from the board, and from what changed since an earlier one.
    pub fn new(before: &Board, after: &Board, found: &[Change], extent: ReportExtent) -> Self {
        let facts = ReportFacts::new(after);
        let mut sections = sections::sections(&facts);
        if extent == ReportExtent::Brief {
            sections.iter_mut().for_each(|section| section.blocks.clear());
        }
        sections.insert(0, news::section(before, &facts, found));
        Self {
            title: after.watchlist.title.display().into_owned(),
            as_of: format!("{}, zone {}", words::when_full(TimePoint::exact(after.now), after), after.watchlist.zone()),
            summary: summary::sentences(after),
            not_known: summary::not_known(&facts),
            sections,
            legend: LEGEND,
        }
    }
}

/// Whether a cell has nothing to write.
fn is_empty(cell: &Cell) -> bool {
    match &cell.content {
        CellContent::Text(phrases) | CellContent::Flags(phrases) => {
            phrases.iter().all(|phrase| phrase.text.trim().is_empty())
        }
        CellContent::Spark(..) | CellContent::Bar(_) | CellContent::Days(_) | CellContent::Flow(_) => true,
        CellContent::Headline(_) | CellContent::Age(_) => false,
    }
}

/// Phrases with what separates each from the one before. On a screen, columns and blanks do that.
fn separated(phrases: &[Phrase]) -> impl Iterator<Item = (&'static str, &Phrase)> {
    let said = phrases.iter().filter(|phrase| !phrase.text.trim().is_empty());
    said.enumerate().map(|(at, phrase)| {
        let separator = match phrase.text.as_str() {
            _ if at == 0 => "",
            text if text.starts_with("  ") => "; ",
            text if text.starts_with([',', ':', ';', '.']) => "",
            _ => " ",
        };
        (separator, phrase)
    })
}

/// The board, and the entries that its readings are based on.
struct ReportFacts<'b> {
    board: &'b Board,
    ledger: Ledger<'b>,
    things: HashMap<Span, Thing>,
}

impl<'b> ReportFacts<'b> {
    fn new(board: &'b Board) -> Self {
        let things = things(board).into_iter().map(|thing| (thing.span(), thing)).collect();
        Self { board, ledger: Ledger::index(&board.watchlist), things }
    }

    /// The time, the source and the claim of what is known about an entity, and whether it is old.
    fn as_of(&self, entity: Span) -> Vec<Phrase> {
        let Some(thing) = self.things.get(&entity) else { return Vec::new() };
        let facts = thing.facts(self.board, &self.ledger);
        let facts = match facts.is_empty() {
            true => Phrase::new(thing.silence(), Tone::Unknown),
            false => Phrase::muted(facts.join(", ")),
        };
        words::data_old(thing.freshness).map(|old| old.before(",")).into_iter().chain([facts]).collect()
    }
}
