//! What is known of the file: the last good reading, and what stands in the way of a newer one.
//!
//! Says nothing of old *facts*: those are the panes'. A file can be fresh and its facts stale, and the other way round.

use super::msg::{Unreadable, WatchMode};
use crate::diagnostic::{Problem, Severity, Source};
use crate::load::Loaded;
use chrono::{DateTime, Utc};

/// The file, as far as the screen has to tell.
#[derive(Clone, Debug)]
pub struct FileState {
    good: Option<Good>,
    trouble: Option<Trouble>,
    /// How saves are noticed.
    pub watch: WatchMode,
    /// The files beside it that hold what somebody else saved, by name.
    pub rescued: Vec<String>,
}

/// The reading that the board shows.
#[derive(Clone, Debug)]
pub struct Good {
    /// The text.
    pub source: Source,
    /// When it was last read.
    pub at: DateTime<Utc>,
    /// The moment right before that: what it said then it may not say any more.
    pub began: DateTime<Utc>,
    /// What a reader should look at, and what is accepted; none of it stops a load.
    pub warnings: Vec<Problem>,
}

/// Why the board is not the file as it stands now.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// Since when, without a break.
    pub since: DateTime<Utc>,
    /// What it is.
    pub cause: Cause,
}

/// What stands in the way of a newer reading.
#[derive(Clone, Debug)]
pub enum Cause {
    /// The file has errors.
    Broken {
        /// The text that could not be read as meant.
        source: Source,
        /// What is wrong with it.
        problems: Vec<Problem>,
    },
    /// There is no text to read.
    Unreadable(Unreadable),
}

/// Whether a good reading brought anything new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The text differs from the one that the board shows.
    New,
    /// It is the same, to the byte.
    Same,
}

impl FileState {
    /// Nothing has been read.
    pub fn new() -> Self {
        Self { good: None, trouble: None, watch: WatchMode::Nothing, rescued: Vec::new() }
    }

    /// The reading that the board shows.
    pub fn good(&self) -> Option<&Good> {
        self.good.as_ref()
    }

    /// Why the board is not the file as it stands now.
    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// Since when the file system has not answered, if it does not.
    pub fn stalled_since(&self) -> Option<DateTime<Utc>> {
        match self.watch {
            WatchMode::Stalled(since) => Some(since),
            WatchMode::Events | WatchMode::Polling(_) | WatchMode::Nothing => None,
        }
    }

    /// The file was read well: whatever stood in the way is gone, also where nothing in it is new.
    pub fn read_well(&mut self, loaded: Loaded, at: DateTime<Utc>) -> Reading {
        let same = self.good.as_ref().is_some_and(|good| good.source.is_same_text(&loaded.source));
        self.trouble = None;
        self.good = Some(Good { source: loaded.source, at, began: loaded.at, warnings: loaded.problems });
        if same { Reading::Same } else { Reading::New }
    }

    /// The file was read, and errors stop the load.
    pub fn read_badly(&mut self, loaded: Loaded, at: DateTime<Utc>) {
        let since = match &self.trouble {
            Some(Trouble { since, cause: Cause::Broken { .. } }) => *since,
            Some(Trouble { cause: Cause::Unreadable(_), .. }) | None => at,
        };
        let cause = Cause::Broken { source: loaded.source, problems: loaded.problems };
        self.trouble = Some(Trouble { since, cause });
    }

    /// There is no text to read.
    pub fn unreadable(&mut self, why: Unreadable, at: DateTime<Utc>) {
        let since = match &self.trouble {
            Some(Trouble { since, cause: Cause::Unreadable(before) }) if *before == why => *since,
            Some(_) | None => at,
        };
        self.trouble = Some(Trouble { since, cause: Cause::Unreadable(why) });
    }

    /// What is wrong with the newest text that there is, and that text.
    pub fn problems(&self) -> Option<(&Source, &[Problem])> {
        match (&self.trouble, &self.good) {
            (Some(Trouble { cause: Cause::Broken { source, problems }, .. }), _) => Some((source, problems)),
            (_, Some(good)) => Some((&good.source, &good.warnings)),
            (_, None) => None,
        }
    }

    /// The first problem that stops a load, else the first at all.
    pub fn first_problem(&self) -> Option<(&Source, &Problem)> {
        let (source, problems) = self.problems()?;
        let error = problems.iter().find(|problem| problem.severity == Severity::Error);
        error.or(problems.first()).map(|problem| (source, problem))
    }
}

impl Default for FileState {
    fn default() -> Self {
        Self::new()
    }
}
