//! Collects all contradictions of the board in one list. The judge has already found them.

use super::Readings;
use super::crossing::{CrossingReading, Difference, StatusBasis};
use super::evidence::EntryIndex;
use super::tallies::{TallyComparison, TallyGroup};
use crate::watchlist::Measure;

/// Two or more entries that give different values for one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// The status of a crossing, beyond the entries of one day: the crossing's index.
    Crossing(usize),
    /// The entries for a day: the indices of the crossing and of the day in its reading.
    Day(usize, usize),
    /// An agreed quota: the crossing's index and the number.
    Quota(usize, Measure),
    /// The reports of a party at a crossing: the indices of the crossing and of the party in it.
    Party(usize, usize),
    /// An item's reports: the indices of the checklist and of the item in it.
    Item(usize, usize),
    /// The assessments of a risk: its index.
    Risk(usize),
    /// Two tallies that contradict each other: indices into the watchlist's tallies.
    Tallies(usize, usize),
    /// A tally of a crossing that is lower than the sum of its days: the indices of the crossing and of the tally.
    Itemised(usize, usize),
}

pub(super) fn read_contradictions(readings: &Readings<'_>, tallies: &[TallyGroup]) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (index, crossing) in readings.crossings.iter().enumerate() {
        if is_status_contradicted(crossing) {
            found.push(Contradiction::Crossing(index));
        }
        let days = crossing.days.recorded().iter().enumerate().rev().filter(|(_, day)| !day.differences.is_empty());
        found.extend(days.map(|(day, _)| Contradiction::Day(index, day)));
        found.extend(crossing.quota.differing().map(|(measure, _)| Contradiction::Quota(index, measure)));
        let parties = crossing.parties.iter().enumerate().filter(|(_, party)| party.evidence.is_differing());
        found.extend(parties.map(|(party, _)| Contradiction::Party(index, party)));
        let below = super::tallies::below_days(readings.ctx, index, crossing.days.recorded(), tallies);
        found.extend(below.map(|tally| Contradiction::Itemised(index, tally)));
    }
    for (list, checklist) in readings.checklists.iter().enumerate() {
        let items = checklist.items.iter().enumerate().filter(|(_, item)| item.is_differing());
        found.extend(items.map(|(item, _)| Contradiction::Item(list, item)));
    }
    let risks = readings.spillover.live_risks().filter(|(_, risk)| risk.evidence.is_differing());
    found.extend(risks.map(|(risk, _)| Contradiction::Risk(risk)));
    let pairs = tallies.iter().flat_map(|group| &group.pairs);
    let differ =
        pairs.filter(|pair| matches!(pair.comparison, TallyComparison::Differ(1..) | TallyComparison::Falls(_)));
    found.extend(differ.map(|pair| Contradiction::Tallies(pair.first, pair.second)));
    found
}

/// Whether entries of different days contradict the status. Contradictions within one day are listed with the day.
fn is_status_contradicted(crossing: &CrossingReading) -> bool {
    let reading = &crossing.status.evidence;
    if crossing.status.basis != StatusBasis::Evidence || !reading.is_differing() {
        return false;
    }
    let entries: Vec<EntryIndex> = reading.others.iter().copied().chain(reading.used).collect();
    let is_of_day = |day: &super::crossing::Day| {
        day.differences.contains(&Difference::Status)
            && entries.iter().all(|entry| day.entries().any(|of_day| of_day == *entry))
    };
    !crossing.days.recorded().iter().any(is_of_day)
}
