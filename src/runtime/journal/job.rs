//! The journal's work for one board. Everything that it cannot keep is told once.

use super::place::JournalPlace;
use super::writer::{JournalWriter, ParseText};
use crate::app::{Looked, Msg, Observation};
use crate::load::Loaded;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The journal of one board.
pub(crate) struct Journal(Arc<Mutex<JournalState>>);

struct JournalState {
    writer: JournalWriter,
    failure: Failure,
}

/// Whether the operator has been told that nothing can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    Untold,
    Told,
}

pub(crate) enum JournalTask {
    /// Find what earlier runs have kept, and write down what has changed since. With how the watchlist reads now.
    Restore(Box<Loaded>),
    /// Keep what the operator has looked at.
    SaveBaseline(Box<Looked>),
    /// Read what the operator last looked at.
    LoadBaseline,
    /// Write down what was seen to change.
    Append(Box<Observation>),
}

/// A task, and the journal that it is for.
pub(crate) struct JournalJob {
    journal: Arc<Mutex<JournalState>>,
    task: JournalTask,
}

impl Journal {
    /// `name` is what to call the watchlist in messages.
    ///
    /// # Errors
    /// When there is no state folder.
    pub(crate) fn open(file: &Path, name: String, parse: ParseText) -> io::Result<Self> {
        let writer = JournalWriter::new(JournalPlace::of(file)?, name, parse);
        Ok(Self(Arc::new(Mutex::new(JournalState { writer, failure: Failure::Untold }))))
    }

    pub(crate) fn job(&self, task: JournalTask) -> JournalJob {
        JournalJob { journal: Arc::clone(&self.0), task }
    }
}

impl JournalJob {
    pub(crate) fn run(self, deliver: &dyn Fn(Msg)) {
        let mut state = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = state.carry_out(self.task, deliver) {
            state.report_failure(&error, deliver);
        }
    }

    pub(crate) fn refuse(self, error: &io::Error, deliver: &dyn Fn(Msg)) {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner).report_failure(error, deliver);
    }
}

impl JournalState {
    fn carry_out(&mut self, task: JournalTask, deliver: &dyn Fn(Msg)) -> io::Result<()> {
        match task {
            JournalTask::Restore(first) => {
                let first = Looked::of(*first);
                deliver(Msg::Recalled(Box::new(self.writer.restore(first.as_ref())?)));
                first.map_or(Ok(()), |first| self.writer.catch_up(&first))
            }
            JournalTask::SaveBaseline(seen) => {
                self.writer.save_baseline(&seen)?;
                deliver(Msg::Kept(seen.text()));
                Ok(())
            }
            JournalTask::LoadBaseline => {
                let found = self.writer.load_baseline(None)?;
                let why = || format!("{} does not have it whole", self.writer.folder().display());
                deliver(Msg::ReadBack(Box::new(found.ok_or_else(why))));
                Ok(())
            }
            JournalTask::Append(observation) => self.writer.append_observation(&observation),
        }
    }

    fn report_failure(&mut self, error: &io::Error, deliver: &dyn Fn(Msg)) {
        if self.failure == Failure::Untold {
            self.failure = Failure::Told;
            let folder = self.writer.folder().display();
            deliver(Msg::Notice(format!("changes are remembered until the end only: {folder}: {error}")));
        }
    }
}
