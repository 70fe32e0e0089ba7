//! What programs, editors and shells read: schemas, typed JSON, `status`, `watch`, completions and manual pages.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests: a failure should stop them")]

mod changes;
mod picture;
mod program_log;
mod schema;
mod shells;
mod status;
mod watch;

use crate::support::program;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The exit code, standard output and standard error of a command.
#[track_caller]
fn said(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// Every file of the tests with this ending.
fn files(ending: &str) -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
