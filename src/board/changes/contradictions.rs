//! Contradictions: what sources do not agree on any more, or are not said to differ on any more.

use super::Subject;
use super::comparison::Comparison;
use super::what::{Turn, What};
use crate::board::Board;
use crate::board::contradiction::Contradiction;
use crate::diagnostic::Span;
use crate::watchlist::Id;
use std::collections::HashMap;

/// A contradiction by its names.
#[derive(PartialEq, Eq, Hash)]
struct Named {
    subject: Subject,
    /// The other tally, where it is between two.
    with: Option<Id>,
}

pub(super) fn find(comparison: &mut Comparison<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    let was: HashMap<_, _> = before.contradictions.iter().map(|found| named(before, found)).collect();
    let is: HashMap<_, _> = after.contradictions.iter().map(|found| named(after, found)).collect();
    let all = after.contradictions.iter().map(|found| (after, found, &was, Turn::Begun));
    let all = all.chain(before.contradictions.iter().map(|found| (before, found, &is, Turn::Ended)));
    for (board, found, others, turn) in all {
        let (Named { subject, with }, span) = named(board, found);
        let key = Named { subject: subject.clone(), with: with.clone() };
        if others.contains_key(&key) {
            continue;
        }
        let mut rests_on = vec![subject.clone()];
        if let Contradiction::Itemised(crossing, _) = *found {
            rests_on.push(Subject::Crossing(board.watchlist.crossings[crossing].id.value.clone()));
        }
        rests_on.extend(with.iter().map(|id| Subject::Tally(id.clone())));
        if let Subject::Day { crossing, .. } = &subject {
            rests_on.push(Subject::Crossing(crossing.clone()));
        }
        // What is gone has no place in the newer watchlist.
        let own = match turn {
            Turn::Begun => span,
            Turn::Ended => own_place(after, &subject),
        };
        let grounds = comparison.grounds(&rests_on, own);
        comparison.push(subject, What::Contradiction { turn, with }, grounds);
    }
}

fn named(board: &Board, found: &Contradiction) -> (Named, Span) {
    let watchlist = &board.watchlist;
    let (subject, with, span) = match *found {
        Contradiction::Crossing(index) | Contradiction::Quota(index, _) => {
            let crossing = &watchlist.crossings[index];
            (Subject::Crossing(crossing.id.value.clone()), None, crossing.span)
        }
        Contradiction::Day(index, day) => {
            let (crossing, day) = (&watchlist.crossings[index], &board.crossings[index].days[day]);
            let span = day.records.last().map_or(crossing.span, |record| crossing.days[*record].span);
            let subject = Subject::Day { crossing: crossing.id.value.clone(), date: day.date, source: None };
            (subject, None, span)
        }
        Contradiction::Party(index, party) => {
            let (crossing, party) = (&watchlist.crossings[index], &watchlist.crossings[index].parties[party]);
            let subject = Subject::Party { crossing: crossing.id.value.clone(), actor: party.actor.value.clone() };
            (subject, None, party.span)
        }
        Contradiction::Risk(index) => {
            let risk = &watchlist.risks()[index];
            (Subject::Risk(risk.id.value.clone()), None, risk.span)
        }
        Contradiction::Item(list, item) => {
            let (list, item) = (&watchlist.checklists[list], &watchlist.checklists[list].items[item]);
            let subject = Subject::Item { checklist: list.id.value.clone(), item: item.id.value.clone() };
            (subject, None, item.span)
        }
        Contradiction::Tallies(first, second) => {
            let (first, second) = (&watchlist.tallies[first], &watchlist.tallies[second]);
            (Subject::Tally(first.id.value.clone()), Some(second.id.value.clone()), first.span)
        }
        Contradiction::Itemised(_, tally) => {
            let tally = &watchlist.tallies[tally];
            (Subject::Tally(tally.id.value.clone()), None, tally.span)
        }
    };
    (Named { subject, with }, span)
}

fn own_place(board: &Board, subject: &Subject) -> Span {
    let watchlist = &board.watchlist;
    let found = match subject {
        Subject::Crossing(id) | Subject::Day { crossing: id, .. } => {
            watchlist.crossings.iter().find(|crossing| crossing.id.value == *id).map(|crossing| crossing.span)
        }
        Subject::Item { checklist, item } => {
            let found = watchlist.items().find(|(list, of)| list.id.value == *checklist && of.id.value == *item);
            found.map(|(_, item)| item.span)
        }
        Subject::Party { crossing, actor } => {
            let parties = watchlist.crossings.iter().filter(|of| of.id.value == *crossing).flat_map(|of| &of.parties);
            parties.into_iter().find(|party| party.actor.value == *actor).map(|party| party.span)
        }
        Subject::Risk(id) => watchlist.risks().iter().find(|risk| risk.id.value == *id).map(|risk| risk.span),
        Subject::Tally(id) => watchlist.tallies.iter().find(|tally| tally.id.value == *id).map(|tally| tally.span),
        Subject::Watchlist
        | Subject::Checklist(_)
        | Subject::Log
        | Subject::Speaker(_)
        | Subject::Monitoring { .. }
        | Subject::Signal(_)
        | Subject::Source(_)
        | Subject::Actor(_) => None,
    };
    found.unwrap_or_default()
}
