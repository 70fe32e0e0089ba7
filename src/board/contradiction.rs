//! Every contradiction of the board in one list: the readings have found them, here they are gathered.

use super::Readings;
use super::choice::Choice;
use super::crossing::Basis;
use super::tallies::{Comparison, TallyGroup};

/// Two or more that say different things of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// The newest reports of a crossing: the crossing's index.
    Crossing(usize),
    /// A day's records: the indices of the crossing and of the day in its reading.
    Day(usize, usize),
    /// The newest reports of a party at a crossing: the indices of the crossing and of the party there.
    Party(usize, usize),
    /// An item's newest reports: the indices of its checklist and of itself there.
    Item(usize, usize),
    /// The newest assessments of a risk: its index.
    Risk(usize),
    /// Two tallies in which everything agrees but the number: indices into the watchlist's tallies.
    Tallies(usize, usize),
}

pub(super) fn read(readings: &Readings<'_>, tallies: &[TallyGroup]) -> Vec<Contradiction> {
    let is_so = |choice: &Option<Choice>| choice.as_ref().is_some_and(Choice::is_contradicted);
    let mut found = Vec::new();
    for (index, crossing) in readings.crossings.iter().enumerate() {
        if is_so(&crossing.choice) || matches!(crossing.status.basis, Basis::DisputedDay { .. }) {
            found.push(Contradiction::Crossing(index));
        }
        let days = crossing.days.iter().enumerate().rev().filter(|(_, day)| is_so(&day.choice));
        found.extend(days.map(|(day, _)| Contradiction::Day(index, day)));
        let parties = crossing.parties.iter().enumerate().filter(|(_, party)| !party.others.is_empty());
        found.extend(parties.map(|(party, _)| Contradiction::Party(index, party)));
    }
    for (list, checklist) in readings.checklists.iter().enumerate() {
        let items = checklist.items.iter().enumerate().filter(|(_, item)| is_so(&item.choice));
        found.extend(items.map(|(item, _)| Contradiction::Item(list, item)));
    }
    let risks = readings.spillover.risks.iter().enumerate().filter(|(_, risk)| !risk.others.is_empty());
    found.extend(risks.map(|(risk, _)| Contradiction::Risk(risk)));
    let pairs = tallies.iter().flat_map(|group| &group.pairs);
    let differ = pairs.filter(|pair| matches!(pair.comparison, Comparison::Differ(1..)));
    found.extend(differ.map(|pair| Contradiction::Tallies(pair.first, pair.second)));
    found
}
