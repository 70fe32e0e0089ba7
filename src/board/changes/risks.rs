//! Risks: the level of each one.

use super::Change;
use super::causes::{Candidates, EntrySet};
use super::comparison::{Comparison, edits, entry_changes, grounds_of_mark, part_changes, renamed};
use super::differences::{BoardPair, PartDiff};
use super::entries::ComparedEntry;
use super::quote::Says;
use super::what::ChangeKind;
use crate::board::spillover::{RiskLife, RiskReading};
use crate::watchlist::{Closed, EntityRef, Risk};

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
    let closing = closing(comparison, part, (was.life, is.life), new.closed.as_ref());
    let told = ["title", "checked", "closed"];
    let is_told = |key: &&&str| match **key {
        "checked" => is_checked,
        "closed" => closing.is_some(),
        _ => true,
    };
    found.extend(edits(part, &told.iter().filter(is_told).copied().collect::<Vec<_>>()));
    found.extend(closing);
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
    if is.is_live() && !(is_checked && was.freshness.is_stale()) {
        let limit = new.stale_after.unwrap_or(comparison.boards.after.watchlist.stale_after());
        found.extend(comparison.stale(part, (was.freshness, is.freshness), limit));
    }
    found
}

/// A change if a risk was closed, or its closing was edited, or it counts again because of what came after.
fn closing(
    comparison: &Comparison<'_>,
    part: &PartDiff,
    (was, is): (RiskLife, RiskLife),
    closed: Option<&Closed>,
) -> Option<Change> {
    let what = ChangeKind::Closing { was, is };
    let (before, now) = (was.closed_at(), is.closed_at());
    if before != now {
        let grounds = grounds_of_mark((before, now), closed.map_or(part.span, |closed| closed.span), part.span);
        return Some(grounds.change(&part.subject, what));
    }
    let EntityRef::Risk(id) = &part.subject else { return None };
    let rests_on = [EntrySet::Of(part.subject.clone()), EntrySet::LogOfRisk(id.clone())];
    let grounds = || comparison.causes.grounds(&rests_on, part.span, Candidates::Towards(what.leaning()));
    (was.is_live() != is.is_live()).then(|| grounds().change(&part.subject, what.clone()))
}
