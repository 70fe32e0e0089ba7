//! Statements: who used a new term, and which other statements are new.

use super::comparison::BoardPair;
use super::evidence::{ArrivedEntries, ComparedEntry, EntryKind, Facts, ListSide};
use super::quote::{EntryQuote, Says};
use super::what::ChangeKind;
use crate::board::Board;
use crate::text::Text;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Dated, EntityRef, Id, Statement};
use std::collections::HashSet;

pub(super) fn find_claim_changes(comparison: &mut BoardPair<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (&before.watchlist.statements, &after.watchlist.statements);
    let come = |board: &Board| {
        // An old statement that was relayed only now is new.
        let is_relayed = |index: &usize| {
            board.watchlist.statements[*index].reported.is_none_or(|reported| board.has_come(reported.value))
        };
        let statements = board.ledger.iter().flat_map(|speaker| &speaker.statements).copied();
        statements.filter(is_relayed).collect::<Vec<_>>().into_iter()
    };
    let evidence = ArrivedEntries::between(
        comparison.file,
        &ListSide::new(before, old, come(before)),
        &ListSide::new(after, new, come(after)),
        |said| Facts { at: date(said), source: said.source.as_ref(), span: said.span, kind: EntryKind::Statement },
    );
    for speaker in speakers(&evidence, old, new) {
        of_speaker(comparison, &speaker, part(&evidence, &speaker, old, new), (old, new));
    }
}

/// The date of the statement, else the date when it was relayed.
fn date(said: &Statement) -> Option<TimePoint> {
    match said.at.value {
        Dated::At(at) => Some(at),
        Dated::Unknown => said.reported.map(|at| at.value),
    }
}

/// All speakers whose statements differ, without duplicates.
fn speakers(evidence: &ArrivedEntries, old: &[Statement], new: &[Statement]) -> Vec<Id> {
    let is =
        evidence.added.iter().chain(evidence.corrected.iter().map(|(_, entry)| entry)).map(|entry| &new[entry.index]);
    let was = evidence.withdrawn.iter().map(|entry| entry.index).chain(evidence.corrected.iter().map(|(was, _)| *was));
    let all = is.chain(was.map(|index| &old[index])).map(|said| &said.speaker.value);
    let mut seen = HashSet::new();
    all.filter(|speaker| seen.insert(*speaker)).cloned().collect()
}

/// The part of the evidence that belongs to one speaker.
fn part(evidence: &ArrivedEntries, speaker: &Id, old: &[Statement], new: &[Statement]) -> ArrivedEntries {
    let of = |list: &[Statement], entry: &ComparedEntry| list[entry.index].speaker.value == *speaker;
    ArrivedEntries {
        added: evidence.added.iter().filter(|entry| of(new, entry)).copied().collect(),
        corrected: evidence.corrected.iter().filter(|(_, entry)| of(new, entry)).copied().collect(),
        withdrawn: evidence.withdrawn.iter().filter(|entry| of(old, entry)).copied().collect(),
    }
}

fn of_speaker(
    comparison: &mut BoardPair<'_>,
    speaker: &Id,
    mut evidence: ArrivedEntries,
    (old, new): (&[Statement], &[Statement]),
) {
    let subject = EntityRef::Speaker(speaker.clone());
    let (was, is) = (last_term(comparison.before, speaker), last_term(comparison.after, speaker));
    let own = own_place(comparison.after, speaker);
    comparison.keep(subject.clone(), evidence.clone());
    let is_same = match (&was, &is) {
        (Some(was), Some(is)) => was.is_same(is),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    if !is_same {
        let says_so = |_: &ComparedEntry, quote: &EntryQuote| is.is_some() && quote.says == Says::Term(is.clone());
        let grounds = comparison.grounds(std::slice::from_ref(&subject), own);
        let grounds = grounds.told_by(&evidence, new, own, says_so);
        evidence = comparison.push_with_entry(&subject, ChangeKind::Term { was, is }, grounds, evidence);
    }
    comparison.entries(&subject, &evidence, (old, new), Some(own));
}

/// The last term that a speaker used, as far as the order is known.
fn last_term(board: &Board, speaker: &Id) -> Option<Text> {
    let of = board.ledger.iter().find(|of| of.speaker == *speaker)?;
    of.statements.iter().find_map(|index| board.watchlist.statements[*index].term.clone())
}

/// The location of their newest statement.
fn own_place(board: &Board, speaker: &Id) -> crate::diagnostic::Span {
    let of = board.ledger.iter().find(|of| of.speaker == *speaker);
    let newest = of.and_then(|of| of.statements.first()).map(|index| board.watchlist.statements[*index].span);
    newest.unwrap_or_default()
}
