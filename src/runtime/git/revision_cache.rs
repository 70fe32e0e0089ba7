//! Caches loaded versions of a watchlist. A version is compared with the one before it, which was just loaded.

use super::blobs::Blobs;
use super::{GitError, Repository};
use crate::app::history::{ObjectName, Revision};
use crate::load::{Loaded, load};
use crate::watchlist::zone::ZoneDatabase;
use std::collections::VecDeque;

/// The size of the cache, in versions: for parallel branches, one on each and their merge.
const KEPT: usize = 12;

pub struct RevisionCache {
    blobs: Blobs,
    zones: ZoneDatabase,
    kept: VecDeque<(ObjectName, Loaded)>,
}

impl RevisionCache {
    /// An empty cache that reads versions by the rules of `zones`. Use it at once: the git process behind it times out.
    ///
    /// # Errors
    /// If git cannot be started.
    pub fn open(repository: &Repository, zones: ZoneDatabase) -> Result<Self, GitError> {
        Ok(Self { blobs: Blobs::open(repository)?, zones, kept: VecDeque::new() })
    }

    /// Loads the text of a version; `None` if its commit removed the file.
    ///
    /// # Errors
    /// If the repository does not have the text, or if git fails.
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

    /// What the board showed for a text: its own watchlist or, if that does not load, the one of the last version
    /// before it that does. `versions` are those up to this text, oldest first. `None` if no version loads.
    ///
    /// # Errors
    /// If git fails.
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
