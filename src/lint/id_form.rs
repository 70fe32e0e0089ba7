//! `id-form`: an id is in kebab-case.
//!
//! **What it does**: checks every declared id. **Why it is bad**: an id with spaces or capitals looks different in
//! every place that refers to it, and `/` looks like a path to an item. **Example**: `id: New fronts`; write `id:
//! new-fronts`.

use super::{LintContext, walk};
use crate::diagnostic::{Problem, foreign_letter};

pub(super) fn lint_id_form(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for id in walk::declared(scene.watchlist).into_iter().flat_map(|(_, ids)| ids) {
        let written = id.value.as_str();
        if !is_kebab(written) {
            let message = format!("the id `{}` is not in kebab-case", id.value.display());
            problems.push(
                Problem::error("id-form", id.span, message)
                    .maybe_help(kebab(written).map(|better| format!("write `{better}`{}", foreign_letter(written))))
                    .labelled("lower-case letters, digits and single hyphens"),
            );
        }
    }
}

fn is_kebab(id: &str) -> bool {
    id.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

fn kebab(id: &str) -> Option<String> {
    let lower = id.to_lowercase();
    let parts: Vec<_> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("-"))
}
