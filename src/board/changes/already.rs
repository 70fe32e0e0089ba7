//! Filters good news that may already have been true. The earlier board contains only what had certainly happened by
//! then. If the new state is better than that, but not better than with everything that may have happened, it did not
//! improve. The entry itself is still listed.

use super::quote::Says;
use super::what::{ChangeKind, EntryEdit};
use super::{Change, ChangeDirection, order};
use crate::watchlist::EntityRef;
use std::collections::HashMap;
use std::mem::discriminant;

/// Whether it may already have been true: good news, or a signal answer that is not bad news.
pub(super) fn is_in_doubt(change: &Change) -> bool {
    match change.direction {
        ChangeDirection::Better => true,
        ChangeDirection::Worse => false,
        ChangeDirection::Other => matches!(change.what, ChangeKind::Answer { .. }),
    }
}

/// Removes the good news that is not also among the changes against the board with everything possible.
pub(super) fn without(found: Vec<Change>, possible: &[Change]) -> Vec<Change> {
    let mut by_subject: HashMap<&EntityRef, Vec<&Change>> = HashMap::new();
    for change in possible {
        by_subject.entry(&change.subject).or_default().push(change);
    }
    let is_told = |change: &Change| {
        let is_as_good =
            |other: &Change| change.direction == ChangeDirection::Other || other.direction == change.direction;
        let mut others = by_subject.get(&change.subject).into_iter().flatten();
        others.any(|other| is_as_good(other) && is_alike(&other.what, &change.what))
    };
    let keep =
        |change: Change| if is_in_doubt(&change) && !is_told(&change) { entry_alone(change) } else { Some(change) };
    let mut kept: Vec<_> = found.into_iter().filter_map(keep).collect();
    kept.sort_by_key(order::place_in_list);
    kept
}

fn is_alike(one: &ChangeKind, other: &ChangeKind) -> bool {
    match one {
        ChangeKind::Threat { .. } | ChangeKind::Blocked { .. } => one == other,
        _ => discriminant(one) == discriminant(other),
    }
}

/// The entry that a change quotes. The record of a day is listed as a change of its own.
fn entry_alone(change: Change) -> Option<Change> {
    let quote = change.quote.as_ref().filter(|quote| !matches!(quote.says, Says::Day(_)))?;
    let what = ChangeKind::Entries { edit: EntryEdit::Added, count: 1, grave: usize::from(quote.says.is_bad()) };
    Some(Change { direction: what.direction(), what, ..change })
}
