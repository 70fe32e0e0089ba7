//! Promises past their date: the day is over, and no deed is reported.

use super::{Drift, DriftKind, Readings, seen};
use crate::board::checklist::DueState;
use crate::board::crossing::OnSchedule;
use crate::watchlist::scales::Claim;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{CrossingReport, EntityRef, ItemReport};

pub(super) fn find_unkept_promises(readings: &Readings<'_>) -> Vec<Drift> {
    let crossings = readings.ctx.watchlist.crossings.iter().enumerate().filter_map(|(index, crossing)| {
        let due = readings.crossings[index].promised.filter(|_| is_unkept(readings.crossings[index].on_schedule))?;
        let is_promise = |report: &&CrossingReport| report.claim == Some(Claim::Promise) || report.opens.is_some();
        let seen = crossing.reports.iter().filter(|report| readings.ctx.has_come(report.at.value)).filter(is_promise);
        let opens = crossing.opens.as_ref().map(|opens| opens.span);
        let reports = opens.into_iter().chain(seen.map(|report| report.span)).collect();
        Some(drift(EntityRef::Crossing(crossing.id.value.clone()), due, reports))
    });
    let items = readings.items().filter_map(|(list, item, reading)| {
        let DueState::Overdue(due) = reading.due else { return None };
        let is_done = reading.has_deed();
        let is_promise = |report: &&ItemReport| report.claim == Some(Claim::Promise) || report.due.is_some();
        let promises = seen(readings, item).into_iter().filter(is_promise);
        let reports = item.due.iter().map(|due| due.span).chain(promises.map(|report| report.span)).collect();
        (!is_done).then(|| drift(EntityRef::item(list, item), due, reports))
    });
    crossings.chain(items).collect()
}

/// Whether it has not been observed open at all. An opening that was late still kept the promise.
fn is_unkept(on_schedule: OnSchedule) -> bool {
    match on_schedule {
        OnSchedule::NotOpen { .. } | OnSchedule::Unrecorded { opened: None, .. } | OnSchedule::Unknown { .. } => true,
        OnSchedule::NoPlan
        | OnSchedule::NotYetDue { .. }
        | OnSchedule::OnTime { .. }
        | OnSchedule::Late { .. }
        | OnSchedule::Unrecorded { opened: Some(_), .. }
        | OnSchedule::Disputed { .. }
        | OnSchedule::Unconfirmed { .. } => false,
    }
}

fn drift(entity: EntityRef, due: TimePoint, reports: Vec<crate::diagnostic::Span>) -> Drift {
    Drift { entity, kind: DriftKind::Unkept { due }, since: due, reports }
}
