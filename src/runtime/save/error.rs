//! Why a save did not happen, in words that lead to the remedy.

use std::fmt::{self, Display};
use std::io;
use thiserror::Error;

/// Why a file was not saved. Unless a variant says otherwise, the file is as it was.
#[derive(Debug, Error)]
pub enum SaveError {
    /// It does not hold what was expected: somebody else has saved it.
    #[error("somebody else saved it meanwhile, so nothing was written: look at what it says now, then try again")]
    Changed,
    /// Nothing is there.
    #[error("no such file; `trucewatch init` writes one to start from")]
    Missing,
    /// It is a link, and nothing is where that leads.
    #[error("the link leads nowhere: point it at the watchlist, or remove it")]
    DanglingLink,
    /// It is a link in a circle of links.
    #[error("the link leads back to itself: point it at the watchlist")]
    LinkLoop,
    /// It is a folder, a device, a pipe or a socket.
    #[error("it is not a regular file: name the watchlist itself")]
    NotRegular,
    /// It is larger than any watchlist that is read.
    #[error("it is larger than the {} MiB that are read", crate::load::SIZE_LIMIT >> 20)]
    TooLarge,
    /// It may be read only. This holds for root as well: somebody meant it.
    #[error("it is write-protected: allow writing with `chmod u+w`, or save somewhere else")]
    ReadOnly,
    /// This user may not write to it.
    #[error("you may not write to it: ask its owner for permission")]
    Forbidden,
    /// It has several names, of which a save could only replace one.
    #[error(
        "it has {0} names (hard links), and a save would leave the others behind with the old text: \
         part them by `cp` and `mv`, or make them symbolic links"
    )]
    HardLinks(u64),
    /// It belongs to somebody who could not write to it any more after a save.
    #[error(
        "it belongs to somebody else, and saving would make it yours and shut them out: \
         give it a group that both of you are in, with `chgrp` and `chmod g+w`"
    )]
    NotOurs,
    /// Another instance did not finish its own save in time.
    #[error("another trucewatch is saving in this folder and does not come to an end: try again, or stop that one")]
    Busy,
    /// The file was saved again and again by somebody else, faster than we could.
    #[error("somebody else saves it all the time, so nothing was written: try again later")]
    Restless,
    /// Somebody has it open for writing, and may not have written all of it yet; named as in
    /// [`Writers::Some`](super::Writers::Some).
    #[error("{0} is still writing it, so nothing was written: try again when that is done, or stop it")]
    BeingWritten(String),
    /// A call to the file system failed.
    #[error("cannot {step}: {error}; {left}{}", remedy(error))]
    Failed {
        /// What was being done.
        step: SaveStep,
        /// What the system says.
        error: io::Error,
        /// How the file was left.
        left: Left,
    },
}

/// How a save that failed has left the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// As it was.
    Untouched,
    /// With the new text, whole; but it could not be made sure that it outlives a power cut.
    Replaced,
}

impl Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Untouched => "the file is as it was",
            Self::Replaced => "the new text is in place, but the disk has not confirmed it",
        })
    }
}

/// The steps of a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveStep {
    /// Following the path to its end.
    Resolve,
    /// Opening the folder.
    OpenFolder,
    /// Waiting for other instances.
    Lock,
    /// Reading the file.
    Read,
    /// Creating a file beside it.
    Create,
    /// Writing the new text there.
    Write,
    /// Giving the new file the old one's owner, mode and attributes.
    Keep,
    /// Having the new text reach the disk.
    Sync,
    /// Putting the new file in the place of the old one.
    Exchange,
    /// Having the new name reach the disk.
    SyncFolder,
    /// Looking at what was replaced.
    Compare,
    /// Undoing the exchange.
    TakeBack,
}

impl Display for SaveStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Resolve => "follow the path",
            Self::OpenFolder => "open its folder",
            Self::Lock => "lock its folder",
            Self::Read => "read it",
            Self::Create => "create a new file beside it",
            Self::Write => "write the new text",
            Self::Keep => "keep its owner, mode and attributes",
            Self::Sync => "bring the new text to the disk",
            Self::Exchange => "put the new file in its place",
            Self::SyncFolder => "bring its folder to the disk",
            Self::Compare => "read what was replaced",
            Self::TakeBack => "put the old file back",
        })
    }
}

/// Names the step in which a call failed.
pub(super) fn at(step: SaveStep) -> impl FnOnce(io::Error) -> SaveError {
    move |error| SaveError::Failed { step, error, left: Left::Untouched }
}

/// What to do about it.
fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull => ": free some space, then try again",
        io::ErrorKind::QuotaExceeded => ": your quota is used up; free some space, then try again",
        io::ErrorKind::PermissionDenied => {
            ": a save puts a new file in the place of the old one, so you need to be allowed to write in its folder"
        }
        io::ErrorKind::ReadOnlyFilesystem => ": the disk is mounted read-only; save somewhere else",
        io::ErrorKind::NotFound => ": somebody moved or removed it; try again",
        _ => ": try again, and look after the disk if it fails again",
    }
}

/// Why a file was not amended.
#[derive(Debug)]
pub enum AmendError<E> {
    /// The change itself was refused; nothing was written.
    Refused(E),
    /// It could not be saved.
    Save(SaveError),
}

impl<E> From<SaveError> for AmendError<E> {
    fn from(error: SaveError) -> Self {
        Self::Save(error)
    }
}

impl<E: Display> Display for AmendError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(why) => why.fmt(f),
            Self::Save(why) => why.fmt(f),
        }
    }
}

impl<E: fmt::Debug + Display> std::error::Error for AmendError<E> {}
