//! Statement history: who used which term, in what order, and where a speaker changed terms.
//!
//! A statement without a date was made before it was relayed. Two statements have an order only if it can be derived.

use super::EvalContext;
use super::evidence::Standing;
use crate::text::Text;
use crate::watchlist::{Dated, Id, Statement};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A statement that has come, with the bounds of its time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'w> {
    /// Its index among the watchlist's statements.
    pub(crate) index: usize,
    pub(crate) statement: &'w Statement,
    /// The statement was not made before this time.
    pub(crate) earliest: Option<DateTime<Utc>>,
    /// The statement was not made after this time.
    pub(crate) latest: Option<DateTime<Utc>>,
}

impl Said<'_> {
    /// Whether it was certainly made before another one.
    pub(crate) fn is_before(&self, other: &Said<'_>) -> bool {
        self.latest.zip(other.earliest).is_some_and(|(latest, earliest)| latest < earliest)
    }
}

/// All statements that have come, in the order of the file.
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

/// Who used which term, and the known order of the uses. Shared by tests that compare two terms.
pub(crate) struct Vocabulary<'w> {
    /// All speakers, in the order of the file.
    speakers: Vec<(&'w Id, LatestTerms)>,
    /// The speakers who used each term, in the same order. Terms are folded.
    uses: HashMap<String, Vec<(usize, TermUse)>>,
}

/// The use of one term by one speaker.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TermUse {
    /// Their last statement with the term in the file: an index into the watchlist's statements.
    pub(crate) statement: usize,
    /// Whether any of these statements comes from evidence that is at least fair.
    pub(crate) is_fair: bool,
    times: TimeBounds,
}

/// Time bounds of several statements. If one statement has no bound, the group has none.
#[derive(Clone, Copy, Debug)]
struct TimeBounds {
    /// At least one of the statements was not made before this time.
    last_earliest: DateTime<Utc>,
    /// None of the statements was made after this time.
    latest: DateTime<Utc>,
}

/// The latest terms of a speaker by each bound, and the second latest.
#[derive(Clone, Copy, Debug, Default)]
struct LatestTerms {
    by_earliest: [Option<DateTime<Utc>>; 2],
    by_latest: [Option<DateTime<Utc>>; 2],
}

/// Whether a term is the last one that a speaker used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LastTerm {
    /// They used it after all other terms.
    IsLast,
    /// They used another term after it.
    IsOver,
    /// The order is not known.
    Untold,
}

impl<'w> Vocabulary<'w> {
    pub(crate) fn read(ctx: &EvalContext<'w>) -> Self {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut speakers: Vec<(&'w Id, LatestTerms)> = Vec::new();
        let mut uses: HashMap<String, Vec<(usize, TermUse)>> = HashMap::new();
        // Group the statements by speaker, so that each use is at the end of its list.
        let mut said: Vec<(usize, Said<'w>)> = Vec::new();
        let standing = |statement: &Statement| {
            Standing::from_grades(ctx.watchlist, statement.source.as_ref(), statement.credibility)
        };
        // Unsupported statements change nothing.
        for said_by in seen(ctx).into_iter().filter(|said| standing(said.statement) > Standing::Unsupported) {
            let speaker = &said_by.statement.speaker.value;
            let place = *places.entry(speaker.as_str()).or_insert(speakers.len());
            if place == speakers.len() {
                speakers.push((speaker, LatestTerms::default()));
            }
            said.push((place, said_by));
        }
        said.sort_by_key(|(speaker, _)| *speaker);
        for (speaker, said) in said {
            let Some(term) = &said.statement.term else { continue };
            let own = uses.entry(term.folded()).or_default();
            let times = TimeBounds {
                last_earliest: said.earliest.unwrap_or(DateTime::<Utc>::MIN_UTC),
                latest: said.latest.unwrap_or(DateTime::<Utc>::MAX_UTC),
            };
            let is_fair = standing(said.statement) >= Standing::Fair;
            match own.last_mut().filter(|(known, _)| *known == speaker) {
                Some((_, known)) => {
                    known.statement = said.index;
                    known.is_fair |= is_fair;
                    known.times.last_earliest = known.times.last_earliest.max(times.last_earliest);
                    known.times.latest = known.times.latest.max(times.latest);
                }
                None => own.push((speaker, TermUse { statement: said.index, is_fair, times })),
            }
        }
        for (speaker, used) in uses.values().flatten() {
            let latest = &mut speakers[*speaker].1;
            keep_two(&mut latest.by_earliest, used.times.last_earliest);
            keep_two(&mut latest.by_latest, used.times.latest);
        }
        Self { speakers, uses }
    }

    /// All speakers who used either of two terms, in the order of the file, with both uses.
    pub(crate) fn users(&self, [one, other]: [&Text; 2]) -> Vec<(&'w Id, usize, [Option<TermUse>; 2])> {
        let uses = [one, other].map(|term| self.uses.get(&term.folded()).map_or(&[][..], Vec::as_slice));
        let mut found: BTreeMap<usize, [Option<TermUse>; 2]> = BTreeMap::new();
        for (nth, uses) in uses.into_iter().enumerate() {
            uses.iter().for_each(|(speaker, used)| found.entry(*speaker).or_default()[nth] = Some(*used));
        }
        found.into_iter().map(|(speaker, used)| (self.speakers[speaker].0, speaker, used)).collect()
    }

    /// Whether a term is the last of all terms that a speaker used.
    pub(crate) fn last_term(&self, speaker: usize, term: TermUse) -> LastTerm {
        let latest = &self.speakers[speaker].1;
        // Its own bound is one of the two latest, or an earlier one.
        let other = |[first, next]: [Option<DateTime<Utc>>; 2], own| if first == Some(own) { next } else { first };
        let other_latest = other(latest.by_latest, term.times.latest);
        let other_earliest = other(latest.by_earliest, term.times.last_earliest);
        if other_latest.is_none_or(|other| other < term.times.last_earliest) {
            LastTerm::IsLast
        } else if other_earliest.is_some_and(|other| term.times.latest < other) {
            LastTerm::IsOver
        } else {
            LastTerm::Untold
        }
    }
}

/// Keeps the two latest times. Each term is passed once.
fn keep_two(two: &mut [Option<DateTime<Utc>>; 2], new: DateTime<Utc>) {
    if two[0].is_none_or(|known| new > known) {
        *two = [Some(new), two[0]];
    } else if two[1].is_none_or(|known| new > known) {
        two[1] = Some(new);
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    pub speaker: Id,
    /// Their statements, newest first, those without a date last: indices into the watchlist's statements.
    pub statements: Vec<usize>,
    /// The terms that they used, without duplicates, oldest first as far as the order is known.
    pub terms: Vec<Text>,
    /// Changes of term: pairs of consecutive statements with different terms, oldest first.
    pub moves: Vec<(usize, usize)>,
    /// Whether they used different terms in an unknown order.
    pub is_unordered: bool,
}

/// One for each speaker, in the order of the file.
pub(super) fn read_speakers(ctx: &EvalContext<'_>) -> Vec<Speaker> {
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
    // Fold each term once, because comparing two terms folds both.
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
