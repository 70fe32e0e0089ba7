//! `term-shift`: has a speaker moved from one term to another?
//!
//! Only the words are looked at here; whether facts justify them is for another test beside it. A statement without a
//! date was made before it was relayed, and that may be enough to tell the order. Where it is not, nothing is told.

use super::{Explanation, Finding, Scope, Ternary};
use crate::board::ledger::{LastTerm, TermUse};
use crate::text::Text;
use crate::watchlist::{Id, TermShift};

/// Whether somebody's language has moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The earlier term.
    pub from: Text,
    /// The later term.
    pub to: Text,
    /// One for each speaker who used either.
    pub moves: Vec<Move>,
}

/// What one speaker's words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Who.
    pub speaker: Id,
    /// Whether they moved.
    pub answer: Ternary,
    /// Their statement with the later term, or else with the earlier: an index into the watchlist's statements.
    pub statement: usize,
    /// Whether they ever used the earlier term and the later one.
    pub used: (bool, bool),
}

pub(super) fn find(scope: &Scope<'_>, test: &TermShift) -> Finding {
    let vocabulary = scope.vocabulary();
    let users = vocabulary.users([&test.from, &test.to]);
    let is_asked = |speaker: &Id| test.speaker.as_ref().is_none_or(|who| who.value == *speaker);
    let moved = |(speaker, place, [from, to]): (&Id, usize, [Option<TermUse>; 2])| {
        let answer = match (from, to) {
            // The later term must be the last of all: after every other one, whatever that is.
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
