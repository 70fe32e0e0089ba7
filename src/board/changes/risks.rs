//! Risks: the level of each one.

use super::Change;
use super::comparison::{Comparison, edits, entry_changes, part_changes, renamed};
use super::differences::{BoardPair, PartDiff};
use super::entries::ComparedEntry;
use super::quote::Says;
use super::what::ChangeKind;
use crate::board::spillover::RiskReading;
use crate::watchlist::Risk;

pub(super) fn find_risk_changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let BoardPair { before, after, .. } = comparison.boards;
    part_changes(&comparison.differences.risks, |part, was, is| {
        let risks = (&before.watchlist.risks()[was], &after.watchlist.risks()[is]);
        risk_changes(comparison, part, risks, (&before.spillover.risks[was], &after.spillover.risks[is]))
    })
}

fn risk_changes(
    comparison: &Comparison<'_>,
    part: &PartDiff,
    (old, new): (&Risk, &Risk),
    (was, is): (&RiskReading, &RiskReading),
) -> Vec<Change> {
    let (subject, assessments) = (&part.subject, part.entries("assessments"));
    let mut found = Vec::from_iter(renamed(part, &old.title, &new.title));
    let checked = comparison.checked(part, (old.checked, new.checked));
    let is_checked = checked.is_some();
    found.extend(checked);
    found.extend(edits(part, if is_checked { &["title", "checked"] } else { &["title"] }));
    let mut told = None;
    if was.level != is.level {
        let says_so = |entry: &ComparedEntry| is.level.is_some_and(|level| entry.quote.says == Says::Level(level));
        let what = ChangeKind::Level { was: was.level, is: is.level };
        let grounds = comparison.causes.grounds_for(&what, subject, part.span);
        let grounds = grounds.told_by(assessments, part.span, says_so);
        told = grounds.listed();
        found.push(grounds.change(subject, what));
    }
    found.extend(entry_changes(subject, assessments, Some(part.span), told));
    if !(is_checked && was.freshness.is_stale()) {
        let limit = new.stale_after.unwrap_or(comparison.boards.after.watchlist.stale_after());
        found.extend(comparison.stale(part, (was.freshness, is.freshness), limit));
    }
    found
}
