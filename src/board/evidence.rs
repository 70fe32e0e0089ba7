//! Judges evidence: computes what everything written about one aspect of one entity adds up to, as of one moment.
//!
//! An aspect is a crossing's status, an item's rung, a party's presence, a risk's level, or a number of a day. Each
//! aspect has a [`Scale`]; the rules are the same for all aspects. Bad news needs less evidence than good news:
//!
//! 1. Promises and unsupported evidence are ignored.
//! 2. Each question "is it at least as good as X?" is answered from the evidence for and against it: see [`Answer`].
//! 3. One piece overturns another if it is later and good enough: see `Judge::overturns`.
//! 4. Evidence for good news is firm only with a second, independent origin. Evidence for bad news that is at least fair
//!    is firm by itself.
//! 5. The reading is the best value that is answered yes. If a better value is disputed, the reading is disputed.
//!
//! This module is the only place that decides between two pieces of evidence.

use super::origins::OriginGroup;
use crate::watchlist::scales::{Claim, Credibility, CrossingStatus, Presence, Reliability, Rung};
use crate::watchlist::time::{Precision, TimePoint};
use crate::watchlist::{Amount, Id, Ref, Watchlist};
use chrono::{DateTime, TimeDelta, Utc};
use std::cell::LazyCell;
use std::cmp::Reverse;

/// How much a piece of evidence can overturn. The weaker of its two Admiralty grades (AJP-2.1) decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Reliability E or credibility 5. Changes and disputes nothing.
    Unsupported,
    /// Reliability D or F or no source, credibility 4 or 6, or an assessment of low confidence.
    Weak,
    /// Reliability A to C or not graded and credibility 1 to 3 or not given, or the editors' own assessment.
    Fair,
    /// Reliability A or B, and credibility 1 or 2.
    Firm,
}

impl Standing {
    pub fn from_grades(watchlist: &Watchlist, source: Option<&Ref>, credibility: Option<Credibility>) -> Self {
        let by_source = source.map_or(Self::Weak, |source| Self::from_source(watchlist, source));
        let by_information = match credibility {
            Some(Credibility::Confirmed | Credibility::ProbablyTrue) => Self::Firm,
            Some(Credibility::PossiblyTrue) | None => Self::Fair,
            Some(Credibility::Doubtful | Credibility::CannotBeJudged) => Self::Weak,
            Some(Credibility::Improbable) => Self::Unsupported,
        };
        by_source.min(by_information)
    }

    /// The highest standing that the reliability of a source allows.
    pub fn from_source(watchlist: &Watchlist, source: &Ref) -> Self {
        match watchlist.sources.get(&source.value).and_then(|source| source.reliability) {
            Some(Reliability::A | Reliability::B) => Self::Firm,
            Some(Reliability::C) | None => Self::Fair,
            Some(Reliability::D | Reliability::F) => Self::Weak,
            Some(Reliability::E) => Self::Unsupported,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryIndex {
    /// An index into the entity's reports or assessments.
    Report(usize),
    /// An index into the entity's day records.
    Day(usize),
}

impl EntryIndex {
    pub fn report(self) -> Option<usize> {
        match self {
            Self::Report(index) => Some(index),
            Self::Day(_) => None,
        }
    }

    pub fn day(self) -> Option<usize> {
        match self {
            Self::Day(index) => Some(index),
            Self::Report(_) => None,
        }
    }
}

/// One dated entry that somebody wrote about one aspect of an entity.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'w, V> {
    pub entry: EntryIndex,
    /// The time that it describes.
    pub at: TimePoint,
    pub value: V,
    /// `verified` counts as attributed if the standing is below fair.
    pub claim: Option<Claim>,
    pub standing: Standing,
    pub source: Option<&'w Id>,
    pub origin: OriginGroup<'w>,
    /// Whether somebody reports on what they owe themselves. Their good news confirms nobody's, and takes back nothing
    /// that others said.
    pub is_self_reported: bool,
}

impl<'w, V> Evidence<'w, V> {
    pub fn graded(
        watchlist: &'w Watchlist,
        (entry, at, value): (EntryIndex, TimePoint, V),
        claim: Option<Claim>,
        source: Option<&'w Ref>,
        credibility: Option<Credibility>,
    ) -> Self {
        let standing = Standing::from_grades(watchlist, source, credibility);
        let is_doubtful = claim == Some(Claim::Verified) && standing < Standing::Fair;
        let origin = OriginGroup::from_source(watchlist, source);
        let claim = if is_doubtful { Some(Claim::Attributed) } else { claim };
        let source = source.map(|source| &source.value);
        Self { entry, at, value, claim, standing, source, origin, is_self_reported: false }
    }

    /// Whether it is about the future. A promise makes a plan; it does not change the current state.
    pub fn is_promise(&self) -> bool {
        self.claim == Some(Claim::Promise)
    }

    /// Whether the rules ignore it, whatever its value is.
    pub fn is_set_aside(&self) -> bool {
        self.is_promise() || self.standing == Standing::Unsupported
    }
}

pub trait Scale: Copy + PartialEq {
    /// How cautious a value is. 0 is the best news.
    fn caution(self) -> u64;

    /// Whether two values are opposites. Other differences are listed but do not make a dispute.
    fn opposes(self, other: Self) -> bool {
        self != other
    }

    /// Whether both are steps of one ladder: commitments move in steps, so a later step up does not need a higher
    /// standing.
    fn shares_ladder(self, _other: Self) -> bool {
        false
    }
}

impl Scale for CrossingStatus {
    fn caution(self) -> u64 {
        match self {
            Self::Open => 0,
            Self::Limited => 1,
            Self::Scheduled => 2,
            Self::Unknown => 3,
            Self::Suspended => 4,
            Self::Closed => 5,
        }
    }

    fn opposes(self, other: Self) -> bool {
        self.is_open() != other.is_open()
    }
}

impl Scale for Rung {
    fn caution(self) -> u64 {
        Self::Full as u64 - self as u64
    }

    fn opposes(self, other: Self) -> bool {
        self != other && (self.is_deed() || other.is_deed() || self.is_failing() != other.is_failing())
    }

    fn shares_ladder(self, other: Self) -> bool {
        !self.is_failing() && !other.is_failing()
    }
}

impl Scale for Presence {
    fn caution(self) -> u64 {
        match self {
            Self::InPlace => 0,
            Self::Announced => 1,
            Self::Absent => 2,
        }
    }
}

/// A number of people. A lower number is more cautious.
impl Scale for u64 {
    fn caution(self) -> u64 {
        Self::MAX - self
    }
}

/// How much of a target there is. A lower number is more cautious; more than before is a step up.
impl Scale for Amount {
    fn caution(self) -> u64 {
        // The bits of numbers that are not negative have the order of the numbers.
        u64::MAX - self.0.to_bits()
    }

    fn shares_ladder(self, _: Self) -> bool {
        true
    }
}

/// The answer to a question "is it at least as good as X?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One piece of evidence for it that is at least fair overturns every piece against it.
    Yes,
    /// One piece of evidence against it overturns every piece for it that is at least fair, or no such piece exists.
    No,
    /// Neither overturns the other.
    Disputed,
    /// Only weak evidence is for it, and no evidence is against it.
    Unconfirmed,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadingState {
    Unknown,
    Settled,
    /// Weak evidence only, or a firm source could not observe it. It does not fill a bar, extend a streak or meet a
    /// test.
    Unconfirmed,
    /// The evidence disputes a better value. The value is the most cautious one that any evidence gives.
    Disputed,
}

/// The number of different values up to which each is asked about.
const MAX_ASKED: usize = 64;

/// Why a reading is what it is: the rule that decided, as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    NoEvidence,
    /// No evidence gives another value.
    Unopposed,
    /// It is later than the evidence against it, and its standing is not lower.
    Newest,
    /// It corrects an earlier entry of its own origin.
    Correction,
    /// A second, independent origin confirms it.
    Corroborated,
    /// The evidence against it was older than `stale_after` at that time.
    OthersOld,
    StepUp,
    /// It is bad news, at least fair and later. That is enough.
    BadNews,
    /// Both values have the same time. The more cautious one is used.
    MoreCautious,
    /// This entry gives a better value, but its standing is too low to overturn the reading.
    NotOverturned(EntryIndex),
    /// The operator prefers its source (`prefer`).
    Preferred,
    Conflict,
    /// Only weak evidence supports it.
    WeakOnly,
    NotObserved,
}

/// What the evidence adds up to for one aspect of one entity, as of one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<V> {
    /// The value. `None` if nothing is known. `state` says how certain it is.
    pub value: Option<V>,
    pub state: ReadingState,
    pub basis: Basis,
    /// The entry that the value comes from.
    pub used: Option<EntryIndex>,
    /// The time that the used entry describes.
    pub at: Option<TimePoint>,
    /// Entries that give another value and are not overturned.
    pub others: Vec<EntryIndex>,
    pub promised: Option<EntryIndex>,
    /// Unsupported entries that give another value and are not older than the used entry.
    pub unsupported: Vec<EntryIndex>,
    pub newest: Option<TimePoint>,
    /// Start of the current run: the time of the first consecutive entry that gives this value.
    pub since: Option<TimePoint>,
    /// Number of independent origins that give this value since `since`.
    pub origins: usize,
    /// Whether all evidence is now older than `stale_after`.
    pub is_last_known: bool,
}

impl<V: Copy + PartialEq> Reading<V> {
    pub fn settled(&self) -> Option<V> {
        self.value.filter(|_| self.state == ReadingState::Settled)
    }

    pub fn is_disputed(&self) -> bool {
        self.state == ReadingState::Disputed
    }

    pub fn is_unconfirmed(&self) -> bool {
        self.state == ReadingState::Unconfirmed
    }

    /// Whether any entry gives another value and is not overturned.
    pub fn is_contradicted(&self) -> bool {
        !self.others.is_empty()
    }

    /// Whether sources differ, even if the rules settle it.
    pub fn is_differing(&self) -> bool {
        self.is_disputed() || self.is_contradicted()
    }
}

/// A period in which a source could not observe the entity.
#[derive(Clone, Copy, Debug)]
pub struct NotObserved {
    pub from: DateTime<Utc>,
    /// `None` while the period continues.
    pub until: Option<DateTime<Utc>>,
    /// The standing of the source that reports the period.
    pub standing: Standing,
}

/// What the rules need in addition to the evidence.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'w> {
    /// The moment for which the evidence is judged.
    pub now: DateTime<Utc>,
    /// How long evidence about the entity stays fresh.
    pub stale_after: TimeDelta,
    /// When somebody last checked and nothing had changed. Everything known at that time counts as fresh from then on.
    pub checked: Option<TimePoint>,
    /// The source that the operator chose to settle disputes.
    pub prefer: Option<&'w Id>,
}

impl<'w> Judge<'w> {
    /// Reads a scale in which each value is a separate question: rungs, presence, levels, numbers.
    pub fn read<V: Scale>(&self, evidence: &[Evidence<'w, V>]) -> Reading<V> {
        self.read_by(evidence, |pieces| self.judge_steps(pieces))
    }

    /// Reads a crossing's status. The question is whether people can pass.
    pub fn read_status(
        &self,
        evidence: &[Evidence<'w, CrossingStatus>],
        not_observed: &[NotObserved],
    ) -> Reading<CrossingStatus> {
        self.read_by(evidence, |pieces| self.judge_passage(pieces, not_observed))
    }

    /// Whether it is at least as good as a value, using only evidence of at least this class of claim.
    pub fn ask<V: Scale>(&self, evidence: &[Evidence<'w, V>], at_least: V, class: Claim) -> Answer {
        let counted: Vec<_> = evidence.iter().filter(|piece| !piece.is_set_aside()).copied().collect();
        let pieces = self.preferred(&counted, |pieces| self.judge_steps(pieces)).map_or(counted, |(pieces, _)| pieces);
        self.answer(&latest_of_each(&pieces), |piece| {
            let is_good = piece.value.caution() <= at_least.caution();
            // The classes are in descending order: `verified` is the smallest value.
            (!is_good || piece.claim.is_some_and(|claim| claim <= class)).then_some(is_good)
        })
    }

    fn read_by<V: Scale>(
        &self,
        evidence: &[Evidence<'w, V>],
        judge: impl Fn(&[Evidence<'w, V>]) -> Judged<'w, V>,
    ) -> Reading<V> {
        let promised = evidence.iter().filter(|piece| piece.is_promise()).max_by_key(|piece| piece.at.start);
        let promised = promised.map(|piece| piece.entry);
        let counted: Vec<_> = evidence.iter().filter(|piece| !piece.is_set_aside()).copied().collect();
        let (pieces, judged) = match self.preferred(&counted, &judge) {
            Some(settled) => settled,
            None => {
                let judged = judge(&counted);
                (counted.clone(), judged)
            }
        };
        let Judged { value, state, basis, used } = judged;
        let newest = newest_telling(evidence);
        let is_last_known = newest.is_some_and(|newest| self.is_stale(newest, self.now));
        let others = self.others(&counted, used.as_ref());
        let is_news = |piece: &&Evidence<'_, V>| {
            let is_other = value.is_none_or(|value| value != piece.value);
            is_other && used.is_none_or(|used| piece.at.end >= used.at.start)
        };
        let unsupported =
            evidence.iter().filter(|piece| piece.standing == Standing::Unsupported && !piece.is_promise());
        let run = run(&pieces, used.as_ref());
        let mut origins: Vec<_> = run
            .iter()
            .filter(|piece| piece.source.is_some() && !piece.is_self_reported)
            .map(|piece| piece.origin)
            .collect();
        origins.sort_unstable();
        origins.dedup();
        Reading {
            value,
            state,
            basis,
            used: used.map(|used| used.entry),
            at: used.map(|used| used.at),
            others,
            promised,
            unsupported: unsupported.filter(is_news).map(|piece| piece.entry).collect(),
            newest,
            since: run.last().map(|piece| piece.at),
            origins: origins.len(),
            is_last_known,
        }
    }

    /// Applies the operator's choice to a dispute: uses what the preferred source says, and what others say later. The
    /// choice settles nothing that the preferred source's own evidence does not settle.
    fn preferred<V: Scale>(
        &self,
        pieces: &[Evidence<'w, V>],
        judge: impl Fn(&[Evidence<'w, V>]) -> Judged<'w, V>,
    ) -> Option<(Vec<Evidence<'w, V>>, Judged<'w, V>)> {
        let prefer = self.prefer?;
        let is_preferred = |piece: &&Evidence<'_, V>| piece.source == Some(prefer);
        let word = pieces.iter().filter(is_preferred).max_by_key(|piece| piece.at.start)?;
        if judge(pieces).state != ReadingState::Disputed {
            return None;
        }
        let counts = |piece: &&Evidence<'_, V>| piece.source == Some(prefer) || is_later(piece, word);
        let chosen: Vec<_> = pieces.iter().filter(counts).copied().collect();
        let judged = judge(&chosen);
        let is_settled = judged.state == ReadingState::Settled;
        is_settled.then_some((chosen, Judged { basis: Basis::Preferred, ..judged }))
    }

    /// Reads rungs, presence, levels and numbers: the best value that is answered yes.
    fn judge_steps<V: Scale>(&self, all: &[Evidence<'w, V>]) -> Judged<'w, V> {
        let pieces = latest_of_each(all);
        let mut values: Vec<V> = pieces.iter().map(|piece| piece.value).collect();
        values.sort_by_key(|value| value.caution());
        values.dedup();
        let answer = |value: &V| self.answer(&pieces, |piece| Some(piece.value.caution() <= value.caution()));
        // Of very many values not each is asked about: the better a value, the less is for it.
        let first = if values.len() > MAX_ASKED {
            values.partition_point(|value| answer(value) != Answer::Yes).saturating_sub(1)
        } else {
            0
        };
        let mut disputed: Vec<V> = Vec::new();
        for value in values.into_iter().skip(first) {
            let answer = answer(&value);
            if answer == Answer::Yes {
                let used =
                    newest(pieces.iter().filter(|piece| piece.value == value && piece.standing >= Standing::Fair))
                        .or(newest(pieces.iter().filter(|piece| piece.value == value)));
                let is_disputed = disputed.iter().any(|better| better.opposes(value));
                let state = if is_disputed { ReadingState::Disputed } else { ReadingState::Settled };
                return self.judged(&pieces, value, state, used);
            }
            if answer == Answer::Disputed {
                disputed.push(value);
            }
        }
        // No value is answered yes because all evidence is weak.
        let worst = pieces.iter().max_by_key(|piece| (piece.value.caution(), piece.at.start)).copied();
        worst.map_or(Judged::NOTHING, |worst| self.judged(&pieces, worst.value, ReadingState::Unconfirmed, Some(worst)))
    }

    /// Reads a crossing: first whether people can pass, then the newest value on that side.
    fn judge_passage(
        &self,
        all: &[Evidence<'w, CrossingStatus>],
        not_observed: &[NotObserved],
    ) -> Judged<'w, CrossingStatus> {
        let (blind, seen): (Vec<_>, Vec<_>) = all.iter().copied().partition(|it| it.value == CrossingStatus::Unknown);
        // A source that no longer knows withdraws its earlier report that it was open.
        let last_blind = LastWords::new(&blind);
        let is_taken_back = |piece: &Evidence<'w, CrossingStatus>| piece.value.is_open() && last_blind.has_later(piece);
        let seen: Vec<_> = seen.into_iter().filter(|piece| !is_taken_back(piece)).collect();
        // A schedule counts against earlier reports. Reports about its own day confirm it.
        let opened = seen.iter().filter(|piece| piece.value.is_open() && piece.standing >= Standing::Fair);
        let opened: Vec<_> = opened.copied().collect();
        let is_kept = |piece: &Evidence<'_, CrossingStatus>| {
            piece.value == CrossingStatus::Scheduled && opened.iter().any(|open| !is_later(piece, open))
        };
        let pieces = latest_of_each(&seen.into_iter().filter(|piece| !is_kept(piece)).collect::<Vec<_>>());
        match self.answer(&pieces, |piece| Some(piece.value.is_open())) {
            Answer::Yes => {
                let side: Vec<_> = pieces
                    .iter()
                    .filter(|piece| piece.value.is_open() && piece.standing >= Standing::Fair)
                    .copied()
                    .collect();
                let used = most_cautious_newest(&side);
                let is_firm = used.is_some_and(|used| {
                    used.standing == Standing::Firm || side.iter().any(|voice| self.supports(voice, &used))
                });
                let from_reports = blind.iter().map(|blind| (blind.at.end, blind.standing));
                let from_gaps =
                    not_observed.iter().map(|gap| (gap.until.unwrap_or(DateTime::<Utc>::MAX_UTC), gap.standing));
                let is_blind = |(until, standing): (DateTime<Utc>, Standing)| {
                    standing == Standing::Firm && used.is_some_and(|used| until > used.at.start)
                };
                match used {
                    Some(used) if !is_firm && from_reports.chain(from_gaps).any(is_blind) => Judged {
                        value: Some(used.value),
                        state: ReadingState::Unconfirmed,
                        basis: Basis::NotObserved,
                        used: Some(used),
                    },
                    Some(used) => self.judged(&pieces, used.value, ReadingState::Settled, Some(used)),
                    None => Judged::NOTHING,
                }
            }
            Answer::No => {
                let side: Vec<_> = pieces.iter().filter(|piece| !piece.value.is_open()).copied().collect();
                let used = most_cautious_newest(&side);
                used.map_or(Judged::NOTHING, |used| self.judged(&pieces, used.value, ReadingState::Settled, Some(used)))
            }
            Answer::Disputed => {
                let worst = pieces.iter().max_by_key(|piece| (piece.value.caution(), piece.at.start)).copied();
                worst.map_or(Judged::NOTHING, |used| {
                    self.judged(&pieces, used.value, ReadingState::Disputed, Some(used))
                })
            }
            Answer::Unconfirmed => {
                let used = newest(pieces.iter());
                used.map_or(Judged::NOTHING, |used| {
                    self.judged(&pieces, used.value, ReadingState::Unconfirmed, Some(used))
                })
            }
            Answer::Unknown => {
                let used = newest(blind.iter());
                let basis = if used.is_some() { Basis::NotObserved } else { Basis::NoEvidence };
                Judged { value: used.map(|used| used.value), state: ReadingState::Unknown, basis, used }
            }
        }
    }

    /// Answers one question. `side` returns whether a piece of evidence is for or against it; `None` means neither.
    fn answer<V: Scale>(&self, pieces: &[Evidence<'w, V>], side: impl Fn(&Evidence<'w, V>) -> Option<bool>) -> Answer {
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for piece in pieces {
            match side(piece) {
                Some(true) => good.push(*piece),
                Some(false) => bad.push(*piece),
                None => {}
            }
        }
        // Newest first, so that a piece that cannot be overturned is found early.
        bad.sort_by_key(|piece| Reverse(piece.at.start));
        good.sort_by_key(|piece| Reverse(piece.at.start));
        let fit: Vec<_> = good.iter().filter(|piece| piece.standing >= Standing::Fair).copied().collect();
        let wins = |piece: &Evidence<'w, V>| {
            // The first test alone settles most pairs: to look for a second origin takes longer.
            bad.iter().all(|other| {
                let is_step = piece.value.shares_ladder(other.value);
                let is_own_word = piece.is_self_reported && piece.origin != other.origin && !is_step;
                is_later(piece, other)
                    && !is_own_word
                    && self.overturns(piece, other, self.lifted(piece, &fit, other), is_step)
            })
        };
        if fit.iter().any(wins) {
            return Answer::Yes;
        }
        if fit.is_empty() {
            return match (good.is_empty(), bad.is_empty()) {
                (_, false) => Answer::No,
                (false, true) => Answer::Unconfirmed,
                (true, true) => Answer::Unknown,
            };
        }
        let loses = |piece: &Evidence<'w, V>| {
            let standing = if piece.standing >= Standing::Fair { Standing::Firm } else { piece.standing };
            fit.iter().all(|other| self.overturns(piece, other, standing, false))
        };
        if bad.iter().any(loses) { Answer::No } else { Answer::Disputed }
    }

    /// Whether a piece, with this standing, overturns another. It must be later, and one of these must hold: same
    /// origin, standing not lower, the other piece was older than `stale_after` at that time, or it is a step up a
    /// ladder.
    fn overturns<V: Scale>(
        &self,
        piece: &Evidence<'w, V>,
        other: &Evidence<'w, V>,
        standing: Standing,
        is_step: bool,
    ) -> bool {
        is_later(piece, other)
            && (is_step
                || piece.origin == other.origin
                || standing >= other.standing
                || self.is_stale(other.at, piece.at.start))
    }

    /// The standing of good news against another piece. It is firm if a second, independent origin that is at least
    /// fair confirms it within `stale_after` and after the piece to overturn. A source that reported before a closure
    /// did not know of it.
    fn lifted<V: Scale>(&self, piece: &Evidence<'w, V>, fit: &[Evidence<'w, V>], other: &Evidence<'w, V>) -> Standing {
        let supports = |voice: &Evidence<'w, V>| self.supports(voice, piece) && is_later(voice, other);
        if piece.standing < Standing::Firm && fit.iter().any(supports) { Standing::Firm } else { piece.standing }
    }

    /// Whether a second, independent origin confirms it within `stale_after`. The one who owes it confirms nothing.
    fn supports<V>(&self, voice: &Evidence<'w, V>, piece: &Evidence<'w, V>) -> bool {
        voice.origin != piece.origin
            && !voice.is_self_reported
            && (voice.at.start - piece.at.start).abs() <= self.stale_after
    }

    /// Whether evidence for a time was older than `stale_after` at a moment. A check in between counts.
    fn is_stale(&self, said: TimePoint, at: DateTime<Utc>) -> bool {
        let looked = self.checked.filter(|look| look.end >= said.start && look.start <= at).map(|look| look.end);
        at - looked.map_or(said.end, |look| look.max(said.end)) >= self.stale_after
    }

    /// Entries that give another value than the used entry, are still fresh, and are not overturned by it or by a later
    /// entry of their own origin. An origin that gives two values for one time contradicts itself.
    fn others<V: Scale>(&self, counted: &[Evidence<'w, V>], used: Option<&Evidence<'w, V>>) -> Vec<EntryIndex> {
        let Some(used) = used else { return Vec::new() };
        let last_words = LazyCell::new(|| LastWords::new(counted));
        let mut entries: Vec<_> = counted
            .iter()
            .filter(|piece| piece.value != used.value && (piece.origin != used.origin || is_same_time(piece, used)))
            .filter(|piece| !self.answers(used, piece) && !self.is_stale(piece.at, used.at.start))
            .filter(|piece| !last_words.has_later(piece))
            .map(|piece| piece.entry)
            .collect();
        entries.sort_unstable();
        entries
    }

    /// Whether a piece replaces another so that the other is not listed. A status changes with time. A step down a
    /// ladder reported by another origin is believed, but it contradicts the earlier value: it does not mean that
    /// anything regressed.
    fn answers<V: Scale>(&self, piece: &Evidence<'w, V>, other: &Evidence<'w, V>) -> bool {
        let is_worse = piece.value.caution() > other.value.caution();
        let is_step = piece.value.shares_ladder(other.value);
        if is_step && is_worse {
            return is_denial(piece, other);
        }
        let standing = if is_worse && piece.standing >= Standing::Fair { Standing::Firm } else { piece.standing };
        self.overturns(piece, other, standing, is_step)
    }

    fn judged<V: Scale>(
        &self,
        pieces: &[Evidence<'w, V>],
        value: V,
        state: ReadingState,
        used: Option<Evidence<'w, V>>,
    ) -> Judged<'w, V> {
        let basis = match (state, &used) {
            (ReadingState::Disputed, _) => Basis::Conflict,
            (ReadingState::Unconfirmed, _) => Basis::WeakOnly,
            (ReadingState::Unknown, _) | (_, None) => Basis::NoEvidence,
            (ReadingState::Settled, Some(used)) => self.basis(pieces, used),
        };
        Judged { value: Some(value), state, basis, used }
    }

    /// Returns which rule decided for a piece, using the closest piece that gives another value.
    fn basis<V: Scale>(&self, pieces: &[Evidence<'w, V>], used: &Evidence<'w, V>) -> Basis {
        let different = || pieces.iter().filter(|piece| piece.value != used.value);
        let is_better = |piece: &&Evidence<'_, V>| {
            piece.value.caution() < used.value.caution() && piece.value.opposes(used.value) && !is_later(used, piece)
        };
        if let Some(better) = newest(different().filter(is_better)) {
            let is_same_time = !is_later(&better, used);
            return if is_same_time && !better.value.opposes(used.value) {
                Basis::MoreCautious
            } else {
                Basis::NotOverturned(better.entry)
            };
        }
        let Some(other) = newest(different()) else {
            let mut fit = pieces.iter().filter(|piece| piece.standing >= Standing::Fair);
            return if fit.any(|voice| self.supports(voice, used)) { Basis::Corroborated } else { Basis::Unopposed };
        };
        if !is_later(used, &other) {
            Basis::MoreCautious
        } else if used.origin == other.origin {
            Basis::Correction
        } else if used.standing >= other.standing {
            Basis::Newest
        } else if used.value.caution() > other.value.caution() {
            Basis::BadNews
        } else if self.is_stale(other.at, used.at.start) {
            Basis::OthersOld
        } else if used.value.shares_ladder(other.value) {
            Basis::StepUp
        } else {
            Basis::Corroborated
        }
    }
}

/// The time of the newest evidence that renews what is known. If any evidence is at least fair and not the word of the
/// one who owes it, only that evidence counts.
pub fn newest_telling<V>(evidence: &[Evidence<'_, V>]) -> Option<TimePoint> {
    let counted = || evidence.iter().filter(|piece| !piece.is_set_aside());
    let is_fair = |piece: &&Evidence<'_, V>| piece.standing >= Standing::Fair && !piece.is_self_reported;
    let newest = |at: TimePoint| (at.end, at.start);
    let fair = counted().filter(is_fair).map(|piece| piece.at).max_by_key(|at| newest(*at));
    fair.or(counted().map(|piece| piece.at).max_by_key(|at| newest(*at)))
}

/// Result of the rules, before the other entries are collected.
#[derive(Clone, Copy)]
struct Judged<'w, V> {
    value: Option<V>,
    state: ReadingState,
    basis: Basis,
    used: Option<Evidence<'w, V>>,
}

impl<V> Judged<'_, V> {
    const NOTHING: Self = Self { value: None, state: ReadingState::Unknown, basis: Basis::NoEvidence, used: None };
}

/// Whether `a` describes a later time than `b`. If both describe the same day and one has no time of day, neither is
/// later. Exception: a change for the worse with a time of day is later than the record of its day.
pub fn is_later<V: Scale>(a: &Evidence<'_, V>, b: &Evidence<'_, V>) -> bool {
    if is_same_day(a.at, b.at) {
        let is_change = a.at.precision == Precision::Exact && b.at.precision == Precision::Day;
        return is_change && a.value.caution() > b.value.caution();
    }
    a.at.start > b.at.start
}

/// Whether neither describes a later time than the other.
fn is_same_time<V: Scale>(a: &Evidence<'_, V>, b: &Evidence<'_, V>) -> bool {
    !is_later(a, b) && !is_later(b, a)
}

/// Whether a piece retracts what another said: its origin corrects itself, or the piece is a firm verified denial.
pub fn is_denial<V: Scale>(piece: &Evidence<'_, V>, other: &Evidence<'_, V>) -> bool {
    let is_firm = piece.standing == Standing::Firm && piece.claim == Some(Claim::Verified);
    is_later(piece, other) && (piece.origin == other.origin || is_firm)
}

/// Whether one is a whole day and the other is within it.
pub fn is_same_day(a: TimePoint, b: TimePoint) -> bool {
    let holds =
        |day: TimePoint, at: TimePoint| day.precision == Precision::Day && day.start <= at.start && at.start < day.end;
    holds(a, b) || holds(b, a)
}

fn newest<'e, 'w: 'e, V: Scale + 'e>(pieces: impl Iterator<Item = &'e Evidence<'w, V>>) -> Option<Evidence<'w, V>> {
    pieces.max_by_key(|piece| (piece.at.start, piece.value.caution())).copied()
}

/// The newest piece. If several have the same time, the most cautious of them.
fn most_cautious_newest<'w, V: Scale>(side: &[Evidence<'w, V>]) -> Option<Evidence<'w, V>> {
    let last = newest(side.iter())?;
    let is_of_time = |piece: &&Evidence<'w, V>| is_same_time(piece, &last);
    side.iter().filter(is_of_time).max_by_key(|piece| (piece.value.caution(), piece.standing)).copied()
}

/// Keeps the latest of the equal pieces that one origin repeats. It represents the others in every question.
fn latest_of_each<'w, V: Scale>(pieces: &[Evidence<'w, V>]) -> Vec<Evidence<'w, V>> {
    let kind = |piece: &Evidence<'w, V>| {
        (piece.origin, piece.value.caution(), piece.standing, piece.at.precision, piece.claim, piece.source)
    };
    let mut sorted = pieces.to_vec();
    sorted.sort_by_key(|piece| (kind(piece), Reverse((piece.at.start, piece.entry))));
    sorted.dedup_by_key(|piece| kind(piece));
    sorted
}

/// The last entries of each origin, used to find whether an origin has said anything later.
pub(super) struct LastWords<'w, V>(Vec<Evidence<'w, V>>);

impl<'w, V: Scale> LastWords<'w, V> {
    /// Keeps, for each origin, value and precision, the latest entry, newest first. If an earlier entry of its kind is
    /// later than something, so is this one.
    pub(super) fn new(pieces: &[Evidence<'w, V>]) -> Self {
        let kind = |piece: &Evidence<'w, V>| (piece.origin, piece.value.caution(), piece.at.precision);
        let mut words = pieces.to_vec();
        words.sort_by_key(|piece| (kind(piece), Reverse(piece.at.start)));
        words.dedup_by_key(|piece| kind(piece));
        words.sort_by_key(|piece| (piece.origin, Reverse(piece.at.start)));
        Self(words)
    }

    /// Whether the origin of a piece has said anything later.
    pub(super) fn has_later(&self, piece: &Evidence<'w, V>) -> bool {
        let first = self.0.partition_point(|word| word.origin < piece.origin);
        let of_origin = self.0[first..].iter().take_while(|word| word.origin == piece.origin);
        of_origin.take_while(|word| word.at.start >= piece.at.start).any(|word| is_later(word, piece))
    }
}

/// The consecutive pieces, newest first, that give the used value, up to the first opposite one.
fn run<'w, V: Scale>(pieces: &[Evidence<'w, V>], used: Option<&Evidence<'w, V>>) -> Vec<Evidence<'w, V>> {
    let Some(used) = used else { return Vec::new() };
    let mut sorted = pieces.to_vec();
    sorted.sort_by_key(|piece| Reverse((piece.at.start, piece.entry == used.entry)));
    let from_used = sorted.into_iter().skip_while(|piece| piece.at.start > used.at.start);
    let not_opposed = from_used.filter(|piece| piece.value == used.value || is_later(used, piece));
    not_opposed.take_while(|piece| !piece.value.opposes(used.value)).filter(|piece| piece.value == used.value).collect()
}
