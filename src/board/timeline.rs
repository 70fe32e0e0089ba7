//! When the picture changes: every moment at which something dated starts or stops counting.
//!
//! Depends only on the watchlist. The caller, who has a clock, decides which moments have come. Growing ages and data
//! that becomes stale are not changes here, only things that somebody dated.

use super::EvalContext;
use super::checklist;
use super::coverage::GapIndex;
use crate::watchlist::time::{Horizon, TimePoint, local_date};
use crate::watchlist::{Dated, Event, Item, Promised, Signal, Test, Watchlist};
use chrono::{DateTime, Utc};

/// The moments at which the picture changes, oldest first, without duplicates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline(Vec<DateTime<Utc>>);

impl Timeline {
    /// All moments of a watchlist, including future ones.
    pub fn from_watchlist(watchlist: &Watchlist) -> Self {
        let mut moments: Vec<_> = turns(watchlist, watchlist.log()).map(TurningPoint::at).collect();
        moments.sort_unstable();
        moments.dedup();
        Self(moments)
    }

    /// The last moment of a watchlist that has come, without computing the others.
    pub fn newest(watchlist: &Watchlist, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        turns(watchlist, watchlist.log()).map(TurningPoint::at).filter(|at| *at <= now).max()
    }

    pub fn up_to(&self, now: DateTime<Utc>) -> &[DateTime<Utc>] {
        &self.0[..self.0.partition_point(|moment| *moment <= now)]
    }

    pub fn before(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.0[..self.0.partition_point(|moment| *moment < at)].last().copied()
    }

    pub fn after(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.0.get(self.0.partition_point(|moment| *moment <= at)).copied()
    }
}

/// A moment at which the picture changes, with the reason.
#[derive(Clone, Copy, Debug)]
pub(super) enum TurningPoint {
    /// Something starts to count.
    Begins(TimePoint),
    /// A time passes that was a deadline or an end.
    Passes(TimePoint),
}

impl TurningPoint {
    fn at(self) -> DateTime<Utc> {
        match self {
            Self::Begins(moment) => moment.start,
            Self::Passes(moment) => moment.end,
        }
    }

    /// The time that it refers to.
    pub(super) fn moment(self) -> TimePoint {
        match self {
            Self::Begins(moment) | Self::Passes(moment) => moment,
        }
    }
}

/// All dated things in a watchlist that may start or stop counting after `now`, possibly with others, in no order.
pub(super) fn turns_after(watchlist: &Watchlist, now: DateTime<Utc>) -> impl Iterator<Item = TurningPoint> {
    turns(watchlist, watchlist.log().lasting(now))
}

/// All dated things in a watchlist, with only these entries of its log, in no order.
fn turns<'w>(watchlist: &'w Watchlist, log: impl IntoIterator<Item = &'w Event>) -> impl Iterator<Item = TurningPoint> {
    let zone = watchlist.zone();
    let crossings = watchlist.crossings.iter().flat_map(move |crossing| {
        let reports = crossing.reports.iter().map(|report| report.at.value);
        let days = crossing.days.iter().map(move |day| TimePoint::day(day.date.value, zone));
        let parties = crossing.parties.iter().flat_map(|party| &party.reports).map(|report| report.at.value);
        let checked = crossing.checked.map(|checked| checked.value);
        let said = crossing.opens.as_ref().and_then(|opens| opens.said);
        let quotas = crossing.quotas.iter().map(|quota| quota.at.value);
        let quotas = quotas.chain(crossing.quota.as_ref().and_then(|quota| quota.said));
        let closures = crossing.calendar.iter().flat_map(|calendar| &calendar.closures);
        let planned = closures.clone().flat_map(move |closure| {
            closure.announced.map(|at| at.value).into_iter().chain([TimePoint::day(closure.from.value, zone)])
        });
        let ends = closures.filter_map(move |closure| Some(TimePoint::day(closure.last_day(zone)?, zone)));
        let moves: Vec<_> =
            crossing.reports.iter().filter_map(|report| Some((report.at.value, report.opens?))).collect();
        let first = first_date(crossing.opens.as_ref(), &moves);
        let mut plans = in_force(first, moves);
        // The first promise stays under test even if another date is planned.
        plans.extend(first);
        let marks = reports.chain(days).chain(parties).chain(checked).chain(said).chain(quotas).chain(planned);
        begin(marks).chain(ends.map(TurningPoint::Passes)).chain(plans.into_iter().map(TurningPoint::Passes))
    });
    let items = watchlist.items().flat_map(move |(_, item)| {
        let reports = item.reports.iter().map(|report| report.at.value);
        let said = item.due.as_ref().and_then(|due| due.said);
        let named: Vec<_> = item.reports.iter().filter_map(|report| Some((report.at.value, report.due?))).collect();
        let moves = item.reports.iter().filter(|report| checklist::moves_due(watchlist, item, report));
        let moves = moves.filter_map(|report| Some((report.at.value, report.due?))).collect();
        let mut dues = in_force(first_date(item.due.as_ref(), &named), moves);
        dues.retain(|due| !is_done_by(watchlist, item, *due));
        let checked = item.checked.map(|checked| checked.value);
        begin(reports.chain(checked).chain(said)).chain(dues.into_iter().map(TurningPoint::Passes))
    });
    let risks = watchlist.risks().iter().flat_map(|risk| {
        let checked = risk.checked.map(|checked| checked.value);
        let closed = risk.closed.as_ref().map(|closed| closed.at.value);
        begin(risk.assessments.iter().map(|assessment| assessment.at.value).chain(checked).chain(closed))
    });
    let checked = watchlist.spillover.as_ref().and_then(|spillover| spillover.checked).map(|checked| checked.value);
    let log = begin(log.into_iter().map(|event| event.at.value).chain(checked));
    let gaps = watchlist.monitoring.iter().flat_map(|gap| {
        let until = gap.until.map(|until| TurningPoint::Passes(until.value));
        std::iter::once(TurningPoint::Begins(gap.from.value)).chain(until)
    });
    let said = watchlist.statements.iter().filter_map(|said| known(said.at.value).or(said.reported.map(|at| at.value)));
    let told = watchlist.tallies.iter().filter_map(|tally| {
        tally.reported.map(|at| at.value).or_else(|| tally.as_of.and_then(|as_of| known(as_of.value)))
    });
    let told = told.chain(watchlist.withdrawals());
    let deadlines = watchlist.signals.iter().flat_map(deadlines).map(TurningPoint::Passes);
    crossings.chain(items).chain(risks).chain(log).chain(gaps).chain(begin(said.chain(told))).chain(deadlines)
}

/// The deadlines of a signal's tests.
fn deadlines(signal: &Signal) -> Vec<TimePoint> {
    let mut dates = Vec::new();
    signal.test.walk(&mut |test| {
        if let Test::By(by) = test {
            dates.push(by.date.value);
        }
    });
    dates
}

fn begin(moments: impl Iterator<Item = TimePoint>) -> impl Iterator<Item = TurningPoint> {
    moments.map(TurningPoint::Begins)
}

/// (time of the statement, date that it gives).
type Naming = (TimePoint, TimePoint);

/// The date that was promised first: as written beside the reports, else the first one that a report gives.
fn first_date(written: Option<&Promised>, named: &[Naming]) -> Option<TimePoint> {
    let named = named.iter().min_by_key(|(said, _)| said.start).map(|(_, date)| *date);
    written.map(|promised| promised.value).or(named)
}

/// The dates that were still valid when they passed, from the first date and the dates it was moved to. A date that had
/// been moved before it passed is left out.
fn in_force(first: Option<TimePoint>, mut moves: Vec<Naming>) -> Vec<TimePoint> {
    moves.sort_by_key(|(said, _)| said.start);
    let holds = |date: &TimePoint| {
        let latest = moves.iter().rev().find(|(said, _)| said.has_come(date.end)).map(|(_, to)| *to);
        latest.or(first) == Some(*date)
    };
    first.into_iter().chain(moves.iter().map(|(_, to)| *to)).filter(holds).collect()
}

/// Whether an item was done when its date passed. Then the date is not a turning point.
fn is_done_by(watchlist: &Watchlist, item: &Item, due: TimePoint) -> bool {
    let today = local_date(due.end, watchlist.zone());
    let ctx = EvalContext { watchlist, now: due.end, horizon: Horizon::Possible, today, gaps: GapIndex::default() };
    checklist::is_done(&ctx, item)
}

fn known(dated: Dated) -> Option<TimePoint> {
    match dated {
        Dated::At(at) => Some(at),
        Dated::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::load;

    fn at(text: &str) -> DateTime<Utc> {
        TimePoint::parse(text, crate::watchlist::zone::Zone::utc()).expect("a time").start
    }

    /// Asserts the moments of a watchlist, in UTC.
    #[track_caller]
    fn check(yaml: &str, moments: &[&str]) {
        let loaded =
            load("test", format!("version: 1\ntitle: Test\nzone: UTC\n{yaml}").as_bytes(), at("2027-01-01T00:00Z"));
        let watchlist = loaded.watchlist.unwrap_or_else(|| panic!("{:?}", loaded.problems));
        let written: Vec<_> =
            Timeline::from_watchlist(&watchlist).0.iter().map(|at| at.format("%m-%d %H:%M").to_string()).collect();
        assert_eq!(written, moments);
    }

    #[test]
    fn whatever_is_dated_begins_to_count_and_equal_moments_are_one() {
        check(
            "actors: { eu: { name: EU } }\n\
             crossings:\n\
             - id: rafah\n  name: Rafah\n  checked: 2026-01-05T06:00Z\n  \
               parties: [{ actor: eu, reports: [{ at: 2026-01-06T07:00Z, status: in-place }] }]\n  \
               reports: [{ at: 2026-01-02, status: closed }, { at: 2026-01-02T00:00Z, status: open }]\n  \
               days: [{ date: 2026-01-03, status: open }]\n\
             spillover:\n  \
               risks: [{ id: r, title: R, assessments: [{ at: 2026-01-04T08:00Z, likelihood: likely, impact: major }] }]\n  \
               log: [{ at: 2026-01-04T09:00Z, severity: minor, text: x }, { at: 2026-01-04T09:00Z, severity: minor, text: y }]\n",
            &["01-02 00:00", "01-03 00:00", "01-04 08:00", "01-04 09:00", "01-05 06:00", "01-06 07:00"],
        );
    }

    #[test]
    fn a_due_date_counts_when_it_passes_unless_it_was_moved_by_then() {
        check(
            "sources: { ap: { name: AP } }\n\
             checklists:\n\
             - id: two\n  name: Two\n  items:\n  \
               - id: a\n    title: A\n    due: 2026-02-01\n    \
                 reports: [{ at: 2026-01-20T00:00Z, status: announced, due: 2026-03-01, source: ap }]\n  \
               - id: b\n    title: B\n    due: 2026-02-10\n    \
                 reports: [{ at: 2026-02-20T00:00Z, status: announced, due: 2026-04-01, source: ap }]\n",
            &["01-20 00:00", "02-11 00:00", "02-20 00:00", "03-02 00:00", "04-02 00:00"],
        );
    }

    #[test]
    fn a_due_date_that_only_a_promise_moved_passes_all_the_same() {
        check(
            "checklists:\n\
             - id: two\n  name: Two\n  items:\n  \
               - id: a\n    title: A\n    due: 2026-02-01\n    \
                 reports: [{ at: 2026-01-20T00:00Z, status: announced, claim: promise, due: 2026-03-01 }]\n  \
               - id: b\n    title: B\n    \
                 reports: [{ at: 2026-01-21T00:00Z, status: announced, claim: promise, due: 2026-02-10 }]\n",
            &["01-20 00:00", "01-21 00:00", "02-02 00:00", "02-11 00:00"],
        );
    }

    #[test]
    fn the_first_promise_of_an_opening_passes_also_once_it_was_moved() {
        check(
            "crossings:\n\
             - id: gate\n  name: Gate\n  opens: { date: 2026-02-02, said: 2026-01-20 }\n  \
               reports: [{ at: 2026-01-25T00:00Z, status: scheduled, claim: promise, opens: 2026-02-09 }]\n",
            &["01-20 00:00", "01-25 00:00", "02-03 00:00", "02-10 00:00"],
        );
    }

    #[test]
    fn quotas_looks_at_the_log_and_the_deadlines_of_signals_are_moments_too() {
        check(
            "crossings:\n\
             - id: gate\n  name: Gate\n  quota: { exits: 50, said: 2026-01-02 }\n  \
               quotas: [{ at: 2026-01-03T08:00Z, exits: 40 }]\n\
             checklists: [{ id: c, name: C, items: [{ id: i, title: I, due: { date: 2026-01-09, said: 2026-01-04 } }] }]\n\
             spillover: { checked: 2026-01-05T06:00Z }\n\
             signals: [{ id: s, title: S, points_to: failure, test: { not: { by: 2026-01-06, opens-on-schedule: gate } } }]\n",
            &["01-02 00:00", "01-03 08:00", "01-04 00:00", "01-05 06:00", "01-07 00:00", "01-10 00:00"],
        );
    }

    #[test]
    fn a_due_date_of_what_is_done_passes_unnoticed() {
        check(
            "sources: { ap: { name: AP } }\n\
             checklists:\n\
             - id: two\n  name: Two\n  items:\n  \
               - id: done\n    title: A\n    due: 2026-02-01\n    \
                 reports: [{ at: 2026-01-20T00:00Z, status: full, claim: verified, source: ap }]\n  \
               - id: promised\n    title: B\n    due: 2026-02-02\n    \
                 reports: [{ at: 2026-01-21T00:00Z, status: full, claim: promise, source: ap }]\n  \
               - id: undone\n    title: C\n    due: 2026-02-03\n    \
                 reports: [{ at: 2026-01-22T00:00Z, status: full, claim: verified, source: ap }, \
                 { at: 2026-01-23T00:00Z, status: minimal, claim: verified, source: ap }]\n  \
               - id: late\n    title: D\n    due: 2026-02-04\n    \
                 reports: [{ at: 2026-02-09T00:00Z, status: full, claim: verified, source: ap }]\n",
            &[
                "01-20 00:00",
                "01-21 00:00",
                "01-22 00:00",
                "01-23 00:00",
                "02-03 00:00",
                "02-04 00:00",
                "02-05 00:00",
                "02-09 00:00",
            ],
        );
    }

    #[test]
    fn statements_and_tallies_count_from_when_they_are_seen() {
        check(
            "actors: { us: { name: US } }\n\
             statements:\n\
             - { at: 2026-01-02T00:00Z, reported: 2026-01-03T00:00Z, speaker: us }\n\
             - { at: unknown, reported: 2026-01-05T00:00Z, speaker: us }\n\
             - { at: unknown, speaker: us }\n\
             tallies:\n\
             - { id: a, what: killed, value: 1, as_of: 2026-01-07T00:00Z, reported: 2026-01-09T00:00Z }\n\
             - { id: b, what: killed, value: 2, as_of: 2026-01-08T00:00Z }\n",
            &["01-02 00:00", "01-05 00:00", "01-08 00:00", "01-09 00:00"],
        );
    }

    #[test]
    fn the_neighbours_of_a_moment_are_found_and_none_beyond_the_ends() {
        let moments: Vec<_> = (1..=3).map(|day| at(&format!("2026-01-0{day}T00:00Z"))).collect();
        let timeline = Timeline(moments.clone());
        assert_eq!(timeline.before(moments[1]), Some(moments[0]));
        assert_eq!(timeline.before(moments[0]), None);
        assert_eq!(timeline.after(moments[1]), Some(moments[2]));
        assert_eq!(timeline.after(moments[2]), None);
        assert_eq!(timeline.up_to(moments[1]), &moments[..2]);
        assert!(timeline.up_to(at("2025-12-31T00:00Z")).is_empty());
    }
}
