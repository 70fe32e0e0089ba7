//! A git repository in a folder of its own, with a watchlist that people commit to.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A watchlist of one checklist and one risk; `reports` stands for what is reported of the committee.
pub const HEAD: &str = "version: 1\ntitle: Truce\nzone: UTC\nsources: { ap: { name: AP, reliability: B } }\n";

/// The watchlist with these reports of its item, one a line.
pub fn watchlist(reports: &[&str]) -> String {
    let list = if reports.is_empty() { " []" } else { "" };
    let reports: String = reports.iter().map(|report| format!("    - {{ {report}, source: ap }}\n")).collect();
    let log = "spillover:\n  log: []\n";
    format!(
        "{HEAD}checklists:\n- id: two\n  name: Two\n  items:\n  - id: committee\n    title: The committee\n    \
         reports:{list}\n{reports}{log}"
    )
}

pub const ANNOUNCED: &str = "at: 2026-01-20T09:00Z, status: announced, claim: attributed";
pub const MINIMAL: &str = "at: 2026-01-21T09:00Z, status: minimal, claim: verified";
pub const FULL: &str = "at: 2026-01-22T09:00Z, status: full, claim: verified";

/// A repository and the file in it that is told of.
pub struct Repository {
    folder: TempDir,
    pub file: String,
}

/// What the program said, and how it ended.
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: Option<i32>,
}

impl Repository {
    /// An empty one; none, and a line that says so, where there is no git.
    pub fn new() -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            eprintln!("skipped: there is no git here");
            return None;
        }
        let repository = Self { folder: tempfile::tempdir().expect("a folder"), file: "list.yaml".to_owned() };
        repository.git(&["init", "-q", "-b", "main"]);
        Some(repository)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join(&self.file)
    }

    pub fn write(&self, text: &str) -> &Self {
        std::fs::write(self.path(), text).expect("to write");
        self
    }

    /// Commits everything, in January 2026.
    pub fn commit(&self, at: &str, author: &str, subject: &str) -> &Self {
        self.git(&["add", "-A"]);
        self.git_as(at, author, &["commit", "-q", "--allow-empty-message", "-m", subject]);
        self
    }

    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        self.git_as("31T00:00", "Nobody", arguments)
    }

    #[track_caller]
    pub fn git_as(&self, at: &str, author: &str, arguments: &[&str]) -> String {
        let at = format!("2026-01-{at}:00Z");
        let mut command = Command::new("git");
        command.current_dir(self.folder()).args(["-c", "commit.gpgSign=false"]).args(arguments);
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_DATE"), &at).env(format!("GIT_{role}_NAME"), author);
            command.env(format!("GIT_{role}_EMAIL"), "someone@example.org");
        }
        let output =
            command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").output().expect("to run");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The program, run in the repository's folder.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trucewatch"));
        command.current_dir(self.folder()).args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("NO_COLOR", "1").stdin(Stdio::null());
        command
    }

    /// `trucewatch history` of the file, with these further arguments.
    pub fn history(&self, arguments: &[&str]) -> Said {
        let file = self.path();
        let mut command = self.program(&["history"]);
        said(command.args(arguments).arg("--").arg(file))
    }
}

/// Runs a command to its end.
pub fn said(command: &mut Command) -> Said {
    let Output { status, stdout, stderr } = command.output().expect("to run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Said { out: text(stdout), err: text(stderr), code: status.code() }
}

impl Said {
    /// The paragraph of the version with this subject.
    #[track_caller]
    pub fn version(&self, subject: &str) -> &str {
        let quoted = format!("“{subject}”");
        let found = self.out.split("\n\n").find(|paragraph| paragraph.contains(&quoted));
        found.unwrap_or_else(|| panic!("no version {subject:?} in:\n{}\n{}", self.out, self.err))
    }

    /// The subjects, in their order.
    pub fn subjects(&self) -> Vec<&str> {
        self.out.lines().filter_map(|line| line.strip_prefix("  “")?.strip_suffix('”')).collect()
    }
}

/// Makes a file that runs, and says that it did.
pub fn trap(folder: &Path, name: &str, mark: &Path) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join(name);
    std::fs::write(&path, format!("#!/bin/sh\ntouch '{}'\ncat\n", mark.display())).expect("to write");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("to set");
    let text: &OsStr = path.as_os_str();
    text.to_string_lossy().into_owned()
}
