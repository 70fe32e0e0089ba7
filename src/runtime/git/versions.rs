//! Answers the board's requests to git: the list of versions, and one version.

use super::log::CommitWalk;
use super::{GitError, Repository, RevisionCache};
use crate::app::history::{Fetch, Fetched, History, Revision};
use crate::app::{Effect, Msg};
use crate::runtime::file::SYSTEM_ZONES;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many versions back the search for a version that loads goes.
const MAX_BROKEN: usize = 200;

pub(crate) struct RevisionJob {
    pub(crate) file: Option<PathBuf>,
    pub(crate) request: RevisionRequest,
}

#[derive(Debug)]
pub(crate) enum RevisionRequest {
    History,
    Version(Fetch),
}

impl RevisionJob {
    pub(crate) fn run(self) -> Msg {
        self.request.answer(self.file.as_deref())
    }

    pub(crate) fn refuse(self, why: &str) -> Msg {
        self.request.refuse(why)
    }
}

/// Answers a git request of the app synchronously; `None` if the effect is another one.
pub fn answer(file: Option<&Path>, effect: Effect) -> Option<Msg> {
    match effect {
        Effect::History => Some(RevisionRequest::History.answer(file)),
        Effect::Version(fetch) => Some(RevisionRequest::Version(fetch).answer(file)),
        Effect::Quit(_)
        | Effect::Suspend
        | Effect::Edit { .. }
        | Effect::Copy(_)
        | Effect::Open(_)
        | Effect::Reread
        | Effect::AskBackground
        | Effect::Mouse(_)
        | Effect::Redraw
        | Effect::Alert(_)
        | Effect::Title(_)
        | Effect::Remember(_)
        | Effect::Propose(_)
        | Effect::Save(_)
        | Effect::Seen(_)
        | Effect::ReadBack
        | Effect::Evaluate(_)
        | Effect::Observed(_) => None,
    }
}

impl RevisionRequest {
    fn answer(self, file: Option<&Path>) -> Msg {
        let Some(file) = file else {
            return self.refuse("there is no file, and so no versions of it: `trucewatch init` writes one");
        };
        match self {
            Self::History => {
                let found = Repository::containing(file).and_then(|repository| repository.history(CommitWalk::Line));
                Msg::History(found.map(Arc::new).map_err(|error| error.to_string()))
            }
            Self::Version(fetch) => match read_version(file, &fetch) {
                Ok(fetched) => Msg::Version(Box::new(fetched)),
                Err(error) => Self::Version(fetch).refuse(&error.to_string()),
            },
        }
    }

    fn refuse(self, why: &str) -> Msg {
        match self {
            Self::History => Msg::History(Err(why.to_owned())),
            Self::Version(fetch) => {
                let loaded = Err(why.to_owned());
                Msg::Version(Box::new(Fetched { fetch, loaded, stand_in: None, before: None }))
            }
        }
    }
}

fn read_version(file: &Path, fetch: &Fetch) -> Result<Fetched, GitError> {
    let mut shelf = RevisionCache::open(&Repository::containing(file)?, SYSTEM_ZONES)?;
    let History { versions, .. } = fetch.history.as_ref();
    let mut last_good = |versions: &[Revision]| {
        let loads = versions.iter().rev().take(MAX_BROKEN).map(|version| shelf.load(version));
        let mut good = loads.filter_map(|loaded| loaded.ok().flatten());
        good.find(|loaded| loaded.watchlist.is_some())
    };
    let before = fetch.before.and_then(|before| last_good(versions.get(..=before)?));
    let stand_in = last_good(versions.get(..=fetch.index).unwrap_or_default());
    let loaded = match versions.get(fetch.index) {
        Some(version) => shelf.load(version).map_err(|error| error.to_string()),
        None => Ok(None),
    };
    Ok(Fetched { fetch: fetch.clone(), loaded, stand_in, before })
}
