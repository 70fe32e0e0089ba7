//! Statements: who used a new term, and which other statements are new.

use super::Change;
use super::comparison::{Comparison, entry_changes};
use super::differences::BoardPair;
use super::quote::Says;
use super::what::ChangeKind;
use crate::board::Board;
use crate::board::ledger::Speaker;
use crate::text::Text;
use crate::watchlist::{EntityRef, Id};
use std::collections::HashMap;

pub(super) fn find_claim_changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    fn ledger(board: &Board) -> HashMap<&Id, &Speaker> {
        board.ledger.iter().map(|of| (&of.speaker, of)).collect()
    }
    let (old, new) = (ledger(before), ledger(after));
    let mut found = Vec::new();
    for part in &comparison.differences.speakers {
        let EntityRef::Speaker(speaker) = &part.subject else { continue };
        let (was, is) = (last_term(before, old.get(speaker)), last_term(after, new.get(speaker)));
        let statements = part.entries("statements");
        let mut told = None;
        let is_same = match (&was, &is) {
            (Some(was), Some(is)) => was.is_same(is),
            (was, is) => was.is_none() && is.is_none(),
        };
        if !is_same {
            let grounds = comparison.causes.grounds_of(&part.subject, part.span);
            let grounds = grounds
                .told_by(statements, part.span, |entry| is.is_some() && entry.quote.says == Says::Term(is.clone()));
            told = grounds.listed();
            found.push(grounds.change(&part.subject, ChangeKind::Term { was, is }));
        }
        found.extend(entry_changes(&part.subject, statements, Some(part.span), told));
    }
    found
}

/// The last term that a speaker used, as far as the order is known.
fn last_term(board: &Board, speaker: Option<&&Speaker>) -> Option<Text> {
    speaker?.statements.iter().find_map(|index| board.watchlist.statements[*index].term.clone())
}
