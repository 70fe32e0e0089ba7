//! Saves that lose nothing: not the text that was there, not the text that somebody else saves at the same moment, and
//! not the text that is to be saved.
//!
//! ```text
//! follow the path ─▶ lock its folder ─▶ clear away ─▶ read ─▶ compare with what was expected
//!        ┌───────────────────────────────────────────────────────────┘
//!        └▶ write a file beside it ─▶ sync ─▶ exchange the two ─▶ look at what came out ─▶ sync the folder ─▶ remove
//!                                                  ▲                        │
//!                                                  └─────── not that ───────┘
//! ```
//!
//! The lock is advisory, on the folder's handle: instances of this program wait for each other, nothing is left behind,
//! and a file that is replaced cannot take the lock with it. Editors take no lock. For them there is the look at what
//! came out of the exchange, and a last one at what is in place when all is done.
//!
//! A file that somebody has open for writing is not replaced: what they write next would go to the file that was exchanged
//! away. Where it cannot be told whether anybody has, a file that is written in place must have been quiet for longer.
//!
//! Where the file system can exchange nothing (NFS, SMB, FUSE) the last look comes right before a plain rename, and a
//! save on another machine in the instant between the two is not seen.
//!
//! What is written is not decided here.

mod create;
mod disk;
mod error;
mod exchange;
mod place;
mod stale_temp;

pub use crate::runtime::file::writers::Writers;
pub use create::create;
pub use disk::{Attribute, Disk, Local};
pub use error::{AmendError, Left, SaveError, SaveStep};
pub use stale_temp::rescued_files;

use exchange::SaveTexts;
use place::SavePlace;
use std::path::Path;

/// How often to start again when an editor was quicker.
const MAX_TRIES: usize = 100;

/// How often to wait for somebody who is writing the file, each time for a few seconds. Between two waits other instances
/// have their turn.
const MAX_WAITS: usize = 3;

/// Replaces what a file holds, if that is still `expected`, wholly or not at all.
///
/// A link is followed, and stays. Mode, owner, group, access control list and attributes stay.
///
/// # Errors
/// [`SaveError::Changed`] if it held, or came to hold, something else. Every error says how the file was left: but for
/// [`Left::Replaced`] what is to be written is not there.
pub fn replace(path: &Path, expected: &[u8], bytes: &[u8]) -> Result<(), SaveError> {
    replace_on(&mut Local::default(), path, expected, bytes)
}

/// Like [`replace`], on any disk.
///
/// # Errors
/// Those of [`replace`].
pub fn replace_on(disk: &mut impl Disk, path: &Path, expected: &[u8], bytes: &[u8]) -> Result<(), SaveError> {
    enter(disk, path)?.save(SaveTexts { old: expected, new: bytes })
}

/// Reads a file, changes the text, and saves it; all of it again when an editor was quicker. Other instances of this
/// program wait meanwhile, so `change` should not take long.
///
/// # Errors
/// What `change` refuses, and those of [`replace`], but for `Changed`.
pub fn amend<T, E>(path: &Path, change: impl FnMut(&[u8]) -> Result<(Vec<u8>, T), E>) -> Result<T, AmendError<E>> {
    amend_on(&mut Local::default(), path, change)
}

/// Like [`amend`], on any disk.
///
/// # Errors
/// Those of [`amend`].
pub fn amend_on<T, E>(
    disk: &mut impl Disk,
    path: &Path,
    mut change: impl FnMut(&[u8]) -> Result<(Vec<u8>, T), E>,
) -> Result<T, AmendError<E>> {
    let mut waits = 0;
    for _ in 0..MAX_TRIES {
        let mut place = enter(disk, path)?;
        let saved = place.read_settled().and_then(|old| match change(&old) {
            Ok((new, outcome)) => place.save(SaveTexts { old: &old, new: &new }).map(|()| Ok(outcome)),
            // It may have been refused because somebody was still in the middle of writing.
            Err(refused) if place.read_settled()? == old => Ok(Err(refused)),
            Err(_) => Err(SaveError::Changed),
        });
        match saved {
            Ok(outcome) => return outcome.map_err(AmendError::Refused),
            Err(SaveError::Changed) => {}
            Err(SaveError::BeingWritten(_)) if waits < MAX_WAITS => waits += 1,
            Err(error) => return Err(error.into()),
        }
    }
    Err(SaveError::Restless.into())
}

/// Locks the place of a file, and clears away what killed saves have left there.
fn enter<'d, D: Disk>(disk: &'d mut D, path: &Path) -> Result<SavePlace<'d, D>, SaveError> {
    let mut place = SavePlace::enter(disk, path)?;
    stale_temp::clear_stale_temps(&mut place);
    Ok(place)
}
