//! The watchlist on disk, followed: from signs of a save to messages for the app.
//!
//! Brings together the watches, the slow look behind them, and the settling. The slow look compares stamps at every
//! second or so, whatever the watches say: it is what finds saves on file systems that send no events.

use super::file::{self, Stamp};
use super::settle::{Found, Settle, Verdict};
use super::wait::Waker;
use super::watch::Watch;
use crate::app::{Msg, Unreadable, WatchMode};
use crate::load::{self, Loaded};
use chrono::{DateTime, Utc};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The two clocks of one moment: the steady one for waiting, the wall clock for what is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// For timers.
    pub(crate) steady: Instant,
    /// By the wall clock, for dates.
    pub(crate) wall: DateTime<Utc>,
    /// The moment that the board is shown as of: the wall clock, or the past.
    pub(crate) shown: DateTime<Utc>,
}

/// A file that is followed.
pub(crate) struct Follow {
    path: PathBuf,
    name: String,
    settle: Settle,
    watch: Option<Watch>,
    attempt: Attempt,
    /// The stamp that the slow look compares with; nothing if the file must be read to be sure.
    stamp: Option<Stamp>,
    /// The last thing told.
    told: Told,
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
    Read { text: Arc<str>, stamp: Option<Stamp> },
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
    /// Follows a file that was already read once; [`Follow::start`] begins the watching.
    pub(crate) fn new(path: PathBuf, name: String, first: &Loaded, now: Moment) -> Self {
        Self {
            path,
            name,
            settle: Settle::default(),
            watch: None,
            attempt: Attempt::Read { loaded: first.clone(), stamp: None },
            stamp: None,
            told: Told::Read { text: Arc::clone(&first.source.text), stamp: None },
            mode: WatchMode::Nothing,
            looked_at: now.steady,
        }
    }

    /// Sets up the watches, and looks at the file right after: a save since the first reading is not missed.
    pub(crate) fn start(&mut self, waker: Waker, now: Moment) -> Vec<Msg> {
        self.watch = Some(Watch::start(&self.path, waker));
        self.settle.finished(now.steady);
        self.step(now)
    }

    /// When the next step is due even if nothing happens.
    pub(crate) fn next_step(&self) -> Instant {
        let look = self.looked_at + self.pace().late;
        self.settle.look_at().map_or(look, |settled| settled.min(look))
    }

    /// Does what is due, and returns what there is to tell.
    pub(crate) fn step(&mut self, now: Moment) -> Vec<Msg> {
        self.notice(now);
        let mut told = Vec::new();
        if let Some(watch) = &self.watch
            && *watch.mode() != self.mode
        {
            self.mode = watch.mode().clone();
            told.push(Msg::Watching(self.mode.clone()));
        }
        if self.settle.look_at().is_some_and(|due| due <= now.steady) {
            let found = self.read(now);
            match self.settle.judge(found, now.steady) {
                Verdict::Tell => told.extend(self.tell()),
                Verdict::Hold => {}
            }
        }
        told
    }

    /// Reads the file now, and tells what was found, whatever it is.
    pub(crate) fn reread(&mut self, now: Moment) -> Msg {
        self.settle = Settle::default();
        self.read(now);
        self.tell_again()
    }

    /// Takes in the signs of the watches, and looks by itself when it is time.
    fn notice(&mut self, now: Moment) {
        let Some(watch) = &mut self.watch else { return };
        let signs = watch.take();
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
        if is_stale
            && let Some(watch) = &mut self.watch
            && watch.refresh()
        {
            self.settle.touched(now.steady);
        }
    }

    fn pace(&self) -> Pace {
        match self.mode {
            WatchMode::Events => BEHIND_EVENTS,
            WatchMode::Polling(_) | WatchMode::Nothing => INSTEAD_OF_EVENTS,
        }
    }

    /// One attempt. The same content as at the last attempt is not parsed again.
    fn read(&mut self, now: Moment) -> Found {
        let read = file::read_stamped(&self.path);
        self.stamp = match &read {
            Ok((_, stamp)) if stamp.is_too_fresh(now.wall) => None,
            Ok((_, stamp)) => Some(*stamp),
            Err(_) => Stamp::at(&self.path),
        };
        self.attempt = match (read, &mut self.attempt) {
            (Err(why), _) => Attempt::Unreadable(why),
            (Ok((bytes, new_stamp)), Attempt::Read { loaded, stamp }) if is_same_text(&bytes, &loaded.source.text) => {
                *stamp = Some(new_stamp);
                return self.found();
            }
            (Ok((bytes, stamp)), _) => {
                Attempt::Read { loaded: load::load(&self.name, &bytes, now.shown), stamp: Some(stamp) }
            }
        };
        self.found()
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
            (Attempt::Read { loaded, stamp }, Told::Read { text, stamp: told })
                if loaded.source.text == *text && is_same_save(*stamp, *told) =>
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
                self.told = Told::Read { text: Arc::clone(&loaded.source.text), stamp: *stamp };
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

/// Whether a file still says what was read from it; a source has lost its byte-order mark.
fn is_same_text(bytes: &[u8], text: &str) -> bool {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes) == text.as_bytes()
}
