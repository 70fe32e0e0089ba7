//! What is known of the file: the last good reading, and what stands in the way of a newer one.
//!
//! Says nothing of old *facts*: those are the panes'. A file can be fresh and its facts stale, and the other way round.

use super::msg::Unreadable;
use crate::diagnostic::{Problem, ProblemSeverity, Source};
use crate::load::Loaded;
use crate::watchlist::Watchlist;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The file, as far as the screen has to tell.
#[derive(Clone, Debug, Default)]
pub struct FileState {
    good: Option<Good>,
    trouble: Option<Trouble>,
}

/// The reading that the board shows.
#[derive(Clone, Debug)]
pub struct Good {
    pub source: Source,
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
    pub cause: StaleCause,
}

/// What stands in the way of a newer reading.
#[derive(Clone, Debug)]
pub enum StaleCause {
    Broken {
        /// The text that could not be read as meant.
        source: Source,
        problems: Vec<Problem>,
    },
    Unreadable(Unreadable),
}

#[derive(Debug)]
pub enum ReadOutcome {
    /// The text differs from the one that the board shows.
    New(Arc<Watchlist>),
    /// It is the same, to the byte.
    Same(Arc<Watchlist>),
    /// Errors stop the load.
    Broken,
}

impl FileState {
    pub fn good(&self) -> Option<&Good> {
        self.good.as_ref()
    }

    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// The file was read. Where nothing stops the load, whatever stood in the way is gone, also if the text is the same.
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

    /// What is wrong with the newest text that there is, and that text.
    pub fn problems(&self) -> Option<(&Source, &[Problem])> {
        match (&self.trouble, &self.good) {
            (Some(Trouble { cause: StaleCause::Broken { source, problems }, .. }), _) => Some((source, problems)),
            (_, Some(good)) => Some((&good.source, &good.warnings)),
            (_, None) => None,
        }
    }

    /// The first problem that stops a load, else the first at all.
    pub fn first_problem(&self) -> Option<(&Source, &Problem)> {
        let (source, problems) = self.problems()?;
        let error = problems.iter().find(|problem| problem.severity == ProblemSeverity::Error);
        error.or(problems.first()).map(|problem| (source, problem))
    }
}
