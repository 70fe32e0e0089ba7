//! Promises past their date: the day is over, and nobody reports a deed.

use super::{Drift, Kind, Readings, Subject, items, seen};
use crate::board::checklist::Deadline;
use crate::board::crossing::OnSchedule;
use crate::watchlist::scales::Claim;
use crate::watchlist::time::TimePoint;

pub(super) fn find(readings: &Readings<'_>) -> Vec<Drift> {
    let crossings = readings.ctx.watchlist.crossings.iter().enumerate().filter_map(|(index, crossing)| {
        let due = crossing.opens.filter(|_| is_unkept(readings.crossings[index].on_schedule))?;
        let promises = crossing.reports.iter().filter(|report| report.claim == Some(Claim::Promise));
        let seen = promises.filter(|report| readings.ctx.has_come(report.at.value));
        let reports = std::iter::once(due.span).chain(seen.map(|report| report.span)).collect();
        Some(drift(Subject::Crossing(index), due.value, reports))
    });
    let items = items(readings).filter_map(|((list, at), item)| {
        let reading = &readings.checklists[list].items[at];
        let Deadline::Overdue(due) = reading.due else { return None };
        let is_done = reading.progress.verified + reading.progress.claimed > 0.0;
        let promises = seen(readings, item).into_iter().filter(|report| report.claim == Some(Claim::Promise));
        let reports = item.due.iter().map(|due| due.span).chain(promises.map(|report| report.span)).collect();
        (!is_done).then(|| drift(Subject::Item(list, at), due, reports))
    });
    crossings.chain(items).collect()
}

/// Not seen open at all: one that opened late was kept late.
fn is_unkept(on_schedule: OnSchedule) -> bool {
    match on_schedule {
        OnSchedule::NotOpen { .. } | OnSchedule::Unrecorded { opened: None, .. } | OnSchedule::Unknown { .. } => true,
        OnSchedule::NoPlan
        | OnSchedule::NotYetDue { .. }
        | OnSchedule::OnTime { .. }
        | OnSchedule::Late { .. }
        | OnSchedule::Unrecorded { opened: Some(_), .. }
        | OnSchedule::Disputed { .. } => false,
    }
}

fn drift(subject: Subject, due: TimePoint, reports: Vec<crate::diagnostic::Span>) -> Drift {
    Drift { subject, kind: Kind::Unkept { due }, since: due, reports }
}
