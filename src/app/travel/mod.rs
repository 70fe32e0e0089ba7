//! The time machine: the board as of a moment that has passed, and the steps to another.
//!
//! Steps are made by one of two clocks: as dated (what the watchlist dates later is unseen), or as known (the file as it
//! stood in a commit of its git repository). `Travel` decides where a step leads; `show` brings the board there. A past
//! board stays where it is, whatever the clock does and whatever is saved; what saves change meanwhile is marked once the
//! operator is back.

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
use chrono::{DateTime, Utc};
pub(crate) use known::Shown;
use known::{PendingNavigation, StepClock};
use place::TimelinePlace;
use std::sync::Arc;
pub(crate) use step::TimeStep;
pub(crate) use step::stamp;
use step::{Here, StepTarget};

/// The travel part of the app: where in time the operator is, and wants to be.
#[derive(Debug, Default)]
pub(crate) struct Travel {
    /// When the picture changed; read when it is first asked for, and again when the file says otherwise.
    timeline: Option<Timeline>,
    past: Option<PastView>,
    clock: StepClock,
    history: Option<Arc<History>>,
    pending: Option<PendingNavigation>,
}

/// A moment that the operator went to.
#[derive(Debug)]
pub(crate) struct PastView {
    /// The moment as of which the board is read.
    at: DateTime<Utc>,
    /// What is marked came after this moment.
    since: DateTime<Utc>,
    /// What came between the two, as far as rows show it.
    came: Vec<ChangeNotice>,
    /// One for each pane.
    saved: Vec<SavedPosition>,
    /// The file as it stands.
    home: Arc<Watchlist>,
    /// The version that the board shows; none where it is the file as it stands.
    version: Option<Shown>,
}

#[derive(Debug)]
pub(super) enum Journey {
    /// Nowhere yet.
    Stay(Response),
    /// To a moment as dated; what came after `since` is what the step is about.
    GoTo { at: DateTime<Utc>, since: DateTime<Utc> },
    /// Back to the moment that the program was started for.
    Return,
}

impl PastView {
    /// What the last step brought, as far as rows show it.
    pub(crate) fn came(&self) -> &[ChangeNotice] {
        &self.came
    }
}

impl Travel {
    /// The moment that the operator went to, if any.
    pub(crate) fn past(&self) -> Option<&PastView> {
        self.past.as_ref()
    }

    /// The version that the board shows, if it is not the file as it stands.
    pub(crate) fn version(&self) -> Option<&Shown> {
        self.past.as_ref()?.version.as_ref()
    }

    pub(super) fn is_fetching(&self) -> bool {
        self.pending.is_some()
    }

    pub(super) fn shown_clock(&self, clock: Clock) -> Clock {
        self.past.as_ref().map_or(clock, |past| Clock::AsOf(past.at))
    }

    /// Where the past moment lies among all changes.
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
        let timeline = self.timeline.get_or_insert_with(|| Timeline::from_watchlist(&board.watchlist));
        let home = current.home();
        let here = Here { at: self.past.as_ref().map_or(home, |past| past.at), home };
        match here.target(step, timeline, board.watchlist.zone()) {
            StepTarget::TimePoint { at, since } => Journey::GoTo { at, since },
            StepTarget::Home => Journey::Return,
            StepTarget::TooEarly(first) => {
                Journey::refuse(format!("nothing is dated before {}: {}", stamp(first), self.way_on()))
            }
            StepTarget::NoPast => Journey::refuse("no dated entries yet, so there is no past to show"),
        }
    }

    /// Which keys lead anywhere from where nothing comes before.
    fn way_on(&self) -> &'static str {
        if self.past.is_some() { "] goes on, . goes back" } else { "[ goes to what came since" }
    }

    /// The file as it stands.
    fn home_watchlist(&self, current: &CurrentBoard) -> Option<Arc<Watchlist>> {
        let past = self.past.as_ref().map(|past| &past.home);
        past.or(current.board().map(|board| &board.watchlist)).map(Arc::clone)
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

    /// Something is asked for first.
    fn ask(effect: Effect, text: impl Into<String>) -> Self {
        Self::Stay(Response::say(text).with(effect))
    }
}
