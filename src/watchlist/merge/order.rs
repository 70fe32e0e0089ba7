//! Decides the order of the pieces of both sides.
//!
//! The order of one side is kept. A piece that only the other side has goes after the same neighbour as there, after
//! what the first side has added at that position. In a list that is ordered by time it goes to its position in time.

use super::MergeError;
use super::pair::Slot;
use chrono::{DateTime, Utc};
use std::collections::HashSet;

/// Returns the kept slots in the order of the result.
pub(super) fn order(
    slots: &[Slot],
    is_kept: &[bool],
    time: impl Fn(usize) -> Option<DateTime<Utc>>,
) -> Result<Vec<usize>, MergeError> {
    let sequence = |place: fn(&Slot) -> Option<usize>| {
        let mut found: Vec<_> = (0..slots.len()).filter_map(|slot| Some((place(&slots[slot])?, slot))).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, slot)| slot).collect::<Vec<_>>()
    };
    let base = sequence(|slot| slot.base);
    let ours = sequence(|slot| slot.ours);
    let theirs = sequence(|slot| slot.theirs);
    let (first, second) = match (is_same_order(&ours, &theirs), is_same_order(&base, &theirs)) {
        (true, _) | (false, true) => (ours, theirs),
        (false, false) if is_same_order(&base, &ours) => (theirs, ours),
        (false, false) => return Err(MergeError::Reordered),
    };
    let keep = |slots: Vec<usize>| slots.into_iter().filter(|slot| is_kept[*slot]).collect::<Vec<_>>();
    let (mut result, second) = (keep(first), keep(second));
    let run = RunDirection::detect(&[&result, &second], &time);
    let mut known: HashSet<usize> = result.iter().copied().collect();
    let in_second: HashSet<usize> = second.iter().copied().collect();
    let mut above: Option<usize> = None;
    for slot in second {
        if known.insert(slot) {
            let mut at = above.and_then(|above| result.iter().position(|known| *known == above)).map_or(0, |at| at + 1);
            while result.get(at).is_some_and(|next| slots[*next].base.is_none() && !in_second.contains(next)) {
                at += 1;
            }
            result.insert(run.place(&result, at, slot, &time), slot);
        }
        above = Some(slot);
    }
    Ok(result)
}

/// Whether the common pieces have the same order in both.
fn is_same_order(one: &[usize], other: &[usize]) -> bool {
    let common = |slots: &[usize], others: &[usize]| {
        let others: HashSet<_> = others.iter().copied().collect();
        slots.iter().copied().filter(|slot| others.contains(slot)).collect::<Vec<_>>()
    };
    common(one, other) == common(other, one)
}

/// The direction in which a list is ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RunDirection {
    Forward,
    Backward,
    /// Not ordered by time.
    Nowhere,
}

impl RunDirection {
    fn detect(lists: &[&[usize]], time: &impl Fn(usize) -> Option<DateTime<Utc>>) -> Self {
        let mut steps = Vec::new();
        for list in lists {
            let Some(times) = list.iter().map(|slot| time(*slot)).collect::<Option<Vec<_>>>() else {
                return Self::Nowhere;
            };
            steps.extend(times.windows(2).map(|pair| pair[0].cmp(&pair[1])));
        }
        if steps.iter().all(|step| step.is_le()) {
            Self::Forward
        } else if steps.iter().all(|step| step.is_ge()) {
            Self::Backward
        } else {
            Self::Nowhere
        }
    }

    /// Where to insert a new entry: at its position in time, and as near as possible to the position it would have in
    /// an unordered list.
    fn place(self, list: &[usize], at: usize, slot: usize, time: &impl Fn(usize) -> Option<DateTime<Utc>>) -> usize {
        let is_before = |other: &usize| match self {
            Self::Forward => time(*other) < time(slot),
            Self::Backward => time(*other) > time(slot),
            Self::Nowhere => true,
        };
        let is_beside = |other: &usize| time(*other) == time(slot);
        let first = list.iter().take_while(|other| is_before(other)).count();
        let last = first + list[first..].iter().take_while(|other| is_beside(other)).count();
        if self == Self::Nowhere { at } else { at.clamp(first, last) }
    }
}
