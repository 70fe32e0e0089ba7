//! Monitoring: what can no longer be observed, and what can be observed again.

use super::comparison::BoardPair;
use super::pairs::{PartPair, pairs};
use super::quote::Quotable as _;
use super::what::{ChangeKind, Onset};
use super::{ChangeCause, ChangePlace};
use crate::board::Board;
use crate::watchlist::{EntityRef, Monitoring};

pub(super) fn find_monitoring_changes(comparison: &mut BoardPair<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (&before.watchlist.monitoring, &after.watchlist.monitoring);
    for pair in pairs(old, new, |record| (&record.observer.value, record.from.value.start)) {
        match pair {
            PartPair::Added(at) if has_begun(&new[at], after) => {
                tell_begun(comparison, &new[at], ChangeCause::Reported);
            }
            PartPair::Added(at) => comparison.added(subject(&new[at]), new[at].span),
            PartPair::Removed(at) => comparison.removed(subject(&old[at]), old[at].span),
            PartPair::Both(was, is) => compare(comparison, &old[was], &new[is]),
        }
    }
}

fn subject(record: &Monitoring) -> EntityRef {
    EntityRef::Monitoring { observer: record.observer.value.clone(), from: record.from.value.start }
}

fn has_begun(record: &Monitoring, board: &Board) -> bool {
    board.has_come(record.from.value)
}

/// Whether it continues as of a board.
fn goes_on(record: &Monitoring, board: &Board) -> bool {
    has_begun(record, board) && record.until.is_none_or(|until| board.now < until.value.end)
}

fn tell_begun(comparison: &mut BoardPair<'_>, record: &Monitoring, cause: ChangeCause) {
    let what = ChangeKind::Unobserved(Onset::Begun);
    let told = (cause, Some(record.from.value));
    let place = (ChangePlace::After(record.span), vec![record.span]);
    comparison.push_known(subject(record), what, told, place, Some(record.quote()));
}

fn compare(comparison: &mut BoardPair<'_>, old: &Monitoring, new: &Monitoring) {
    let subject = subject(new);
    let (before, after) = (comparison.before, comparison.after);
    let mut told = Vec::new();
    let cause = if old.until == new.until { ChangeCause::Clock } else { ChangeCause::Corrected };
    match (goes_on(old, before), goes_on(new, after)) {
        // It may also have ended since then.
        (false, _) if has_begun(new, after) && !has_begun(old, before) => {
            tell_begun(comparison, new, ChangeCause::Reported);
        }
        (false, true) => tell_begun(comparison, new, cause),
        (true, false) => {
            told.push("until");
            let cause = if old.until.is_none() && new.until.is_some() { ChangeCause::Reported } else { cause };
            let at = new.until.map(|until| until.value);
            let what = ChangeKind::Unobserved(Onset::Ended);
            let place = (ChangePlace::After(new.span), vec![new.span]);
            comparison.push_known(subject.clone(), what, (cause, at), place, Some(new.quote()));
        }
        (true, true) | (false, false) => {}
    }
    comparison.edited(&subject, (old, new), &told, new.span);
}
