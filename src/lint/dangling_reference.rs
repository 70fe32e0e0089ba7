//! `dangling-reference`: every reference points to a declared name.
//!
//! **What it does**: looks up every source, actor, risk, item and crossing that is referenced. **Why it is bad**: a
//! report with a misspelt source looks sourced but is not. **Example**: `source: reuter` where `sources` declares
//! `reuters`.

use super::LintContext;
use super::walk::{self, Referent};
use crate::diagnostic::{Problem, foreign_letter, suggestion};
use crate::text::sanitise;
use crate::watchlist::scales::PeopleMeasure;
use crate::watchlist::{Ref, Watchlist};
use std::collections::HashSet;

/// The maximum number of references for which the nearest name is searched. Each search reads every name.
const MOST_SUGGESTIONS: usize = 50;

/// The maximum number of names that one search reads.
const MAX_CANDIDATES: usize = 5000;

pub(super) fn lint_dangling_reference(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let names = Names::collect(scene);
    let mut found = 0;
    walk::references(scene.watchlist, &mut |reference, target| {
        if !names.may_have(reference.value.as_str(), target) {
            found += 1;
            let near = if found <= MOST_SUGGESTIONS { names.nearest(reference, target) } else { None };
            problems.push(problem(reference, target, near));
        }
    });
}

fn problem(reference: &Ref, target: Referent<'_>, near: Option<String>) -> Problem {
    let (what, place) = match target {
        Referent::Source => ("source", "`sources`"),
        Referent::Actor => ("actor", "`actors`"),
        Referent::Voice => ("source or actor", "`sources` or `actors`"),
        Referent::Crossing => ("crossing", "`crossings`"),
        Referent::Risk => ("risk", "`spillover.risks`"),
        Referent::Item => ("item", "a checklist, and write it as `checklist/item`"),
        Referent::ItemNear(_) => ("item", "this checklist"),
        Referent::CrossingOrItem => ("crossing or item", "`crossings`, or write an item as `checklist/item`"),
        Referent::MeasureOf(_) | Referent::DeclaredMeasureOf(_) => ("measure", "`measures` of the crossing"),
        Referent::Measure => ("number of a crossing", "`crossings`, and write it as `crossing/exits`"),
        Referent::Observable => {
            ("crossing, risk or item", "`crossings` or `spillover.risks`, or write an item as `checklist/item`")
        }
    };
    let message = format!("there is no {what} `{}`", reference.value.display());
    let help = match near {
        _ if is_misplaced(reference, target) => {
            format!("`{}` is a key of its own: write it beside `counts`", reference.value.display())
        }
        Some(near) => format!("did you mean `{near}`?{}", foreign_letter(reference.value.as_str())),
        None if matches!(reference.value.as_str(), "None" | "none" | "NaN" | "null" | "N/A" | "n/a" | "-") => {
            "leave the key out where nobody is named".to_owned()
        }
        None => format!("declare it in {place}"),
    };
    Problem::error("dangling-reference", reference.span, message).labelled("declared nowhere").help(help)
}

/// Whether it is a number of people among the counts of other things.
fn is_misplaced(reference: &Ref, target: Referent<'_>) -> bool {
    matches!(target, Referent::DeclaredMeasureOf(_)) && PeopleMeasure::WORDS.contains(&reference.value.as_str())
}

/// Every declared name, for look-up.
struct Names<'w> {
    sources: HashSet<&'w str>,
    actors: HashSet<&'w str>,
    crossings: HashSet<&'w str>,
    /// The declared measures, each after its crossing.
    measures: HashSet<(&'w str, &'w str)>,
    risks: HashSet<&'w str>,
    /// Item names as `checklist/item`.
    items: HashSet<String>,
    gaps: Gaps,
}

/// The kinds of names that are incomplete because part of the file could not be read. A missing name of such a kind may
/// be declared there.
struct Gaps {
    sources: bool,
    actors: bool,
    crossings: bool,
    measures: bool,
    risks: bool,
    items: bool,
}

impl<'w> Names<'w> {
    fn collect(scene: &LintContext<'w>) -> Self {
        let watchlist: &'w Watchlist = scene.watchlist;
        let item = |list: &Ref, item: &Ref| format!("{}/{}", list.value.as_str(), item.value.as_str());
        let has_gap = |keys: &[&str]| keys.iter().any(|key| scene.gaps.contains(key));
        Self {
            sources: watchlist.sources.ids().map(|id| id.value.as_str()).collect(),
            actors: watchlist.actors.ids().map(|id| id.value.as_str()).collect(),
            crossings: watchlist.crossings.iter().map(|crossing| crossing.id.value.as_str()).collect(),
            measures: measures(watchlist).collect(),
            risks: watchlist.risks().iter().map(|risk| risk.id.value.as_str()).collect(),
            items: watchlist.items().map(|(list, entry)| item(&list.id, &entry.id)).collect(),
            gaps: Gaps {
                sources: has_gap(&["sources"]),
                actors: has_gap(&["actors"]),
                crossings: has_gap(&["crossings"])
                    || watchlist.crossings.iter().any(|crossing| crossing.id.is_placeholder()),
                measures: has_gap(&["crossings", "measures"]),
                risks: has_gap(&["spillover", "risks"])
                    || watchlist.risks().iter().any(|risk| risk.id.is_placeholder()),
                items: has_gap(&["checklists", "items"])
                    || watchlist.checklists.iter().any(|list| list.id.is_placeholder())
                    || watchlist.items().any(|(_, item)| item.id.is_placeholder()),
            },
        }
    }

    /// Whether a name is declared, or may be.
    fn may_have(&self, id: &str, target: Referent<'_>) -> bool {
        let Gaps { sources, actors, crossings, measures, risks, items } = self.gaps;
        match target {
            Referent::Source => sources || self.sources.contains(id),
            Referent::Actor => actors || self.actors.contains(id),
            Referent::Voice => sources || actors || self.sources.contains(id) || self.actors.contains(id),
            Referent::Crossing => crossings || self.crossings.contains(id),
            Referent::Risk => risks || self.risks.contains(id),
            Referent::Item => items || self.items.contains(id),
            Referent::ItemNear(list) => {
                items || self.items.contains(id) || self.items.contains(&format!("{list}/{id}"))
            }
            Referent::CrossingOrItem => crossings || items || self.crossings.contains(id) || self.items.contains(id),
            Referent::Measure => id.split_once('/').is_some_and(|(crossing, measure)| {
                let is_known = crossings || self.crossings.contains(crossing);
                is_known && self.may_have(measure, Referent::MeasureOf(crossing))
            }),
            Referent::MeasureOf(crossing) => {
                PeopleMeasure::WORDS.contains(&id) || self.may_have(id, Referent::DeclaredMeasureOf(crossing))
            }
            // A crossing that is not declared is reported by itself.
            Referent::DeclaredMeasureOf(crossing) => {
                measures || !self.crossings.contains(crossing) || self.measures.contains(&(crossing, id))
            }
            Referent::Observable => {
                let is_known = self.crossings.contains(id) || self.risks.contains(id) || self.items.contains(id);
                is_known || crossings || risks || items
            }
        }
    }

    fn measures_of<'n>(&'n self, crossing: &'n str) -> impl Iterator<Item = &'n str> {
        self.measures.iter().filter(move |(of, _)| *of == crossing).map(|(_, id)| *id)
    }

    fn nearest(&self, reference: &Ref, target: Referent<'_>) -> Option<String> {
        let id = reference.value.as_str();
        let items = || self.items.iter().map(String::as_str);
        let (sources, actors) = (self.sources.iter().copied(), self.actors.iter().copied());
        let candidates: Box<dyn Iterator<Item = &str>> = match target {
            Referent::Source => Box::new(sources),
            Referent::Actor => Box::new(actors),
            Referent::Voice => Box::new(sources.chain(actors)),
            Referent::Crossing => Box::new(self.crossings.iter().copied()),
            Referent::Measure => Box::new(PeopleMeasure::WORDS.iter().copied()),
            Referent::MeasureOf(crossing) => {
                Box::new(self.measures_of(crossing).chain(PeopleMeasure::WORDS.iter().copied()))
            }
            Referent::DeclaredMeasureOf(crossing) => Box::new(self.measures_of(crossing)),
            Referent::Risk => Box::new(self.risks.iter().copied()),
            Referent::Item => Box::new(items()),
            Referent::ItemNear(list) => Box::new(
                items()
                    .map(move |item| item.strip_prefix(list).and_then(|rest| rest.strip_prefix('/')).unwrap_or(item)),
            ),
            Referent::CrossingOrItem => Box::new(self.crossings.iter().copied().chain(items())),
            Referent::Observable => {
                Box::new(self.crossings.iter().copied().chain(self.risks.iter().copied()).chain(items()))
            }
        };
        let mut candidates: Vec<&str> = candidates.take(MAX_CANDIDATES).collect();
        candidates.sort_unstable();
        let as_item = candidates.iter().find(|name| name.rsplit_once('/').is_some_and(|(_, item)| item == id));
        as_item.copied().or_else(|| suggestion(id, candidates)).map(|near| sanitise(near).into_owned())
    }
}

fn measures(watchlist: &Watchlist) -> impl Iterator<Item = (&str, &str)> {
    watchlist.crossings.iter().flat_map(|crossing| {
        let id = crossing.id.value.as_str();
        crossing.measures.ids().map(move |measure| (id, measure.value.as_str()))
    })
}
