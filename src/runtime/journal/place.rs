//! Where the journal of a watchlist is, and where the watchlist is.

use super::folder;
use crate::load::Fingerprint;
use crate::runtime::file::writers::Writers;
use crate::runtime::file::{read_file, writers_at};
use std::io;
use std::path::{Path, PathBuf};

/// The memory of one watchlist.
#[derive(Clone, Debug)]
pub(crate) struct JournalPlace {
    /// Where it is kept.
    pub(super) folder: PathBuf,
    /// What the journal calls the watchlist.
    pub(super) file: String,
    /// Where the watchlist is.
    pub(super) path: PathBuf,
}

impl JournalPlace {
    /// The memory of a watchlist.
    pub(crate) fn of(file: &Path) -> io::Result<Self> {
        Ok(Self { folder: folder::path()?, file: name_of(file)?, path: file.to_owned() })
    }

    /// Whether this is what the watchlist says now, and nobody is in the middle of writing it.
    pub(super) fn holds(&self, text: Fingerprint) -> bool {
        // Asked before the file is read: an earlier writer has closed it by then.
        let is_finished = match writers_at(&self.path) {
            Writers::Some(_) => false,
            Writers::None | Writers::Unknown => true,
        };
        is_finished && read_file(&self.path).is_ok_and(|bytes| Fingerprint::of(bytes) == text)
    }
}

/// What the journal calls a file: its absolute path.
///
/// # Errors
/// When the path is empty, or there is no current folder.
pub fn name_of(file: &Path) -> io::Result<String> {
    Ok(std::path::absolute(file)?.to_string_lossy().into_owned())
}
