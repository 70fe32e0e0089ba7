//! Evaluates spillover as of now: the level of each risk, the heat of the log, and the trend of both.

use super::EvalContext;
use super::coverage::{self, Gap};
use super::evidence::{EntryIndex, Evidence, Judge, LastWords, Reading, ReadingState, Scale, Standing, is_same_day};
use super::freshness::{self, Freshness};
use super::heat::{Heat, Meter};
use crate::watchlist::scales::{Confidence, Impact, Likelihood, Severity};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Event, Id, Risk, Watchlist};
use chrono::{DateTime, TimeDelta, Utc};
use foldhash::fast::RandomState;
use std::collections::HashMap;

#[derive(Clone, Debug)]
pub struct SpilloverReading {
    /// One for each risk of the watchlist, in the same order.
    pub risks: Vec<RiskReading>,
    /// The heat of the whole log.
    pub heat: Heat,
    pub upkeep: LogUpkeep,
    /// The last period within one half-life in which a risk could not be observed: its heat may be too low.
    pub gap: Option<Gap>,
    /// The log entries that have come, newest first, as indices into the watchlist's log.
    pub log: Vec<u32>,
    /// How many of them are repeats: one event that was entered twice counts once.
    pub repeats: usize,
    /// The newest of the heaviest severe or extreme entries within one half-life.
    pub severe: Option<u32>,
    /// The highest level of any risk. `None` if no risk is assessed.
    pub level: Option<Level>,
}

/// Whether somebody keeps the log up to date. A log that is not kept is not evidence of calm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogUpkeep {
    /// Nothing was ever logged: unknown, never calm.
    Empty,
    /// An entry or a check is younger than the log's `stale_after`.
    Kept {
        /// Since the newest entry or check.
        age: TimeDelta,
    },
    /// The log is kept, but was not kept throughout the last half-life. An entry says nothing about the time before it.
    Interrupted {
        /// Since the newest entry or check.
        age: TimeDelta,
        /// The last entry or check before the interruption.
        since: TimePoint,
        /// The first entry after the interruption.
        until: TimePoint,
    },
    /// The newest entry or check is older than the log's `stale_after`.
    NotKept {
        /// The time of the newest entry or check.
        since: TimePoint,
    },
}

impl LogUpkeep {
    /// The same as a [`Freshness`].
    pub fn freshness(self, now: DateTime<Utc>) -> Freshness {
        match self {
            Self::Empty => Freshness::NoData,
            Self::Kept { age } | Self::Interrupted { age, .. } => Freshness::Fresh { age },
            Self::NotKept { since } => Freshness::Stale { age: since.age(now) },
        }
    }

    pub fn is_kept(self) -> bool {
        matches!(self, Self::Kept { .. } | Self::Interrupted { .. })
    }

    /// Whether it was kept throughout the last half-life. Only then can the log be called cool.
    pub fn is_complete(self) -> bool {
        matches!(self, Self::Kept { .. })
    }
}

#[derive(Clone, Debug)]
pub struct RiskReading {
    /// What its assessments add up to. Entries are indices of the risk's assessments.
    pub evidence: Reading<Level>,
    /// The current level. `None` if there is no assessment. If assessors disagree, the more cautious level.
    pub level: Option<Level>,
    /// The lowest and the highest level given by the assessors, using each one's last fresh assessment.
    pub range: Option<(Level, Level)>,
    pub previous: Option<Level>,
    /// The heat of the log entries for this risk.
    pub heat: Heat,
    /// The last period within one half-life in which it could not be observed: its heat may be too low.
    pub gap: Option<Gap>,
    /// How many log entries for this risk have come.
    pub entries: usize,
    /// The newest of the heaviest severe or extreme entries within one half-life: an index into the watchlist's log.
    pub severe: Option<u32>,
    /// The newest of the heaviest severe or extreme entries after the newest assessment, and after it was closed: an index
    /// into the watchlist's log.
    pub unjudged: Option<u32>,
    pub freshness: Freshness,
    pub life: RiskLife,
}

/// Whether a risk counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskLife {
    /// It was never closed.
    Live,
    /// It was closed, and nothing severe came after: it counts no more.
    Closed {
        at: TimePoint,
        /// Log entries for it since then, without good news.
        entries_since: usize,
    },
    /// Something severe came after it was closed, or it was judged again: it counts.
    Reopened { at: TimePoint },
}

impl RiskLife {
    pub fn is_live(self) -> bool {
        match self {
            Self::Live | Self::Reopened { .. } => true,
            Self::Closed { .. } => false,
        }
    }

    /// When it was closed, also if it counts again.
    pub fn closed_at(self) -> Option<TimePoint> {
        match self {
            Self::Live => None,
            Self::Closed { at, .. } | Self::Reopened { at } => Some(at),
        }
    }
}

impl RiskReading {
    pub fn is_live(&self) -> bool {
        self.life.is_live()
    }
}

/// The level of a risk: likelihood times impact.
///
/// The likelihood is 1 (up to 20 percent), 2 (to 45), 3 (to 55), 4 (to 80) or 5; the impact is 1 to 5. The product is
/// low up to 4, moderate up to 9, high up to 16 and extreme above: the usual 5×5 matrix (ISO 31010, annex B.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 1 to 4 of 25 points.
    Low,
    /// 5 to 9 of 25 points.
    Moderate,
    /// 10 to 16 of 25 points.
    High,
    /// 17 or more of 25 points.
    Extreme,
}

impl Level {
    /// Every level, the lowest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Moderate, Self::High, Self::Extreme];

    /// Computes the level of an assessment.
    pub fn from_likelihood_and_impact(likelihood: Likelihood, impact: Impact) -> Self {
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
    fn caution(self) -> u64 {
        self as u64
    }
}

pub(super) fn read_spillover(ctx: &EvalContext<'_>) -> SpilloverReading {
    let watchlist = ctx.watchlist;
    let half_life = half_life(watchlist);
    let mut log = watchlist.log().come(ctx.now, ctx.horizon);
    let mut whole = OfLog::new(ctx.now, half_life);
    let mut of_risk: HashMap<&Id, OfLog, RandomState> = watchlist
        .risks()
        .iter()
        .map(|risk| (&risk.id.value, OfLog { closed: closing(ctx, risk), ..OfLog::new(ctx.now, half_life) }))
        .collect();
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
        level: risks.iter().filter(|risk| risk.is_live()).filter_map(|risk| risk.level).max(),
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
    /// The risks that count, each with its index.
    pub fn live_risks(&self) -> impl Iterator<Item = (usize, &RiskReading)> {
        self.risks.iter().enumerate().filter(|(_, risk)| risk.is_live())
    }

    /// How many events the log contains.
    pub fn events(&self) -> usize {
        self.log.len() - self.repeats
    }
}

/// The time in which the weight of a log entry halves.
pub(crate) fn half_life(watchlist: &Watchlist) -> TimeDelta {
    watchlist.spillover.as_ref().map_or(TimeDelta::days(7), |spillover| spillover.half_life())
}

/// How long the log stays fresh without an entry or a check.
pub(super) fn log_stale_after(watchlist: &Watchlist) -> TimeDelta {
    let own = watchlist.spillover.as_ref().and_then(|spillover| spillover.stale_after);
    own.unwrap_or(watchlist.stale_after())
}

/// When somebody last checked the log and had nothing to add.
pub(super) fn log_checked(ctx: &EvalContext<'_>) -> Option<TimePoint> {
    let mark = ctx.watchlist.spillover.as_ref().and_then(|spillover| spillover.checked);
    mark.map(|mark| mark.value).filter(|at| ctx.has_come(*at))
}

/// Whether an entry has any effect. Unsupported entries have none.
pub(super) fn moves(watchlist: &Watchlist, event: &Event) -> bool {
    Standing::from_grades(watchlist, event.source.as_ref(), event.credibility) > Standing::Unsupported
}

/// The times of the entries that show that the log is kept, newest first. Any bad news shows this, whatever its source;
/// weak good news does not. `log` is sorted, newest entry first.
pub(super) fn kept_times(watchlist: &Watchlist, log: &[u32]) -> impl Iterator<Item = TimePoint> {
    let standing = |event: &Event| Standing::from_grades(watchlist, event.source.as_ref(), event.credibility);
    let shows = move |event: &&Event| match event.severity {
        Severity::Relief => standing(event) >= Standing::Fair,
        _ => standing(event) > Standing::Unsupported,
    };
    log.iter().map(|index| &watchlist.log()[*index as usize]).filter(shows).map(|event| event.at.value)
}

/// `log` is sorted, newest entry first.
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

/// The last period after `from` in which the log was not kept, as the entries before and after it. A check covers all
/// the time before it. `times` are the times of entries, newest first.
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

/// What the log, or its entries for one risk, add up to.
#[derive(Clone)]
struct OfLog {
    meter: Meter,
    entries: usize,
    /// The heaviest severe entry within one half-life.
    severe: Option<(u32, Severity)>,
    /// All severe entries ever, with the end of their time.
    all_severe: Vec<(u32, Severity, DateTime<Utc>)>,
    /// When the risk was closed.
    closed: Option<TimePoint>,
    /// Entries since then, without good news.
    since_closed: usize,
    now: DateTime<Utc>,
    half_life: TimeDelta,
}

impl OfLog {
    fn new(now: DateTime<Utc>, half_life: TimeDelta) -> Self {
        Self {
            meter: Meter::new(now, half_life),
            entries: 0,
            severe: None,
            all_severe: Vec::new(),
            closed: None,
            since_closed: 0,
            now,
            half_life,
        }
    }

    /// Adds an entry. Entries must be added in time order.
    fn add(&mut self, index: u32, event: &Event) {
        let at = event.at.value.end.min(self.now);
        self.meter.add(at, event.severity);
        self.entries += 1;
        // An entry of the day of the closing counts as later.
        let is_after = self.closed.is_some_and(|closed| event.at.value.end > closed.start);
        self.since_closed += usize::from(is_after && event.severity > Severity::Relief);
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
    // The last assessment of each assessor, while it is fresh.
    let last_words = LastWords::new(&evidence);
    let is_current = |piece: &&Evidence<'_, Level>| {
        !piece.is_set_aside() && piece.at.age(ctx.now) < judge.stale_after && !last_words.has_later(piece)
    };
    let current: Vec<_> = evidence.iter().filter(is_current).map(|piece| piece.value).collect();
    let judged = counted().chain(of_log.closed).map(|at| at.start).max();
    let unjudged = of_log.all_severe.iter().filter(|(.., at)| judged.is_none_or(|judged| *at > judged));
    let unjudged = unjudged.max_by_key(|(_, severity, at)| (*severity, *at)).map(|(index, ..)| *index);
    RiskReading {
        level: reading.value.filter(|_| reading.state != ReadingState::Unknown),
        range: current.iter().copied().min().zip(current.iter().copied().max()),
        previous,
        gap,
        entries: of_log.entries,
        severe: of_log.severe.map(|(index, _)| index),
        unjudged,
        freshness: freshness::read_freshness(ctx, reading.newest, risk.checked, risk.stale_after),
        life: life(&of_log, counted()),
        evidence: reading,
        heat: of_log.meter.finish(),
    }
}

/// When a risk was closed, if that has come.
pub(super) fn closing(ctx: &EvalContext<'_>, risk: &Risk) -> Option<TimePoint> {
    risk.closed.as_ref().map(|closed| closed.at.value).filter(|at| ctx.has_come(*at))
}

/// Whether a risk counts. `judged` are the times of its assessments.
fn life(of_log: &OfLog, mut judged: impl Iterator<Item = TimePoint>) -> RiskLife {
    let Some(at) = of_log.closed else { return RiskLife::Live };
    let is_severe = of_log.all_severe.iter().any(|(.., end)| *end > at.start);
    if is_severe || judged.any(|judged| judged.start > at.start && !is_same_day(judged, at)) {
        return RiskLife::Reopened { at };
    }
    RiskLife::Closed { at, entries_since: of_log.since_closed }
}

/// All assessments that have come. An assessment without a source is the editors' own: fair.
fn level_evidence<'w>(ctx: &EvalContext<'w>, risk: &'w Risk) -> Vec<Evidence<'w, Level>> {
    let seen = risk.assessments.iter().enumerate().filter(|(_, assessment)| ctx.has_come(assessment.at.value));
    seen.map(|(index, assessment)| {
        let level = Level::from_likelihood_and_impact(assessment.likelihood, assessment.impact);
        let said = (EntryIndex::Report(index), assessment.at.value, level);
        let graded = Evidence::graded(ctx.watchlist, said, None, assessment.source.as_ref(), None);
        let standing = if assessment.source.is_none() { Standing::Fair } else { graded.standing };
        let is_unsure = assessment.confidence == Some(Confidence::Low);
        Evidence { standing: if is_unsure { standing.min(Standing::Weak) } else { standing }, ..graded }
    })
    .collect()
}
