//! Which process has a file open for writing, as far as this machine can tell.
//!
//! While a program writes a file in place, a reader sees a file that looks complete but is not. `/proc` lists the
//! processes that have it open. A lease would give the same answer in one call, but needs `unsafe`. This module does
//! not wait for the writer.

use super::network;
use crate::text::sanitise;
use rustix::process::geteuid;
use std::fs::{File, Metadata, read_dir, read_link, read_to_string};
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

/// Whether a process may still write to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writers {
    /// No process has it open for writing.
    None,
    /// A process has it open; named for people, such as `scp (process 1234)`.
    Some(String),
    /// Unknown: the writer may be on another machine, may belong to another user, or there is no `/proc`.
    Unknown,
}

/// The process that has an open file open for writing, under any name.
pub(crate) fn writers_of(file: &File) -> Writers {
    let Ok(metadata) = file.metadata() else { return Writers::Unknown };
    let Ok(processes) = read_dir("/proc") else { return Writers::Unknown };
    let mut is_all_seen = true;
    let mut is_any_seen = false;
    for process in processes.flatten() {
        if !process.file_name().as_encoded_bytes().iter().all(u8::is_ascii_digit) {
            continue;
        }
        match has_open(&process.path(), &metadata) {
            Ok(true) => return Writers::Some(name_of_process(&process.path())),
            Ok(false) => is_any_seen = true,
            // The process ended in the meantime.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(_) => is_all_seen = false,
        }
    }
    let is_known = is_any_seen && (is_all_seen || is_ours_alone(&metadata)) && !network::is_on_network(file);
    if is_known { Writers::None } else { Writers::Unknown }
}

/// Whether only processes of this user and of root may write to the file.
fn is_ours_alone(metadata: &Metadata) -> bool {
    metadata.uid() == geteuid().as_raw() && metadata.mode() & 0o022 == 0
}

/// Whether a process has a file open for writing. Queries a descriptor only if its inode number matches: another file
/// of the process may be on a disk that hangs.
fn has_open(process: &Path, file: &Metadata) -> std::io::Result<bool> {
    for entry in read_dir(process.join("fd"))?.flatten() {
        let link = entry.path();
        let is_for_writing = link.symlink_metadata().is_ok_and(|link| link.permissions().mode() & 0o200 != 0);
        if !is_for_writing || !read_link(&link).is_ok_and(|target| target.is_absolute()) {
            continue;
        }
        let info = read_to_string(process.join("fdinfo").join(entry.file_name())).unwrap_or_default();
        let number = info.lines().find_map(|line| line.strip_prefix("ino:")?.trim().parse::<u64>().ok());
        let is_it = || link.metadata().is_ok_and(|open| (open.dev(), open.ino()) == (file.dev(), file.ino()));
        // Kernels before 5.15 do not report the inode number.
        if number.is_none_or(|number| number == file.ino()) && is_it() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn name_of_process(process: &Path) -> String {
    let number = process.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = read_to_string(process.join("comm")).unwrap_or_default();
    match name.trim() {
        "" => format!("process {number}"),
        name => format!("{} (process {number})", sanitise(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    #[cfg(target_os = "linux")]
    fn who_holds_a_file_open_for_writing_is_named_until_it_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.yaml");
        fs::write(&path, "title: x\n").unwrap();
        let reader = File::open(&path).unwrap();
        assert_eq!(writers_of(&reader), Writers::None);
        let writer = fs::OpenOptions::new().append(true).open(&path).unwrap();
        fs::rename(&path, folder.path().join("elsewhere")).unwrap();
        let named = writers_of(&reader);
        assert!(matches!(&named, Writers::Some(who) if who.contains("process")), "{named:?}");
        drop(writer);
        assert_eq!(writers_of(&reader), Writers::None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn another_file_of_the_same_text_is_another_file() {
        let folder = tempfile::tempdir().unwrap();
        let _writer = File::create(folder.path().join("other")).unwrap();
        fs::write(folder.path().join("list.yaml"), "").unwrap();
        assert_eq!(writers_of(&File::open(folder.path().join("list.yaml")).unwrap()), Writers::None);
    }
}
