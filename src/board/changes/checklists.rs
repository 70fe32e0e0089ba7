//! Checklists: the rung of each item, whether it is due, and whether somebody checked it.

use super::Change;
use super::causes::Grounds;
use super::comparison::{Comparison, edits, entry_changes, part_changes, renamed};
use super::differences::{BoardPair, PartDiff};
use super::entries::ComparedEntry;
use super::quote::Says;
use super::what::{ChangeKind, ItemQuantity, ItemState, Onset};
use crate::board::checklist::{DueState, ItemReading, Progress};
use crate::watchlist::Item;
use crate::watchlist::scales::{Claim, Rung};
use crate::watchlist::time::TimePoint;

pub(super) fn find_checklist_changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    part_changes(&comparison.differences.checklists, |part, was, is| {
        let (old, new) = (&before.watchlist.checklists[was], &after.watchlist.checklists[is]);
        let items = part_changes(part.parts(), |part, from, to| {
            let readings = (&before.checklists[was].items[from], &after.checklists[is].items[to]);
            item_changes(comparison, part, (&old.items[from], &new.items[to]), readings)
        });
        let told = if items.is_empty() { &["name"][..] } else { &["name", "items"] };
        let edits = edits(part, told);
        renamed(part, &old.name, &new.name).into_iter().chain(items).chain(edits).collect()
    })
}

fn item_changes(
    comparison: &Comparison<'_>,
    part: &PartDiff,
    (old, new): (&Item, &Item),
    (was, is): (&ItemReading, &ItemReading),
) -> Vec<Change> {
    let (reports, subject) = (part.entries("reports"), &part.subject);
    let mut found = Vec::from_iter(renamed(part, &old.title, &new.title));
    let is_moved = date(was.due) != date(is.due) && was.due != DueState::Met && is.due != DueState::Met;
    let mut told = vec!["title"];
    if is_moved && old.due.as_ref().map(|due| due.value) != new.due.as_ref().map(|due| due.value) {
        told.push("due");
    }
    let checked = comparison.checked(part, (old.checked, new.checked));
    let is_checked = checked.is_some();
    if is_checked {
        told.push("checked");
    }
    found.extend(checked);
    found.extend(edits(part, &told));

    let quantities = (ItemQuantity::read(old, was), ItemQuantity::read(new, is));
    // The rung of a quantity follows from its number, unless it fails.
    let is_of_number = quantities.0 != quantities.1 && !was.is_failing() && !is.is_failing();
    let states = (state(was), state(is));
    let mut told = None;
    // The rung of a disputed item is unknown, unless it may be failing. The dispute itself is listed with the
    // contradictions.
    if states.0 != states.1 && !is_of_number && (!is.evidence.is_disputed() || is.is_failing()) {
        let grounds = rung_grounds(comparison, part, states, is);
        told = grounds.listed();
        found.push(grounds.change(subject, ChangeKind::Rung { was: states.0, is: states.1 }));
    }
    if let (Some(from), Some(to)) = quantities
        && from != to
    {
        let grounds = match told {
            Some(_) => comparison.causes.grounds_of(subject, part.span),
            None => quantity_grounds(comparison, part, is),
        };
        told = told.or(grounds.listed());
        found.push(grounds.change(subject, ChangeKind::Quantity { was: from, is: to }));
    }
    if is_moved {
        let promise = new.due.as_ref().filter(|due| comparison.causes.is_newly_said(due));
        let grounds = comparison.causes.grounds_of(subject, part.span).promised(promise, part.span);
        found.push(grounds.change(subject, ChangeKind::Date { was: date(was.due), is: date(is.due) }));
    }
    found.extend(overdue(comparison, part, (was.due, is.due)));
    found.extend(entry_changes(subject, reports, Some(part.span), told));
    if !(is_checked && was.freshness.is_stale()) {
        let limit = new.stale_after.unwrap_or(comparison.boards.after.watchlist.stale_after());
        found.extend(comparison.stale(part, (was.freshness, is.freshness), limit));
    }
    found
}

/// Why the rung differs: the report that gives it. Other new reports may be promises or give another rung.
fn rung_grounds(
    comparison: &Comparison<'_>,
    part: &PartDiff,
    (was, is): (ItemState, ItemState),
    reading: &ItemReading,
) -> Grounds {
    let reports = part.entries("reports");
    let used = reading.evidence.used.and_then(|used| used.report());
    let is_the_deed = |entry: &ComparedEntry| {
        let is_deed = entry.quote.claim.is_some_and(|claim| claim != Claim::Promise);
        let is_it = matches!(entry.quote.says, Says::Rung(rung, _) if rung.is_some() && rung == is.done);
        was.done != is.done && is_deed && is_it
    };
    let grounds = comparison.causes.grounds_of(&part.subject, part.span).told_by(reports, part.span, is_the_deed);
    if grounds.is_quoted() {
        return grounds;
    }
    grounds.told_by(reports, part.span, |entry| Some(entry.index) == used)
}

/// Why the number differs: the report that gives it.
fn quantity_grounds(comparison: &Comparison<'_>, part: &PartDiff, reading: &ItemReading) -> Grounds {
    let used = reading.quantity.as_ref().and_then(|quantity| quantity.evidence.used).and_then(|used| used.report());
    let grounds = comparison.causes.grounds_of(&part.subject, part.span);
    grounds.told_by(part.entries("reports"), part.span, |entry| Some(entry.index) == used)
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
fn overdue(comparison: &Comparison<'_>, part: &PartDiff, (was, is): (DueState, DueState)) -> Option<Change> {
    let (turn, due) = match (was, is) {
        (DueState::None | DueState::Met | DueState::Ahead(_), DueState::Overdue(due)) => (Onset::Begun, due),
        (DueState::Overdue(due), DueState::None | DueState::Met | DueState::Ahead(_)) => (Onset::Ended, due),
        (DueState::Overdue(_), DueState::Overdue(_))
        | (DueState::None | DueState::Met | DueState::Ahead(_), DueState::None | DueState::Met | DueState::Ahead(_)) => {
            return None;
        }
    };
    let grounds = comparison.causes.grounds_of(&part.subject, part.span).dated(Some(TimePoint::exact(due.end)));
    Some(grounds.change(&part.subject, ChangeKind::Overdue { turn, due }))
}
