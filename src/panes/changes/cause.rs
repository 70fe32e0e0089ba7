//! Why something changed, where that is not said by what changed.

use crate::board::changes::{Cause, Change, CrossingState, Ground, Subject, What};

/// In a few words; nothing where a new entry says so.
pub(super) fn of(change: &Change) -> String {
    match (&change.what, change.cause) {
        (_, Cause::Reverted) => "reverted: the file is back at an earlier text".to_owned(),
        (What::Added | What::Removed | What::Renamed { .. } | What::Edited { .. } | What::Entries { .. }, _)
        | (What::Log { .. } | What::Checked { .. } | What::Grade { .. } | What::Count { .. } | What::AsOf { .. }, _) => {
            String::new()
        }
        (_, Cause::Reported) => String::new(),
        (What::Day { .. }, Cause::Withdrawn | Cause::Corrected) => String::new(),
        // What follows from entries of something else.
        (What::Threat { .. } | What::Blocked { .. } | What::Answer { .. }, Cause::Withdrawn) => {
            "reverted: an entry was withdrawn".to_owned()
        }
        (_, Cause::Withdrawn) => format!("reverted: {} was withdrawn", with_article(noun(&change.subject))),
        (_, Cause::Corrected) => "by an edit of what was there".to_owned(),
        // These say so themselves.
        (What::Overdue { .. } | What::Stale(_) | What::Drift { .. }, Cause::Clock) => String::new(),
        (What::Status { is: CrossingState { ground: Ground::PlanPassed, .. }, .. }, Cause::Clock) => String::new(),
        (_, Cause::Clock) => "time has passed".to_owned(),
    }
}

/// What a dated entry of it is called.
pub(super) fn noun(subject: &Subject) -> &'static str {
    match subject {
        Subject::Risk(_) => "assessment",
        Subject::Log => "log entry",
        Subject::Speaker(_) => "statement",
        Subject::Day { .. } => "record",
        Subject::Watchlist
        | Subject::Crossing(_)
        | Subject::Party { .. }
        | Subject::Checklist(_)
        | Subject::Item { .. }
        | Subject::Tally(_)
        | Subject::Monitoring { .. }
        | Subject::Signal(_)
        | Subject::Source(_)
        | Subject::Actor(_) => "report",
    }
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}
