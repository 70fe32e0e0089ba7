//! Regressions: an item that stands lower than the deeds that were once reported of it.

use super::{Drift, Kind, Readings, Subject, items, seen};
use crate::board::checklist::is_deed;

pub(super) fn find(readings: &Readings<'_>) -> Vec<Drift> {
    let fallen = items(readings).filter_map(|((list, at), item)| {
        let reading = &readings.checklists[list].items[at];
        let (from, _) = reading.fallen_from?;
        let seen = seen(readings, item);
        let peak = seen.iter().rposition(|report| report.status == from && is_deed(report))?;
        let lower: Vec<_> = seen[peak + 1..].iter().filter(|report| report.status < from).collect();
        let mut deeds = lower.iter().filter(|report| is_deed(report));
        let fall = deeds.next()?;
        let to = deeds.next_back().unwrap_or(fall).status;
        Some(Drift {
            subject: Subject::Item(list, at),
            kind: Kind::Regressed { from, to: Some(to) },
            since: fall.at.value,
            reports: std::iter::once(seen[peak].span).chain(lower.iter().map(|report| report.span)).collect(),
        })
    });
    fallen.collect()
}
