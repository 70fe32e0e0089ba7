//! Whether the parts of a watchlist fit together: one rule a file, one table.
//!
//! A rule sees a watchlist that could be read, and adds problems. It changes nothing and knows no other rule.

mod bad_link;
mod dangling_reference;
mod days_out_of_order;
mod duplicate_day;
mod duplicate_id;
mod future_date;
mod id_form;
mod needs_cycle;
mod no_claim;
mod no_source;
mod parts_do_not_add_up;
mod prefer_to_no_one;
mod signal_never_met;
mod tally_without_window;
mod unused_term;
mod walk;

use crate::diagnostic::Problem;
use crate::watchlist::{Gaps, Partial, Watchlist};
use chrono::{DateTime, Utc};

/// One rule: what it is called and how it looks.
pub struct Rule {
    /// Its stable kebab-case name, as it stands in every problem that it finds.
    pub name: &'static str,
    check: fn(&Scene<'_>, &mut Vec<Problem>),
}

/// What a rule sees.
struct Scene<'w> {
    watchlist: &'w Watchlist,
    /// What may be missing from it.
    gaps: &'w Gaps,
    /// The moment beyond which a date is in the future.
    today: DateTime<Utc>,
}

/// Every rule, in the order in which they look.
pub static RULES: &[Rule] = &[
    Rule { name: "id-form", check: id_form::check },
    Rule { name: "duplicate-id", check: duplicate_id::check },
    Rule { name: "dangling-reference", check: dangling_reference::check },
    Rule { name: "needs-cycle", check: needs_cycle::check },
    Rule { name: "future-date", check: future_date::check },
    Rule { name: "parts-do-not-add-up", check: parts_do_not_add_up::check },
    Rule { name: "days-out-of-order", check: days_out_of_order::check },
    Rule { name: "duplicate-day", check: duplicate_day::check },
    Rule { name: "no-source", check: no_source::check },
    Rule { name: "no-claim", check: no_claim::check },
    Rule { name: "prefer-to-no-one", check: prefer_to_no_one::check },
    Rule { name: "tally-without-window", check: tally_without_window::check },
    Rule { name: "unused-term", check: unused_term::check },
    Rule { name: "signal-never-met", check: signal_never_met::check },
    Rule { name: "bad-link", check: bad_link::check },
];

/// Every problem that any rule finds.
pub fn check(partial: &Partial, today: DateTime<Utc>) -> Vec<Problem> {
    let scene = Scene { watchlist: &partial.watchlist, gaps: &partial.gaps, today };
    let mut problems = Vec::new();
    for rule in RULES {
        let before = problems.len();
        (rule.check)(&scene, &mut problems);
        debug_assert!(problems[before..].iter().all(|problem| problem.rule == rule.name), "{} names itself", rule.name);
    }
    problems
}
