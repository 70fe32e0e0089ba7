//! The system's tz database: current time zone rules, if the system has them.
//!
//! This module finds and reads the files. `watchlist::zone` parses them.

use super::read_file;
use crate::app::Unreadable;
use crate::watchlist::zone::{BUNDLED_VERSION, ZoneDatabase};
use std::path::{Path, PathBuf};

/// The rules of the system's tz database, with built-in rules for zones that it lacks.
pub const SYSTEM_ZONES: ZoneDatabase = ZoneDatabase::with_system(read_system_tzif);

/// Where systems keep the tz database, the most common folder first. `TZDIR` replaces the whole list.
const ZONEINFO_FOLDERS: [&str; 4] =
    ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];

fn zoneinfo_folders() -> Vec<PathBuf> {
    match std::env::var_os("TZDIR").filter(|folder| !folder.is_empty()) {
        Some(folder) => vec![folder.into()],
        None => ZONEINFO_FOLDERS.map(PathBuf::from).to_vec(),
    }
}

/// `name` is one of the built-in names, so it cannot point outside the folder.
fn read_system_tzif(name: &str) -> Result<Option<Vec<u8>>, String> {
    for folder in zoneinfo_folders() {
        let path = folder.join(name);
        match read_file(&path) {
            Ok(tzif) => return Ok(Some(tzif)),
            Err(Unreadable::Missing) => {}
            Err(Unreadable::Denied) => return Err(format!("{}: permission denied", path.display())),
            Err(Unreadable::BeingWritten(_)) => return Err(format!("{}: being written", path.display())),
            Err(Unreadable::Other(why)) => return Err(format!("{}: {why}", path.display())),
        }
    }
    Ok(None)
}

/// Describes the rules in [`SYSTEM_ZONES`]: `/usr/share/zoneinfo (2026a)`, or `built in (2026a)`.
pub fn describe_system_rules() -> String {
    let found = zoneinfo_folders().into_iter().find(|folder| folder.is_dir());
    found.map_or_else(
        || format!("built in ({BUNDLED_VERSION})"),
        |folder| {
            let version = tzdata_version(&folder).unwrap_or_else(|| "version not given".to_owned());
            format!("{} ({version})", folder.display())
        },
    )
}

/// The version that a tz database reports: in a file, or in the first line of its sources.
fn tzdata_version(folder: &Path) -> Option<String> {
    let text = |name: &str| String::from_utf8(read_file(&folder.join(name)).ok()?).ok();
    let first_line = |text: String| text.lines().next().map(|line| line.trim().to_owned());
    let sources = || first_line(text("tzdata.zi")?)?.strip_prefix("# version ").map(ToOwned::to_owned);
    let version = text("+VERSION").and_then(first_line).or_else(sources)?;
    let is_version = (1..=16).contains(&version.len()) && version.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_version.then_some(version)
}
