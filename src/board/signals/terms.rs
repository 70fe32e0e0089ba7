//! `term-shift`: has a speaker moved from one term to another?
//!
//! Only the words are looked at here; whether facts justify them is for another test beside it. A statement without a
//! date was made before it was relayed, and that may be enough to tell the order. Where it is not, nothing is told.

use super::{Because, Finding, Readings, Ternary};
use crate::board::ledger::{self, Said};
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

pub(super) fn find(readings: &Readings<'_>, test: &TermShift) -> Finding {
    let said = ledger::seen(readings.ctx);
    let is_asked = |said: &&Said<'_>| test.speaker.as_ref().is_none_or(|who| who.value == said.statement.speaker.value);
    let mut speakers: Vec<&Id> = Vec::new();
    for said in said.iter().filter(is_asked) {
        if !speakers.contains(&&said.statement.speaker.value) {
            speakers.push(&said.statement.speaker.value);
        }
    }
    let moves: Vec<_> = speakers.into_iter().filter_map(|speaker| of_speaker(&said, speaker, test)).collect();
    let answer = Ternary::any(moves.iter().map(|moved| moved.answer));
    Finding { answer, because: Because::Terms(Terms { from: test.from.clone(), to: test.to.clone(), moves }) }
}

fn of_speaker(said: &[Said<'_>], speaker: &Id, test: &TermShift) -> Option<Move> {
    let own = || said.iter().filter(|said| said.statement.speaker.value == *speaker && said.statement.term.is_some());
    let is = |said: &Said<'_>, term: &Text| said.statement.term.as_ref().is_some_and(|used| used.is_same(term));
    let earlier: Vec<_> = own().filter(|said| is(said, &test.from)).collect();
    let later: Vec<_> = own().filter(|said| is(said, &test.to)).collect();
    let statement = later.last().or(earlier.last())?.index;
    let answer = if earlier.is_empty() || later.is_empty() {
        Ternary::NotMet
    } else {
        // The later term must be the last of all: after every other one, whatever that is.
        let others: Vec<_> = own().filter(|said| !is(said, &test.to)).collect();
        let is_last = later.iter().any(|to| others.iter().all(|other| other.is_before(to)));
        let is_over = others.iter().any(|other| later.iter().all(|to| to.is_before(other)));
        match (is_last, is_over) {
            (true, _) => Ternary::Met,
            (false, true) => Ternary::NotMet,
            (false, false) => Ternary::Unknown,
        }
    };
    Some(Move { speaker: speaker.clone(), answer, statement, used: (!earlier.is_empty(), !later.is_empty()) })
}
