//! What the calendar of a crossing plans for a day: rest, or a closure that was announced. A plan is no evidence: it
//! never makes a day look open, and it excuses a closure only if it was announced before the closure began.

use super::EvalContext;
use crate::board::evidence::{Evidence, Standing};
use crate::watchlist::scales::{ClosureCause, CrossingStatus, DayOfWeek};
use crate::watchlist::time::TimePoint;
use crate::watchlist::{AnnouncedClosure, Crossing};
use chrono::{Days, NaiveDate};
use std::cell::LazyCell;

/// Announced closures are shown at most this many days ahead.
const DAYS_AHEAD: u64 = 14;

/// The calendar of a crossing, as known at a moment.
pub(super) struct Plans<'w> {
    crossing: &'w Crossing,
    /// Sorted by their first day.
    pub(super) closures: Vec<PlannedDays>,
    /// The same without overlaps.
    pub(super) covered: Vec<PlannedDays>,
    /// Those that excuse a closure, without overlaps.
    excused: Vec<PlannedDays>,
}

/// The days of an announced closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedDays {
    /// An index into the closures of the crossing's calendar.
    pub closure: usize,
    pub first: NaiveDate,
    /// The last day. A closure without an end goes on until the crossing is recorded open.
    pub last: NaiveDate,
    /// Whether the announcement says when it ends.
    pub has_end: bool,
    /// Whether it was announced before its first day, with no cause or as scheduled.
    is_excuse: bool,
}

impl<'w> Plans<'w> {
    pub(super) fn read(
        ctx: &EvalContext<'_>,
        crossing: &'w Crossing,
        evidence: &[Evidence<'_, CrossingStatus>],
    ) -> Self {
        let announced = crossing.calendar.iter().flat_map(|calendar| &calendar.closures).enumerate();
        let known = announced.filter(|(_, closure)| closure.announced.is_none_or(|at| ctx.has_come(at.value)));
        let open_dates = LazyCell::new(|| open_dates(ctx, evidence));
        let mut closures: Vec<_> = known.filter_map(|known| planned_days(ctx, known, &open_dates)).collect();
        closures.sort_by_key(|days| (days.first, days.last));
        let covered = without_overlaps(closures.iter().copied());
        let excused = without_overlaps(closures.iter().copied().filter(|days| days.is_excuse));
        Self { crossing, closures, covered, excused }
    }

    /// The days of rest in a week, from Monday.
    pub(super) fn rest(&self) -> [bool; 7] {
        let calendar = self.crossing.calendar.as_ref();
        std::array::from_fn(|day| calendar.is_some_and(|calendar| calendar.rests_on(DayOfWeek::ALL[day])))
    }

    /// Whether a closure on this day was announced before the closure began.
    pub(super) fn excuses(&self, date: NaiveDate) -> bool {
        on(&self.excused, date).is_some()
    }

    /// The last day to show of the announced closures that lie ahead.
    pub(super) fn last_day_ahead(&self, today: NaiveDate) -> Option<NaiveDate> {
        let horizon = today.checked_add_days(Days::new(DAYS_AHEAD))?;
        // How long a closure without an end will last is not known.
        let last = |days: &PlannedDays| if days.has_end { days.last } else { days.first };
        self.closures.iter().filter(|days| days.first <= horizon).map(last).map(|last| last.min(horizon)).max()
    }
}

/// The planned days that cover a date, among days without overlaps.
pub(super) fn on(days: &[PlannedDays], date: NaiveDate) -> Option<&PlannedDays> {
    days[..days.partition_point(|days| days.first <= date)].last().filter(|days| date <= days.last)
}

/// Cuts closures, sorted by their first day, so that each day belongs to the one that began first.
fn without_overlaps(sorted: impl Iterator<Item = PlannedDays>) -> Vec<PlannedDays> {
    let mut cut: Vec<PlannedDays> = Vec::new();
    for days in sorted {
        let free = cut.last().map_or(Some(days.first), |before| before.last.succ_opt());
        let first = free.map(|free| free.max(days.first));
        cut.extend(first.filter(|first| *first <= days.last).map(|first| PlannedDays { first, ..days }));
    }
    cut
}

/// The days on which somebody fair saw it open, sorted.
fn open_dates(ctx: &EvalContext<'_>, evidence: &[Evidence<'_, CrossingStatus>]) -> Vec<NaiveDate> {
    let is_open = |piece: &&Evidence<'_, CrossingStatus>| {
        piece.value.is_open() && !piece.is_set_aside() && piece.standing >= Standing::Fair
    };
    let mut dates: Vec<_> = evidence.iter().filter(is_open).map(|piece| piece.at.date(ctx.watchlist.zone())).collect();
    dates.sort_unstable();
    dates
}

fn planned_days(
    ctx: &EvalContext<'_>,
    (index, closure): (usize, &AnnouncedClosure),
    open_dates: &[NaiveDate],
) -> Option<PlannedDays> {
    let zone = ctx.watchlist.zone();
    let first = closure.from.value;
    let end = closure.last_day(zone);
    let reopened = || open_dates.get(open_dates.partition_point(|date| *date <= first))?.pred_opt();
    let last = end.or_else(reopened).unwrap_or(NaiveDate::MAX);
    // Without a source, it is a statement of the editors.
    let standing = closure.source.as_ref().map_or(Standing::Fair, |from| Standing::from_source(ctx.watchlist, from));
    let is_in_time = |at: TimePoint| at.date(zone) < first;
    let is_plain = matches!(closure.cause, None | Some(ClosureCause::Scheduled | ClosureCause::Unstated));
    let is_excuse = is_plain && standing >= Standing::Fair && closure.announced.is_some_and(|at| is_in_time(at.value));
    (standing > Standing::Unsupported && first <= last).then_some(PlannedDays {
        closure: index,
        first,
        last,
        has_end: end.is_some(),
        is_excuse,
    })
}
