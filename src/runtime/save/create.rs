//! Creates a new file atomically.

use std::fs::Permissions;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use tempfile::Builder;

/// Creates a file. It has a temporary name until it is complete, so a full disk or a kill leaves nothing under `path`.
///
/// # Errors
/// If the file cannot be written, and [`AlreadyExists`](io::ErrorKind::AlreadyExists) if another process has created
/// one in the meantime. That file is not touched.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The mode of any new file, before the umask.
    let everybody = Permissions::from_mode(0o666);
    let mut file = Builder::new().prefix(".trucewatch-").permissions(everybody).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map(drop).map_err(|refused| refused.error)
}
