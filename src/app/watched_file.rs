//! The file behind the board: its name, the state of its text, and how saves are noticed.

use super::file_state::{FileState, ReadOutcome};
use super::msg::{Response, Unreadable, WatchMode};
use super::{FileLabel, Origin, Writes};
use crate::load::Loaded;
use crate::text::sanitise;
use chrono::{DateTime, Utc};

#[derive(Debug)]
pub(crate) struct WatchedFile {
    label: FileLabel,
    writes: Writes,
    state: FileState,
    watch: WatchMode,
    rescued: Vec<String>,
}

impl WatchedFile {
    pub(super) fn new(label: FileLabel, writes: Writes) -> Self {
        Self { label, writes, state: FileState::default(), watch: WatchMode::Nothing, rescued: Vec::new() }
    }

    /// The file's name; not yet safe to show.
    pub(crate) fn name(&self) -> &str {
        &self.label.name
    }

    pub(crate) fn origin(&self) -> Origin {
        self.label.origin
    }

    pub(crate) fn writes(&self) -> Writes {
        self.writes
    }

    pub(crate) fn state(&self) -> &FileState {
        &self.state
    }

    pub(crate) fn watch(&self) -> &WatchMode {
        &self.watch
    }

    /// The files next to it that hold what someone else saved, by name.
    pub(super) fn rescued(&self) -> &[String] {
        &self.rescued
    }

    /// Since when the file system has not answered; `None` if it answers.
    pub(crate) fn stalled_since(&self) -> Option<DateTime<Utc>> {
        match self.watch {
            WatchMode::Stalled(since) => Some(since),
            WatchMode::Events | WatchMode::Polling(_) | WatchMode::Nothing => None,
        }
    }

    pub(super) fn on_read(&mut self, loaded: Loaded, now: DateTime<Utc>) -> ReadOutcome {
        self.state.on_read(loaded, now)
    }

    pub(super) fn on_unreadable(&mut self, why: Unreadable, now: DateTime<Utc>) -> Response {
        self.state.unreadable(why, now);
        Response::default()
    }

    pub(super) fn on_rescued(&mut self, names: Vec<String>) -> Response {
        self.rescued = names;
        Response::default()
    }

    /// The header has room for little more than the mode, so a notice gives the full reason once.
    pub(super) fn on_watching(&mut self, mode: WatchMode) -> Response {
        let response = match &mode {
            WatchMode::Polling(why) if mode != self.watch => {
                Response::refuse(format!("saves are seen by looking only: {}", sanitise(why)))
            }
            WatchMode::Stalled(_) => Response::refuse(
                "the folder of the file does not answer, so saves are not seen: look after its disk or mount",
            ),
            WatchMode::Polling(_) | WatchMode::Events | WatchMode::Nothing => Response::default(),
        };
        self.watch = mode;
        response
    }
}
