//! What a team's watchlist needs from git besides its history: settings, attributes, unresolved conflicts, and line
//! merges.
//!
//! It knows nothing about the content of watchlists.

use super::command::{git, output, run_git};
use super::repository::explain;
use super::{GitError, Repository};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Clone, Debug)]
pub struct WorkTree {
    top: PathBuf,
}

impl WorkTree {
    /// The working tree that contains a folder.
    ///
    /// # Errors
    /// If there is no git or no working tree, or if git refuses to read it.
    pub fn around(folder: &Path) -> Result<Self, GitError> {
        let said = output(git(folder, "rev-parse").arg("--show-toplevel")).map_err(|error| explain(error, folder))?;
        let top = String::from_utf8_lossy(&said).trim_end_matches(['\n', '\r']).to_owned();
        if top.is_empty() {
            Err(GitError::NoRepository(folder.display().to_string()))
        } else {
            Ok(Self { top: top.into() })
        }
    }

    /// The root folder of the working tree.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// The value of a setting in this clone.
    ///
    /// # Errors
    /// If git fails.
    pub fn setting(&self, key: &str) -> Result<Option<String>, GitError> {
        let answer = run_git(self.git("config").args(["--local", "--get", key]))?;
        match answer.code {
            // The setting is not set.
            Some(1) => Ok(None),
            _ => Ok(Some(String::from_utf8_lossy(&answer.succeeded()?).trim_end_matches('\n').to_owned())),
        }
    }

    /// Writes a setting of this clone.
    ///
    /// # Errors
    /// If git fails.
    pub fn set(&self, key: &str, value: &str) -> Result<(), GitError> {
        output(self.git("config").args(["--local", "--replace-all", key, value])).map(drop)
    }

    /// The merge driver of a file. The path is relative to the top.
    ///
    /// # Errors
    /// If git fails.
    pub fn driver_of(&self, file: &str) -> Result<String, GitError> {
        let said = output(self.git("check-attr").args(["-z", "merge", "--", file]))?;
        Ok(String::from_utf8_lossy(&said).split('\0').nth(2).unwrap_or_default().to_owned())
    }

    /// Adds a line to `.gitattributes` at the top. Creates the file if it does not exist.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn add_attribute(&self, line: &str) -> io::Result<()> {
        let path = self.top.join(".gitattributes");
        let old = match fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            old => old?,
        };
        let ending = if old.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
        let begin = if old.is_empty() || old.ends_with(b"\n") { "" } else { ending };
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        file.write_all(format!("{begin}{line}{ending}").as_bytes())
    }

    fn git(&self, subcommand: &str) -> Command {
        git(&self.top, subcommand)
    }
}

/// Whether git has an unresolved merge conflict for a file. Returns false without running git if no folder above the
/// file is a repository.
///
/// # Errors
/// If git fails.
pub fn has_unresolved_conflict(file: &Path) -> Result<bool, GitError> {
    let Ok(real) = file.canonicalize() else { return Ok(false) };
    if !real.ancestors().skip(1).any(|folder| folder.join(".git").symlink_metadata().is_ok()) {
        return Ok(false);
    }
    let repository = Repository::containing(&real)?;
    let listing = output(repository.git("ls-files").args(["--unmerged", "-z", "--"]).arg(repository.name()))?;
    Ok(!listing.is_empty())
}

/// Merges three files by lines into `ours`. Returns whether the merge had no conflicts.
///
/// # Errors
/// If git cannot merge; the file is then unchanged.
pub fn merge_lines(base: &Path, ours: &Path, theirs: &Path) -> Result<bool, GitError> {
    let labels = ["-L", "ours", "-L", "base", "-L", "theirs"];
    let files = [ours, base, theirs].map(Path::as_os_str);
    let answer = run_git(git(Path::new("."), "merge-file").arg("-q").args(labels).arg("--").args(files))?;
    match answer.code {
        // The number of conflicts. Codes from 128 on are errors.
        Some(1..128) => Ok(false),
        _ => answer.succeeded().map(|_| true),
    }
}

/// Replaces the file that git passed with the merge result, completely or not at all: without a complete result, git's
/// own line merge starts from that file.
///
/// # Errors
/// If the file cannot be written.
pub fn write_result(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut whole = path.to_owned().into_os_string();
    whole.push(".trucewatch");
    let written = fs::write(&whole, bytes).and_then(|()| fs::rename(&whole, path));
    if written.is_err() {
        // A leftover temporary file does no harm.
        let _ = fs::remove_file(&whole);
    }
    written
}

/// The path of the running program.
///
/// # Errors
/// If the system does not report it.
pub fn this_program() -> io::Result<PathBuf> {
    std::env::current_exe()
}
