//! Closures against the calendar: one that went on after its announced end, and ones that nobody announced.

use super::{Drift, DriftKind, Readings};
use crate::board::crossing::{CrossingReading, Day, Verdict};
use crate::diagnostic::Span;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Crossing, EntityRef};
use chrono::NaiveDate;

pub(super) fn find_overrun_closures(readings: &Readings<'_>) -> Vec<Drift> {
    each(readings, |crossing, reading| {
        let zone = readings.ctx.watchlist.zone();
        let mut ends: Vec<_> = reading.closures.iter().filter(|days| days.has_end).map(|days| days.last).collect();
        ends.sort_unstable();
        ends.dedup();
        // The newest one says how reliable announcements are now.
        ends.into_iter().rev().find_map(|end| {
            let after = reading.days.between(end.succ_opt()?, NaiveDate::MAX);
            let run = after.take_while(|day| day.verdict.is_shut() || day.verdict == Verdict::Rest);
            let shut: Vec<_> = run.filter(|day| day.verdict.is_shut()).filter_map(|day| day.record).collect();
            let first = shut.first()?;
            let kind = DriftKind::Overran { until: TimePoint::day(end, zone), days: shut.len() };
            Some(drift(crossing, kind, TimePoint::day(first.date, zone), &shut))
        })
    })
}

pub(super) fn find_unannounced_closures(readings: &Readings<'_>) -> Vec<Drift> {
    each(readings, |crossing, reading| {
        let (calendar, zone) = (crossing.calendar.as_ref()?, readings.ctx.watchlist.zone());
        let is_announced = |day: &Day| {
            let announced = day.planned_closure.map(|index| calendar.closures[index].announced);
            let in_time = announced.map(|at| at.is_none_or(|at| at.value.date(zone) <= day.date));
            day.is_closure_announced || in_time == Some(true)
        };
        let closed = reading.days.recorded().iter().filter(|day| matches!(day.verdict, Verdict::Closed(_)));
        let days: Vec<_> = closed.filter(|day| !is_announced(day)).collect();
        let first = TimePoint::day(days.first()?.date, zone);
        Some(drift(crossing, DriftKind::Unannounced { days: days.len() }, first, &days))
    })
}

fn each(readings: &Readings<'_>, find: impl Fn(&Crossing, &CrossingReading) -> Option<Drift>) -> Vec<Drift> {
    let crossings = readings.ctx.watchlist.crossings.iter().zip(readings.crossings);
    crossings.filter_map(|(crossing, reading)| find(crossing, reading)).collect()
}

fn drift(crossing: &Crossing, kind: DriftKind, since: TimePoint, days: &[&Day]) -> Drift {
    let span = |day: &&Day| -> Vec<Span> {
        let records = day.records.iter().map(|record| crossing.days[*record].span);
        records.chain(day.reports.iter().map(|report| crossing.reports[*report].span)).collect()
    };
    let entity = EntityRef::Crossing(crossing.id.value.clone());
    Drift { entity, kind, since, reports: days.iter().flat_map(span).collect() }
}
