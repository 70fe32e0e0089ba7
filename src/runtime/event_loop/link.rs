//! Opens links with the desktop's opener, without a shell and without waiting.

use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

/// The desktop's program for opening links.
const OPENER: &str = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };

#[derive(Debug, Default)]
pub(crate) struct Links(Vec<Child>);

impl Links {
    /// Starts the opener for a link.
    ///
    /// # Errors
    /// A line for the operator if the opener cannot be started.
    pub(crate) fn open(&mut self, url: &str) -> Result<(), String> {
        let child = Command::new(OPENER)
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|error| format!("cannot open the link with {OPENER}: {error}"))?;
        self.0.push(child);
        Ok(())
    }

    /// Reaps openers that have ended, so that no zombie remains. Returns a line for each one that failed.
    pub(crate) fn reap(&mut self) -> Vec<String> {
        let mut failures = Vec::new();
        self.0.retain_mut(|child| match child.try_wait() {
            Ok(None) => true,
            Ok(Some(status)) => {
                if !status.success() {
                    failures.push(format!("{OPENER} could not open the link: {status}"));
                }
                false
            }
            Err(_) => false,
        });
        failures
    }
}
