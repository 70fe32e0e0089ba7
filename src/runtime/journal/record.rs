//! The record of one watchlist: what the operator last looked at, and up to where changes were recorded.

use super::folder::{Folder, create};
use crate::load::Fingerprint;
use crate::runtime::file::read_file;
use chrono::{DateTime, SecondsFormat, SubsecRound as _, Utc};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const VERSION: u32 = 1;

const NAME: &str = "record.json";

/// A text of the watchlist at a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextMark {
    pub(super) at: DateTime<Utc>,
    pub(super) text: Fingerprint,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FileRecord {
    /// What the operator last looked at.
    pub(super) seen: Option<TextMark>,
    /// Up to where changes were recorded.
    pub(super) watched: Option<TextMark>,
}

#[derive(Serialize, Deserialize)]
struct WireRecord {
    v: u32,
    file: String,
    seen: Option<WireMark>,
    watched: Option<WireMark>,
}

#[derive(Serialize, Deserialize)]
struct WireMark {
    at: String,
    text: String,
}

impl TextMark {
    /// Truncates the time to the millisecond, as it is stored.
    pub(super) fn new(at: DateTime<Utc>, text: Fingerprint) -> Self {
        Self { at: at.trunc_subsecs(3), text }
    }

    fn wire(self) -> WireMark {
        WireMark { at: self.at.to_rfc3339_opts(SecondsFormat::Millis, true), text: self.text.to_string() }
    }

    fn parse(wire: &WireMark) -> Option<Self> {
        let at = DateTime::parse_from_rfc3339(&wire.at).ok()?.to_utc();
        Some(Self { at, text: Fingerprint::parse(&wire.text)? })
    }
}

impl FileRecord {
    /// The record of a file; empty if there is none or if it cannot be read.
    pub(super) fn read(folder: &Folder, file: &str) -> Self {
        let wire = read_file(&place(folder, file).join(NAME)).ok();
        let wire = wire.and_then(|bytes| serde_json::from_slice::<WireRecord>(&bytes).ok());
        // Two paths with the same fingerprint share a folder. Only the last one is recorded.
        let Some(wire) = wire.filter(|wire| wire.v == VERSION && wire.file == file) else { return Self::default() };
        let mark = |wire: Option<WireMark>| wire.as_ref().and_then(TextMark::parse);
        Self { seen: mark(wire.seen), watched: mark(wire.watched) }
    }

    /// Stores the record with a text that it refers to, and removes texts that it no longer refers to.
    pub(super) fn write(self, folder: &Folder, file: &str, (print, text): (Fingerprint, &str)) -> io::Result<()> {
        let place = place(folder, file);
        create(&place)?;
        let path = place.join(name_of(print));
        let is_there = path.metadata().is_ok_and(|metadata| metadata.len() == text.len() as u64);
        if self.texts().any(|spoken_of| spoken_of == print) && !is_there {
            replace(&place, &path, text.as_bytes())?;
        }
        let wire = WireRecord {
            v: VERSION,
            file: file.to_owned(),
            seen: self.seen.map(TextMark::wire),
            watched: self.watched.map(TextMark::wire),
        };
        let bytes = serde_json::to_vec(&wire).expect("plain strings always serialise");
        replace(&place, &place.join(NAME), &bytes)?;
        self.clear(&place)
    }

    fn texts(self) -> impl Iterator<Item = Fingerprint> {
        [self.seen, self.watched].into_iter().flatten().map(|mark| mark.text)
    }

    fn clear(self, place: &Path) -> io::Result<()> {
        let names: Vec<OsString> = self.texts().map(name_of).chain([NAME.to_owned()]).map(OsString::from).collect();
        for entry in fs::read_dir(place)? {
            let entry = entry?;
            if !names.contains(&entry.file_name()) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// A stored text, if it is complete.
pub(super) fn text(folder: &Folder, file: &str, print: Fingerprint) -> Option<Vec<u8>> {
    let bytes = read_file(&place(folder, file).join(name_of(print))).ok()?;
    (Fingerprint::from_bytes(&bytes) == print).then_some(bytes)
}

fn place(folder: &Folder, file: &str) -> PathBuf {
    folder.path.join("files").join(Fingerprint::from_bytes(file).to_string())
}

fn name_of(text: Fingerprint) -> String {
    format!("{text}.yaml")
}

/// Replaces a file atomically.
fn replace(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str) -> Option<TextMark> {
        Some(TextMark { at: "2026-02-01T12:02:11.250Z".parse().unwrap(), text: Fingerprint::from_bytes(text) })
    }

    fn kept(folder: &Folder, of: &str) -> Option<Vec<u8>> {
        text(folder, "/a.yaml", Fingerprint::from_bytes(of))
    }

    fn names(folder: &Folder) -> usize {
        fs::read_dir(place(folder, "/a.yaml")).unwrap().count()
    }

    #[test]
    fn a_record_is_read_as_it_was_written_and_keeps_the_texts_that_it_speaks_of() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::enter(home.path()).unwrap();
        assert_eq!(FileRecord::read(&folder, "/a.yaml"), FileRecord::default());
        let record = FileRecord { seen: mark("one"), watched: mark("one") };
        record.write(&folder, "/a.yaml", (Fingerprint::from_bytes("one"), "one")).unwrap();
        let later = FileRecord { watched: mark("two"), ..record };
        later.write(&folder, "/a.yaml", (Fingerprint::from_bytes("two"), "two")).unwrap();
        assert_eq!(FileRecord::read(&folder, "/a.yaml"), later);
        assert_eq!(kept(&folder, "one").unwrap(), b"one");
        assert_eq!(kept(&folder, "two").unwrap(), b"two");
        assert_eq!(names(&folder), 3);
        FileRecord { seen: mark("two"), ..later }
            .write(&folder, "/a.yaml", (Fingerprint::from_bytes("two"), "two"))
            .unwrap();
        assert_eq!((kept(&folder, "one"), names(&folder)), (None, 2));
        assert_eq!(FileRecord::read(&folder, "/b.yaml"), FileRecord::default());
    }

    #[test]
    fn what_is_spoilt_is_as_good_as_lost() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::enter(home.path()).unwrap();
        let record = FileRecord { seen: mark("one"), watched: None };
        record.write(&folder, "/a.yaml", (Fingerprint::from_bytes("one"), "one")).unwrap();
        fs::write(place(&folder, "/a.yaml").join(name_of(Fingerprint::from_bytes("one"))), "half").unwrap();
        assert_eq!(kept(&folder, "one"), None);
        fs::write(place(&folder, "/a.yaml").join(NAME), "{\"v\":1").unwrap();
        assert_eq!(FileRecord::read(&folder, "/a.yaml"), FileRecord::default());
        fs::write(place(&folder, "/a.yaml").join(NAME), "{\"v\":7,\"file\":\"/a.yaml\"}").unwrap();
        assert_eq!(FileRecord::read(&folder, "/a.yaml"), FileRecord::default());
    }
}
