//! The status of entities in a machine-readable form: values of fixed scales, names and times, and no sentences.
//!
//! Described by `status.schema.json`. Within a version, keys are only added; a key without a value is left out.

use super::{EntityStatus, HeatStatus, StatusClass, StatusEntry, StatusFlag, StatusReason, statuses};
use crate::board::Board;
use crate::board::evidence::Basis;
use crate::board::signals::Ternary;
use crate::panes::changes::wire::moment;
use crate::watchlist::EntityRef;
use crate::watchlist::scales::Outcome;
use chrono::SecondsFormat;
use serde::Serialize;

/// The version of the JSON.
const VERSION: u32 = 1;

#[derive(Debug, Serialize)]
pub struct StatusJson {
    version: u32,
    pub file: String,
    title: String,
    now: String,
    /// The most urgent class of the entities.
    class: &'static str,
    counts: ClassCounts,
    signals: OutcomeCounts,
    entities: Vec<EntityJson>,
}

/// How many of the entities are of each class.
#[derive(Debug, Default, Serialize)]
pub struct ClassCounts {
    pub alarm: usize,
    pub disputed: usize,
    pub unknown: usize,
    pub calm: usize,
}

/// The answers of all signals of the watchlist, whichever entities were asked for.
#[derive(Debug, Serialize)]
pub struct OutcomeCounts {
    pub success: AnswerCounts,
    pub failure: AnswerCounts,
}

#[derive(Debug, Default, Serialize)]
pub struct AnswerCounts {
    pub met: usize,
    pub not_met: usize,
    pub unknown: usize,
}

#[derive(Debug, Serialize)]
struct EntityJson {
    entity: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    class: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_known: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<&'static str>,
    #[serde(flatten)]
    entry: Option<EntryJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age_seconds: Option<i64>,
    flags: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    heat: Option<HeatJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    points_to: Option<&'static str>,
}

/// The entry that a status is based on.
#[derive(Debug, Serialize)]
struct EntryJson {
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reliability: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credibility: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct HeatJson {
    value: f64,
    is_lower_bound: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    trend: Option<&'static str>,
}

impl StatusJson {
    pub fn new(board: &Board, file: &str, entities: &[EntityStatus]) -> Self {
        let classes = entities.iter().map(EntityStatus::class);
        Self {
            version: VERSION,
            file: file.to_owned(),
            title: board.watchlist.title.raw().to_owned(),
            now: board.now.to_rfc3339_opts(SecondsFormat::Secs, true),
            class: classes.min().unwrap_or(StatusClass::Unknown).word(),
            counts: ClassCounts::new(entities),
            signals: OutcomeCounts::new(board),
            entities: entities.iter().map(|status| EntityJson::new(board, status)).collect(),
        }
    }

    /// Every entity of a board.
    pub fn of_board(board: &Board, file: &str) -> Self {
        Self::new(board, file, &statuses(board))
    }
}

impl ClassCounts {
    pub fn new(entities: &[EntityStatus]) -> Self {
        let mut counts = Self::default();
        for status in entities {
            *match status.class() {
                StatusClass::Alarm => &mut counts.alarm,
                StatusClass::Disputed => &mut counts.disputed,
                StatusClass::Unknown => &mut counts.unknown,
                StatusClass::Calm => &mut counts.calm,
            } += 1;
        }
        counts
    }
}

impl OutcomeCounts {
    pub fn new(board: &Board) -> Self {
        let count = |outcome: Outcome| {
            let mut counts = AnswerCounts::default();
            let signals = board.watchlist.signals.iter().zip(&board.signals);
            for (_, finding) in signals.filter(|(signal, _)| signal.points_to == outcome) {
                *match finding.answer {
                    Ternary::Met => &mut counts.met,
                    Ternary::NotMet => &mut counts.not_met,
                    Ternary::Unknown => &mut counts.unknown,
                } += 1;
            }
            counts
        };
        Self { success: count(Outcome::Success), failure: count(Outcome::Failure) }
    }
}

impl EntityJson {
    fn new(board: &Board, status: &EntityStatus) -> Self {
        let zone = board.watchlist.zone();
        let name = board.watchlist.resolve(&status.entity).and_then(crate::watchlist::Entity::name);
        Self {
            entity: format!("{:#}", status.entity),
            kind: kind(&status.entity),
            title: name.map(|name| name.raw().to_owned()),
            class: status.class().word(),
            status: status.status,
            last_known: status.last_known,
            since: status.since.map(|at| moment(at, zone)),
            basis: status.basis.map(basis),
            entry: status.entry.as_ref().map(|entry| EntryJson::new(board, entry)),
            age_seconds: status.age.map(|age| age.num_seconds()),
            flags: status.flags.iter().map(|flag| StatusFlag::word(*flag)).collect(),
            heat: status.heat.map(HeatJson::from),
            points_to: status.points_to.map(Outcome::word),
        }
    }
}

impl EntryJson {
    fn new(board: &Board, entry: &StatusEntry) -> Self {
        Self {
            at: moment(entry.at, board.watchlist.zone()),
            source: entry.source.as_ref().map(|id| id.as_str().to_owned()),
            reliability: entry.reliability.map(crate::watchlist::scales::Reliability::word),
            credibility: entry.credibility.map(crate::watchlist::scales::Credibility::word),
            claim: entry.claim.map(crate::watchlist::scales::Claim::word),
        }
    }
}

impl From<HeatStatus> for HeatJson {
    fn from(heat: HeatStatus) -> Self {
        let HeatStatus { value, is_lower_bound, trend } = heat;
        Self { value: (value * 1000.0).round() / 1000.0, is_lower_bound, trend: trend.map(|trend| trend.word()) }
    }
}

/// The kind of an entity in JSON.
pub fn kind(entity: &EntityRef) -> &'static str {
    match entity {
        EntityRef::Watchlist => "watchlist",
        EntityRef::Crossing(_) => "crossing",
        EntityRef::Party { .. } => "party",
        EntityRef::Day { .. } => "day",
        EntityRef::Checklist(_) => "checklist",
        EntityRef::Item { .. } => "item",
        EntityRef::Risk(_) => "risk",
        EntityRef::Log => "log",
        EntityRef::Actor(_) => "actor",
        EntityRef::Source(_) => "source",
        EntityRef::Speaker(_) => "speaker",
        EntityRef::Tally(_) => "tally",
        EntityRef::Signal(_) => "signal",
        EntityRef::Monitoring { .. } => "monitoring",
    }
}

fn basis(reason: StatusReason) -> &'static str {
    match reason {
        StatusReason::Plan => "plan",
        StatusReason::PlanPassed => "plan-passed",
        StatusReason::Evidence(basis) => match basis {
            Basis::NoEvidence => "no-evidence",
            Basis::Unopposed => "unopposed",
            Basis::Newest => "newest",
            Basis::Correction => "correction",
            Basis::Corroborated => "corroborated",
            Basis::OthersOld => "others-old",
            Basis::StepUp => "step-up",
            Basis::BadNews => "bad-news",
            Basis::MoreCautious => "more-cautious",
            Basis::NotOverturned(_) => "not-overturned",
            Basis::Preferred => "preferred",
            Basis::Conflict => "conflict",
            Basis::WeakOnly => "weak-only",
            Basis::NotObserved => "not-observed",
        },
    }
}
