//! Signals as of now: each test met, not met, or unknown, with its reason as data.
//!
//! The logic is Kleene's with three values: what is unknown never turns into met or not met. A signal that is not met
//! says nothing about tomorrow, and no signal speaks for the whole: there is no verdict over them.

mod answer;
mod heat;
mod opening;
mod reach;
mod stay;
mod terms;

pub use answer::Answer;
pub use heat::Warmth;
pub use opening::Opening;
pub use reach::{Reach, Reached};
pub use stay::{Closure, Stay, Window};
pub use terms::{Move, Terms};

use super::Facts;
use crate::watchlist::{Id, Test};

/// What came of a test, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Met, not met, or unknown.
    pub answer: Answer,
    /// What it rests on.
    pub because: Because,
}

/// What a finding rests on.
#[derive(Clone, Debug, PartialEq)]
pub enum Because {
    /// Whether a crossing opened when it was to.
    Opening(Opening),
    /// Whether it stayed open.
    Stay(Stay),
    /// Whether an item has come to a rung.
    Reach(Reach),
    /// Whether several items all have.
    Covers(Vec<Finding>),
    /// Whether somebody's language has moved.
    Terms(Terms),
    /// How hot the log is.
    Heat(Warmth),
    /// All of these.
    All(Vec<Finding>),
    /// Any of these.
    Any(Vec<Finding>),
    /// The opposite of this.
    Not(Box<Finding>),
    /// What is tested is declared nowhere.
    Undeclared(Id),
}

impl Finding {
    fn undeclared(id: &Id) -> Self {
        Self { answer: Answer::Unknown, because: Because::Undeclared(id.clone()) }
    }

    /// The findings that it is made of, down to those that are made of no others; those of a `not` as they are inside it.
    pub fn leaves(&self) -> Vec<&Self> {
        match &self.because {
            Because::All(parts) | Because::Any(parts) | Because::Covers(parts) => {
                parts.iter().flat_map(Self::leaves).collect()
            }
            Because::Not(inner) => inner.leaves(),
            Because::Opening(_)
            | Because::Stay(_)
            | Because::Reach(_)
            | Because::Terms(_)
            | Because::Heat(_)
            | Because::Undeclared(_) => vec![self],
        }
    }
}

/// One finding for each signal of the watchlist, in its order.
pub(super) fn read(facts: &Facts<'_>) -> Vec<Finding> {
    facts.scene.watchlist.signals.iter().map(|signal| find(facts, &signal.test)).collect()
}

fn find(facts: &Facts<'_>, test: &Test) -> Finding {
    let each = |tests: &[Test]| -> Vec<Finding> { tests.iter().map(|test| find(facts, test)).collect() };
    match test {
        Test::OpensOnSchedule(crossing) => opening::find(facts, &crossing.value),
        Test::StaysOpen(test) => stay::find(facts, test),
        Test::Reaches(test) => reach::find(facts, &test.item.value, test.rung, test.claim),
        Test::Covers(test) => {
            let items = test.items.iter().map(|item| reach::find(facts, &item.value, test.rung, test.claim));
            let parts: Vec<_> = items.collect();
            Finding { answer: Answer::all(answers(&parts)), because: Because::Covers(parts) }
        }
        Test::TermShift(test) => terms::find(facts, test),
        Test::HeatBelow(test) => heat::find(facts, test),
        Test::All(tests) => {
            let parts = each(tests);
            Finding { answer: Answer::all(answers(&parts)), because: Because::All(parts) }
        }
        Test::Any(tests) => {
            let parts = each(tests);
            Finding { answer: Answer::any(answers(&parts)), because: Because::Any(parts) }
        }
        Test::Not(test) => {
            let inner = find(facts, test);
            Finding { answer: inner.answer.not(), because: Because::Not(Box::new(inner)) }
        }
    }
}

fn answers(parts: &[Finding]) -> impl Iterator<Item = Answer> {
    parts.iter().map(|part| part.answer)
}
