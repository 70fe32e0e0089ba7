//! `term-shift`: has a speaker moved from one term to another?
//!
//! Only the words are examined here. Whether facts justify them is the task of another test. A statement without a date
//! was made before it was relayed, which can be enough to derive the order. If it is not, the answer is unknown.

use super::{Explanation, Finding, Scope, Ternary};
use crate::board::ledger::{LastTerm, TermUse};
use crate::text::Text;
use crate::watchlist::{Id, TermShift};

/// Whether speakers moved from one term to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub from: Text,
    pub to: Text,
    /// One for each speaker who used either term.
    pub moves: Vec<Move>,
}

/// The answer for one speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub speaker: Id,
    pub answer: Ternary,
    /// Their statement with the later term, else the one with the earlier term: an index into the watchlist's
    /// statements.
    pub statement: usize,
    /// Whether they ever used the earlier term, and the later one.
    pub used: (bool, bool),
}

pub(super) fn evaluate_terms(scope: &Scope<'_>, test: &TermShift) -> Finding {
    let vocabulary = scope.vocabulary();
    let users = vocabulary.users([&test.from, &test.to]);
    let is_asked = |speaker: &Id| test.speaker.as_ref().is_none_or(|who| who.value == *speaker);
    let moved = |(speaker, place, [from, to]): (&Id, usize, [Option<TermUse>; 2])| {
        let answer = match (from, to) {
            // The later term must be the last of all their terms.
            (Some(_), Some(to)) => match vocabulary.last_term(place, to) {
                // Good news needs evidence that is at least fair.
                LastTerm::IsLast if to.is_fair => Ternary::Met,
                LastTerm::IsLast => Ternary::Unknown,
                LastTerm::IsOver => Ternary::NotMet,
                LastTerm::Untold => Ternary::Unknown,
            },
            (Some(_), None) | (None, _) => Ternary::NotMet,
        };
        let statement = to.or(from)?.statement;
        Some(Move { speaker: speaker.clone(), answer, statement, used: (from.is_some(), to.is_some()) })
    };
    let moves: Vec<_> = users.into_iter().filter(|(speaker, ..)| is_asked(speaker)).filter_map(moved).collect();
    let answer = Ternary::any(moves.iter().map(|moved| moved.answer));
    Finding { answer, because: Explanation::Terms(Terms { from: test.from.clone(), to: test.to.clone(), moves }) }
}
