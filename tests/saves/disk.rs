//! A disk on which anything can go wrong, at any call.

use rustix::io::Errno;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use trucewatch::runtime::save::{Attribute, Disk, Local, Writers};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This one call fails.
    Error(Errno),
    /// The process ends before this call: nothing happens any more.
    Crash,
}

/// What somebody else does before a call.
pub type Deed<'a> = Box<dyn FnMut() + 'a>;

/// The real disk, and a schedule of trouble.
#[derive(Default)]
pub struct Shaky<'a> {
    pub local: Local,
    /// The calls so far.
    pub calls: Vec<&'static str>,
    /// Before which call somebody else does something.
    pub deeds: BTreeMap<usize, Deed<'a>>,
    /// Which call goes wrong.
    pub fault: Option<(usize, Fault)>,
    /// Whether files can be exchanged.
    pub exchange: Exchange,
    /// What is known of who has a file open for writing.
    pub writers: WritersAnswer,
    /// Whether the process has ended.
    pub has_crashed: bool,
}

/// Whether the file system can exchange two files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exchange {
    #[default]
    Supported,
    Unsupported,
}

/// What the system says of who has a file open for writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WritersAnswer {
    /// Nobody has: to look takes milliseconds, and thousands of saves are tried.
    #[default]
    Nobody,
    /// What is so.
    AsItIs,
    /// It cannot be told.
    Unknown,
}

impl Shaky<'_> {
    /// The call that went wrong.
    pub fn failed(&self) -> &'static str {
        self.fault.and_then(|(at, _)| self.calls.get(at).copied()).unwrap_or("none")
    }

    fn pass(&mut self, call: &'static str) -> io::Result<()> {
        let at = self.calls.len();
        self.calls.push(call);
        assert!(at < 10_000, "a save does not come to an end");
        if let Some(deed) = self.deeds.get_mut(&at) {
            deed();
        }
        match self.fault {
            _ if self.has_crashed => Err(io::Error::other("crashed")),
            Some((when, Fault::Error(errno))) if when == at => Err(errno.into()),
            Some((when, Fault::Crash)) if when == at => {
                self.has_crashed = true;
                Err(io::Error::other("crashed"))
            }
            _ => Ok(()),
        }
    }
}

impl Disk for Shaky<'_> {
    fn resolve(&mut self, path: &Path) -> io::Result<PathBuf> {
        self.pass("resolve")?;
        self.local.resolve(path)
    }

    fn look(&mut self, path: &Path) -> io::Result<Metadata> {
        self.pass("look")?;
        self.local.look(path)
    }

    fn open_folder(&mut self, path: &Path) -> io::Result<File> {
        self.pass("open_folder")?;
        self.local.open_folder(path)
    }

    fn lock(&mut self, folder: &File) -> io::Result<()> {
        self.pass("lock")?;
        self.local.lock(folder)
    }

    fn list(&mut self, folder: &File) -> io::Result<Vec<OsString>> {
        self.pass("list")?;
        self.local.list(folder)
    }

    fn open(&mut self, folder: &File, name: &OsStr) -> io::Result<File> {
        self.pass("open")?;
        self.local.open(folder, name)
    }

    fn may_write(&mut self, folder: &File, name: &OsStr) -> io::Result<()> {
        self.pass("may_write")?;
        self.local.may_write(folder, name)
    }

    fn metadata(&mut self, file: &File) -> io::Result<Metadata> {
        self.pass("metadata")?;
        self.local.metadata(file)
    }

    fn read(&mut self, file: &File) -> io::Result<Vec<u8>> {
        self.pass("read")?;
        self.local.read(file)
    }

    fn create(&mut self, folder: &File, name: &OsStr) -> io::Result<File> {
        self.pass("create")?;
        self.local.create(folder, name)
    }

    /// Writes a part only, as a real disk may.
    fn write(&mut self, file: &File, bytes: &[u8]) -> io::Result<usize> {
        self.pass("write")?;
        self.local.write(file, &bytes[..bytes.len().min(20)])
    }

    fn set_owner(&mut self, file: &File, user: Option<u32>, group: Option<u32>) -> io::Result<()> {
        self.pass("set_owner")?;
        self.local.set_owner(file, user, group)
    }

    fn set_mode(&mut self, file: &File, mode: u32) -> io::Result<()> {
        self.pass("set_mode")?;
        self.local.set_mode(file, mode)
    }

    fn attributes(&mut self, file: &File) -> io::Result<Vec<Attribute>> {
        self.pass("attributes")?;
        self.local.attributes(file)
    }

    fn set_attribute(&mut self, file: &File, attribute: &Attribute) -> io::Result<()> {
        self.pass("set_attribute")?;
        self.local.set_attribute(file, attribute)
    }

    fn remove_attribute(&mut self, file: &File, attribute: &Attribute) -> io::Result<()> {
        self.pass("remove_attribute")?;
        self.local.remove_attribute(file, attribute)
    }

    /// No power is cut in a test, so that nothing need reach the disk.
    fn sync(&mut self, _: &File) -> io::Result<()> {
        self.pass("sync")
    }

    fn rename(&mut self, folder: &File, from: &OsStr, to: &OsStr) -> io::Result<()> {
        self.pass("rename")?;
        self.local.rename(folder, from, to)
    }

    fn exchange(&mut self, folder: &File, one: &OsStr, other: &OsStr) -> io::Result<()> {
        self.pass("exchange")?;
        match self.exchange {
            Exchange::Supported => self.local.exchange(folder, one, other),
            Exchange::Unsupported => Err(Errno::INVAL.into()),
        }
    }

    fn remove(&mut self, folder: &File, name: &OsStr) -> io::Result<()> {
        self.pass("remove")?;
        self.local.remove(folder, name)
    }

    fn writers(&mut self, file: &File) -> Writers {
        match (self.pass("writers"), self.writers) {
            (Ok(()), WritersAnswer::Nobody) => Writers::None,
            (Ok(()), WritersAnswer::AsItIs) => self.local.writers(file),
            (Ok(()), WritersAnswer::Unknown) | (Err(_), _) => Writers::Unknown,
        }
    }

    fn age(&mut self, metadata: &Metadata) -> Option<Duration> {
        self.local.age(metadata)
    }

    /// No time passes, but a call: what somebody else does comes nearer.
    fn pause(&mut self) {
        // It cannot fail, and after a crash the next call will.
        let _ = self.pass("pause");
    }
}
