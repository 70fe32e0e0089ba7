//! Why something changed, where that is not said by what changed.

use crate::board::Board;
use crate::board::changes::{Cause, Change, CrossingState, Direction, EntryKind, Ground, Turn, What};
use crate::board::drift::Kind;
use crate::board::heat::Trend;
use crate::panes::words::when;
use crate::watchlist::EntityRef;
use crate::watchlist::scales::Severity;

/// In a few words; nothing where the entry that it is told with says so.
pub(super) fn of(change: &Change, after: &Board) -> String {
    match (&change.what, change.cause) {
        (_, Cause::Reverted) => "reverted: the file is back at an earlier text".to_owned(),
        (What::Added | What::Removed | What::Renamed { .. } | What::Edited { .. } | What::Entries { .. }, _)
        | (What::Log { .. } | What::Checked { .. } | What::Grade { .. } | What::Count { .. } | What::AsOf { .. }, _) => {
            String::new()
        }
        (_, Cause::Reported) => match (change.rests_on, change.at) {
            (Some(kind), Some(at)) if change.quote.is_none() && !is_by_the_clock(change) => {
                format!("follows from {} of {}", with_article(noun_of_entry(kind)), when(at, after))
            }
            (Some(_) | None, _) => String::new(),
        },
        (What::Day { .. }, Cause::Withdrawn | Cause::Corrected) => String::new(),
        // What follows from entries of something else.
        (What::Threat { .. } | What::Blocked { .. } | What::Answer { .. }, Cause::Withdrawn) => {
            "reverted: an entry was withdrawn".to_owned()
        }
        (_, Cause::Withdrawn) => format!("reverted: {} was withdrawn", with_article(noun(&change.subject))),
        (_, Cause::Corrected) => "by an edit of what was there".to_owned(),
        // These say so themselves.
        (What::Overdue { .. } | What::Stale(_) | What::Drift { .. } | What::Contradiction { .. }, Cause::Clock) => {
            String::new()
        }
        (What::Status { is: CrossingState { ground: Ground::PlanPassed, .. }, .. }, Cause::Clock) => String::new(),
        (_, Cause::Clock) => "time has passed".to_owned(),
    }
}

/// Whether time has brought it about, although there are new entries too: what passes, grows old or fades.
fn is_by_the_clock(change: &Change) -> bool {
    let is_event = matches!(change.rests_on, Some(EntryKind::Event(_)));
    match &change.what {
        What::Overdue { turn: Turn::Begun, .. } | What::Stale(Turn::Begun) => true,
        What::Drift { turn: Turn::Begun, kind: Kind::Quiet | Kind::Unkept { .. }, .. } => true,
        What::Drift { is_untold, .. } if *is_untold => true,
        What::Status { is: CrossingState { ground: Ground::PlanPassed, .. }, .. } => true,
        What::Heat { is, .. } => *is != Trend::Rising,
        // What is logged makes nothing better.
        What::Threat { turn: Turn::Ended, .. } => is_event,
        _ => is_event && change.direction == Direction::Better,
    }
}

fn noun_of_entry(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Report => "report",
        EntryKind::DayRecord => "day record",
        EntryKind::Assessment => "assessment",
        EntryKind::Event(Severity::Relief) => "relief log entry",
        EntryKind::Event(Severity::Minor) => "minor log entry",
        EntryKind::Event(Severity::Moderate) => "moderate log entry",
        EntryKind::Event(Severity::Severe) => "severe log entry",
        EntryKind::Event(Severity::Extreme) => "extreme log entry",
        EntryKind::Statement => "statement",
    }
}

/// What a dated entry of it is called.
pub(super) fn noun(subject: &EntityRef) -> &'static str {
    match subject {
        EntityRef::Risk(_) => "assessment",
        EntityRef::Log => "log entry",
        EntityRef::Speaker(_) => "statement",
        EntityRef::Day { .. } => "record",
        EntityRef::Watchlist
        | EntityRef::Crossing(_)
        | EntityRef::Party { .. }
        | EntityRef::Checklist(_)
        | EntityRef::Item { .. }
        | EntityRef::Tally(_)
        | EntityRef::Monitoring { .. }
        | EntityRef::Signal(_)
        | EntityRef::Source(_)
        | EntityRef::Actor(_) => "report",
    }
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}
