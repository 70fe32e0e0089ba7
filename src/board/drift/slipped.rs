//! Slipped dates: a planned date that later reports have moved to a later one.

use super::{Drift, Kind, Readings, Subject, items, seen};
use crate::diagnostic::Span;
use crate::watchlist::time::TimePoint;

/// A report that moves a date: when it came, the date that it gives, and where it stands.
type Moved = (TimePoint, TimePoint, Span);

pub(super) fn find(readings: &Readings<'_>) -> Vec<Drift> {
    let crossings = readings.ctx.watchlist.crossings.iter().enumerate().filter_map(|(index, crossing)| {
        let seen = crossing.reports.iter().filter(|report| readings.ctx.has_come(report.at.value));
        let mut moved: Vec<Moved> =
            seen.filter_map(|report| Some((report.at.value, report.opens?, report.span))).collect();
        moved.sort_by_key(|(at, ..)| at.start);
        slip(crossing.opens.map(|opens| opens.value), &moved, Subject::Crossing(index))
    });
    let items = items(readings).filter_map(|((list, at), item)| {
        let moved: Vec<Moved> = seen(readings, item)
            .iter()
            .filter_map(|report| Some((report.at.value, report.due?, report.span)))
            .collect();
        slip(item.due.map(|due| due.value), &moved, Subject::Item(list, at))
    });
    crossings.chain(items).collect()
}

/// The first date is the one that is written beside the reports, or else the first that a report gives.
fn slip(promised: Option<TimePoint>, moved: &[Moved], subject: Subject) -> Option<Drift> {
    let first = promised.or(moved.first().map(|(_, date, _)| *date))?;
    let (mut date, mut since, mut reports) = (first, None, Vec::new());
    for (at, next, span) in moved {
        if next.start > date.start {
            since = since.or(Some(*at));
            reports.push(*span);
        }
        date = *next;
    }
    let kind = Kind::Slipped { from: first, to: date, times: reports.len() };
    (date.start > first.start).then_some(Drift { subject, kind, since: since?, reports })
}
