//! Evaluates signals as of now: each test is met, not met or unknown, with its reason as data.
//!
//! The logic is Kleene's three-valued logic: unknown never becomes met or not met. A signal describes the present and
//! never latches: a test that was met earlier does not stay met. There is no overall verdict over the signals.

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
pub use history::{SignalHistory, SignalTrack, TRACK_DAYS};
pub use no_entry::Quiet;
pub use opening::Opening;
pub use reach::{RungReach, RungReached};
pub use stay::{Closure, Stay, Window};
pub use terms::{Move, Terms};
pub use ternary::Ternary;

pub(super) use history::{PastWatchlist, read as read_history, read_track};

use super::coverage::GapIndex;
use super::crossing::CrossingReading;
use super::evidence::Answer;
use super::ledger::Vocabulary;
use super::spillover::SpilloverReading;
use super::{EvalContext, Readings};
use crate::watchlist::time::{Horizon, TimePoint, local_date};
use crate::watchlist::{By, Id, Test, Watchlist};
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

/// The result of a test, with the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub answer: Ternary,
    /// The reason for the answer.
    pub because: Explanation,
}

/// The reason for a finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Explanation {
    /// Whether a crossing opened at the promised time.
    Opening(Opening),
    /// Whether a crossing stayed open.
    Stay(Stay),
    /// Whether an item reached a rung.
    Reach(RungReach),
    /// Whether several items all reached a rung.
    Covers(Vec<Finding>),
    /// Whether a speaker changed terms.
    Terms(Terms),
    /// The heat of the log.
    Heat(Warmth),
    /// Whether no entry of a severity was logged.
    NoEntry(Quiet),
    /// Whether enough people passed.
    Flow(FlowCheck),
    /// The parts of an `all`.
    All(Vec<Finding>),
    /// The parts of an `any`.
    Any(Vec<Finding>),
    /// The minimum number of parts that must be met, and the parts.
    AtLeast(u64, Vec<Finding>),
    /// A deadline and the test that must be met by it.
    By(Deadline, Box<Finding>),
    /// The finding that is negated.
    Not(Box<Finding>),
    /// The id that is tested but not declared.
    Undeclared(Id),
}

/// The date by which a test must be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub date: TimePoint,
    /// Whether it has passed and the test was not met by then.
    pub has_failed: bool,
}

impl Finding {
    fn undeclared(id: &Id) -> Self {
        Self { answer: Ternary::Unknown, because: Explanation::Undeclared(id.clone()) }
    }

    /// The leaf findings. Those inside a `not` are returned without negation.
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

/// What a test can access: the readings of the board or, at another moment, the readings that it needs.
pub(super) struct Scope<'s> {
    pub(super) ctx: &'s EvalContext<'s>,
    readings: Option<&'s Readings<'s>>,
    vocabulary: OnceCell<Vocabulary<'s>>,
    /// Cache of how far items are, for the questions asked so far.
    reached: RefCell<HashMap<reach::ReachQuestion, (Ternary, RungReached)>>,
    /// Cache of whether each day of a crossing reached a minimum, for the days asked so far.
    flows: RefCell<HashMap<flow::FlowQuestion, Vec<Option<Answer>>>>,
}

impl<'s> Scope<'s> {
    fn new(ctx: &'s EvalContext<'s>, readings: Option<&'s Readings<'s>>) -> Self {
        Self { ctx, readings, vocabulary: OnceCell::new(), reached: RefCell::default(), flows: RefCell::default() }
    }

    /// The terms of all speakers. Read once for all tests.
    fn vocabulary(&self) -> &Vocabulary<'s> {
        self.vocabulary.get_or_init(|| Vocabulary::read(self.ctx))
    }

    fn crossing(&self, index: usize) -> Cow<'_, CrossingReading> {
        match self.readings {
            Some(readings) => Cow::Borrowed(&readings.crossings[index]),
            None => {
                let crossing = &self.ctx.watchlist.crossings[index];
                Cow::Owned(super::crossing::read_crossing(self.ctx, crossing, &super::coupling::Threats::default()))
            }
        }
    }

    fn spillover(&self) -> Cow<'_, SpilloverReading> {
        match self.readings {
            Some(readings) => Cow::Borrowed(readings.spillover),
            None => Cow::Owned(super::spillover::read_spillover(self.ctx)),
        }
    }
}

/// One finding for each signal of the watchlist, in the same order.
pub(super) fn read_signals(readings: &Readings<'_>) -> Vec<Finding> {
    let scope = Scope::new(readings.ctx, Some(readings));
    readings.ctx.watchlist.signals.iter().map(|signal| find(&scope, &signal.test)).collect()
}

/// The answer of a test at another moment.
fn answer_at(watchlist: &Watchlist, test: &Test, now: DateTime<Utc>) -> Ternary {
    let today = local_date(now, watchlist.zone());
    let ctx = EvalContext { watchlist, now, horizon: Horizon::Possible, today, gaps: GapIndex::default() };
    find(&Scope::new(&ctx, None), test).answer
}

fn find(scope: &Scope<'_>, test: &Test) -> Finding {
    let each = |tests: &[Test]| -> Vec<Finding> { tests.iter().map(|test| find(scope, test)).collect() };
    match test {
        Test::OpensOnSchedule(crossing) => opening::evaluate_opening(scope, &crossing.value),
        Test::StaysOpen(test) => stay::evaluate_stay(scope, test),
        Test::Reaches(test) => reach::evaluate_reach(scope, &test.item.value, test.rung.0, test.claim),
        Test::Covers(test) => {
            let items =
                test.items.iter().map(|item| reach::evaluate_reach(scope, &item.value, test.rung.0, test.claim));
            let parts: Vec<_> = items.collect();
            Finding { answer: Ternary::all(answers(&parts)), because: Explanation::Covers(parts) }
        }
        Test::TermShift(test) => terms::evaluate_terms(scope, test),
        Test::HeatBelow(test) => heat::evaluate_heat(scope, test),
        Test::NoEntry(test) => no_entry::evaluate_no_entry(scope, test),
        Test::Flow(test) => flow::evaluate_flow(scope, test),
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

/// After the date, a test that was not met by then has failed. A test that was met must still be met.
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
