//! Versions of a watchlist, loaded from the repository; the last few are kept, because a version is compared with the one
//! before it, which was just read.

use super::blobs::Blobs;
use super::{GitError, Repository};
use crate::app::history::{ObjectName, Revision};
use crate::load::{Loaded, load};
use crate::watchlist::zone::ZoneDatabase;
use std::collections::VecDeque;

/// How many are kept: on branches side by side, one on each and their merge.
const KEPT: usize = 12;

/// The loaded versions of one file.
pub struct Shelf {
    blobs: Blobs,
    zones: ZoneDatabase,
    kept: VecDeque<(ObjectName, Loaded)>,
}

impl Shelf {
    /// Nothing is loaded yet; what is will be read by the rules of `zones`. To be used at once: the git behind it is not
    /// kept waiting for long.
    ///
    /// # Errors
    /// When git cannot be started.
    pub fn open(repository: &Repository, zones: ZoneDatabase) -> Result<Self, GitError> {
        Ok(Self { blobs: Blobs::open(repository)?, zones, kept: VecDeque::new() })
    }

    /// Loads the text of a version; none where its commit removed the file.
    ///
    /// # Errors
    /// When the repository does not hold it, and when git fails.
    pub fn load(&mut self, version: &Revision) -> Result<Option<Loaded>, GitError> {
        let Some(text) = &version.blob else { return Ok(None) };
        let known = self.kept.iter().position(|(known, _)| known == text).and_then(|at| self.kept.remove(at));
        let name = format!("{}:{}", version.commit.short(), version.file);
        let loaded = match known {
            Some((_, mut loaded)) => {
                loaded.source.name = name;
                loaded
            }
            None => load(&name, self.blobs.text(text)?, self.zones.at(version.at)),
        };
        self.kept.push_back((text.clone(), loaded.clone()));
        if self.kept.len() > KEPT {
            self.kept.pop_front();
        }
        Ok(Some(loaded))
    }

    /// What the board showed of a text: its own watchlist, or where it does not load, that of the version before it.
    /// `versions` are those up to this text, the oldest first. None where nothing before it loads either.
    ///
    /// # Errors
    /// When git fails.
    pub fn last_good(&mut self, text: &ObjectName, versions: &[Revision]) -> Result<Option<Loaded>, GitError> {
        let (mut text, mut before) = (text, versions);
        while let Some(index) = before.iter().rposition(|version| version.blob.as_ref() == Some(text)) {
            let version = &before[index];
            if let Some(loaded) = self.load(version)?.filter(|loaded| loaded.watchlist.is_some()) {
                return Ok(Some(loaded));
            }
            let Some(parent) = version.parents.iter().flatten().next() else { break };
            (text, before) = (parent, &before[..index]);
        }
        Ok(None)
    }
}
