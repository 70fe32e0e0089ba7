//! `unused-term`: a term that somebody uses is one that a signal listens for.
//!
//! **What it does**: looks up each statement's term in the `term-shift` tests and in the titles of signals. **Why it is
//! bad**: a term in another spelling is never heard, so that a shift goes unseen. **Example**: `term: cease-fire` where
//! the signals say `ceasefire`. A watchlist without signals listens for nothing, and is left alone.

use super::Scene;
use crate::diagnostic::{Problem, suggestion};
use crate::text::Text;
use crate::watchlist::Test;

pub(super) fn check(scene: &Scene<'_>, problems: &mut Vec<Problem>) {
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
            | Test::All(_)
            | Test::Any(_)
            | Test::Not(_) => {}
        });
    }
    let is_in_a_title = |term: &Text| {
        let term = term.raw().trim().to_lowercase();
        signals.iter().any(|signal| signal.title.raw().to_lowercase().contains(&term))
    };
    for statement in &scene.watchlist.statements {
        let Some(term) = &statement.term else { continue };
        if heard.iter().any(|known| known.is_same(term)) || is_in_a_title(term) {
            continue;
        }
        let near = suggestion(term.raw(), heard.iter().map(|known| known.raw()));
        let help = near.map(|near| format!("did you mean `{}`?", crate::text::sanitise(near)));
        let message = format!("no signal listens for the term `{}`", term.display());
        problems.push(
            Problem::warning("unused-term", statement.span, message)
                .help("spell it as a `term-shift` does, or name it in a signal's title")
                .maybe_help(help),
        );
    }
}
