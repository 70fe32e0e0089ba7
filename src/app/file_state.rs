//! The state of the file: the last good read, and what prevents a newer one.
//!
//! It does not cover stale *facts*; the panes do. A file can be fresh while its facts are stale, and vice versa.

use super::msg::Unreadable;
use crate::diagnostic::{Problem, ProblemSeverity, Source};
use crate::load::Loaded;
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The state of the file, as far as the screen shows it.
#[derive(Clone, Debug, Default)]
pub struct FileState {
    good: Option<Good>,
    trouble: Option<Trouble>,
}

/// The read that the board shows.
#[derive(Clone, Debug)]
pub struct Good {
    pub source: Source,
    pub at: DateTime<Utc>,
    /// The moment right before the read: by now the file may have changed.
    pub began: DateTime<Utc>,
    /// Warnings, including accepted ones. They do not stop a load.
    pub warnings: Vec<Problem>,
}

/// Why the board does not show the current file.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// The start of the current uninterrupted trouble.
    pub since: DateTime<Utc>,
    pub cause: StaleCause,
}

/// What prevents a newer read.
#[derive(Clone, Debug)]
pub enum StaleCause {
    Broken {
        /// The text that could not be loaded.
        source: Source,
        problems: Vec<Problem>,
    },
    Unreadable(Unreadable),
}

#[derive(Debug)]
pub enum ReadOutcome {
    /// The text differs from that of the board.
    New(Arc<Watchlist>),
    /// The text is identical, byte for byte.
    Same(Arc<Watchlist>),
    Broken,
}

impl FileState {
    pub fn good(&self) -> Option<&Good> {
        self.good.as_ref()
    }

    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// Handles a read of the file. If nothing stops the load, any trouble is over, even if the text is the same.
    pub fn on_read(&mut self, loaded: Loaded, at: DateTime<Utc>) -> ReadOutcome {
        let Some(watchlist) = loaded.watchlist else {
            let since = match &self.trouble {
                Some(Trouble { since, cause: StaleCause::Broken { .. } }) => *since,
                Some(Trouble { cause: StaleCause::Unreadable(_), .. }) | None => at,
            };
            let cause = StaleCause::Broken { source: loaded.source, problems: loaded.problems };
            self.trouble = Some(Trouble { since, cause });
            return ReadOutcome::Broken;
        };
        let is_same = self.good.as_ref().is_some_and(|good| good.source.is_same_text(&loaded.source));
        self.trouble = None;
        self.good = Some(Good { source: loaded.source, at, began: loaded.at, warnings: loaded.problems });
        if is_same { ReadOutcome::Same(watchlist) } else { ReadOutcome::New(watchlist) }
    }

    pub fn unreadable(&mut self, why: Unreadable, at: DateTime<Utc>) {
        let since = match &self.trouble {
            Some(Trouble { since, cause: StaleCause::Unreadable(before) }) if *before == why => *since,
            Some(_) | None => at,
        };
        self.trouble = Some(Trouble { since, cause: StaleCause::Unreadable(why) });
    }

    /// The problems of the newest text, and that text.
    pub fn problems(&self) -> Option<(&Source, &[Problem])> {
        match (&self.trouble, &self.good) {
            (Some(Trouble { cause: StaleCause::Broken { source, problems }, .. }), _) => Some((source, problems)),
            (_, Some(good)) => Some((&good.source, &good.warnings)),
            (_, None) => None,
        }
    }

    /// The first problem that stops a load, otherwise the first problem.
    pub fn first_problem(&self) -> Option<(&Source, &Problem)> {
        let (source, problems) = self.problems()?;
        let error = problems.iter().find(|problem| problem.severity == ProblemSeverity::Error);
        error.or(problems.first()).map(|problem| (source, problem))
    }
}
