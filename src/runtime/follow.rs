//! The watchlist on disk, followed: from signs of a save to messages for the app.
//!
//! Brings together the watches, the slow look behind them, and the settling. The slow look compares stamps at every
//! second or so, whatever the watches say: it is what finds saves on file systems that send no events. It makes no system
//! call: the [file thread](FileThread) does, and if that gets no answer the watch is *stalled*.

use super::file::Stamp;
use super::file_thread::{Answer, FileThread, Job, Look, Report, Sight, Task};
use super::retired::Retired;
use super::settle::{Found, Looked, Settle, Verdict};
use super::wait::Waker;
use super::watch::{Inbox, Lost};
use super::worker::Worker;
use super::writers::Writers;
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
    name: String,
    settle: Settle,
    inbox: Arc<Inbox>,
    thread: FileThread,
    busy: Busy,
    lost: Lost,
    retired: Retired,
    attempt: Attempt,
    /// What the slow look compares with.
    stamp: KnownStamp,
    /// The last thing told.
    told: Told,
    /// When the operator asked to be told whatever the next look finds.
    asked: Option<Instant>,
    mode: WatchMode,
    rescued: Vec<String>,
    looked_at: Instant,
}

/// What the file thread is doing.
#[derive(Clone, Copy, Debug)]
enum Busy {
    No,
    /// It waits for the path, which has been asked at this moment.
    Asking(ClockSample),
    /// It parses a long text.
    Parsing,
}

/// The last reading, good or bad: whatever is read next is compared with it.
#[derive(Clone, Debug)]
enum Attempt {
    Read { loaded: Box<Loaded>, stamp: Option<Stamp>, writers: Writers },
    Unreadable(Unreadable),
}

/// What the app knows.
#[derive(Clone, Debug)]
enum Told {
    Read { source: Source, stamp: Option<Stamp> },
    Unreadable(Unreadable),
}

/// What the file looked like from outside when it was last read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum KnownStamp {
    /// Another text could have come with the same stamp, so the file must be read to be sure.
    Unsure,
    /// This, or for this reason nothing.
    Seen(Result<Stamp, Unreadable>),
}

/// When the slow look is due: from `early` on if the loop is awake anyway, at `late` in any case. So one wake serves
/// both the clock and the look.
struct Pace {
    early: Duration,
    late: Duration,
}

const BEHIND_EVENTS: Pace = Pace { early: Duration::from_millis(1500), late: Duration::from_millis(2500) };
const INSTEAD_OF_EVENTS: Pace = Pace { early: Duration::from_millis(500), late: Duration::from_millis(1200) };

/// How long the path may take to answer before the watch counts as stalled.
const STALLED_AFTER: Duration = Duration::from_secs(3);

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
        let inbox = Arc::new(Inbox::new(waker.clone()));
        let thread = FileThread::start(path, Arc::clone(&inbox), (Arc::clone(&worker), waker));
        Self::with_thread(name, first, inbox, thread, Retired::new(worker), now)
    }

    fn with_thread(
        name: String,
        first: Loaded,
        inbox: Arc<Inbox>,
        thread: FileThread,
        mut retired: Retired,
        now: ClockSample,
    ) -> Self {
        retired.add(&first.source, first.watchlist.as_ref());
        let mut settle = Settle::default();
        settle.finished(now.steady);
        Self {
            name,
            settle,
            inbox,
            thread,
            busy: Busy::No,
            lost: Lost::None,
            retired,
            told: Told::Read { source: first.source.clone(), stamp: None },
            attempt: Attempt::Read { loaded: Box::new(first), stamp: None, writers: Writers::Unknown },
            stamp: KnownStamp::Unsure,
            asked: None,
            mode: WatchMode::Nothing,
            rescued: Vec::new(),
            looked_at: now.steady,
        }
    }

    /// When the next step is due even if nothing happens.
    pub(crate) fn next_step(&self) -> Instant {
        match (self.busy, &self.mode) {
            (Busy::No, _) => {
                let look = self.looked_at + self.pace().late;
                self.settle.look_at().map_or(look, |settled| settled.min(look))
            }
            // What is under way wakes the loop when it ends.
            (Busy::Asking(since), WatchMode::Stalled(_)) => since.steady + Duration::from_secs(3600),
            (Busy::Asking(since), _) => since.steady + STALLED_AFTER,
            (Busy::Parsing, _) => self.looked_at + Duration::from_secs(3600),
        }
    }

    /// Does what is due, and returns what there is to tell. Never waits for the path.
    pub(crate) fn step(&mut self, now: ClockSample) -> Vec<Msg> {
        let signs = self.inbox.take();
        if signs.touched {
            self.settle.touched(now.steady);
        }
        if signs.finished {
            self.settle.finished(now.steady);
        }
        if signs.folder_gone {
            self.lost = Lost::Some;
        }
        let mut told = Vec::new();
        while let Some(report) = self.thread.take() {
            match report {
                Report::Parsing => {
                    self.busy = Busy::Parsing;
                    // It has answered; the mode follows with the text.
                    if let WatchMode::Stalled(_) = self.mode {
                        self.watching(WatchMode::Events, &mut told);
                    }
                }
                Report::Answer(answer) => {
                    self.busy = Busy::No;
                    self.take_in(*answer, now, &mut told);
                }
            }
        }
        match self.busy {
            Busy::No => self.look(now),
            Busy::Asking(since) if now.steady >= since.steady + STALLED_AFTER => {
                self.watching(WatchMode::Stalled(since.wall), &mut told);
            }
            Busy::Asking(_) | Busy::Parsing => {}
        }
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
        self.retired.add(source, Some(watchlist));
    }

    /// Lets go of what the app does not show any more, now that it has been told of something newer.
    pub(crate) fn let_go(&mut self) {
        self.retired.drop_unused();
    }

    fn pace(&self) -> Pace {
        match self.mode {
            WatchMode::Events => BEHIND_EVENTS,
            WatchMode::Polling(_) | WatchMode::Stalled(_) | WatchMode::Nothing => INSTEAD_OF_EVENTS,
        }
    }

    fn watching(&mut self, mode: WatchMode, told: &mut Vec<Msg>) {
        if mode != self.mode {
            self.mode = mode.clone();
            told.push(Msg::Watching(mode));
        }
    }

    /// Has the file looked at if it is time to. A save that comes meanwhile waits for the answer.
    fn look(&mut self, now: ClockSample) {
        let is_settled = self.settle.look_at().is_some_and(|due| due <= now.steady);
        let is_due = now.steady >= self.looked_at + self.pace().early;
        let look = match self.stamp {
            _ if is_settled => self.at_text(now),
            KnownStamp::Unsure if is_due => self.at_text(now),
            KnownStamp::Seen(_) if is_due => Look::AtStamp,
            KnownStamp::Unsure | KnownStamp::Seen(_) => return,
        };
        self.looked_at = now.steady;
        self.busy = Busy::Asking(now);
        self.thread.begin(Job { lost: std::mem::replace(&mut self.lost, Lost::None), look });
    }

    fn at_text(&mut self, began: ClockSample) -> Look {
        let (known, is_finished) = match &self.attempt {
            Attempt::Read { loaded, writers, .. } => (Some(Arc::clone(&loaded.source.text)), *writers == Writers::None),
            Attempt::Unreadable(_) => (None, false),
        };
        self.settle.look_begins();
        Look::AtText(Task { name: self.name.clone(), known, is_finished, began })
    }

    fn take_in(&mut self, answer: Answer, now: ClockSample, told: &mut Vec<Msg>) {
        let Answer { mode, has_moved, rescued, sight } = answer;
        self.watching(mode, told);
        if rescued != self.rescued {
            self.rescued.clone_from(&rescued);
            told.push(Msg::Rescued(rescued));
        }
        let trusted = |stamp: Stamp, began: ClockSample, writers: &Writers| match writers {
            Writers::None | Writers::Unknown if !stamp.is_too_fresh(began.wall) => KnownStamp::Seen(Ok(stamp)),
            // When it is closed its stamp stays as it is.
            Writers::None | Writers::Unknown | Writers::Some(_) => KnownStamp::Unsure,
        };
        let began = match sight {
            Sight::Stamp(stamp) => {
                if has_moved || KnownStamp::Seen(stamp) != self.stamp {
                    self.settle.touched(now.steady);
                }
                return;
            }
            Sight::Same(began, newer, state) => {
                self.stamp = trusted(newer, began, &state);
                match &mut self.attempt {
                    Attempt::Read { stamp, writers, .. } => (*stamp, *writers) = (Some(newer), state),
                    Attempt::Unreadable(_) => {}
                }
                began
            }
            Sight::New(loaded, began, stamp, writers) => {
                self.stamp = trusted(stamp, began, &writers);
                self.retired.add(&loaded.source, loaded.watchlist.as_ref());
                self.attempt = Attempt::Read { loaded, stamp: Some(stamp), writers };
                began
            }
            Sight::Unreadable(why, began, stamp) => {
                self.stamp = KnownStamp::Seen(stamp);
                self.attempt = Attempt::Unreadable(why);
                began
            }
        };
        let verdict = self.settle.judge(self.found(), Looked { began: began.steady, ended: now.steady });
        if self.asked.take_if(|asked| *asked <= began.steady).is_some() {
            told.push(self.tell_again());
            return;
        }
        match verdict {
            Verdict::Tell => told.extend(self.tell()),
            Verdict::Hold => {}
        }
    }

    fn found(&self) -> Found {
        match &self.attempt {
            Attempt::Unreadable(Unreadable::Missing) => Found::Missing,
            Attempt::Unreadable(Unreadable::Denied | Unreadable::BeingWritten(_) | Unreadable::Other(_)) => Found::Bad,
            Attempt::Read { writers: Writers::Some(_), .. } => Found::Growing,
            Attempt::Read { loaded, .. } if loaded.source.text.trim_ascii().is_empty() => Found::Empty,
            Attempt::Read { loaded, writers, .. } => match (&loaded.watchlist, writers) {
                (None, _) => Found::Bad,
                (Some(_), Writers::Unknown) => Found::MayGrow,
                (Some(_), Writers::None | Writers::Some(_)) => Found::Good,
            },
        }
    }

    /// Tells the last attempt, unless the app knows it already.
    fn tell(&mut self) -> Option<Msg> {
        match (&self.attempt, &mut self.told) {
            (Attempt::Unreadable(why), Told::Unreadable(told)) if why == told => None,
            (Attempt::Read { writers: Writers::Some(_), .. }, Told::Unreadable(Unreadable::BeingWritten(_))) => None,
            (
                Attempt::Read { loaded, stamp, writers: Writers::None | Writers::Unknown },
                Told::Read { source, stamp: told },
            ) if loaded.source.is_same_text(source) && is_same_save(*stamp, *told) => {
                *told = *stamp;
                None
            }
            _ => Some(self.tell_again()),
        }
    }

    fn tell_again(&mut self) -> Msg {
        let why = match &self.attempt {
            Attempt::Unreadable(why) => why.clone(),
            Attempt::Read { writers: Writers::Some(who), .. } => Unreadable::BeingWritten(who.clone()),
            Attempt::Read { loaded, stamp, writers: Writers::None | Writers::Unknown } => {
                self.told = Told::Read { source: loaded.source.clone(), stamp: *stamp };
                return Msg::Read(loaded.clone());
            }
        };
        self.told = Told::Unreadable(why.clone());
        Msg::Unreadable(why)
    }
}

/// The very first reading has no stamp: the first look gives it one, and is no news.
fn is_same_save(now: Option<Stamp>, told: Option<Stamp>) -> bool {
    match (now, told) {
        (Some(now), Some(told)) => now.same_save(&told),
        (None, _) | (_, None) => true,
    }
}

#[cfg(test)]
mod tests;
