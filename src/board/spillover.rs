//! Spillover as of now: how high each risk stands, how hot the log is, and which way both go.

use super::EvalContext;
use super::coverage::{self, Gap};
use super::evidence::{EntryIndex, Evidence, Judge, LastWords, Reading, ReadingState, Scale, Standing};
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
    /// Somebody keeps it, but not throughout the last half-life: an entry tells nothing of the time before it.
    Interrupted {
        /// Since the newest entry or look.
        age: TimeDelta,
        /// The last entry or look before the interruption.
        since: TimePoint,
        /// The first entry after it.
        until: TimePoint,
    },
    /// Nobody does.
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
            Self::Kept { age } | Self::Interrupted { age, .. } => Freshness::Fresh { age },
            Self::NotKept { since } => Freshness::Stale { age: since.age(now) },
        }
    }

    /// Whether somebody keeps it.
    pub fn is_kept(self) -> bool {
        matches!(self, Self::Kept { .. } | Self::Interrupted { .. })
    }

    /// Whether somebody has kept it throughout the last half-life: only then can it be called cool.
    pub fn is_complete(self) -> bool {
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
    /// The lowest and the highest level that the judges give, each by the last fresh word.
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
    /// The heaviest severe or extreme entry that came after the newest assessment, of those the newest: an index into the
    /// watchlist's log.
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
        if !moves(watchlist, event) {
            continue;
        }
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
        upkeep: upkeep(ctx, &log, since),
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

/// Whether an entry moves anything: what is unsupported does not.
pub(super) fn moves(watchlist: &Watchlist, event: &Event) -> bool {
    Standing::from_grades(watchlist, event.source.as_ref(), event.credibility) > Standing::Unsupported
}

/// The times of the entries that show that somebody keeps the log, the newest first. Bad news shows it, whoever says it;
/// weak good news does not. `log` is sorted, the newest entry first.
pub(super) fn kept_times(watchlist: &Watchlist, log: &[u32]) -> impl Iterator<Item = TimePoint> {
    let standing = |event: &Event| Standing::from_grades(watchlist, event.source.as_ref(), event.credibility);
    let shows = move |event: &&Event| match event.severity {
        Severity::Relief => standing(event) >= Standing::Fair,
        _ => standing(event) > Standing::Unsupported,
    };
    log.iter().map(|index| &watchlist.log()[*index as usize]).filter(shows).map(|event| event.at.value)
}

/// `log` is sorted, the newest entry first.
fn upkeep(ctx: &EvalContext<'_>, log: &[u32], half_life_ago: DateTime<Utc>) -> LogUpkeep {
    let watchlist = ctx.watchlist;
    let Some(newest) = kept_times(watchlist, log).max_by_key(|at| at.end) else { return LogUpkeep::Empty };
    let stale_after = log_stale_after(watchlist);
    let looked = log_checked(ctx);
    let since = looked.filter(|look| look.end > newest.end).unwrap_or(newest);
    let age = since.age(ctx.now);
    if age >= stale_after {
        return LogUpkeep::NotKept { since };
    }
    match interruption(kept_times(watchlist, log), looked, stale_after, half_life_ago) {
        Some((since, until)) => LogUpkeep::Interrupted { age, since, until },
        None => LogUpkeep::Kept { age },
    }
}

/// The last time after `from` in which nobody kept the log, as the words before and after it. A look tells of all the
/// time before it. `times` are those of entries, the newest first.
fn interruption(
    mut times: impl Iterator<Item = TimePoint>,
    looked: Option<TimePoint>,
    stale_after: TimeDelta,
    from: DateTime<Utc>,
) -> Option<(TimePoint, TimePoint)> {
    let mut later = times.next()?;
    for earlier in times {
        if later.start <= from || looked.is_some_and(|look| look.end >= later.start) {
            return None;
        }
        let before = looked.filter(|look| look.end > earlier.end).unwrap_or(earlier);
        if later.start - before.end > stale_after {
            return Some((before, later));
        }
        later = if earlier.start < later.start { earlier } else { later };
    }
    None
}

/// What the log, or its entries of one risk, add up to.
#[derive(Clone)]
struct OfLog {
    meter: Meter,
    entries: usize,
    /// The heaviest severe entry within one half-life.
    severe: Option<(u32, Severity)>,
    /// Every severe entry of all times, with the end of its time.
    all_severe: Vec<(u32, Severity, DateTime<Utc>)>,
    now: DateTime<Utc>,
    half_life: TimeDelta,
}

impl OfLog {
    fn new(now: DateTime<Utc>, half_life: TimeDelta) -> Self {
        Self { meter: Meter::new(now, half_life), entries: 0, severe: None, all_severe: Vec::new(), now, half_life }
    }

    /// Adds an entry. Entries come in the order of their time.
    fn add(&mut self, index: u32, event: &Event) {
        let at = event.at.value.end.min(self.now);
        self.meter.add(at, event.severity);
        self.entries += 1;
        if event.severity < Severity::Severe {
            return;
        }
        self.all_severe.push((index, event.severity, event.at.value.end));
        if self.now - at < self.half_life && self.severe.is_none_or(|(_, heaviest)| event.severity >= heaviest) {
            self.severe = Some((index, event.severity));
        }
    }
}

fn read_risk(ctx: &EvalContext<'_>, risk: &Risk, of_log: OfLog, gap: Option<Gap>) -> RiskReading {
    let evidence = level_evidence(ctx, risk);
    let judge = ctx.judge(risk.stale_after, risk.checked, risk.prefer.as_ref());
    let reading = judge.read(&evidence);
    let previous = reading.since.and_then(|since| {
        let earlier: Vec<_> = evidence.iter().filter(|piece| piece.at.start < since.start).copied().collect();
        Judge { now: since.start, ..judge }.read(&earlier).value
    });
    let counted = || evidence.iter().filter(|piece| !piece.is_set_aside()).map(|piece| piece.at);
    // The last word of each judge, while it is fresh.
    let last_words = LastWords::of(&evidence);
    let is_current = |piece: &&Evidence<'_, Level>| {
        !piece.is_set_aside() && piece.at.age(ctx.now) < judge.stale_after && !last_words.has_later(piece)
    };
    let current: Vec<_> = evidence.iter().filter(is_current).map(|piece| piece.value).collect();
    let judged = counted().map(|at| at.start).max();
    let unjudged = of_log.all_severe.iter().filter(|(.., at)| judged.is_none_or(|judged| *at > judged));
    let unjudged = unjudged.max_by_key(|(_, severity, at)| (*severity, *at)).map(|(index, ..)| *index);
    RiskReading {
        level: reading.value.filter(|_| reading.state != ReadingState::Unknown),
        range: current.iter().copied().min().zip(current.iter().copied().max()),
        previous,
        heat: of_log.meter.finish(),
        gap,
        entries: of_log.entries,
        severe: of_log.severe.map(|(index, _)| index),
        unjudged,
        freshness: freshness::read(ctx, reading.newest, risk.checked, risk.stale_after),
        evidence: reading,
    }
}

/// Every assessment that has come. Without a source it is the editors' own judgement: fair.
fn level_evidence<'w>(ctx: &EvalContext<'w>, risk: &'w Risk) -> Vec<Evidence<'w, Level>> {
    let seen = risk.assessments.iter().enumerate().filter(|(_, assessment)| ctx.has_come(assessment.at.value));
    seen.map(|(index, assessment)| {
        let level = Level::of(assessment.likelihood, assessment.impact);
        let said = (EntryIndex::Report(index), assessment.at.value, level);
        let graded = Evidence::graded(ctx.watchlist, said, None, assessment.source.as_ref(), None);
        let standing = if assessment.source.is_none() { Standing::Fair } else { graded.standing };
        let is_unsure = assessment.confidence == Some(Confidence::Low);
        Evidence { standing: if is_unsure { standing.min(Standing::Weak) } else { standing }, ..graded }
    })
    .collect()
}
