//! The files that a killed save leaves behind, and how the next save cleans them up.
//!
//! While the new text is being written, its file is *unfinished* and can be removed. For the exchange it gets a name
//! with the fingerprints of the old and the new text. If the exchange has swapped out something else, because someone
//! saved at that very moment, then the only copy of their text has that name. It is restored, or renamed so that it is
//! visible, and never removed.

use super::disk::Disk;
use super::place::{ReadFile, SavePlace};
use crate::runtime::file::network;
use crate::runtime::file::writers::Writers;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

const PREFIX: &str = ".trucewatch-";
const UNFINISHED: &str = ".unfinished";
const READY: &str = ".ready";
const RESCUED: &str = ".rescued-";

/// On a network file system, a lock may not reach other machines. A younger file may belong to a save that is running
/// there.
const OLD_ON_A_NETWORK: Duration = Duration::from_secs(3600);

/// The file being saved, and the fingerprints of its old and new text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TempName {
    file: u64,
    old: u64,
    new: u64,
}

impl TempName {
    pub(super) fn new(file: &OsStr, old: &[u8], new: &[u8]) -> Self {
        Self { file: fingerprint(file.as_bytes()), old: fingerprint(old), new: fingerprint(new) }
    }

    /// The name of the new file while it is written.
    pub(super) fn unfinished(self) -> OsString {
        self.name(UNFINISHED)
    }

    /// The name of the new file once it is complete, and of the old one after the exchange.
    pub(super) fn ready(self) -> OsString {
        self.name(READY)
    }

    /// Whether a text is the old or the new one, and not someone else's.
    fn is_ours(self, bytes: &[u8]) -> bool {
        [self.old, self.new].contains(&fingerprint(bytes))
    }

    fn name(self, stage: &str) -> OsString {
        let Self { file, old, new } = self;
        format!("{PREFIX}{file:016x}-{old:016x}-{new:016x}{stage}").into()
    }

    /// Parses such a name.
    fn parse(name: &OsStr) -> Option<(Self, TempStage)> {
        let name = name.to_str()?.strip_prefix(PREFIX)?;
        let (name, stage) = match (name.strip_suffix(UNFINISHED), name.strip_suffix(READY)) {
            (Some(name), _) => (name, TempStage::Unfinished),
            (None, Some(name)) => (name, TempStage::Ready),
            (None, None) => return None,
        };
        let mut parts = name.split('-').map(|part| u64::from_str_radix(part, 16).ok().filter(|_| part.len() == 16));
        let temp_name = Self { file: parts.next()??, old: parts.next()??, new: parts.next()?? };
        parts.next().is_none().then_some((temp_name, stage))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TempStage {
    Unfinished,
    Ready,
}

/// FNV-1a, 64 bits. It must not change from one version of the program to the next.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Removes what killed saves of this file have left behind. The folder is locked, so none of those saves is running. A
/// file that cannot be removed does no harm.
pub(super) fn clear_stale_temps(place: &mut SavePlace<'_, impl Disk>) {
    let file = fingerprint(place.name.as_bytes());
    for name in place.disk.list(&place.folder).unwrap_or_default() {
        match TempName::parse(&name).filter(|(temp_name, _)| temp_name.file == file) {
            Some((_, TempStage::Unfinished)) if is_dead(place, &name) => drop(place.disk.remove(&place.folder, &name)),
            Some((temp_name, TempStage::Ready)) if is_dead(place, &name) => finish_killed_save(place, &name, temp_name),
            _ => {}
        }
    }
}

fn is_dead(place: &mut SavePlace<'_, impl Disk>, name: &OsStr) -> bool {
    if network::name_of_file_system(&place.path).is_none() {
        return true;
    }
    let metadata = place.disk.open(&place.folder, name).and_then(|file| place.disk.metadata(&file));
    metadata.ok().and_then(|metadata| place.disk.age(&metadata)).is_some_and(|age| age > OLD_ON_A_NETWORK)
}

/// Completes or undoes a killed save.
fn finish_killed_save(place: &mut SavePlace<'_, impl Disk>, name: &OsStr, temp_name: TempName) {
    let is_ours = |bytes: &[u8]| temp_name.is_ours(bytes);
    let Ok(Some(found)) = place.read(name) else { return };
    if is_ours(&found.bytes) {
        return remove_unless_open(place, name, &found);
    }
    // The save had swapped out someone else's text. While the new text is in place, no one has built on it, so the
    // exchange can be undone.
    let target = place.name.clone();
    let is_undone = match place.read(&target) {
        Ok(Some(current)) if fingerprint(&current.bytes) == temp_name.new => {
            place.disk.exchange(&place.folder, name, &target).is_ok()
        }
        _ => false,
    };
    match place.read(name) {
        Ok(Some(back)) if is_undone && is_ours(&back.bytes) => remove_unless_open(place, name, &back),
        _ => rescue(place, name),
    }
}

/// Removes a file, unless a process has it open for writing and may still add to it. A later save checks that one
/// again.
fn remove_unless_open(place: &mut SavePlace<'_, impl Disk>, name: &OsStr, found: &ReadFile) {
    match place.disk.writers(&found.file) {
        Writers::Some(_) => {}
        Writers::None | Writers::Unknown => drop(place.disk.remove(&place.folder, name)),
    }
}

/// Renames a file that may be the only copy of someone's text, so that it is visible. The next save can then proceed,
/// and [`rescued_files`] reports the file until it is removed.
pub(super) fn rescue(place: &mut SavePlace<'_, impl Disk>, name: &OsStr) {
    let content = place.read(name).ok().flatten().map_or(0, |found| fingerprint(&found.bytes));
    let mut visible = place.name.clone();
    visible.push(format!("{RESCUED}{content:016x}"));
    // If the rename fails, the next save tries again.
    drop(place.disk.rename(&place.folder, name, &visible));
}

/// The files next to a watchlist that hold what someone saved while one of our saves was interrupted. Each must be
/// reviewed and removed by a person. Includes those that no later save has renamed yet.
pub fn rescued_files(path: &Path) -> Vec<PathBuf> {
    let Ok(path) = path.canonicalize() else { return Vec::new() };
    let (Some(folder), Some(file)) = (path.parent(), path.file_name()) else { return Vec::new() };
    let mut prefix = file.to_owned();
    prefix.push(RESCUED);
    let names = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let is_put_aside = |name: &OsString| name.as_encoded_bytes().starts_with(prefix.as_encoded_bytes());
    let is_left = |name: &OsString| match TempName::parse(name) {
        Some((temp_name, TempStage::Ready)) if temp_name.file == fingerprint(file.as_bytes()) => {
            std::fs::read(folder.join(name)).is_ok_and(|bytes| !temp_name.is_ours(&bytes))
        }
        Some(_) | None => false,
    };
    let mut names: Vec<_> = names.filter(|name| is_put_aside(name) || is_left(name)).collect();
    names.sort();
    names.into_iter().map(|name| folder.join(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_file_and_both_texts() {
        let temp_name = TempName::new(OsStr::new("watchlist.yaml"), b"old", b"new");
        assert_eq!(TempName::parse(&temp_name.unfinished()), Some((temp_name, TempStage::Unfinished)));
        assert_eq!(TempName::parse(&temp_name.ready()), Some((temp_name, TempStage::Ready)));
        assert_ne!(temp_name, TempName::new(OsStr::new("other.yaml"), b"old", b"new"));
    }

    #[test]
    fn what_somebody_saved_is_told_of_before_a_later_save_puts_it_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("watchlist.yaml");
        let left = folder.path().join(TempName::new(OsStr::new("watchlist.yaml"), b"old", b"new").ready());
        std::fs::write(&path, "new").unwrap();
        for (text, is_told) in [("old", false), ("new", false), ("theirs", true)] {
            std::fs::write(&left, text).unwrap();
            assert_eq!(rescued_files(&path).len(), usize::from(is_told), "{text}");
        }
        assert!(rescued_files(&folder.path().join("other.yaml")).is_empty());
    }

    #[test]
    fn other_names_are_none_of_ours() {
        for name in ["watchlist.yaml", ".trucewatch-1-2-3.ready", ".trucewatch-.ready", ".watchlist.yaml.swp"] {
            assert_eq!(TempName::parse(OsStr::new(name)), None, "{name}");
        }
    }
}
