//! `unused-term`: a signal listens for every term that somebody uses.
//!
//! **What it does**: looks up the term of each statement in the `term-shift` tests and in the titles of signals. **Why
//! it is bad**: a term in another spelling matches no signal, so a shift is missed. **Example**: `term: cease-fire`
//! where the signals say `ceasefire`. A watchlist without signals is not checked.

use super::LintContext;
use crate::diagnostic::{Problem, suggestion};
use crate::text::Text;
use crate::watchlist::Test;
use std::collections::HashSet;

/// The maximum number of statements that get a suggestion. Each one is compared with every term that a signal uses.
const MAX_SUGGESTIONS: usize = 100;

pub(super) fn lint_unused_term(scene: &LintContext<'_>, problems: &mut Vec<Problem>) {
    let signals = &scene.watchlist.signals;
    if signals.is_empty() {
        return;
    }
    let mut heard: Vec<&Text> = Vec::new();
    for signal in signals {
        signal.test.walk(&mut |test| match test {
            Test::TermShift(shift) => heard.extend([&shift.from, &shift.to]),
            Test::OpensOnSchedule(_)
            | Test::StaysOpen(_)
            | Test::Reaches(_)
            | Test::Covers(_)
            | Test::HeatBelow(_)
            | Test::NoEntry(_)
            | Test::Flow(_)
            | Test::AtLeast(_)
            | Test::By(_)
            | Test::All(_)
            | Test::Any(_)
            | Test::Not(_) => {}
        });
    }
    let mut known: HashSet<String> = heard.iter().map(|term| term.folded()).collect();
    let mut unheard: HashSet<String> = HashSet::new();
    let titles: Vec<_> = signals.iter().map(|signal| signal.title.raw().to_lowercase()).collect();
    // A term never contains a line break.
    let titles = titles.join("\n");
    for statement in &scene.watchlist.statements {
        let Some(term) = &statement.term else { continue };
        let folded = term.folded();
        if known.contains(&folded) {
            continue;
        }
        if !unheard.contains(&folded) {
            if titles.contains(&term.raw().trim().to_lowercase()) {
                known.insert(folded);
                continue;
            }
            unheard.insert(folded);
        }
        let is_early = problems.len() < MAX_SUGGESTIONS;
        let near = is_early.then(|| suggestion(term.raw(), heard.iter().map(|known| known.raw()))).flatten();
        let help = near.map(|near| format!("did you mean `{}`?", crate::text::sanitise(near)));
        let message = format!("no signal listens for the term `{}`", term.display());
        problems.push(
            Problem::warning("unused-term", statement.span, message)
                .help("spell it as a `term-shift` does, or name it in a signal's title")
                .maybe_help(help),
        );
    }
}
