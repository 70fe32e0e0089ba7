//! Spillover as of now: how high each risk stands, how hot the log is, and which way both go.

use super::EvalContext;
use super::coverage::{self, Gap};
use super::evidence::{Entry, Evidence, Judge, Reading, ReadingState, Scale, Standing};
use super::freshness::{self, Freshness};
use super::heat::{Heat, Meter};
use crate::watchlist::scales::{Confidence, Impact, Likelihood, Severity};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Event, Id, Risk, Watchlist};
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
    /// Whether somebody keeps the log.
    pub upkeep: LogUpkeep,
    /// The last time within one half-life in which any risk could not be observed: its heat may be too low.
    pub gap: Option<Gap>,
    /// The log's entries that have come, newest first, as indices into the watchlist's log.
    pub log: Vec<u32>,
    /// How many of them repeat another: one event that was entered twice is one.
    pub repeats: usize,
    /// The heaviest severe or extreme entry within one half-life, of those the newest.
    pub severe: Option<u32>,
    /// The highest level of any risk; unknown where none is assessed.
    pub level: Option<Level>,
}

/// Whether somebody keeps the log. A log that nobody keeps says nothing of calm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogUpkeep {
    /// Nothing was ever logged: unknown, never calm.
    Empty,
    /// An entry or a look is younger than the log's `stale_after`.
    Kept {
        /// Since the newest entry or look.
        age: TimeDelta,
    },
    /// It is not.
    NotKept {
        /// The newest entry or look.
        since: TimePoint,
    },
}

impl LogUpkeep {
    /// The same as the freshness of a thing.
    pub fn freshness(self, now: DateTime<Utc>) -> Freshness {
        match self {
            Self::Empty => Freshness::NoData,
            Self::Kept { age } => Freshness::Fresh { age },
            Self::NotKept { since } => Freshness::Stale { age: since.age(now) },
        }
    }

    /// Whether somebody keeps it.
    pub fn is_kept(self) -> bool {
        matches!(self, Self::Kept { .. })
    }
}

/// One risk as of now.
#[derive(Clone, Debug)]
pub struct RiskReading {
    /// What its assessments add up to. Entries are indices of the risk's assessments.
    pub evidence: Reading<Level>,
    /// The level that is read; unknown where there is no assessment. Where judges dispute it, the more cautious.
    pub level: Option<Level>,
    /// The lowest and the highest level that current assessments give.
    pub range: Option<(Level, Level)>,
    /// The level that was read before.
    pub previous: Option<Level>,
    /// The heat of the log entries of this risk.
    pub heat: Heat,
    /// The last time within one half-life in which it could not be observed: its heat may be too low.
    pub gap: Option<Gap>,
    /// How many log entries of this risk have come.
    pub entries: usize,
    /// The heaviest severe or extreme entry within one half-life, of those the newest: an index into the watchlist's log.
    pub severe: Option<u32>,
    /// The newest severe or extreme entry that came after the newest assessment: an index into the watchlist's log.
    pub unjudged: Option<u32>,
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

impl Scale for Level {
    fn caution(self) -> u32 {
        self as u32
    }
}

pub(super) fn read(ctx: &EvalContext<'_>) -> SpilloverReading {
    let watchlist = ctx.watchlist;
    let half_life = half_life(watchlist);
    let mut log = watchlist.log().come(ctx.now, ctx.horizon);
    let mut whole = OfLog::new(ctx.now, half_life);
    let mut of_risk: HashMap<&Id, OfLog, RandomState> =
        watchlist.risks().iter().map(|risk| (&risk.id.value, OfLog::new(ctx.now, half_life))).collect();
    let mut repeats = 0;
    for &index in &log {
        if watchlist.log().is_repeat(index) {
            repeats += 1;
            continue;
        }
        let event = &watchlist.log()[index as usize];
        whole.add(index, event);
        if let Some(risk) = event.risk.as_ref().and_then(|risk| of_risk.get_mut(&risk.value)) {
            risk.add(index, event);
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
    SpilloverReading {
        level: risks.iter().filter_map(|risk| risk.level).max(),
        severe: whole.severe.map(|(index, _)| index),
        heat: whole.meter.finish(),
        upkeep: upkeep(ctx, &log),
        gap: latest_gap(coverage::gaps_of_risks(ctx)),
        log,
        repeats,
        risks,
    }
}

impl SpilloverReading {
    /// How many events the log holds.
    pub fn events(&self) -> usize {
        self.log.len() - self.repeats
    }
}

/// In what time the weight of a log entry halves.
pub(super) fn half_life(watchlist: &Watchlist) -> TimeDelta {
    watchlist.spillover.as_ref().map_or(TimeDelta::days(7), |spillover| spillover.half_life())
}

/// How long the log may go without an entry or a look.
pub(super) fn log_stale_after(watchlist: &Watchlist) -> TimeDelta {
    let own = watchlist.spillover.as_ref().and_then(|spillover| spillover.stale_after);
    own.unwrap_or(watchlist.stale_after())
}

/// When somebody last looked at the log and there was nothing to add.
pub(super) fn log_checked(ctx: &EvalContext<'_>) -> Option<TimePoint> {
    let mark = ctx.watchlist.spillover.as_ref().and_then(|spillover| spillover.checked);
    mark.map(|mark| mark.value).filter(|at| ctx.has_come(*at))
}

/// `log` is sorted, the newest entry first.
fn upkeep(ctx: &EvalContext<'_>, log: &[u32]) -> LogUpkeep {
    let newest = log.iter().map(|index| ctx.watchlist.log()[*index as usize].at.value).max_by_key(|at| at.end);
    let Some(newest) = newest else { return LogUpkeep::Empty };
    let looked = log_checked(ctx).filter(|look| look.end > newest.end);
    let since = looked.unwrap_or(newest);
    match since.age(ctx.now) {
        age if age < log_stale_after(ctx.watchlist) => LogUpkeep::Kept { age },
        _ => LogUpkeep::NotKept { since },
    }
}

/// What the log, or its entries of one risk, add up to.
#[derive(Clone)]
struct OfLog {
    meter: Meter,
    entries: usize,
    /// The heaviest severe entry within one half-life.
    severe: Option<(u32, Severity)>,
    /// The newest severe entry of all times, and when it was.
    newest_severe: Option<(u32, DateTime<Utc>)>,
    now: DateTime<Utc>,
    half_life: TimeDelta,
}

impl OfLog {
    fn new(now: DateTime<Utc>, half_life: TimeDelta) -> Self {
        Self { meter: Meter::new(now, half_life), entries: 0, severe: None, newest_severe: None, now, half_life }
    }

    /// Adds an entry. Entries come in the order of their time.
    fn add(&mut self, index: u32, event: &Event) {
        let at = event.at.value.end.min(self.now);
        self.meter.add(at, event.severity);
        self.entries += 1;
        if event.severity < Severity::Severe {
            return;
        }
        self.newest_severe = Some((index, event.at.value.end));
        if self.now - at < self.half_life && self.severe.is_none_or(|(_, heaviest)| event.severity >= heaviest) {
            self.severe = Some((index, event.severity));
        }
    }
}

fn read_risk(ctx: &EvalContext<'_>, risk: &Risk, of_log: OfLog, gap: Option<Gap>) -> RiskReading {
    let evidence = level_evidence(ctx, risk);
    let judge = Judge {
        now: ctx.now,
        stale_after: risk.stale_after.unwrap_or(ctx.watchlist.stale_after()),
        checked: risk.checked.map(|mark| mark.value).filter(|at| ctx.has_come(*at)),
        prefer: risk.prefer.as_ref().map(|source| &source.value),
    };
    let reading = judge.read(&evidence);
    let previous = reading.since.and_then(|since| {
        let earlier: Vec<_> = evidence.iter().filter(|piece| piece.at.start < since.start).copied().collect();
        Judge { now: since.start, ..judge }.read(&earlier).value
    });
    let counted = || evidence.iter().filter(|piece| !piece.is_set_aside()).map(|piece| piece.at);
    let is_current =
        |piece: &&Evidence<'_, Level>| reading.others.contains(&piece.entry) || Some(piece.entry) == reading.used;
    let current: Vec<_> = evidence.iter().filter(is_current).map(|piece| piece.value).collect();
    let judged = counted().map(|at| at.start).max();
    let unjudged = of_log.newest_severe.filter(|(_, at)| judged.is_none_or(|judged| *at > judged));
    RiskReading {
        level: reading.value.filter(|_| reading.state != ReadingState::Unknown),
        range: current.iter().copied().min().zip(current.iter().copied().max()),
        previous,
        heat: of_log.meter.finish(),
        gap,
        entries: of_log.entries,
        severe: of_log.severe.map(|(index, _)| index),
        unjudged: unjudged.map(|(index, _)| index),
        freshness: freshness::read(ctx, reading.newest, risk.checked, risk.stale_after),
        evidence: reading,
    }
}

/// Every assessment that has come. Without a source it is the editors' own judgement: fair.
fn level_evidence<'w>(ctx: &EvalContext<'w>, risk: &'w Risk) -> Vec<Evidence<'w, Level>> {
    let seen = risk.assessments.iter().enumerate().filter(|(_, assessment)| ctx.has_come(assessment.at.value));
    seen.map(|(index, assessment)| {
        let level = Level::of(assessment.likelihood, assessment.impact);
        let said = (Entry::Report(index), assessment.at.value, level);
        let graded = Evidence::graded(ctx.watchlist, said, None, assessment.source.as_ref(), None);
        let standing = if assessment.source.is_none() { Standing::Fair } else { graded.standing };
        let is_unsure = assessment.confidence == Some(Confidence::Low);
        Evidence { standing: if is_unsure { standing.min(Standing::Weak) } else { standing }, ..graded }
    })
    .collect()
}
