//! The events that the program receives, and the effects that it requests. Both are plain data.

use super::alerts::Alert;
use super::change_tracker::Observation;
use super::config::ScreenChoice;
use super::evaluation::{Evaluation, EvaluationRequest, Looked};
use super::form::{EditRequest, ProposeError, Proposed, Save, SaveEnd};
use super::history::{Fetch, Fetched, History};
use super::look::Background;
use super::seen_state::Recalled;
use crate::load::{Fingerprint, Loaded};
use crate::panes::view::{Phrase, Tone};
use chrono::{DateTime, Utc};
use crossterm::event::{KeyEvent, MouseEvent};
use std::sync::Arc;

/// A message and its arrival time: the only way that time enters the program's core.
#[derive(Clone, Debug)]
pub struct Stamped {
    /// The arrival time, by the wall clock.
    pub at: DateTime<Utc>,
    pub msg: Msg,
}

#[derive(Clone, Debug)]
pub enum Msg {
    Key(KeyEvent),
    /// A mouse event; sent only while mouse reports are on.
    Mouse(MouseEvent),
    Paste(String),
    /// The new size of the terminal: columns, rows.
    Resize(u16, u16),
    /// The terminal has told the kind of its background.
    Background(Background),
    /// Time passed: the moment of [`crate::app::App::wake_at`] has come.
    Tick,
    /// The watchlist was read, with or without problems.
    Read(Box<Loaded>),
    /// The requested evaluation of a long watchlist.
    Evaluated(Box<Evaluation>),
    /// The watchlist cannot be read at all.
    Unreadable(Unreadable),
    /// How saves are noticed has changed.
    Watching(WatchMode),
    /// The files next to the watchlist that hold what someone else saved and that must be reviewed, by name.
    Rescued(Vec<String>),
    /// The requested proposal, or why there is none.
    Proposed(Result<Box<Proposed>, Box<ProposeError>>),
    SaveEnded(SaveEnd),
    /// The state of earlier runs was loaded.
    Recalled(Box<Recalled>),
    /// A text that the operator has looked at is now saved.
    Kept(Fingerprint),
    /// The text that the operator last looked at, or why it cannot be loaded.
    ReadBack(Box<Result<Looked, String>>),
    /// The versions of the watchlist in git, or why there are none.
    History(Result<Arc<History>, String>),
    /// A version that was requested.
    Version(Box<Fetched>),
    /// The terminal has got the focus, or lost it.
    Focus(Switch),
    /// An editor with a window of its own was started; its name.
    EditorOpened(String),
    /// A line for the operator, such as why the editor could not be started.
    Notice(String),
}

/// Why there is no text to read. The app provides the wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    Missing,
    Denied,
    /// A process has been writing the file for a long time; its name, for people.
    BeingWritten(String),
    /// Any other reason, in words: a folder, a pipe, an I/O error.
    Other(String),
}

/// How saves are noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchMode {
    /// By file system events, with the slow check as a fallback.
    Events,
    /// Only by checking about once a second; with the reason.
    Polling(String),
    /// Not any more: the file system has not answered since this moment.
    Stalled(DateTime<Utc>),
    /// There is no file behind the board.
    Nothing,
}

/// Work to be done outside the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// End the program with this exit code.
    Quit(u8),
    /// Hand the terminal back to the shell until the operator returns.
    Suspend,
    /// Open the watchlist in the operator's editor, at a line counted from one.
    Edit {
        line: usize,
    },
    /// Put text on the clipboard by OSC 52.
    Copy(String),
    /// Open a link that was already checked to be http, https or mailto.
    Open(String),
    Reread,
    /// Ask the terminal for its background; the answer, if there is one, is [`Msg::Background`].
    AskBackground,
    /// List the versions of the watchlist in git.
    History,
    Version(Fetch),
    /// Turn mouse reports of the terminal on or off.
    Mouse(Switch),
    /// Propose a change of the file; the answer is [`Msg::Proposed`].
    Propose(EditRequest),
    /// Write the file; the answer is [`Msg::SaveEnded`].
    Save(Save),
    /// Discard the previous frame and draw everything.
    Redraw,
    /// Save what the operator has looked at.
    Seen(Looked),
    /// Load what the operator has looked at; the answer is [`Msg::ReadBack`].
    ReadBack,
    /// Tell the operator of a change beside the screen: bell, desktop, command.
    Alert(Alert),
    /// Set the title of the window; `None` restores it.
    Title(Option<String>),
    /// Remember what the operator chose for the screen.
    Remember(ScreenChoice),
    /// Evaluate a long watchlist; the answer is [`Msg::Evaluated`].
    Evaluate(EvaluationRequest),
    /// Record noticed changes in the journal.
    Observed(Observation),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Switch {
    On,
    #[default]
    Off,
}

/// What a part of the app requests: effects outside, and a notice for the footer.
#[derive(Debug, Default)]
pub(super) struct Response {
    pub(super) effects: Vec<Effect>,
    pub(super) notice: Option<Phrase>,
}

impl Response {
    pub(super) fn say(text: impl Into<String>) -> Self {
        Self { notice: Some(Phrase::plain(text)), ..Self::default() }
    }

    /// A notice that says why something is not done.
    pub(super) fn refuse(text: impl Into<String>) -> Self {
        Self { notice: Some(Phrase::new(text, Tone::Caution)), ..Self::default() }
    }

    /// Both, one after the other: the later notice replaces the earlier one.
    pub(super) fn and(mut self, later: Self) -> Self {
        self.effects.extend(later.effects);
        Self { effects: self.effects, notice: later.notice.or(self.notice) }
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
