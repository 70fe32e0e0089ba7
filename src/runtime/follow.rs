//! The watchlist on disk, followed: from signs of a save to messages for the app.
//!
//! Brings together the watches, the slow look behind them, and the settling. The slow look compares stamps at every
//! second or so, whatever the watches say: it is what finds saves on file systems that send no events.

use super::file::Stamp;
use super::loader::{Loader, Look, Sight, Task};
use super::settle::{Found, Looked, Settle, Verdict};
use super::wait::Waker;
use super::watch::Watch;
use super::worker::Worker;
use crate::app::{Msg, Unreadable, WatchMode};
use crate::diagnostic::Source;
use crate::load::Loaded;
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The two clocks of one moment: the steady one for waiting, the wall clock for what is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClockSample {
    /// For timers.
    pub(crate) steady: Instant,
    /// By the wall clock, for dates.
    pub(crate) wall: DateTime<Utc>,
}

impl ClockSample {
    /// This one.
    pub(crate) fn now() -> Self {
        Self { steady: Instant::now(), wall: Utc::now() }
    }
}

/// A file that is followed.
pub(crate) struct Follow {
    path: PathBuf,
    name: String,
    settle: Settle,
    watch: Watch,
    loader: Loader,
    attempt: Attempt,
    /// The stamp that the slow look compares with; nothing if the file must be read to be sure.
    stamp: Option<Stamp>,
    /// The last thing told.
    told: Told,
    /// When the operator asked to be told whatever the next look finds.
    asked: Option<Instant>,
    mode: WatchMode,
    looked_at: Instant,
}

/// The last reading, good or bad: whatever is read next is compared with it.
#[derive(Clone, Debug)]
enum Attempt {
    Read { loaded: Loaded, stamp: Option<Stamp> },
    Unreadable(Unreadable),
}

/// What the app knows.
#[derive(Clone, Debug)]
enum Told {
    Read { source: Source, stamp: Option<Stamp> },
    Unreadable(Unreadable),
}

/// When the slow look is due: from `early` on if the loop is awake anyway, at `late` in any case. So one wake serves
/// both the clock and the look.
struct Pace {
    early: Duration,
    late: Duration,
}

const BEHIND_EVENTS: Pace = Pace { early: Duration::from_millis(1500), late: Duration::from_millis(2500) };
const INSTEAD_OF_EVENTS: Pace = Pace { early: Duration::from_millis(500), late: Duration::from_millis(1200) };

impl Follow {
    /// Follows a file that was already read once. It is looked at again right after the watches are set up: a save since
    /// the first reading is not missed.
    pub(crate) fn start(
        path: PathBuf,
        name: String,
        first: Loaded,
        (worker, waker): (Arc<Worker>, Waker),
        now: ClockSample,
    ) -> Self {
        let mut loader = Loader::new(worker, waker.clone());
        loader.retire(&first.source, first.watchlist.as_ref());
        let mut settle = Settle::default();
        settle.finished(now.steady);
        Self {
            settle,
            watch: Watch::start(&path, waker),
            loader,
            told: Told::Read { source: first.source.clone(), stamp: None },
            attempt: Attempt::Read { loaded: first, stamp: None },
            stamp: None,
            asked: None,
            mode: WatchMode::Nothing,
            looked_at: now.steady,
            path,
            name,
        }
    }

    /// When the next step is due even if nothing happens.
    pub(crate) fn next_step(&self) -> Instant {
        let look = self.looked_at + self.pace().late;
        let settled = self.settle.look_at().filter(|_| !self.loader.is_busy());
        settled.map_or(look, |settled| settled.min(look))
    }

    /// Does what is due, and returns what there is to tell.
    pub(crate) fn step(&mut self, now: ClockSample) -> Vec<Msg> {
        self.notice(now);
        let mut told = Vec::new();
        if *self.watch.mode() != self.mode {
            self.mode = self.watch.mode().clone();
            told.push(Msg::Watching(self.mode.clone()));
        }
        let look = self.loader.take().or_else(|| self.look(now));
        told.extend(look.and_then(|look| self.take_in(look, now)));
        told
    }

    /// Looks at the file now, and will tell what was found, whatever it is.
    pub(crate) fn reread(&mut self, now: ClockSample) -> Vec<Msg> {
        self.settle = Settle::default();
        self.settle.finished(now.steady);
        self.asked = Some(now.steady);
        self.step(now)
    }

    /// Takes note of a watchlist that the app is told of by others.
    pub(crate) fn retire(&mut self, source: &Source, watchlist: &Arc<Watchlist>) {
        self.loader.retire(source, Some(watchlist));
    }

    /// Lets go of what the app does not show any more, now that it has been told of something newer.
    pub(crate) fn let_go(&mut self) {
        self.loader.drop_unused();
    }

    /// Takes in the signs of the watches, and looks by itself when it is time.
    fn notice(&mut self, now: ClockSample) {
        let signs = self.watch.take();
        let mut is_stale = signs.touched || signs.finished;
        if signs.touched {
            self.settle.touched(now.steady);
        }
        if signs.finished {
            self.settle.finished(now.steady);
        }
        if now.steady >= self.looked_at + self.pace().early {
            self.looked_at = now.steady;
            is_stale = true;
            if self.settle.look_at().is_none() && Stamp::at(&self.path) != self.stamp {
                self.settle.touched(now.steady);
            }
        }
        if is_stale && self.watch.refresh() {
            self.settle.touched(now.steady);
        }
    }

    fn pace(&self) -> Pace {
        match self.mode {
            WatchMode::Events => BEHIND_EVENTS,
            WatchMode::Polling(_) | WatchMode::Nothing => INSTEAD_OF_EVENTS,
        }
    }

    /// Looks at the file if it is time to. A look at a long file goes on elsewhere, and is [taken in](Self::take_in)
    /// when it has ended; a save that comes meanwhile waits for that.
    fn look(&mut self, now: ClockSample) -> Option<Look> {
        let is_due = self.settle.look_at().is_some_and(|due| due <= now.steady);
        if !is_due || self.loader.is_busy() {
            return None;
        }
        let known = match &self.attempt {
            Attempt::Read { loaded, .. } => Some(Arc::clone(&loaded.source.text)),
            Attempt::Unreadable(_) => None,
        };
        self.settle.look_begins();
        self.loader.look(Task { path: self.path.clone(), name: self.name.clone(), known, began: now })
    }

    /// Judges what a look found, and returns what there is to tell.
    fn take_in(&mut self, Look { began, sight }: Look, now: ClockSample) -> Option<Msg> {
        self.stamp = match &sight {
            Sight::Same(stamp) | Sight::New(_, stamp) => Some(*stamp).filter(|stamp| !stamp.is_too_fresh(began.wall)),
            Sight::Unreadable(_, stamp) => *stamp,
        };
        match (sight, &mut self.attempt) {
            (Sight::Same(newer), Attempt::Read { stamp, .. }) => *stamp = Some(newer),
            (Sight::Same(_), Attempt::Unreadable(_)) => {}
            (Sight::New(loaded, stamp), attempt) => {
                self.loader.retire(&loaded.source, loaded.watchlist.as_ref());
                *attempt = Attempt::Read { loaded: *loaded, stamp: Some(stamp) };
            }
            (Sight::Unreadable(why, _), attempt) => *attempt = Attempt::Unreadable(why),
        }
        let verdict = self.settle.judge(self.found(), Looked { began: began.steady, ended: now.steady });
        if self.asked.take_if(|asked| *asked <= began.steady).is_some() {
            return Some(self.tell_again());
        }
        match verdict {
            Verdict::Tell => self.tell(),
            Verdict::Hold => None,
        }
    }

    fn found(&self) -> Found {
        match &self.attempt {
            Attempt::Unreadable(Unreadable::Missing) => Found::Missing,
            Attempt::Unreadable(Unreadable::Denied | Unreadable::Other(_)) => Found::Bad,
            Attempt::Read { loaded, .. } if loaded.source.text.trim_ascii().is_empty() => Found::Empty,
            Attempt::Read { loaded, .. } => match loaded.watchlist {
                Some(_) => Found::Good,
                None => Found::Bad,
            },
        }
    }

    /// Tells the last attempt, unless the app knows it already.
    fn tell(&mut self) -> Option<Msg> {
        match (&self.attempt, &mut self.told) {
            (Attempt::Unreadable(why), Told::Unreadable(told)) if why == told => None,
            (Attempt::Read { loaded, stamp }, Told::Read { source, stamp: told })
                if loaded.source.is_same_text(source) && is_same_save(*stamp, *told) =>
            {
                *told = *stamp;
                None
            }
            _ => Some(self.tell_again()),
        }
    }

    fn tell_again(&mut self) -> Msg {
        match &self.attempt {
            Attempt::Unreadable(why) => {
                self.told = Told::Unreadable(why.clone());
                Msg::Unreadable(why.clone())
            }
            Attempt::Read { loaded, stamp } => {
                self.told = Told::Read { source: loaded.source.clone(), stamp: *stamp };
                Msg::Read(Box::new(loaded.clone()))
            }
        }
    }
}

/// The very first reading has no stamp: the first look gives it one, and is no news.
fn is_same_save(now: Option<Stamp>, told: Option<Stamp>) -> bool {
    match (now, told) {
        (Some(now), Some(told)) => now.same_save(&told),
        (None, _) | (_, None) => true,
    }
}
