//! What a pane shows, as plain data: no terminal types, no colours, no widths of a screen.
//!
//! The screen, the printed frame and later exports read the same rows, so they cannot disagree. All text in here is
//! already safe to show (see [`crate::text`]).

use super::age::Age;
use super::checklists::ChecklistList;
use super::claims::ClaimList;
use super::crossings::CrossingList;
pub use super::headline::{AlarmSign, Headline, HeadlinePart, Urgency};
use super::signals::SignalList;
use super::spillover::SpilloverList;
use crate::board::freshness::Freshness;
use crate::diagnostic::Span;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::mem::discriminant;
use std::ops::Range;

/// What a piece of text means to the eye. A theme turns it into a colour; the words say the same without one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Plain text.
    #[default]
    Plain,
    /// Less important: dates, sources, labels.
    Muted,
    /// A title or a name that leads the eye.
    Strong,
    /// As hoped, and verified.
    Good,
    /// Said by somebody, not verified.
    Claimed,
    /// Needs a look: overdue, stale, due soon.
    Caution,
    /// Bad news.
    Alarm,
    /// Nobody knows. Its own loud state: not good, not bad.
    Unknown,
}

/// A run of text with one meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    /// The words, safe to show, on one line.
    pub text: String,
    /// What they mean to the eye.
    pub tone: Tone,
    /// Where an age stands in the text.
    age: Option<Range<usize>>,
}

impl Phrase {
    /// Words with a meaning.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone, age: None }
    }

    /// An age by itself, written as these plain words.
    pub fn age(words: impl Into<String>) -> Self {
        let text = words.into();
        Self { age: Some(0..text.len()), text, tone: Tone::Plain }
    }

    /// The same words after others.
    #[must_use]
    pub fn after(self, before: &str) -> Self {
        let age = self.age.map(|age| age.start + before.len()..age.end + before.len());
        Self { text: format!("{before}{}", self.text), age, ..self }
    }

    /// The same words before others.
    #[must_use]
    pub fn before(mut self, after: &str) -> Self {
        self.text.push_str(after);
        self
    }

    /// The same words with another meaning.
    #[must_use]
    pub fn toned(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    /// Whether both say the same, whatever their ages are.
    pub fn is_same_but_for_age(&self, other: &Self) -> bool {
        self.tone == other.tone && self.without_age() == other.without_age()
    }

    fn without_age(&self) -> (&str, Option<&str>) {
        match self.age.as_ref().and_then(|age| Some((self.text.get(..age.start)?, self.text.get(age.end..)?))) {
            Some((before, after)) => (before, Some(after)),
            None => (&self.text, None),
        }
    }

    /// Plain words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Tone::Plain)
    }

    /// Less important words.
    pub fn muted(text: impl Into<String>) -> Self {
        Self::new(text, Tone::Muted)
    }
}

/// Identifies a row across reloads: derived from what the row is about, never from its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u64);

impl RowId {
    /// The identity of what these words together name.
    pub fn from_parts(parts: &[&str]) -> Self {
        let mut hasher = DefaultHasher::new();
        parts.hash(&mut hasher);
        Self(hasher.finish())
    }

    /// The identity of the `nth` of several things that cannot be told apart; the first keeps its own.
    pub fn nth(self, nth: u32) -> Self {
        if nth == 0 { self } else { Self(self.0.wrapping_add(u64::from(nth).wrapping_mul(0x9e37_79b9_7f4a_7c15))) }
    }
}

/// A map by identity, quick enough for the rows of a long log: an identity is a hash, and is not hashed once more.
pub type ByRowId<T> = HashMap<RowId, T, BuildHasherDefault<AsItIs>>;

/// Takes the one number that it is given for its hash.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A row's identity and where its pane finds it on this board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowKey {
    /// Stays the same across reloads.
    pub id: RowId,
    /// Which of its pane's lists the row comes from.
    pub list: RowList,
    /// Which crossing, checklist or other parent it belongs to.
    pub parent: u32,
    /// Its index in that list.
    pub index: u32,
}

impl RowKey {
    pub(super) fn new(id: RowId, list: impl Into<RowList>, parent: usize, index: usize) -> Self {
        let place = |at: usize| u32::try_from(at).expect("a list has fewer entries than its file has bytes");
        Self { id, list: list.into(), parent: place(parent), index: place(index) }
    }
}

macro_rules! row_lists {
    ($($pane:ident($list:ident)),+) => {
        /// A list of rows, of the pane that has it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum RowList {
            $( #[doc = concat!("Of ", stringify!($pane), ".")] $pane($list), )+
            /// Of a pane that has one list.
            Only,
        }

        $( impl From<$list> for RowList {
            fn from(list: $list) -> Self {
                Self::$pane(list)
            }
        } )+
    };
}

row_lists!(
    Crossings(CrossingList),
    Checklists(ChecklistList),
    Spillover(SpilloverList),
    Signals(SignalList),
    Claims(ClaimList)
);

/// How wide a cell wants to be, in terminal columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// Exactly this many columns.
    Fixed(u16),
    /// At least this many; takes what is left over. One a row; with several, the first takes it.
    Fill(u16),
}

/// One cell of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What stands in it.
    pub content: CellContent,
    /// How wide it wants to be.
    pub width: Width,
    /// Cells with the highest number leave first when the row is too narrow; 0 never leaves.
    pub drop: u8,
}

impl Cell {
    /// A cell of exactly `width` columns.
    pub fn fixed(width: u16, phrase: Phrase) -> Self {
        Self { content: CellContent::Text(vec![phrase]), width: Width::Fixed(width), drop: 0 }
    }

    /// A cell that takes what is left, at least `least` columns.
    pub fn fill(least: u16, phrases: Vec<Phrase>) -> Self {
        Self { content: CellContent::Text(phrases), width: Width::Fill(least), drop: 0 }
    }

    /// A cell of words that need attention, the gravest first. It keeps the first of them, and leaves only the others.
    pub fn flags(flags: Vec<Phrase>) -> Self {
        let words: usize = flags.iter().map(|flag| flag.text.chars().count() + 1).sum();
        let width = Width::Fixed(u16::try_from(words.saturating_sub(1)).unwrap_or(u16::MAX));
        Self { content: CellContent::Flags(flags), width, drop: 0 }
    }

    /// A cell of how old the newest knowledge is.
    pub fn age(freshness: Freshness) -> Self {
        Self { content: CellContent::Age(freshness), width: Width::Fixed(AGE_WIDTH), drop: 0 }
    }

    /// A cell of a name and what is to be said of it, as in the title of a pane.
    pub fn headline(least: u16, headline: Headline) -> Self {
        Self { content: CellContent::Headline(headline), width: Width::Fill(least), drop: 0 }
    }

    /// A cell that is not text.
    pub fn drawn(width: Width, content: CellContent) -> Self {
        Self { content, width, drop: 0 }
    }

    /// Leaves a narrow row before cells with a lower number.
    #[must_use]
    pub fn drop(mut self, order: u8) -> Self {
        self.drop = order;
        self
    }
}

/// Columns of the longest age: `old 999d`.
pub(super) const AGE_WIDTH: u16 = 8;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum CellContent {
    /// Words.
    Text(Vec<Phrase>),
    /// Progress in two textures.
    Bar(Bar),
    /// A small chart of values over time, oldest first; scaled to the largest. `None` is a time without a record.
    Spark(Vec<Option<f64>>, Tone),
    /// A strip of days, oldest first, one column each; the newest are kept when it is too narrow.
    Days(Vec<DayMark>),
    /// People a day, oldest first, one column each; the newest are kept when it is too narrow.
    Flow(Vec<FlowMark>),
    /// Words that need attention, the gravest first; those that do not fit are counted.
    Flags(Vec<Phrase>),
    /// A name with its alarms and counts, shortened as the title of a pane is.
    Headline(Headline),
    /// How old the newest knowledge is, at the right edge.
    Age(Freshness),
}

impl CellContent {
    fn is_same_but_for_ages(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) | (Self::Flags(one), Self::Flags(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.is_same_but_for_age(other))
            }
            (Self::Headline(one), Self::Headline(other)) => one.is_same_but_for_ages(other),
            (Self::Age(one), Self::Age(other)) => discriminant(one) == discriminant(other),
            _ => self == other,
        }
    }
}

/// `no data`, `3h`, `old 3h`: the age of what is known, and whether it is old.
pub fn age_phrase(freshness: Freshness) -> Phrase {
    match freshness {
        Freshness::NoData => Phrase::new("no data", Tone::Unknown),
        Freshness::Fresh { age } => Phrase::age(Age(age).to_string()).toned(Tone::Muted),
        Freshness::Stale { age } => Phrase::age(Age(age).to_string()).after("old ").toned(Tone::Caution),
    }
}

/// Progress as shares of the whole, each between 0 and 1, their sum at most 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bar {
    /// Deeds that were verified: drawn solid.
    pub verified: f64,
    /// Deeds that somebody claims, on top: drawn in a light texture.
    pub claimed: f64,
}

/// One day of a crossing's strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMark {
    /// Open.
    Open,
    /// Open in part.
    Limited,
    /// Closed, as announced beforehand.
    ClosedScheduled,
    /// Closed for any other cause, or none stated.
    Closed,
    /// Sources disagree on whether it was open.
    Disputed,
    /// Only weak evidence says that it was open.
    Unconfirmed,
    /// No record for that day.
    NoRecord,
    /// No record for that day, and it could not be observed.
    NotObserved,
    /// Not yet come.
    Ahead,
}

/// How many people passed on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FlowMark {
    /// So many, scaled to the largest.
    People(f64),
    /// Sources give different numbers.
    Differ,
    /// It was shut.
    Shut,
    /// There is a record of the day, without a number.
    Uncounted,
    /// No record for that day, and it could not be observed.
    NotObserved,
    /// No record for that day.
    NoRecord,
}

/// One row of a pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// From left to right.
    pub cells: Vec<Cell>,
    /// Whether it heads a group rather than stands in one.
    pub kind: RowKind,
}

impl Row {
    /// Whether two rows say the same but for how long ago or how far ahead things are: for boards of two moments.
    pub fn is_same_but_for_ages(&self, other: &Self) -> bool {
        let is_same = |(one, other): (&Cell, &Cell)| one.content.is_same_but_for_ages(&other.content);
        self.kind == other.kind
            && self.cells.len() == other.cells.len()
            && self.cells.iter().zip(&other.cells).all(is_same)
    }
}

/// What part a row plays in its pane. A row belongs to the nearest heading above it, and that one to the nearest above
/// it of a lower rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKind {
    /// Heads a group of rows.
    Heading,
    /// Heads a group within a group.
    Subheading,
    /// Stands for one thing of the watchlist.
    Entry,
}

/// Everything about one row: every report with its source, grade, claim class and age.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detail {
    /// What it is about.
    pub title: Phrase,
    /// In reading order.
    pub lines: Vec<DetailLine>,
    /// The status as one value, for copying.
    pub value: String,
    /// A link to open, as written in the file: scheme not yet checked.
    pub link: Option<String>,
    /// Where it stands in the watchlist.
    pub span: Span,
}

/// One line of a detail view. It is wrapped to the screen under its own indent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DetailLine {
    /// Columns to indent by.
    pub indent: u16,
    /// The words, left to right.
    pub phrases: Vec<Phrase>,
}

impl DetailLine {
    /// A line of phrases.
    pub fn new(indent: u16, phrases: Vec<Phrase>) -> Self {
        Self { indent, phrases }
    }

    /// `label  words`, the label muted.
    pub fn field(label: &str, phrases: Vec<Phrase>) -> Self {
        let mut line = vec![Phrase::muted(format!("{label:<11} "))];
        line.extend(phrases);
        Self::new(0, line)
    }

    /// A heading over the lines that follow.
    pub fn heading(text: impl Into<String>) -> Self {
        Self::new(0, vec![Phrase::new(text, Tone::Strong)])
    }
}

/// What an empty pane says: why it is empty, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Empty {
    /// Why there is nothing.
    pub why: String,
    /// What to do next.
    pub remedy: String,
}

/// How a pane's rows are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Index into the pane's list of orders.
    pub by: usize,
    /// Whether it runs backwards.
    pub reverse: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[track_caller]
    fn check(one: Cell, other: Cell, is_same: bool) {
        let row = |cell| Row { cells: vec![cell], kind: RowKind::Entry };
        assert_eq!(row(one).is_same_but_for_ages(&row(other)), is_same);
    }

    #[test]
    fn rows_of_two_moments_are_compared_without_their_ages() {
        let old = |word: &str, age: &str| Cell::flags(vec![Phrase::age(age).after(word).before(" (2 Feb)")]);
        check(old("dormant, old ", "9d"), old("dormant, old ", "30d"), true);
        check(old("due ", "now"), old("due ", "3h"), true);
        check(old("dormant, old ", "29d"), old("announced, old ", "29d"), false);
        let age = |hours| Cell::age(Freshness::Fresh { age: TimeDelta::hours(hours) });
        check(age(3), age(30), true);
        check(age(3), Cell::age(Freshness::NoData), false);
    }

    #[test]
    fn a_number_that_merely_looks_like_an_age_is_compared() {
        let text = |text: &str| Cell::fixed(9, Phrase::plain(text));
        check(text("no entry for 24h"), text("no entry for 48h"), false);
        check(text("exits 20 of 150"), text("exits 21 of 150"), false);
    }
}
