//! `days-out-of-order`: day records are in ascending order.
//!
//! **What it does**: compares each day record with the one above it. **Why it is bad**: a day out of order is often a
//! typo in the date. **Example**: 3 February above 2 February.

use super::LintContext;
use crate::diagnostic::Problem;

pub(super) fn lint_days_out_of_order(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for crossing in &scene.watchlist.crossings {
        for pair in crossing.days.windows(2) {
            let (above, below) = (pair[0].date, pair[1].date);
            let is_known = !above.is_placeholder() && !below.is_placeholder();
            if is_known && below.value < above.value {
                let message = format!("{} stands below {}: the day record runs forward", below.value, above.value);
                problems.push(
                    Problem::warning("days-out-of-order", below.span, message)
                        .beside(above.span, "the day above")
                        .help("correct the date, or move the line"),
                );
            }
        }
    }
}
