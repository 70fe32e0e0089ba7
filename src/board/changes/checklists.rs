//! Checklists: how far each item is, whether it is due, and whether anybody has looked.

use super::Subject;
use super::comparison::{Comparison, Grounds};
use super::evidence::{Entry, Facts};
use super::what::{ItemState, Turn, What};
use crate::board::checklist::{Deadline, ItemReading, Progress, is_deed};
use crate::diagnostic::Span;
use crate::watchlist::scales::Rung;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Checklist, Item};

pub(super) fn find(comparison: &mut Comparison<'_>) {
    let (before, after) = (&comparison.before.watchlist.checklists, &comparison.after.watchlist.checklists);
    let named = |list: &Checklist| (Subject::Checklist(list.id.value.clone()), list.span);
    comparison.parts((before, after), named, compare);
}

fn compare(comparison: &mut Comparison<'_>, subject: &Subject, (was, is): (usize, usize)) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (&before.watchlist.checklists[was], &after.watchlist.checklists[is]);
    let mut told = Vec::new();
    if old.name != new.name {
        told.push("name");
        comparison.correct(subject.clone(), What::Renamed { was: old.name.clone(), is: new.name.clone() }, new.span);
    }
    let count = comparison.count();
    let named =
        |item: &Item| (Subject::Item { checklist: new.id.value.clone(), item: item.id.value.clone() }, item.span);
    comparison.parts((&old.items, &new.items), named, |comparison, subject, (from, to)| {
        let readings = (&before.checklists[was].items[from], &after.checklists[is].items[to]);
        compare_item(comparison, subject, (&old.items[from], &new.items[to]), readings);
    });
    if comparison.count() > count {
        told.push("items");
    }
    comparison.edited(subject, (old, new), &told, new.span);
}

fn compare_item(
    comparison: &mut Comparison<'_>,
    subject: &Subject,
    (old, new): (&Item, &Item),
    (was, is): (&ItemReading, &ItemReading),
) {
    let own = std::slice::from_ref(subject);
    let mut told = Vec::new();
    let mut reports = comparison.evidence((&old.reports, &new.reports), |report| Facts {
        at: Some(report.at.value),
        source: report.source.as_ref(),
        span: report.span,
    });
    comparison.keep(subject.clone(), reports.clone());
    if reports.count() > 0 {
        told.push("reports");
    }
    if old.title != new.title {
        told.push("title");
        comparison.correct(subject.clone(), What::Renamed { was: old.title.clone(), is: new.title.clone() }, new.span);
    }
    let is_moved = date(was.due) != date(is.due) && was.due != Deadline::Met && is.due != Deadline::Met;
    if is_moved && old.due.map(|due| due.value) != new.due.map(|due| due.value) {
        told.push("due");
        comparison.note_edit(subject);
    }
    let is_checked = comparison.checked(subject, (old.checked, new.checked), new.span);
    if is_checked {
        told.push("checked");
    }
    comparison.edited(subject, (old, new), &told, new.span);

    let states = (state(was), state(is));
    // Of what is disputed nobody knows how far it is; that it is, is told with the contradictions.
    if states.0 != states.1 && is.disputed.is_empty() {
        // Of several new reports, the one that says so: others may be promises, or say otherwise.
        let used = is.choice.as_ref().map(|choice| choice.used);
        let is_by_deeds = states.0.done != states.1.done;
        let says_so = |entry: &&Entry| {
            let report = &new.reports[entry.index];
            if is_by_deeds {
                is_deed(report) && Some(report.status) == states.1.done
            } else {
                Some(entry.index) == used
            }
        };
        let grounds = match reports.added.iter().rfind(says_so) {
            Some(entry) => Grounds::reported(entry, new.span),
            None => comparison.grounds(own, new.span),
        };
        let told_at = comparison.push(subject.clone(), What::Rung { was: states.0, is: states.1 }, grounds);
        // The report that moved the rung is told with it.
        reports = reports.without(told_at);
    }
    if is_moved {
        let grounds = comparison.grounds(own, new.span);
        comparison.push(subject.clone(), What::Date { was: date(was.due), is: date(is.due) }, grounds);
    }
    overdue(comparison, subject, (was.due, is.due), new.span);
    comparison.entries(subject, &reports, new.span);
    if !(is_checked && was.freshness.is_stale()) {
        let limit = new.stale_after.unwrap_or(comparison.after.watchlist.stale_after());
        comparison.stale(subject, (was.freshness, is.freshness), limit, new.span);
    }
}

fn state(reading: &ItemReading) -> ItemState {
    let Progress { verified, claimed } = reading.progress;
    ItemState { rung: reading.rung, claim: reading.claim, verified: deed(verified), done: deed(verified + claimed) }
}

/// The deed that fills so much of the bar.
fn deed(share: f64) -> Option<Rung> {
    let is_filled = |rung: &&Rung| rung.is_deed() && rung.progress() <= share + f64::EPSILON;
    Rung::ALL.iter().rev().find(is_filled).copied()
}

fn date(deadline: Deadline) -> Option<TimePoint> {
    match deadline {
        Deadline::Ahead(at) | Deadline::Overdue(at) => Some(at),
        Deadline::None | Deadline::Met => None,
    }
}

/// Whether its date has passed. What is met is told by its rung.
fn overdue(comparison: &mut Comparison<'_>, subject: &Subject, (was, is): (Deadline, Deadline), span: Span) {
    let (turn, due) = match (was, is) {
        (Deadline::None | Deadline::Met | Deadline::Ahead(_), Deadline::Overdue(due)) => (Turn::Begun, due),
        (Deadline::Overdue(due), Deadline::None | Deadline::Met | Deadline::Ahead(_)) => (Turn::Ended, due),
        (Deadline::Overdue(_), Deadline::Overdue(_))
        | (Deadline::None | Deadline::Met | Deadline::Ahead(_), Deadline::None | Deadline::Met | Deadline::Ahead(_)) => {
            return;
        }
    };
    let grounds = comparison.grounds(std::slice::from_ref(subject), span).dated(Some(TimePoint::exact(due.end)));
    comparison.push(subject.clone(), What::Overdue { turn, due }, grounds);
}
