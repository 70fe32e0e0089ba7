//! `duplicate-day`: one source has one record for each day.
//!
//! **What it does**: finds two records of a day by the same source. **Why it is bad**: it is not clear which record
//! counts. Two *different* sources are welcome: they are shown side by side. **Example**: two lines for 2 February by
//! `ap`.

use super::LintContext;
use crate::diagnostic::Problem;
use std::collections::HashMap;

pub(super) fn lint_duplicate_day(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for crossing in &scene.in_force.crossings {
        let mut first = HashMap::new();
        for day in crossing.days.iter().filter(|day| !day.date.is_placeholder()) {
            let key = (day.date.value, day.source.as_ref().map(|source| &source.value));
            let earlier = *first.entry(key).or_insert(day.date.span);
            if earlier != day.date.span {
                let message = format!("two records of {} by the same source", day.date.value);
                problems.push(
                    Problem::warning("duplicate-day", day.date.span, message)
                        .beside(earlier, "first here")
                        .help("keep the corrected one"),
                );
            }
        }
    }
}
