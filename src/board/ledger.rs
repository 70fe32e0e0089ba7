//! The ledger of language: who used which term, in what order, and where it has moved.
//!
//! A statement without a date was made before it was relayed. Two statements have an order only where that can be told.

use super::EvalContext;
use crate::text::Text;
use crate::watchlist::{Dated, Id, Statement};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{HashMap, HashSet};

/// A statement that has come, and what is known of its time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'w> {
    /// Its index among the watchlist's statements.
    pub(crate) index: usize,
    /// The statement.
    pub(crate) statement: &'w Statement,
    /// It was not made before this.
    pub(crate) earliest: Option<DateTime<Utc>>,
    /// It was not made after this.
    pub(crate) latest: Option<DateTime<Utc>>,
}

impl Said<'_> {
    /// Whether it was made before another one for certain.
    pub(crate) fn is_before(&self, other: &Said<'_>) -> bool {
        self.latest.zip(other.earliest).is_some_and(|(latest, earliest)| latest < earliest)
    }
}

/// Every statement that has come, in the order of the file.
pub(crate) fn seen<'w>(ctx: &EvalContext<'w>) -> Vec<Said<'w>> {
    let statements = ctx.watchlist.statements.iter().enumerate();
    statements.filter_map(|(index, statement)| said(ctx, index, statement)).collect()
}

fn said<'w>(ctx: &EvalContext<'_>, index: usize, statement: &'w Statement) -> Option<Said<'w>> {
    let reported = statement.reported.map(|at| at.value);
    let (shows_from, earliest, latest) = match statement.at.value {
        Dated::At(at) => (Some(at), Some(at.start), Some(last_moment(at.start, at.end))),
        Dated::Unknown => (reported, None, reported.map(|at| last_moment(at.start, at.end))),
    };
    let has_come = shows_from.is_none_or(|at| ctx.has_come(at));
    has_come.then_some(Said { index, statement, earliest, latest })
}

fn last_moment(start: DateTime<Utc>, end: DateTime<Utc>) -> DateTime<Utc> {
    if start == end { start } else { end - TimeDelta::nanoseconds(1) }
}

/// What one speaker has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Who.
    pub speaker: Id,
    /// Their statements, the newest first, those without a date after those with one: indices into the watchlist's
    /// statements.
    pub statements: Vec<usize>,
    /// The terms that they used, each once, oldest first as far as that can be told.
    pub terms: Vec<Text>,
    /// Where their language has moved: two statements with different terms, one after the other, the oldest first.
    pub moves: Vec<(usize, usize)>,
    /// Whether they used different terms in an order that cannot be told.
    pub is_unordered: bool,
}

/// One for each speaker, in the order of the file.
pub(super) fn read(ctx: &EvalContext<'_>) -> Vec<Speaker> {
    let said = seen(ctx);
    let mut speakers: Vec<(&Id, Vec<&Said<'_>>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for said in &said {
        let speaker = &said.statement.speaker.value;
        let place = *places.entry(speaker.as_str()).or_insert(speakers.len());
        if place == speakers.len() {
            speakers.push((speaker, Vec::new()));
        }
        speakers[place].1.push(said);
    }
    speakers.into_iter().map(|(speaker, own)| of_speaker(speaker, own)).collect()
}

fn of_speaker(speaker: &Id, mut own: Vec<&Said<'_>>) -> Speaker {
    own.sort_by_key(|said| said.earliest.or(said.latest));
    // Folded once: to compare two terms is to fold both.
    let with_term: Vec<_> =
        own.iter().filter_map(|said| said.statement.term.as_ref().map(|term| (*said, term, term.folded()))).collect();
    let mut known: HashSet<&str> = HashSet::new();
    let terms = with_term.iter().filter(|(_, _, folded)| known.insert(folded)).map(|(_, term, _)| (*term).clone());
    let terms = terms.collect();
    let changes = || with_term.windows(2).filter(|pair| pair[0].2 != pair[1].2).map(|pair| (pair[0].0, pair[1].0));
    Speaker {
        speaker: speaker.clone(),
        moves: changes().filter(|(one, next)| one.is_before(next)).map(|(one, next)| (one.index, next.index)).collect(),
        is_unordered: changes().any(|(one, next)| !one.is_before(next)),
        statements: own.iter().rev().map(|said| said.index).collect(),
        terms,
    }
}
