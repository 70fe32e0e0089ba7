//! All dated things, grouped by list: for rules that compare dates with their neighbours.

use super::walk::known;
use crate::diagnostic::Spanned;
use crate::watchlist::Watchlist;
use crate::watchlist::time::TimePoint;

/// Dates of one list, in the order of the file.
pub(super) struct DateSeries {
    /// What the dates belong to, with its article: `a report`.
    pub what: &'static str,
    /// Whether the dates are in the past or planned.
    pub tense: DateTense,
    /// Dates that could not be read are left out.
    pub dates: Vec<Spanned<TimePoint>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateTense {
    Past,
    Plan,
}

/// Every list of dated entries, and every single date as a list of one. The start of a tally's window is left out,
/// because it can be any time ago.
pub(super) fn timelines(watchlist: &Watchlist) -> Vec<DateSeries> {
    let mut lines = Vec::new();
    let mut add = |what, tense, dates: Vec<Spanned<TimePoint>>| {
        let dates: Vec<_> = dates.into_iter().filter(|at| !at.is_placeholder()).collect();
        if !dates.is_empty() {
            lines.push(DateSeries { what, tense, dates });
        }
    };
    for crossing in &watchlist.crossings {
        let days = crossing
            .days
            .iter()
            .map(|day| Spanned { value: TimePoint::day(day.date.value, watchlist.zone()), span: day.date.span });
        add("a crossing's report", DateTense::Past, crossing.reports.iter().map(|report| report.at).collect());
        add("a day record", DateTense::Past, days.collect());
        for party in &crossing.parties {
            add("a party's report", DateTense::Past, party.reports.iter().map(|report| report.at).collect());
        }
        for closure in crossing.calendar.iter().flat_map(|calendar| &calendar.closures) {
            let from = TimePoint::day(closure.from.value, watchlist.zone());
            let until = closure.until.as_ref().and_then(known);
            let from = Spanned { value: from, span: closure.from.span };
            add("an announced closure", DateTense::Plan, until.into_iter().chain([from]).collect());
            add("an announcement", DateTense::Past, closure.announced.into_iter().collect());
        }
        let moved =
            crossing.reports.iter().filter_map(|report| Some(Spanned { value: report.opens?, span: report.span }));
        moved.for_each(|at| add("an opening that a report names", DateTense::Plan, vec![at]));
        add("a check", DateTense::Past, crossing.checked.into_iter().collect());
        add("an opening", DateTense::Plan, crossing.opens.iter().map(promised).collect());
    }
    for (_, item) in watchlist.items() {
        add("a report", DateTense::Past, item.reports.iter().map(|report| report.at).collect());
        let moved = item.reports.iter().filter_map(|report| Some(Spanned { value: report.due?, span: report.span }));
        moved.for_each(|at| add("a due date that a report names", DateTense::Plan, vec![at]));
        add("a check", DateTense::Past, item.checked.into_iter().collect());
        add("a due date", DateTense::Plan, item.due.iter().map(promised).collect());
    }
    for risk in watchlist.risks() {
        add("an assessment", DateTense::Past, risk.assessments.iter().map(|assessment| assessment.at).collect());
        add("a check", DateTense::Past, risk.checked.into_iter().collect());
        add("a closing", DateTense::Past, risk.closed.iter().map(|closed| closed.at).collect());
    }
    let looked = watchlist.spillover.as_ref().and_then(|spillover| spillover.checked);
    add("a check", DateTense::Past, looked.into_iter().collect());
    add("a log entry", DateTense::Past, watchlist.log().iter().map(|event| event.at).collect());
    add(
        "a statement",
        DateTense::Past,
        watchlist.statements.iter().filter_map(|statement| known(&statement.at)).collect(),
    );
    let relayed = watchlist.statements.iter().filter_map(|statement| statement.reported);
    relayed.for_each(|at| add("a relay", DateTense::Past, vec![at]));
    for tally in &watchlist.tallies {
        add("a tally", DateTense::Past, tally.as_of.as_ref().and_then(known).into_iter().collect());
        add("a relay", DateTense::Past, tally.reported.into_iter().collect());
    }
    for gap in &watchlist.monitoring {
        add("a monitoring record", DateTense::Past, [Some(gap.from), gap.until].into_iter().flatten().collect());
    }
    lines
}

fn promised(promise: &crate::watchlist::Promised) -> Spanned<TimePoint> {
    Spanned { value: promise.value, span: promise.span }
}
