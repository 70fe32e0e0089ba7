//! Which thing in one version of a watchlist is which thing in another: things with the same mark are the same thing,
//! and of several with the same mark, the first is the first.
//!
//! The caller chooses the marks: names of parts; the content of entries; of entries that were edited, what identifies
//! them. A diff marks what it has read, a merge marks the text.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

/// Pairs things with the same mark: the index of each in `from`, and its index in `to`.
pub(crate) fn pair_by_mark<M: Eq + Hash>(
    from: impl Iterator<Item = (usize, M)>,
    to: impl Iterator<Item = (usize, M)>,
) -> Vec<(usize, usize)> {
    let mut marked: HashMap<M, VecDeque<usize>> = HashMap::new();
    to.for_each(|(index, mark)| marked.entry(mark).or_default().push_back(index));
    from.filter_map(|(index, mark)| Some((index, marked.get_mut(&mark)?.pop_front()?))).collect()
}

/// Which of the two watchlists contain a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartPair {
    /// In both: the old and the new index.
    Both(usize, usize),
    /// Only in the newer one.
    Added(usize),
    /// Only in the older one.
    Removed(usize),
}

/// All parts of both: those of `after` in their order, then the removed ones.
pub(crate) fn pair_parts<'t, T, N: Eq + Hash>(
    before: &'t [T],
    after: &'t [T],
    name: impl Fn(&'t T) -> N,
) -> Vec<PartPair> {
    fn named<'t, T, N>(parts: &'t [T], name: &impl Fn(&'t T) -> N) -> impl Iterator<Item = (usize, N)> {
        parts.iter().map(name).enumerate()
    }
    let both = pair_by_mark(named(after, &name), named(before, &name));
    let kept: HashSet<usize> = both.iter().map(|(_, was)| *was).collect();
    let mut found: Vec<_> = (0..after.len()).map(PartPair::Added).collect();
    both.into_iter().for_each(|(is, was)| found[is] = PartPair::Both(was, is));
    found.extend((0..before.len()).filter(|index| !kept.contains(index)).map(PartPair::Removed));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_paired_by_name_wherever_they_stand() {
        let found = pair_parts(&["a", "b", "c"], &["d", "c", "a"], |name| *name);
        assert_eq!(found, [PartPair::Added(0), PartPair::Both(2, 1), PartPair::Both(0, 2), PartPair::Removed(1)]);
    }

    #[test]
    fn twins_are_paired_in_their_order() {
        let found = pair_parts(&["a", "a"], &["a", "a", "a"], |name| *name);
        assert_eq!(found, [PartPair::Both(0, 0), PartPair::Both(1, 1), PartPair::Added(2)]);
    }
}
