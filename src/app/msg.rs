//! What can happen to the program, and what it can ask to be done. Both are plain data.

use super::change_tracker::{Looked, Observation};
use super::form::{EditRequest, Obstacle, Proposed, Save, SaveEnd};
use super::history::{Fetch, Fetched, History};
use super::seen_state::Recalled;
use crate::load::{Fingerprint, Loaded};
use crate::panes::view::{Phrase, Tone};
use chrono::{DateTime, Utc};
use crossterm::event::{KeyEvent, MouseEvent};
use std::sync::Arc;

/// A message and the moment it arrived: the only way that time enters the program's core.
#[derive(Clone, Debug)]
pub struct Stamped {
    /// When it arrived, by the wall clock.
    pub at: DateTime<Utc>,
    /// What arrived.
    pub msg: Msg,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse did something; only while the mouse is on.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has a new size: columns, rows.
    Resize(u16, u16),
    /// Time passed: the moment that [`crate::app::App::wake_at`] asked for has come.
    Tick,
    /// The watchlist was read, well or badly.
    Read(Box<Loaded>),
    /// The watchlist cannot be read at all.
    Unreadable(Unreadable),
    /// The way that the file is watched has changed.
    Watching(WatchMode),
    /// Which files beside the watchlist hold what somebody else saved, and must be looked at; by name.
    Rescued(Vec<String>),
    /// What was asked for is worked out, or it is known why it cannot be.
    Proposed(Result<Box<Proposed>, Box<Obstacle>>),
    /// A save has ended.
    SaveEnded(SaveEnd),
    /// What was kept of earlier runs of the program has been found.
    Recalled(Box<Recalled>),
    /// A text that the operator has looked at is kept now.
    Kept(Fingerprint),
    /// What the operator has last looked at, or why it cannot be read back.
    ReadBack(Box<Result<Looked, String>>),
    /// The versions that git keeps of the watchlist, or why there are none.
    History(Result<Arc<History>, String>),
    /// A version that was asked for.
    Version(Box<Fetched>),
    /// A line for the operator, such as why the editor could not be started.
    Notice(String),
}

/// Why there is no text to read. The wording for people is the app's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No file is there.
    Missing,
    /// It may not be read.
    Denied,
    /// Somebody is in the middle of writing it, and takes long; who, for people.
    BeingWritten(String),
    /// Anything else: a folder, a pipe, an I/O error; with the reason in words.
    Other(String),
}

/// How saves are noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchMode {
    /// By events of the file system, with the slow look behind.
    Events,
    /// Only by looking about once a second; with the reason.
    Polling(String),
    /// Not any more: the file system does not answer, since this moment.
    Stalled(DateTime<Utc>),
    /// Not at all: there is no file behind the board.
    Nothing,
}

/// Something to be done outside the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// End the program with this exit code.
    Quit(u8),
    /// Hand the terminal back to the shell until the operator returns.
    Suspend,
    /// Open the watchlist in the operator's editor, at a line counted from one.
    Edit {
        /// The line.
        line: usize,
    },
    /// Put text on the clipboard by OSC 52.
    Copy(String),
    /// Open a link, already checked to be http, https or mailto.
    Open(String),
    /// Read the watchlist again, now.
    Reread,
    /// Ask git which versions of the watchlist there are.
    History,
    /// Load a version.
    Version(Fetch),
    /// Turn mouse reports of the terminal on or off.
    Mouse(Switch),
    /// Work out what the file would be; the answer is [`Msg::Proposed`].
    Propose(EditRequest),
    /// Write the file; the answer is [`Msg::SaveEnded`].
    Save(Save),
    /// Forget what is on the terminal and draw everything.
    Redraw,
    /// Keep what the operator has looked at.
    Seen(Looked),
    /// Read back what the operator has looked at; the answer is [`Msg::ReadBack`].
    ReadBack,
    /// Write down what was seen to change.
    Observed(Observation),
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// What a part of the app asks for: effects outside, and a line for the footer.
#[derive(Debug, Default)]
pub(super) struct Response {
    pub(super) effects: Vec<Effect>,
    pub(super) notice: Option<Phrase>,
}

impl Response {
    pub(super) fn say(text: impl Into<String>) -> Self {
        Self { notice: Some(Phrase::plain(text)), ..Self::default() }
    }

    /// Says why something is not done.
    pub(super) fn refuse(text: impl Into<String>) -> Self {
        Self { notice: Some(Phrase::new(text, Tone::Caution)), ..Self::default() }
    }

    pub(super) fn with(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }
}

impl From<Effect> for Response {
    fn from(effect: Effect) -> Self {
        Self::default().with(effect)
    }
}
