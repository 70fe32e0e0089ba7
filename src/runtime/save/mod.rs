//! Saves that lose nothing: neither the text on disk, nor a text that someone else saves at the same time, nor the new
//! text.
//!
//! ```text
//! follow the path ─▶ lock its folder ─▶ clear away ─▶ read ─▶ compare with what was expected
//!        ┌───────────────────────────────────────────────────────────┘
//!        └▶ write a file beside it ─▶ sync ─▶ exchange the two ─▶ look at what came out ─▶ sync the folder ─▶ remove
//!                                                  ▲                        │
//!                                                  └─────── not that ───────┘
//! ```
//!
//! The lock is advisory and on the folder's handle: instances of this program wait for each other, no lock file
//! remains, and replacing the file does not replace the lock. Editors take no lock. Against them there is a check of
//! the file that the exchange swapped out, and a last check of the file in place.
//!
//! A file that a process has open for writing is not replaced: its next writes would go to the file that was swapped
//! out. If the system cannot report writers, a file that is written in place must have been unchanged for longer.
//!
//! On a file system that cannot exchange names (NFS, SMB, FUSE), the last check comes right before a plain rename. A
//! save on another machine between the two goes unnoticed.
//!
//! The caller decides what is written.

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

/// How many times a save is retried when an editor saves first.
const MAX_TRIES: usize = 100;

/// How many times to wait for a process that is writing the file, for a few seconds each. Other instances can save
/// between two waits.
const MAX_WAITS: usize = 3;

/// Replaces the content of a file, completely or not at all, if it is still `expected`.
///
/// Follows a link and keeps it. Keeps mode, owner, group, access control list and attributes.
///
/// # Errors
/// [`SaveError::Changed`] if the file held something else, before or during the save. Every error says how the file was
/// left: except with [`Left::Replaced`], the new text is not in place.
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

/// Reads a file, changes the text, and saves it. Repeats all of it if an editor saved first. Other instances of this
/// program wait in the meantime, so `change` should be fast.
///
/// # Errors
/// Those of `change`, and those of [`replace`] except `Changed`.
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
            // The refusal may be due to an incomplete write by another process.
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

/// Locks the folder of a file, and cleans up after killed saves.
fn enter<'d, D: Disk>(disk: &'d mut D, path: &Path) -> Result<SavePlace<'d, D>, SaveError> {
    let mut place = SavePlace::enter(disk, path)?;
    stale_temp::clear_stale_temps(&mut place);
    Ok(place)
}
