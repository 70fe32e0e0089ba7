//! Journal jobs of one board. A failure to record is reported once.

use super::place::JournalPlace;
use super::writer::{JournalWriter, ParseText};
use crate::app::{Looked, Msg, Observation};
use crate::load::Loaded;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) struct Journal(Arc<Mutex<JournalState>>);

struct JournalState {
    writer: JournalWriter,
    failure: Failure,
}

/// Whether the operator has been told that nothing can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    Untold,
    Told,
}

pub(crate) enum JournalTask {
    /// Load the state of earlier runs and record what has changed since, given the current watchlist.
    Restore(Box<Loaded>),
    /// Save what the operator has looked at.
    SaveBaseline(Box<Looked>),
    /// Load what the operator last looked at.
    LoadBaseline,
    /// Record changes that were noticed.
    Append(Box<Observation>),
}

pub(crate) struct JournalJob {
    journal: Arc<Mutex<JournalState>>,
    task: JournalTask,
}

impl Journal {
    /// `name` is the watchlist's name in messages.
    ///
    /// # Errors
    /// If there is no state folder.
    pub(crate) fn open(file: &Path, name: String, parse: ParseText) -> io::Result<Self> {
        let writer = JournalWriter::new(JournalPlace::for_file(file)?, name, parse);
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
                let first = Looked::from_loaded(*first);
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
