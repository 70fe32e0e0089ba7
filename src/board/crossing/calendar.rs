//! The days of a crossing without a break. Only those with a record are stored, because a plan can reach over years;
//! what the others are follows from the plan.

use super::EvalContext;
use super::days::{Day, DayEvidence};
use super::plan::Plans;
use super::quiet::{QuietDay, QuietDays};
use super::verdict::Verdict;
use crate::board::coverage::Gap;
use crate::board::evidence::{EntryIndex, Evidence};
use crate::watchlist::Crossing;
use crate::watchlist::scales::CrossingStatus;
use crate::watchlist::time::TimePoint;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, HashSet};

/// Days without a record are counted at most this far back or ahead, so that a wrong year does not create a million
/// days.
const REACH: u64 = 4000;

/// All days from the first record or the planned opening to today, or to what is planned, oldest first.
#[derive(Clone, Debug, Default)]
pub struct CrossingDays {
    recorded: Vec<Day>,
    /// The first and the last day without a break. Records can be older.
    span: Option<(NaiveDate, NaiveDate)>,
    quiet: QuietDays,
}

/// One of the days, with or without a record.
#[derive(Clone, Copy, Debug)]
pub struct DayView<'d> {
    /// In the time zone of the file.
    pub date: NaiveDate,
    pub verdict: Verdict,
    /// The announced closure that covers the day, as an index into the crossing's calendar.
    pub planned_closure: Option<usize>,
    /// Whether the calendar says that it is a day of rest.
    pub is_rest: bool,
    /// The period in which it could not be observed, if it overlaps the day.
    pub gap: Option<Gap>,
    /// What is recorded for the day.
    pub record: Option<&'d Day>,
}

impl CrossingDays {
    /// `recorded` are sorted by date.
    fn new(recorded: Vec<Day>, span: (NaiveDate, NaiveDate), quiet: QuietDays) -> Self {
        Self { recorded, span: Some(span), quiet }
    }

    /// The days with a record or a report.
    pub fn recorded(&self) -> &[Day] {
        &self.recorded
    }

    /// What is recorded for a day.
    pub fn record_of(&self, date: NaiveDate) -> Option<&Day> {
        let at = self.recorded.binary_search_by_key(&date, |day| day.date).ok()?;
        self.recorded.get(at)
    }

    pub fn is_empty(&self) -> bool {
        self.span.is_none()
    }

    /// The first and the last day.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let (first, last) = self.span?;
        let (oldest, newest) = (self.recorded.first(), self.recorded.last());
        Some((oldest.map_or(first, |day| day.date.min(first)), newest.map_or(last, |day| day.date.max(last))))
    }

    pub fn iter(&self) -> DayIterator<'_> {
        self.between(NaiveDate::MIN, NaiveDate::MAX)
    }

    /// The days from one date to another, both included.
    pub fn between(&self, from: NaiveDate, until: NaiveDate) -> DayIterator<'_> {
        let place = |date| self.recorded.partition_point(|day| day.date < date);
        let end = until.succ_opt().map_or(self.recorded.len(), place);
        let recorded = self.recorded.get(place(from)..end).unwrap_or_default();
        let dates = self.span.map(|(first, last)| (first.max(from), last.min(until)));
        DayIterator { quiet: &self.quiet, recorded, dates: dates.filter(|(first, last)| first <= last) }
    }
}

/// Days, from either end.
#[derive(Clone, Debug)]
pub struct DayIterator<'d> {
    quiet: &'d QuietDays,
    recorded: &'d [Day],
    /// The days without a break that are left. Records outside them stand alone.
    dates: Option<(NaiveDate, NaiveDate)>,
}

impl<'d> Iterator for DayIterator<'d> {
    type Item = DayView<'d>;

    fn next(&mut self) -> Option<DayView<'d>> {
        let first = self.recorded.first().filter(|day| self.dates.is_none_or(|(date, _)| day.date <= date));
        if let Some((date, last)) = self.dates
            && first.is_none_or(|day| day.date == date)
        {
            self.dates = date.succ_opt().filter(|next| *next <= last).map(|next| (next, last));
            if first.is_none() {
                return Some(DayView::from(self.quiet.day(date)));
            }
        }
        self.recorded = self.recorded.get(1..).unwrap_or_default();
        first.map(DayView::from)
    }
}

impl DoubleEndedIterator for DayIterator<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let last = self.recorded.last().filter(|day| self.dates.is_none_or(|(_, date)| day.date >= date));
        if let Some((first, date)) = self.dates
            && last.is_none_or(|day| day.date == date)
        {
            self.dates = date.pred_opt().filter(|next| first <= *next).map(|next| (first, next));
            if last.is_none() {
                return Some(DayView::from(self.quiet.day(date)));
            }
        }
        self.recorded = self.recorded.split_last().map_or(&[][..], |(_, earlier)| earlier);
        last.map(DayView::from)
    }
}

impl<'d> From<&'d Day> for DayView<'d> {
    fn from(day: &'d Day) -> Self {
        let Day { date, verdict, planned_closure, is_rest, gap, .. } = *day;
        Self { date, verdict, planned_closure, is_rest, gap, record: Some(day) }
    }
}

impl From<QuietDay> for DayView<'_> {
    fn from(day: QuietDay) -> Self {
        let QuietDay { date, verdict, planned_closure, is_rest, gap } = day;
        Self { date, verdict, planned_closure, is_rest, gap, record: None }
    }
}

/// All days from the first record or the planned opening to today, or to the planned opening or the announced closure
/// if that is in the future.
pub(super) fn read_days(
    ctx: &EvalContext<'_>,
    crossing: &Crossing,
    evidence: &[Evidence<'_, CrossingStatus>],
    promised: Option<TimePoint>,
    gaps: &[Gap],
    plans: &Plans<'_>,
) -> CrossingDays {
    let zone = ctx.watchlist.zone();
    let mut days: BTreeMap<NaiveDate, Vec<Evidence<'_, CrossingStatus>>> = BTreeMap::new();
    for piece in evidence {
        let date = match piece.entry {
            EntryIndex::Day(index) => crossing.days[index].date.value,
            EntryIndex::Report(_) if piece.value.is_open() || piece.value.is_shut() => piece.at.date(zone),
            EntryIndex::Report(_) => continue,
        };
        // A promise applies to a day only if the day record names that day.
        if piece.entry.day().is_some() || !piece.is_promise() {
            days.entry(date).or_default().push(*piece);
        }
    }
    let plan = promised.map(|opens| opens.date(zone));
    let Some(first) = days.keys().next().copied().into_iter().chain(plan).min() else {
        return CrossingDays::default();
    };
    let last = plan.into_iter().chain(plans.last_day_ahead(ctx.today)).fold(ctx.today, NaiveDate::max);
    let quiet = QuietDays::new(ctx, plan, gaps, plans);
    // A promise of closure does not name a day. If made on the evening before, it applies to the next day.
    let eves: HashSet<NaiveDate> = evidence
        .iter()
        .filter(|piece| piece.entry.report().is_some() && piece.is_promise() && piece.value.is_shut())
        .map(|piece| piece.at.date(zone))
        .collect();
    let judge = super::judge(ctx, crossing);
    let mut was_open = false;
    let mut found = Vec::with_capacity(days.len());
    for (date, pieces) in days {
        let is_announced = date.pred_opt().is_some_and(|eve| eves.contains(&eve));
        let day = DayEvidence { ctx, crossing, judge: &judge, date, pieces, was_open, is_announced, plans };
        let read = day.read(gaps, quiet.day(date));
        // Bad news needs less evidence than good news: a crossing whose opening is unconfirmed can also be shut.
        was_open |= read.verdict.is_open() || read.verdict == Verdict::Unconfirmed;
        found.push(read);
    }
    CrossingDays::new(found, within_reach(first, last, ctx.today), quiet)
}

fn within_reach(first: NaiveDate, last: NaiveDate, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let reach = Days::new(REACH);
    let earliest = today.checked_sub_days(reach).unwrap_or(NaiveDate::MIN);
    let latest = today.checked_add_days(reach).unwrap_or(NaiveDate::MAX);
    // For a plan in the future the strip begins today, so that the days before it are visible.
    (first.min(today).max(earliest), last.min(latest))
}

#[cfg(test)]
mod tests {
    use crate::board::Board;
    use crate::load::load;
    use chrono::{DateTime, Days, NaiveDate, Utc};
    use proptest::prelude::*;
    use std::fmt::Write as _;

    const NOW: &str = "2026-02-20T12:00:00Z";

    /// A crossing with these days, as days of the year, and a promised day.
    fn board(records: &[u32], plan: Option<u32>, rest: bool) -> Board {
        let date = |day: u32| NaiveDate::from_yo_opt(2026, day).unwrap();
        let mut text = String::from("version: 1\ntitle: T\ncrossings:\n  - id: gate\n    name: Gate\n");
        if let Some(day) = plan {
            writeln!(text, "    opens: {}", date(day)).unwrap();
        }
        if rest {
            text.push_str("    calendar: { rest: [fri] }\n");
        }
        text.push_str("    days:\n");
        for day in records {
            writeln!(text, "      - {{ date: {}, status: open, source: desk }}", date(*day)).unwrap();
        }
        text.push_str("sources: { desk: { name: Desk, reliability: B } }\n");
        let now: DateTime<Utc> = NOW.parse().unwrap();
        Board::read(load("t", text, now).watchlist.unwrap(), now)
    }

    proptest! {
        #[test]
        fn days_follow_each_other_from_either_end(
            records in prop::collection::btree_set(1_u32..52, 1..9).prop_map(Vec::from_iter),
            plan in prop::option::of(1_u32..60),
            rest in any::<bool>(),
            (from, length) in (0_u32..60, 0_u64..60),
        ) {
            let board = board(&records, plan, rest);
            let days = &board.crossings[0].days;
            let dates: Vec<_> = days.iter().map(|day| day.date).collect();
            prop_assert!(dates.windows(2).all(|two| two[0].succ_opt() == Some(two[1])));
            let ends = dates.first().copied().zip(dates.last().copied());
            prop_assert_eq!(ends, days.span());
            let mut back: Vec<_> = days.iter().rev().map(|day| day.date).collect();
            back.reverse();
            prop_assert_eq!(&back, &dates);
            prop_assert!(days.iter().all(|day| day.record.is_some() == days.record_of(day.date).is_some()));
            let from = NaiveDate::from_yo_opt(2026, 1).unwrap() + Days::new(u64::from(from));
            let until = from + Days::new(length);
            let within: Vec<_> = days.between(from, until).map(|day| day.date).collect();
            let expected: Vec<_> = dates.into_iter().filter(|date| (from..=until).contains(date)).collect();
            prop_assert_eq!(within, expected);
        }
    }
}
