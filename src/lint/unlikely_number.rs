//! `unlikely-number`: a number is of the same order of magnitude as its neighbours.
//!
//! **What it does**: finds a daily number that is about ten times the numbers of the days around it, a tally that is
//! about ten times the others of the same kind, and a value that is about ten times its target. **Why it is bad**: an extra digit looks like a surge that did not
//! happen. **Example**: `exits: 250` between 24 and 31.

use super::LintContext;
use crate::diagnostic::{Problem, Span};
use crate::watchlist::{Crossing, Dated, DayRecord, Id, Item, Tally};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;

/// An extra digit multiplies a number by ten. It is then at least this many times its largest neighbour.
const TIMES: u64 = 7;

/// Smaller numbers vary this much without a typo.
const LEAST: u64 = 50;

/// Number of neighbours that are compared on each side.
const AROUND: usize = 3;

/// With fewer neighbours, nothing is reported.
const COMPANY: usize = 2;

type MeasureSeries = (&'static str, fn(&DayRecord) -> Option<u64>);

static MEASURES: &[MeasureSeries] = &[
    ("exits", |day| day.exits.map(|exits| exits.value)),
    ("entries", |day| day.entries),
    ("patients", |day| day.patients),
    ("companions", |day| day.companions),
    ("turned_back", |day| day.turned_back),
];

pub(super) fn lint_unlikely_number(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for crossing in &scene.in_force.crossings {
        MEASURES.iter().for_each(|measure| look_at_days(crossing, *measure, problems));
    }
    scene.in_force.items().for_each(|(_, item)| look_at_target(item, problems));
    look_at_tallies(&scene.in_force.tallies, problems);
}

fn look_at_days(crossing: &Crossing, (key, read): MeasureSeries, problems: &mut Vec<Problem>) {
    let number = |day: &DayRecord| {
        Some((day.date.value, read(day)?, day.exits.filter(|_| key == "exits").map_or(day.span, |exits| exits.span)))
    };
    let mut days: Vec<(NaiveDate, u64, Span)> =
        crossing.days.iter().filter(|day| !day.date.is_placeholder()).filter_map(number).collect();
    days.sort_by_key(|(date, ..)| *date);
    let values: Vec<u64> = days.iter().map(|(_, value, _)| *value).collect();
    for (at, (date, value, span)) in days.iter().enumerate() {
        if let Some(most) = outgrown(&values, at) {
            problems.push(problem(&format!("`{key}` of {date} is {value}"), most, *span));
        }
    }
}

/// A value that is about ten times its target has a digit too many.
fn look_at_target(item: &Item, problems: &mut Vec<Problem>) {
    let Some(target) = &item.target else { return };
    for report in &item.reports {
        let Some(value) = report.value.filter(|value| target.value.0 > 0.0 && value.0 >= target.value.0 * TIMES as f64)
        else {
            continue;
        };
        let message = format!("the value is {}, and the target {}", value.0, target.value.0);
        let problem = Problem::warning("unlikely-number", report.span, message);
        problems.push(problem.help("check the number: a digit may be too many; if it is right, accept the warning"));
    }
}

/// Compares tallies of one thing by one authority over one window, in the order of their ends.
fn look_at_tallies(tallies: &[Tally], problems: &mut Vec<Problem>) {
    type TallyKind<'w> = (String, Option<&'w Id>, Option<DateTime<Utc>>);
    let mut kinds: HashMap<TallyKind<'_>, Vec<(DateTime<Utc>, &Tally)>> = HashMap::new();
    for tally in tallies {
        let Some(Dated::At(as_of)) = tally.as_of.map(|as_of| as_of.value) else { continue };
        let authority = tally.authority.as_ref().map(|authority| &authority.value);
        let kind = (tally.what.folded(), authority, tally.from.map(|from| from.start));
        kinds.entry(kind).or_default().push((as_of.start, tally));
    }
    for mut of_kind in kinds.into_values() {
        of_kind.sort_by_key(|(as_of, _)| *as_of);
        let values: Vec<u64> = of_kind.iter().map(|(_, tally)| tally.value).collect();
        for (at, (_, tally)) in of_kind.iter().enumerate() {
            if let Some(most) = outgrown(&values, at) {
                let what = format!("the tally `{}` is {}", tally.id.value.display(), tally.value);
                problems.push(problem(&what, most, tally.span));
            }
        }
    }
}

fn problem(what: &str, most: u64, span: Span) -> Problem {
    Problem::warning("unlikely-number", span, format!("{what}, and its neighbours are {most} at most"))
        .help("check the number: a digit may be too many; if it is right, accept the warning")
}

/// The largest neighbour of a number, if the number is far larger than all of them.
fn outgrown(values: &[u64], at: usize) -> Option<u64> {
    let before = &values[at.saturating_sub(AROUND)..at];
    let after = &values[at + 1..(at + 1 + AROUND).min(values.len())];
    let known = before.iter().chain(after).copied().filter(|value| *value > 0);
    let most = known.clone().max().filter(|_| known.count() >= COMPANY)?;
    (values[at] >= LEAST && values[at] >= most.saturating_mul(TIMES)).then_some(most)
}
