//! Slipped dates: a planned date that later reports moved to a later one.

use super::{Drift, DriftKind, Readings};
use crate::board::evidence::Standing;
use crate::diagnostic::Span;
use crate::watchlist::scales::Credibility;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{EntityRef, Promised, Ref};

/// A report that moves a date: its time, the new date, and its span.
type Moved = (TimePoint, TimePoint, Span);

pub(super) fn find_slipped_dates(readings: &Readings<'_>) -> Vec<Drift> {
    let crossings = readings.ctx.watchlist.crossings.iter().filter_map(|crossing| {
        let written = known(readings, crossing.opens.as_ref());
        let moves = crossing.reports.iter().filter_map(|report| {
            let graded = (report.source.as_ref(), report.credibility);
            counts(readings, report.at.value, graded, written).then_some((report.at.value, report.opens?, report.span))
        });
        slip(written.map(|opens| opens.value), moves.collect(), EntityRef::Crossing(crossing.id.value.clone()))
    });
    let items = readings.items().filter_map(|(list, item, _)| {
        let written = known(readings, item.due.as_ref());
        let moves = item.reports.iter().filter_map(|report| {
            let graded = (report.source.as_ref(), report.credibility);
            counts(readings, report.at.value, graded, written).then_some((report.at.value, report.due?, report.span))
        });
        slip(written.map(|due| due.value), moves.collect(), EntityRef::item(list, item))
    });
    crossings.chain(items).collect()
}

/// The date written beside the reports, if it was already promised.
fn known<'w>(readings: &Readings<'_>, written: Option<&'w Promised>) -> Option<&'w Promised> {
    written.filter(|promised| promised.said.is_none_or(|said| readings.ctx.has_come(said)))
}

/// Whether a report moves a date: it has come, is not unsupported, and is not older than the date itself.
fn counts(
    readings: &Readings<'_>,
    at: TimePoint,
    (source, credibility): (Option<&Ref>, Option<Credibility>),
    written: Option<&Promised>,
) -> bool {
    let said = written.and_then(|promised| promised.said);
    readings.ctx.has_come(at)
        && Standing::from_grades(readings.ctx.watchlist, source, credibility) > Standing::Unsupported
        && said.is_none_or(|said| at.start >= said.start)
}

/// The first date is the one written beside the reports, else the first one in a report.
fn slip(promised: Option<TimePoint>, mut moved: Vec<Moved>, entity: EntityRef) -> Option<Drift> {
    moved.sort_by_key(|(at, ..)| at.start);
    let first = promised.or(moved.first().map(|(_, date, _)| *date))?;
    let (mut date, mut since, mut reports) = (first, None, Vec::new());
    for (at, next, span) in &moved {
        if next.start > date.start {
            since = since.or(Some(*at));
            reports.push(*span);
        }
        date = *next;
    }
    let kind = DriftKind::Slipped { from: first, to: date, times: reports.len() };
    (date.start > first.start).then_some(Drift { entity, kind, since: since?, reports })
}
