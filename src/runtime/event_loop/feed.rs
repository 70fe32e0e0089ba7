//! The loop without a terminal: follows the file and the clock as the board does, and writes what changes.
//!
//! The app decides what has changed; the caller gives the words. Nothing is computed while the reader of the output is
//! slow, so that neither memory nor the end of the program depends on it.

use super::drop_in_background::LongWatchlists;
use super::message_log::{note_effect, note_message};
use super::until;
use super::wait::{OsSignal, OutputState, Wait};
use crate::app::config::Config;
use crate::app::{
    App, Clock, Effect, FileLabel, Look, LookFlags, Msg, Observation, Options, OutputKind, StaleCause, Stamped,
    Unreadable, WatchMode, Writes,
};
use crate::board::Board;
use crate::diagnostic::{Problem, Source};
use crate::load::{Fingerprint, Loaded};
use crate::panes::PANES;
use crate::runtime::jobs::{Job, JobResult, Jobs};
use crate::runtime::watch::{ClockSample, Follow, FollowStep, LookReport};
use anyhow::Context as _;
use chrono::{DateTime, Utc};
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;
use std::io::{self, Write as _};
use std::os::fd::AsFd as _;
use std::path::PathBuf;
use std::time::Duration;

/// The exit code when nobody reads the output any more.
const NOT_READ: u8 = 0;

/// As many bytes as a pipe that is writable accepts without waiting (PIPE_BUF of Linux).
const MAX_WRITE: usize = 4096;

/// The longest sleep, as for the board.
const LONGEST_SLEEP: Duration = super::LONGEST_SLEEP;

/// What to follow.
pub struct Feed {
    /// `None` for the embedded watchlist.
    pub file: Option<PathBuf>,
    pub label: FileLabel,
}

/// Something to tell the reader of a feed.
pub enum FeedEvent<'a> {
    /// The first board.
    Started(&'a Board),
    /// What a save or time alone has changed. Never empty, but for a file that is back at an earlier text.
    Changed(&'a Observation),
    /// The file does not load; with its first problem.
    Broken(&'a Source, Option<&'a Problem>, LastGood),
    Unreadable(&'a Unreadable, LastGood),
    /// The file loads again.
    Loaded,
    /// How saves are noticed has changed.
    Watching(&'a WatchMode),
}

/// Whether there is a board that stays while the file does not load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastGood {
    Stays,
    None,
}

/// Follows a file and writes the words for each event to standard output, until a signal ends the program or nobody
/// reads the output. Returns the exit code, which is 128 plus the number of the signal.
///
/// # Errors
/// If standard output fails.
pub fn run_feed(
    feed: Feed,
    first: Loaded,
    words: &dyn Fn(FeedEvent<'_>, DateTime<Utc>) -> String,
) -> anyhow::Result<u8> {
    let wait = Wait::new().context("cannot listen for signals")?;
    FeedLoop::new(feed, first, wait, words).run_to_end().context("standard output failed")
}

struct FeedLoop<'w> {
    app: App,
    wait: Wait,
    follow: Option<Follow>,
    long_watchlists: LongWatchlists,
    told: ToldState,
    words: &'w dyn Fn(FeedEvent<'_>, DateTime<Utc>) -> String,
    /// What is to be written.
    pending: Vec<u8>,
    last_wall: DateTime<Utc>,
    /// The last field: the drop may wait for jobs.
    jobs: Jobs,
}

/// What the reader knows about the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ToldState {
    is_started: bool,
    trouble: Option<ToldTrouble>,
    mode: Option<WatchMode>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum ToldTrouble {
    Broken(Fingerprint),
    Unreadable(Unreadable),
}

impl<'w> FeedLoop<'w> {
    fn new(feed: Feed, first: Loaded, wait: Wait, words: &'w dyn Fn(FeedEvent<'_>, DateTime<Utc>) -> String) -> Self {
        let now = ClockSample::now();
        let flags = LookFlags {
            colour: Default::default(),
            theme: None,
            bidi: Default::default(),
            output: OutputKind::Elsewhere,
        };
        let look = Look::from_environment(|_| None, flags);
        let options = Options {
            panes: PANES,
            file: feed.label,
            clock: Clock::Live,
            writes: Writes::Off,
            look,
            config: Config::default(),
            size: (80, 24),
            at: now.wall,
        };
        let app = App::new(options);
        let jobs = Jobs::new(wait.waker());
        let name = app.file().name().to_owned();
        let follow = feed.file.map(|path| Follow::new(path, name, first.clone(), wait.waker(), now));
        let mut feed = Self {
            app,
            wait,
            follow,
            long_watchlists: LongWatchlists::default(),
            told: ToldState::default(),
            words,
            pending: Vec::new(),
            last_wall: now.wall,
            jobs,
        };
        feed.long_watchlists.add(&first.source, first.watchlist.as_ref());
        feed.update_app(Msg::Read(Box::new(first)));
        feed
    }

    fn run_to_end(mut self) -> io::Result<u8> {
        let stdout = io::stdout();
        loop {
            if self.pending.is_empty() {
                self.take_results();
                self.tick();
            }
            let time = if self.pending.is_empty() { self.next_step() } else { LONGEST_SLEEP };
            let state = self.wait.sleep_beside_output(stdout.as_fd(), !self.pending.is_empty(), time)?;
            let signals: Vec<_> = self.wait.signals().collect();
            for signal in signals {
                match signal {
                    OsSignal::End(code) => return Ok(code),
                    OsSignal::Stop => emulate_default_handler(SIGTSTP)?,
                    OsSignal::Resized | OsSignal::Continue | OsSignal::Child => {}
                }
            }
            match state {
                OutputState::Waiting => {}
                OutputState::Gone => return Ok(NOT_READ),
                OutputState::Writable => match self.write() {
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(NOT_READ),
                    written => written?,
                },
            }
        }
    }

    /// Writes as much as the output accepts without waiting.
    fn write(&mut self) -> io::Result<()> {
        let count = self.pending.len().min(MAX_WRITE);
        let mut stdout = io::stdout().lock();
        stdout.write_all(&self.pending[..count])?;
        stdout.flush()?;
        self.pending.drain(..count);
        Ok(())
    }

    fn next_step(&self) -> Duration {
        let now = ClockSample::now();
        let file = self.follow.as_ref().map(|follow| follow.next_step().saturating_duration_since(now.steady));
        let clock = self.app.board().map(|board| until(board.next_change, now.wall));
        file.into_iter().chain(clock).min().unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)
    }

    fn take_results(&mut self) {
        let (mut reports, mut messages) = (Vec::new(), Vec::new());
        for result in self.jobs.results() {
            match result {
                JobResult::Look(report) => reports.push(report),
                JobResult::Message(msg) => messages.push(msg),
            }
        }
        for loaded in reports.iter().filter_map(LookReport::loaded) {
            self.long_watchlists.add(&loaded.source, loaded.watchlist.as_ref());
        }
        let step = self.follow.as_mut().map(|follow| follow.step(reports, ClockSample::now()));
        let FollowStep { messages: followed, job } = step.unwrap_or_default();
        if let Some(job) = job {
            self.jobs.submit(Job::Watch(job));
        }
        messages.into_iter().chain(followed).for_each(|msg| self.update_app(msg));
        let unused = self.long_watchlists.take_unused();
        if !unused.is_empty() {
            self.jobs.submit(Job::Drop(unused));
        }
    }

    /// Lets the app evaluate the board again when that is due, and when the wall clock was set back.
    fn tick(&mut self) {
        let now = Utc::now();
        let was_set_back = now < self.last_wall;
        self.last_wall = now;
        if was_set_back || self.app.board().is_some_and(|board| board.next_change <= now) {
            self.update_app(Msg::Tick);
        }
    }

    /// Updates the app, and queues the words for what is new.
    fn update_app(&mut self, msg: Msg) {
        let at = Utc::now();
        note_message(&msg);
        let effects = self.app.update(Stamped { at, msg });
        self.tell_state(at);
        for effect in effects {
            note_effect(&effect);
            match effect {
                Effect::Observed(observation) => self.tell(FeedEvent::Changed(&observation), at),
                // There are no keys that would wait.
                Effect::Evaluate(request) => self.update_app(Msg::Evaluated(Box::new(request.evaluate(None)))),
                _ => {}
            }
        }
    }

    fn tell(&mut self, event: FeedEvent<'_>, at: DateTime<Utc>) {
        self.pending.extend((self.words)(event, at).into_bytes());
    }

    /// Tells what has changed about the file itself.
    fn tell_state(&mut self, at: DateTime<Utc>) {
        let file = self.app.file();
        let trouble = file.state().trouble().map(|trouble| &trouble.cause);
        let key = trouble.map(|cause| match cause {
            StaleCause::Broken { source, .. } => ToldTrouble::Broken(source.fingerprint()),
            StaleCause::Unreadable(why) => ToldTrouble::Unreadable(why.clone()),
        });
        let mode = Some(file.watch().clone()).filter(|mode| *mode != WatchMode::Nothing);
        let new = ToldState { is_started: self.app.board().is_some(), trouble: key, mode };
        let last_good = if new.is_started { LastGood::Stays } else { LastGood::None };
        let mut events = Vec::new();
        if new.trouble != self.told.trouble {
            events.push(match trouble {
                Some(StaleCause::Broken { source, .. }) => {
                    FeedEvent::Broken(source, file.state().first_problem().map(|(_, problem)| problem), last_good)
                }
                Some(StaleCause::Unreadable(why)) => FeedEvent::Unreadable(why, last_good),
                None => FeedEvent::Loaded,
            });
        }
        if let Some(board) = self.app.board().filter(|_| !self.told.is_started) {
            events.push(FeedEvent::Started(board));
        }
        // To notice saves by events, from the start on, is as expected.
        let was_expected = self.told.mode.is_none() && new.mode == Some(WatchMode::Events);
        if let Some(mode) = new.mode.as_ref().filter(|mode| self.told.mode.as_ref() != Some(mode) && !was_expected) {
            events.push(FeedEvent::Watching(mode));
        }
        let words: String = events.into_iter().map(|event| (self.words)(event, at)).collect();
        self.pending.extend(words.into_bytes());
        self.told = new;
    }
}
