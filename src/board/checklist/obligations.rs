//! Obligations: what each actor owes, and who reports on it.

use super::{ChecklistReading, Progress, weighted};
use crate::watchlist::{Checklist, Id, Item, ItemReport, Ref, Watchlist};
use std::collections::HashMap;

/// What one actor owes.
#[derive(Clone, Debug)]
pub struct Obligation<'w> {
    pub debtor: &'w Ref,
    /// Indices into the checklist's items. An item that several actors owe counts for each.
    pub items: Vec<usize>,
    /// The progress of these items together.
    pub progress: Progress,
}

/// What each actor owes among these items, in the order in which the actors first appear.
pub fn obligations<'w>(list: &'w Checklist, reading: &ChecklistReading, members: &[usize]) -> Vec<Obligation<'w>> {
    let mut debts: Vec<Obligation<'w>> = Vec::new();
    let mut places: HashMap<&Id, usize> = HashMap::new();
    for member in members {
        for debtor in &list.items[*member].owed_by {
            let place = *places.entry(&debtor.value).or_insert(debts.len());
            if place == debts.len() {
                debts.push(Obligation { debtor, items: Vec::new(), progress: Progress::default() });
            }
            debts[place].items.push(*member);
        }
    }
    for debt in &mut debts {
        debt.items.dedup();
        debt.progress = weighted(list, &reading.items, debt.items.iter().copied());
    }
    debts
}

/// Whether the source of a report speaks for somebody who owes the item.
pub fn is_self_reported(watchlist: &Watchlist, item: &Item, report: &ItemReport) -> bool {
    let Some(source) = report.source.as_ref().filter(|_| !item.owed_by.is_empty()) else { return false };
    let speaks_for = |source: &Id| watchlist.sources.get(source).and_then(|outlet| outlet.speaks_for.as_ref());
    let origin = watchlist.sources.first_origin(&source.value);
    let mut actors = [speaks_for(&source.value), speaks_for(origin)].into_iter().flatten();
    actors.any(|actor| item.owed_by.iter().any(|debtor| debtor.value == actor.value))
}
