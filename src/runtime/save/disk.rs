//! The interface between a save and the file system: every call that a save makes, and the real implementation.
//!
//! Tests implement [`Disk`] to let any call fail, or to let another process save right before it. The callers handle
//! failures.

use crate::runtime::file::writers::{Writers, writers_of};
use rustix::buffer::spare_capacity;
use rustix::fs::{Access, AtFlags, CWD, Gid, Mode, OFlags, RenameFlags, Uid, XattrFlags};
use std::ffi::{CString, OsStr, OsString};
use std::fs::{File, Metadata, Permissions, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, SystemTime};

/// How long to wait for another instance that is saving in the same folder. A save takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// The length of one [`Disk::pause`] for a process that is still writing the file in place.
const PAUSE: Duration = Duration::from_millis(20);

/// The limit of Linux for an attribute's value, and for the list of their names, in bytes.
const ATTRIBUTE_SIZE: usize = 64 * 1024;

/// An extended attribute: an access control list, a security label, or a user's tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Such as `user.comment` or `system.posix_acl_access`.
    pub name: CString,
    pub value: Vec<u8>,
}

/// Every file system call that a save makes. Names are relative to an open folder, so a save follows a folder that is
/// moved in the meantime.
///
/// # Errors
/// Each call fails as the system call does.
#[expect(clippy::missing_errors_doc, reason = "said once for all of them")]
pub trait Disk {
    /// The canonical path, with all links resolved.
    fn resolve(&mut self, path: &Path) -> io::Result<PathBuf>;
    /// The metadata at a path. Does not follow a link.
    fn look(&mut self, path: &Path) -> io::Result<Metadata>;
    fn open_folder(&mut self, path: &Path) -> io::Result<File>;
    /// Locks a folder against other instances of this program, waiting for them. Fails with [`ErrorKind::TimedOut`] if
    /// the wait takes too long. The lock is released with the handle, also if the process is killed.
    fn lock(&mut self, folder: &File) -> io::Result<()>;
    /// The names in a folder.
    fn list(&mut self, folder: &File) -> io::Result<Vec<OsString>>;
    /// Opens a file for reading. Never follows a link, and never blocks.
    fn open(&mut self, folder: &File, name: &OsStr) -> io::Result<File>;
    /// Fails if this process may not write to a file.
    fn may_write(&mut self, folder: &File, name: &OsStr) -> io::Result<()>;
    fn metadata(&mut self, file: &File) -> io::Result<Metadata>;
    /// Reads an open file to its end, or to one byte more than the size limit of a watchlist.
    fn read(&mut self, file: &File) -> io::Result<Vec<u8>>;
    /// Creates a file with mode 0600. Fails if the name exists.
    fn create(&mut self, folder: &File, name: &OsStr) -> io::Result<File>;
    /// Writes as much as possible, and returns the number of bytes written.
    fn write(&mut self, file: &File, bytes: &[u8]) -> io::Result<usize>;
    /// Changes the owner and the group; `None` leaves one unchanged.
    fn set_owner(&mut self, file: &File, user: Option<u32>, group: Option<u32>) -> io::Result<()>;
    fn set_mode(&mut self, file: &File, mode: u32) -> io::Result<()>;
    /// The extended attributes of a file; empty if the file system does not support them.
    fn attributes(&mut self, file: &File) -> io::Result<Vec<Attribute>>;
    fn set_attribute(&mut self, file: &File, attribute: &Attribute) -> io::Result<()>;
    fn remove_attribute(&mut self, file: &File, attribute: &Attribute) -> io::Result<()>;
    /// Returns once a file, or the names in a folder, are on disk.
    fn sync(&mut self, file: &File) -> io::Result<()>;
    /// Renames a file, replacing a file with the new name.
    fn rename(&mut self, folder: &File, from: &OsStr, to: &OsStr) -> io::Result<()>;
    /// Swaps the names of two files in one step.
    fn exchange(&mut self, folder: &File, one: &OsStr, other: &OsStr) -> io::Result<()>;
    fn remove(&mut self, folder: &File, name: &OsStr) -> io::Result<()>;
    fn writers(&mut self, file: &File) -> Writers;
    /// The time since the last write to a file; `None` if it is in the future by our clock.
    fn age(&mut self, metadata: &Metadata) -> Option<Duration>;
    fn pause(&mut self);
}

/// The real file system.
#[derive(Clone, Copy, Debug)]
pub struct Local {
    /// How long to wait for a lock.
    pub patience: Duration,
}

impl Default for Local {
    fn default() -> Self {
        Self { patience: PATIENCE }
    }
}

impl Disk for Local {
    fn resolve(&mut self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn look(&mut self, path: &Path) -> io::Result<Metadata> {
        path.symlink_metadata()
    }

    fn open_folder(&mut self, path: &Path) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(File::from(rustix::fs::openat(CWD, path, flags, Mode::empty())?))
    }

    fn lock(&mut self, folder: &File) -> io::Result<()> {
        match folder.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Only a blocking lock is granted in order, and only another thread allows to give up waiting. The thread's
        // handle shares the lock with ours: after a timeout, the lock is released as soon as it is granted.
        let handle = folder.try_clone()?;
        let (sender, receiver) = channel();
        thread::Builder::new().name("lock".to_owned()).spawn(move || sender.send(handle.lock()))?;
        match receiver.recv_timeout(self.patience) {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Err(ErrorKind::TimedOut.into()),
        }
    }

    fn list(&mut self, folder: &File) -> io::Result<Vec<OsString>> {
        let names = rustix::fs::Dir::read_from(folder)?.map(|entry| {
            let entry = entry?;
            Ok(OsStr::from_bytes(entry.file_name().to_bytes()).to_owned())
        });
        names.collect()
    }

    fn open(&mut self, folder: &File, name: &OsStr) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::NOCTTY | OFlags::CLOEXEC;
        Ok(File::from(rustix::fs::openat(folder, name, flags, Mode::empty())?))
    }

    fn may_write(&mut self, folder: &File, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::accessat(folder, name, Access::WRITE_OK, AtFlags::EACCESS)?)
    }

    fn metadata(&mut self, file: &File) -> io::Result<Metadata> {
        file.metadata()
    }

    fn read(&mut self, mut file: &File) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (&mut file).take(crate::load::SIZE_LIMIT as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn create(&mut self, folder: &File, name: &OsStr) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(File::from(rustix::fs::openat(folder, name, flags, Mode::RUSR | Mode::WUSR)?))
    }

    fn write(&mut self, mut file: &File, bytes: &[u8]) -> io::Result<usize> {
        file.write(bytes)
    }

    fn set_owner(&mut self, file: &File, user: Option<u32>, group: Option<u32>) -> io::Result<()> {
        Ok(rustix::fs::fchown(file, user.map(Uid::from_raw), group.map(Gid::from_raw))?)
    }

    fn set_mode(&mut self, file: &File, mode: u32) -> io::Result<()> {
        file.set_permissions(Permissions::from_mode(mode))
    }

    fn attributes(&mut self, file: &File) -> io::Result<Vec<Attribute>> {
        let mut names = Vec::with_capacity(ATTRIBUTE_SIZE);
        match rustix::fs::flistxattr(file, spare_capacity(&mut names)) {
            Err(rustix::io::Errno::NOTSUP | rustix::io::Errno::NOSYS) => return Ok(Vec::new()),
            outcome => outcome?,
        };
        let names = names.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        let read = |name: &[u8]| {
            let name = CString::new(name)?;
            let mut value = Vec::with_capacity(ATTRIBUTE_SIZE);
            rustix::fs::fgetxattr(file, &name, spare_capacity(&mut value))?;
            Ok(Attribute { name, value })
        };
        names.map(read).collect()
    }

    fn set_attribute(&mut self, file: &File, attribute: &Attribute) -> io::Result<()> {
        Ok(rustix::fs::fsetxattr(file, &attribute.name, &attribute.value, XattrFlags::empty())?)
    }

    fn remove_attribute(&mut self, file: &File, attribute: &Attribute) -> io::Result<()> {
        Ok(rustix::fs::fremovexattr(file, &attribute.name)?)
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn rename(&mut self, folder: &File, from: &OsStr, to: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::renameat(folder, from, folder, to)?)
    }

    fn exchange(&mut self, folder: &File, one: &OsStr, other: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::renameat_with(folder, one, folder, other, RenameFlags::EXCHANGE)?)
    }

    fn remove(&mut self, folder: &File, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(folder, name, AtFlags::empty())?)
    }

    fn writers(&mut self, file: &File) -> Writers {
        writers_of(file)
    }

    fn age(&mut self, metadata: &Metadata) -> Option<Duration> {
        SystemTime::now().duration_since(metadata.modified().ok()?).ok()
    }

    fn pause(&mut self) {
        thread::sleep(PAUSE);
    }
}
