//! Couplings: what a risk threatens, and which items wait for another item.

use super::causes::{Candidates, EntrySet};
use super::comparison::Comparison;
use super::differences::{BoardPair, PartDiff};
use super::what::{ChangeKind, Onset};
use super::{Change, ChangeDirection};
use crate::board::Board;
use crate::board::coupling::Threat;
use crate::watchlist::pairing::PartPair;
use crate::watchlist::{EntityRef, Id};

/// Compares every crossing and item that is on both boards.
pub(super) fn find_coupling_changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    let mut found = Vec::new();
    for part in &comparison.differences.crossings {
        let PartPair::Both(was, is) = part.pair else { continue };
        found.extend(threats(comparison, part, (&before.crossings[was].threats, &after.crossings[is].threats)));
    }
    for list in &comparison.differences.checklists {
        let PartPair::Both(was, is) = list.pair else { continue };
        for part in list.parts() {
            let PartPair::Both(from, to) = part.pair else { continue };
            let (was, is) = (&before.checklists[was].items[from], &after.checklists[is].items[to]);
            found.extend(threats(comparison, part, (&was.threats, &is.threats)));
            found.extend(blocks(comparison, part, (&was.blocked_by, &is.blocked_by)));
        }
    }
    found
}

fn threats(comparison: &Comparison<'_>, part: &PartDiff, (was, is): (&[Threat], &[Threat])) -> Vec<Change> {
    let names = |board: &Board, threats: &[Threat]| -> Vec<Id> {
        threats.iter().map(|threat| board.watchlist.risks()[threat.risk].id.value.clone()).collect()
    };
    let (was, is) = (names(comparison.boards.before, was), names(comparison.boards.after, is));
    let change = |(turn, risk): (Onset, &Id)| {
        let what = ChangeKind::Threat { turn, by: risk.clone() };
        let rests_on = [EntrySet::Of(EntityRef::Risk(risk.clone())), EntrySet::LogOfRisk(risk.clone())];
        comparison.causes.grounds(&rests_on, part.span, Candidates::Towards(what.leaning())).change(&part.subject, what)
    };
    turns(&was, &is).map(change).collect()
}

fn blocks(comparison: &Comparison<'_>, part: &PartDiff, (was, is): (&[String], &[String])) -> Vec<Change> {
    let EntityRef::Item { checklist, .. } = &part.subject else { return Vec::new() };
    let change = |(turn, need): (Onset, &String)| {
        let rests_on = [EntrySet::Of(EntityRef::item_near(checklist, need)), EntrySet::Of(part.subject.clone())];
        let grounds = comparison.causes.grounds(&rests_on, part.span, Candidates::Towards(ChangeDirection::Other));
        grounds.change(&part.subject, ChangeKind::Blocked { turn, by: need.clone() })
    };
    turns(was, is).map(change).collect()
}

/// Elements only in the second list have begun; elements only in the first list have ended.
fn turns<'t, T: PartialEq>(was: &'t [T], is: &'t [T]) -> impl Iterator<Item = (Onset, &'t T)> {
    let begun = is.iter().filter(|one| !was.contains(one)).map(|one| (Onset::Begun, one));
    let ended = was.iter().filter(|one| !is.contains(one)).map(|one| (Onset::Ended, one));
    begun.chain(ended)
}
