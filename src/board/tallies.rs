//! Compares tallies: which of them count the same thing, and which are comparable. Tallies are never added.
//!
//! Two tallies are comparable only if authority, window and inclusions are all given and equal. A missing value may
//! differ, so it makes them incomparable.

use super::crossing::{Day, Range};
use super::{Board, EvalContext};
use crate::text::Text;
use crate::watchlist::scales::TallyKind;
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Dated, Measure, Tally, Watchlist};
use chrono::NaiveDate;
use std::collections::HashMap;

/// In groups up to this size, all pairs are compared.
const ALL_COMPARED: usize = 8;

/// The tallies that count the same thing, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyGroup {
    /// Those that have come, in the order of the file: indices into the watchlist's tallies.
    pub members: Vec<usize>,
    /// All pairs, or in a long list each tally with the next one, and whether they are comparable.
    pub pairs: Vec<TallyPair>,
}

/// Two tallies that count the same thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyPair {
    /// The first one in the file, as an index into the watchlist's tallies.
    pub first: usize,
    /// The second one in the file, as an index into the watchlist's tallies.
    pub second: usize,
    pub comparison: TallyComparison,
}

/// Whether two tallies are comparable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TallyComparison {
    /// Everything is equal except the number: they differ by this amount, and contradict each other unless it is 0.
    Differ(u64),
    /// Everything is equal, but at least one number is not exact, so there is no exact difference.
    Inexact,
    /// One authority counts the same thing from the same day, and the later count is lower by this amount. A cumulative
    /// count cannot fall.
    Falls(u64),
    /// Something differs or is not given.
    Unlike(Vec<Mismatch>),
}

/// Why two tallies are not comparable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// They are counted by different authorities.
    Authority(Certainty),
    /// They start to count at different times.
    Start(Certainty),
    /// They count up to different times.
    AsOf(Certainty),
    /// They include different things.
    Inclusions(Certainty),
    /// They are in different units, or only one of them is a stock.
    Unit,
}

/// Whether a mismatch is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Both give a value, and the values differ.
    Differs,
    /// At least one does not give a value.
    Untold,
}

/// A tally of a number that day records also give, with the sum of those days. The sum corrects nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Itemised {
    /// An index into the watchlist's tallies.
    pub tally: usize,
    pub measure: Measure,
    /// Days in the tally's window. Without an end, it extends to today. `None` if it has no start.
    pub days: Option<usize>,
    /// Days of the window with a number.
    pub recorded: usize,
    /// The sum of these numbers, by the lowest and by the highest source of each day.
    pub sum: Range,
}

/// The tallies of a crossing's numbers that have come, in the order of the file.
pub fn itemised(board: &Board, crossing: usize) -> Vec<Itemised> {
    let days = board.crossings[crossing].days.recorded();
    itemised_of((&board.watchlist, board.today()), crossing, days, &board.tallies)
}

/// The tallies of a crossing that are lower than the sum of its days, using the lowest source of each day. The days are
/// a part of what was counted. Only exact numbers with a known window are compared.
pub(super) fn below_days(
    ctx: &EvalContext<'_>,
    crossing: usize,
    days: &[Day],
    groups: &[TallyGroup],
) -> impl Iterator<Item = usize> {
    let is_below = |beside: &Itemised| {
        let tally = &ctx.watchlist.tallies[beside.tally];
        let is_known = tally.kind != Some(TallyKind::Stock)
            && tally.qualifier.is_none()
            && tally.from.is_some()
            && matches!(tally.as_of.map(|at| at.value), Some(Dated::At(_)));
        is_known && tally.value < beside.sum.low
    };
    let beside = itemised_of((ctx.watchlist, ctx.today), crossing, days, groups);
    beside.into_iter().filter(is_below).map(|beside| beside.tally).collect::<Vec<_>>().into_iter()
}

fn itemised_of(
    (watchlist, today): (&Watchlist, NaiveDate),
    crossing: usize,
    days_of: &[Day],
    groups: &[TallyGroup],
) -> Vec<Itemised> {
    let zone = watchlist.zone();
    let crossing = &watchlist.crossings[crossing];
    let of_crossing = |index: usize| {
        let tally = &watchlist.tallies[index];
        let (of, measure) = tally.of.as_ref()?.value.as_str().split_once('/')?;
        if of != crossing.id.value.as_str() {
            return None;
        }
        let measure = crossing.measure(measure)?;
        let until = match tally.as_of.map(|at| at.value) {
            Some(Dated::At(at)) => at.date(zone),
            Some(Dated::Unknown) | None => today,
        };
        let from = tally.from.map(|from| from.date(zone));
        let is_within = |day: &&Day| day.date <= until && from.is_none_or(|from| from <= day.date);
        let numbers = days_of.iter().filter(is_within).filter_map(|day| day.number(measure));
        let mut sum = Range { low: 0, high: 0 };
        let mut recorded = 0;
        for number in numbers {
            recorded += 1;
            sum = Range { low: sum.low.saturating_add(number.low), high: sum.high.saturating_add(number.high) };
        }
        let days = from.and_then(|from| usize::try_from((until - from).num_days() + 1).ok());
        Some(Itemised { tally: index, measure, days, recorded, sum })
    };
    let come = groups.iter().flat_map(|group| &group.members).copied();
    come.filter_map(of_crossing).collect()
}

pub(super) fn read_tallies(ctx: &EvalContext<'_>) -> Vec<TallyGroup> {
    let tallies = &ctx.watchlist.tallies;
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for index in (0..tallies.len()).filter(|index| has_come(ctx, &tallies[*index])) {
        let place = *places.entry(tallies[index].what.folded()).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(index);
    }
    let pairs = |members: &[usize]| -> Vec<TallyPair> {
        let each = members.iter().enumerate();
        each.flat_map(|(at, first)| members[at + 1..].iter().take(reach(members)).map(move |second| (*first, *second)))
            .map(|(first, second)| TallyPair { first, second, comparison: compare(&tallies[first], &tallies[second]) })
            .collect()
    };
    groups.into_iter().map(|members| TallyGroup { pairs: pairs(&members), members }).collect()
}

/// How many of the following tallies each tally is compared with. In a long list only the next one, because the number
/// of pairs would be many times the number of tallies.
fn reach(members: &[usize]) -> usize {
    if members.len() <= ALL_COMPARED { members.len() } else { 1 }
}

fn has_come(ctx: &EvalContext<'_>, tally: &Tally) -> bool {
    let as_of = match tally.as_of.map(|at| at.value) {
        Some(Dated::At(at)) => Some(at),
        Some(Dated::Unknown) | None => None,
    };
    tally.reported.map(|at| at.value).or(as_of).is_none_or(|at| ctx.has_come(at))
}

/// Whether two tallies of one thing are comparable.
fn compare(a: &Tally, b: &Tally) -> TallyComparison {
    let authority = |tally: &Tally| tally.authority.as_ref().map(|who| who.value.clone());
    let as_of = |tally: &Tally| match tally.as_of.map(|at| at.value) {
        Some(Dated::At(at)) => Some(at),
        Some(Dated::Unknown) | None => None,
    };
    let included = |tally: &Tally| {
        let sorted = |texts: &[Text]| {
            let mut words: Vec<_> = texts.iter().map(|text| text.raw().trim().to_lowercase()).collect();
            words.sort();
            words
        };
        let parts = (sorted(&tally.includes), sorted(&tally.excludes));
        (!parts.0.is_empty() || !parts.1.is_empty()).then_some(parts)
    };
    let is_stock = |tally: &Tally| tally.kind == Some(TallyKind::Stock);
    let unit = |tally: &Tally| (is_stock(tally), tally.unit.as_ref().map(Text::folded));
    let mismatches = [
        told(authority(a), authority(b)).map(Mismatch::Authority),
        // A stock does not begin on a day.
        told(a.from, b.from).filter(|_| !(is_stock(a) && is_stock(b))).map(Mismatch::Start),
        told(as_of(a), as_of(b)).map(Mismatch::AsOf),
        told(included(a), included(b)).map(Mismatch::Inclusions),
        (unit(a) != unit(b)).then_some(Mismatch::Unit),
    ];
    let mismatches: Vec<_> = mismatches.into_iter().flatten().collect();
    if let Some(fall) = fall(a, b, (as_of(a), as_of(b)), &mismatches) {
        return TallyComparison::Falls(fall);
    }
    if !mismatches.is_empty() {
        TallyComparison::Unlike(mismatches)
    } else if a.qualifier.is_some() || b.qualifier.is_some() {
        TallyComparison::Inexact
    } else {
        TallyComparison::Differ(a.value.abs_diff(b.value))
    }
}

/// How much lower the later of two counts of one authority is, if they differ only in their last day.
fn fall(
    a: &Tally,
    b: &Tally,
    (a_until, b_until): (Option<TimePoint>, Option<TimePoint>),
    mismatches: &[Mismatch],
) -> Option<u64> {
    // If neither says what it includes, they are taken as one series.
    let is_bare = [&a.includes, &a.excludes, &b.includes, &b.excludes].iter().all(|parts| parts.is_empty());
    let told = |mismatch: &&Mismatch| !is_bare || !matches!(mismatch, Mismatch::Inclusions(_));
    let mismatches: Vec<_> = mismatches.iter().filter(told).copied().collect();
    let is_stock = a.kind == Some(TallyKind::Stock);
    let is_series = !is_stock && mismatches == [Mismatch::AsOf(Certainty::Differs)] && a.from.is_some();
    let (earlier, later) = if a_until?.end <= b_until?.end { (a, b) } else { (b, a) };
    let is_exact = later.qualifier.is_none();
    (is_series && is_exact && later.value < earlier.value).then(|| earlier.value - later.value)
}

fn told<T: PartialEq>(a: Option<T>, b: Option<T>) -> Option<Certainty> {
    match (a, b) {
        (Some(a), Some(b)) if a == b => None,
        (Some(_), Some(_)) => Some(Certainty::Differs),
        (None, _) | (_, None) => Some(Certainty::Untold),
    }
}
