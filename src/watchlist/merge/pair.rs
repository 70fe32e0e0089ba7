//! Pairs the pieces of the three versions that are the same thing.
//!
//! Keys are paired by name, entries by their id (parties by their actor). Entries without an id are paired by content:
//! first those that are equal, then those with the same `ref` or that are similar enough to be a corrected version.

use super::MergeError;
use super::cut::MergePiece;
use super::same::{sense, text, value};
use crate::watchlist::document::{Node, NodeKind};
use crate::watchlist::pairing::pair_by_mark;
use std::collections::{HashMap, HashSet};

/// One thing: its index among the pieces of each version that has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Slot {
    pub base: Option<usize>,
    pub ours: Option<usize>,
    pub theirs: Option<usize>,
}

/// How the pieces of a collection are identified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KnownBy {
    /// By key or id: the content of a pair may be merged further.
    Name,
    /// By content: each piece is one statement, and is never combined from two versions.
    Content,
}

/// The maximum number of pairs that are compared to find corrected entries; above it, only entries of the same time are
/// compared.
const MAX_PAIRS: usize = 40_000;

/// The keys that identify a report: two added entries are the same report if they agree on each of these keys that
/// either has.
const IDENTITY: &[&str] = &[
    "at",
    "date",
    "from",
    "reported",
    "source",
    "speaker",
    "observer",
    "rule",
    "risk",
    "status",
    "term",
    "text",
    "likelihood",
    "impact",
];

/// The keys that identify a day record. Its status is not one of them: there is one record per day and source.
const DAY_IDENTITY: &[&str] = &["date", "source"];

/// Pairs the pieces of three collections; `list` is the key of the collection.
pub(super) fn pair(
    list: Option<&str>,
    [base, ours, theirs]: [&[MergePiece<'_>]; 3],
) -> Result<(Vec<Slot>, KnownBy), MergeError> {
    let names = |pieces: &[MergePiece<'_>]| pieces.iter().map(|piece| name(list, piece)).collect::<Option<Vec<_>>>();
    match (names(base), names(ours), names(theirs)) {
        (Some(base), Some(ours), Some(theirs)) => Ok((by_name([base, ours, theirs])?, KnownBy::Name)),
        _ => Ok((by_content([base, ours, theirs]), KnownBy::Content)),
    }
}

/// The name of a piece, if it has one.
pub(super) fn name(list: Option<&str>, piece: &MergePiece<'_>) -> Option<String> {
    if let Some(key) = piece.key {
        return Some(key.to_owned());
    }
    let key = if list == Some("parties") { "actor" } else { "id" };
    text(piece.node?, key).map(ToOwned::to_owned)
}

fn by_name(versions: [Vec<String>; 3]) -> Result<Vec<Slot>, MergeError> {
    let mut slots: Vec<Slot> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (version, names) in versions.into_iter().enumerate() {
        for (at, name) in names.into_iter().enumerate() {
            let slot = *known.entry(name).or_insert_with(|| {
                slots.push(Slot::default());
                slots.len() - 1
            });
            let place = match version {
                0 => &mut slots[slot].base,
                1 => &mut slots[slot].ours,
                _ => &mut slots[slot].theirs,
            };
            if place.replace(at).is_some() {
                return Err(MergeError::Twice);
            }
        }
    }
    Ok(slots)
}

fn by_content([base, ours, theirs]: [&[MergePiece<'_>]; 3]) -> Vec<Slot> {
    let senses = |pieces: &[MergePiece<'_>]| pieces.iter().map(|piece| piece.node.map(sense)).collect::<Vec<_>>();
    let [base_senses, our_senses, their_senses] = [base, ours, theirs].map(senses);
    let to_ours = corrected(base, ours, alike(&base_senses, &our_senses));
    let to_theirs = corrected(base, theirs, alike(&base_senses, &their_senses));
    let mut slots: Vec<_> = (0..base.len())
        .map(|at| Slot { base: Some(at), ours: to_ours.get(&at).copied(), theirs: to_theirs.get(&at).copied() })
        .collect();
    let added = |count: usize, paired: &HashMap<usize, usize>| {
        let known: HashSet<_> = paired.values().copied().collect();
        (0..count).filter(|at| !known.contains(at)).collect::<Vec<_>>()
    };
    let (our_new, their_new) = (added(ours.len(), &to_ours), added(theirs.len(), &to_theirs));
    let mut both = pairs_of(&our_new, &their_new, |at| our_senses[at].clone(), |at| their_senses[at].clone());
    let known: HashSet<_> = both.values().copied().collect();
    let rest = |new: &[usize], is_known: &dyn Fn(&usize) -> bool| {
        new.iter().copied().filter(|at| !is_known(at)).collect::<Vec<_>>()
    };
    let our_rest = rest(&our_new, &|at| both.contains_key(at));
    let their_rest = rest(&their_new, &|at| known.contains(at));
    let identity = |pieces: &[MergePiece<'_>], at: usize| pieces[at].node.and_then(identity);
    both.extend(pairs_of(&our_rest, &their_rest, |at| identity(ours, at), |at| identity(theirs, at)));
    let known: HashSet<_> = both.values().copied().collect();
    slots.extend(our_new.iter().map(|at| Slot { base: None, ours: Some(*at), theirs: both.get(at).copied() }));
    let theirs_alone = their_new.iter().filter(|at| !known.contains(at));
    slots.extend(theirs_alone.map(|at| Slot { base: None, ours: None, theirs: Some(*at) }));
    slots
}

/// Maps equal entries from one version to the other, in order.
fn alike(from: &[Option<String>], to: &[Option<String>]) -> HashMap<usize, usize> {
    let all = |senses: &[Option<String>]| (0..senses.len()).collect::<Vec<_>>();
    pairs_of(&all(from), &all(to), |at| from[at].clone(), |at| to[at].clone())
}

/// Pairs entries with the same mark.
fn pairs_of(
    from: &[usize],
    to: &[usize],
    mark_from: impl Fn(usize) -> Option<String>,
    mark_to: impl Fn(usize) -> Option<String>,
) -> HashMap<usize, usize> {
    let from = from.iter().filter_map(|at| Some((*at, mark_from(*at)?)));
    pair_by_mark(from, to.iter().filter_map(|at| Some((*at, mark_to(*at)?)))).into_iter().collect()
}

/// Pairs the remaining entries with corrected versions: the most similar first, if they share at least half of their
/// content.
fn corrected(
    from: &[MergePiece<'_>],
    to: &[MergePiece<'_>],
    mut pairs: HashMap<usize, usize>,
) -> HashMap<usize, usize> {
    let known: HashSet<_> = pairs.values().copied().collect();
    let left: Vec<_> = (0..from.len()).filter(|at| !pairs.contains_key(at)).collect();
    let right: Vec<_> = (0..to.len()).filter(|at| !known.contains(at)).collect();
    let is_small = left.len().saturating_mul(right.len()) <= MAX_PAIRS;
    let mut candidates = Vec::new();
    for old in &left {
        let Some(node) = from[*old].node else { continue };
        let candidates_of_time = |new: &&usize| {
            let same_time = || to[**new].node.is_some_and(|new| time(node).is_some() && time(node) == time(new));
            is_small || same_time()
        };
        for new in right.iter().filter(candidates_of_time) {
            let Some(other) = to[*new].node else { continue };
            let likeness = if is_scalar(node) && is_scalar(other) {
                // A bare text is identified by its neighbours.
                let same_place = neighbours(*old, from.len(), &pairs, *new);
                same_place.then_some(1)
            } else {
                likeness(node, other)
            };
            candidates.extend(likeness.map(|likeness| (std::cmp::Reverse(likeness), old.abs_diff(*new), *old, *new)));
        }
    }
    candidates.sort_unstable();
    let mut taken: HashSet<usize> = HashSet::new();
    for (_, _, old, new) in candidates {
        if !pairs.contains_key(&old) && taken.insert(new) {
            pairs.insert(old, new);
        }
    }
    pairs
}

fn is_scalar(node: Node<'_>) -> bool {
    matches!(node.kind(), NodeKind::Scalar(..))
}

/// Whether the neighbours of an old entry are now the neighbours of a new one.
fn neighbours(old: usize, count: usize, pairs: &HashMap<usize, usize>, new: usize) -> bool {
    let above = match old.checked_sub(1) {
        Some(above) => pairs.get(&above).map(|at| at + 1) == Some(new),
        None => new == 0,
    };
    let below = old + 1 == count || pairs.get(&(old + 1)) == Some(&(new + 1));
    above && below
}

/// The similarity of two entries in percent; `None` if below 50. A `ref` decides alone where both have one.
fn likeness(one: Node<'_>, other: Node<'_>) -> Option<usize> {
    if let (Some(name), Some(other)) = (text(one, "ref"), text(other, "ref")) {
        return (name == other).then_some(100);
    }
    let (NodeKind::Map(pairs), NodeKind::Map(others)) = (one.kind(), other.kind()) else { return None };
    let is_shared = |(key, one): &(Node<'_>, Node<'_>)| {
        let NodeKind::Scalar(key, _) = key.kind() else { return false };
        value(other, key).is_some_and(|other| sense(*one) == sense(other))
    };
    let shared = pairs.filter(is_shared).count();
    let all = pairs.count() + others.count() - shared;
    (all > 0 && 2 * shared >= all).then(|| shared * 100 / all)
}

/// The time of an entry, as written.
pub(super) fn time(node: Node<'_>) -> Option<&str> {
    ["at", "date", "from", "as_of", "reported"].iter().find_map(|key| text(node, key))
}

/// The identity of a report: its `ref`, else the values of its identifying keys; `None` for an entry without a time.
fn identity(node: Node<'_>) -> Option<String> {
    if let Some(name) = text(node, "ref") {
        return Some(format!("ref:{name}"));
    }
    time(node)?;
    let keys = if text(node, "date").is_some() { DAY_IDENTITY } else { IDENTITY };
    let parts = keys.iter().map(|key| value(node, key).map_or("-".to_owned(), sense));
    Some(parts.collect::<Vec<_>>().join(";"))
}
