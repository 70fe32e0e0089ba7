//! The text that the tests save: entries between a head and an end, so that a torn or lost part shows.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A file of no entries.
pub const EMPTY: &str = "title: Test\nlog:\nend: true\n";

/// The text with one entry more, right before its end; nothing if the text is not whole.
pub fn with_entry(text: &[u8], entry: &str) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?;
    let entries = text.strip_suffix("end: true\n").filter(|_| is_whole(text))?;
    Some(format!("{entries}- {entry}\nend: true\n").into_bytes())
}

/// Whether nothing is torn.
pub fn is_whole(text: &str) -> bool {
    let rest = text.strip_prefix("title: Test\nlog:\n").and_then(|rest| rest.strip_suffix("end: true\n"));
    rest.is_some_and(|rest| {
        rest.is_empty() || (rest.ends_with('\n') && rest.lines().all(|line| line.starts_with("- ")))
    })
}

/// The entries of a whole text.
pub fn entries(text: &str) -> Vec<String> {
    assert!(is_whole(text), "torn: {text:?}");
    text.lines().filter_map(|line| line.strip_prefix("- ")).map(ToOwned::to_owned).collect()
}

/// A folder with a file of no entries, and with nothing else.
pub fn folder() -> (tempfile::TempDir, PathBuf) {
    in_folder(tempfile::tempdir().unwrap())
}

/// Such a folder in memory, where there is one: for tests that make thousands.
pub fn quick_folder() -> (tempfile::TempDir, PathBuf) {
    in_folder(tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap()))
}

fn in_folder(folder: tempfile::TempDir) -> (tempfile::TempDir, PathBuf) {
    let path = folder.path().canonicalize().unwrap().join("watchlist.yaml");
    fs::write(&path, EMPTY).unwrap();
    // Nobody is writing it: it is an hour old.
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
    (folder, path)
}

/// What else is in a file's folder.
pub fn neighbours(path: &Path) -> Vec<String> {
    let names = fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name != path.file_name().unwrap()).map(|name| name.to_string_lossy().into_owned()).collect()
}
