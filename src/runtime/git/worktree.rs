//! What a team's watchlist needs of git beside its history: settings, attributes, unresolved conflicts, its merge of lines.
//!
//! Decides nothing about watchlists.

use super::command::{git, output, run_git};
use super::repository::explain;
use super::{GitError, Repository};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A working tree, named by its top folder.
#[derive(Clone, Debug)]
pub struct WorkTree {
    top: PathBuf,
}

impl WorkTree {
    /// The working tree in which a folder lies.
    ///
    /// # Errors
    /// Where there is none, or none that git will read, or no git.
    pub fn around(folder: &Path) -> Result<Self, GitError> {
        let said = output(git(folder, "rev-parse").arg("--show-toplevel")).map_err(|error| explain(error, folder))?;
        let top = String::from_utf8_lossy(&said).trim_end_matches(['\n', '\r']).to_owned();
        if top.is_empty() {
            Err(GitError::NoRepository(folder.display().to_string()))
        } else {
            Ok(Self { top: top.into() })
        }
    }

    /// The top folder.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// The value of a setting of this clone.
    ///
    /// # Errors
    /// When git fails.
    pub fn setting(&self, key: &str) -> Result<Option<String>, GitError> {
        let answer = run_git(self.git("config").args(["--local", "--get", key]))?;
        match answer.code {
            // Not set.
            Some(1) => Ok(None),
            _ => Ok(Some(String::from_utf8_lossy(&answer.succeeded()?).trim_end_matches('\n').to_owned())),
        }
    }

    /// Writes a setting of this clone.
    ///
    /// # Errors
    /// When git does not.
    pub fn set(&self, key: &str, value: &str) -> Result<(), GitError> {
        output(self.git("config").args(["--local", "--replace-all", key, value])).map(drop)
    }

    /// The merge driver of a file, named from the top.
    ///
    /// # Errors
    /// When git fails.
    pub fn driver_of(&self, file: &str) -> Result<String, GitError> {
        let said = output(self.git("check-attr").args(["-z", "merge", "--", file]))?;
        Ok(String::from_utf8_lossy(&said).split('\0').nth(2).unwrap_or_default().to_owned())
    }

    /// Adds a line to `.gitattributes` at the top; the file is made if there is none.
    ///
    /// # Errors
    /// When the file cannot be read or written.
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

/// Whether git holds an unresolved merge conflict of a file. False where no folder above it is a repository; git is then
/// not run.
///
/// # Errors
/// When git fails.
pub fn has_unresolved_conflict(file: &Path) -> Result<bool, GitError> {
    let Ok(real) = file.canonicalize() else { return Ok(false) };
    if !real.ancestors().skip(1).any(|folder| folder.join(".git").symlink_metadata().is_ok()) {
        return Ok(false);
    }
    let repository = Repository::of(&real)?;
    let listing = output(repository.git("ls-files").args(["--unmerged", "-z", "--"]).arg(repository.name()))?;
    Ok(!listing.is_empty())
}

/// Merges three files by their lines, into the one that is ours; says whether without conflict.
///
/// # Errors
/// When git cannot; then the file is as it was.
pub fn merge_lines(base: &Path, ours: &Path, theirs: &Path) -> Result<bool, GitError> {
    let labels = ["-L", "ours", "-L", "base", "-L", "theirs"];
    let files = [ours, base, theirs].map(Path::as_os_str);
    let answer = run_git(git(Path::new("."), "merge-file").arg("-q").args(labels).arg("--").args(files))?;
    match answer.code {
        // The number of conflicts; from 128 on, git means an error.
        Some(1..128) => Ok(false),
        _ => answer.succeeded().map(|_| true),
    }
}

/// Puts the result of a merge in the place of the file that git gave for it: whole or not at all, because without a whole
/// result git's own merge of lines begins with that file.
///
/// # Errors
/// When it cannot be written.
pub fn write_result(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut whole = path.to_owned().into_os_string();
    whole.push(".trucewatch");
    let written = fs::write(&whole, bytes).and_then(|()| fs::rename(&whole, path));
    if written.is_err() {
        // What is left over is in nobody's way.
        let _ = fs::remove_file(&whole);
    }
    written
}

/// The path of this very program.
///
/// # Errors
/// When the system does not say.
pub fn this_program() -> io::Result<PathBuf> {
    std::env::current_exe()
}
