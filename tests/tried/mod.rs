//! Kinds of slips from public bug reports, one a file: what was written, and the right answer beside it.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests: a failure should stop them")]

mod advice;
mod beginning;
mod comment;
mod empty_time;
mod follow_ups;
mod half_written;
mod hours;
mod invisible;
mod letters;
mod nothing_to_check;
mod slips;
mod year;
mod zones;

use chrono::{DateTime, Utc};
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use trucewatch::diagnostic::render::concise;
use trucewatch::load::load;

/// As of when everything is read here.
const NOW: &str = "2026-02-03T12:00Z";

/// What is wrong with a text, a line each: `watchlist.yaml:1:8: error[syntax]: …`.
fn problems(text: &str) -> Vec<String> {
    let loaded = load("watchlist.yaml", text, format!("{}:00Z", &NOW[..16]).parse::<DateTime<Utc>>().unwrap());
    loaded.problems.iter().map(|problem| concise(&loaded.source, problem)).collect()
}

/// The only thing wrong with a text is said in these words.
#[track_caller]
fn check_problem(text: &str, words: &[&str]) {
    let found = problems(text);
    assert!(found.len() == 1 && words.iter().all(|words| found[0].contains(words)), "{words:?}\n{found:#?}\n{text}");
}

/// Nothing is wrong with a text.
#[track_caller]
fn check_clean(text: &str) {
    let found = problems(text);
    assert!(found.is_empty(), "{found:#?}\n{text}");
}

/// A folder of its own, with the real program to run in it.
struct Shell {
    folder: tempfile::TempDir,
}

/// What a command came to.
#[derive(Debug)]
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Shell {
    /// A folder with nothing in it.
    fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with a watchlist.
    fn with(watchlist: &str) -> Self {
        let shell = Self::empty();
        fs::write(shell.path(), watchlist).unwrap();
        shell
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("watchlist.yaml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    fn run(&self, arguments: &[&str], input: &str) -> Said {
        let mut child = Command::new(env!("CARGO_BIN_EXE_trucewatch"))
            .env_clear()
            // The rules of time zones that are built in.
            .env("TZDIR", "/nowhere")
            .env("HOME", self.folder.path())
            .current_dir(self.folder.path())
            .args(["--now", NOW])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses its arguments does not read.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}
