//! Spillover as of now: how high each risk stands, how hot the log is, and which way both go.

use super::EvalContext;
use super::choice::is_same_time;
use super::coverage::{self, Gap};
use super::freshness::{self, Freshness};
use super::heat::{Heat, Meter};
use crate::watchlist::scales::{Impact, Likelihood, Severity};
use crate::watchlist::{Assessment, Id, Risk};
use chrono::{DateTime, TimeDelta, Utc};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// Everything about spillover as of now.
#[derive(Clone, Debug)]
pub struct SpilloverReading {
    /// One for each risk of the watchlist, in its order.
    pub risks: Vec<RiskReading>,
    /// The heat of the whole log.
    pub heat: Heat,
    /// The last time within one half-life in which any risk could not be observed: its heat may be too low.
    pub gap: Option<Gap>,
    /// The log's entries that have come, newest first, as indices into the watchlist's log.
    pub log: Vec<u32>,
    /// The highest level of any risk; unknown where none is assessed.
    pub level: Option<Level>,
}

/// One risk as of now.
#[derive(Clone, Debug)]
pub struct RiskReading {
    /// The latest assessment, as an index into the risk's assessments.
    pub latest: Option<usize>,
    /// The level of the latest assessment; unknown where there is none. Where sources differ at the same time, the higher.
    pub level: Option<Level>,
    /// The lower levels that other sources give for the same time.
    pub disputed: Vec<Level>,
    /// The assessments that give them, as indices into the risk's assessments.
    pub others: Vec<usize>,
    /// The level of the assessment before it.
    pub previous: Option<Level>,
    /// The heat of the log entries of this risk.
    pub heat: Heat,
    /// The last time within one half-life in which it could not be observed: its heat may be too low.
    pub gap: Option<Gap>,
    /// How many log entries of this risk have come.
    pub entries: usize,
    /// The newest severe or extreme entry within one half-life, as an index into the watchlist's log.
    pub severe: Option<u32>,
    /// How old the latest assessment or check is.
    pub freshness: Freshness,
}

/// How high a risk stands: likelihood times impact.
///
/// The likelihood counts 1 (up to 20 percent), 2 (to 45), 3 (to 55), 4 (to 80) or 5; the impact 1 to 5. Their product is
/// low to 4, moderate to 9, high to 16 and extreme above: the usual 5×5 matrix (ISO 31010, annex B.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Up to 4 of 25.
    Low,
    /// 5 to 9.
    Moderate,
    /// 10 to 16.
    High,
    /// 17 and more.
    Extreme,
}

impl Level {
    /// The level of a judgement.
    pub fn of(likelihood: Likelihood, impact: Impact) -> Self {
        let likelihood = match likelihood {
            Likelihood::AlmostNoChance | Likelihood::VeryUnlikely => 1,
            Likelihood::Unlikely => 2,
            Likelihood::RoughlyEvenChance => 3,
            Likelihood::Likely => 4,
            Likelihood::VeryLikely | Likelihood::AlmostCertain => 5,
        };
        match likelihood * (impact as u8 + 1) {
            0..=4 => Self::Low,
            5..=9 => Self::Moderate,
            10..=16 => Self::High,
            _ => Self::Extreme,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::Extreme => "extreme",
        }
    }
}

pub(super) fn read(ctx: &EvalContext<'_>) -> SpilloverReading {
    let watchlist = ctx.watchlist;
    let half_life = watchlist.spillover.as_ref().map_or(TimeDelta::days(7), |spillover| spillover.half_life());
    let mut log = watchlist.log().come(ctx.now, ctx.horizon);
    let mut whole = Meter::new(ctx.now, half_life);
    let mut of_risk: HashMap<&Id, OfRisk, RandomState> = watchlist
        .risks()
        .iter()
        .map(|risk| (&risk.id.value, OfRisk { meter: Meter::new(ctx.now, half_life), entries: 0, severe: None }))
        .collect();
    for &index in &log {
        let event = &watchlist.log()[index as usize];
        let at = event.at.value.end.min(ctx.now);
        whole.add(at, event.severity);
        let Some(risk) = event.risk.as_ref().and_then(|risk| of_risk.get_mut(&risk.value)) else { continue };
        risk.meter.add(at, event.severity);
        risk.entries += 1;
        if event.severity >= Severity::Severe && ctx.now - at < half_life {
            risk.severe = Some(index);
        }
    }
    log.reverse();
    let since = ctx.now.checked_sub_signed(half_life).unwrap_or(DateTime::<Utc>::MIN_UTC);
    let latest_gap =
        |gaps: Vec<Gap>| gaps.into_iter().rfind(|gap| gap.from <= ctx.now && gap.until.is_none_or(|end| since < end));
    let risks: Vec<_> = watchlist
        .risks()
        .iter()
        .map(|risk| {
            let of_log = of_risk.get(&risk.id.value).expect("a meter was made for every risk").clone();
            read_risk(ctx, risk, of_log, latest_gap(coverage::gaps(ctx, risk.id.value.as_str())))
        })
        .collect();
    let gap = latest_gap(coverage::gaps_of_risks(ctx));
    SpilloverReading { level: risks.iter().filter_map(|risk| risk.level).max(), heat: whole.finish(), gap, log, risks }
}

/// What the log says of one risk.
#[derive(Clone)]
struct OfRisk {
    meter: Meter,
    entries: usize,
    severe: Option<u32>,
}

fn read_risk(ctx: &EvalContext<'_>, risk: &Risk, of_log: OfRisk, gap: Option<Gap>) -> RiskReading {
    let mut seen: Vec<_> =
        (0..risk.assessments.len()).filter(|index| ctx.has_come(risk.assessments[*index].at.value)).collect();
    seen.sort_by_key(|index| risk.assessments[*index].at.value.start);
    let level = |index: &usize| {
        let assessment = &risk.assessments[*index];
        Level::of(assessment.likelihood, assessment.impact)
    };
    let assessment = |index: &usize| &risk.assessments[*index];
    let is_of_time = |newest: &Assessment, index: &usize| is_same_time(assessment(index).at.value, newest.at.value);
    let source = |index: &usize| assessment(index).source.as_ref().map(|source| &source.value);
    let is_last_word = |index: &usize| seen.iter().rev().find(|other| source(other) == source(index)) == Some(index);
    let current: Vec<_> = seen.last().map_or(Vec::new(), |newest| {
        seen.iter().copied().filter(|index| is_of_time(assessment(newest), index) && is_last_word(index)).collect()
    });
    // The highest of those that cannot be told apart by time: of two judges, the calmer one settles nothing.
    let latest = current.iter().copied().max_by_key(level);
    let is_contrary = |index: &&usize| latest.is_some_and(|latest| level(&latest) != level(index));
    let others: Vec<_> = current.iter().filter(is_contrary).copied().collect();
    RiskReading {
        latest,
        level: latest.as_ref().map(level),
        disputed: others.iter().map(level).collect(),
        others,
        previous: seen.iter().rev().find(|index| !current.contains(index)).map(level),
        heat: of_log.meter.finish(),
        gap,
        entries: of_log.entries,
        severe: of_log.severe,
        freshness: freshness::read(
            ctx,
            risk.assessments.iter().map(|assessment| assessment.at.value),
            risk.checked,
            risk.stale_after,
        ),
    }
}
