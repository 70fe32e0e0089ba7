//! Transaction time: the file in the commits of its git repository.
//!
//! The runtime loads versions, so a step is pending until its version arrives. In the meantime keys still work, and a
//! further step continues from where the pending one leads. If a version does not load, the board shows what it would
//! have shown then: the last version that does, with the problem.

use super::step::{EPSILON, TimeStep, stamp};
use super::version::{RevisionPoint, VersionTarget, Way};
use super::{Journey, Travel};
use crate::app::history::{Fetch, Fetched, History, Revision};
use crate::app::{Clock, CurrentBoard, Effect, FileState, Unreadable};
use crate::board::Board;
use crate::text::sanitise;
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The time axis of the steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum StepClock {
    /// By the dates in the file: what it dates later is not shown.
    #[default]
    AsDated,
    /// By the commits of the file: what was written later is not known.
    AsKnown,
}

/// Where the operator wants to go.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PendingNavigation {
    /// To what was known at a moment, or to the present if `None`. The steps follow once the versions are known.
    Asking(Option<DateTime<Utc>>, Vec<TimeStep>),
    Fetching(RevisionPoint),
}

/// The version on the board.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) version: Revision,
    /// The times of all versions, in order.
    pub(crate) times: Vec<DateTime<Utc>>,
    /// The state of its text.
    pub(in crate::app) file: FileState,
    point: RevisionPoint,
}

impl Shown {
    /// Whether it is shown as of its commit, not as of a later moment.
    pub(super) fn is_fresh(&self) -> bool {
        self.point.at == self.version.at
    }

    /// The number of the version, counted from one, and how many there are.
    pub(crate) fn number(&self) -> (usize, usize) {
        (self.point.index + 1, self.times.len())
    }
}

/// A requested version, ready to be shown.
pub(in crate::app) struct Arrival {
    pub(super) at: DateTime<Utc>,
    /// What came after this moment is marked.
    pub(super) since: DateTime<Utc>,
    pub(super) shown: Shown,
    /// What the board shows for it; `None` if nothing loads.
    pub(super) watchlist: Option<Arc<Watchlist>>,
    /// The board to compare it with.
    pub(super) before: Option<Board>,
}

impl Travel {
    /// Switches the time axis. The moment stays the same.
    pub(super) fn switch_clock(&mut self, current: &CurrentBoard) -> Journey {
        self.pending = None;
        match self.clock {
            StepClock::AsDated => {
                self.clock = StepClock::AsKnown;
                let moment = match self.shown_clock(current.clock()) {
                    Clock::AsOf(at) => Some(at),
                    Clock::Live => None,
                };
                self.pending = Some(PendingNavigation::Asking(moment, Vec::new()));
                Journey::ask(Effect::History, ASKING)
            }
            StepClock::AsKnown => {
                self.clock = StepClock::AsDated;
                match self.version().map(|shown| shown.point.at) {
                    Some(at) => Journey::GoTo { at, since: at - EPSILON },
                    None => Journey::say("as dated: [ and ] go by the dates in the file"),
                }
            }
        }
    }

    pub(super) fn step_as_known(&mut self, step: TimeStep, current: &CurrentBoard) -> Journey {
        let here = self.version().map(|shown| shown.point);
        match (&mut self.pending, here) {
            (Some(PendingNavigation::Asking(_, steps)), _) => {
                steps.push(step);
                Journey::say(ASKING)
            }
            (Some(PendingNavigation::Fetching(point)), _) => {
                let point = *point;
                self.step_from(step, Some(point), current)
            }
            (None, Some(point)) => self.step_from(step, Some(point), current),
            // There may be new versions by now.
            (pending @ None, None) => {
                *pending = Some(PendingNavigation::Asking(None, vec![step]));
                Journey::Stay(Effect::History.into())
            }
        }
    }

    /// Handles git's list of versions.
    pub(in crate::app) fn on_history(
        &mut self,
        found: Result<Arc<History>, String>,
        current: &CurrentBoard,
    ) -> Journey {
        let pending = self.pending.take();
        match found {
            Err(why) => {
                self.clock = StepClock::AsDated;
                return Journey::refuse(format!("[ ] go by the dates: {}", sanitise(&why)));
            }
            Ok(history) => self.history = Some(history),
        }
        match (pending, self.way(current)) {
            (Some(PendingNavigation::Asking(moment, steps)), Some(way)) => {
                let Some((last, steps)) = steps.split_last() else { return self.start_there(moment, current) };
                let start = moment.and_then(|at| way.moment(at));
                let here = steps.iter().fold(start, |here, step| match way.target(*step, here) {
                    VersionTarget::Point(point) => Some(point),
                    VersionTarget::Home => None,
                    VersionTarget::TooEarly(_) => here,
                });
                self.step_from(*last, here, current)
            }
            (Some(PendingNavigation::Asking(..) | PendingNavigation::Fetching(_)) | None, _) => Journey::nothing(),
        }
    }

    /// The pending request is the switch of the time axis alone.
    fn start_there(&mut self, moment: Option<DateTime<Utc>>, current: &CurrentBoard) -> Journey {
        let Some(way) = self.way(current) else { return Journey::nothing() };
        let count = way.versions.len();
        let first = way.versions.first().map(|version| version.at);
        match (moment, moment.and_then(|at| way.moment(at))) {
            (Some(_), Some(point)) => self.fetch(point),
            (Some(at), None) => {
                self.clock = StepClock::AsDated;
                Journey::refuse(match first {
                    Some(first) => format!("the first version was committed {}: ] goes on to it, then v", stamp(first)),
                    None => format!("no version was committed by {}: a later --now sees some", stamp(at)),
                })
            }
            (None, _) => {
                let versions = if count == 1 { "1 version".to_owned() } else { format!("{count} versions") };
                Journey::say(format!("as known: [ and {{ go back through git's commits, {versions} of the file"))
            }
        }
    }

    /// Handles a loaded version, unless the request was replaced or cancelled.
    pub(in crate::app) fn on_version(&mut self, fetched: Fetched, current: &CurrentBoard) -> Option<Arrival> {
        let Some(PendingNavigation::Fetching(point)) = self.pending else { return None };
        let history = self.history.as_ref()?;
        let Fetch { history: of, index, before } = &fetched.fetch;
        if !Arc::ptr_eq(of, history) || (*index, *before) != (point.index, point.before.map(|(index, _)| index)) {
            return None;
        }
        let version = history.versions.get(point.index).cloned()?;
        let mut times: Vec<_> =
            self.way(current).into_iter().flat_map(|way| way.versions).map(|version| version.at).collect();
        times.sort_unstable();
        self.pending = None;
        let before = fetched.before.as_ref().and_then(|loaded| loaded.watchlist.clone()).zip(point.before);
        let before = before.map(|(watchlist, (_, at))| Board::read(watchlist, at));
        let (file, watchlist) = read_version(fetched, point.at);
        let since = point.before.map_or(point.at, |(_, at)| at);
        Some(Arrival { at: point.at, since, shown: Shown { version, times, file, point }, watchlist, before })
    }

    fn way(&self, current: &CurrentBoard) -> Option<Way<'_>> {
        let history = self.history.as_ref()?;
        let versions = match current.clock() {
            Clock::Live => history.versions.as_slice(),
            Clock::AsOf(home) => {
                let seen = history.versions.iter().rposition(|version| version.at <= home).map_or(0, |last| last + 1);
                &history.versions[..seen]
            }
        };
        let zone = self.home_watchlist(current)?.zone().clone();
        Some(Way { versions, home: current.home(), zone })
    }

    fn step_from(&mut self, step: TimeStep, from: Option<RevisionPoint>, current: &CurrentBoard) -> Journey {
        let Some(way) = self.way(current) else { return Journey::nothing() };
        match way.target(step, from) {
            VersionTarget::Point(point) => self.fetch(point),
            VersionTarget::Home if self.past.is_some() => Journey::Return,
            VersionTarget::Home => {
                self.cancel_pending();
                Journey::say(format!("this is {}", current.home_name()))
            }
            VersionTarget::TooEarly(first) => {
                Journey::refuse(format!("no version was committed before {}: {}", stamp(first), self.way_on()))
            }
        }
    }

    fn fetch(&mut self, point: RevisionPoint) -> Journey {
        let Some(history) = self.history.clone() else { return Journey::nothing() };
        self.pending = Some(PendingNavigation::Fetching(point));
        let commit = history.versions.get(point.index).map_or("", |version| version.commit.short());
        let text = format!("reading version {} of {}, {commit}", point.index + 1, history.versions.len());
        let fetch = Fetch { history, index: point.index, before: point.before.map(|(index, _)| index) };
        Journey::ask(Effect::Version(fetch), text)
    }

    pub(in crate::app) fn cancel_pending(&mut self) {
        self.pending = None;
    }
}

pub(super) const ASKING: &str = "asking git for the versions of the file";

/// The state of a version's text, and what the board shows for it.
fn read_version(fetched: Fetched, at: DateTime<Utc>) -> (FileState, Option<Arc<Watchlist>>) {
    let mut file = FileState::default();
    let whole = fetched.loaded.as_ref().ok().and_then(Option::as_ref).and_then(|loaded| loaded.watchlist.clone());
    let shown = whole.or_else(|| fetched.stand_in.as_ref().and_then(|loaded| loaded.watchlist.clone()));
    if let Some(good) = fetched.stand_in {
        file.on_read(good, at);
    }
    match fetched.loaded {
        Ok(Some(loaded)) => drop(file.on_read(loaded, at)),
        Ok(None) => file.unreadable(Unreadable::Missing, at),
        Err(why) => file.unreadable(Unreadable::Other(why), at),
    }
    (file, shown)
}
