//! `tally-without-window`: a tally has the start and the end of its window.
//!
//! **What it does**: finds tallies without `from` or without `as_of`. A stock needs no `from`. **Why it is bad**: a number without its window
//! cannot be compared with others, but looks comparable. **Example**: `{ id: killed, what: killed, value: 360 }`.

use super::LintContext;
use crate::diagnostic::Problem;
use crate::watchlist::scales::TallyKind;

const WINDOW: &str = "add `from` and `as_of`; write `as_of: unknown` if it is not known";

pub(super) fn lint_tally_without_window(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for tally in &scene.watchlist.tallies {
        let is_stock = tally.kind == Some(TallyKind::Stock);
        let (missing, help) = match (tally.from, tally.as_of) {
            (Some(_), Some(_)) => continue,
            (None, Some(_)) if is_stock => continue,
            (_, None) if is_stock => {
                ("when there were so many", "add `as_of`; write `as_of: unknown` if it is not known")
            }
            (None, Some(_)) => ("from when on it counts", WINDOW),
            (Some(_), None) => ("up to when it counts", WINDOW),
            (None, None) => ("from when and up to when it counts", WINDOW),
        };
        let message = format!("the tally `{}` does not say {missing}", tally.id.value.display());
        let problem = Problem::warning("tally-without-window", tally.span, message);
        problems.push(problem.help(help));
    }
}
