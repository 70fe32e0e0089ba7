//! `reaches`: has an item reached a rung, by evidence of at least a claim class?
//!
//! A promise counts only as words, and only if the test asks for no more than a promise.

use super::{Explanation, Finding, Scope, Ternary};
use crate::board::checklist::quantity::read_quantity;
use crate::board::checklist::{judge, rung_evidence};
use crate::board::evidence::{Answer, EntryIndex};
use crate::watchlist::scales::{Claim, Rung};
use crate::watchlist::{Id, Item};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RungReach {
    /// An index into the watchlist's checklists.
    pub list: usize,
    /// An index into the checklist's items.
    pub item: usize,
    pub rung: Rung,
    /// The minimum claim class of a report.
    pub claim: Claim,
    pub reached: RungReached,
}

/// How far an item is, for a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RungReached {
    /// The rung, and an index into the item's reports: the report that gives it.
    Rung(Rung, usize),
    /// There are no reports.
    Nothing,
    /// No report has the required class. The latest report, as an index into the item's reports.
    OnlySaid(usize),
    /// Only weak evidence gives the rung: an index into the item's reports.
    Unconfirmed(usize),
    /// Sources dispute whether the rung is reached: indices into the item's reports, first the used one, then one for
    /// the other side.
    Disputed(usize, usize),
}

/// The checklist, the item's index in it, the rung, and the minimum claim class. Evaluated once for all signals.
pub(super) type ReachQuestion = (usize, usize, Rung, Claim);

pub(super) fn evaluate_reach(scope: &Scope<'_>, path: &Id, rung: Rung, claim: Option<Claim>) -> Finding {
    let Some((list, item)) = scope.ctx.watchlist.item_index(path.as_str()) else { return Finding::undeclared(path) };
    let claim = claim.unwrap_or(Claim::Attributed);
    // A promise is never enough for a deed.
    let least = if rung.is_deed() { claim.min(Claim::Attributed) } else { claim };
    let question = (list, item, rung, least);
    let known = scope.reached.borrow().get(&question).copied();
    let (answer, reached) = known.unwrap_or_else(|| {
        let found = reached(scope, &scope.ctx.watchlist.checklists[list].items[item], rung, least);
        scope.reached.borrow_mut().insert(question, found);
        found
    });
    Finding { answer, because: Explanation::Reach(RungReach { list, item, rung, claim, reached }) }
}

fn reached(scope: &Scope<'_>, item: &Item, rung: Rung, least: Claim) -> (Ternary, RungReached) {
    let mut evidence = rung_evidence(scope.ctx, item);
    let latest = evidence.iter().max_by_key(|piece| piece.at.start).and_then(|piece| piece.entry.report());
    let Some(latest) = latest else { return (Ternary::Unknown, RungReached::Nothing) };
    if least == Claim::Promise {
        // The test asks only for a promise, so a promise counts like a statement.
        evidence.iter_mut().filter(|piece| piece.is_promise()).for_each(|piece| piece.claim = Some(Claim::Attributed));
    }
    let judge = judge(scope.ctx, item);
    let reading = judge.read(&evidence);
    let answer = judge.ask(&evidence, rung, least);
    let used = reading.used.and_then(EntryIndex::report).unwrap_or(latest);
    // Of something that is counted, all of it must be there.
    let quantity = read_quantity(scope.ctx, item).filter(|_| rung == Rung::Full && answer == Answer::Yes);
    if let Some(quantity) = quantity.filter(|quantity| !quantity.is_whole(least)) {
        let counted = quantity.evidence.used.and_then(EntryIndex::report).unwrap_or(used);
        return (
            Ternary::NotMet,
            RungReached::Rung(item.rung_of(&item.reports[counted]).min(Rung::Intermediate), counted),
        );
    }
    match answer {
        Answer::Yes => (Ternary::Met, RungReached::Rung(reading.value.unwrap_or(rung).max(rung), used)),
        Answer::No => (Ternary::NotMet, RungReached::Rung(reading.value.unwrap_or(Rung::Dormant), used)),
        Answer::Disputed => {
            let other = reading.others.first().and_then(|entry| entry.report()).unwrap_or(latest);
            (Ternary::Unknown, RungReached::Disputed(used, other))
        }
        Answer::Unconfirmed => (Ternary::Unknown, RungReached::Unconfirmed(used)),
        Answer::Unknown => (Ternary::Unknown, RungReached::OnlySaid(latest)),
    }
}
