//! The order in which changes are listed: events first, then their consequences.

use super::quote::Says;
use super::what::{ChangeKind, EntryEdit};
use super::{Change, ChangeCause};
use crate::board::spillover::RiskLife;
use crate::watchlist::EntityRef;

/// The position of a change in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ChangeRank {
    /// Severe and extreme log entries.
    Severe,
    /// A crossing that is recorded or reported as shut.
    Closure,
    Entry,
    /// Edits of anything except entries.
    Edit,
    /// Consequences of the above, or of time.
    Consequence,
}

/// The sort key of changes. Changes with equal keys keep the order in which they were found.
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

fn stage(change: &Change) -> ChangeRank {
    let is_closure = || match &change.quote {
        Some(quote) => matches!(quote.says, Says::Status(status) if status.is_shut()),
        None => false,
    };
    match &change.what {
        ChangeKind::Log { edit: EntryEdit::Added, severe: 1.., .. } => ChangeRank::Severe,
        ChangeKind::Day { is: Some(day), .. } if day.status.is_shut() => ChangeRank::Closure,
        ChangeKind::Status { .. } | ChangeKind::Entries { edit: EntryEdit::Added, .. } if is_closure() => {
            ChangeRank::Closure
        }
        ChangeKind::Closing { is: RiskLife::Reopened { .. }, .. } => ChangeRank::Consequence,
        ChangeKind::Log { .. }
        | ChangeKind::Day { .. }
        | ChangeKind::Entries { .. }
        | ChangeKind::Checked { .. }
        | ChangeKind::Closing { .. } => ChangeRank::Entry,
        ChangeKind::Unobserved(_) => ChangeRank::Entry,
        // It quotes the entry that reports it, which no other change lists.
        ChangeKind::Status { .. } if is_told_by_report(change) => ChangeRank::Entry,
        ChangeKind::Rung { .. }
        | ChangeKind::Presence { .. }
        | ChangeKind::Quantity { .. }
        | ChangeKind::Level { .. }
        | ChangeKind::Term { .. }
        | ChangeKind::Added
            if change.quote.is_some() =>
        {
            ChangeRank::Entry
        }
        ChangeKind::Added
        | ChangeKind::Removed
        | ChangeKind::Renamed { .. }
        | ChangeKind::Edited { .. }
        | ChangeKind::Count { .. }
        | ChangeKind::AsOf { .. }
        | ChangeKind::Grade { .. } => ChangeRank::Edit,
        ChangeKind::Date { .. } if change.cause == ChangeCause::Corrected => ChangeRank::Edit,
        ChangeKind::Status { .. }
        | ChangeKind::Schedule { .. }
        | ChangeKind::Date { .. }
        | ChangeKind::Presence { .. }
        | ChangeKind::Rung { .. }
        | ChangeKind::Quantity { .. }
        | ChangeKind::Overdue { .. }
        | ChangeKind::Stale(_)
        | ChangeKind::Threat { .. }
        | ChangeKind::Blocked { .. }
        | ChangeKind::Level { .. }
        | ChangeKind::Heat { .. }
        | ChangeKind::Term { .. }
        | ChangeKind::Answer { .. }
        | ChangeKind::Contradiction { .. }
        | ChangeKind::Drift { .. } => ChangeRank::Consequence,
    }
}

/// Whether it quotes a report. The record of a day is listed as a change of its own.
fn is_told_by_report(change: &Change) -> bool {
    change.quote.as_ref().is_some_and(|quote| matches!(quote.says, Says::Status(_)))
}
