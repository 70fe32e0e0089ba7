//! `unlikely-year`: other things are dated in the same year as a date.
//!
//! **What it does**: finds a date that is half a year or more from all its neighbours and would be close to them in
//! another year, or that is a generation from all other dates. **Why it is bad**: a typo in the year makes news look
//! old or like a step back, and hides plans. **Example**: `at: 2025-02-03` below `at: 2026-02-01`.
//!
//! The neighbours are the other dates of its list. For a single date they are all other dates of the watchlist. A list
//! in time order may begin long before the other dates, so there the date must fit much better in the other year.

use super::LintContext;
use super::dates::{DateTense, timelines};
use crate::diagnostic::{Problem, Span, Spanned};
use crate::watchlist::time::{Precision, TimePoint};
use chrono::{Datelike, NaiveDate, TimeDelta};

/// A date at least this many days from its neighbours may be a typo.
const FAR: i64 = 180;

/// A date in another year is close to its neighbours if it is at most this many days away.
const NEAR: i64 = 31;

/// The same limit, if only the year of the date is suspicious.
const BESIDE: i64 = 14;

/// No correct date is this many years from all others.
const GENERATION: i64 = 20;

/// A single date has neighbours if there are at least this many other dates.
const COMPANY: usize = 3;

pub(super) fn lint_unlikely_year(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let zone = scene.watchlist.zone();
    let lines = timelines(scene.watchlist);
    let today = scene.today.with_timezone(&zone).date_naive();
    let all = Days::collect(lines.iter().flat_map(|line| &line.dates));
    for line in &lines {
        let own = Days::collect(&line.dates);
        for (nth, at) in line.dates.iter().enumerate() {
            let date = day(at.value);
            // Another rule reports a report dated in the future.
            let is_told_elsewhere = line.tense == DateTense::Past && !at.value.has_come(scene.today);
            if is_told_elsewhere || own.gap(date) < FAR {
                continue;
            }
            let year = match own.len() {
                1 => alone(date, &all, line.tense),
                _ => in_list(date, nth, &line.dates, &own, &all),
            };
            let Some(year) = year.or_else(|| of_another_age(date, &all, today)) else { continue };
            let neighbours = if own.len() > 1 { &own } else { &all };
            problems.push(problem(line.what, at.span, (date, at.value.date(zone)), year, neighbours));
        }
    }
}

fn problem(what: &str, span: Span, (day, date): (NaiveDate, NaiveDate), year: i32, neighbours: &Days) -> Problem {
    let meant = date.with_year(year).unwrap_or(date);
    let message = match neighbours.without(day) {
        Some((first, last)) if first == last => format!("{what} is dated {date}, and its neighbour {first}"),
        Some((first, last)) => format!("{what} is dated {date}, and its neighbours {first} to {last}"),
        None => format!("{what} is dated {date}"),
    };
    let problem = Problem::warning("unlikely-year", span, message);
    problem.help(format!("did you mean {meant}? If the year is right, accept the warning"))
}

/// For a single date: it is far from all other dates, and would be close to them in another year. A plan may be for any
/// future time.
fn alone(date: NaiveDate, all: &Days, tense: DateTense) -> Option<i32> {
    let is_earliest = all.0.first().is_some_and(|first| *first >= date);
    let is_odd = all.len() > COMPANY && all.gap(date) >= FAR && (tense == DateTense::Past || is_earliest);
    is_odd.then(|| all.year_for(date, NEAR)).flatten()
}

fn in_list(date: NaiveDate, nth: usize, dates: &[Spanned<TimePoint>], own: &Days, all: &Days) -> Option<i32> {
    let day_at = |at: usize| dates.get(at).map(|at| day(at.value));
    let (above, below) = (nth.checked_sub(1).and_then(day_at), day_at(nth + 1));
    let others: Vec<_> =
        [nth.checked_sub(2).and_then(day_at), above, below, day_at(nth + 2)].into_iter().flatten().collect();
    if let [other] = others.as_slice() {
        // Of two dates, the wrong one is far from all other dates in the file; else the one written last.
        let is_suspect = all.gap(date) >= FAR && (above.is_some() || all.gap(*other) < FAR);
        let is_in_order = (above.is_some()) == (date > *other);
        return is_suspect.then(|| own.year_for(date, if is_in_order { BESIDE } else { NEAR })).flatten();
    }
    let is_forward = others.is_sorted();
    let is_backward = others.is_sorted_by(|one, other| one >= other);
    let follows = |one: Option<NaiveDate>, other: Option<NaiveDate>| match (one, other) {
        (Some(one), Some(other)) => one <= other,
        _ => true,
    };
    let fits_forward = follows(above, Some(date)) && follows(Some(date), below);
    let fits_backward = follows(Some(date), above) && follows(below, Some(date));
    let runs_on = (is_forward && fits_forward) || (is_backward && fits_backward);
    if (is_forward || is_backward) && !runs_on {
        return own.year_for(date, NEAR);
    }
    let rest = Days(own.0.iter().copied().filter(|other| *other != date).collect());
    let is_dense = rest.0.first().is_some_and(|first| rest.gap(*first) <= NEAR);
    let is_first = own.0.first() == Some(&date);
    (is_first && is_dense).then(|| own.year_for(date, BESIDE)).flatten()
}

/// For a date a generation from all others and from today: the nearest year of another date.
fn of_another_age(date: NaiveDate, all: &Days, today: NaiveDate) -> Option<i32> {
    let is_far = |days: i64| days > GENERATION * 365;
    let is_odd = is_far(all.gap(date)) && is_far((date - today).num_days().abs());
    is_odd.then(|| all.year_for(date, 366).unwrap_or_else(|| today.year()))
}

/// The day of a time without the time zone, because a long log has many times. Exact for dates, approximate for times.
fn day(at: TimePoint) -> NaiveDate {
    match at.precision {
        Precision::Day => (at.start + TimeDelta::hours(12)).date_naive(),
        Precision::Exact => at.start.date_naive(),
    }
}

/// Dates in ascending order.
struct Days(Vec<NaiveDate>);

impl Days {
    fn collect<'d>(dates: impl IntoIterator<Item = &'d Spanned<TimePoint>>) -> Self {
        let mut days: Vec<_> = dates.into_iter().map(|at| day(at.value)).collect();
        days.sort_unstable();
        Self(days)
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    /// The distance in days from a date in this list to the nearest other date.
    fn gap(&self, date: NaiveDate) -> i64 {
        let (first, after) = (self.0.partition_point(|day| *day < date), self.0.partition_point(|day| *day <= date));
        if after - first > 1 {
            return 0;
        }
        let before = first.checked_sub(1).map(|at| self.0[at]);
        let others = [before, self.0.get(after).copied()].into_iter().flatten();
        others.map(|other| (other - date).num_days().abs()).min().unwrap_or(i64::MAX)
    }

    /// The year in which a date in this list would be nearest to another date, if that is within `near` days.
    fn year_for(&self, date: NaiveDate, near: i64) -> Option<i32> {
        let at = self.0.partition_point(|day| *day < date);
        let neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| self.0.get(at));
        let edges = [self.0.first(), self.0.last()].into_iter().flatten();
        let years = neighbours.chain(edges).flat_map(|day| [day.year() - 1, day.year(), day.year() + 1]);
        let distance = |year: i32| {
            let moved = date.with_year(year).or_else(|| date.pred_opt()?.with_year(year))?;
            let at = self.0.partition_point(|day| *day < moved);
            let around = [at.checked_sub(1), Some(at)].into_iter().flatten().filter_map(|at| self.0.get(at));
            let others = around.filter(|day| **day != date);
            others.map(|day| ((*day - moved).num_days().abs(), year)).min()
        };
        let found = years.filter(|year| *year != date.year()).filter_map(distance).min();
        found.filter(|(distance, _)| *distance <= near).map(|(_, year)| year)
    }

    /// The first and the last date, without one date.
    fn without(&self, date: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let mut others = self.0.iter().filter(|day| **day != date);
        let first = others.next()?;
        Some((*first, *others.next_back().unwrap_or(first)))
    }
}
