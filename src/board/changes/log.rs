//! The log: which entries are new, edited or gone, and the trend of its heat.

use super::comparison::{BoardPair, File};
use super::evidence::{ArrivedEntries, EntryKind, Facts, ListSide};
use super::what::ChangeKind;
use crate::board::Board;
use crate::board::spillover::log_stale_after;
use crate::diagnostic::Span;
use crate::watchlist::{EntityRef, Event};

pub(super) fn find_log_changes(comparison: &mut BoardPair<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (before.watchlist.log(), after.watchlist.log());
    let come = |board: &Board| board.spillover.log.iter().map(|index| *index as usize).collect::<Vec<_>>();
    let (old_seen, new_seen) =
        (ListSide::new(before, old, come(before).into_iter()), ListSide::new(after, new, come(after).into_iter()));
    let evidence = ArrivedEntries::between(comparison.file, &old_seen, &new_seen, |event: &Event| Facts {
        at: Some(event.at.value),
        source: event.source.as_ref(),
        span: event.span,
        kind: EntryKind::Event(event.severity),
    });
    let own = after.watchlist.spillover.as_ref().map_or(Span::default(), |spillover| spillover.span);
    comparison.entries(&EntityRef::Log, &evidence, (old, new), None);
    by_risk(comparison, &evidence, (old, new));
    let is_told = evidence.count() > 0;
    comparison.keep(EntityRef::Log, evidence);

    let checked = |board: &Board| board.watchlist.spillover.as_ref().and_then(|spillover| spillover.checked);
    let is_checked = comparison.checked(&EntityRef::Log, (checked(before), checked(after)), own);
    if comparison.file == File::Edited {
        edited(comparison, is_told, is_checked, own);
    }
    if !is_checked && before.spillover.upkeep.is_kept() {
        let freshness = (before.spillover.upkeep.freshness(before.now), after.spillover.upkeep.freshness(after.now));
        comparison.stale(&EntityRef::Log, freshness, log_stale_after(&after.watchlist), own);
    }
    let (was, is) = (before.spillover.heat.trend(), after.spillover.heat.trend());
    let has_entries = |board: &Board| !board.spillover.log.is_empty();
    if was != is && has_entries(before) && has_entries(after) {
        let grounds = comparison.grounds(&[EntityRef::Log], own);
        comparison.push(EntityRef::Log, ChangeKind::Heat { was, is }, grounds);
    }
}

/// Stores the changed entries of each risk under the risk.
fn by_risk(comparison: &mut BoardPair<'_>, evidence: &ArrivedEntries, (old, new): (&[Event], &[Event])) {
    let mut keep = |event: &Event, evidence: ArrivedEntries| {
        if let Some(risk) = &event.risk {
            comparison.keep_log_of(risk.value.clone(), evidence);
        }
    };
    for entry in &evidence.added {
        keep(&new[entry.index], ArrivedEntries { added: vec![*entry], ..ArrivedEntries::default() });
    }
    for (was, entry) in &evidence.corrected {
        let edit = || ArrivedEntries { corrected: vec![(*was, *entry)], ..ArrivedEntries::default() };
        keep(&new[entry.index], edit());
        keep(&old[*was], edit());
    }
    for entry in &evidence.withdrawn {
        keep(&old[entry.index], ArrivedEntries { withdrawn: vec![*entry], ..ArrivedEntries::default() });
    }
}

/// Adds edits of the other keys under `spillover`.
fn edited(comparison: &mut BoardPair<'_>, is_told: bool, is_checked: bool, own: Span) {
    let (before, after) = (&comparison.before.watchlist.spillover, &comparison.after.watchlist.spillover);
    // If the whole section is new or gone, its parts already show this.
    if let (Some(old), Some(new)) = (before, after) {
        let told = [("risks", true), ("log", is_told), ("checked", is_checked)];
        let told: Vec<_> = told.into_iter().filter(|(_, is_told)| *is_told).map(|(key, _)| key).collect();
        comparison.edited(&EntityRef::Log, (old, new), &told, own);
    }
}
