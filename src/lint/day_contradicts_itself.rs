//! `day-contradicts-itself`: the values of a day record fit its status.
//!
//! **What it does**: finds closed days with people or hours, and open days with a cause of closure. **Why it is bad**:
//! one of the two values is wrong, and the day counts by its status. **Example**: `status: closed, exits: 20`.

use super::LintContext;
use crate::diagnostic::Problem;

pub(super) fn lint_day_contradicts_itself(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for day in scene.in_force.crossings.iter().flat_map(|crossing| &crossing.days) {
        let status = day.status.word();
        let things = day.counts.0.iter().find(|(_, number)| number.value > 0);
        let people = day.exits.map_or(0, |exits| exits.value).saturating_add(day.entries.unwrap_or(0));
        let (message, help) = if day.status.is_shut() && people > 0 {
            (format!("the day is {status}, but {people} people passed"), "correct the status, or the numbers")
        } else if let Some((id, number)) = things.filter(|_| day.status.is_shut()) {
            let message = format!("the day is {status}, but has {} of `{}`", number.value, id.value.display());
            (message, "correct the status, or the numbers")
        } else if day.status.is_shut() && day.hours.is_some() {
            (format!("the day is {status}, but has opening hours"), "correct the status, or leave out `hours`")
        } else if day.status.is_open() && day.cause.is_some() {
            (format!("the day is {status}, but has a cause of closure"), "correct the status, or leave out `cause`")
        } else {
            continue;
        };
        problems.push(Problem::warning("day-contradicts-itself", day.span, message).help(help));
    }
}
