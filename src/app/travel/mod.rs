//! The time machine: the board at a past moment, and the steps to another.
//!
//! Steps follow one of two time axes: as dated (what the watchlist dates later is not shown), or as known (the file as
//! it was in a commit of its git repository). `Travel` decides where a step leads; `show` moves the board there. A past
//! board does not change when time passes or the file is saved; changes by saves are marked once the operator returns.

mod known;
mod place;
mod show;
mod step;
mod version;

use super::history::History;
use super::msg::{Effect, Response};
use super::pane_set::SavedPosition;
use super::{ChangeNotice, Clock, CurrentBoard};
use crate::board::timeline::Timeline;
use crate::watchlist::Watchlist;
use crate::watchlist::time::{Precision, TimePoint};
use chrono::{DateTime, Utc};
pub(crate) use known::Shown;
use known::{PendingNavigation, StepClock};
use place::TimelinePlace;
use std::sync::Arc;
pub(crate) use step::TimeStep;
pub(crate) use step::stamp;
use step::{Here, StepTarget};

/// The travel part of the app: where in time the operator is and wants to go.
#[derive(Debug, Default)]
pub(crate) struct Travel {
    /// When the picture changed. Computed when it is first needed, and again when the file changes.
    timeline: Option<Timeline>,
    past: Option<PastView>,
    clock: StepClock,
    history: Option<Arc<History>>,
    pending: Option<PendingNavigation>,
}

/// A moment that the operator travelled to.
#[derive(Debug)]
pub(crate) struct PastView {
    /// The moment as of which the board is evaluated.
    at: DateTime<Utc>,
    /// What came after this moment is marked.
    since: DateTime<Utc>,
    /// The row changes between the two moments.
    came: Vec<ChangeNotice>,
    /// One for each pane.
    saved: Vec<SavedPosition>,
    home: Arc<Watchlist>,
    /// The version on the board; `None` if it is the current file.
    version: Option<Shown>,
}

#[derive(Debug)]
pub(super) enum Journey {
    /// Not to another moment, or not yet.
    Stay(Response),
    /// To a moment as dated; what came after `since` is marked.
    GoTo { at: DateTime<Utc>, since: DateTime<Utc> },
    /// To the moment that the program was started for.
    Return,
}

const NO_PAST: &str = "no dated entries yet, so there is no past to show";

impl PastView {
    /// The row changes of the last step.
    pub(crate) fn came(&self) -> &[ChangeNotice] {
        &self.came
    }
}

impl Travel {
    /// The moment that the operator travelled to, if any.
    pub(crate) fn past(&self) -> Option<&PastView> {
        self.past.as_ref()
    }

    /// The version on the board, if it is not the current file.
    pub(crate) fn version(&self) -> Option<&Shown> {
        self.past.as_ref()?.version.as_ref()
    }

    pub(super) fn is_fetching(&self) -> bool {
        self.pending.is_some()
    }

    pub(super) fn shown_clock(&self, clock: Clock) -> Clock {
        self.past.as_ref().map_or(clock, |past| Clock::AsOf(past.at))
    }

    /// The position of the past moment among all changes.
    pub(crate) fn place(&self, home: DateTime<Utc>) -> Option<TimelinePlace<'_>> {
        let timeline = self.timeline.as_ref();
        self.past.as_ref().map(|past| match &past.version {
            Some(shown) => TimelinePlace { moments: &shown.times, at: past.at },
            None => TimelinePlace { moments: timeline.map_or(&[], |timeline| timeline.up_to(home)), at: past.at },
        })
    }

    /// Where one step through time leads.
    pub(super) fn step(&mut self, step: TimeStep, current: &CurrentBoard) -> Journey {
        match self.clock {
            StepClock::AsDated => self.step_as_dated(step, current),
            StepClock::AsKnown => self.step_as_known(step, current),
        }
    }

    fn step_as_dated(&mut self, step: TimeStep, current: &CurrentBoard) -> Journey {
        let Some(board) = current.board() else { return Journey::nothing() };
        let timeline = self.timeline.get_or_insert_with(|| Timeline::from_watchlist(&board.file));
        let home = current.home();
        let here = Here { at: self.past.as_ref().map_or(home, |past| past.at), home };
        match here.target(step, timeline, board.watchlist.zone()) {
            StepTarget::TimePoint { at, since } => Journey::GoTo { at, since },
            StepTarget::Home => Journey::Return,
            StepTarget::TooEarly(first) => {
                Journey::refuse(format!("nothing is dated before {}: {}", stamp(first), self.way_on()))
            }
            StepTarget::NoPast => Journey::refuse(NO_PAST),
        }
    }

    /// The keys that still work before the first moment.
    fn way_on(&self) -> &'static str {
        if self.past.is_some() { "] goes on, . goes back" } else { "[ goes to what came since" }
    }

    /// Where a named moment leads: a date alone is the end of its day.
    pub(super) fn jump(&mut self, point: TimePoint, current: &CurrentBoard) -> Journey {
        let Some(board) = current.board() else { return Journey::nothing() };
        let (at, since) = match point.precision {
            Precision::Day => (point.end - step::EPSILON, point.start - step::EPSILON),
            Precision::Exact => (point.end, point.end - step::EPSILON),
        };
        if at >= current.home() {
            let is_away = self.past.is_some();
            let here = || Journey::refuse(format!("that time is not past yet: this is {}", current.home_name()));
            return if is_away { Journey::Return } else { here() };
        }
        if self.clock == StepClock::AsKnown {
            self.pending = Some(PendingNavigation::Asking(Some(at), Vec::new()));
            return Journey::ask(Effect::History, known::ASKING);
        }
        let timeline = self.timeline.get_or_insert_with(|| Timeline::from_watchlist(&board.watchlist));
        match timeline.up_to(current.home()).first() {
            None => Journey::refuse(NO_PAST),
            Some(first) if at < *first => Journey::refuse(format!("nothing is dated before {}", stamp(*first))),
            Some(_) => Journey::GoTo { at, since },
        }
    }

    fn home_watchlist(&self, current: &CurrentBoard) -> Option<Arc<Watchlist>> {
        let past = self.past.as_ref().map(|past| &past.home);
        past.or(current.board().map(|board| &board.file)).map(Arc::clone)
    }
}

impl Journey {
    fn nothing() -> Self {
        Self::Stay(Response::default())
    }

    fn say(text: impl Into<String>) -> Self {
        Self::Stay(Response::say(text))
    }

    fn refuse(text: impl Into<String>) -> Self {
        Self::Stay(Response::refuse(text))
    }

    /// A journey that first needs an effect.
    fn ask(effect: Effect, text: impl Into<String>) -> Self {
        Self::Stay(Response::say(text).with(effect))
    }
}
