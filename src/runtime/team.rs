//! git, as far as a team's watchlist needs it: its merge of lines, its settings, its attributes.
//!
//! git is run with arguments and never through a shell, and no hook that runs us can point it at another repository.
//! Decides nothing about watchlists.

use super::git::git;
use std::fmt::{self, Display};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Why git could not do what it was asked to.
#[derive(Debug)]
pub enum GitError {
    /// It is not installed.
    Missing,
    /// A folder lies in no working tree.
    NoRepository(PathBuf),
    /// It said so.
    Refused(String),
}

impl Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("git was not found: install it, or put it on your path"),
            Self::NoRepository(folder) => {
                write!(f, "{} lies in no git repository: `git init` makes it one", folder.display())
            }
            Self::Refused(why) => write!(f, "git: {why}"),
        }
    }
}

impl std::error::Error for GitError {}

/// A working tree.
#[derive(Clone, Debug)]
pub struct Repository {
    top: PathBuf,
}

impl Repository {
    /// The working tree in which a folder lies.
    ///
    /// # Errors
    /// Where there is none, or no git.
    pub fn around(folder: &Path) -> Result<Self, GitError> {
        let output = run(git(folder, "rev-parse").arg("--show-toplevel"))?;
        let top = String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned();
        match output.status.success() && !top.is_empty() {
            true => Ok(Self { top: PathBuf::from(top) }),
            false => Err(GitError::NoRepository(folder.to_owned())),
        }
    }

    /// The folder of the working tree.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// What a setting of this repository says.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn setting(&self, key: &str) -> Result<Option<String>, GitError> {
        let output = run(self.git("config").args(["--local", "--get", key]))?;
        let value = String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned();
        Ok(output.status.success().then_some(value))
    }

    /// Writes a setting of this repository.
    ///
    /// # Errors
    /// When git does not.
    pub fn set(&self, key: &str, value: &str) -> Result<(), GitError> {
        succeeded(run(self.git("config").args(["--local", "--replace-all", key, value]))?).map(drop)
    }

    /// By what driver git would merge a file, named from the top.
    ///
    /// # Errors
    /// When git does not say.
    pub fn driver_of(&self, file: &str) -> Result<String, GitError> {
        let output = succeeded(run(self.git("check-attr").args(["-z", "merge", "--", file]))?)?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(text.split('\0').nth(2).unwrap_or_default().to_owned())
    }

    /// Adds a line to the attributes at the top; the file is made if there is none.
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

/// Merges three files by their lines, into the one that is ours; says whether without conflict.
///
/// # Errors
/// When git cannot; then the file is as it was.
pub fn merge_lines(base: &Path, ours: &Path, theirs: &Path) -> Result<bool, GitError> {
    let labels = ["-L", "ours", "-L", "base", "-L", "theirs"];
    let files = [ours, base, theirs].map(Path::as_os_str);
    let output = run(git(Path::new("."), "merge-file").arg("-q").args(labels).arg("--").args(files))?;
    match output.status.code() {
        Some(0) => Ok(true),
        // The number of conflicts; from 128 on, git means an error.
        Some(1..128) => Ok(false),
        Some(_) | None => Err(GitError::Refused(last_words(&output))),
    }
}

/// Writes what a merge came to into the file that git gave for it.
///
/// # Errors
/// When it cannot be written.
pub fn write_result(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)
}

/// The path of this very program.
///
/// # Errors
/// When the system does not say.
pub fn this_program() -> io::Result<PathBuf> {
    std::env::current_exe()
}

fn run(command: &mut Command) -> Result<Output, GitError> {
    command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => GitError::Missing,
        _ => GitError::Refused(error.to_string()),
    })
}

fn succeeded(output: Output) -> Result<Output, GitError> {
    if output.status.success() { Ok(output) } else { Err(GitError::Refused(last_words(&output))) }
}

/// What git said last.
fn last_words(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it failed and did not say why").to_owned()
}
