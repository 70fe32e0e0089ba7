//! `needs-cycle`: no item needs itself, not even by way of others.
//!
//! **What it does**: follows `needs` from item to item. **Why it is bad**: each would wait for the other for ever, and
//! both would read as blocked. **Example**: `withdrawal` needs `disarmament`, which needs `withdrawal`.

use super::Scene;
use crate::diagnostic::{Problem, Span};
use std::collections::HashMap;

/// How far the walk has come with an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    UnderWay,
    Done,
}

/// For each item as `checklist/item`, the items that it needs and where it says so.
type Needs = HashMap<String, Vec<(String, Span)>>;

pub(super) fn check(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
    let mut needs = Needs::new();
    let mut order = Vec::new();
    for (list, item) in scene.watchlist.items() {
        let path = |id: &str| if id.contains('/') { id.to_owned() } else { format!("{}/{id}", list.id.value.as_str()) };
        let edges = item.needs.iter().map(|need| (path(need.value.as_str()), need.span)).collect();
        order.push(path(item.id.value.as_str()));
        needs.insert(path(item.id.value.as_str()), edges);
    }
    let mut visits = HashMap::new();
    for start in &order {
        follow(start, &needs, &mut visits, problems);
    }
}

/// Walks depth first without recursion: a chain of needs may be as long as the file.
fn follow<'n>(start: &'n str, needs: &'n Needs, visits: &mut HashMap<&'n str, Visit>, problems: &mut Vec<Problem>) {
    let edges = |item: &str| needs.get(item).map_or(&[][..], Vec::as_slice);
    if visits.contains_key(start) {
        return;
    }
    visits.insert(start, Visit::UnderWay);
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
                let ring = path.iter().map(|(item, _)| *item).skip_while(|item| item != next);
                let ring: Vec<_> = ring.chain([next.as_str()]).map(crate::text::sanitise).collect();
                let message = format!("items need each other in a circle: {}", ring.join(" → "));
                let problem = Problem::error("needs-cycle", *span, message).labelled("closes the circle");
                problems.push(problem.help("remove one of the needs"));
            }
            None => {
                visits.insert(next, Visit::UnderWay);
                path.push((next, edges(next).iter()));
            }
        }
    }
}
