//! One file a pane: from the board to plain view rows.
//!
//! A pane is a reader of the [`Board`]. It computes nothing that the board does not already say and knows nothing of the
//! screen. A new pane is a new file and one line in [`PANES`].

pub mod age;
mod agenda;
pub mod changes;
mod checklists;
mod claims;
mod crossings;
mod find;
pub mod handover;
mod headline;
mod highlight;
mod lines;
mod reading_words;
mod signals;
mod spillover;
pub mod view;
mod words;

pub use agenda::agenda;
pub use find::FilterQuery;
pub use highlight::{detail, row};

use crate::board::Board;
use crate::diagnostic::Span;
use crate::watchlist::EntityRef;
use view::{Detail, Empty, Headline, Order, Phrase, Row, RowKey, RowKind};

/// What the screen asks of a pane.
pub trait Pane: Sync {
    /// A stable kebab-case name, such as `crossings`.
    fn id(&self) -> &'static str;

    /// The title and the status from across the room.
    fn headline(&self, board: &Board) -> Headline;

    /// The orders that its rows can stand in; the first is the usual one. Words such as `newest first`.
    fn orders(&self) -> &'static [&'static str];

    /// Which rows there are. Cheap: identities only, also at 100,000 entries.
    fn rows(&self, board: &Board, order: Order) -> Vec<RowKey>;

    /// Whether a row heads others. Cheap: it is asked of every row, and must agree with [`Pane::row`].
    fn kind(&self, key: RowKey) -> RowKind;

    /// One row to draw.
    fn row(&self, board: &Board, key: RowKey) -> Row;

    /// Whether the row has the text in it. Must not build the row.
    fn matches(&self, board: &Board, key: RowKey, needle: &FilterQuery) -> bool;

    /// Everything about one row.
    fn detail(&self, board: &Board, key: RowKey) -> Detail;

    /// Where the row stands in the watchlist.
    fn span(&self, board: &Board, key: RowKey) -> Span;

    /// Of which entity something is recorded at a row; without a row, in the pane as a whole. Of the watchlist as a whole
    /// statements and tallies are recorded.
    ///
    /// # Errors
    /// Nothing can be recorded there: what to do instead, in one sentence without a full stop.
    fn entity(&self, board: &Board, key: Option<RowKey>) -> Result<EntityRef, &'static str>;

    /// What to say when there are no rows.
    fn empty(&self, board: &Board) -> Empty;
}

/// Every pane, in the order of their number keys.
pub static PANES: &[&dyn Pane] =
    &[&crossings::Crossings, &checklists::Checklists, &spillover::SpilloverPane, &signals::Signals, &claims::Claims];

/// What the header says of the whole board, in falling importance; each says nothing where there is nothing to say.
static HEADER_NOTES: &[fn(&Board) -> Option<Phrase>] = &[agenda::next, signals::drift_count];

/// The severe event that nobody has judged since, at length and in short: the header always says it.
pub fn severe_event(board: &Board) -> Option<[Phrase; 2]> {
    spillover::unjudged(board).zip(spillover::unjudged_in_short(board)).map(|(long, short)| [long, short])
}

/// What the header says of the whole board, in falling importance.
pub fn header_notes(board: &Board) -> impl Iterator<Item = Phrase> {
    HEADER_NOTES.iter().filter_map(|say| say(board))
}
