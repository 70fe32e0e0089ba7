//! `future-date`: a report is about something that has happened.
//!
//! **What it does**: finds reports, records and checks dated after now. **Why it is bad**: they are not visible until
//! their time comes, so a typo in the year hides them. Write plans in `opens` and `due`. **Example**: `at: 2036-02-01`.

use super::{LintContext, walk};
use crate::diagnostic::{Problem, Spanned};
use crate::watchlist::time::TimePoint;
use chrono::{DateTime, Datelike, NaiveDate, Utc};

/// A future date is probably mistyped if it would be at most this many days ago in the current or the previous year.
const RECENT: i64 = 60;

pub(super) fn lint_future_date(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut look = |what: &str, at: &Spanned<TimePoint>| {
        if !at.value.has_come(scene.today) {
            let today = scene.today.format("%Y-%m-%d %H:%MZ");
            let message = format!("{what} is dated in the future (now is {today}): it is not seen until then");
            let problem = Problem::warning("future-date", at.span, message);
            let help = match in_this_year(at.value, scene.today) {
                Some(date) => format!("did you mean {date}? Write a plan under `opens` or `due`"),
                None => "correct the date; write a plan under `opens` or `due`".to_owned(),
            };
            problems.push(problem.help(help));
        }
    };
    walk::entries(scene.watchlist, &mut |entry| {
        if let Some(at) = entry.at {
            look(entry.what, &at);
        }
    });
    walk::marks(scene.watchlist).for_each(|(what, at)| look(what, at));
}

/// The date in the current or the previous year, if that makes it recent.
fn in_this_year(at: TimePoint, today: DateTime<Utc>) -> Option<NaiveDate> {
    let (date, today) = (at.start.date_naive(), today.date_naive());
    let is_recent = |date: &NaiveDate| (0..=RECENT).contains(&(today - *date).num_days());
    let years = (date.year() != today.year()).then_some([today.year(), today.year() - 1]);
    years.into_iter().flatten().filter_map(|year| date.with_year(year)).find(is_recent)
}
