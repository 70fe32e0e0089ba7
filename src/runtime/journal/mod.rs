//! The state folder: which changes were seen, and what the operator last looked at.
//!
//! ```text
//! $XDG_STATE_HOME/trucewatch/        0700, all below 0600
//!   journal.jsonl                    one line for each change, the newest last; rotated to journal.1.jsonl and so on
//!   files/<fingerprint of the path>/
//!     record.json                    what was last looked at, and up to where changes were recorded
//!     <fingerprint>.yaml             those two texts
//! ```
//!
//! Losing anything here does no harm: the board continues and starts a new record. A separate thread writes, so a slow
//! or dead disk blocks nothing. One lock on the folder serialises boards and commands. Unreadable lines are skipped and
//! counted, and stay in the file.

mod entry;
mod file;
mod folder;
mod job;
mod place;
mod record;
mod writer;

pub use entry::{JournalFact, JournalLine};
pub use file::JournalContent;

pub use folder::path as state_folder;
pub use place::name_of;

pub(crate) use job::{Journal, JournalJob, JournalTask};
pub(crate) use writer::ParseText;

use crate::app::Looked;
use crate::load::{Fingerprint, Loaded, load};
use chrono::{DateTime, Utc};
use folder::Folder;
use place::JournalPlace;
use std::io;
use std::path::Path;
use writer::JournalWriter;

/// Records that this program is about to write a text to a watchlist, so that any board that sees the change can name
/// the writer. `who` is a command such as `trucewatch log add`. Failures are ignored: the journal must never block a
/// save.
pub fn wrote(file: &Path, text: Fingerprint, who: &str, at: DateTime<Utc>) {
    let note = || {
        let folder = Folder::enter(&folder::path()?)?;
        let entry = JournalLine { at, file: name_of(file)?, text, told: JournalFact::Wrote { by: who.to_owned() } };
        file::append(&folder, &[entry])
    };
    // There is no one to report to: what counts is the save.
    let _: io::Result<()> = note();
}

/// Every readable line of the journal, oldest first.
///
/// # Errors
/// If there is no state folder, or if it may not be read. A folder without a journal is not an error.
pub fn read() -> io::Result<JournalContent> {
    file::read(&folder::path()?)
}

#[derive(Clone, Debug)]
pub struct LastLook {
    /// The text, and when the operator looked at it.
    pub looked: Looked,
    /// Whether the watchlist has changed since and is back at an earlier text.
    pub is_back: bool,
}

/// What the operator last looked at in a watchlist, if it is recorded. `now` is the current watchlist.
///
/// # Errors
/// If there is no state folder, or if it may not be read.
pub fn last_look(file: &Path, now: &Loaded) -> io::Result<Option<LastLook>> {
    let place = JournalPlace::for_file(file)?;
    // A query must not create the folder.
    drop(Folder::enter_there(&place.folder)?);
    let writer = JournalWriter::new(place.clone(), now.source.name.clone(), Box::new(load));
    let Some(looked) = writer.load_baseline(Looked::from_loaded(now.clone()).as_ref())? else { return Ok(None) };
    let (then, now) = (looked.text(), now.source.fingerprint());
    let entries = file::read(&place.folder)?.entries;
    let was_there =
        |entry: &JournalLine| entry.at <= looked.at && (entry.text == now || entry.told.from() == Some(now));
    let is_back = then != now && entries.iter().any(|entry| entry.file == place.file && was_there(entry));
    Ok(Some(LastLook { looked, is_back }))
}
