//! Why something changed, if the change itself does not say it.

use crate::board::Board;
use crate::board::changes::{
    Change, ChangeCause, ChangeDirection, ChangeKind, CrossingState, EntryKind, Ground, Onset,
};
use crate::board::drift::DriftKind;
use crate::board::heat::Trend;
use crate::board::spillover::RiskLife;
use crate::panes::words::when;
use crate::watchlist::EntityRef;
use crate::watchlist::scales::Severity;

/// Formats the cause in a few words; empty if the quoted entry says it.
pub(super) fn cause_words(change: &Change, after: &Board) -> String {
    match (&change.what, change.cause) {
        (_, ChangeCause::Reverted) => "reverted: the file is back at an earlier text".to_owned(),
        (
            ChangeKind::Added
            | ChangeKind::Removed
            | ChangeKind::Renamed { .. }
            | ChangeKind::Edited { .. }
            | ChangeKind::Entries { .. },
            _,
        )
        | (
            ChangeKind::Log { .. }
            | ChangeKind::Checked { .. }
            | ChangeKind::Closing { is: RiskLife::Live | RiskLife::Closed { .. }, .. }
            | ChangeKind::Grade { .. }
            | ChangeKind::Count { .. }
            | ChangeKind::AsOf { .. },
            _,
        ) => String::new(),
        (_, ChangeCause::Reported) => match (change.rests_on, change.at) {
            (Some(kind), Some(at)) if change.quote.is_none() && !is_by_the_clock(change) => {
                format!("follows from {} of {}", with_article(noun_of_entry(kind)), when(at, after))
            }
            (Some(_) | None, _) => String::new(),
        },
        (ChangeKind::Day { .. }, ChangeCause::Withdrawn | ChangeCause::Corrected) => String::new(),
        // Changes that follow from entries of another entity.
        (
            ChangeKind::Threat { .. } | ChangeKind::Blocked { .. } | ChangeKind::Answer { .. },
            ChangeCause::Withdrawn,
        ) => "reverted: an entry was withdrawn".to_owned(),
        (_, ChangeCause::Withdrawn) => format!("reverted: {} was withdrawn", with_article(noun(&change.subject))),
        (_, ChangeCause::Corrected) => "by an edit of what was there".to_owned(),
        // These changes name their cause.
        (
            ChangeKind::Overdue { .. }
            | ChangeKind::Stale(_)
            | ChangeKind::Drift { .. }
            | ChangeKind::Contradiction { .. },
            ChangeCause::Clock,
        ) => String::new(),
        (ChangeKind::Status { is: CrossingState { ground: Ground::PlanPassed, .. }, .. }, ChangeCause::Clock) => {
            String::new()
        }
        (_, ChangeCause::Clock) => "time has passed".to_owned(),
    }
}

/// Whether the passing of time caused it, even if there are new entries: something has passed, grown old or faded.
fn is_by_the_clock(change: &Change) -> bool {
    let is_event = matches!(change.rests_on, Some(EntryKind::Event(_)));
    match &change.what {
        ChangeKind::Overdue { turn: Onset::Begun, .. } | ChangeKind::Stale(Onset::Begun) => true,
        ChangeKind::Drift { turn: Onset::Begun, kind: DriftKind::Quiet | DriftKind::Unkept { .. }, .. } => true,
        ChangeKind::Drift { is_untold, .. } if *is_untold => true,
        ChangeKind::Status { is: CrossingState { ground: Ground::PlanPassed, .. }, .. } => true,
        ChangeKind::Heat { is, .. } => *is != Trend::Rising,
        // A log entry cannot make a threat end.
        ChangeKind::Threat { turn: Onset::Ended, .. } => is_event,
        _ => is_event && change.direction == ChangeDirection::Better,
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

/// The word for a dated entry of an entity.
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
