//! Regressions: a deed that its own source retracted, or that a firm verified report denies.

use super::{Drift, DriftKind, Readings};
use crate::watchlist::EntityRef;

pub(super) fn find_regressions(readings: &Readings<'_>) -> Vec<Drift> {
    let fallen = readings.items().filter_map(|(list, item, reading)| {
        let ((from, since), fall) = (reading.fallen_from?, reading.fall?);
        let peak = item.reports.iter().find(|report| item.rung_of(report) == from && report.at.value == since)?;
        let used = reading.evidence.used.and_then(|used| used.report());
        let mut reports = vec![peak.span, item.reports[fall].span];
        reports.extend(used.filter(|used| *used != fall).map(|used| item.reports[used].span));
        Some(Drift {
            entity: EntityRef::item(list, item),
            kind: DriftKind::Regressed { from, to: reading.rung },
            since: item.reports[fall].at.value,
            reports,
        })
    });
    fallen.collect()
}
