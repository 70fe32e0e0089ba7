//! `rest-every-day`: a crossing opens on some day of the week.
//!
//! **What it does**: finds calendars whose days of rest are the whole week. **Why it is bad**: no day without a record
//! would count as missing, so the crossing would look calm; such a calendar is ignored. **Example**: `rest: [mon, tue,
//! wed, thu, fri, sat, sun]`.

use super::LintContext;
use crate::diagnostic::{Problem, Span};

pub(super) fn lint_rest_every_day(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let calendars = scene.watchlist.crossings.iter().filter_map(|crossing| crossing.calendar.as_ref());
    for calendar in calendars.filter(|calendar| calendar.rests_all_week()) {
        let span = calendar.rest.first().map_or(Span::default(), |day| day.span);
        let message = "all seven days of the week are days of rest: the calendar's `rest` is ignored";
        let help = "write the days on which it never opens; a closure belongs under `closures`";
        problems.push(Problem::warning("rest-every-day", span, message).help(help));
    }
}
