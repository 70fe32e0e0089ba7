//! Entries that count no more: a board does not read them, and lists them with the reason.

use super::Board;
use super::changes::{EntryQuote, Quotable};
use crate::diagnostic::Span;
use crate::text::Text;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Entity, EntityRef, Entry};

/// An entry whose withdrawal is in force.
#[derive(Clone, Debug)]
pub struct WithdrawnEntry {
    /// The time from which on it counted; `None` if it has no date.
    pub time: Option<TimePoint>,
    pub quote: EntryQuote,
    pub at: TimePoint,
    pub why: Text,
    pub span: Span,
}

/// The withdrawn entries of an entity, in the order of the file.
pub fn withdrawn_entries(board: &Board, entity: &EntityRef) -> Vec<WithdrawnEntry> {
    let mut found = Vec::new();
    let file = &board.file;
    match (entity, file.resolve(entity)) {
        (_, Some(Entity::Crossing(crossing))) => {
            collect(board, &crossing.reports, &mut found);
            collect(board, &crossing.days, &mut found);
            collect(board, &crossing.quotas, &mut found);
        }
        (_, Some(Entity::Party(party))) => collect(board, &party.reports, &mut found),
        (_, Some(Entity::Item(item))) => collect(board, &item.reports, &mut found),
        (_, Some(Entity::Risk(risk))) => {
            collect(board, &risk.assessments, &mut found);
            let is_of_risk = |of: &crate::watchlist::Ref| of.value == risk.id.value;
            let events = file.log().withdrawn().filter(|event| event.risk.as_ref().is_some_and(is_of_risk));
            collect(board, events, &mut found);
        }
        (EntityRef::Log, _) => collect(board, file.log().withdrawn(), &mut found),
        (EntityRef::Speaker(id), _) => {
            collect(board, file.statements.iter().filter(|said| said.speaker.value == *id), &mut found);
        }
        (_, Some(Entity::Tally(of))) => {
            let what = of.what.folded();
            collect(board, file.tallies.iter().filter(|tally| tally.what.folded() == what), &mut found);
        }
        _ => {}
    }
    found
}

fn collect<'w, T: Entry + Quotable + 'w>(
    board: &Board,
    entries: impl IntoIterator<Item = &'w T>,
    found: &mut Vec<WithdrawnEntry>,
) {
    let zone = board.file.zone();
    found.extend(entries.into_iter().filter_map(|entry| {
        let withdrawal = entry.withdrawal().filter(|withdrawal| board.has_come(withdrawal.at.value))?;
        Some(WithdrawnEntry {
            time: entry.time(zone),
            quote: entry.quote(),
            at: withdrawal.at.value,
            why: withdrawal.why.clone(),
            span: entry.span(),
        })
    }));
}
