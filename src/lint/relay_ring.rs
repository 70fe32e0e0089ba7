//! `relay-ring`: no source relays itself, directly or through other sources.
//!
//! **What it does**: follows `relays` from source to source. **Why it is bad**: every statement has a first source; in
//! a ring there is none. **Example**: `ap: { name: AP, relays: ap }`.

use super::LintContext;
use crate::diagnostic::Problem;
use crate::watchlist::{Id, Ref};
use std::collections::{HashMap, HashSet};

pub(super) fn lint_relay_ring(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let relays: HashMap<&Id, &Ref> = scene
        .watchlist
        .sources
        .0
        .iter()
        .filter_map(|(id, outlet)| outlet.relays.as_ref().map(|relayed| (&id.value, relayed)))
        .collect();
    let mut done: HashSet<&Id> = HashSet::new();
    for (id, _) in &scene.watchlist.sources.0 {
        let mut path: HashSet<&Id> = HashSet::new();
        let mut next = &id.value;
        // Each source relays at most one other, so each is visited once.
        while !done.contains(next) && path.insert(next) {
            let Some(relayed) = relays.get(next) else { break };
            if path.contains(&relayed.value) {
                let message = format!("`{}` relays itself", relayed.value.display());
                let problem = Problem::warning("relay-ring", relayed.span, message).labelled("closes the ring");
                problems.push(problem.help("leave `relays` out where a source speaks for itself"));
            }
            next = &relayed.value;
        }
        done.extend(path);
    }
}
