//! Contradictions: where sources newly disagree, or no longer disagree.

use super::causes::{Candidates, EntrySet};
use super::comparison::Comparison;
use super::differences::BoardPair;
use super::what::{ChangeKind, Onset};
use super::{Change, ChangeDirection};
use crate::board::Board;
use crate::board::contradiction::Contradiction;
use crate::board::evidence::{EntryIndex as Written, Reading};
use crate::diagnostic::Span;
use crate::watchlist::{Crossing, EntityRef, Id};
use std::collections::HashMap;

/// A contradiction, identified by names.
#[derive(PartialEq, Eq, Hash)]
struct Named {
    subject: EntityRef,
    /// The second tally, if it is between two tallies.
    with: Option<Id>,
    /// The measure of a quota, if it is about a quota.
    quota: Option<String>,
}

pub(super) fn find_contradiction_changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    let was: HashMap<_, _> = before.contradictions.iter().map(|found| named(before, found)).collect();
    let is: HashMap<_, _> = after.contradictions.iter().map(|found| named(after, found)).collect();
    let begun = after.contradictions.iter().filter(|found| !was.contains_key(&named(after, found).0));
    let ended = before.contradictions.iter().filter(|found| !is.contains_key(&named(before, found).0));
    let begun = begun.map(|found| change(comparison, after, found, Onset::Begun));
    begun.chain(ended.map(|found| change(comparison, before, found, Onset::Ended))).collect()
}

/// A contradiction that has begun or ended, and the board that has it.
fn change(comparison: &Comparison<'_>, board: &Board, found: &Contradiction, turn: Onset) -> Change {
    let after = comparison.boards.after;
    let (Named { subject, with, .. }, span) = named(board, found);
    let mut rests_on = vec![EntrySet::Of(subject.clone())];
    if let Contradiction::Itemised(crossing, _) = *found {
        rests_on.push(EntrySet::Of(EntityRef::Crossing(board.watchlist.crossings[crossing].id.value.clone())));
    }
    rests_on.extend(with.iter().map(|id| EntrySet::Of(EntityRef::Tally(id.clone()))));
    if let EntityRef::Day { crossing, .. } = &subject {
        rests_on.push(EntrySet::Of(EntityRef::Crossing(crossing.clone())));
    }
    // A contradiction that is gone has no location in the newer watchlist.
    let own = match turn {
        Onset::Begun => span,
        Onset::Ended => after.watchlist.span_of(&subject),
    };
    // One of its own sides caused it. A contradiction about a day can end only with entries for that day.
    let own_sides = if turn == Onset::Begun { sides(after, found) } else { words_of_day(after, &subject) };
    let candidates = match turn {
        Onset::Ended if !matches!(subject, EntityRef::Day { .. }) => Candidates::Towards(ChangeDirection::Other),
        Onset::Begun | Onset::Ended => Candidates::At(&own_sides),
    };
    let grounds = comparison.causes.grounds(&rests_on, own, candidates);
    grounds.change(&subject, ChangeKind::Contradiction { turn, with, found: found.clone() })
}

/// Spans of the entries that disagree, on the board that has the contradiction.
fn sides(board: &Board, found: &Contradiction) -> Vec<Span> {
    let watchlist = &board.watchlist;
    let of_crossing = |index: usize, entry: Written| span_of(&watchlist.crossings[index], entry);
    match found {
        Contradiction::Day(index, day) => {
            board.crossings[*index].days.recorded()[*day].entries().map(|entry| of_crossing(*index, entry)).collect()
        }
        Contradiction::Crossing(index) => {
            of_reading(&board.crossings[*index].status.evidence).map(|entry| of_crossing(*index, entry)).collect()
        }
        Contradiction::Quota(index, measure) => {
            let (crossing, quota) = (&watchlist.crossings[*index], &board.crossings[*index].quota);
            let entries = quota.get(*measure).into_iter().flat_map(of_reading);
            entries.filter_map(Written::report).map(|at| crossing.quotas[at].span).collect()
        }
        Contradiction::Party(index, party) => {
            let reports = &watchlist.crossings[*index].parties[*party].reports;
            let reading = &board.crossings[*index].parties[*party].evidence;
            of_reading(reading).filter_map(Written::report).map(|at| reports[at].span).collect()
        }
        Contradiction::Item(list, item) => {
            let reports = &watchlist.checklists[*list].items[*item].reports;
            let entries = board.checklists[*list].items[*item].differing_entries();
            entries.into_iter().filter_map(Written::report).map(|at| reports[at].span).collect()
        }
        Contradiction::Risk(index) => {
            let assessments = &watchlist.risks()[*index].assessments;
            let reading = &board.spillover.risks[*index].evidence;
            of_reading(reading).filter_map(Written::report).map(|at| assessments[at].span).collect()
        }
        Contradiction::Tallies(first, second) => {
            [first, second].into_iter().map(|index| watchlist.tallies[*index].span).collect()
        }
        Contradiction::Itemised(crossing, tally) => {
            let days = watchlist.crossings[*crossing].days.iter().map(|day| day.span);
            days.chain([watchlist.tallies[*tally].span]).collect()
        }
    }
}

/// Spans of everything written about a day, in the newer watchlist.
fn words_of_day(board: &Board, subject: &EntityRef) -> Vec<Span> {
    let EntityRef::Day { crossing: id, date, .. } = subject else { return Vec::new() };
    let crossings = board.watchlist.crossings.iter().zip(&board.crossings);
    let of_day = crossings.filter(|(crossing, _)| crossing.id.value == *id).flat_map(|(crossing, reading)| {
        let entries = reading.days.record_of(*date).into_iter().flat_map(|day| day.entries());
        entries.map(|entry| span_of(crossing, entry))
    });
    of_day.collect()
}

fn span_of(crossing: &Crossing, entry: Written) -> Span {
    match entry {
        Written::Report(at) => crossing.reports[at].span,
        Written::Day(at) => crossing.days[at].span,
    }
}

/// The used entry and the entries that give another value.
fn of_reading<V>(reading: &Reading<V>) -> impl Iterator<Item = Written> {
    reading.used.into_iter().chain(reading.others.iter().copied())
}

fn named(board: &Board, found: &Contradiction) -> (Named, Span) {
    let watchlist = &board.watchlist;
    let (subject, with, span) = match *found {
        Contradiction::Crossing(index) | Contradiction::Quota(index, _) => {
            let crossing = &watchlist.crossings[index];
            (EntityRef::Crossing(crossing.id.value.clone()), None, crossing.span)
        }
        Contradiction::Day(index, day) => {
            let (crossing, day) = (&watchlist.crossings[index], &board.crossings[index].days.recorded()[day]);
            let span = day.records.last().map_or(crossing.span, |record| crossing.days[*record].span);
            let subject = EntityRef::Day { crossing: crossing.id.value.clone(), date: day.date, source: None };
            (subject, None, span)
        }
        Contradiction::Party(index, party) => {
            let (crossing, party) = (&watchlist.crossings[index], &watchlist.crossings[index].parties[party]);
            let subject = EntityRef::party(crossing, party);
            (subject, None, party.span)
        }
        Contradiction::Risk(index) => {
            let risk = &watchlist.risks()[index];
            (EntityRef::Risk(risk.id.value.clone()), None, risk.span)
        }
        Contradiction::Item(list, item) => {
            let (list, item) = (&watchlist.checklists[list], &watchlist.checklists[list].items[item]);
            let subject = EntityRef::item(list, item);
            (subject, None, item.span)
        }
        Contradiction::Tallies(first, second) => {
            let (first, second) = (&watchlist.tallies[first], &watchlist.tallies[second]);
            (EntityRef::Tally(first.id.value.clone()), Some(second.id.value.clone()), first.span)
        }
        Contradiction::Itemised(_, tally) => {
            let tally = &watchlist.tallies[tally];
            (EntityRef::Tally(tally.id.value.clone()), None, tally.span)
        }
    };
    let quota = match found {
        Contradiction::Quota(index, measure) => Some(watchlist.crossings[*index].measure_id(*measure).to_owned()),
        _ => None,
    };
    (Named { subject, with, quota }, span)
}
