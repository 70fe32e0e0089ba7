//! Reads blobs of a repository, one at a time, from one long-running `git cat-file --batch`.

use super::command::GitProcess;
use super::{GitError, Repository};
use crate::app::history::ObjectName;
use crate::load::SIZE_LIMIT;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{ChildStdin, ChildStdout, Stdio};

/// A git process that returns blobs by name.
pub(super) struct Blobs {
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
    // The last field: dropping it kills git after the pipes are closed.
    git: GitProcess,
}

impl Blobs {
    pub(super) fn open(repository: &Repository) -> Result<Self, GitError> {
        let mut command = repository.git("cat-file");
        let mut git = GitProcess::start(command.arg("--batch").stdin(Stdio::piped()))?;
        Ok(Self { ask: git.stdin()?, answer: BufReader::new(git.stdout()?), git })
    }

    /// The text of a blob.
    ///
    /// # Errors
    /// If the repository does not have it, if it exceeds the size limit, or if git fails.
    pub(super) fn text(&mut self, name: &ObjectName) -> Result<Vec<u8>, GitError> {
        self.git.is_alive();
        writeln!(self.ask, "{}", name.as_str())?;
        let mut line = String::new();
        self.answer.read_line(&mut line)?;
        // The reply is `<name> blob <size>`, or `<name> missing`.
        let words: Vec<_> = line.split_whitespace().collect();
        let size = match words.as_slice() {
            [_, "blob", size] => size.parse::<usize>().ok(),
            _ => None,
        };
        let size = size.ok_or_else(|| GitError::NoText(name.short().to_owned()))?;
        // One line break follows the text.
        let whole = size as u64 + 1;
        if size > SIZE_LIMIT {
            std::io::copy(&mut (&mut self.answer).take(whole), &mut std::io::sink())?;
            return Err(GitError::TooLarge(size >> 20));
        }
        let mut text = Vec::with_capacity(size + 1);
        (&mut self.answer).take(whole).read_to_end(&mut text)?;
        if text.pop() != Some(b'\n') || text.len() != size {
            return Err(GitError::NoText(name.short().to_owned()));
        }
        Ok(text)
    }
}
