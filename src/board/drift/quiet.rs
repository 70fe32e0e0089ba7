//! Items gone quiet: once reported, not fully done, and nothing said since for more than twice their `stale_after`.

use super::{Drift, Facts, Kind, Subject, items, seen};
use crate::board::checklist::Deadline;
use crate::watchlist::scales::Rung;

/// This many times `stale_after` is quiet.
const QUIET: i32 = 2;

pub(super) fn find(facts: &Facts<'_>) -> Vec<Drift> {
    let quiet = items(facts).filter_map(|((list, at), item)| {
        let reading = &facts.checklists[list].items[at];
        let last = *seen(facts, item).last()?;
        let is_done = reading.rung == Some(Rung::Full) || reading.due == Deadline::Met;
        let limit = item.stale_after.unwrap_or(facts.scene.watchlist.stale_after()) * QUIET;
        (!is_done && last.at.value.age(facts.scene.now) > limit).then(|| Drift {
            subject: Subject::Item(list, at),
            kind: Kind::Quiet,
            since: last.at.value,
            reports: vec![last.span],
        })
    });
    quiet.collect()
}
