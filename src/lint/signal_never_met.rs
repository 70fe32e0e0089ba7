//! `signal-never-met`: a signal can be met.
//!
//! **What it does**: determines which answers each test can have, for any possible reports. **Why it is bad**: a signal
//! that can never be met looks like news that has not happened yet. **Example**: `{ opens-on-schedule: gate }` where
//! `gate` has no `opens`, or `{ heat-below: { heat: 0 } }`.

use super::LintContext;
use crate::diagnostic::Problem;
use crate::watchlist::{Ref, Test, Watchlist};

pub(super) fn lint_signal_never_met(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    for signal in &scene.watchlist.signals {
        if let Err(why) = can_be(scene.watchlist, &signal.test, Wanted::Met) {
            let message = format!("the signal `{}` can never be met: {why}", signal.id.value.display());
            problems.push(Problem::warning("signal-never-met", signal.span, message).help("correct the test"));
        }
    }
}

/// The answer that a test should be able to have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Met,
    NotMet,
}

/// Whether a test can have the answer; if not, why.
fn can_be(watchlist: &Watchlist, test: &Test, wanted: Wanted) -> Result<(), &'static str> {
    let met = |is_possible: bool, why| if wanted == Wanted::NotMet || is_possible { Ok(()) } else { Err(why) };
    match test {
        Test::OpensOnSchedule(crossing) if has_no_plan(watchlist, crossing) => Err("the crossing has no `opens`"),
        Test::StaysOpen(test) if test.days == 0 => Err("no day is asked for"),
        Test::Covers(test) if test.items.is_empty() => Err("`covers` names no item"),
        Test::TermShift(test) => met(!test.from.is_same(&test.to), "both terms are the same"),
        Test::HeatBelow(test) => met(test.heat.0 > 0.0, "no heat is below 0"),
        Test::NoEntry(_) => Ok(()),
        Test::Flow(test) => met(test.days <= test.of, "`days` is more than `of`"),
        Test::AtLeast(test) if test.tests.is_empty() => Err("nothing is tested"),
        Test::AtLeast(test) => met(test.of <= test.tests.len() as u64, "`of` is more than there are tests"),
        Test::By(test) => can_be(watchlist, &test.test, wanted),
        Test::OpensOnSchedule(_) | Test::StaysOpen(_) | Test::Reaches(_) | Test::Covers(_) => Ok(()),
        Test::All(tests) | Test::Any(tests) if tests.is_empty() => Err("nothing is tested"),
        Test::Not(inner) => can_be(
            watchlist,
            inner,
            match wanted {
                Wanted::Met => Wanted::NotMet,
                Wanted::NotMet => Wanted::Met,
            },
        ),
        Test::All(tests) if wanted == Wanted::Met => tests.iter().try_for_each(|test| can_be(watchlist, test, wanted)),
        Test::Any(tests) if wanted == Wanted::NotMet => {
            tests.iter().try_for_each(|test| can_be(watchlist, test, wanted))
        }
        Test::All(tests) | Test::Any(tests) => {
            let mut answers = tests.iter().map(|test| can_be(watchlist, test, wanted));
            let first = answers.next().unwrap_or(Ok(()));
            if first.is_ok() || answers.any(|answer| answer.is_ok()) { Ok(()) } else { first }
        }
    }
}

/// Another rule reports a crossing that is not declared.
fn has_no_plan(watchlist: &Watchlist, crossing: &Ref) -> bool {
    let known = watchlist.crossing(crossing.value.as_str());
    known.is_some_and(|known| known.opens.is_none() && known.reports.iter().all(|report| report.opens.is_none()))
}
