//! The real program in a folder of its own.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests: a failure should stop them")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder, and the moment as of which the program reads what is there.
pub(crate) struct Shell {
    folder: tempfile::TempDir,
    now: &'static str,
}

/// What a command came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Shell {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), now: "2026-02-03T12:00Z" }
    }

    /// A folder with a watchlist.
    pub(crate) fn with(watchlist: &str) -> Self {
        Self::empty().and("watchlist.yaml", watchlist)
    }

    /// With one more file.
    pub(crate) fn and(self, name: &str, text: &str) -> Self {
        fs::write(self.folder().join(name), text).unwrap();
        self
    }

    pub(crate) fn at(self, now: &'static str) -> Self {
        Self { now, ..self }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The watchlist.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder().join("watchlist.yaml")
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> Said {
        let mut command = program(self.folder());
        let mut child = command.args(["--now", self.now]).args(arguments).stdin(Stdio::piped()).spawn().unwrap();
        // A program that refuses its arguments does not read.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The program in a folder, without an environment of ours and with the built-in rules of time zones.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trucewatch"));
    command.env_clear().env("HOME", folder).env("TZDIR", "/nowhere").current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
