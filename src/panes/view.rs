//! The content of a pane as plain data: no terminal types, no colours, no screen widths.
//!
//! The screen, the printed frame and exports read the same rows, so they cannot disagree. All text here is already safe
//! to show (see [`crate::text`]).

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

/// The meaning of a piece of text. A theme turns it into a colour; the words have the same meaning without one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
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
    Alarm,
    /// Not known. A separate, prominent state: neither good nor bad.
    Unknown,
}

/// A run of text with one meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    /// The words, safe to show, on one line.
    pub text: String,
    pub tone: Tone,
}

impl Phrase {
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }

    /// Puts text before the phrase.
    #[must_use]
    pub fn after(self, before: &str) -> Self {
        Self { text: format!("{before}{}", self.text), ..self }
    }

    /// Puts text after the phrase.
    #[must_use]
    pub fn before(mut self, after: &str) -> Self {
        self.text.push_str(after);
        self
    }

    /// Returns the phrase with another tone.
    #[must_use]
    pub fn toned(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Tone::Plain)
    }

    pub fn muted(text: impl Into<String>) -> Self {
        Self::new(text, Tone::Muted)
    }
}

/// Identifies a row across reloads: derived from what the row is about, never from its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u64);

impl RowId {
    /// The identity of the thing that these words name together.
    pub fn from_parts(parts: &[&str]) -> Self {
        let mut hasher = DefaultHasher::new();
        parts.hash(&mut hasher);
        Self(hasher.finish())
    }

    /// The identity of the `nth` of several identical things; the first keeps its own.
    pub fn nth(self, nth: u32) -> Self {
        if nth == 0 { self } else { Self(self.0.wrapping_add(u64::from(nth).wrapping_mul(0x9e37_79b9_7f4a_7c15))) }
    }
}

/// A map by row identity that is fast enough for a long log: an identity is a hash and is not hashed again.
pub type ByRowId<T> = HashMap<RowId, T, BuildHasherDefault<AsItIs>>;

/// A hasher that returns the one number it is given.
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

/// A row's identity, and where its pane finds it on this board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowKey {
    /// Stays the same across reloads.
    pub id: RowId,
    /// The list of its pane that the row comes from.
    pub list: RowList,
    /// The index of its crossing, checklist or other parent.
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
        /// The lists of rows, by pane.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum RowList {
            $( #[doc = concat!("Of ", stringify!($pane), ".")] $pane($list), )+
            /// The list of a pane that has only one.
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

/// A column of a pane: its cells are equally wide in all rows that are shown together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Age,
    Answer,
    Claim,
    Confidence,
    Debtors,
    Direction,
    Drift,
    Figure,
    Grade,
    Heading,
    Heat,
    Judgement,
    Label,
    /// The day of the latest number.
    Latest,
    Level,
    Mark,
    Name,
    Part,
    Presence,
    Quantity,
    Relay,
    Rung,
    Severity,
    Since,
    Source,
    Span,
    Status,
    Strip,
    Text,
    Title,
    Trigger,
    Value,
    When,
}

impl Column {
    /// The number of columns.
    pub const COUNT: usize = Self::When as usize + 1;
}

/// The preferred width of a cell, in terminal columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// Exactly this many columns.
    Fixed(u16),
    /// As wide as the widest cell of the column among the rows that are shown together; nothing if all are empty.
    Widest(Column),
    /// Takes the remaining width, at least this many columns if a cell of the column has so much. One per row; with
    /// several, the first takes it.
    Fill(Column, u16),
    /// Shares the width of the cell that fills, after the text of that.
    Beside,
}

/// One cell of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub content: CellContent,
    pub width: Width,
    /// Cells with the highest number are dropped first if the row is too narrow; 0 is never dropped. Cells from
    /// [`Cell::OPTIONAL`] on are dropped also where they would cut a text that fills.
    pub drop: u8,
}

impl Cell {
    /// The lowest `drop` of cells that are less important than a whole text.
    pub const OPTIONAL: u8 = 3;

    /// A cell that is as wide as its column.
    pub fn column(column: Column, phrase: Phrase) -> Self {
        Self { content: CellContent::Text(vec![phrase]), width: Width::Widest(column), drop: 0 }
    }

    /// A cell that takes the remaining width, at least `least` columns if a text of the column is so long.
    pub fn fill(column: Column, least: u16, phrases: Vec<Phrase>) -> Self {
        Self { content: CellContent::Text(phrases), width: Width::Fill(column, least), drop: 0 }
    }

    /// A blank cell.
    pub fn indent(width: u16) -> Self {
        Self { content: CellContent::Text(Vec::new()), width: Width::Fixed(width), drop: 0 }
    }

    /// A cell of words that need attention, the most severe first. If there is too little room, those that do not fit
    /// are counted.
    pub fn flags(flags: Vec<Phrase>) -> Self {
        Self { content: CellContent::Flags(flags), width: Width::Beside, drop: 0 }
    }

    /// A cell with the age of the newest data; without one, it stays empty.
    pub fn age(freshness: Option<Freshness>) -> Self {
        let empty = CellContent::Text(Vec::new());
        Self { content: freshness.map_or(empty, CellContent::Age), width: Width::Widest(Column::Age), drop: 0 }
    }

    /// A cell with a name and its status, like the title of a pane.
    pub fn headline(headline: Headline) -> Self {
        Self { content: CellContent::Headline(headline), width: Width::Fill(Column::Heading, 10), drop: 0 }
    }

    /// A cell that is not text.
    pub fn drawn(width: Width, content: CellContent) -> Self {
        Self { content, width, drop: 0 }
    }

    /// Sets the drop order: a narrow row drops the cell before cells with a lower number.
    #[must_use]
    pub fn drop(mut self, order: u8) -> Self {
        self.drop = order;
        self
    }
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum CellContent {
    Text(Vec<Phrase>),
    /// A progress bar in two textures.
    Bar(Bar),
    /// A small chart of values over time, oldest first, scaled to the largest. `None` is a time without a record.
    Spark(Vec<Option<f64>>, Tone),
    /// A strip of days, oldest first, one column each; if it is too narrow, the newest are kept.
    Days(Vec<DayMark>),
    /// People per day, oldest first, one column each; if it is too narrow, the newest are kept.
    Flow(Vec<FlowMark>),
    /// Words that need attention, the most severe first; those that do not fit are counted.
    Flags(Vec<Phrase>),
    /// A name with its alarms and counts, shortened like the title of a pane.
    Headline(Headline),
    /// The age of the newest data, at the right edge.
    Age(Freshness),
}

/// Formats `no data`, `3h`, `old 3h`: the age of the data, and whether it is old.
pub fn age_phrase(freshness: Freshness) -> Phrase {
    match freshness {
        Freshness::NoData => Phrase::new("no data", Tone::Unknown),
        Freshness::Fresh { age } => Phrase::plain(Age(age).to_string()).toned(Tone::Muted),
        Freshness::Stale { age } => Phrase::plain(Age(age).to_string()).after("old ").toned(Tone::Caution),
    }
}

/// Progress as shares of the whole, each between 0 and 1, their sum at most 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bar {
    /// Verified deeds: drawn solid.
    pub verified: f64,
    /// Claimed deeds, in addition: drawn in a light texture.
    pub claimed: f64,
}

/// One day of a crossing's strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMark {
    Open,
    Limited,
    /// Closed, as announced beforehand.
    ClosedScheduled,
    /// Closed for any other cause, or without a stated one.
    Closed,
    /// A day of rest.
    Rest,
    /// A closure is announced for that day.
    ClosureAhead,
    /// Sources disagree on whether it was open.
    Disputed,
    /// Only weak evidence says that it was open.
    Unconfirmed,
    /// No record for that day.
    NoRecord,
    /// No record for that day, and it could not be observed.
    NotObserved,
    Ahead,
}

impl DayMark {
    /// Every mark, in the order of the legend.
    pub const ALL: [Self; 11] = [
        Self::Open,
        Self::Limited,
        Self::ClosedScheduled,
        Self::Closed,
        Self::Rest,
        Self::ClosureAhead,
        Self::Disputed,
        Self::Unconfirmed,
        Self::NoRecord,
        Self::NotObserved,
        Self::Ahead,
    ];

    /// Its glyph, one column wide.
    pub fn sign(self) -> Phrase {
        let (glyph, tone) = match self {
            Self::Open => ("█", Tone::Good),
            Self::Limited => ("▄", Tone::Caution),
            Self::ClosedScheduled => ("○", Tone::Plain),
            Self::Closed => ("×", Tone::Alarm),
            Self::Rest => ("─", Tone::Muted),
            Self::ClosureAhead => ("◌", Tone::Plain),
            Self::Disputed => ("!", Tone::Caution),
            Self::Unconfirmed | Self::NoRecord => ("?", Tone::Unknown),
            Self::NotObserved => ("⊘", Tone::Unknown),
            Self::Ahead => ("·", Tone::Muted),
        };
        Phrase::new(glyph, tone)
    }

    pub fn meaning(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Limited => "open in part",
            Self::ClosedScheduled => "closed, as announced beforehand",
            Self::Closed => "closed for any other cause, or without a stated one",
            Self::Rest => "a day of rest: it never opens on this day of the week",
            Self::ClosureAhead => "still ahead, and a closure is announced",
            Self::Disputed => "sources disagree on whether it was open",
            Self::Unconfirmed => "only weak evidence says that it was open",
            Self::NoRecord => "no record of that day: not known",
            Self::NotObserved => "no record, and it could not be observed",
            Self::Ahead => "still ahead",
        }
    }
}

/// How many passed on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FlowMark {
    /// The number, scaled to the largest.
    Number(f64),
    /// Sources give different numbers.
    Differ,
    /// The crossing was closed on that day.
    Shut,
    /// A day of rest.
    Rest,
    /// There is a record of the day, without a number.
    Uncounted,
    /// No record for that day, and it could not be observed.
    NotObserved,
    /// No record for that day.
    NoRecord,
}

impl FlowMark {
    /// Every mark without a number, in the order of the legend.
    pub const WITHOUT_NUMBER: [Self; 6] =
        [Self::Differ, Self::Shut, Self::Rest, Self::Uncounted, Self::NotObserved, Self::NoRecord];

    /// Its glyph, one column wide; `None` for a number.
    pub fn sign(self) -> Option<Phrase> {
        let (glyph, tone) = match self {
            Self::Number(_) => return None,
            Self::Differ => ("!", Tone::Caution),
            Self::Shut => ("×", Tone::Alarm),
            Self::Rest => ("─", Tone::Muted),
            Self::Uncounted => ("·", Tone::Muted),
            Self::NotObserved => ("⊘", Tone::Unknown),
            Self::NoRecord => ("?", Tone::Unknown),
        };
        Some(Phrase::new(glyph, tone))
    }

    pub fn meaning(self) -> &'static str {
        match self {
            Self::Number(_) => "the number of that day, against the largest",
            Self::Differ => "sources give different numbers",
            Self::Shut => "closed on that day",
            Self::Rest => "a day of rest",
            Self::Uncounted => "there is a record, without a number",
            Self::NotObserved => "no record, and it could not be observed",
            Self::NoRecord => "no record of that day: not known",
        }
    }
}

/// The levels of small charts, each one column wide, the lowest first.
pub const LEVELS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// The textures of a progress bar: verified deeds, claimed deeds, the rest.
pub const TEXTURES: [(&str, Tone); 3] = [("█", Tone::Good), ("▒", Tone::Claimed), ("░", Tone::Muted)];

/// One row of a pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The cells, from left to right.
    pub cells: Vec<Cell>,
    /// Whether it is a heading or an entry.
    pub kind: RowKind,
}

/// The role of a row in its pane. A row belongs to the nearest heading above it, and that heading to the nearest one
/// above it of a lower rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKind {
    /// The heading of a group of rows.
    Heading,
    /// The heading of a group within a group.
    Subheading,
    /// One thing of the watchlist.
    Entry,
}

/// Everything about one row: every report with its source, grade, claim class and age.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detail {
    pub title: Phrase,
    /// The lines, in reading order.
    pub lines: Vec<DetailLine>,
    /// The status as one value, for copying.
    pub value: String,
    /// A link to open, as written in the file: the scheme is not yet checked.
    pub link: Option<String>,
    /// Its position in the watchlist.
    pub span: Span,
}

impl Detail {
    /// The entries that can be selected, in the order of the lines.
    pub fn entries(&self) -> Vec<Span> {
        let mut entries = Vec::new();
        for entry in self.lines.iter().filter_map(|line| line.entry) {
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        entries
    }
}

/// One line of a detail view. It is wrapped to the screen width at its own indent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DetailLine {
    /// Columns to indent by.
    pub indent: u16,
    /// The phrases, from left to right.
    pub phrases: Vec<Phrase>,
    /// The position of the entry that it is about, if it is about one: the entry can be selected there.
    pub entry: Option<Span>,
    /// The link that the words after the label are, as written in the file; not yet checked.
    pub link: Option<String>,
}

impl DetailLine {
    /// A line of phrases.
    pub fn new(indent: u16, phrases: Vec<Phrase>) -> Self {
        Self { indent, phrases, entry: None, link: None }
    }

    /// The line as a part of an entry.
    #[must_use]
    pub fn of_entry(self, entry: Span) -> Self {
        Self { entry: Some(entry), ..self }
    }

    /// The label before the words, with the blanks after it.
    pub fn label(&self) -> Option<&Phrase> {
        self.phrases.first().filter(|label| label.tone == Tone::Muted && label.text.ends_with(' '))
    }

    /// A line `label  words`, with the label muted.
    pub fn field(label: &str, phrases: Vec<Phrase>) -> Self {
        let mut line = vec![Phrase::muted(format!("{label:<11} "))];
        line.extend(phrases);
        Self::new(0, line)
    }

    /// A heading for the lines that follow.
    pub fn heading(text: impl Into<String>) -> Self {
        Self::new(0, vec![Phrase::new(text, Tone::Strong)])
    }
}

/// What an empty pane says: why it is empty, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Empty {
    /// Why the pane is empty.
    pub why: String,
    /// What to do next.
    pub remedy: String,
}

/// The order of a pane's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Index into the pane's list of orders.
    pub by: usize,
    /// Whether the order is reversed.
    pub reverse: bool,
}
