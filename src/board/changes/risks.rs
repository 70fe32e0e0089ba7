//! Risks: the level of each one.

use super::comparison::BoardPair;
use super::evidence::{ComparedEntry, EntryKind, Facts};
use super::quote::{EntryQuote, Says};
use super::what::ChangeKind;
use crate::watchlist::{Assessment, EntityRef, Risk};

pub(super) fn find_risk_changes(comparison: &mut BoardPair<'_>) {
    let (before, after) = (comparison.before.watchlist.risks(), comparison.after.watchlist.risks());
    let named = |risk: &Risk| (EntityRef::Risk(risk.id.value.clone()), risk.span);
    comparison.parts((before, after), named, tell_new, compare);
}

fn facts(entry: &Assessment) -> Facts<'_> {
    Facts { at: Some(entry.at.value), source: entry.source.as_ref(), span: entry.span, kind: EntryKind::Assessment }
}

/// Adds the assessments of a new risk.
fn tell_new(comparison: &mut BoardPair<'_>, subject: &EntityRef, is: usize) {
    let new = &comparison.after.watchlist.risks()[is];
    let assessments = comparison.evidence((&[], &new.assessments), facts);
    comparison.entries(subject, &assessments, (&[], &new.assessments), Some(new.span));
}

fn compare(comparison: &mut BoardPair<'_>, subject: &EntityRef, (was, is): (usize, usize)) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (&before.watchlist.risks()[was], &after.watchlist.risks()[is]);
    let (old_reading, new_reading) = (&before.spillover.risks[was], &after.spillover.risks[is]);
    let mut told = Vec::new();
    let mut assessments = comparison.evidence((&old.assessments, &new.assessments), facts);
    comparison.keep(subject.clone(), assessments.clone());
    if assessments.count() > 0 {
        told.push("assessments");
    }
    if old.title != new.title {
        told.push("title");
        comparison.correct(
            subject.clone(),
            ChangeKind::Renamed { was: old.title.clone(), is: new.title.clone() },
            new.span,
        );
    }
    let is_checked = comparison.checked(subject, (old.checked, new.checked), new.span);
    if is_checked {
        told.push("checked");
    }
    comparison.edited(subject, (old, new), &told, new.span);

    let (level_was, level_is) = (old_reading.level, new_reading.level);
    if level_was != level_is {
        let says_so =
            |_: &ComparedEntry, quote: &EntryQuote| level_is.is_some_and(|level| quote.says == Says::Level(level));
        let what = ChangeKind::Level { was: level_was, is: level_is };
        let grounds = comparison.grounds_for(&what, std::slice::from_ref(subject), new.span);
        let grounds = grounds.told_by(&assessments, &new.assessments, new.span, says_so);
        assessments = comparison.push_with_entry(subject, what, grounds, assessments);
    }
    comparison.entries(subject, &assessments, (&old.assessments, &new.assessments), Some(new.span));
    if !(is_checked && old_reading.freshness.is_stale()) {
        let limit = new.stale_after.unwrap_or(after.watchlist.stale_after());
        comparison.stale(subject, (old_reading.freshness, new_reading.freshness), limit, new.span);
    }
}
