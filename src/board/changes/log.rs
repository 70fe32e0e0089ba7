//! The log: which entries are new, edited or gone, and which way its heat goes.

use super::comparison::{Comparison, File};
use super::evidence::{Entry, Evidence, Facts, Seen};
use super::what::{Edit, What};
use super::{Cause, Place, Subject};
use crate::board::Board;
use crate::diagnostic::Span;
use crate::watchlist::Event;
use crate::watchlist::scales::Severity;

pub(super) fn find(comparison: &mut Comparison<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (before.watchlist.log(), after.watchlist.log());
    let come = |board: &Board| board.spillover.log.iter().map(|index| *index as usize).collect::<Vec<_>>();
    let (old_seen, new_seen) = (Seen::of(old, come(before).into_iter()), Seen::of(new, come(after).into_iter()));
    let evidence = Evidence::between(comparison.file, &old_seen, &new_seen, |event: &Event| Facts {
        at: Some(event.at.value),
        source: event.source.as_ref(),
        span: event.span,
    });
    let own = after.watchlist.spillover.as_ref().map_or(Span::default(), |spillover| spillover.span);
    let corrected: Vec<_> = evidence.corrected.iter().map(|(_, entry)| *entry).collect();
    let kinds = [
        (Edit::Added, Cause::Reported, &evidence.added, new),
        (Edit::Corrected, Cause::Corrected, &corrected, new),
        (Edit::Withdrawn, Cause::Withdrawn, &evidence.withdrawn, old),
    ];
    for (edit, cause, entries, log) in kinds {
        tell(comparison, (edit, cause), entries, log);
    }
    by_risk(comparison, &evidence, (old, new));
    let is_told = evidence.count() > 0;
    comparison.keep(Subject::Log, evidence);

    if comparison.file == File::Edited {
        edited(comparison, is_told, own);
    }
    let (was, is) = (before.spillover.heat.trend(), after.spillover.heat.trend());
    let has_entries = |board: &Board| !board.spillover.log.is_empty();
    if was != is && has_entries(before) && has_entries(after) {
        let grounds = comparison.grounds(&[Subject::Log], own);
        comparison.push(Subject::Log, What::Heat { was, is }, grounds);
    }
}

fn tell(comparison: &mut Comparison<'_>, (edit, cause): (Edit, Cause), entries: &[Entry], log: &[Event]) {
    let Some(newest) = entries.iter().max_by_key(|entry| entry.at) else { return };
    let severe = entries.iter().filter(|entry| log[entry.index].severity >= Severity::Severe).count();
    let what = What::Log { edit, count: entries.len(), severe };
    let concerns = entries.iter().map(|entry| entry.span);
    let (place, concerns) = match edit {
        Edit::Added | Edit::Corrected => (Place::After(newest.span), concerns.collect()),
        Edit::Withdrawn => (Place::Before(newest.span), Vec::new()),
    };
    comparison.tell(Subject::Log, what, (cause, newest.at), place, concerns);
}

/// What the entries say of each risk is kept by the risk.
fn by_risk(comparison: &mut Comparison<'_>, evidence: &Evidence, (old, new): (&[Event], &[Event])) {
    let mut keep = |event: &Event, evidence: Evidence| {
        if let Some(risk) = &event.risk {
            comparison.keep_log_of(risk.value.clone(), evidence);
        }
    };
    for entry in &evidence.added {
        keep(&new[entry.index], Evidence { added: vec![*entry], ..Evidence::default() });
    }
    for (was, entry) in &evidence.corrected {
        let edit = || Evidence { corrected: vec![(*was, *entry)], ..Evidence::default() };
        keep(&new[entry.index], edit());
        keep(&old[*was], edit());
    }
    for entry in &evidence.withdrawn {
        keep(&old[entry.index], Evidence { withdrawn: vec![*entry], ..Evidence::default() });
    }
}

/// What else is written under `spillover`.
fn edited(comparison: &mut Comparison<'_>, is_told: bool, own: Span) {
    let (before, after) = (&comparison.before.watchlist.spillover, &comparison.after.watchlist.spillover);
    // Where all of it is new or gone, its parts tell that.
    if let (Some(old), Some(new)) = (before, after) {
        let told: &[&str] = if is_told { &["risks", "log"] } else { &["risks"] };
        comparison.edited(&Subject::Log, (old, new), told, own);
    }
}
