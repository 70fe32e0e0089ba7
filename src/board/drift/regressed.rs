//! Regressions: an item that stands lower than the deeds that were once reported of it.

use super::{Drift, Facts, Kind, Subject, items, seen};
use crate::watchlist::scales::Claim;

pub(super) fn find(facts: &Facts<'_>) -> Vec<Drift> {
    let fallen = items(facts).filter_map(|((list, at), item)| {
        let reading = &facts.checklists[list].items[at];
        let (from, _) = reading.fallen_from?;
        let seen = seen(facts, item);
        let is_deed = |claim: Option<Claim>| matches!(claim, Some(Claim::Verified | Claim::Attributed));
        let peak = seen.iter().rposition(|report| report.status == from && is_deed(report.claim))?;
        let lower: Vec<_> = seen[peak + 1..].iter().filter(|report| report.status < from).collect();
        let fall = lower.iter().find(|report| is_deed(report.claim))?;
        let to = lower.iter().rev().find(|report| is_deed(report.claim)).map(|report| report.status);
        Some(Drift {
            subject: Subject::Item(list, at),
            kind: Kind::Regressed { from, to },
            since: fall.at.value,
            reports: std::iter::once(seen[peak].span).chain(lower.iter().map(|report| report.span)).collect(),
        })
    });
    fallen.collect()
}
