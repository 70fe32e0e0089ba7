//! To come.

use crate::app::Unreadable;

/// Reads a whole file.
pub fn read_file(path: &std::path::Path) -> Result<Vec<u8>, Unreadable> {
    std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Unreadable::Missing,
        std::io::ErrorKind::PermissionDenied => Unreadable::Denied,
        _ => Unreadable::Other(error.to_string()),
    })
}

/// What to show.
pub struct Session {
    /// The file behind the board; none for the embedded watchlist.
    pub file: Option<std::path::PathBuf>,
    /// What to call it.
    pub label: crate::app::FileLabel,
    /// Whether the board follows the clock.
    pub clock: crate::app::Clock,
    /// How the screen looks.
    pub look: crate::app::Look,
}

/// Runs.
pub fn run(_session: Session, _first: crate::load::Loaded) -> anyhow::Result<u8> {
    anyhow::bail!("to come")
}
