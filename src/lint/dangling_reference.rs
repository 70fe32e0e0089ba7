//! `dangling-reference`: whatever is referred to is declared.
//!
//! **What it does**: looks up every source, actor, risk, item and crossing that is named. **Why it is bad**: a report
//! whose source is misspelt looks sourced and is not. **Example**: `source: reuter` where `sources` declares `reuters`.

use super::Scene;
use super::walk::{self, Target};
use crate::diagnostic::{Problem, suggestion};
use crate::watchlist::{Gaps, Ref, Watchlist};
use std::collections::HashSet;

pub(super) fn check(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let Gaps::Ids(lost) = scene.gaps else { return };
    let names = Names::of(scene.watchlist);
    walk::references(scene.watchlist, &mut |reference, target| {
        let id = reference.value.as_str();
        if !names.has(id, target) && !id.split('/').any(|part| lost.contains(part)) {
            problems.push(problem(reference, target, &names));
        }
    });
}

fn problem(reference: &Ref, target: Target<'_>, names: &Names<'_>) -> Problem {
    let (what, place) = match target {
        Target::Source => ("source", "`sources`"),
        Target::Actor => ("actor", "`actors`"),
        Target::Voice => ("source or actor", "`sources` or `actors`"),
        Target::Crossing => ("crossing", "`crossings`"),
        Target::Risk => ("risk", "`spillover.risks`"),
        Target::Item => ("item", "a checklist, and write it as `checklist/item`"),
        Target::ItemNear(_) => ("item", "this checklist"),
        Target::CrossingOrItem => ("crossing or item", "`crossings`, or write an item as `checklist/item`"),
        Target::Observable => {
            ("crossing, risk or item", "`crossings` or `spillover.risks`, or write an item as `checklist/item`")
        }
    };
    let message = format!("there is no {what} `{}`", reference.value.display());
    let help = match names.nearest(reference.value.as_str(), target) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("declare it in {place}"),
    };
    Problem::error("dangling-reference", reference.span, message).labelled("declared nowhere").help(help)
}

/// Every declared name, for looking up.
struct Names<'w> {
    sources: HashSet<&'w str>,
    actors: HashSet<&'w str>,
    crossings: HashSet<&'w str>,
    risks: HashSet<&'w str>,
    /// As `checklist/item`.
    items: HashSet<String>,
}

impl<'w> Names<'w> {
    fn of(watchlist: &'w Watchlist) -> Self {
        let item = |list: &Ref, item: &Ref| format!("{}/{}", list.value.as_str(), item.value.as_str());
        Self {
            sources: watchlist.sources.ids().map(|id| id.value.as_str()).collect(),
            actors: watchlist.actors.ids().map(|id| id.value.as_str()).collect(),
            crossings: watchlist.crossings.iter().map(|crossing| crossing.id.value.as_str()).collect(),
            risks: watchlist.risks().iter().map(|risk| risk.id.value.as_str()).collect(),
            items: watchlist.items().map(|(list, entry)| item(&list.id, &entry.id)).collect(),
        }
    }

    fn has(&self, id: &str, target: Target<'_>) -> bool {
        match target {
            Target::Source => self.sources.contains(id),
            Target::Actor => self.actors.contains(id),
            Target::Voice => self.sources.contains(id) || self.actors.contains(id),
            Target::Crossing => self.crossings.contains(id),
            Target::Risk => self.risks.contains(id),
            Target::Item => self.items.contains(id),
            Target::ItemNear(list) => self.items.contains(id) || self.items.contains(&format!("{list}/{id}")),
            Target::CrossingOrItem => self.crossings.contains(id) || self.items.contains(id),
            Target::Observable => self.crossings.contains(id) || self.risks.contains(id) || self.items.contains(id),
        }
    }

    fn nearest(&self, id: &str, target: Target<'_>) -> Option<String> {
        let items = || self.items.iter().map(String::as_str);
        let (sources, actors) = (self.sources.iter().copied(), self.actors.iter().copied());
        let mut candidates: Vec<&str> = match target {
            Target::Source => sources.collect(),
            Target::Actor => actors.collect(),
            Target::Voice => sources.chain(actors).collect(),
            Target::Crossing => self.crossings.iter().copied().collect(),
            Target::Risk => self.risks.iter().copied().collect(),
            Target::Item => items().collect(),
            Target::ItemNear(list) => items()
                .map(|item| item.strip_prefix(list).and_then(|rest| rest.strip_prefix('/')).unwrap_or(item))
                .collect(),
            Target::CrossingOrItem => self.crossings.iter().copied().chain(items()).collect(),
            Target::Observable => {
                self.crossings.iter().copied().chain(self.risks.iter().copied()).chain(items()).collect()
            }
        };
        candidates.sort_unstable();
        let as_item = candidates.iter().find(|name| name.rsplit_once('/').is_some_and(|(_, item)| item == id));
        as_item.copied().or_else(|| suggestion(id, candidates)).map(str::to_owned)
    }
}
