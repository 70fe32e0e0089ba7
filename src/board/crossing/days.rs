//! Evaluates each day that something is recorded for: what all its evidence adds up to, by the same rules as the status.

use super::plan::Plans;
use super::quiet::QuietDay;
use super::verdict::Verdict;
use super::{EvalContext, counts};
use crate::board::coverage::Gap;
use crate::board::evidence::{Basis, EntryIndex, Evidence, Judge, NotObserved, Reading, ReadingState, Standing};
use crate::board::origins::OriginGroup;
use crate::watchlist::scales::{ClosureCause, CrossingStatus, PeopleMeasure};
use crate::watchlist::time::{Precision, TimePoint, day_end, day_start};
use crate::watchlist::{Crossing, DayRecord, Measure};
use chrono::{DateTime, NaiveDate, Timelike, Utc};
use std::collections::HashSet;
use std::hash::Hash;

/// A day with a record or a report.
#[derive(Clone, Debug)]
pub struct Day {
    /// In the time zone of the file.
    pub date: NaiveDate,
    /// The first moment of the day.
    pub start: DateTime<Utc>,
    pub verdict: Verdict,
    /// The reading that the verdict is derived from.
    pub evidence: Reading<CrossingStatus>,
    /// A closure with a time of day, on a day on which it was open.
    pub interruption: Option<Interruption>,
    /// Whether a closure was announced before the day began.
    pub is_closure_announced: bool,
    /// The announced closure of the crossing's calendar that covers the day, as an index. It says what was planned, not
    /// what happened.
    pub planned_closure: Option<usize>,
    /// Whether the calendar says that it is a day of rest.
    pub is_rest: bool,
    /// Records of the day, as indices into the crossing's days.
    pub records: Vec<usize>,
    /// Reports of the day that give a state, as indices into the crossing's reports.
    pub reports: Vec<usize>,
    /// Reports that it closed at the end of its recorded hours. These are not closures.
    pub end_of_hours: Vec<usize>,
    /// The period in which it could not be observed, if it overlaps the day. Low numbers are then not a sign of calm.
    pub gap: Option<Gap>,
    /// The causes given for the closure, without duplicates.
    pub causes: Vec<ClosureCause>,
    /// People who left: lowest and highest number given by any source.
    pub exits: Option<Range>,
    /// People who entered: lowest and highest number given by any source.
    pub entries: Option<Range>,
    /// Patients, companions and people turned back, each as lowest and highest number.
    others: [Option<Range>; 3],
    /// The declared measures that have a number, in the order of the crossing.
    declared: Vec<(Measure, Range)>,
    /// Whether its records say that nobody passed and that some people were turned back.
    pub nobody_passed: bool,
    /// Where independent sources differ, or the parts and the total of one source.
    pub differences: Vec<Difference>,
}

/// A closure with a time of day, on a day on which it was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interruption {
    /// An index into the crossing's reports.
    pub report: usize,
    pub at: TimePoint,
}

/// The lowest and highest number that sources give. With one source, both are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub low: u64,
    pub high: u64,
}

/// What the entries for a day disagree about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    Status,
    Cause,
    Hours,
    Number(Measure),
    /// Patients and companions do not add up to the total: the two sums.
    Parts(u64, u64),
}

impl Day {
    /// All entries of the crossing that describe the day.
    pub fn entries(&self) -> impl Iterator<Item = EntryIndex> {
        let reports = self.reports.iter().map(|index| EntryIndex::Report(*index));
        reports.chain(self.records.iter().map(|index| EntryIndex::Day(*index)))
    }

    /// A number of the day: lowest and highest value given by any source.
    pub fn number(&self, measure: Measure) -> Option<Range> {
        let [patients, companions, turned_back] = self.others;
        match measure {
            Measure::People(PeopleMeasure::Exits) => self.exits,
            Measure::People(PeopleMeasure::Entries) => self.entries,
            Measure::People(PeopleMeasure::Patients) => patients,
            Measure::People(PeopleMeasure::Companions) => companions,
            Measure::People(PeopleMeasure::TurnedBack) => turned_back,
            Measure::Declared(_) => {
                let at = self.declared.binary_search_by_key(&measure, |(known, _)| *known).ok()?;
                Some(self.declared[at].1)
            }
        }
    }

    /// The declared measures that have a number on the day.
    pub fn declared(&self) -> impl Iterator<Item = (Measure, Range)> {
        self.declared.iter().copied()
    }

    /// Whether evidence says that it was shut, also on a day of rest.
    pub fn was_seen_shut(&self) -> bool {
        let is_rest = self.verdict == Verdict::Rest;
        self.verdict.is_shut() || (is_rest && self.evidence.settled().is_some_and(CrossingStatus::is_shut))
    }

    /// Whether it was closed for all or part of the day without an announcement or schedule.
    pub fn is_unexcused_closure(&self) -> bool {
        self.interruption.is_some() || matches!(self.verdict, Verdict::Closed(_))
    }
}

/// All evidence for one day.
pub(super) struct DayEvidence<'d, 'w> {
    pub(super) ctx: &'d EvalContext<'w>,
    pub(super) crossing: &'d Crossing,
    pub(super) judge: &'d Judge<'w>,
    pub(super) date: NaiveDate,
    pub(super) pieces: Vec<Evidence<'d, CrossingStatus>>,
    pub(super) was_open: bool,
    /// Whether a closure was promised on the evening before.
    pub(super) is_announced: bool,
    pub(super) plans: &'d Plans<'w>,
}

impl DayEvidence<'_, '_> {
    pub(super) fn read(&self, gaps: &[Gap], without_record: QuietDay) -> Day {
        let start = day_start(self.date, self.ctx.watchlist.zone());
        let records: Vec<_> = self.pieces.iter().filter_map(|piece| piece.entry.day()).collect();
        let reports: Vec<_> = self.pieces.iter().filter_map(|piece| piece.entry.report()).collect();
        let end_of_hours = self.end_of_hours();
        let is_routine = |piece: &Evidence<'_, CrossingStatus>| {
            piece.entry.report().is_some_and(|report| end_of_hours.contains(&report))
        };
        let pieces: Vec<_> = self.pieces.iter().filter(|piece| !is_routine(piece)).copied().collect();
        let evidence = self.judge.read_status(&pieces, &self.not_observed(gaps, start));
        let interruption = self.interruption(&pieces, &evidence);
        let is_promised_shut = |piece: &Evidence<'_, CrossingStatus>| piece.is_promise() && piece.value.is_shut();
        let is_excused = self.plans.excuses(self.date);
        let is_closure_announced = is_excused || self.is_announced || self.pieces.iter().any(is_promised_shut);
        let weighed = self.weighed(&records, evidence.basis == Basis::Preferred);
        let causes = causes(&weighed);
        let has_words = pieces.iter().any(|piece| !piece.is_set_aside());
        let verdict = match (evidence.state, evidence.value) {
            _ if interruption.is_some() => Verdict::Limited,
            (ReadingState::Disputed, _) => Verdict::Disputed,
            (ReadingState::Unconfirmed, _) => Verdict::Unconfirmed,
            (ReadingState::Settled, Some(CrossingStatus::Open)) => Verdict::Open,
            (ReadingState::Settled, Some(CrossingStatus::Limited)) => Verdict::Limited,
            (ReadingState::Settled, Some(CrossingStatus::Closed | CrossingStatus::Suspended)) => {
                match closed(&causes, is_closure_announced) {
                    Verdict::ClosedAsScheduled | Verdict::Closed(ClosureCause::Unstated) if without_record.is_rest => {
                        Verdict::Rest
                    }
                    verdict => verdict,
                }
            }
            (ReadingState::Settled | ReadingState::Unknown, _) if has_words => Verdict::Unclear,
            (ReadingState::Settled | ReadingState::Unknown, _) => without_record.verdict,
        };
        let range = |measure: PeopleMeasure| {
            let numbers: Vec<_> = weighed.iter().filter_map(|record| record.people(measure)).collect();
            Some(Range { low: numbers.iter().copied().min()?, high: numbers.iter().copied().max()? })
        };
        let (exits, entries) = (range(PeopleMeasure::Exits), range(PeopleMeasure::Entries));
        let others @ [.., turned_back] =
            [PeopleMeasure::Patients, PeopleMeasure::Companions, PeopleMeasure::TurnedBack].map(range);
        let is_nobody = |range: Option<Range>| range.is_some_and(|range| range.high == 0);
        Day {
            date: self.date,
            start,
            verdict,
            interruption,
            is_closure_announced,
            planned_closure: without_record.planned_closure,
            is_rest: without_record.is_rest,
            nobody_passed: is_nobody(exits) && is_nobody(entries) && turned_back.is_some_and(|range| range.high > 0),
            differences: self.differences(&evidence, interruption, &records),
            causes: if causes.is_empty() && verdict.is_shut() { vec![ClosureCause::Unstated] } else { causes },
            evidence,
            records,
            reports,
            end_of_hours,
            gap: without_record.gap,
            exits,
            entries,
            others,
            declared: declared_ranges(self.crossing, &weighed),
        }
    }

    /// The gaps that cover the whole day.
    fn not_observed(&self, gaps: &[Gap], start: DateTime<Utc>) -> Vec<NotObserved> {
        if gaps.is_empty() {
            return Vec::new();
        }
        let end = day_end(self.date, self.ctx.watchlist.zone()).min(self.ctx.now);
        let covers = |gap: &&Gap| gap.from <= start && gap.until.is_none_or(|until| end <= until);
        super::unobserved(self.ctx, &gaps.iter().filter(covers).copied().collect::<Vec<_>>())
    }

    /// Closure reports with a time of day, at or after the end of the recorded hours of an open day.
    fn end_of_hours(&self) -> Vec<usize> {
        let is_open = |piece: &&Evidence<'_, CrossingStatus>| piece.value.is_open() && !piece.is_set_aside();
        let open = self.pieces.iter().filter(is_open).filter_map(|piece| piece.entry.day());
        let hours = open.filter_map(|index| self.crossing.days[index].hours).filter(|hours| hours.from < hours.until);
        let Some(end) = hours.map(|hours| hours.until).max() else { return Vec::new() };
        let zone = self.ctx.watchlist.zone();
        let is_end = |piece: &&Evidence<'_, CrossingStatus>| {
            piece.value == CrossingStatus::Closed
                && piece.at.precision == Precision::Exact
                && piece.at.start.with_timezone(&zone).time() >= end
        };
        self.pieces.iter().filter(is_end).filter_map(|piece| piece.entry.report()).collect()
    }

    /// The first closure report with a time of day, on a day that all other evidence settles as open. A report before
    /// the opening on the first open day does not count as an interruption.
    fn interruption(
        &self,
        pieces: &[Evidence<'_, CrossingStatus>],
        evidence: &Reading<CrossingStatus>,
    ) -> Option<Interruption> {
        let is_change = |piece: &Evidence<'_, CrossingStatus>| {
            piece.value.is_shut()
                && piece.at.precision == Precision::Exact
                && piece.standing >= Standing::Fair
                && !piece.is_promise()
        };
        if evidence.is_disputed() || !pieces.iter().any(is_change) {
            return None;
        }
        let others: Vec<_> = pieces.iter().filter(|piece| !is_change(piece)).copied().collect();
        if !self.judge.read_status(&others, &[]).settled().is_some_and(CrossingStatus::is_open) {
            return None;
        }
        let opened = others.iter().filter(|piece| piece.value.is_open() && piece.at.precision == Precision::Exact);
        let opened = opened.map(|piece| piece.at.start).min();
        let has_opened = |piece: &&Evidence<'_, CrossingStatus>| {
            self.was_open || opened.is_none_or(|opened| piece.at.start > opened)
        };
        let changes = pieces.iter().filter(|piece| is_change(piece)).filter(has_opened);
        let first = changes.min_by_key(|piece| piece.at.start)?;
        Some(Interruption { report: first.entry.report()?, at: first.at })
    }

    /// The records whose causes and numbers count: those of the preferred source if it has any, else all.
    fn weighed(&self, records: &[usize], is_settled_by_hand: bool) -> Vec<&DayRecord> {
        let records = records.iter().map(|index| &self.crossing.days[*index]);
        let current = latest_by(records, |record| record.source.as_ref().map(|source| &source.value));
        let counted = || current.iter().copied().filter(|record| counts(self.ctx, record));
        let is_preferred = |record: &&DayRecord| {
            self.judge.prefer.is_some() && record.source.as_ref().map(|source| &source.value) == self.judge.prefer
        };
        let preferred: Vec<_> = counted().filter(is_preferred).collect();
        // If a report of the preferred source settles the day, records of other sources do not count.
        if preferred.is_empty() && !is_settled_by_hand { counted().collect() } else { preferred }
    }

    /// Where independent sources differ, or the parts and the total of one source.
    fn differences(
        &self,
        evidence: &Reading<CrossingStatus>,
        interruption: Option<Interruption>,
        records: &[usize],
    ) -> Vec<Difference> {
        let watchlist = self.ctx.watchlist;
        let counted = records.iter().map(|index| &self.crossing.days[*index]).filter(|record| counts(self.ctx, record));
        let by_origin = latest_by(counted, |record| Some(OriginGroup::from_source(watchlist, record.source.as_ref())));
        let differ = |value: &dyn Fn(&DayRecord) -> Option<u64>| {
            let mut values = by_origin.iter().filter_map(|record| value(record));
            values.next().is_some_and(|first| values.any(|other| other != first))
        };
        let mut found = Vec::new();
        let shut = interruption.map(|shut| EntryIndex::Report(shut.report));
        let shut = self.pieces.iter().find(|piece| Some(piece.entry) == shut);
        let calls_it_open = |piece: &Evidence<'_, CrossingStatus>, shut: &Evidence<'_, CrossingStatus>| {
            piece.value == CrossingStatus::Open
                && piece.entry.day().is_some()
                && piece.origin != shut.origin
                && !piece.is_set_aside()
        };
        let is_called_open = shut.is_some_and(|shut| self.pieces.iter().any(|piece| calls_it_open(piece, shut)));
        if evidence.is_differing() || is_called_open {
            found.push(Difference::Status);
        }
        let cause = |record: &DayRecord| record.cause.filter(|_| record.status.is_shut()).map(|cause| cause as u64);
        if differ(&cause) {
            found.push(Difference::Cause);
        }
        let minutes = |time: chrono::NaiveTime| u64::from(time.num_seconds_from_midnight() / 60);
        if differ(&|record| record.hours.map(|hours| minutes(hours.from) * 1440 + minutes(hours.until))) {
            found.push(Difference::Hours);
        }
        let differing = PeopleMeasure::ALL.iter().filter(|measure| differ(&|record| record.people(**measure)));
        found.extend(differing.map(|measure| Difference::Number(Measure::People(*measure))));
        let declared = declared_ranges(self.crossing, &by_origin).into_iter();
        found.extend(declared.filter(|(_, range)| range.low != range.high).map(|(is, _)| Difference::Number(is)));
        if found.contains(&Difference::Number(Measure::EXITS)) {
            return found;
        }
        // All totals are the same.
        let total = by_origin.iter().find_map(|record| record.people(PeopleMeasure::Exits));
        let mut sums = by_origin.iter().filter_map(|record| parts_sum(record));
        let parts = total.and_then(|total| Some((sums.find(|sum| *sum != total)?, total)));
        found.extend(parts.map(|(sum, total)| Difference::Parts(sum, total)));
        found
    }
}

/// The records without those that a later record with the same key corrects. A record without a key is not corrected.
fn latest_by<'r, K: Eq + Hash>(
    records: impl DoubleEndedIterator<Item = &'r DayRecord>,
    key: impl Fn(&'r DayRecord) -> Option<K>,
) -> Vec<&'r DayRecord> {
    let mut known = HashSet::new();
    let mut latest: Vec<_> = records.rev().filter(|record| key(record).is_none_or(|key| known.insert(key))).collect();
    latest.reverse();
    latest
}

/// The declared measures of these records: lowest and highest number of each, in the order of the crossing.
fn declared_ranges(crossing: &Crossing, records: &[&DayRecord]) -> Vec<(Measure, Range)> {
    let mut numbers: Vec<_> = records.iter().flat_map(|record| crossing.declared_counts(&record.counts)).collect();
    numbers.sort_unstable();
    let of_measure = numbers.chunk_by(|(one, _), (other, _)| one == other);
    of_measure.map(|run| (run[0].0, Range { low: run[0].1, high: run[run.len() - 1].1 })).collect()
}

/// Sum of patients and companions in a record.
fn parts_sum(record: &DayRecord) -> Option<u64> {
    Some(record.patients?.saturating_add(record.companions?))
}

/// A closure is excused if the only cause given is `scheduled`, or if it was announced and no cause is given.
fn closed(causes: &[ClosureCause], is_announced: bool) -> Verdict {
    let is_excuse =
        |cause: &ClosureCause| *cause == ClosureCause::Scheduled || (is_announced && *cause == ClosureCause::Unstated);
    match causes.iter().copied().filter(|cause| !is_excuse(cause)).max_by_key(|cause| gravity(*cause)) {
        Some(cause) => Verdict::Closed(cause),
        None if causes.is_empty() && !is_announced => Verdict::Closed(ClosureCause::Unstated),
        None => Verdict::ClosedAsScheduled,
    }
}

/// The causes given for a closure, without duplicates.
fn causes(records: &[&DayRecord]) -> Vec<ClosureCause> {
    let shut = records.iter().filter(|record| record.status.is_shut());
    let mut causes: Vec<_> = shut.map(|record| record.cause.unwrap_or(ClosureCause::Unstated)).collect();
    causes.sort_unstable();
    causes.dedup();
    causes
}

/// Rank of a cause. The highest rank names the closure, so that a milder cause does not hide a dispute.
fn gravity(cause: ClosureCause) -> u8 {
    match cause {
        ClosureCause::Scheduled => 0,
        ClosureCause::Unstated => 1,
        ClosureCause::Technical => 2,
        ClosureCause::Security => 3,
        ClosureCause::Dispute => 4,
    }
}
