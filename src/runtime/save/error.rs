//! Why a save failed, in words that name the remedy.

use std::fmt::{self, Display};
use std::io;
use thiserror::Error;

/// Why a file was not saved. Unless a variant says otherwise, the file is unchanged.
#[derive(Debug, Error)]
pub enum SaveError {
    /// Someone else has saved the file: it does not hold the expected text.
    #[error("somebody else saved it meanwhile, so nothing was written: look at what it says now, then try again")]
    Changed,
    #[error("no such file; `trucewatch init` writes one to start from")]
    Missing,
    #[error("the link leads nowhere: point it at the watchlist, or remove it")]
    DanglingLink,
    #[error("the link leads back to itself: point it at the watchlist")]
    LinkLoop,
    #[error("it is not a regular file: name the watchlist itself")]
    NotRegular,
    /// It exceeds the size limit of a watchlist.
    #[error("it is larger than the {} MiB that are read", crate::load::SIZE_LIMIT >> 20)]
    TooLarge,
    /// It is read-only. This applies to root too: someone set it on purpose.
    #[error("it is write-protected: allow writing with `chmod u+w`, or save somewhere else")]
    ReadOnly,
    #[error("you may not write to it: ask its owner for permission")]
    Forbidden,
    /// It has hard links: a save could replace only one of its names.
    #[error(
        "it has {0} names (hard links), and a save would leave the others behind with the old text: \
         part them by `cp` and `mv`, or make them symbolic links"
    )]
    HardLinks(u64),
    /// After a save, its owner could no longer write to it.
    #[error(
        "it belongs to somebody else, and saving would make it yours and shut them out: \
         give it a group that both of you are in, with `chgrp` and `chmod g+w`"
    )]
    NotOurs,
    /// Another instance did not finish its own save in time.
    #[error("another trucewatch is saving in this folder and does not come to an end: try again, or stop that one")]
    Busy,
    /// Other programs kept saving the file, faster than we could.
    #[error("somebody else saves it all the time, so nothing was written: try again later")]
    Restless,
    /// A process, named as in [`Writers::Some`](super::Writers::Some), has the file open for writing and may not have
    /// written all of it yet.
    #[error("{0} is still writing it, so nothing was written: try again when that is done, or stop it")]
    BeingWritten(String),
    #[error("cannot {step}: {error}; {left}{}", remedy(error))]
    Failed { step: SaveStep, error: io::Error, left: Left },
}

/// The state of the file after a failed save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    Untouched,
    /// The complete new text is in place, but it may not survive a power failure.
    Replaced,
}

impl Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Untouched => "the file is unchanged",
            Self::Replaced => "the new text is in place, but the disk has not confirmed it",
        })
    }
}

/// The steps of a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveStep {
    Resolve,
    OpenFolder,
    /// Waiting for other instances.
    Lock,
    Read,
    /// Creating the temporary file next to it.
    Create,
    /// Writing the new text to the temporary file.
    Write,
    /// Copying the owner, mode and attributes of the old file to the new one.
    Keep,
    /// Syncing the new text to disk.
    Sync,
    /// Replacing the old file with the new one.
    Exchange,
    /// Syncing the new name to disk.
    SyncFolder,
    /// Comparing the replaced text with the expected one.
    Compare,
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

/// Wraps an I/O error with the step in which it occurred.
pub(super) fn at(step: SaveStep) -> impl FnOnce(io::Error) -> SaveError {
    move |error| SaveError::Failed { step, error, left: Left::Untouched }
}

/// The remedy for an I/O error.
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
