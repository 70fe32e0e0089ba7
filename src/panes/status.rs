//! The status of each entity, typed: what `status`, `watch` and other programs read.
//!
//! A status is never better than what holds now: where good news is old, weak or of another day, it is unknown, and the
//! good news is only the last known value.

pub mod wire;

use super::age::Age;
use super::headline::{AlarmSign, Urgency};
use super::view::Phrase;
use super::{checklists, crossings, signals, spillover, words};
use crate::board::Board;
use crate::board::checklist::{ItemReading, is_self_reported};
use crate::board::coverage::Gap;
use crate::board::crossing::{CrossingReading, PartyReading, StatusBasis};
use crate::board::evidence::{Basis, EntryIndex, Evidence, Reading, ReadingState};
use crate::board::freshness::Freshness;
use crate::board::heat::{Heat, Trend};
use crate::board::signals::Ternary;
use crate::board::spillover::{Level, LogUpkeep, RiskLife, RiskReading};
use crate::watchlist::scales::{Claim, Credibility, CrossingStatus, Outcome, Presence, Reliability, Rung};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{Crossing, EntityRef, Id, Item, Party, Ref, Risk};
use chrono::TimeDelta;
use std::collections::HashSet;

/// The status of one entity as of the board's moment.
#[derive(Clone, Debug)]
pub struct EntityStatus {
    pub entity: EntityRef,
    /// What holds now, as a word of its scale; `unknown` if that is not known.
    pub status: &'static str,
    /// The value that the evidence gives, if that is not what holds now.
    pub last_known: Option<&'static str>,
    /// The same in the words of its pane, without a glyph. Safe to show.
    pub words: String,
    pub since: Option<TimePoint>,
    pub basis: Option<StatusReason>,
    /// The entry that it is based on.
    pub entry: Option<StatusEntry>,
    /// Since the newest report or check.
    pub age: Option<TimeDelta>,
    pub flags: Vec<StatusFlag>,
    /// The heat of the log, for a risk and for the log; `None` if nothing is logged, which is not calm.
    pub heat: Option<HeatStatus>,
    /// The scenario of a signal.
    pub points_to: Option<Outcome>,
}

/// Why a status is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusReason {
    Evidence(Basis),
    /// Only a plan or a promise.
    Plan,
    /// The planned time has passed without evidence.
    PlanPassed,
}

/// The heat of the log, as far as the log tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatStatus {
    pub value: f64,
    /// Whether the log does not cover the whole of the last half-life.
    pub is_lower_bound: bool,
    /// `None` if it cannot be told. A rise is certain even if some events were not seen.
    pub trend: Option<Trend>,
}

/// The source and the grades of an entry.
#[derive(Clone, Debug)]
pub struct StatusEntry {
    pub at: TimePoint,
    pub source: Option<Id>,
    pub reliability: Option<Reliability>,
    pub credibility: Option<Credibility>,
    /// The class that counts: `verified` by a doubtful source counts as attributed.
    pub claim: Option<Claim>,
}

/// How urgent an entity is, as on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusClass {
    /// Bad news.
    Alarm,
    /// Sources contradict each other.
    Disputed,
    /// Not known, or not known for today.
    Unknown,
    Calm,
}

impl StatusClass {
    pub const ALL: [Self; 4] = [Self::Alarm, Self::Disputed, Self::Unknown, Self::Calm];

    pub fn word(self) -> &'static str {
        match self {
            Self::Alarm => "alarm",
            Self::Disputed => "disputed",
            Self::Unknown => "unknown",
            Self::Calm => "calm",
        }
    }
}

/// Something that qualifies a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusFlag {
    /// A severe or extreme event within one half-life.
    Severe,
    /// A severe or extreme event since its last assessment.
    NotJudgedSince,
    /// A risk is high or extreme.
    High,
    FailureMet,
    /// Nobody can pass.
    Closed,
    ClosureAnnounced,
    NobodyPassed,
    Absent,
    Threatened,
    Overdue,
    FallenBack,
    /// Refused, violated or lapsed.
    Failing,
    Disputed,
    /// The records of today differ, or their numbers do not add up.
    Differing,
    /// Others say otherwise, but a rule settles it.
    Contradicted,
    Unknown,
    Unconfirmed,
    NotObserved,
    /// The log is not kept, or was not kept for a time.
    NotKept,
    Old,
    /// The status is of an earlier day.
    NoRecordToday,
    /// Of a day of rest.
    Rest,
    /// There are log entries for it since it was closed.
    EntriesSince,
    Unsupported,
    /// What is read comes from somebody who owes it.
    SelfReported,
    Blocked,
    ReviewDue,
    /// The operator's choice of source settled a dispute.
    ByHand,
}

impl StatusFlag {
    /// Its word, and how urgent it is.
    fn facts(self) -> (&'static str, Urgency) {
        match self {
            Self::Severe => ("severe", Urgency::SevereEvent),
            Self::NotJudgedSince => ("not-judged-since", Urgency::SevereEvent),
            Self::High => ("high", Urgency::SevereEvent),
            Self::FailureMet => ("failure-met", Urgency::FailureMet),
            Self::Closed => ("closed", Urgency::Closed),
            Self::ClosureAnnounced => ("closure-announced", Urgency::Closed),
            Self::NobodyPassed => ("nobody-passed", Urgency::Closed),
            Self::Absent => ("absent", Urgency::Setback),
            Self::Threatened => ("threatened", Urgency::Threatened),
            Self::Overdue => ("overdue", Urgency::Setback),
            Self::FallenBack => ("fallen-back", Urgency::Setback),
            Self::Failing => ("failing", Urgency::Setback),
            Self::Disputed => ("disputed", Urgency::Disputed),
            Self::Differing => ("differing", Urgency::Disputed),
            Self::Contradicted => ("contradicted", Urgency::Past),
            Self::Unknown => ("unknown", Urgency::Unknown),
            Self::Unconfirmed => ("unconfirmed", Urgency::Unknown),
            Self::NotObserved => ("not-observed", Urgency::Unknown),
            Self::NotKept => ("not-kept", Urgency::Unknown),
            Self::Old => ("old", Urgency::Old),
            Self::NoRecordToday => ("no-record-today", Urgency::Old),
            Self::EntriesSince => ("entries-since", Urgency::Unknown),
            Self::Rest => ("rest", Urgency::Neutral),
            Self::Unsupported => ("unsupported", Urgency::Neutral),
            Self::SelfReported => ("self-reported", Urgency::Neutral),
            Self::Blocked => ("blocked", Urgency::Neutral),
            Self::ReviewDue => ("review-due", Urgency::Neutral),
            Self::ByHand => ("by-hand", Urgency::Neutral),
        }
    }

    pub fn word(self) -> &'static str {
        self.facts().0
    }
}

impl EntityStatus {
    pub fn class(&self) -> StatusClass {
        match self.flags.iter().filter_map(|flag| flag.facts().1.sign()).min() {
            Some(AlarmSign::Bad) => StatusClass::Alarm,
            Some(AlarmSign::Disputed) => StatusClass::Disputed,
            Some(AlarmSign::Doubtful) => StatusClass::Unknown,
            None => StatusClass::Calm,
        }
    }

    /// A status that nothing is known about.
    fn new(entity: EntityRef, words: &Phrase) -> Self {
        let words = spoken(words.text.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end());
        Self {
            entity,
            status: UNKNOWN,
            last_known: None,
            words,
            since: None,
            basis: None,
            entry: None,
            age: None,
            flags: Vec::new(),
            heat: None,
            points_to: None,
        }
    }

    /// Sets what is common to all that is judged.
    fn judged<V: Copy + PartialEq>(
        self,
        reading: &Reading<V>,
        freshness: Freshness,
        entry: impl FnOnce(EntryIndex) -> StatusEntry,
    ) -> Self {
        let flags = [
            (reading.is_disputed(), StatusFlag::Disputed),
            (reading.is_contradicted() && !reading.is_disputed(), StatusFlag::Contradicted),
            (reading.is_unconfirmed(), StatusFlag::Unconfirmed),
            (reading.state == ReadingState::Unknown, StatusFlag::Unknown),
            (freshness.is_stale(), StatusFlag::Old),
            (!reading.unsupported.is_empty(), StatusFlag::Unsupported),
            (reading.basis == Basis::Preferred, StatusFlag::ByHand),
        ];
        Self {
            since: reading.since,
            basis: Some(StatusReason::Evidence(reading.basis)),
            entry: reading.used.map(entry),
            age: freshness.age(),
            ..self
        }
        .flagged(flags)
    }

    /// Sets the value of the evidence: it holds now, or is only the last known one.
    fn valued(self, value: Option<&'static str>, holds: bool) -> Self {
        match (value, holds) {
            (Some(value), true) => Self { status: value, ..self },
            (last_known, _) => Self { last_known, ..self },
        }
    }

    fn flagged(mut self, flags: impl IntoIterator<Item = (bool, StatusFlag)>) -> Self {
        let new = flags.into_iter().filter(|(holds, _)| *holds).map(|(_, flag)| flag);
        self.flags.extend(new);
        self.flags.sort_by_key(|flag| (flag.facts().1, flag.word()));
        self.flags.dedup();
        self
    }
}

const UNKNOWN: &str = "unknown";

/// Signs that a screen reader spells out or leaves out, and the words for them.
const SPOKEN: [(&str, &str); 7] = [
    (" ↑ rising", " rising"),
    (" ↓ falling", " falling"),
    (" → steady", " steady"),
    (" ↑", ", up"),
    (" ↓", ", down"),
    (" → ", " to "),
    ("▲ ", ""),
];

/// A sentence with words in the place of signs.
pub fn spoken(text: &str) -> String {
    SPOKEN.iter().fold(text.to_owned(), |text, (sign, words)| text.replace(sign, words))
}

/// The status of every entity that has one, in the order of the panes.
pub fn statuses(board: &Board) -> Vec<EntityStatus> {
    let watchlist = &board.watchlist;
    let overdue: HashSet<_> = board.due.iter().filter(|due| due.is_overdue).map(|due| &due.entity).collect();
    let mut found = Vec::new();
    for (crossing, reading) in watchlist.crossings.iter().zip(&board.crossings) {
        found.push(of_crossing(board, crossing, reading));
        let parties = crossing.parties.iter().zip(&reading.parties);
        found.extend(parties.map(|(party, reading)| of_party(board, crossing, party, reading)));
    }
    let items = watchlist.items().zip(board.checklists.iter().flat_map(|list| &list.items));
    found.extend(items.map(|((list, item), reading)| of_item(board, EntityRef::item(list, item), item, reading)));
    let risks = watchlist.risks().iter().zip(&board.spillover.risks);
    found.extend(risks.map(|(risk, reading)| of_risk(board, risk, reading)));
    found.extend(watchlist.spillover.iter().map(|_| of_log(board)));
    found.extend((0..watchlist.signals.len()).map(|index| of_signal(board, index)));
    let reviews = board.reviews().iter().filter(|review| review.cause.is_due());
    let reviews: HashSet<_> = reviews.map(|review| &review.entity).collect();
    let flag = |found: EntityStatus| {
        let (is_overdue, is_review_due) = (overdue.contains(&found.entity), reviews.contains(&found.entity));
        found.flagged([(is_overdue, StatusFlag::Overdue), (is_review_due, StatusFlag::ReviewDue)])
    };
    found.into_iter().map(flag).collect()
}

fn of_crossing(board: &Board, crossing: &Crossing, reading: &CrossingReading) -> EntityStatus {
    let entity = EntityRef::Crossing(crossing.id.value.clone());
    let status = &reading.status;
    let is_told = status.basis == StatusBasis::Evidence;
    let part = crossings::status_part(board, crossing, reading);
    let holds = part.urgency == Urgency::Status || status.is_shut();
    let entry = |entry: EntryIndex| match entry {
        EntryIndex::Report(index) => {
            let report = &crossing.reports[index];
            graded(board, report.at.value, report.claim, report.source.as_ref(), report.credibility)
        }
        EntryIndex::Day(index) => {
            let day = &crossing.days[index];
            let at = TimePoint::day(day.date.value, board.watchlist.zone());
            graded(board, at, day.claim, day.source.as_ref(), day.credibility)
        }
    };
    let value = (status.status != CrossingStatus::Unknown).then(|| status.status.word());
    let is_open = is_told && status.status.is_open();
    let today = reading.days.record_of(board.today());
    let flags = [
        (status.status.is_shut() && is_told, StatusFlag::Closed),
        (is_open && status.has_announced_closure, StatusFlag::ClosureAnnounced),
        (status.nobody_passed, StatusFlag::NobodyPassed),
        (status.is_rest || status.rests_today, StatusFlag::Rest),
        (!reading.threats.is_empty(), StatusFlag::Threatened),
        (status.status == CrossingStatus::Unknown && !status.is_disputed(), StatusFlag::Unknown),
        (reading.gaps.iter().any(|gap| gap.holds(board.now)), StatusFlag::NotObserved),
        (is_open && !status.is_of_today, StatusFlag::NoRecordToday),
        (today.is_some_and(|day| !day.differences.is_empty()), StatusFlag::Differing),
    ];
    let mut found = EntityStatus::new(entity, &part.words);
    if is_told {
        found = found.judged(&status.evidence, reading.freshness, entry);
    } else {
        let basis = match status.basis {
            StatusBasis::Plan(_) | StatusBasis::Promise(_) => Some(StatusReason::Plan),
            StatusBasis::PlanPassed(_) => Some(StatusReason::PlanPassed),
            StatusBasis::Evidence | StatusBasis::Nothing => None,
        };
        found = EntityStatus { basis, age: reading.freshness.age(), ..found };
        found = found.flagged([(reading.freshness.is_stale(), StatusFlag::Old)]);
    }
    found.valued(value, holds).flagged(flags)
}

fn of_party(board: &Board, crossing: &Crossing, party: &Party, reading: &PartyReading) -> EntityStatus {
    let words = crossings::presence(board, party, reading);
    let entry = |entry: EntryIndex| {
        let (EntryIndex::Report(index) | EntryIndex::Day(index)) = entry;
        let report = &party.reports[index];
        graded(board, report.at.value, report.claim, report.source.as_ref(), report.credibility)
    };
    let value = reading.presence.or(reading.evidence.value);
    let is_absent = value == Some(Presence::Absent);
    let holds = reading.presence.is_some() && (is_absent || !reading.freshness.is_stale());
    EntityStatus::new(EntityRef::party(crossing, party), &words)
        .judged(&reading.evidence, reading.freshness, entry)
        .valued(value.map(Presence::word), holds)
        .flagged([(is_absent, StatusFlag::Absent)])
}

fn of_item(board: &Board, entity: EntityRef, item: &Item, reading: &ItemReading) -> EntityStatus {
    let entry = |entry: EntryIndex| {
        let (EntryIndex::Report(index) | EntryIndex::Day(index)) = entry;
        let report = &item.reports[index];
        let is_own_word = is_self_reported(&board.watchlist, item, report);
        let claim = report.claim.map(|claim| if is_own_word { claim.min(Claim::Attributed) } else { claim });
        graded(board, report.at.value, claim, report.source.as_ref(), report.credibility)
    };
    let counted =
        reading.quantity.as_ref().filter(|quantity| !reading.is_failing() && quantity.evidence.used.is_some());
    let is_short = counted.is_some_and(|quantity| !quantity.is_whole(Claim::Attributed));
    // Of something that is counted, all of it must be there.
    let rung = reading.rung.map(|rung| if is_short { rung.min(Rung::Intermediate) } else { rung });
    let found = EntityStatus::new(entity, &checklists::rung_cell(reading));
    let found = match counted {
        Some(quantity) => found.judged(&quantity.evidence, reading.freshness, entry),
        None => found.judged(&reading.evidence, reading.freshness, entry),
    };
    found.valued(rung.map(Rung::word), !reading.evidence.is_unconfirmed()).flagged([
        (reading.evidence.is_unconfirmed(), StatusFlag::Unconfirmed),
        (reading.fallen_from.is_some(), StatusFlag::FallenBack),
        (reading.is_failing(), StatusFlag::Failing),
        (reading.is_disputed(), StatusFlag::Disputed),
        (reading.is_differing() && !reading.is_disputed(), StatusFlag::Contradicted),
        (reading.is_self_reported, StatusFlag::SelfReported),
        (!reading.threats.is_empty(), StatusFlag::Threatened),
        (reading.gaps.iter().any(|gap| gap.holds(board.now)), StatusFlag::NotObserved),
        (!reading.blocked_by.is_empty(), StatusFlag::Blocked),
    ])
}

fn of_risk(board: &Board, risk: &Risk, reading: &RiskReading) -> EntityStatus {
    let entry = |entry: EntryIndex| {
        let (EntryIndex::Report(index) | EntryIndex::Day(index)) = entry;
        let assessment = &risk.assessments[index];
        graded(board, assessment.at.value, None, assessment.source.as_ref(), None)
    };
    let entity = EntityRef::Risk(risk.id.value.clone());
    let words = spillover::level(board, risk, reading);
    if let RiskLife::Closed { at, entries_since } = reading.life {
        let found = EntityStatus::new(entity, &words).flagged([(entries_since > 0, StatusFlag::EntriesSince)]);
        return EntityStatus { status: "closed", since: Some(at), age: reading.freshness.age(), ..found };
    }
    let is_high = reading.level.is_some_and(|level| level >= Level::High);
    let is_known = reading.unjudged.is_none() && !reading.evidence.is_unconfirmed() && !reading.freshness.is_stale();
    let found = EntityStatus::new(entity, &words)
        .judged(&reading.evidence, reading.freshness, entry)
        .valued(reading.level.map(Level::word), is_known || is_high)
        .flagged([
            (reading.unjudged.is_some(), StatusFlag::NotJudgedSince),
            (reading.severe.is_some(), StatusFlag::Severe),
            (is_high, StatusFlag::High),
            (reading.gap.is_some(), StatusFlag::NotObserved),
        ]);
    EntityStatus { heat: heat_status(board, &reading.heat, reading.entries, reading.gap), ..found }
}

fn heat_status(board: &Board, heat: &Heat, entries: usize, gap: Option<Gap>) -> Option<HeatStatus> {
    let is_lower_bound = gap.is_some() || !board.spillover.upkeep.is_complete();
    let trend = Some(heat.trend()).filter(|trend| !is_lower_bound || *trend == Trend::Rising);
    (entries > 0).then_some(HeatStatus { value: heat.now, is_lower_bound, trend })
}

fn of_log(board: &Board) -> EntityStatus {
    let reading = &board.spillover;
    let freshness = reading.upkeep.freshness(board.now);
    let (status, flag) = match reading.upkeep {
        LogUpkeep::Kept { .. } => ("kept", None),
        LogUpkeep::Interrupted { .. } => ("interrupted", Some(StatusFlag::NotKept)),
        LogUpkeep::NotKept { .. } => ("not-kept", Some(StatusFlag::NotKept)),
        LogUpkeep::Empty => (UNKNOWN, Some(StatusFlag::Unknown)),
    };
    let words = spillover::heat_words(board, &reading.heat, reading.events(), reading.gap);
    let found = EntityStatus::new(EntityRef::Log, &words).flagged([
        (reading.severe.is_some(), StatusFlag::Severe),
        (reading.gap.is_some(), StatusFlag::NotObserved),
        (freshness.is_stale(), StatusFlag::Old),
    ]);
    let found = found.flagged(flag.map(|flag| (true, flag)));
    let heat = heat_status(board, &reading.heat, reading.events(), reading.gap);
    EntityStatus { status, age: freshness.age(), heat, ..found }
}

fn of_signal(board: &Board, index: usize) -> EntityStatus {
    let (signal, finding) = (&board.watchlist.signals[index], &board.signals[index]);
    let since = board.signal_histories()[index].since.map(TimePoint::exact);
    let is_failure = signal.points_to == Outcome::Failure && finding.answer == Ternary::Met;
    let words = signals::answer(finding.answer, signal.points_to);
    let found = EntityStatus::new(EntityRef::Signal(signal.id.value.clone()), &words)
        .flagged([(is_failure, StatusFlag::FailureMet), (finding.answer == Ternary::Unknown, StatusFlag::Unknown)]);
    EntityStatus { status: finding.answer.word(), since, points_to: Some(signal.points_to), ..found }
}

/// The source and the grades of an entry.
fn graded(
    board: &Board,
    at: TimePoint,
    claim: Option<Claim>,
    source: Option<&Ref>,
    credibility: Option<Credibility>,
) -> StatusEntry {
    let watchlist = &board.watchlist;
    let outlet = source.and_then(|source| watchlist.sources.get(&source.value));
    let piece = Evidence::graded(watchlist, (EntryIndex::Report(0), at, ()), claim, source, credibility);
    StatusEntry {
        at,
        source: source.map(|source| source.value.clone()),
        reliability: outlet.and_then(|outlet| outlet.reliability),
        credibility,
        claim: piece.claim,
    }
}

impl EntityStatus {
    /// Formats `since 5 Feb`; empty if it is not known.
    pub fn since_words(&self, board: &Board) -> String {
        self.since.map_or_else(String::new, |at| format!("since {}", words::when(at, board)))
    }

    /// Formats `ap B2 verified`; empty if it is based on no entry. Safe to show.
    pub fn source_words(&self) -> String {
        let Some(entry) = &self.entry else { return String::new() };
        let unnamed = if matches!(self.entity, EntityRef::Risk(_)) { "own judgement" } else { "no source" };
        let source = entry.source.as_ref().map_or_else(|| unnamed.into(), |id| id.display());
        let reliability = entry.reliability.map_or("-", Reliability::word);
        let grade = format!("{reliability}{}", entry.credibility.map_or("-", Credibility::word));
        let grade = Some(grade).filter(|grade| grade != "--");
        let claim = entry.claim.map(|claim| claim.word().to_owned());
        [Some(source.into_owned()), grade, claim].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Formats `3d`; empty if nothing was ever reported.
    pub fn age_words(&self) -> String {
        self.age.map_or_else(String::new, |age| Age(age).to_string())
    }
}
