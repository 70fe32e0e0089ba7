//! Repeated closures called technical: on two days or more, by any source.

use super::{Drift, DriftKind, Readings};
use crate::board::crossing::counts;
use crate::watchlist::EntityRef;
use crate::watchlist::scales::ClosureCause;
use crate::watchlist::time::TimePoint;

/// One such day is an incident, two are a pattern.
const REPEATED: usize = 2;

pub(super) fn find_technical_closures(readings: &Readings<'_>) -> Vec<Drift> {
    let crossings = readings.ctx.watchlist.crossings.iter().enumerate();
    let repeated = crossings.filter_map(|(index, crossing)| {
        let zone = readings.ctx.watchlist.zone();
        let is_technical = |cause: Option<ClosureCause>| cause == Some(ClosureCause::Technical);
        let records =
            readings.crossings[index].days.recorded().iter().flat_map(|day| &day.records).map(|at| &crossing.days[*at]);
        let records = records.filter(|record| counts(readings.ctx, record));
        let records: Vec<_> = records.filter(|record| record.status.is_shut() && is_technical(record.cause)).collect();
        let mut dates: Vec<_> = records.iter().map(|record| record.date.value).collect();
        dates.dedup();
        (dates.len() >= REPEATED).then(|| Drift {
            entity: EntityRef::Crossing(crossing.id.value.clone()),
            kind: DriftKind::CalledTechnical { days: dates.len() },
            since: TimePoint::day(dates[0], zone),
            reports: records.iter().map(|record| record.span).collect(),
        })
    });
    repeated.collect()
}
