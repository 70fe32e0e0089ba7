//! `verified-but-doubtful`: a verified claim comes from evidence that is at least fair.
//!
//! **What it does**: finds `claim: verified` where the source is graded D, E or F, or the information 4, 5 or 6. **Why
//! it is bad**: the two contradict each other, and the weaker one decides: it counts as attributed. **Example**:
//! `claim: verified, credibility: 5`.

use super::LintContext;
use super::walk::{self, Citation};
use crate::diagnostic::Problem;
use crate::watchlist::Id;
use crate::watchlist::scales::{Claim, Credibility, Reliability};
use std::collections::HashMap;

pub(super) fn lint_verified_but_doubtful(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let doubtful: HashMap<&Id, Reliability> = scene
        .watchlist
        .sources
        .0
        .iter()
        .filter_map(|(id, outlet)| Some((&id.value, outlet.reliability.filter(|grade| *grade > Reliability::C)?)))
        .collect();
    walk::entries(scene.in_force, &mut |entry| {
        if entry.class.claim() != Some(Claim::Verified) {
            return;
        }
        let source = match entry.citation {
            Citation::Needed(Some(source)) => doubtful.get_key_value(&source.value),
            Citation::Needed(None) | Citation::Own => None,
        };
        let why = match (entry.credibility, source) {
            (Some(grade), _) if grade > Credibility::PossiblyTrue => format!("its credibility is {}", grade.word()),
            (_, Some((id, grade))) => format!("its source `{}` is graded {}", id.display(), grade.word()),
            _ => return,
        };
        let message = format!("{} is verified, but {why}: it counts as attributed", entry.what);
        let problem = Problem::warning("verified-but-doubtful", entry.span, message);
        problems.push(problem.help("write `claim: attributed`, or correct the grade"));
    });
}
