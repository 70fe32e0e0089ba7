//! `duplicate-ref`: a `ref` names one entry of its list.
//!
//! **What it does**: finds two entries of one list with the same `ref`. **Why it is bad**: an import or a correction by
//! that name does not know which entry is meant. **Example**: an entry that was copied together with its `ref`.

use super::LintContext;
use crate::diagnostic::Problem;
use std::collections::HashMap;

pub(super) fn lint_duplicate_ref(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    scene.watchlist.visit_entries(&mut |list, entries| {
        let mut first = HashMap::new();
        for name in entries.filter_map(|entry| entry.name()) {
            let earlier = *first.entry(name.value.raw()).or_insert(name.span);
            if earlier != name.span {
                let message = format!("two entries of `{}` have the ref `{}`", list.key, name.value.display());
                problems.push(
                    Problem::warning("duplicate-ref", name.span, message)
                        .labelled("again here")
                        .beside(earlier, "first here")
                        .help("give one of the two another ref, or remove the one that repeats the other"),
                );
            }
        }
    });
}
