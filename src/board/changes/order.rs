//! In which order changes are listed: what happened first, then what follows from it.

use super::quote::Says;
use super::what::{Edit, What};
use super::{Cause, Change};
use crate::watchlist::EntityRef;

/// How far down the list a change belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Severe and extreme entries of the log.
    Severe,
    /// A crossing that is recorded or reported to be shut.
    Closure,
    /// Other entries.
    Entry,
    /// Edits of what is no entry.
    Edit,
    /// What follows from these, or from the clock.
    Consequence,
}

/// The key by which changes are sorted; those with the same key stay in the order in which they were found.
pub(super) fn place_in_list(change: &Change) -> impl Ord + use<> {
    (stage(change), rank(&change.subject))
}

fn rank(subject: &EntityRef) -> u8 {
    match subject {
        EntityRef::Crossing(_) | EntityRef::Party { .. } | EntityRef::Day { .. } => 0,
        EntityRef::Checklist(_) | EntityRef::Item { .. } => 1,
        EntityRef::Risk(_) | EntityRef::Log => 2,
        EntityRef::Signal(_) => 3,
        EntityRef::Speaker(_) | EntityRef::Tally(_) => 4,
        EntityRef::Monitoring { .. } => 5,
        EntityRef::Source(_) | EntityRef::Actor(_) => 6,
        EntityRef::Watchlist => 7,
    }
}

fn stage(change: &Change) -> Stage {
    let is_closure = || match &change.quote {
        Some(quote) => matches!(quote.says, Says::Status(status) if status.is_shut()),
        None => false,
    };
    match &change.what {
        What::Log { edit: Edit::Added, severe: 1.., .. } => Stage::Severe,
        What::Day { is: Some(day), .. } if day.status.is_shut() => Stage::Closure,
        What::Status { .. } | What::Entries { edit: Edit::Added, .. } if is_closure() => Stage::Closure,
        What::Log { .. } | What::Day { .. } | What::Entries { .. } | What::Checked { .. } => Stage::Entry,
        What::Unobserved(_) => Stage::Entry,
        // Told with the entry that says so, of which nothing else tells.
        What::Status { .. } if is_told_by_report(change) => Stage::Entry,
        What::Rung { .. } | What::Presence { .. } | What::Level { .. } | What::Term { .. } | What::Added
            if change.quote.is_some() =>
        {
            Stage::Entry
        }
        What::Added
        | What::Removed
        | What::Renamed { .. }
        | What::Edited { .. }
        | What::Count { .. }
        | What::AsOf { .. }
        | What::Grade { .. } => Stage::Edit,
        What::Date { .. } if change.cause == Cause::Corrected => Stage::Edit,
        What::Status { .. }
        | What::Schedule { .. }
        | What::Date { .. }
        | What::Presence { .. }
        | What::Rung { .. }
        | What::Overdue { .. }
        | What::Stale(_)
        | What::Threat { .. }
        | What::Blocked { .. }
        | What::Level { .. }
        | What::Heat { .. }
        | What::Term { .. }
        | What::Answer { .. }
        | What::Contradiction { .. }
        | What::Drift { .. } => Stage::Consequence,
    }
}

/// Whether a report is told with it. The record of a day is told by itself.
fn is_told_by_report(change: &Change) -> bool {
    change.quote.as_ref().is_some_and(|quote| matches!(quote.says, Says::Status(_)))
}
