//! `duplicate-id`: an id is declared once in its list.
//!
//! **What it does**: finds two entries of one list with the same id. **Why it is bad**: a reference to the id is
//! ambiguous. **Example**: two items with `id: withdrawal` in one checklist.

use super::{LintContext, walk};
use crate::diagnostic::Problem;
use crate::watchlist::scales::PeopleMeasure;
use std::collections::HashMap;

pub(super) fn lint_duplicate_id(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for (list, ids) in walk::declared(scene.watchlist) {
        let mut first = HashMap::new();
        for id in ids {
            let earlier = *first.entry(&id.value).or_insert(id.span);
            if earlier != id.span {
                let message = format!("the id `{}` is declared twice among the {list}", id.value.display());
                problems.push(
                    Problem::error("duplicate-id", id.span, message)
                        .labelled("again here")
                        .beside(earlier, "first here")
                        .help("give one of the two another id"),
                );
            }
        }
    }
    let measures = scene.watchlist.crossings.iter().flat_map(|crossing| crossing.measures.ids());
    for id in measures.filter(|id| PeopleMeasure::WORDS.contains(&id.value.as_str())) {
        let message = format!("every crossing has the measure `{}` already: it counts people", id.value.display());
        problems.push(Problem::error("duplicate-id", id.span, message).help("give this measure another id"));
    }
}
