//! Checks whether the parts of a watchlist are consistent. Each rule has one file; one table lists all rules.
//!
//! A rule sees everything in a watchlist that could be read, and adds problems. It changes nothing and does not depend
//! on other rules. A value that could not be read is a placeholder; rules report nothing about placeholders.

mod above_quota;
mod acceptance;
mod bad_link;
mod dangling_reference;
mod dates;
mod day_contradicts_itself;
mod days_out_of_order;
mod duplicate_day;
mod duplicate_entry;
mod duplicate_id;
mod duplicate_ref;
mod ends_before_it_begins;
mod future_date;
mod id_form;
mod missing_status;
mod needs_cycle;
mod no_claim;
mod no_source;
mod parts_do_not_add_up;
mod prefer_to_no_one;
mod promised_opening;
mod relay_ring;
mod rest_every_day;
mod signal_never_met;
mod tally_without_window;
mod unlikely_number;
mod unlikely_word;
mod unlikely_year;
mod unused_term;
mod value_without_target;
mod verified_but_doubtful;
mod walk;

pub use acceptance::{Listing, accept};

use crate::diagnostic::{Problem, Problems};
use crate::watchlist::{Partial, Watchlist};
use chrono::{DateTime, Utc};
use std::collections::HashSet;

/// One lint rule: its name and its function.
pub struct Rule {
    /// The stable kebab-case name, used in every problem that the rule finds.
    pub name: &'static str,
    check: fn(&LintContext<'_>, &mut Vec<Problem>),
}

/// What a rule can read.
struct LintContext<'w> {
    watchlist: &'w Watchlist,
    /// The same without withdrawn entries, for rules about what entries say.
    in_force: &'w Watchlist,
    /// Keys whose content could not be read completely.
    gaps: &'w HashSet<&'static str>,
    /// Dates after this moment are in the future.
    today: DateTime<Utc>,
}

/// All rules, in the order in which they run.
pub static RULES: &[Rule] = &[
    Rule { name: "id-form", check: id_form::lint_id_form },
    Rule { name: "duplicate-id", check: duplicate_id::lint_duplicate_id },
    Rule { name: "duplicate-ref", check: duplicate_ref::lint_duplicate_ref },
    Rule { name: "dangling-reference", check: dangling_reference::lint_dangling_reference },
    Rule { name: "missing-status", check: missing_status::lint_missing_status },
    Rule { name: "needs-cycle", check: needs_cycle::lint_needs_cycle },
    Rule { name: "future-date", check: future_date::lint_future_date },
    Rule { name: "unlikely-year", check: unlikely_year::lint_unlikely_year },
    Rule { name: "unlikely-number", check: unlikely_number::lint_unlikely_number },
    Rule { name: "above-quota", check: above_quota::lint_above_quota },
    Rule { name: "unlikely-word", check: unlikely_word::lint_unlikely_word },
    Rule { name: "ends-before-it-begins", check: ends_before_it_begins::lint_ends_before_it_begins },
    Rule { name: "parts-do-not-add-up", check: parts_do_not_add_up::lint_parts_do_not_add_up },
    Rule { name: "day-contradicts-itself", check: day_contradicts_itself::lint_day_contradicts_itself },
    Rule { name: "promised-opening", check: promised_opening::lint_promised_opening },
    Rule { name: "rest-every-day", check: rest_every_day::lint_rest_every_day },
    Rule { name: "relay-ring", check: relay_ring::lint_relay_ring },
    Rule { name: "days-out-of-order", check: days_out_of_order::lint_days_out_of_order },
    Rule { name: "duplicate-day", check: duplicate_day::lint_duplicate_day },
    Rule { name: "duplicate-entry", check: duplicate_entry::lint_duplicate_entry },
    Rule { name: "no-source", check: no_source::lint_no_source },
    Rule { name: "no-claim", check: no_claim::lint_no_claim },
    Rule { name: "verified-but-doubtful", check: verified_but_doubtful::lint_verified_but_doubtful },
    Rule { name: "value-without-target", check: value_without_target::lint_value_without_target },
    Rule { name: "prefer-to-no-one", check: prefer_to_no_one::lint_prefer_to_no_one },
    Rule { name: "tally-without-window", check: tally_without_window::lint_tally_without_window },
    Rule { name: "unused-term", check: unused_term::lint_unused_term },
    Rule { name: "signal-never-met", check: signal_never_met::lint_signal_never_met },
    Rule { name: "bad-link", check: bad_link::lint_bad_link },
];

/// Runs all rules and returns their problems.
pub fn lint_watchlist(partial: &Partial, today: DateTime<Utc>) -> Problems {
    let watchlist = &partial.watchlist;
    let in_force = watchlist.without_withdrawn(|_| true);
    let scene = LintContext { watchlist, in_force: in_force.as_ref().unwrap_or(watchlist), gaps: &partial.gaps, today };
    let mut problems = Problems::default();
    for rule in RULES {
        let mut found = Vec::new();
        (rule.check)(&scene, &mut found);
        debug_assert!(found.iter().all(|problem| problem.rule == rule.name), "{} names itself", rule.name);
        problems.extend(found);
    }
    problems
}
