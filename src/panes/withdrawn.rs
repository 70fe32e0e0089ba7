//! The entries of an entity that count no more, at the end of its details.

use super::changes::verb_and_value;
use super::view::{DetailLine, Phrase, RowKey, RowKind, Tone};
use super::{Pane, lines, words};
use crate::board::Board;
use crate::board::withdrawn::{WithdrawnEntry, withdrawn_entries};
use crate::diagnostic::Span;
use crate::watchlist::EntityRef;

/// The lines for the row of an entity, or of the heading of a list; none for other rows. `span` is that of the row.
pub(super) fn of_row(pane: &dyn Pane, board: &Board, key: RowKey, span: Span) -> Vec<DetailLine> {
    let entity = pane.entity(board, Some(key)).ok();
    let is_of_row = |entity: &EntityRef| pane.kind(key) != RowKind::Entry || board.watchlist.span_of(entity) == span;
    entity.filter(is_of_row).map_or_else(Vec::new, |entity| withdrawn_lines(board, &entity))
}

/// `Withdrawn (1)`, and each entry with the reason; nothing if there are none.
fn withdrawn_lines(board: &Board, entity: &EntityRef) -> Vec<DetailLine> {
    let withdrawn = withdrawn_entries(board, entity);
    if withdrawn.is_empty() {
        return Vec::new();
    }
    let mut out = vec![DetailLine::heading(format!("Withdrawn ({}): they count no more", withdrawn.len()))];
    out.extend(withdrawn.iter().rev().flat_map(|entry| entry_lines(board, entry)));
    out
}

fn entry_lines(board: &Board, entry: &WithdrawnEntry) -> [DetailLine; 2] {
    let quote = &entry.quote;
    let when = entry.time.map_or_else(|| "undated".to_owned(), |at| words::when_full(at, board));
    let citation = words::citation_full(&board.watchlist, quote.source.as_ref(), quote.credibility);
    let said = verb_and_value(quote).join(" ");
    let note = quote.words.as_ref().map(|words| Phrase::muted(words.display()));
    let phrases = [Some(Phrase::muted(when)), Some(Phrase::muted(said)), Some(citation), note];
    let why = format!("withdrawn {}: {}", words::when(entry.at, board), entry.why.display());
    [
        DetailLine::new(2, lines::spaced(phrases.into_iter().flatten().collect())).of_entry(entry.span),
        DetailLine::new(4, vec![Phrase::new(why, Tone::Caution)]).of_entry(entry.span),
    ]
}
