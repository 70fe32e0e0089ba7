//! The place of a file: its canonical path, its open and locked folder, and its content.
//!
//! The callers decide what is written there, and how.

use super::disk::Disk;
use super::error::{SaveError, SaveStep, at};
use crate::runtime::file::writers::Writers;
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A process that writes a file in place counts as finished after this long without a write.
const QUIET: Duration = Duration::from_millis(60);

/// The same if the system cannot report whether a process has the file open for writing.
const LONG_QUIET: Duration = Duration::from_secs(2);

/// How many times to pause for a program that has moved the file away, or emptied it, to write a new text there.
const MAX_PAUSES: usize = 50;

/// How many times to pause for a process that is writing the file.
const MAX_PAUSES_FOR_WRITER: usize = 150;

/// How many times the path may change its target while we wait for the lock.
const MAX_MOVES: usize = 20;

/// How many times to wait for the lock while others are saving.
const MAX_WAITS_FOR_LOCK: usize = 12;

/// The place of a file. Other instances cannot save there while this value lives.
pub(super) struct SavePlace<'d, D: Disk> {
    pub(super) disk: &'d mut D,
    /// With all links resolved: a link stays, and its target is replaced.
    pub(super) path: PathBuf,
    pub(super) folder: File,
    pub(super) name: OsString,
}

/// Whether a file was complete when it was read.
enum WriteProgress {
    Finished,
    /// It was written to just now.
    MayGoOn,
    /// A process has it open for writing.
    Writing(String),
}

pub(super) struct ReadFile {
    pub(super) file: File,
    pub(super) metadata: Metadata,
    pub(super) bytes: Vec<u8>,
}

impl<'d, D: Disk> SavePlace<'d, D> {
    /// Resolves a path, and locks its folder.
    pub(super) fn enter(disk: &'d mut D, path: &Path) -> Result<Self, SaveError> {
        for _ in 0..MAX_MOVES {
            let target = resolve(disk, path)?;
            let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
                return Err(SaveError::NotRegular);
            };
            let folder = disk.open_folder(parent).map_err(at(SaveStep::OpenFolder))?;
            lock(disk, &folder)?;
            // While we waited, the link may have been changed, or the folder replaced.
            if is_still_there(disk, path, &target, &folder)? {
                let name = name.to_owned();
                return Ok(SavePlace { disk, path: target, folder, name });
            }
        }
        Err(SaveError::Restless)
    }

    /// Reads a file in the folder; `None` if there is none, or if a link is replacing it right now.
    pub(super) fn read(&mut self, name: &OsStr) -> Result<Option<ReadFile>, SaveError> {
        let file = match self.disk.open(&self.folder, name) {
            Err(error) if is_gone(&error) => return Ok(None),
            outcome => outcome.map_err(at(SaveStep::Read))?,
        };
        let metadata = self.disk.metadata(&file).map_err(at(SaveStep::Read))?;
        if !metadata.is_file() {
            return Err(SaveError::NotRegular);
        }
        let bytes = self.disk.read(&file).map_err(at(SaveStep::Read))?;
        if bytes.len() > crate::load::SIZE_LIMIT {
            return Err(SaveError::TooLarge);
        }
        Ok(Some(ReadFile { file, metadata, bytes }))
    }

    /// Reads the watchlist once no process seems to be writing it.
    pub(super) fn read_settled(&mut self) -> Result<Vec<u8>, SaveError> {
        let name = self.name.clone();
        let mut pauses = 0;
        loop {
            match self.read(&name)? {
                None if pauses >= MAX_PAUSES => return Err(SaveError::Missing),
                None => {}
                Some(found) => match self.progress(&found) {
                    WriteProgress::Finished => return Ok(found.bytes),
                    WriteProgress::MayGoOn if pauses >= MAX_PAUSES_FOR_WRITER => return Ok(found.bytes),
                    WriteProgress::Writing(who) if pauses >= MAX_PAUSES_FOR_WRITER => {
                        return Err(SaveError::BeingWritten(who));
                    }
                    WriteProgress::MayGoOn | WriteProgress::Writing(_) => {}
                },
            }
            self.disk.pause();
            pauses += 1;
        }
    }

    /// Whether a process may still be writing the file in place. A file that was moved into place changed its name
    /// after its last byte was written; a file written in place did not. An empty file is taken for one that is about
    /// to be written.
    fn progress(&mut self, ReadFile { file, metadata, bytes }: &ReadFile) -> WriteProgress {
        let is_in_place =
            (metadata.mtime(), metadata.mtime_nsec()) == (metadata.ctime(), metadata.ctime_nsec()) || bytes.is_empty();
        let age = self.disk.age(metadata).filter(|_| is_in_place);
        let is_younger_than = |quiet| age.is_some_and(|age| age < quiet);
        if is_younger_than(if bytes.is_empty() { QUIET * 16 } else { QUIET }) {
            return WriteProgress::MayGoOn;
        }
        match self.disk.writers(file) {
            Writers::Some(who) => WriteProgress::Writing(who),
            Writers::Unknown if is_younger_than(LONG_QUIET) => WriteProgress::MayGoOn,
            Writers::None | Writers::Unknown => WriteProgress::Finished,
        }
    }
}

/// Resolves a path. Retries, because an editor may have moved the file away for a moment.
fn resolve(disk: &mut impl Disk, path: &Path) -> Result<PathBuf, SaveError> {
    for _ in 0..MAX_PAUSES {
        match disk.resolve(path) {
            Ok(target) => {
                let kind = disk.look(&target);
                return match kind {
                    Ok(metadata) if metadata.is_file() => Ok(target),
                    Ok(_) => Err(SaveError::NotRegular),
                    Err(error) if is_gone(&error) => continue,
                    Err(error) => Err(at(SaveStep::Resolve)(error)),
                };
            }
            Err(error) if error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) => return Err(SaveError::LinkLoop),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                if disk.look(path).is_ok_and(|metadata| metadata.is_symlink()) {
                    return Err(SaveError::DanglingLink);
                }
                disk.pause();
            }
            Err(error) => return Err(at(SaveStep::Resolve)(error)),
        }
    }
    Err(SaveError::Missing)
}

/// Waits for the lock. The lock is not granted in order: as long as others acquire and release it, a long wait may just
/// be bad luck.
fn lock(disk: &mut impl Disk, folder: &File) -> Result<(), SaveError> {
    for _ in 0..MAX_WAITS_FOR_LOCK {
        let before = disk.metadata(folder).map_err(at(SaveStep::Lock))?;
        match disk.lock(folder) {
            Err(error) if error.kind() == ErrorKind::TimedOut => {
                let after = disk.metadata(folder).map_err(at(SaveStep::Lock))?;
                if (after.mtime(), after.mtime_nsec()) == (before.mtime(), before.mtime_nsec()) {
                    return Err(SaveError::Busy);
                }
            }
            Err(error) if knows_no_locks(&error) => return Ok(()),
            outcome => return outcome.map_err(at(SaveStep::Lock)),
        }
    }
    Err(SaveError::Busy)
}

/// Some network file systems have no locks. There the exchange and the check after it must be enough.
fn knows_no_locks(error: &io::Error) -> bool {
    [Errno::NOLCK, Errno::NOTSUP, Errno::NOSYS].iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

fn is_still_there(disk: &mut impl Disk, path: &Path, target: &Path, folder: &File) -> Result<bool, SaveError> {
    let parent = target.parent().unwrap_or(target);
    let (Ok(now), Ok(there)) = (disk.resolve(path), disk.look(parent)) else { return Ok(false) };
    let ours = disk.metadata(folder).map_err(at(SaveStep::OpenFolder))?;
    Ok(now == target && (there.dev(), there.ino()) == (ours.dev(), ours.ino()))
}

/// Whether a name currently leads nowhere, or to a link that was not there before.
pub(super) fn is_gone(error: &io::Error) -> bool {
    error.kind() == ErrorKind::NotFound || error.raw_os_error() == Some(Errno::LOOP.raw_os_error())
}
