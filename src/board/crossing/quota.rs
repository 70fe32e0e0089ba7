//! Evaluates the agreed quotas per day: the newest agreement of each measure, or disputed if sources differ.

use super::EvalContext;
use crate::board::Board;
use crate::board::coverage::GapIndex;
use crate::board::evidence::{EntryIndex, Evidence, Judge, Reading, Standing, is_later};
use crate::board::origins::OriginGroup;
use crate::watchlist::time::{TimePoint, day_start};
use crate::watchlist::{Counts, Crossing, Measure};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// The agreed quota of each measure that has one, per day. `EntryIndex::Day(0)` is the entry of the short form; other
/// entries are indices into `quotas`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuotaReading(BTreeMap<Measure, Reading<u64>>);

impl QuotaReading {
    pub fn get(&self, measure: Measure) -> Option<&Reading<u64>> {
        self.0.get(&measure)
    }

    pub fn iter(&self) -> impl Iterator<Item = (Measure, &Reading<u64>)> {
        self.0.iter().map(|(measure, quota)| (*measure, quota))
    }

    /// The quotas on which sources differ.
    pub fn differing(&self) -> impl Iterator<Item = (Measure, &Reading<u64>)> {
        self.iter().filter(|(_, quota)| quota.is_differing())
    }
}

/// The short form of a quota, among the entries of [`QuotaReading`].
const SHORT_FORM: EntryIndex = EntryIndex::Day(0);

/// All agreements that have come, by measure, each list sorted by time.
pub(super) struct Quotas<'w> {
    judge: Judge<'w>,
    now: DateTime<Utc>,
    agreed: BTreeMap<Measure, Vec<Evidence<'w, u64>>>,
    /// What was read already, by measure and by how many agreements were known.
    read: RefCell<HashMap<(Measure, usize), Reading<u64>>>,
}

impl<'w> Quotas<'w> {
    pub(super) fn collect(ctx: &EvalContext<'w>, crossing: &'w Crossing) -> Self {
        let mut agreed: BTreeMap<Measure, Vec<Evidence<'w, u64>>> = BTreeMap::new();
        let mut add = |numbers: Vec<(Measure, u64)>, piece: Evidence<'w, u64>| {
            for (measure, value) in numbers.into_iter().filter(|_| ctx.has_come(piece.at)) {
                agreed.entry(measure).or_default().push(Evidence { value, ..piece });
            }
        };
        if let Some(quota) = &crossing.quota {
            let said = quota.said.unwrap_or(TimePoint::exact(DateTime::<Utc>::MIN_UTC));
            let graded = Evidence::graded(ctx.watchlist, (SHORT_FORM, said, 0), None, quota.source.as_ref(), None);
            // Without a source, it is a statement of the editors.
            let standing = if quota.source.is_some() { graded.standing } else { Standing::Fair };
            add(numbers(crossing, quota.exits, quota.entries, &quota.counts), Evidence { standing, ..graded });
        }
        for (index, quota) in crossing.quotas.iter().enumerate() {
            let said = (EntryIndex::Report(index), quota.at.value, 0);
            let piece = Evidence::graded(ctx.watchlist, said, None, quota.source.as_ref(), quota.credibility);
            add(numbers(crossing, quota.exits, quota.entries, &quota.counts), piece);
        }
        agreed.values_mut().for_each(|pieces| pieces.sort_by_key(|piece| piece.at.start));
        // An agreement does not become stale. It is in force until there is a newer one.
        let prefer = super::judge(ctx, crossing).prefer;
        let judge = Judge { now: ctx.now, stale_after: TimeDelta::MAX, checked: None, prefer };
        Self { judge, now: ctx.now, agreed, read: RefCell::default() }
    }

    /// The quotas that are in force now.
    pub(super) fn read_all(&self) -> QuotaReading {
        let now = |measure: &Measure| Some((*measure, self.read(*measure, self.now)?));
        QuotaReading(self.agreed.keys().filter_map(now).collect())
    }

    /// The quota of a measure in force at a moment.
    pub(super) fn read(&self, measure: Measure, at: DateTime<Utc>) -> Option<Reading<u64>> {
        let known = self.known_by(measure, at);
        let agreed = &self.agreed.get(&measure)?[..known];
        let read = || {
            let pieces = last_words(agreed);
            with_all_others(Judge { now: at, ..self.judge }.read(&pieces), &pieces)
        };
        (known > 0).then(|| self.read.borrow_mut().entry((measure, known)).or_insert_with(read).clone())
    }

    /// How many agreements on a measure are known at a moment.
    fn known_by(&self, measure: Measure, at: DateTime<Utc>) -> usize {
        self.agreed.get(&measure).map_or(0, |pieces| pieces.partition_point(|piece| piece.at.start <= at))
    }
}

/// Gives the quota of a measure in force on a day; `None` if there is none.
pub fn quota_by_day<'b>(
    board: &'b Board,
    crossing: &'b Crossing,
) -> impl Fn(Measure, NaiveDate) -> Option<Reading<u64>> + use<'b> {
    let ctx = EvalContext {
        watchlist: &board.watchlist,
        now: board.now,
        horizon: board.horizon,
        today: board.today(),
        gaps: GapIndex::default(),
    };
    let quotas = Quotas::collect(&ctx, crossing);
    move |measure, date| quotas.read(measure, moment_of_day(day_start(date, board.watchlist.zone())))
}

/// The moment of a day that its quota is read at: its end, without the first moment of the next day.
pub(super) fn moment_of_day(start: DateTime<Utc>) -> DateTime<Utc> {
    start + TimeDelta::days(1) - TimeDelta::seconds(1)
}

fn numbers(crossing: &Crossing, exits: Option<u64>, entries: Option<u64>, counts: &Counts) -> Vec<(Measure, u64)> {
    let people = [(Measure::EXITS, exits), (Measure::ENTRIES, entries)];
    let people = people.into_iter().filter_map(|(measure, number)| Some((measure, number?)));
    people.chain(crossing.declared_counts(counts)).collect()
}

/// The agreements, sorted by time, without those that a later one of the same origin replaces.
fn last_words<'w>(agreed: &[Evidence<'w, u64>]) -> Vec<Evidence<'w, u64>> {
    let mut newest: BTreeMap<OriginGroup<'w>, Evidence<'w, u64>> = BTreeMap::new();
    let mut kept = Vec::new();
    for piece in agreed.iter().rev() {
        let later = newest.get(&piece.origin);
        if !later.is_some_and(|later| is_later(later, piece) && later.standing >= piece.standing) {
            kept.push(*piece);
        }
        if !piece.is_set_aside() {
            newest.entry(piece.origin).or_insert(*piece);
        }
    }
    kept.reverse();
    kept
}

/// Uses the newest agreement. The last values of other origins are listed beside it, however old they are.
fn with_all_others(reading: Reading<u64>, pieces: &[Evidence<'_, u64>]) -> Reading<u64> {
    let Some(used) = pieces.iter().find(|piece| Some(piece.entry) == reading.used) else { return reading };
    let is_last_word =
        |piece: &&Evidence<'_, u64>| !pieces.iter().any(|later| later.origin == piece.origin && is_later(later, piece));
    let others = pieces.iter().filter(|piece| piece.origin != used.origin && piece.value != used.value);
    let others = others.filter(|piece| !piece.is_set_aside()).filter(is_last_word);
    Reading { others: others.map(|piece| piece.entry).collect(), ..reading }
}
