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
//! Everything here can be lost without harm: the board goes on, and starts to remember again. Writes are done by
//! a thread of its own, so that a slow or dead disk holds up nothing. One lock on the folder keeps several boards and
//! commands apart. Lines that cannot be read are skipped and counted, and stay where they are.

mod entry;
mod file;
mod folder;
mod job;
mod place;
mod record;
mod writer;

pub use entry::{JournalFact, JournalLine};
pub use file::JournalContent;

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

/// Notes that this program is about to write a text to a watchlist, so that whichever board sees the change can say who it was.
/// `who` is such as `trucewatch log add`. Where it cannot be noted it is not: a save is never held up by its memory.
pub fn wrote(file: &Path, text: Fingerprint, who: &str, at: DateTime<Utc>) {
    let note = || {
        let folder = Folder::enter(&folder::path()?)?;
        let entry = JournalLine { at, file: name_of(file)?, text, told: JournalFact::Wrote { by: who.to_owned() } };
        file::append(&folder, &[entry])
    };
    // There is nobody to tell: what counts is the save itself.
    let _: io::Result<()> = note();
}

/// Every line of the journal that can be read, the oldest first.
///
/// # Errors
/// When there is no state folder, or it may not be read. One that has no journal yet is no error.
pub fn read() -> io::Result<JournalContent> {
    file::read(&folder::path()?)
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
    let place = JournalPlace::of(file)?;
    // Asking leaves nothing behind.
    drop(Folder::enter_there(&place.folder)?);
    let writer = JournalWriter::new(place.clone(), now.source.name.clone(), Box::new(load));
    let Some(looked) = writer.load_baseline(Looked::of(now.clone()).as_ref())? else { return Ok(None) };
    let (then, now) = (looked.text(), now.source.fingerprint());
    let entries = file::read(&place.folder)?.entries;
    let was_there =
        |entry: &JournalLine| entry.at <= looked.at && (entry.text == now || entry.told.from() == Some(now));
    let is_back = then != now && entries.iter().any(|entry| entry.file == place.file && was_there(entry));
    Ok(Some(LastLook { looked, is_back }))
}
