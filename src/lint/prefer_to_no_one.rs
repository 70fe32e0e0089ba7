//! `prefer-to-no-one`: a preferred source has reports.
//!
//! **What it does**: finds a `prefer` whose source is not cited by any report or record there. **Why it is bad**: it
//! settles nothing, but looks as if it did. **Example**: `prefer: un` in an item that only `ap` reports on.

use super::LintContext;
use crate::diagnostic::Problem;
use crate::watchlist::{Id, Ref};

pub(super) fn lint_prefer_to_no_one(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut look = |prefer: &Ref, cited: &[&Id]| {
        // Another rule reports a source that is not declared.
        let is_declared = scene.watchlist.sources.get(&prefer.value).is_some();
        if is_declared && !cited.contains(&&prefer.value) {
            let message = format!("`prefer` names `{}`, and nothing here is reported by it", prefer.value.display());
            let problem = Problem::warning("prefer-to-no-one", prefer.span, message);
            problems.push(problem.help("name a source that reports on this, or remove the line"));
        }
    };
    for crossing in &scene.watchlist.crossings {
        let reports = crossing.reports.iter().filter_map(|report| report.source.as_ref());
        let days = crossing.days.iter().filter_map(|day| day.source.as_ref());
        let cited: Vec<_> = reports.chain(days).map(|source| &source.value).collect();
        crossing.prefer.iter().for_each(|prefer| look(prefer, &cited));
    }
    for (_, item) in scene.watchlist.items() {
        let cited: Vec<_> =
            item.reports.iter().filter_map(|report| report.source.as_ref()).map(|source| &source.value).collect();
        item.prefer.iter().for_each(|prefer| look(prefer, &cited));
    }
    for risk in scene.watchlist.risks() {
        let judges = risk.assessments.iter().filter_map(|assessment| assessment.source.as_ref());
        let cited: Vec<_> = judges.map(|source| &source.value).collect();
        risk.prefer.iter().for_each(|prefer| look(prefer, &cited));
    }
}
