//! `unlikely-number`: a number is of the same order of magnitude as its neighbours.
//!
//! **What it does**: finds a daily number that is about ten times the numbers of the days around it, or a tenth of them, a
//! tally that is so far from the others of the same kind, and a value that is about ten times its target. **Why it is
//! bad**: a digit too many looks like a surge that did not happen, a digit too few like a collapse. **Example**: `exits:
//! 250` between 24 and 31.

use super::LintContext;
use crate::diagnostic::{Problem, Span};
use crate::watchlist::scales::PeopleMeasure;
use crate::watchlist::{Crossing, Dated, Id, Item, Tally};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, HashMap};

/// An extra digit multiplies a number by ten. It is then at least this many times its largest neighbour.
const TIMES: u64 = 7;

/// Smaller numbers vary this much without a typo.
const LEAST: u64 = 50;

/// Number of neighbours that are compared on each side.
const AROUND: usize = 3;

/// With fewer neighbours, nothing is reported.
const COMPANY: usize = 2;

/// The numbers of one measure: each with its day and its place.
type MeasureSeries = Vec<(NaiveDate, u64, Span)>;

pub(super) fn lint_unlikely_number(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for (id, mut series) in scene.in_force.crossings.iter().flat_map(series_of) {
        series.sort_by_key(|(date, ..)| *date);
        let values: Vec<u64> = series.iter().map(|(_, value, _)| *value).collect();
        for (at, (date, value, span)) in series.iter().enumerate() {
            problems.extend(problem(&values, at, &format!("`{id}` of {date} is {value}"), *span));
        }
    }
    scene.in_force.items().for_each(|(_, item)| look_at_target(item, problems));
    look_at_tallies(&scene.in_force.tallies, problems);
}

/// The series of a crossing, by the id of their measure.
fn series_of(crossing: &Crossing) -> BTreeMap<String, MeasureSeries> {
    let mut series: BTreeMap<String, MeasureSeries> = BTreeMap::new();
    for day in crossing.days.iter().filter(|day| !day.date.is_placeholder()) {
        let exits = day.exits.map_or(day.span, |exits| exits.span);
        let people = PeopleMeasure::ALL.iter().filter_map(|measure| {
            let span = if *measure == PeopleMeasure::Exits { exits } else { day.span };
            Some((measure.word().into(), day.people(*measure)?, span))
        });
        let declared = day.counts.0.iter().map(|(id, number)| (id.value.display(), number.value, number.span));
        for (id, value, span) in people.chain(declared) {
            series.entry(id.into_owned()).or_default().push((day.date.value, value, span));
        }
    }
    series
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
            let what = format!("the tally `{}` is {}", tally.id.value.display(), tally.value);
            problems.extend(problem(&values, at, &what, tally.span));
        }
    }
}

/// The problem of a number that is far above or far below its neighbours.
fn problem(values: &[u64], at: usize, what: &str, span: Span) -> Option<Problem> {
    let before = &values[at.saturating_sub(AROUND)..at];
    let after = &values[at + 1..(at + 1 + AROUND).min(values.len())];
    let known = before.iter().chain(after).copied().filter(|value| *value > 0);
    let (most, least) = (known.clone().max()?, known.clone().min()?);
    let value = values[at];
    let (neighbours, digit) = if value >= LEAST && value >= most.saturating_mul(TIMES) {
        (format!("{most} at most"), "a digit may be too many")
    } else if value > 0 && least >= LEAST && least >= value.saturating_mul(TIMES) {
        (format!("{least} at least"), "a digit may be missing")
    } else {
        return None;
    };
    let message = format!("{what}, and its neighbours are {neighbours}");
    let problem = Problem::warning("unlikely-number", span, message);
    let help = format!("check the number: {digit}; if it is right, accept the warning");
    (known.count() >= COMPANY).then(|| problem.help(help))
}
