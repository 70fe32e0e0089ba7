//! The location of a watchlist and of its part of the journal.

use super::folder;
use crate::load::Fingerprint;
use crate::runtime::file::writers::Writers;
use crate::runtime::file::{read_file, writers_at};
use std::io;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub(crate) struct JournalPlace {
    /// The watchlist's own part of the state folder.
    pub(super) folder: PathBuf,
    /// The absolute path by which the journal names the watchlist.
    pub(super) file: String,
    /// The path to the watchlist.
    pub(super) path: PathBuf,
}

impl JournalPlace {
    /// The place in the state folder for a watchlist.
    pub(crate) fn for_file(file: &Path) -> io::Result<Self> {
        Ok(Self { folder: folder::path()?, file: name_of(file)?, path: file.to_owned() })
    }

    /// Whether the watchlist has this text now and no process is still writing it.
    pub(super) fn holds(&self, text: Fingerprint) -> bool {
        // Checked before the file is read: an earlier writer has closed it by then.
        let is_finished = match writers_at(&self.path) {
            Writers::Some(_) => false,
            Writers::None | Writers::Unknown => true,
        };
        is_finished && read_file(&self.path).is_ok_and(|bytes| Fingerprint::from_bytes(bytes) == text)
    }
}

/// The name of a file in the journal: its absolute path.
///
/// # Errors
/// If the path is empty, or if there is no current folder.
pub fn name_of(file: &Path) -> io::Result<String> {
    Ok(std::path::absolute(file)?.to_string_lossy().into_owned())
}
