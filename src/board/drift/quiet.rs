//! Quiet items: reported before, not fully done, and no report since for more than twice their `stale_after`.

use super::{Drift, DriftKind, Readings, seen};
use crate::board::checklist::DueState;
use crate::watchlist::EntityRef;
use crate::watchlist::scales::Rung;

/// An item is quiet after this many times `stale_after`.
const QUIET: i32 = 2;

pub(super) fn find_quiet_items(readings: &Readings<'_>) -> Vec<Drift> {
    let quiet = readings.items().filter_map(|(list, item, reading)| {
        // A promise does not end the silence. If there are only promises, the silence began with the first of them.
        let newest = reading.evidence.newest;
        let seen = seen(readings, item);
        let last = match newest {
            Some(newest) => *seen.iter().rev().find(|report| report.at.value == newest)?,
            None => *seen.first()?,
        };
        let is_done = reading.evidence.settled() == Some(Rung::Full) || reading.due == DueState::Met;
        let limit = item.stale_after.unwrap_or(readings.ctx.watchlist.stale_after()) * QUIET;
        (!is_done && last.at.value.age(readings.ctx.now) > limit).then(|| Drift {
            entity: EntityRef::item(list, item),
            kind: DriftKind::Quiet,
            since: last.at.value,
            reports: vec![last.span],
        })
    });
    quiet.collect()
}
