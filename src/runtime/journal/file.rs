//! The files of the journal: appended with one write under the lock, rotated by size, and read in order.

use super::entry::{JournalLine, SkippedLine};
use super::folder::Folder;
use rustix::fs::{Mode, OFlags};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// The size at which a file of the journal is rotated, in bytes.
const FULL: u64 = 1024 * 1024;

/// How many older files are kept besides the newest.
const KEPT: usize = 4;

/// How many bytes are read from the end of a file. A file that another program made huge must not cause a failure.
const READ_AT_MOST: u64 = 16 * 1024 * 1024;

/// How many bytes of the newest file are read to find the latest lines.
const TAIL: u64 = 256 * 1024;

const NEWEST: &str = "journal.jsonl";

#[derive(Clone, Debug, Default, PartialEq)]
pub struct JournalContent {
    /// Every readable line, oldest first.
    pub entries: Vec<JournalLine>,
    /// How many lines are incomplete or not in the journal's format.
    pub torn: usize,
    /// How many lines a later version of the program wrote.
    pub future: usize,
}

/// Appends all lines, or none.
pub(super) fn append(folder: &Folder, entries: &[JournalLine]) -> io::Result<()> {
    let lines: String = entries.iter().map(JournalLine::line).collect();
    if lines.is_empty() {
        return Ok(());
    }
    let mut file = open(folder)?;
    let mut length = file.metadata()?.len();
    if length > 0 && length + lines.len() as u64 > FULL {
        rotate(folder)?;
        file = open(folder)?;
        length = file.metadata()?.len();
    }
    // An incomplete last line must not corrupt the new one.
    let gap = if ends_in_a_line(&mut file, length)? { "" } else { "\n" };
    let bytes = format!("{gap}{lines}").into_bytes();
    let written = file.write(&bytes);
    match written {
        Ok(count) if count == bytes.len() => Ok(()),
        Ok(_) | Err(_) => {
            // A half-written line would stay in the file as invalid.
            let _ = file.set_len(length);
            Err(written.err().unwrap_or_else(|| ErrorKind::StorageFull.into()))
        }
    }
}

/// The latest lines, from the end of the newest file.
pub(super) fn tail(folder: &Folder) -> io::Result<Vec<JournalLine>> {
    let mut reading = JournalContent::default();
    reading.take(&folder.path.join(NEWEST), TAIL)?;
    Ok(reading.entries)
}

/// Locks the folder and reads every readable line.
pub(super) fn read(path: &Path) -> io::Result<JournalContent> {
    match Folder::enter_there(path) {
        Ok(folder) => all(&folder),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(JournalContent::default()),
        // The holder of the lock is stuck. Reading without the lock may miss a line.
        Err(error) if error.kind() == ErrorKind::TimedOut => every_line(path),
        Err(error) => Err(error),
    }
}

/// Every readable line, oldest first. The folder is already locked.
pub(super) fn all(folder: &Folder) -> io::Result<JournalContent> {
    every_line(&folder.path)
}

fn every_line(path: &Path) -> io::Result<JournalContent> {
    let mut reading = JournalContent::default();
    for name in (1..=KEPT).rev().map(older).chain([NEWEST.to_owned()]) {
        reading.take(&path.join(name), READ_AT_MOST)?;
    }
    Ok(reading)
}

impl JournalContent {
    /// Reads at most this many bytes from the end of a file. A missing file has no lines.
    fn take(&mut self, path: &Path, at_most: u64) -> io::Result<()> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::NOCTTY | OFlags::CLOEXEC;
        let mut file = match rustix::fs::open(path, flags, Mode::empty()).map(File::from) {
            Err(rustix::io::Errno::NOENT) => return Ok(()),
            file => file?,
        };
        let length = regular(&file)?;
        let skipped = length.saturating_sub(at_most);
        file.seek(SeekFrom::Start(skipped))?;
        let mut bytes = Vec::new();
        file.take(at_most).read_to_end(&mut bytes)?;
        let lines = bytes.split(|byte| *byte == b'\n').skip(usize::from(skipped > 0));
        for line in lines.filter(|line| !line.trim_ascii().is_empty()) {
            match JournalLine::parse(line) {
                Ok(entry) => self.entries.push(entry),
                Err(SkippedLine::Invalid) => self.torn += 1,
                Err(SkippedLine::Future) => self.future += 1,
            }
        }
        Ok(())
    }
}

fn open(folder: &Folder) -> io::Result<File> {
    let flags = OFlags::RDWR | OFlags::APPEND | OFlags::CREATE | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::openat(&folder.handle, NEWEST, flags, Mode::RUSR | Mode::WUSR)?);
    regular(&file)?;
    Ok(file)
}

/// The length of a regular file.
fn regular(file: &File) -> io::Result<u64> {
    let metadata = file.metadata()?;
    if metadata.is_file() { Ok(metadata.len()) } else { Err(io::Error::other("the journal is not a regular file")) }
}

fn ends_in_a_line(file: &mut File, length: u64) -> io::Result<bool> {
    let Some(last) = length.checked_sub(1) else { return Ok(true) };
    file.seek(SeekFrom::Start(last))?;
    let mut byte = [0];
    file.read_exact(&mut byte)?;
    Ok(byte == *b"\n")
}

/// Renames each file to the next older one, and removes the oldest.
fn rotate(folder: &Folder) -> io::Result<()> {
    for age in (0..KEPT).rev() {
        let name = if age == 0 { NEWEST.to_owned() } else { older(age) };
        match fs::rename(folder.path.join(name), folder.path.join(older(age + 1))) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn older(age: usize) -> String {
    format!("journal.{age}.jsonl")
}

#[cfg(test)]
mod tests {
    use super::super::entry::JournalFact;
    use super::super::entry::tests::change;
    use super::*;
    use crate::load::Fingerprint;
    use chrono::{DateTime, Utc};
    use std::os::unix::fs::PermissionsExt as _;

    fn entry(is: &str) -> JournalLine {
        let told =
            JournalFact::Changed { from: Fingerprint::from_bytes("a"), by: None, change: change("open", is).into() };
        JournalLine {
            at: DateTime::<Utc>::UNIX_EPOCH,
            file: "/a.yaml".to_owned(),
            text: Fingerprint::from_bytes("b"),
            told,
        }
    }

    fn state() -> (tempfile::TempDir, std::path::PathBuf) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("deep/state/trucewatch");
        (home, path)
    }

    fn write(path: &Path, entries: &[JournalLine]) -> io::Result<()> {
        append(&Folder::enter(path)?, entries)
    }

    #[test]
    fn folder_and_file_are_for_our_own_eyes() {
        let (_home, path) = state();
        write(&path, &[entry("closed")]).unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&path.join(NEWEST))), (0o700, 0o600));
        assert_eq!(read(&path).unwrap().entries, [entry("closed")]);
    }

    #[test]
    fn a_folder_that_is_not_there_has_an_empty_journal() {
        let (_home, path) = state();
        assert_eq!(read(&path).unwrap(), JournalContent::default());
    }

    #[test]
    fn torn_and_future_lines_are_counted_and_kept() {
        let (_home, path) = state();
        write(&path, &[entry("one")]).unwrap();
        let before = fs::read(path.join(NEWEST)).unwrap();
        let mut spoilt = b"\xff\xfe{\n{\"v\":9}\n".to_vec();
        spoilt.extend_from_slice(&before);
        spoilt.extend_from_slice(&before[..40]);
        fs::write(path.join(NEWEST), &spoilt).unwrap();
        write(&path, &[entry("two")]).unwrap();
        let reading = read(&path).unwrap();
        assert_eq!((reading.entries, reading.torn, reading.future), (vec![entry("one"), entry("two")], 2, 1));
        assert!(fs::read(path.join(NEWEST)).unwrap().starts_with(&spoilt));
    }

    #[test]
    fn full_files_are_set_aside_and_the_oldest_goes() {
        let (_home, path) = state();
        let batch: Vec<_> = (0..500).map(|_| entry("closed")).collect();
        for _ in 0..60 {
            write(&path, &batch).unwrap();
        }
        let mut names: Vec<_> = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap()).collect();
        names.sort_by_key(fs::DirEntry::file_name);
        assert_eq!(names.len(), KEPT + 1);
        assert!(names.iter().all(|file| file.metadata().unwrap().len() <= FULL));
        let reading = read(&path).unwrap();
        assert_eq!((reading.torn, reading.entries.len() % 500), (0, 0));
        assert!(tail(&Folder::enter(&path).unwrap()).unwrap().len() > 100);
    }

    #[test]
    fn what_is_no_file_is_refused_and_left_alone() {
        let (home, path) = state();
        write(&path, &[entry("closed")]).unwrap();
        fs::remove_file(path.join(NEWEST)).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(path.join(NEWEST)).status().unwrap().success());
        assert!(write(&path, &[entry("closed")]).is_err());
        fs::remove_file(path.join(NEWEST)).unwrap();
        fs::write(home.path().join("precious"), "mine").unwrap();
        std::os::unix::fs::symlink(home.path().join("precious"), path.join(NEWEST)).unwrap();
        assert!(write(&path, &[entry("closed")]).is_err());
        assert_eq!(fs::read(home.path().join("precious")).unwrap(), b"mine");
    }

    #[test]
    fn writers_at_once_tear_no_line() {
        let (_home, path) = state();
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let path = &path;
                scope.spawn(move || (0..50).for_each(|n| write(path, &[entry(&format!("{writer}-{n}"))]).unwrap()));
            }
        });
        let reading = read(&path).unwrap();
        assert_eq!((reading.entries.len(), reading.torn), (200, 0));
    }
}
