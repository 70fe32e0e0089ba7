//! `needs-cycle`: no item needs itself, directly or through other items.
//!
//! **What it does**: follows `needs` from item to item. **Why it is bad**: the items wait for each other forever, and
//! all of them read as blocked. **Example**: `withdrawal` needs `disarmament`, which needs `withdrawal`.

use super::LintContext;
use crate::diagnostic::{Problem, Span};
use crate::text::sanitise;
use std::collections::HashMap;

/// The state of an item in the walk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    UnderWay,
    Done,
}

/// For each item (`checklist/item`), the items that it needs, with the span of each reference.
type Needs = HashMap<String, Vec<(String, Span)>>;

/// How many items of a long cycle are named before the last one.
const MOST_NAMED: usize = 5;

pub(super) fn lint_needs_cycle(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let mut needs = Needs::new();
    let mut order = Vec::new();
    let mut ambiguous = Vec::new();
    for (list, item) in
        scene.watchlist.items().filter(|(list, item)| !list.id.is_placeholder() && !item.id.is_placeholder())
    {
        let path = |id: &str| if id.contains('/') { id.to_owned() } else { format!("{}/{id}", list.id.value.as_str()) };
        let edges = item.needs.iter().map(|need| (path(need.value.as_str()), need.span)).collect();
        let name = path(item.id.value.as_str());
        if needs.insert(name.clone(), edges).is_some() {
            ambiguous.push(name.clone());
        }
        order.push(name);
    }
    // If two items have the same id, it is not known which one is needed.
    for name in ambiguous {
        needs.insert(name, Vec::new());
    }
    let mut visits = HashMap::new();
    for start in &order {
        follow(start, &needs, &mut visits, problems);
    }
}

/// `a → b → c → a`. For a longer cycle, the number of items that are left out before the last one.
fn circle(named: &[&str], length: usize) -> String {
    let mut names: Vec<_> = named.iter().map(|item| sanitise(item)).collect();
    if length > named.len() {
        let last = names.len() - 1;
        names.insert(last, format!("… {} more …", length - named.len()).into());
    }
    names.extend(named.first().map(|first| sanitise(first)));
    names.join(" → ")
}

/// Walks depth first without recursion, because a chain of needs can be as long as the file.
fn follow<'n>(start: &'n str, needs: &'n Needs, visits: &mut HashMap<&'n str, Visit>, problems: &mut Vec<Problem>) {
    let edges = |item: &str| needs.get(item).map_or(&[][..], Vec::as_slice);
    if visits.contains_key(start) {
        return;
    }
    visits.insert(start, Visit::UnderWay);
    // The position in the path of each item that is being visited.
    let mut places: HashMap<&str, usize> = HashMap::from([(start, 0)]);
    let mut path = vec![(start, edges(start).iter())];
    while let Some((item, rest)) = path.last_mut() {
        let item = *item;
        let Some((next, span)) = rest.next() else {
            visits.insert(item, Visit::Done);
            path.pop();
            continue;
        };
        match visits.get(next.as_str()) {
            Some(Visit::Done) => {}
            Some(Visit::UnderWay) => {
                let begin = places.get(next.as_str()).copied().unwrap_or_default();
                let ring = &path[begin.min(path.len())..];
                let named: Vec<&str> = if ring.len() > MOST_NAMED + 1 {
                    ring[..MOST_NAMED].iter().chain(ring.last()).map(|(item, _)| *item).collect()
                } else {
                    ring.iter().map(|(item, _)| *item).collect()
                };
                let message = format!("items need each other in a circle: {}", circle(&named, ring.len()));
                let problem = Problem::error("needs-cycle", *span, message).labelled("closes the circle");
                problems.push(problem.help("remove one of the needs"));
            }
            None => {
                visits.insert(next, Visit::UnderWay);
                places.insert(next, path.len());
                path.push((next, edges(next).iter()));
            }
        }
    }
}
