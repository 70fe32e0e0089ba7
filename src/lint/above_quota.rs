//! `above-quota`: a daily number is not above the quota that was agreed.
//!
//! **What it does**: finds numbers above the newest quota that was agreed by that day. **Why it is bad**: either the
//! number has a digit too many, or the quota is out of date, and then shares of it mislead. **Example**: `trucks-in: 2440`
//! with a quota of 600.

use super::LintContext;
use crate::diagnostic::{Problem, Span};
use crate::watchlist::time::day_end;
use crate::watchlist::{Counts, Crossing, DayRecord};
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// The agreed numbers of each measure, by its id: from when on they hold, sorted.
type Quotas<'w> = HashMap<&'w str, Vec<(DateTime<Utc>, u64)>>;

pub(super) fn lint_above_quota(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for crossing in &scene.in_force.crossings {
        let quotas = quotas(crossing);
        if quotas.is_empty() {
            continue;
        }
        for day in crossing.days.iter().filter(|day| !day.date.is_placeholder()) {
            let end = day_end(day.date.value, scene.watchlist.zone());
            for (id, number, span) in numbers(day) {
                let Some(quota) = in_force(&quotas, id, end).filter(|quota| number > *quota) else { continue };
                let id = crate::text::sanitise(id);
                let message = format!("`{id}` of {} is {number}, and the quota is {quota}", day.date.value);
                let problem = Problem::warning("above-quota", span, message);
                problems.push(problem.help("check the number, and add a newer quota under `quotas` if there is one"));
            }
        }
    }
}

fn quotas(crossing: &Crossing) -> Quotas<'_> {
    let mut quotas = Quotas::new();
    let short = crossing.quota.iter().map(|quota| {
        let from = quota.said.map_or(DateTime::<Utc>::MIN_UTC, |said| said.start);
        (from, quota.exits, quota.entries, &quota.counts)
    });
    let long = crossing.quotas.iter().map(|quota| (quota.at.value.start, quota.exits, quota.entries, &quota.counts));
    for (from, exits, entries, counts) in short.chain(long) {
        for (id, number) in people(exits, entries).chain(declared(counts).map(|(id, number, _)| (id, number))) {
            quotas.entry(id).or_default().push((from, number));
        }
    }
    quotas.values_mut().for_each(|agreed| agreed.sort_unstable());
    quotas
}

/// The newest quota; the highest of those of one moment.
fn in_force(quotas: &Quotas<'_>, id: &str, at: DateTime<Utc>) -> Option<u64> {
    let agreed = quotas.get(id)?;
    agreed[..agreed.partition_point(|(from, _)| *from < at)].last().map(|(_, number)| *number)
}

fn numbers(day: &DayRecord) -> impl Iterator<Item = (&str, u64, Span)> {
    let people = people(day.exits.map(|exits| exits.value), day.entries).map(|(id, number)| (id, number, day.span));
    people.chain(declared(&day.counts))
}

fn people<'w>(exits: Option<u64>, entries: Option<u64>) -> impl Iterator<Item = (&'w str, u64)> {
    [("exits", exits), ("entries", entries)].into_iter().filter_map(|(id, number)| Some((id, number?)))
}

fn declared(counts: &Counts) -> impl Iterator<Item = (&str, u64, Span)> {
    counts.0.iter().map(|(id, number)| (id.value.as_str(), number.value, number.span))
}
