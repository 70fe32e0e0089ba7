//! Signals as of now: each test met, not met, or unknown, with its reason as data.
//!
//! The logic is Kleene's with three values: what is unknown never turns into met or not met. A signal speaks of now and
//! never latches: what was met once and is met no longer says so. No signal speaks for the whole: there is no verdict over
//! them.

mod flow;
mod heat;
mod history;
mod no_entry;
mod opening;
mod reach;
mod stay;
mod terms;
mod ternary;

pub use flow::FlowCheck;
pub use heat::Warmth;
pub use history::SignalHistory;
pub use no_entry::Quiet;
pub use opening::Opening;
pub use reach::{RungReach, RungReached};
pub use stay::{Closure, Stay, Window};
pub use terms::{Move, Terms};
pub use ternary::Ternary;

pub(super) use history::read as read_history;

use super::coverage::GapIndex;
use super::crossing::CrossingReading;
use super::ledger::Vocabulary;
use super::spillover::SpilloverReading;
use super::{EvalContext, Readings};
use crate::watchlist::time::{Horizon, TimePoint, local_date};
use crate::watchlist::{By, Id, Test, Watchlist};
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

/// What came of a test, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Met, not met, or unknown.
    pub answer: Ternary,
    /// What it rests on.
    pub because: Explanation,
}

/// What a finding rests on.
#[derive(Clone, Debug, PartialEq)]
pub enum Explanation {
    /// Whether a crossing opened when it was to.
    Opening(Opening),
    /// Whether it stayed open.
    Stay(Stay),
    /// Whether an item has come to a rung.
    Reach(RungReach),
    /// Whether several items all have.
    Covers(Vec<Finding>),
    /// Whether somebody's language has moved.
    Terms(Terms),
    /// How hot the log is.
    Heat(Warmth),
    /// Whether nothing of a severity was logged.
    NoEntry(Quiet),
    /// Whether so many people passed.
    Flow(FlowCheck),
    /// All of these.
    All(Vec<Finding>),
    /// Any of these.
    Any(Vec<Finding>),
    /// At least so many of these.
    AtLeast(u64, Vec<Finding>),
    /// This, by a date.
    By(Deadline, Box<Finding>),
    /// The opposite of this.
    Not(Box<Finding>),
    /// What is tested is declared nowhere.
    Undeclared(Id),
}

/// The date by which a test is to be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The date.
    pub date: TimePoint,
    /// Whether it has passed and the test was not met by then.
    pub has_failed: bool,
}

impl Finding {
    fn undeclared(id: &Id) -> Self {
        Self { answer: Ternary::Unknown, because: Explanation::Undeclared(id.clone()) }
    }

    /// The findings that it is made of, down to those that are made of no others; those of a `not` as they are inside it.
    pub fn leaves(&self) -> Vec<&Self> {
        match &self.because {
            Explanation::All(parts)
            | Explanation::Any(parts)
            | Explanation::AtLeast(_, parts)
            | Explanation::Covers(parts) => parts.iter().flat_map(Self::leaves).collect(),
            Explanation::Not(inner) => inner.leaves(),
            Explanation::By(deadline, _) if deadline.has_failed => vec![self],
            Explanation::By(_, inner) => inner.leaves(),
            Explanation::Opening(_)
            | Explanation::Stay(_)
            | Explanation::Reach(_)
            | Explanation::Terms(_)
            | Explanation::Heat(_)
            | Explanation::NoEntry(_)
            | Explanation::Flow(_)
            | Explanation::Undeclared(_) => vec![self],
        }
    }
}

/// What a test may look at: the readings of the board, or, at another moment, what it needs of them.
pub(super) struct Scope<'s> {
    pub(super) ctx: &'s EvalContext<'s>,
    readings: Option<&'s Readings<'s>>,
    vocabulary: OnceCell<Vocabulary<'s>>,
    /// How far items are that were asked for.
    reached: RefCell<HashMap<reach::Question, (Ternary, RungReached)>>,
}

impl<'s> Scope<'s> {
    fn new(ctx: &'s EvalContext<'s>, readings: Option<&'s Readings<'s>>) -> Self {
        Self { ctx, readings, vocabulary: OnceCell::new(), reached: RefCell::default() }
    }

    /// Who used which term. Read once for all tests.
    fn vocabulary(&self) -> &Vocabulary<'s> {
        self.vocabulary.get_or_init(|| Vocabulary::read(self.ctx))
    }

    fn crossing(&self, index: usize) -> Cow<'_, CrossingReading> {
        match self.readings {
            Some(readings) => Cow::Borrowed(&readings.crossings[index]),
            None => {
                let crossing = &self.ctx.watchlist.crossings[index];
                Cow::Owned(super::crossing::read(self.ctx, crossing, &super::coupling::Threats::default()))
            }
        }
    }

    fn spillover(&self) -> Cow<'_, SpilloverReading> {
        match self.readings {
            Some(readings) => Cow::Borrowed(readings.spillover),
            None => Cow::Owned(super::spillover::read(self.ctx)),
        }
    }
}

/// One finding for each signal of the watchlist, in its order.
pub(super) fn read(readings: &Readings<'_>) -> Vec<Finding> {
    let scope = Scope::new(readings.ctx, Some(readings));
    readings.ctx.watchlist.signals.iter().map(|signal| find(&scope, &signal.test)).collect()
}

/// What a test says at another moment.
fn answer_at(watchlist: &Watchlist, test: &Test, now: DateTime<Utc>) -> Ternary {
    let today = local_date(now, watchlist.zone());
    let ctx = EvalContext { watchlist, now, horizon: Horizon::Possible, today, gaps: GapIndex::default() };
    find(&Scope::new(&ctx, None), test).answer
}

fn find(scope: &Scope<'_>, test: &Test) -> Finding {
    let each = |tests: &[Test]| -> Vec<Finding> { tests.iter().map(|test| find(scope, test)).collect() };
    match test {
        Test::OpensOnSchedule(crossing) => opening::find(scope, &crossing.value),
        Test::StaysOpenTest(test) => stay::find(scope, test),
        Test::Reaches(test) => reach::find(scope, &test.item.value, test.rung, test.claim),
        Test::Covers(test) => {
            let items = test.items.iter().map(|item| reach::find(scope, &item.value, test.rung, test.claim));
            let parts: Vec<_> = items.collect();
            Finding { answer: Ternary::all(answers(&parts)), because: Explanation::Covers(parts) }
        }
        Test::TermShift(test) => terms::find(scope, test),
        Test::HeatBelow(test) => heat::find(scope, test),
        Test::NoEntry(test) => no_entry::find(scope, test),
        Test::FlowTest(test) => flow::find(scope, test),
        Test::All(tests) => {
            let parts = each(tests);
            Finding { answer: Ternary::all(answers(&parts)), because: Explanation::All(parts) }
        }
        Test::Any(tests) => {
            let parts = each(tests);
            Finding { answer: Ternary::any(answers(&parts)), because: Explanation::Any(parts) }
        }
        Test::AtLeast(test) => {
            let parts = each(&test.tests);
            Finding {
                answer: Ternary::at_least(test.of, answers(&parts)),
                because: Explanation::AtLeast(test.of, parts),
            }
        }
        Test::By(test) => by(scope, test),
        Test::Not(test) => {
            let inner = find(scope, test);
            Finding { answer: inner.answer.not(), because: Explanation::Not(Box::new(inner)) }
        }
    }
}

/// Once the date has passed, a test that was not met by then has failed; one that was met has to be met still.
fn by(scope: &Scope<'_>, test: &By) -> Finding {
    let inner = find(scope, &test.test);
    let date = test.date.value;
    // The last moment of the date still counts.
    let last = date.end - chrono::TimeDelta::nanoseconds(1);
    let has_failed = date.is_past(scope.ctx.now)
        && (inner.answer != Ternary::Met || answer_at(scope.ctx.watchlist, &test.test, last) != Ternary::Met);
    let answer = if has_failed { Ternary::NotMet } else { inner.answer };
    Finding { answer, because: Explanation::By(Deadline { date, has_failed }, Box::new(inner)) }
}

fn answers(parts: &[Finding]) -> impl Iterator<Item = Ternary> {
    parts.iter().map(|part| part.answer)
}
