//! Reviews in words: what has to be looked at, why, and by whom.

use super::age::Age;
use super::view::{Phrase, Tone};
use super::words;
use crate::board::Board;
use crate::board::reviews::{PendingReview, ReviewCause};
use crate::text::Text;
use crate::watchlist::EntityRef;

/// Formats `3 reviews due: r` for the header.
pub(super) fn reviews_due(board: &Board) -> Option<Phrase> {
    let due = board.reviews().iter().filter(|review| review.cause.is_due()).count();
    (due > 0).then(|| Phrase::new(format!("{} due: r", words::count(due, "review")), Tone::Caution))
}

/// One word for the cause: `due`, `old`, `unknown`.
pub fn cause_word(review: &PendingReview) -> &'static str {
    match review.cause {
        ReviewCause::Due { .. } => "due",
        ReviewCause::Old => "old",
        ReviewCause::Unknown => "unknown",
    }
}

/// Formats `last looked at 9d ago, every 7d, owner access-desk`.
pub fn review_words(board: &Board, review: &PendingReview) -> String {
    let looked = match review.freshness.age() {
        Some(age) => format!("last looked at {}", Age(age).ago()),
        None => "never reported".to_owned(),
    };
    let every = match review.cause {
        ReviewCause::Due { every } => format!(", every {}", Age(every)),
        ReviewCause::Old | ReviewCause::Unknown => String::new(),
    };
    let owner = owner_of(board, &review.entity).map(|owner| format!(", owner {}", owner.display()));
    format!("{looked}{every}{}", owner.unwrap_or_default())
}

/// Who keeps an entity up to date.
pub fn owner_of<'b>(board: &'b Board, entity: &EntityRef) -> Option<&'b Text> {
    board.watchlist.resolve(entity)?.kept()?.owner
}
