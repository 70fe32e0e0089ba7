//! Monitoring: what cannot be observed any more, or can be again.

use super::comparison::Comparison;
use super::pairs::{Pair, pairs};
use super::what::{Turn, What};
use super::{Cause, Place, Subject};
use crate::watchlist::Monitoring;
use chrono::{DateTime, Utc};

pub(super) fn find(comparison: &mut Comparison<'_>) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (&before.watchlist.monitoring, &after.watchlist.monitoring);
    for pair in pairs(old, new, |record| (&record.observer.value, record.from.value.start)) {
        match pair {
            Pair::Added(at) if holds(&new[at], after.now) => begun(comparison, &new[at], Cause::Reported),
            Pair::Added(at) => comparison.added(subject(&new[at]), new[at].span),
            Pair::Removed(at) => comparison.removed(subject(&old[at]), old[at].span),
            Pair::Both(was, is) => compare(comparison, &old[was], &new[is]),
        }
    }
}

fn subject(record: &Monitoring) -> Subject {
    Subject::Monitoring { observer: record.observer.value.clone(), from: record.from.value.start }
}

/// Whether it goes on at a moment.
fn holds(record: &Monitoring, now: DateTime<Utc>) -> bool {
    record.from.value.has_come(now) && record.until.is_none_or(|until| now < until.value.end)
}

fn begun(comparison: &mut Comparison<'_>, record: &Monitoring, cause: Cause) {
    let what = What::Unobserved(Turn::Begun);
    let told = (cause, Some(record.from.value));
    comparison.tell(subject(record), what, told, Place::After(record.span), vec![record.span]);
}

fn compare(comparison: &mut Comparison<'_>, old: &Monitoring, new: &Monitoring) {
    let subject = subject(new);
    let mut told = Vec::new();
    let cause = if old.until == new.until { Cause::Clock } else { Cause::Corrected };
    match (holds(old, comparison.before.now), holds(new, comparison.after.now)) {
        (false, true) => begun(comparison, new, cause),
        (true, false) => {
            told.push("until");
            let cause = if old.until.is_none() && new.until.is_some() { Cause::Reported } else { cause };
            let at = new.until.map(|until| until.value);
            let what = What::Unobserved(Turn::Ended);
            comparison.tell(subject.clone(), what, (cause, at), Place::After(new.span), vec![new.span]);
        }
        (true, true) | (false, false) => {}
    }
    comparison.edited(&subject, (old, new), &told, new.span);
}
