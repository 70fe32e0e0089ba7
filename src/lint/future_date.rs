//! `future-date`: what is reported has happened.
//!
//! **What it does**: looks for reports, records and checks that are dated after now. **Why it is bad**: they are unseen
//! until their time comes, so a slip in the year hides them. Plans belong into `opens` and `due`. **Example**:
//! `at: 2036-02-01`.

use super::{Scene, walk};
use crate::diagnostic::{Problem, Spanned};
use crate::watchlist::time::TimePoint;

pub(super) fn check(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let mut look = |what: &str, at: &Spanned<TimePoint>| {
        if !at.value.has_come(scene.today) {
            let today = scene.today.format("%Y-%m-%d %H:%MZ");
            let message = format!("{what} is dated in the future (now is {today}): it is not seen until then");
            let problem = Problem::warning("future-date", at.span, message);
            problems.push(problem.help("correct the date; a plan belongs into `opens` or `due`"));
        }
    };
    walk::entries(scene.watchlist, &mut |entry| {
        if let Some(at) = entry.at {
            look(entry.what, &at);
        }
    });
    walk::marks(scene.watchlist).for_each(|(what, at)| look(what, at));
}
