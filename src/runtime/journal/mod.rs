//! The memory of the program, in the state folder: what was seen to change, and what the operator last looked at.
//!
//! ```text
//! $XDG_STATE_HOME/trucewatch/        0700, all below 0600
//!   journal.jsonl                    one line for each change, the newest last; rotated to journal.1.jsonl and so on
//!   files/<fingerprint of the path>/
//!     record.json                    what was last looked at, and up to where changes were written down
//!     <fingerprint>.yaml             those two texts
//! ```
//!
//! Everything here can be lost without harm: the board goes on, and begins to remember anew. What is written is done so by
//! a thread of its own, so that a slow or dead disk holds up nothing. One lock on the folder keeps several boards and
//! commands apart. Lines that cannot be read are skipped and counted, and stay where they are.

mod entry;
mod folder;
mod keeper;
mod record;
mod scribe;
mod write;

pub use entry::{Entry, Told};
pub use write::Reading;

pub(crate) use keeper::Keeper;

use crate::app::Looked;
use crate::load::{Fingerprint, Loaded};
use crate::runtime::file::{read_file, writers_at};
use crate::runtime::writers::Writers;
use chrono::{DateTime, Utc};
use folder::Folder;
use scribe::Scribe;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Notes that this program is about to write a text to a watchlist, so that whichever board sees the change can say who it was.
/// `who` is such as `trucewatch log add`. Where it cannot be noted it is not: a save is never held up by its memory.
pub fn wrote(file: &Path, text: Fingerprint, who: &str, at: DateTime<Utc>) {
    let note = || {
        let folder = Folder::enter(&folder::path()?)?;
        let entry = Entry { at, file: name_of(file)?, text, told: Told::Wrote { by: who.to_owned() } };
        write::append(&folder, &[entry])
    };
    // There is nobody to tell: what counts is the save itself.
    let _: io::Result<()> = note();
}

/// Every line of the journal that can be read, the oldest first.
///
/// # Errors
/// When there is no state folder, or it may not be read. One that has no journal yet is no error.
pub fn read() -> io::Result<Reading> {
    write::read(&folder::path()?)
}

/// What the operator last looked at of a watchlist.
#[derive(Clone, Debug)]
pub struct LastLook {
    /// The text, and when.
    pub looked: Looked,
    /// Whether the watchlist is another one now, and back at a text that was there before that.
    pub is_back: bool,
}

/// What the operator last looked at of a watchlist, if that is remembered; `now` is how it reads now.
///
/// # Errors
/// When there is no state folder, or it may not be read.
pub fn last_look(file: &Path, now: &Loaded) -> io::Result<Option<LastLook>> {
    let place = Place::of(file)?;
    // Asking leaves nothing behind.
    drop(Folder::enter_there(&place.folder)?);
    let scribe = Scribe::new(place.clone(), now.source.name.clone(), Arc::default());
    let Some(looked) = scribe.last_look(Looked::of(now.clone()).as_ref())? else { return Ok(None) };
    let (then, now) = (looked.text(), now.source.fingerprint());
    let entries = write::read(&place.folder)?.entries;
    let was_there = |entry: &Entry| entry.at <= looked.at && (entry.text == now || entry.told.from() == Some(now));
    let is_back = then != now && entries.iter().any(|entry| entry.file == place.file && was_there(entry));
    Ok(Some(LastLook { looked, is_back }))
}

/// What the journal calls a file: its absolute path.
///
/// # Errors
/// When the path is empty, or there is no current folder.
pub fn name_of(file: &Path) -> io::Result<String> {
    Ok(std::path::absolute(file)?.to_string_lossy().into_owned())
}

/// The memory of one watchlist.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Where it is kept.
    folder: PathBuf,
    /// What the journal calls the watchlist.
    file: String,
    /// Where the watchlist is.
    path: PathBuf,
}

impl Place {
    /// The memory of a watchlist.
    pub(crate) fn of(file: &Path) -> io::Result<Self> {
        Ok(Self { folder: folder::path()?, file: name_of(file)?, path: file.to_owned() })
    }

    /// Whether this is what the watchlist says now, and nobody is in the middle of writing it.
    fn holds(&self, text: Fingerprint) -> bool {
        // Whoever was writing it before that has closed it before it is read.
        let is_finished = match writers_at(&self.path) {
            Writers::Some(_) => false,
            Writers::None | Writers::Unknown => true,
        };
        is_finished && read_file(&self.path).is_ok_and(|bytes| Fingerprint::of(bytes) == text)
    }
}
