//! Risks: how high each one stands.

use super::Subject;
use super::comparison::Comparison;
use super::evidence::Facts;
use super::what::What;
use crate::watchlist::Risk;

pub(super) fn find(comparison: &mut Comparison<'_>) {
    let (before, after) = (comparison.before.watchlist.risks(), comparison.after.watchlist.risks());
    let named = |risk: &Risk| (Subject::Risk(risk.id.value.clone()), risk.span);
    comparison.parts((before, after), named, compare);
}

fn compare(comparison: &mut Comparison<'_>, subject: &Subject, (was, is): (usize, usize)) {
    let (before, after) = (comparison.before, comparison.after);
    let (old, new) = (&before.watchlist.risks()[was], &after.watchlist.risks()[is]);
    let (old_reading, new_reading) = (&before.spillover.risks[was], &after.spillover.risks[is]);
    let mut told = Vec::new();
    let mut assessments = comparison.evidence((&old.assessments, &new.assessments), |entry| Facts {
        at: Some(entry.at.value),
        source: entry.source.as_ref(),
        span: entry.span,
    });
    comparison.keep(subject.clone(), assessments.clone());
    if assessments.count() > 0 {
        told.push("assessments");
    }
    if old.title != new.title {
        told.push("title");
        comparison.correct(subject.clone(), What::Renamed { was: old.title.clone(), is: new.title.clone() }, new.span);
    }
    let is_checked = comparison.checked(subject, (old.checked, new.checked), new.span);
    if is_checked {
        told.push("checked");
    }
    comparison.edited(subject, (old, new), &told, new.span);

    let (level_was, level_is) = (old_reading.level, new_reading.level);
    if level_was != level_is {
        let grounds = comparison.grounds(std::slice::from_ref(subject), new.span);
        let told_at = comparison.push(subject.clone(), What::Level { was: level_was, is: level_is }, grounds);
        // The judgement that moved the level is told with it.
        assessments = assessments.without(told_at);
    }
    comparison.entries(subject, &assessments, new.span);
    if !(is_checked && old_reading.freshness.is_stale()) {
        let limit = new.stale_after.unwrap_or(after.watchlist.stale_after());
        comparison.stale(subject, (old_reading.freshness, new_reading.freshness), limit, new.span);
    }
}
