//! Locates a file: its repository, and its path in that repository.

use super::GitError;
use super::command::{git, output};
use crate::app::history::{HistoryReach, ObjectName};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Clone, Debug)]
pub struct Repository {
    /// The top folder of the working tree.
    root: PathBuf,
    /// The path of the file, relative to the root.
    name: OsString,
    pub(super) reach: HistoryReach,
}

impl Repository {
    /// The repository that contains a file. A link is followed first.
    ///
    /// # Errors
    /// If there is no git or no repository, or if git refuses to read it.
    pub fn containing(file: &Path) -> Result<Self, GitError> {
        let file = place_of(file)?;
        let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else {
            return Err(GitError::NoRepository(file.display().to_string()));
        };
        // The prefix comes last, because it can contain a line break.
        let said = output(git(folder, "rev-parse").args(["--is-shallow-repository", "--show-prefix"]));
        let said = said.map_err(|error| explain(error, &file))?;
        let text = said.strip_suffix(b"\n").unwrap_or(&said);
        let (shallow, prefix) = text.split_at(text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len()));
        let prefix = prefix.strip_prefix(b"\n").unwrap_or(prefix);
        let depth = prefix.split(|byte| *byte == b'/').filter(|part| !part.is_empty()).count();
        let root = folder.ancestors().nth(depth).unwrap_or(folder).to_owned();
        let name = OsString::from_vec([prefix, name.as_bytes()].concat());
        let reach = if shallow == b"true" { HistoryReach::Shallow } else { HistoryReach::Whole };
        Ok(Self { root, name, reach })
    }

    /// The blob of the file at HEAD; `None` if HEAD does not have the file.
    ///
    /// # Errors
    /// If git fails.
    pub fn committed(&self) -> Result<Option<ObjectName>, GitError> {
        // `<mode> blob <name><tab><path>`
        let said = output(self.git("ls-tree").args(["-z", "--full-tree", "HEAD", "--"]).arg(&self.name))?;
        let line = String::from_utf8_lossy(&said);
        let words = line.split('\t').next().unwrap_or_default();
        Ok(words.rsplit(' ').next().filter(|_| words.starts_with("100")).and_then(ObjectName::parse))
    }

    pub(super) fn git(&self, subcommand: &str) -> Command {
        git(&self.root, subcommand)
    }

    pub(super) fn name(&self) -> &OsStr {
        &self.name
    }
}

/// The resolved path of a file. The file may be gone, but its folder must exist.
fn place_of(file: &Path) -> Result<PathBuf, GitError> {
    if let Ok(place) = file.canonicalize() {
        return Ok(place);
    }
    let absolute = std::path::absolute(file)?;
    match (absolute.parent(), absolute.file_name()) {
        (Some(folder), Some(name)) => {
            let folder = folder.canonicalize().map_err(|_| GitError::NoRepository(file.display().to_string()))?;
            Ok(folder.join(name))
        }
        _ => Ok(absolute),
    }
}

/// Replaces git's error message with one that names the remedy, if the remedy is known. `file` may be a folder.
pub(super) fn explain(error: GitError, file: &Path) -> GitError {
    let GitError::Failed(said) = error else { return error };
    let name = || file.display().to_string();
    // Git reports a damaged repository with the same words.
    let has_repository = || file.ancestors().any(|folder| folder.join(".git").symlink_metadata().is_ok());
    if said.starts_with("not a git repository (") && !has_repository() {
        return GitError::NoRepository(name());
    }
    // The message continues with the command that marks the repository as safe.
    if said.starts_with("detected dubious ownership") {
        let repository = said.split('\'').nth(1).unwrap_or_default();
        return GitError::Refused(format!("`git config --global --add safe.directory '{repository}'`"));
    }
    if said.contains("does not have any commits yet") || said.contains("'HEAD'") {
        return GitError::NotCommitted(name());
    }
    GitError::Failed(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(said: &str, words: &str) {
        let error = explain(GitError::Failed(said.to_owned()), Path::new("/nowhere/w.yaml")).to_string();
        assert!(error.contains(words), "{error}");
    }

    #[test]
    fn what_git_says_is_told_with_its_remedy() {
        check("not a git repository (or any of the parent directories): .git", "w.yaml lies in no git repository");
        check("your current branch 'main' does not have any commits yet", "no commit has /nowhere/w.yaml");
        check("detected dubious ownership in repository at '/srv/list'", "safe.directory '/srv/list'`");
        check("bad revision 'HEAD'", "no commit has /nowhere/w.yaml");
        check("bad object HEAD", "git: bad object HEAD");
        check("not a git repository: /srv/gone", "git: not a git repository: /srv/gone");
    }
}
