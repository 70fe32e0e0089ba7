//! `promised-opening`: a promise to open is not an opening.
//!
//! **What it does**: finds reports and day records that say open or limited and are promises. **Why it is bad**: words
//! about the future never count as open, so the record shows less than it seems to say. **Example**: `status: open,
//! claim: promise`; write `status: scheduled`.

use super::LintContext;
use crate::diagnostic::{Problem, Span};
use crate::watchlist::scales::{Claim, CrossingStatus};

pub(super) fn lint_promised_opening(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut look = |status: CrossingStatus, claim: Option<Claim>, span: Span| {
        if status.is_open() && claim == Some(Claim::Promise) {
            let message = format!("a promise is not an opening: `{}` is not counted", status.word());
            let problem = Problem::warning("promised-opening", span, message);
            problems.push(problem.help("write `status: scheduled`, or another claim"));
        }
    };
    for crossing in &scene.watchlist.crossings {
        crossing.reports.iter().for_each(|report| look(report.status, report.claim, report.span));
        crossing.days.iter().for_each(|day| look(day.status, day.claim, day.span));
    }
}
