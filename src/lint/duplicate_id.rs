//! `duplicate-id`: an id is declared once in its list.
//!
//! **What it does**: finds two entries of one list with the same id. **Why it is bad**: a reference to the id is
//! ambiguous. **Example**: two items with `id: withdrawal` in one checklist.

use super::{LintContext, walk};
use crate::diagnostic::Problem;
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
}
