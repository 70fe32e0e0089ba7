//! Signals as of now: each test met, not met, or unknown, with its reason as data.
//!
//! The logic is Kleene's with three values: what is unknown never turns into met or not met. A signal that is not met
//! says nothing about tomorrow, and no signal speaks for the whole: there is no verdict over them.

mod heat;
mod opening;
mod reach;
mod stay;
mod terms;
mod ternary;

pub use heat::Warmth;
pub use opening::Opening;
pub use reach::{Reach, Reached};
pub use stay::{Closure, Stay, Window};
pub use terms::{Move, Terms};
pub use ternary::Ternary;

use super::Readings;
use crate::watchlist::{Id, Test};

/// What came of a test, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Met, not met, or unknown.
    pub answer: Ternary,
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
        Self { answer: Ternary::Unknown, because: Because::Undeclared(id.clone()) }
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
pub(super) fn read(readings: &Readings<'_>) -> Vec<Finding> {
    readings.ctx.watchlist.signals.iter().map(|signal| find(readings, &signal.test)).collect()
}

fn find(readings: &Readings<'_>, test: &Test) -> Finding {
    let each = |tests: &[Test]| -> Vec<Finding> { tests.iter().map(|test| find(readings, test)).collect() };
    match test {
        Test::OpensOnSchedule(crossing) => opening::find(readings, &crossing.value),
        Test::StaysOpen(test) => stay::find(readings, test),
        Test::Reaches(test) => reach::find(readings, &test.item.value, test.rung, test.claim),
        Test::Covers(test) => {
            let items = test.items.iter().map(|item| reach::find(readings, &item.value, test.rung, test.claim));
            let parts: Vec<_> = items.collect();
            Finding { answer: Ternary::all(answers(&parts)), because: Because::Covers(parts) }
        }
        Test::TermShift(test) => terms::find(readings, test),
        Test::HeatBelow(test) => heat::find(readings, test),
        Test::All(tests) => {
            let parts = each(tests);
            Finding { answer: Ternary::all(answers(&parts)), because: Because::All(parts) }
        }
        Test::Any(tests) => {
            let parts = each(tests);
            Finding { answer: Ternary::any(answers(&parts)), because: Because::Any(parts) }
        }
        Test::Not(test) => {
            let inner = find(readings, test);
            Finding { answer: inner.answer.not(), because: Because::Not(Box::new(inner)) }
        }
    }
}

fn answers(parts: &[Finding]) -> impl Iterator<Item = Ternary> {
    parts.iter().map(|part| part.answer)
}
