//! Parts of two watchlists that have the same name.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// Which of the two watchlists contain a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartPair {
    /// In both: the old and the new index.
    Both(usize, usize),
    /// Only in the newer one.
    Added(usize),
    /// Only in the older one.
    Removed(usize),
}

/// All parts of both: those of `after` in their order, then the removed ones.
pub(super) fn pairs<'t, T, K: Eq + Hash>(before: &'t [T], after: &'t [T], name: impl Fn(&'t T) -> K) -> Vec<PartPair> {
    let mut known: HashMap<K, VecDeque<usize>> = HashMap::new();
    for (index, part) in before.iter().enumerate() {
        known.entry(name(part)).or_default().push_back(index);
    }
    let mut found: Vec<_> = after
        .iter()
        .enumerate()
        .map(|(index, part)| match known.get_mut(&name(part)).and_then(VecDeque::pop_front) {
            Some(was) => PartPair::Both(was, index),
            None => PartPair::Added(index),
        })
        .collect();
    let mut gone: Vec<_> = known.into_values().flatten().collect();
    gone.sort_unstable();
    found.extend(gone.into_iter().map(PartPair::Removed));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_paired_by_name_wherever_they_stand() {
        let found = pairs(&["a", "b", "c"], &["d", "c", "a"], |name| *name);
        assert_eq!(found, [PartPair::Added(0), PartPair::Both(2, 1), PartPair::Both(0, 2), PartPair::Removed(1)]);
    }

    #[test]
    fn twins_are_paired_in_their_order() {
        let found = pairs(&["a", "a"], &["a", "a", "a"], |name| *name);
        assert_eq!(found, [PartPair::Both(0, 0), PartPair::Both(1, 1), PartPair::Added(2)]);
    }
}
