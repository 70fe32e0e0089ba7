//! Follows the watchlist on disk: from events of a save to messages for the app.
//!
//! Combines the watches, a slow check, and the debouncing. The slow check compares stamps about once a second,
//! regardless of the watches: it finds saves on file systems that send no events. This module makes no system calls
//! itself; its [jobs](WatchJob) do. If a job gets no answer, the watch is *stalled*.

mod clock;
mod debounce;
mod events;
mod look;
mod symlink_chain;

pub(crate) use clock::ClockSample;
pub(crate) use look::{LookReport, WatchJob};

use crate::app::{Msg, Unreadable, WatchMode};
use crate::diagnostic::Source;
use crate::load::Loaded;
use crate::runtime::file::Stamp;
use crate::runtime::file::writers::Writers;
use crate::runtime::program_log::note;
use crate::runtime::wake::Waker;
use debounce::{DebounceVerdict, Debouncer, LookOutcome, LookSpan};
use events::{FolderWatches, LostWatches, SaveSigns, SignInbox};
use look::{KnownText, LookAnswer, LookDepth, LookJob, Sight, Surroundings};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What a step of the follower requests.
#[derive(Default)]
pub(crate) struct FollowStep {
    pub(crate) messages: Vec<Msg>,
    pub(crate) job: Option<WatchJob>,
}

pub(crate) struct Follow {
    name: String,
    debouncer: Debouncer,
    inbox: Arc<SignInbox>,
    watch: Arc<Mutex<FolderWatches>>,
    busy: FollowActivity,
    lost: LostWatches,
    attempt: LastAttempt,
    /// The stamp that the slow check compares with.
    stamp: KnownStamp,
    /// What was last published.
    told: PublishedState,
    /// When the operator asked for a reread: the outcome of the next check is always published.
    asked: Option<Instant>,
    mode: WatchMode,
    rescued: Vec<String>,
    looked_at: Instant,
}

/// The state of the last requested job.
#[derive(Clone, Copy, Debug)]
enum FollowActivity {
    No,
    /// It waits for the path since this moment.
    Asking(ClockSample),
    /// It parses a long text.
    Parsing,
}

/// The last read, good or bad, with which the next one is compared.
#[derive(Clone, Debug)]
enum LastAttempt {
    Read { loaded: Box<Loaded>, stamp: Option<Stamp>, writers: Writers },
    Unreadable(Unreadable),
}

/// What the app knows.
#[derive(Clone, Debug)]
enum PublishedState {
    Read { source: Source, stamp: Option<Stamp> },
    Unreadable(Unreadable),
}

/// The stamp of the file at the last read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum KnownStamp {
    /// Another text could have the same stamp, so the file must be read to be sure.
    Unsure,
    /// This stamp, or the reason for none.
    Seen(Result<Stamp, Unreadable>),
}

/// When the slow check is due: from `early` on if the loop is awake anyway, at `late` in any case. So one wake-up
/// serves both the clock and the check.
struct LookInterval {
    early: Duration,
    late: Duration,
}

const BEHIND_EVENTS: LookInterval =
    LookInterval { early: Duration::from_millis(1500), late: Duration::from_millis(2500) };
const INSTEAD_OF_EVENTS: LookInterval =
    LookInterval { early: Duration::from_millis(500), late: Duration::from_millis(1200) };

/// How long the path may take to answer before the watch counts as stalled.
const STALLED_AFTER: Duration = Duration::from_secs(3);

impl Follow {
    /// Follows a file that was already read once. The file is checked again right after the watches are set up, so that
    /// a save since the first read is not missed.
    pub(crate) fn new(path: PathBuf, name: String, first: Loaded, waker: Waker, now: ClockSample) -> Self {
        let inbox = Arc::new(SignInbox::new(waker));
        let mut debouncer = Debouncer::default();
        debouncer.finished(now.steady);
        Self {
            name,
            debouncer,
            watch: Arc::new(Mutex::new(FolderWatches::new(path, Arc::clone(&inbox)))),
            inbox,
            busy: FollowActivity::No,
            lost: LostWatches::None,
            told: PublishedState::Read { source: first.source.clone(), stamp: None },
            attempt: LastAttempt::Read { loaded: Box::new(first), stamp: None, writers: Writers::Unknown },
            stamp: KnownStamp::Unsure,
            asked: None,
            mode: WatchMode::Nothing,
            rescued: Vec::new(),
            looked_at: now.steady,
        }
    }

    /// When the next step is due if nothing happens.
    pub(crate) fn next_step(&self) -> Instant {
        match (self.busy, &self.mode) {
            (FollowActivity::No, _) => {
                let look = self.looked_at + self.pace().late;
                self.debouncer.look_at().map_or(look, |settled| settled.min(look))
            }
            // A running job wakes the loop when it ends.
            (FollowActivity::Asking(since), WatchMode::Stalled(_)) => since.steady + Duration::from_secs(3600),
            (FollowActivity::Asking(since), _) => since.steady + STALLED_AFTER,
            (FollowActivity::Parsing, _) => self.looked_at + Duration::from_secs(3600),
        }
    }

    /// Processes job reports, and does what is due. Never waits for the path.
    pub(crate) fn step(&mut self, reports: Vec<LookReport>, now: ClockSample) -> FollowStep {
        let signs = self.inbox.take();
        let SaveSigns { touched, finished, folder_gone } = signs;
        if signs != SaveSigns::default() {
            note(|| format!("file events touched={touched} finished={finished} folder-gone={folder_gone}"));
        }
        if touched {
            self.debouncer.touched(now.steady);
        }
        if finished {
            self.debouncer.finished(now.steady);
        }
        if folder_gone {
            self.lost = LostWatches::Some;
        }
        let mut step = FollowStep::default();
        for report in reports {
            match report {
                LookReport::Unparsed(job) => {
                    self.busy = FollowActivity::Parsing;
                    // It has answered; the mode follows with the text.
                    if let WatchMode::Stalled(_) = self.mode {
                        self.set_mode(WatchMode::Events, &mut step.messages);
                    }
                    step.job = Some(WatchJob::Parse(job));
                }
                LookReport::Answer(answer) => {
                    self.busy = FollowActivity::No;
                    self.receive_answer(*answer, now, &mut step.messages);
                }
            }
        }
        match self.busy {
            FollowActivity::No => step.job = self.due_look(now).map(WatchJob::Look),
            FollowActivity::Asking(since) if now.steady >= since.steady + STALLED_AFTER => {
                self.set_mode(WatchMode::Stalled(since.wall), &mut step.messages);
            }
            FollowActivity::Asking(_) | FollowActivity::Parsing => {}
        }
        step
    }

    /// Checks the file now, and publishes the outcome in any case.
    pub(crate) fn reread(&mut self, now: ClockSample) -> FollowStep {
        self.debouncer = Debouncer::default();
        self.debouncer.finished(now.steady);
        self.asked = Some(now.steady);
        self.step(Vec::new(), now)
    }

    fn pace(&self) -> LookInterval {
        match self.mode {
            WatchMode::Events => BEHIND_EVENTS,
            WatchMode::Polling(_) | WatchMode::Stalled(_) | WatchMode::Nothing => INSTEAD_OF_EVENTS,
        }
    }

    fn set_mode(&mut self, mode: WatchMode, told: &mut Vec<Msg>) {
        if mode != self.mode {
            self.mode = mode.clone();
            told.push(Msg::Watching(mode));
        }
    }

    /// The check that is due. A save during a running check waits for its answer.
    fn due_look(&mut self, now: ClockSample) -> Option<LookJob> {
        let is_settled = self.debouncer.look_at().is_some_and(|due| due <= now.steady);
        let is_due = now.steady >= self.looked_at + self.pace().early;
        let look = match self.stamp {
            _ if is_settled => self.look_at_text(now),
            KnownStamp::Unsure if is_due => self.look_at_text(now),
            KnownStamp::Seen(_) if is_due => LookDepth::AtStamp,
            KnownStamp::Unsure | KnownStamp::Seen(_) => return None,
        };
        self.looked_at = now.steady;
        self.busy = FollowActivity::Asking(now);
        let lost = std::mem::replace(&mut self.lost, LostWatches::None);
        Some(LookJob { watch: Arc::clone(&self.watch), lost, look })
    }

    fn look_at_text(&mut self, began: ClockSample) -> LookDepth {
        let (known, is_finished) = match &self.attempt {
            LastAttempt::Read { loaded, writers, .. } => {
                (Some(Arc::clone(&loaded.source.text)), *writers == Writers::None)
            }
            LastAttempt::Unreadable(_) => (None, false),
        };
        self.debouncer.look_begins();
        LookDepth::AtText(KnownText { name: self.name.clone(), known, is_finished, began })
    }

    fn receive_answer(&mut self, answer: LookAnswer, now: ClockSample, told: &mut Vec<Msg>) {
        let LookAnswer { surroundings: Surroundings { mode, has_moved, rescued }, sight } = answer;
        self.set_mode(mode, told);
        if rescued != self.rescued {
            self.rescued.clone_from(&rescued);
            told.push(Msg::Rescued(rescued));
        }
        let trusted = |stamp: Stamp, began: ClockSample, writers: &Writers| match writers {
            Writers::None | Writers::Unknown if !stamp.is_too_fresh(began.wall) => KnownStamp::Seen(Ok(stamp)),
            // The stamp does not change when the writer closes the file.
            Writers::None | Writers::Unknown | Writers::Some(_) => KnownStamp::Unsure,
        };
        let began = match sight {
            Sight::Stamp(stamp) => {
                if has_moved || KnownStamp::Seen(stamp) != self.stamp {
                    self.debouncer.touched(now.steady);
                }
                return;
            }
            Sight::Same(began, newer, state) => {
                self.stamp = trusted(newer, began, &state);
                match &mut self.attempt {
                    LastAttempt::Read { stamp, writers, .. } => (*stamp, *writers) = (Some(newer), state),
                    LastAttempt::Unreadable(_) => {}
                }
                began
            }
            Sight::New(loaded, began, stamp, writers) => {
                self.stamp = trusted(stamp, began, &writers);
                self.attempt = LastAttempt::Read { loaded, stamp: Some(stamp), writers };
                began
            }
            Sight::Unreadable(why, began, stamp) => {
                self.stamp = KnownStamp::Seen(stamp);
                self.attempt = LastAttempt::Unreadable(why);
                began
            }
        };
        let verdict = self.debouncer.judge(self.look_outcome(), LookSpan { began: began.steady, ended: now.steady });
        if self.asked.take_if(|asked| *asked <= began.steady).is_some() {
            told.push(self.publish());
            return;
        }
        match verdict {
            DebounceVerdict::Publish => told.extend(self.publish_if_new()),
            DebounceVerdict::Defer => {}
        }
    }

    fn look_outcome(&self) -> LookOutcome {
        match &self.attempt {
            LastAttempt::Unreadable(Unreadable::Missing) => LookOutcome::Missing,
            LastAttempt::Unreadable(Unreadable::Denied | Unreadable::BeingWritten(_) | Unreadable::Other(_)) => {
                LookOutcome::Bad
            }
            LastAttempt::Read { writers: Writers::Some(_), .. } => LookOutcome::Growing,
            LastAttempt::Read { loaded, .. } if loaded.source.text.trim_ascii().is_empty() => LookOutcome::Empty,
            LastAttempt::Read { loaded, writers, .. } => match (&loaded.watchlist, writers) {
                (None, _) => LookOutcome::Bad,
                (Some(_), Writers::Unknown) => LookOutcome::MayGrow,
                (Some(_), Writers::None | Writers::Some(_)) => LookOutcome::Good,
            },
        }
    }

    /// Publishes the last attempt, unless the app already knows it.
    fn publish_if_new(&mut self) -> Option<Msg> {
        match (&self.attempt, &mut self.told) {
            (LastAttempt::Unreadable(why), PublishedState::Unreadable(told)) if why == told => None,
            (
                LastAttempt::Read { writers: Writers::Some(_), .. },
                PublishedState::Unreadable(Unreadable::BeingWritten(_)),
            ) => None,
            (
                LastAttempt::Read { loaded, stamp, writers: Writers::None | Writers::Unknown },
                PublishedState::Read { source, stamp: told },
            ) if loaded.source.is_same_text(source) && is_same_save(*stamp, *told) => {
                *told = *stamp;
                None
            }
            _ => Some(self.publish()),
        }
    }

    fn publish(&mut self) -> Msg {
        let why = match &self.attempt {
            LastAttempt::Unreadable(why) => why.clone(),
            LastAttempt::Read { writers: Writers::Some(who), .. } => Unreadable::BeingWritten(who.clone()),
            LastAttempt::Read { loaded, stamp, writers: Writers::None | Writers::Unknown } => {
                self.told = PublishedState::Read { source: loaded.source.clone(), stamp: *stamp };
                return Msg::Read(loaded.clone());
            }
        };
        self.told = PublishedState::Unreadable(why.clone());
        Msg::Unreadable(why)
    }
}

/// The first read has no stamp. The first check sets it, and this is not a change.
fn is_same_save(now: Option<Stamp>, told: Option<Stamp>) -> bool {
    match (now, told) {
        (Some(now), Some(told)) => now.same_save(&told),
        (None, _) | (_, None) => true,
    }
}

#[cfg(test)]
mod tests;
