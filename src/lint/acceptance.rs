//! `accept-matches-nothing`: an acceptance matches a warning.
//!
//! Unlike the rules, this module sees the problems that they found. It gives each warning its address, and marks the
//! warnings that the watchlist accepts.
//!
//! **What it does**: finds acceptances that match no warning. **Why it is bad**: an acceptance that stays after its
//! warning is fixed can hide a new warning later. **Example**: `accept: [ { rule: no-claim, at: rafah/2026-02-11/gmo,
//! why: … } ]` where that record gives its claim.

use super::RULES;
use crate::diagnostic::{Problem, ProblemSeverity, Problems, Span, has_errors, suggestion};
use crate::text::sanitise;
use crate::watchlist::{Acceptance, Address, Watchlist};
use std::collections::{HashMap, HashSet};

const RULE: &str = "accept-matches-nothing";

/// The maximum number of acceptances for which the nearest warning is searched. Each search reads every warning.
const MOST_SUGGESTIONS: usize = 50;

/// Whether the list of problems is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// The list contains all problems.
    Complete,
    /// Some problems are left out.
    Cut,
}

/// Gives every problem its address, marks accepted warnings, and adds a warning for each acceptance that matches
/// nothing.
pub fn accept(watchlist: &Watchlist, text: &str, problems: &mut Vec<Problem>, listing: Listing) {
    let addresses: Vec<_> = problems.iter().map(|problem| Address::at(watchlist, text, problem.span.start)).collect();
    for (problem, address) in problems.iter_mut().zip(&addresses) {
        problem.address = (problem.severity == ProblemSeverity::Warning).then(|| address.to_string());
    }
    // An error can hide the matching warning.
    let is_complete = listing == Listing::Complete && !has_errors(problems);
    let zone = watchlist.zone();
    let mut found: HashMap<(&str, String), Vec<usize>> = HashMap::new();
    for (at, (problem, address)) in problems.iter().zip(&addresses).enumerate() {
        let [exact, by_date] = address.keys(zone);
        if exact != by_date {
            found.entry((problem.rule, by_date)).or_default().push(at);
        }
        found.entry((problem.rule, exact)).or_default().push(at);
    }
    let mut in_vain = Vec::new();
    let mut known = HashSet::new();
    for acceptance in watchlist.accept.iter().filter(|acceptance| !acceptance.at.is_placeholder()) {
        let key = (acceptance.rule.value.raw(), Address::key_of(acceptance.at.value.raw(), zone));
        if !known.insert(key.clone()) {
            continue;
        }
        let meant = found.get(&key).map_or(&[][..], Vec::as_slice);
        for at in meant {
            if problems[*at].severity == ProblemSeverity::Warning {
                problems[*at].accepted = Some(acceptance.why.raw().to_owned());
            }
        }
        let is_error = |at: &usize| problems[*at].severity == ProblemSeverity::Error;
        if !meant.is_empty() && meant.iter().all(is_error) {
            in_vain.push(of_an_error(acceptance));
        } else if meant.is_empty() && is_complete {
            let help = if in_vain.len() < MOST_SUGGESTIONS { nearest(acceptance, problems) } else { None };
            in_vain.push(of_nothing(acceptance, help));
        }
    }
    in_vain.truncate(Problems::MOST);
    problems.extend(in_vain);
}

fn of_an_error(acceptance: &Acceptance) -> Problem {
    let message = format!("`{}` is an error here: errors cannot be accepted", acceptance.rule.value.display());
    Problem::warning(RULE, acceptance.rule.span, message).help("correct the error, and remove this entry")
}

fn of_nothing(acceptance: &Acceptance, near: Option<(Span, String)>) -> Problem {
    let (rule, at) = (acceptance.rule.value.display(), acceptance.at.value.display());
    let message = format!("there is no warning `{rule}` at `{at}`");
    let (span, help) = near.map_or_else(
        || {
            (
                acceptance.at.span,
                "remove it if the warning is gone; `trucewatch check` shows the address of each".to_owned(),
            )
        },
        |(span, near)| (span, format!("did you mean `{near}`? If the warning is gone, remove this entry")),
    );
    Problem::warning(RULE, span, message).help(help)
}

/// The part of an acceptance that is probably wrong, and what was probably meant.
fn nearest(acceptance: &Acceptance, problems: &[Problem]) -> Option<(Span, String)> {
    let (rule, at) = (acceptance.rule.value.raw(), acceptance.at.value.raw());
    let warnings = || problems.iter().filter_map(|problem| Some((problem.rule, problem.address.as_deref()?)));
    let of_this_rule = warnings().filter(|(known, _)| *known == rule).map(|(_, address)| address);
    let of_this_entry = || warnings().find(|(_, address)| *address == at).map(|(rule, _)| rule);
    let of_the_names = || suggestion(rule, RULES.iter().map(|rule| rule.name)).filter(|near| *near != rule);
    suggestion(at, of_this_rule)
        .map(|address| (acceptance.at.span, format!("at: {}", sanitise(address))))
        .or_else(|| Some((acceptance.rule.span, format!("rule: {}", of_this_entry().or_else(of_the_names)?))))
}
