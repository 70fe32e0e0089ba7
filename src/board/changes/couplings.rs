//! Couplings: what a risk threatens, and which items wait for another item.

use super::comparison::BoardPair;
use super::pairs::{PartPair, pairs};
use super::what::{ChangeKind, Onset};
use crate::board::Board;
use crate::board::coupling::Threat;
use crate::diagnostic::Span;
use crate::watchlist::{EntityRef, Id};

/// Something that can be threatened, on both boards.
struct CoupledEntity<'b> {
    subject: EntityRef,
    threats: [&'b [Threat]; 2],
    /// The items that it waits for. Always empty for a crossing.
    blocked_by: [&'b [String]; 2],
    span: Span,
}

pub(super) fn find_coupling_changes(comparison: &mut BoardPair<'_>) {
    for target in coupled(comparison.before, comparison.after) {
        threats(comparison, &target);
        blocks(comparison, &target);
    }
}

/// Every crossing and item that is on both boards.
fn coupled<'b>(before: &'b Board, after: &'b Board) -> Vec<CoupledEntity<'b>> {
    let mut found = Vec::new();
    let (old, new) = (&before.watchlist, &after.watchlist);
    for pair in pairs(&old.crossings, &new.crossings, |crossing| &crossing.id.value) {
        let PartPair::Both(was, is) = pair else { continue };
        found.push(CoupledEntity {
            subject: EntityRef::Crossing(new.crossings[is].id.value.clone()),
            threats: [&before.crossings[was].threats, &after.crossings[is].threats],
            blocked_by: [&[], &[]],
            span: new.crossings[is].span,
        });
    }
    for pair in pairs(&old.checklists, &new.checklists, |list| &list.id.value) {
        let PartPair::Both(was, is) = pair else { continue };
        let (old_list, new_list) = (&old.checklists[was], &new.checklists[is]);
        let (was, is) = (&before.checklists[was].items, &after.checklists[is].items);
        for pair in pairs(&old_list.items, &new_list.items, |item| &item.id.value) {
            let PartPair::Both(from, to) = pair else { continue };
            let item = &new_list.items[to];
            found.push(CoupledEntity {
                subject: EntityRef::item(new_list, item),
                threats: [&was[from].threats, &is[to].threats],
                blocked_by: [&was[from].blocked_by, &is[to].blocked_by],
                span: item.span,
            });
        }
    }
    found
}

fn threats(comparison: &mut BoardPair<'_>, target: &CoupledEntity<'_>) {
    let names = |board: &Board, threats: &[Threat]| -> Vec<Id> {
        threats.iter().map(|threat| board.watchlist.risks()[threat.risk].id.value.clone()).collect()
    };
    let was = names(comparison.before, target.threats[0]);
    let is = names(comparison.after, target.threats[1]);
    for (turn, risk) in turns(&was, &is) {
        let what = ChangeKind::Threat { turn, by: risk.clone() };
        let grounds = comparison.grounds_of_risk(&what, risk, target.span);
        comparison.push(target.subject.clone(), what, grounds);
    }
}

fn blocks(comparison: &mut BoardPair<'_>, target: &CoupledEntity<'_>) {
    let EntityRef::Item { checklist, .. } = &target.subject else { return };
    for (turn, need) in turns(target.blocked_by[0], target.blocked_by[1]) {
        let rests_on = [EntityRef::item_near(checklist, need), target.subject.clone()];
        let grounds = comparison.grounds(&rests_on, target.span);
        comparison.push(target.subject.clone(), ChangeKind::Blocked { turn, by: need.clone() }, grounds);
    }
}

/// Elements only in the second list have begun; elements only in the first list have ended.
fn turns<'t, T: PartialEq>(was: &'t [T], is: &'t [T]) -> impl Iterator<Item = (Onset, &'t T)> {
    let begun = is.iter().filter(|one| !was.contains(one)).map(|one| (Onset::Begun, one));
    let ended = was.iter().filter(|one| !is.contains(one)).map(|one| (Onset::Ended, one));
    begun.chain(ended)
}
