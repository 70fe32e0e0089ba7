//! One run of `git` with fixed, safe arguments and a time limit.
//!
//! No shell, no pager, no terminal. Anything that a repository's configuration could run is turned off.

use super::GitError;
use crate::runtime::child_guard::ChildGuard;
use std::io::{self, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

/// How long git may produce no output.
const SILENCE_LIMIT: Duration = Duration::from_secs(20);

/// The limit for git's standard output in one run, in bytes: some hundred thousand commits.
const MAX_OUTPUT: u64 = 64 * 1024 * 1024;

/// The limit for git's standard error, in bytes.
const MAX_COMPLAINTS: u64 = 16 * 1024;

/// Set for every run: take no locks, fetch nothing, ask nothing, and take a `*` in a path literally.
const ENVIRONMENT: [(&str, &str); 7] = [
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", ""),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("GIT_PAGER", "cat"),
    ("LC_ALL", "C"),
];

/// Removed for every run. A hook or an alias that runs this program sets variables that would point git at another
/// repository; others would make git run or write something.
const REMOVED_VARIABLES: [&str; 13] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_EXTERNAL_DIFF",
    "GIT_TRACE",
];

/// Set for every run and overrides the repository's own configuration.
const CONFIGURATION: [&str; 5] =
    ["core.fsmonitor=false", "core.pager=cat", "log.showSignature=false", "log.showRoot=true", "log.follow=false"];

/// A git command that runs in a folder.
pub(in crate::runtime) fn git(folder: &Path, subcommand: &str) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).arg("--no-pager");
    command.args(CONFIGURATION.iter().flat_map(|setting| ["-c", setting]));
    command.arg(subcommand).envs(ENVIRONMENT).stdin(Stdio::null());
    for name in REMOVED_VARIABLES {
        command.env_remove(name);
    }
    command
}

/// The standard output of one run.
pub(super) fn output(command: &mut Command) -> Result<Vec<u8>, GitError> {
    run_git(command)?.succeeded()
}

/// Runs git to the end, for commands whose exit code is part of the answer.
pub(super) fn run_git(command: &mut Command) -> Result<GitOutput, GitError> {
    let mut running = GitProcess::start(command)?;
    let mut said = Vec::new();
    running.stdout()?.take(MAX_OUTPUT).read_to_end(&mut said)?;
    running.end(said)
}

pub(super) struct GitOutput {
    /// `None` if a signal ended git.
    pub code: Option<i32>,
    said: Vec<u8>,
    complaint: String,
}

impl GitOutput {
    /// The standard output on success, otherwise the standard error.
    pub(super) fn succeeded(self) -> Result<Vec<u8>, GitError> {
        if self.code == Some(0) { Ok(self.said) } else { Err(GitError::Failed(self.complaint)) }
    }
}

/// A running git. It is killed when it is silent for too long, and on drop.
pub(super) struct GitProcess {
    child: Child,
    complaints: Option<thread::JoinHandle<String>>,
    guard: ChildGuard,
}

impl GitProcess {
    /// Starts git. The caller must read its output. Standard error is collected.
    pub(super) fn start(command: &mut Command) -> Result<Self, GitError> {
        let mut child = match command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn() {
            Ok(child) => child,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(GitError::NoGit),
            Err(error) => return Err(error.into()),
        };
        let complaints = child.stderr.take().map(|stderr| {
            thread::spawn(move || {
                let mut text = Vec::new();
                // A partial error message is better than none.
                let _ = stderr.take(MAX_COMPLAINTS).read_to_end(&mut text);
                String::from_utf8_lossy(&text).into_owned()
            })
        });
        let guard = ChildGuard::new(&child, SILENCE_LIMIT);
        Ok(Self { child, complaints, guard })
    }

    /// Git's standard output. Can be taken once.
    pub(super) fn stdout(&mut self) -> io::Result<ChildStdout> {
        self.child.stdout.take().ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    }

    /// Git's standard input. Can be taken once.
    pub(super) fn stdin(&mut self) -> io::Result<ChildStdin> {
        self.child.stdin.take().ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    }

    pub(super) fn is_alive(&self) {
        self.guard.is_alive();
    }

    /// Waits for git to end. Its output must have been read.
    fn end(mut self, said: Vec<u8>) -> Result<GitOutput, GitError> {
        let status = self.guard.wait_for(&mut self.child)?;
        let complaints = self.complaints.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        if !status.success() && self.guard.has_killed() {
            return Err(GitError::TooSlow(SILENCE_LIMIT.as_secs()));
        }
        Ok(GitOutput { code: status.code(), said, complaint: complaint(&complaints) })
    }
}

impl Drop for GitProcess {
    fn drop(&mut self) {
        self.guard.kill();
        // Reaps the child, so that no zombie remains.
        let _ = self.guard.wait_for(&mut self.child);
    }
}

/// The line of git's standard error that says what is wrong, with the next line if that holds the name. Git puts hints
/// and warnings around it.
fn complaint(said: &str) -> String {
    let first = said.lines().position(|line| line.starts_with("fatal: ")).unwrap_or(0);
    let mut lines = said.lines().skip(first);
    let line = lines.next().unwrap_or("it failed and gave no reason").trim();
    let line = ["fatal: ", "error: "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
    match lines.next().filter(|_| line.ends_with(':')) {
        Some(name) => format!("{line} {}", name.trim()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_complaint_is_the_fatal_line() {
        assert_eq!(complaint("warning: x\nfatal: not a git repository\nhint: y"), "not a git repository");
        assert_eq!(complaint("usage: git\n"), "usage: git");
        assert_eq!(complaint("fatal: unknown extension found:\n\tx\n"), "unknown extension found: x");
        assert_eq!(complaint("error: could not open 'w'\n"), "could not open 'w'");
        assert_eq!(complaint(""), "it failed and gave no reason");
    }

    #[test]
    fn nothing_of_the_surroundings_points_git_elsewhere() {
        let command = git(Path::new("/somewhere"), "log");
        let variables: Vec<_> = command.get_envs().collect();
        assert!(variables.contains(&("GIT_DIR".as_ref(), None)));
        assert!(variables.contains(&("GIT_LITERAL_PATHSPECS".as_ref(), Some("1".as_ref()))));
    }
}
