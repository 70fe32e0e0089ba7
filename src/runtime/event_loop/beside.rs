//! Programs that run beside the board: the desktop's opener of links, and editors with a window of their own.
//!
//! They are started without a shell and without the terminal, and nothing waits for them.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

/// The desktop's program for opening links.
const OPENER: &str = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };

/// The programs that have not ended, each with the line for the operator if it fails.
#[derive(Debug, Default)]
pub(crate) struct ProgramsBeside(Vec<(Child, String)>);

impl ProgramsBeside {
    /// Starts the opener for a link.
    ///
    /// # Errors
    /// A line for the operator if the opener cannot be started.
    pub(crate) fn open_link(&mut self, url: &str) -> Result<(), String> {
        let failure = format!("{OPENER} could not open the link");
        self.start(Command::new(OPENER).arg(url), failure)
            .map_err(|error| format!("cannot open the link with {OPENER}: {error}"))
    }

    /// Starts a program that goes on when this one ends.
    pub(crate) fn start(&mut self, command: &mut Command, failure: String) -> io::Result<()> {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        self.0.push((command.spawn()?, failure));
        Ok(())
    }

    /// Reaps programs that have ended, so that no zombie remains. Returns a line for each one that failed.
    pub(crate) fn reap(&mut self) -> Vec<String> {
        let mut failures = Vec::new();
        self.0.retain_mut(|(child, failure)| match child.try_wait() {
            Ok(None) => true,
            Ok(Some(status)) => {
                if !status.success() {
                    failures.push(format!("{failure}: {status}"));
                }
                false
            }
            Err(_) => false,
        });
        failures
    }
}
