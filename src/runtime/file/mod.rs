//! Reads the watchlist from disk, and detects a change without reading it.
//!
//! Only regular files are read, and nothing here can block: named pipes and devices are refused both before and after
//! opening. Parsing happens elsewhere.

mod finished;
pub(super) mod network;
pub(super) mod writers;
mod zoneinfo;

pub use finished::read_finished;
pub use zoneinfo::{SYSTEM_ZONES, describe_system_rules};

use crate::app::Unreadable;
use chrono::{DateTime, Utc};
use rustix::fs::{Mode, OFlags};
use std::fs::{File, FileType, Metadata};
use std::io::{self, ErrorKind, Read as _};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::path::Path;
use std::time::Duration;
use writers::{Writers, writers_of};

/// The largest watchlist that is read, in bytes.
const SIZE_CAP: u64 = crate::load::SIZE_LIMIT as u64;

/// How long after a save a file system with coarse timestamps can still hide the next save, in seconds.
const COARSEST_TIMESTAMP: i64 = 2;

/// How long a process must have been writing a file before this is reported.
pub(super) const GROWING_FOR: Duration = Duration::from_secs(5);

/// Reads a whole regular file.
///
/// # Errors
/// [`Unreadable::Missing`] if there is no file, and [`Unreadable::Denied`] if it may not be read.
/// [`Unreadable::Other`], with the reason in words, if it is not regular, is larger than
/// [`SIZE_LIMIT`](crate::load::SIZE_LIMIT), or fails during the read.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Unreadable> {
    read_stamped(path).map(|(bytes, ..)| bytes)
}

/// Like [`read_file`], and also returns the open file and the stamp from before the first byte was read: a save during
/// the read changes the stamp, so the next check finds it.
pub(crate) fn read_stamped(path: &Path) -> Result<(Vec<u8>, Stamp, File), Unreadable> {
    let mut file = open(path)?;
    let metadata = file.metadata().map_err(unreadable)?;
    require_regular_file(&metadata)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    (&mut file).take(SIZE_CAP + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > SIZE_CAP {
        return Err(too_large(bytes.len() as u64));
    }
    Ok((bytes, Stamp::from(&metadata), file))
}

pub(crate) fn writers_at(path: &Path) -> Writers {
    open(path).map_or(Writers::Unknown, |file| writers_of(&file))
}

/// Opens a regular file for reading. It never opens other kinds of files, because opening them can have side effects.
fn open(path: &Path) -> Result<File, Unreadable> {
    require_regular_file(&path.metadata().map_err(unreadable)?)?;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty()).map_err(|e| unreadable(e.into()))?))
}

/// The metadata that changes when a file changes. Getting it does not read the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    /// The stamp of the file that a path resolves to now.
    ///
    /// # Errors
    /// Says why there is none. No stamp is also a result, and it differs from a changed stamp.
    pub(crate) fn at(path: &Path) -> Result<Self, Unreadable> {
        path.metadata().map(|metadata| Self::from(&metadata)).map_err(unreadable)
    }

    pub(crate) fn from_file(file: &File) -> Result<Self, Unreadable> {
        file.metadata().map(|metadata| Self::from(&metadata)).map_err(unreadable)
    }

    fn from(metadata: &Metadata) -> Self {
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            size: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    /// Whether both stamps come from one save. Changes of owner or mode do not count.
    pub(crate) fn same_save(&self, other: &Self) -> bool {
        Self { changed: other.changed, ..*self } == *other
    }

    /// Whether the save is so recent that a second one could get the same timestamp and go unnoticed.
    pub(crate) fn is_too_fresh(&self, at: DateTime<Utc>) -> bool {
        // A time in the far future comes from another machine's clock and would always count as recent.
        (at.timestamp() - self.modified.0.max(self.changed.0)).abs() <= COARSEST_TIMESTAMP
    }
}

fn require_regular_file(metadata: &Metadata) -> Result<(), Unreadable> {
    if !metadata.is_file() {
        return Err(Unreadable::Other(format!("not a regular file: it is {}", kind_name(metadata.file_type()))));
    }
    if metadata.len() > SIZE_CAP { Err(too_large(metadata.len())) } else { Ok(()) }
}

fn kind_name(kind: FileType) -> &'static str {
    if kind.is_dir() {
        "a folder"
    } else if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_char_device() || kind.is_block_device() {
        "a device"
    } else {
        "something else"
    }
}

fn too_large(size: u64) -> Unreadable {
    Unreadable::Other(format!("too large: {} MiB, and at most {} MiB are read", size.div_ceil(1 << 20), SIZE_CAP >> 20))
}

fn unreadable(error: io::Error) -> Unreadable {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Unreadable::Missing,
        ErrorKind::PermissionDenied => Unreadable::Denied,
        _ => Unreadable::Other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[track_caller]
    fn check_refused(path: &Path, reason: &str) {
        assert_eq!(read_file(path), Err(Unreadable::Other(reason.to_owned())));
    }

    #[test]
    fn a_regular_file_is_read_whole_also_through_a_symlink() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&file, "title: x\n").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert_eq!(read_file(&link).unwrap(), b"title: x\n");
    }

    #[test]
    fn a_missing_file_and_a_dangling_link_are_missing() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("b");
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        assert_eq!(read_file(&folder.path().join("a")), Err(Unreadable::Missing));
        assert_eq!(read_file(&link), Err(Unreadable::Missing));
        assert_eq!(read_file(&link.join("below")), Err(Unreadable::Missing));
    }

    #[test]
    fn a_folder_a_pipe_a_socket_and_a_device_are_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let (pipe, socket) = (folder.path().join("pipe"), folder.path().join("socket"));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        check_refused(folder.path(), "not a regular file: it is a folder");
        check_refused(&pipe, "not a regular file: it is a named pipe");
        check_refused(&socket, "not a regular file: it is a socket");
        check_refused(Path::new("/dev/null"), "not a regular file: it is a device");
    }

    #[test]
    fn a_file_over_the_cap_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge");
        File::create(&path).unwrap().set_len(SIZE_CAP + 1).unwrap();
        check_refused(&path, "too large: 65 MiB, and at most 64 MiB are read");
    }

    #[test]
    fn a_stamp_tells_a_save_from_a_change_of_mode() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "one").unwrap();
        let first = Stamp::at(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(first.same_save(&Stamp::at(&path).unwrap()));
        fs::write(&path, "three").unwrap();
        assert!(!first.same_save(&Stamp::at(&path).unwrap()));
        assert_eq!(Stamp::at(&folder.path().join("b")), Err(Unreadable::Missing));
    }
}
