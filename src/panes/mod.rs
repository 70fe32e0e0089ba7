//! One file per pane: converts the board to plain rows.
//!
//! A pane reads the [`Board`]. It computes nothing that the board does not already provide and does not depend on the
//! screen. A new pane needs a new file and one line in [`PANES`].

pub mod age;
mod agenda;
pub mod changes;
pub mod charts;
mod checklists;
mod claims;
mod crossings;
mod find;
pub mod handover;
mod headline;
mod highlight;
mod legend;
mod lines;
mod reading_words;
pub mod report;
pub mod reviews;
mod signals;
mod spillover;
pub mod status;
pub mod view;
mod withdrawn;
pub(crate) mod words;

pub use agenda::agenda;
pub use find::{FilterQuery, Needle, OPERATORS, RowFields, matches};
pub use highlight::{detail, row};
pub use legend::{LegendLine, legend};

use crate::board::Board;
use crate::diagnostic::Span;
use crate::watchlist::EntityRef;
use changes::Topic;
use view::{Detail, Empty, Headline, Order, Phrase, Row, RowKey, RowKind};

/// The interface between the screen and a pane.
pub trait Pane: Sync {
    /// A stable kebab-case name, such as `crossings`.
    fn id(&self) -> &'static str;

    /// The title and the status at a glance.
    fn headline(&self, board: &Board) -> Headline;

    /// The available orders of its rows, such as `newest first`; the first is the default.
    fn orders(&self) -> &'static [&'static str];

    /// The keys of its rows. Must be cheap: identities only, even for 100,000 entries.
    fn rows(&self, board: &Board, order: Order) -> Vec<RowKey>;

    /// Whether a row is a heading. Must be cheap, because it is called for every row, and must agree with
    /// [`Pane::row`].
    fn kind(&self, key: RowKey) -> RowKind;

    /// Builds one row for drawing.
    fn row(&self, board: &Board, key: RowKey) -> Row;

    /// What a filter can find the row by, beside its drawn text. Headings have nothing besides.
    fn fields<'b>(&self, board: &'b Board, key: RowKey) -> RowFields<'b>;

    /// The details of one row.
    fn detail(&self, board: &Board, key: RowKey) -> Detail;

    /// Whether the row is one entry of a list, which can be corrected and withdrawn.
    fn is_entry(&self, _: RowKey) -> bool {
        false
    }

    /// The position of the row in the watchlist.
    fn span(&self, board: &Board, key: RowKey) -> Span;

    /// Notes what the row shows, so that it is marked if that changes.
    fn note_topics<'b>(&self, board: &'b Board, key: RowKey, note: &mut dyn FnMut(Topic<'b>)) {
        note(Topic::At(self.span(board, key)));
    }

    /// The entity that a new entry is recorded for at a row; without a row, in the pane as a whole. Statements and
    /// tallies are recorded for the watchlist as a whole.
    ///
    /// # Errors
    /// Nothing can be recorded there; the text says what to do instead, in one sentence without a full stop.
    fn entity(&self, board: &Board, key: Option<RowKey>) -> Result<EntityRef, &'static str>;

    /// What to show if there are no rows.
    fn empty(&self, board: &Board) -> Empty;
}

/// Every pane, in the order of their number keys.
pub static PANES: &[&dyn Pane] =
    &[&crossings::Crossings, &checklists::Checklists, &spillover::SpilloverPane, &signals::Signals, &claims::Claims];

/// The header notes about the whole board, the most important first; a function returns `None` if it has nothing to
/// say.
static HEADER_NOTES: &[fn(&Board) -> Option<Phrase>] = &[agenda::next, reviews::reviews_due, signals::drift_count];

/// The severe event without a later assessment, in long and short form: always shown in the header.
pub fn severe_event(board: &Board) -> Option<[Phrase; 2]> {
    spillover::unjudged(board).zip(spillover::unjudged_in_short(board)).map(|(long, short)| [long, short])
}

/// The header notes about the whole board, the most important first.
pub fn header_notes(board: &Board) -> impl Iterator<Item = Phrase> {
    HEADER_NOTES.iter().filter_map(|say| say(board))
}
