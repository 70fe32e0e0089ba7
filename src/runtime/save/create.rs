//! A file that is not there yet, whole or not at all.

use std::fs::Permissions;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use tempfile::Builder;

/// Writes a new file. Until it is whole it has another name, so that a full disk or a kill leaves nothing under this one.
///
/// # Errors
/// When it cannot be written, and [`AlreadyExists`](io::ErrorKind::AlreadyExists) where one has come into being meanwhile:
/// that is left alone.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // As any new file has it: the user's mask takes away from that.
    let everybody = Permissions::from_mode(0o666);
    let mut file = Builder::new().prefix(".trucewatch-").permissions(everybody).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map(drop).map_err(|refused| refused.error)
}
