//! Since when a signal has had its answer, when it was met before, and its answers over the last days.
//!
//! Evaluates the test again at the earlier moments at which its answer can have changed, newest first. This limits the
//! cost. For a very long log or very many moments, the start of the current answer may stay unknown.

use super::{Ternary, answer_at};
use crate::board::spillover::{half_life, log_stale_after};
use crate::watchlist::time::{TimePoint, day_start, local_date};
use crate::watchlist::{Dated, Test, Watchlist};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

/// Maximum number of moments at which a test is evaluated again.
const MAX_MOMENTS: usize = 160;

/// Number of past days for which a test of a crossing or the log is evaluated again.
const MAX_DAYS: u64 = 70;

/// Maximum work for the histories of all signals. The unit is one examined log entry. This is well below the delay that
/// a key press may have.
const MAX_WORK: usize = 4_000_000;

/// For a longer log, the heat is not computed again at each moment.
const MAX_LOG: usize = 4000;

/// Since when a signal has had its answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignalHistory {
    /// `None` if it never had another answer, or if the start is not known.
    pub since: Option<DateTime<Utc>>,
    /// Start and end of the last time it was met, if it is not met now. The start is the first known moment.
    pub was_met: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// How many days a track goes back.
pub const TRACK_DAYS: u64 = 28;

/// The answers of a signal over the last days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignalTrack {
    /// The newest first, each with the moment from which it held until the one before it began. Before the last of these
    /// moments the answer was not worked out.
    pub answers: Vec<(DateTime<Utc>, Ternary)>,
}

/// A watchlist at earlier moments, at which entries that were withdrawn later still count.
pub(in crate::board) struct PastWatchlist<'w> {
    file: &'w Watchlist,
    withdrawals: Vec<TimePoint>,
    /// The last one that was asked for, and how many withdrawals are in force there.
    last: (usize, Option<Watchlist>),
}

impl<'w> PastWatchlist<'w> {
    pub(in crate::board) fn new(file: &'w Watchlist) -> Self {
        Self { file, withdrawals: file.withdrawals(), last: (0, None) }
    }

    fn at(&mut self, moment: DateTime<Utc>) -> &Watchlist {
        let in_force = self.withdrawals.iter().filter(|at| at.has_come(moment)).count();
        if self.last.0 != in_force {
            self.last = (in_force, self.file.without_withdrawn(|at| at.has_come(moment)));
        }
        self.last.1.as_ref().unwrap_or(self.file)
    }
}

/// The history of a signal's test, as of now.
pub(in crate::board) fn read(
    past: &mut PastWatchlist<'_>,
    test: &Test,
    now: DateTime<Utc>,
    answer: Ternary,
) -> SignalHistory {
    let limit = max_moments(past.file, test);
    let mut history = SignalHistory::default();
    if limit == 0 {
        return history;
    }
    let (mut state, mut met_until) = (answer, None);
    for moment in moments(past, test, now).into_iter().take(limit) {
        let earlier = moment - TimeDelta::nanoseconds(1);
        let before = answer_at(past.at(earlier), test, earlier);
        if before != state {
            history.since = history.since.or(Some(moment));
            match (met_until, before) {
                (Some(until), _) => {
                    history.was_met = Some((moment, until));
                    return history;
                }
                (None, Ternary::Met) if answer != Ternary::Met => met_until = Some(moment),
                (None, _) if answer == Ternary::Met => return history,
                (None, _) => {}
            }
            state = before;
        }
    }
    history
}

/// The answers of a signal's test over the last days. Each midnight is a moment too, so that nothing that time alone
/// changes is later by more than a day.
pub(in crate::board) fn read_track(
    past: &mut PastWatchlist<'_>,
    test: &Test,
    now: DateTime<Utc>,
    answer: Ternary,
) -> SignalTrack {
    let (zone, today) = (past.file.zone(), local_date(now, past.file.zone()));
    let dates = (0..=TRACK_DAYS).map_while(|back| today.checked_sub_days(Days::new(back)));
    let midnights: Vec<_> = dates.map(|date| day_start(date, zone)).collect();
    let Some(first) = midnights.last().copied().filter(|_| is_traceable(past.file, test)) else {
        return SignalTrack::default();
    };
    let mut moments = moments(past, test, now);
    moments.retain(|moment| *moment >= first);
    moments.extend(midnights);
    moments.sort_unstable_by(|a, b| b.cmp(a));
    moments.dedup();
    let mut answers: Vec<(DateTime<Utc>, Ternary)> = Vec::new();
    let mut held = answer;
    for moment in moments.into_iter().take(max_moments(past.file, test)) {
        answers.push((moment, held));
        let earlier = moment - TimeDelta::nanoseconds(1);
        held = answer_at(past.at(earlier), test, earlier);
    }
    SignalTrack { answers }
}

/// How often a test may be evaluated again.
fn max_moments(watchlist: &Watchlist, test: &Test) -> usize {
    MAX_MOMENTS.min(MAX_WORK / watchlist.signals.len().max(1) / work(watchlist, test).max(1))
}

/// Whether the moments at which the answer can have changed are known: not for a test of a very long log.
fn is_traceable(watchlist: &Watchlist, test: &Test) -> bool {
    let mut asks_log = false;
    test.walk(&mut |test| asks_log |= matches!(test, Test::HeatBelow(_) | Test::NoEntry(_)));
    !asks_log || watchlist.log().len() <= MAX_LOG
}

/// The cost of evaluating a test once.
fn work(watchlist: &Watchlist, test: &Test) -> usize {
    let mut work = 0;
    let of_crossing = |id: &str| {
        // A day is judged from all of its entries; days without a record are read too.
        watchlist.crossing(id).map_or(0, |crossing| 40 * (crossing.reports.len() + crossing.days.len() + 30))
            + watchlist.monitoring.len()
    };
    let of_item = |path: &str| {
        watchlist.item_index(path).map_or(0, |(list, item)| {
            let items = &watchlist.checklists[list].items;
            items.len() + 40 * items[item].reports.len()
        })
    };
    test.walk(&mut |test| {
        work += match test {
            Test::OpensOnSchedule(crossing) => of_crossing(crossing.value.as_str()),
            Test::StaysOpen(test) => of_crossing(test.crossing.value.as_str()),
            Test::Flow(test) => of_crossing(test.crossing.value.as_str()),
            Test::Reaches(test) => of_item(test.item.value.as_str()),
            Test::Covers(test) => test.items.iter().map(|item| of_item(item.value.as_str())).sum(),
            Test::TermShift(_) => 8 * watchlist.statements.len(),
            Test::HeatBelow(_) | Test::NoEntry(_) => watchlist.log().len(),
            Test::By(_) | Test::All(_) | Test::Any(_) | Test::AtLeast(_) | Test::Not(_) => 1,
        }
    });
    work
}

/// The moments up to now at which the answer can have changed, newest first.
fn moments(past: &PastWatchlist<'_>, test: &Test, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let watchlist = past.file;
    let mut moments: Vec<_> = past.withdrawals.iter().map(|at| at.start).collect();
    test.walk(&mut |test| match test {
        Test::OpensOnSchedule(crossing) => of_crossing(watchlist, crossing.value.as_str(), 0, now, &mut moments),
        Test::StaysOpen(test) => of_crossing(watchlist, test.crossing.value.as_str(), test.days, now, &mut moments),
        Test::Flow(test) => of_crossing(watchlist, test.crossing.value.as_str(), test.of, now, &mut moments),
        Test::Reaches(test) => of_item(watchlist, test.item.value.as_str(), &mut moments),
        Test::Covers(test) => test.items.iter().for_each(|item| of_item(watchlist, item.value.as_str(), &mut moments)),
        Test::TermShift(_) => moments.extend(watchlist.statements.iter().filter_map(|said| match said.at.value {
            Dated::At(at) => Some(at.start),
            Dated::Unknown => said.reported.map(|at| at.value.start),
        })),
        Test::HeatBelow(_) => of_log(watchlist, now, half_life(watchlist), &mut moments),
        Test::NoEntry(test) => of_log(watchlist, now, test.r#for, &mut moments),
        Test::By(test) => moments.push(test.date.value.end),
        Test::All(_) | Test::Any(_) | Test::AtLeast(_) | Test::Not(_) => {}
    });
    moments.retain(|moment| *moment <= now);
    moments.sort_unstable_by(|a, b| b.cmp(a));
    moments.dedup();
    moments
}

/// `window` is the number of days that the test examines.
fn of_crossing(watchlist: &Watchlist, id: &str, window: u64, now: DateTime<Utc>, moments: &mut Vec<DateTime<Utc>>) {
    let Some(crossing) = watchlist.crossing(id) else { return };
    moments.extend(crossing.reports.iter().map(|report| report.at.value.start));
    moments.extend(crossing.opens.as_ref().and_then(|opens| opens.said).map(|said| said.start));
    let zone = watchlist.zone();
    let told = crossing.days.iter().map(|day| TimePoint::day(day.date.value, zone).end);
    let told = told.chain(crossing.reports.iter().map(|report| report.at.value.end));
    let plans = crossing.reports.iter().filter_map(|report| report.opens);
    let plans = plans.chain(crossing.opens.as_ref().map(|opens| opens.value)).map(|plan| plan.end);
    let window = TimeDelta::days(i64::try_from(window.min(MAX_DAYS)).unwrap_or(0));
    let lasting = window.max(crossing.stale_after.unwrap_or(watchlist.stale_after()));
    moments.extend(midnights(watchlist, told.chain(plans).max(), lasting, now));
}

fn of_item(watchlist: &Watchlist, path: &str, moments: &mut Vec<DateTime<Utc>>) {
    let Some((list, item)) = watchlist.item_index(path) else { return };
    let reports = &watchlist.checklists[list].items[item].reports;
    moments.extend(reports.iter().map(|report| report.at.value.start));
}

fn of_log(watchlist: &Watchlist, now: DateTime<Utc>, span: TimeDelta, moments: &mut Vec<DateTime<Utc>>) {
    if watchlist.log().len() > MAX_LOG {
        return;
    }
    let stale_after = log_stale_after(watchlist);
    let checked = watchlist.spillover.as_ref().and_then(|spillover| spillover.checked).map(|mark| mark.value);
    let marks = || watchlist.log().iter().map(|event| event.at.value).chain(checked);
    let last = marks().map(|at| at.end).max();
    let turns =
        |at: TimePoint| [Some(at.start), at.end.checked_add_signed(stale_after), at.end.checked_add_signed(span)];
    moments.extend(marks().flat_map(turns).flatten());
    let gaps = watchlist.monitoring.iter();
    moments.extend(gaps.flat_map(|gap| [Some(gap.from.value.start), gap.until.map(|until| until.value.end)]).flatten());
    moments.extend(midnights(watchlist, last, span.max(stale_after), now));
}

/// The starts of the last days on which anything can have changed. A day that is over or has no record changes what is
/// known, and the last entry stays valid for this long.
fn midnights(
    watchlist: &Watchlist,
    last: Option<DateTime<Utc>>,
    lasting: TimeDelta,
    now: DateTime<Utc>,
) -> impl Iterator<Item = DateTime<Utc>> {
    let zone = watchlist.zone();
    let over = last.map(|last| last.checked_add_signed(lasting + TimeDelta::days(1)).unwrap_or(now));
    let newest = over.map(|over| local_date(over.min(now), zone));
    let dates = move |newest: NaiveDate| (0..MAX_DAYS).map_while(move |back| newest.checked_sub_days(Days::new(back)));
    newest.into_iter().flat_map(dates).map(move |date| day_start(date, zone))
}
