//! Checklists: the rung of each item, whether it is due, and whether somebody checked it.

use super::comparison::BoardPair;
use super::evidence::{ComparedEntry, EntryKind, Facts};
use super::quote::EntryQuote;
use super::what::{ChangeKind, ItemState, Onset};
use crate::board::checklist::{DueState, ItemReading, Progress};
use crate::diagnostic::Span;
use crate::watchlist::scales::{Claim, Rung};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Checklist, EntityRef, Item, ItemReport};

pub(super) fn find_checklist_changes(comparison: &mut BoardPair<'_>) {
    let (before, after) = (&comparison.before.watchlist.checklists, &comparison.after.watchlist.checklists);
    let named = |list: &Checklist| (EntityRef::Checklist(list.id.value.clone()), list.span);
    comparison.parts((before, after), named, tell_new, compare);
}

/// Adds the reports of all items of a new checklist.
fn tell_new(comparison: &mut BoardPair<'_>, _: &EntityRef, is: usize) {
    let list = &comparison.after.watchlist.checklists[is];
    for item in &list.items {
        tell_new_item(comparison, &EntityRef::item(list, item), item);
    }
}

fn tell_new_item(comparison: &mut BoardPair<'_>, subject: &EntityRef, item: &Item) {
    let reports = comparison.evidence((&[], &item.reports), facts);
    comparison.entries(subject, &reports, (&[], &item.reports), Some(item.span));
}

fn facts(report: &ItemReport) -> Facts<'_> {
    let (at, source) = (Some(report.at.value), report.source.as_ref());
    Facts { at, source, span: report.span, kind: EntryKind::Report }
}

fn compare(comparison: &mut BoardPair<'_>, subject: &EntityRef, (was, is): (usize, usize)) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (&before.watchlist.checklists[was], &after.watchlist.checklists[is]);
    let mut told = Vec::new();
    if old.name != new.name {
        told.push("name");
        comparison.correct(
            subject.clone(),
            ChangeKind::Renamed { was: old.name.clone(), is: new.name.clone() },
            new.span,
        );
    }
    let count = comparison.count();
    let named = |item: &Item| (EntityRef::item(new, item), item.span);
    let tell_new = |comparison: &mut BoardPair<'_>, subject: &EntityRef, at: usize| {
        tell_new_item(comparison, subject, &new.items[at]);
    };
    comparison.parts((&old.items, &new.items), named, tell_new, |comparison, subject, (from, to)| {
        let readings = (&before.checklists[was].items[from], &after.checklists[is].items[to]);
        compare_item(comparison, subject, (&old.items[from], &new.items[to]), readings);
    });
    if comparison.count() > count {
        told.push("items");
    }
    comparison.edited(subject, (old, new), &told, new.span);
}

fn compare_item(
    comparison: &mut BoardPair<'_>,
    subject: &EntityRef,
    (old, new): (&Item, &Item),
    (was, is): (&ItemReading, &ItemReading),
) {
    let own = std::slice::from_ref(subject);
    let mut told = Vec::new();
    let mut reports = comparison.evidence((&old.reports, &new.reports), facts);
    comparison.keep(subject.clone(), reports.clone());
    if reports.count() > 0 {
        told.push("reports");
    }
    if old.title != new.title {
        told.push("title");
        comparison.correct(
            subject.clone(),
            ChangeKind::Renamed { was: old.title.clone(), is: new.title.clone() },
            new.span,
        );
    }
    let is_moved = date(was.due) != date(is.due) && was.due != DueState::Met && is.due != DueState::Met;
    if is_moved && old.due.as_ref().map(|due| due.value) != new.due.as_ref().map(|due| due.value) {
        told.push("due");
        comparison.note_edit(subject);
    }
    let is_checked = comparison.checked(subject, (old.checked, new.checked), new.span);
    if is_checked {
        told.push("checked");
    }
    comparison.edited(subject, (old, new), &told, new.span);

    let states = (state(was), state(is));
    // The rung of a disputed item is unknown. The dispute itself is listed with the contradictions.
    if states.0 != states.1 && !is.evidence.is_disputed() {
        // Use the report that gives this rung. Other new reports may be promises or give another rung.
        let used = is.evidence.used.and_then(|used| used.report());
        let is_by_deeds = states.0.done != states.1.done;
        let is_the_deed = |entry: &ComparedEntry, _: &EntryQuote| {
            let report = &new.reports[entry.index];
            let is_deed = report.claim.is_some_and(|claim| claim != Claim::Promise);
            is_by_deeds && is_deed && Some(report.status) == states.1.done
        };
        let is_used = |entry: &ComparedEntry, _: &EntryQuote| Some(entry.index) == used;
        let mut grounds = comparison.grounds(own, new.span).told_by(&reports, &new.reports, new.span, is_the_deed);
        if !grounds.is_quoted() {
            grounds = grounds.told_by(&reports, &new.reports, new.span, is_used);
        }
        reports =
            comparison.push_with_entry(subject, ChangeKind::Rung { was: states.0, is: states.1 }, grounds, reports);
    }
    if is_moved {
        let grounds = comparison.grounds(own, new.span);
        let grounds = grounds.promised(new.due.as_ref().filter(|due| comparison.is_newly_said(due)), new.span);
        comparison.push(subject.clone(), ChangeKind::Date { was: date(was.due), is: date(is.due) }, grounds);
    }
    overdue(comparison, subject, (was.due, is.due), new.span);
    comparison.entries(subject, &reports, (&old.reports, &new.reports), Some(new.span));
    if !(is_checked && was.freshness.is_stale()) {
        let limit = new.stale_after.unwrap_or(comparison.after.watchlist.stale_after());
        comparison.stale(subject, (was.freshness, is.freshness), limit, new.span);
    }
}

fn state(reading: &ItemReading) -> ItemState {
    let Progress { verified, claimed } = reading.progress;
    ItemState { rung: reading.rung, claim: reading.claim, verified: deed(verified), done: deed(verified + claimed) }
}

/// The rung that corresponds to this share of the bar.
fn deed(share: f64) -> Option<Rung> {
    let is_filled = |rung: &&Rung| rung.is_deed() && rung.progress() <= share + f64::EPSILON;
    Rung::ALL.iter().rev().find(is_filled).copied()
}

fn date(deadline: DueState) -> Option<TimePoint> {
    match deadline {
        DueState::Ahead(at) | DueState::Overdue(at) => Some(at),
        DueState::None | DueState::Met => None,
    }
}

/// Whether its date has passed. That an item is met is shown by its rung.
fn overdue(comparison: &mut BoardPair<'_>, subject: &EntityRef, (was, is): (DueState, DueState), span: Span) {
    let (turn, due) = match (was, is) {
        (DueState::None | DueState::Met | DueState::Ahead(_), DueState::Overdue(due)) => (Onset::Begun, due),
        (DueState::Overdue(due), DueState::None | DueState::Met | DueState::Ahead(_)) => (Onset::Ended, due),
        (DueState::Overdue(_), DueState::Overdue(_))
        | (DueState::None | DueState::Met | DueState::Ahead(_), DueState::None | DueState::Met | DueState::Ahead(_)) => {
            return;
        }
    };
    let grounds = comparison.grounds(std::slice::from_ref(subject), span).dated(Some(TimePoint::exact(due.end)));
    comparison.push(subject.clone(), ChangeKind::Overdue { turn, due }, grounds);
}
