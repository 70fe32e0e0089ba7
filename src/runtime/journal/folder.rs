//! The state folder: its location and its lock.

use crate::runtime::save::{Disk as _, Local};
use std::ffi::OsString;
use std::fs::{DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for another instance. The work under the lock takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// The state folder, locked until the value is dropped.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    pub(super) handle: File,
}

impl Folder {
    /// Creates the folder if necessary, and locks it.
    pub(super) fn enter(path: &Path) -> io::Result<Self> {
        create(path)?;
        Self::enter_there(path)
    }

    /// Locks a folder that exists.
    pub(super) fn enter_there(path: &Path) -> io::Result<Self> {
        let mut disk = Local { patience: PATIENCE };
        let handle = disk.open_folder(path)?;
        disk.lock(&handle)?;
        Ok(Self { path: path.to_owned(), handle })
    }
}

/// Creates a folder with mode 0700.
pub(super) fn create(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// The state folder, from the environment of this process.
///
/// # Errors
/// If neither `$XDG_STATE_HOME` nor `$HOME` is set.
pub fn path() -> io::Result<PathBuf> {
    let missing = || io::Error::other("neither XDG_STATE_HOME nor HOME is set");
    within(|name| std::env::var_os(name)).ok_or_else(missing)
}

/// The program's folder in `$XDG_STATE_HOME`, otherwise in `~/.local/state`.
fn within(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = absolute("XDG_STATE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/state")));
    state.map(|state| state.join("trucewatch"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(variables: &[(&str, &str)], expected: Option<&str>) {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into());
        assert_eq!(within(variable), expected.map(PathBuf::from));
    }

    #[test]
    fn the_state_folder_may_be_moved_and_home_may_be_missing() {
        check(&[("HOME", "/home/o")], Some("/home/o/.local/state/trucewatch"));
        check(&[("HOME", "/home/o"), ("XDG_STATE_HOME", "/var/x")], Some("/var/x/trucewatch"));
        check(&[("HOME", "/home/o"), ("XDG_STATE_HOME", "relative")], Some("/home/o/.local/state/trucewatch"));
        check(&[], None);
    }
}
