//! Runs the operator's own command for an alert: no shell, the change on standard input, a time limit.

use super::child_guard::ChildGuard;
use crate::app::Msg;
use std::io::{self, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long the command may take.
const LIMIT: Duration = Duration::from_secs(10);

/// One run of the command.
#[derive(Debug)]
pub(crate) struct AlertJob {
    /// The program and its arguments.
    pub(crate) command: Vec<String>,
    /// The change as one line of JSON.
    pub(crate) json: String,
}

impl AlertJob {
    /// Runs the command. A failure is a notice for the operator.
    pub(crate) fn run(self) -> Option<Msg> {
        let name = self.command.first()?.clone();
        let why = match self.run_command(LIMIT) {
            Ok(None) => return None,
            Ok(Some(why)) => why,
            Err(error) => error.to_string(),
        };
        Some(Msg::Notice(format!("the alert command failed: {name}: {why}")))
    }

    /// Says why it failed, if it did.
    fn run_command(&self, limit: Duration) -> io::Result<Option<String>> {
        let (program, arguments) = self.command.split_first().ok_or(io::ErrorKind::NotFound)?;
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let mut guard = ChildGuard::new(&child, limit);
        if let Some(mut input) = child.stdin.take() {
            // A command that does not read its input has not failed.
            let _ = input.write_all(format!("{}\n", self.json).as_bytes());
        }
        let status = guard.wait_for(&mut child)?;
        Ok(match (status.success(), guard.has_killed()) {
            (true, _) => None,
            (false, true) => Some(format!("it took longer than {} seconds", limit.as_secs())),
            (false, false) => Some(status.to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(command: &[&str], json: &str) -> AlertJob {
        AlertJob { command: command.iter().map(|word| (*word).to_owned()).collect(), json: json.to_owned() }
    }

    #[test]
    fn the_command_gets_the_change_and_no_shell_reads_its_arguments() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("got; $(x)");
        assert!(job(&["tee", path.to_str().unwrap()], "{\"a\":1}").run().is_none());
        assert_eq!(std::fs::read_to_string(path).unwrap(), "{\"a\":1}\n");
    }

    #[test]
    fn a_command_that_fails_hangs_or_is_missing_is_said() {
        let why = |command: &[&str]| job(command, "").run_command(Duration::from_millis(50));
        assert_eq!(why(&["true"]).unwrap(), None);
        assert!(why(&["false"]).unwrap().unwrap().contains('1'));
        assert!(why(&["sleep", "1000"]).unwrap().unwrap().contains("took longer"));
        assert!(why(&["/nowhere/page"]).is_err());
        let large = "x".repeat(1 << 20);
        assert_eq!(job(&["true"], &large).run_command(LIMIT).unwrap(), None);
    }
}
