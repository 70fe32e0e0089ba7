//! Reading the watchlist from disk, and telling by a glance whether it has changed.
//!
//! Only regular files are read, and nothing here can block: a named pipe or a device is refused before and after it is
//! opened. What the bytes mean is not decided here.

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

/// How long after a save a file system with coarse timestamps might still hide the next one, in seconds.
const COARSEST_TIMESTAMP: i64 = 2;

/// How long somebody must have been writing a file before that is said.
pub(super) const GROWING_FOR: Duration = Duration::from_secs(5);

/// Reads a whole regular file.
///
/// # Errors
/// Tells a missing file from a forbidden one; anything that is not a regular file, is larger than [`SIZE_LIMIT`](crate::load::SIZE_LIMIT), or
/// fails while being read is [`Unreadable::Other`], with the reason in words.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Unreadable> {
    read_stamped(path).map(|(bytes, ..)| bytes)
}

/// Like [`read_file`], with the stamp that the file had before its first byte was read: a save that lands during the
/// read leaves another stamp, and so is seen by the next look. The file that was read is still open.
pub(crate) fn read_stamped(path: &Path) -> Result<(Vec<u8>, Stamp, File), Unreadable> {
    let mut file = open(path)?;
    let metadata = file.metadata().map_err(unreadable)?;
    check(&metadata)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    (&mut file).take(SIZE_CAP + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > SIZE_CAP {
        return Err(too_large(bytes.len() as u64));
    }
    Ok((bytes, Stamp::from(&metadata), file))
}

/// Who has the file at a path open for writing.
pub(crate) fn writers_at(path: &Path) -> Writers {
    open(path).map_or(Writers::Unknown, |file| writers_of(&file))
}

/// Opens a regular file to read it. Nothing else is opened: that alone can have an effect.
fn open(path: &Path) -> Result<File, Unreadable> {
    check(&path.metadata().map_err(unreadable)?)?;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty()).map_err(|e| unreadable(e.into()))?))
}

/// What a file looks like from outside, without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    /// The stamp of what a path leads to now.
    ///
    /// # Errors
    /// Says why there is none: "no stamp" is a reading, too, and another one than "a different stamp".
    pub(crate) fn at(path: &Path) -> Result<Self, Unreadable> {
        path.metadata().map(|metadata| Self::from(&metadata)).map_err(unreadable)
    }

    /// The stamp of an open file.
    pub(crate) fn of(file: &File) -> Result<Self, Unreadable> {
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

    /// Whether both come from one save: the times of ownership and mode may differ.
    pub(crate) fn same_save(&self, other: &Self) -> bool {
        Self { changed: other.changed, ..*self } == *other
    }

    /// Whether a second save could follow unseen, because the first is so fresh that both may bear the same time.
    pub(crate) fn is_too_fresh(&self, at: DateTime<Utc>) -> bool {
        // A time in the far future comes from another machine's clock, and would always be fresh.
        (at.timestamp() - self.modified.0.max(self.changed.0)).abs() <= COARSEST_TIMESTAMP
    }
}

fn check(metadata: &Metadata) -> Result<(), Unreadable> {
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
