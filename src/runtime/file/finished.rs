//! Reads a file for an answer that is given once, so not while another process is still writing it.
//!
//! The beginning of a watchlist is often a valid watchlist too. The board reads again and again; a command that prints
//! and exits waits here instead, for a few seconds at most. If the system cannot report who has the file open, the file
//! is read as it is.

use super::writers::{Writers, writers_of};
use super::{GROWING_FOR, Stamp, read_stamped};
use crate::app::Unreadable;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// The interval between two checks.
const PAUSE: Duration = Duration::from_millis(50);

/// Reads a whole regular file once no process has it open for writing.
///
/// # Errors
/// Those of [`read_file`](super::read_file), and [`Unreadable::BeingWritten`] if a process keeps writing.
pub fn read_finished(path: &Path) -> Result<Vec<u8>, Unreadable> {
    read_within(path, GROWING_FOR)
}

fn read_within(path: &Path, patience: Duration) -> Result<Vec<u8>, Unreadable> {
    let until = Instant::now() + patience;
    loop {
        let (bytes, stamp, file) = read_stamped(path)?;
        let is_over = Instant::now() >= until;
        match writers_of(&file) {
            Writers::Some(who) if is_over => return Err(Unreadable::BeingWritten(who)),
            Writers::Some(_) => {}
            // Otherwise a process has written and closed it since the read.
            Writers::None | Writers::Unknown if is_over || Stamp::from_file(&file) == Ok(stamp) => return Ok(bytes),
            Writers::None | Writers::Unknown => {}
        }
        thread::sleep(PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, File};
    use std::io::Write as _;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_that_is_being_written_is_read_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.yaml");
        let mut writer = File::create(&path).unwrap();
        writer.write_all(b"title: x\n").unwrap();
        let late = thread::spawn(move || {
            thread::sleep(PAUSE * 4);
            writer.write_all(b"note: y\n").unwrap();
        });
        assert_eq!(read_finished(&path).unwrap(), b"title: x\nnote: y\n");
        late.join().unwrap();
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn who_goes_on_writing_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.yaml");
        fs::write(&path, "title: x\n").unwrap();
        let writer = fs::OpenOptions::new().append(true).open(&path).unwrap();
        let read = read_within(&path, PAUSE);
        assert!(matches!(&read, Err(Unreadable::BeingWritten(who)) if who.contains("process")), "{read:?}");
        drop(writer);
        assert_eq!(read_within(&path, PAUSE).unwrap(), b"title: x\n");
    }
}
