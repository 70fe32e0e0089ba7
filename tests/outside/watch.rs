//! `trucewatch watch` and `--plain`: lines as things happen, a broken file, and every way to end.

use super::changes::{check_valid, validator};
use super::program;
use jsonschema::Validator;
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Stdio};

const FILE: &str = "title: T
zone: Asia/Gaza
sources: { ap: { name: AP, reliability: B } }
crossings:
  - id: rafah
    name: Rafah
    reports:
      - { at: 2026-02-02T09:00Z, status: open, claim: verified, source: ap, credibility: 2 }
";

const CLOSED: &str = "      - { at: 2026-02-03T09:00Z, status: closed, claim: verified, source: ap, credibility: 2 }\n";

/// A running program, and its lines.
struct Watching {
    _guard: tempfile::TempDir,
    path: PathBuf,
    child: Child,
    lines: BufReader<ChildStdout>,
    schema: Validator,
}

impl Watching {
    fn start(words: &[&str]) -> Self {
        let guard = tempfile::tempdir().unwrap();
        let path = guard.path().join("watchlist.yaml");
        fs::write(&path, FILE).unwrap();
        let mut command = program(guard.path());
        let mut child = command.args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { _guard: guard, path, child, lines, schema: validator("watch") }
    }

    /// Replaces the file as an editor does.
    fn save(&self, text: &str) {
        let new = self.path.with_extension("new");
        fs::write(&new, text).unwrap();
        fs::rename(new, &self.path).unwrap();
    }

    #[track_caller]
    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.lines.read_line(&mut line).unwrap() > 0, "it has ended");
        line
    }

    /// The first line that has these words.
    #[track_caller]
    fn until(&mut self, words: &str) -> String {
        loop {
            let line = self.line();
            if line.contains(words) {
                return line;
            }
        }
    }

    #[track_caller]
    fn event(&mut self, name: &str) -> Value {
        loop {
            let line: Value = serde_json::from_str(&self.line()).expect("JSON");
            check_valid(&self.schema, &line);
            if line["event"] == name {
                return line;
            }
        }
    }

    /// Sends a signal, and returns the exit code.
    fn end(mut self, signal: rustix::process::Signal) -> Option<i32> {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, signal).unwrap();
        self.lines.read_to_end(&mut Vec::new()).unwrap();
        self.child.wait().unwrap().code()
    }
}

#[test]
fn a_change_is_a_sentence_and_a_broken_file_is_said() {
    let mut watching = Watching::start(&["watch"]);
    assert!(watching.line().contains("Watching watchlist.yaml: "));
    watching.save(&format!("{FILE}{CLOSED}"));
    let line = watching.until("Worse: Rafah: ");
    assert!(line.contains("open to closed, AP B2"), "{line}");
    assert!(line.is_ascii(), "{line}");
    watching.save("title: [");
    assert!(watching.until("does not load").contains("the last good one stays"));
    watching.save(&format!("{FILE}{CLOSED}"));
    watching.until("loads again");
    watching.save(FILE);
    watching.until("Reverted: ");
    assert_eq!(watching.end(rustix::process::Signal::TERM), Some(143));
}

#[test]
fn programs_get_typed_lines() {
    let mut watching = Watching::start(&["watch", "--json"]);
    let started = watching.event("started");
    assert_eq!(started["status"]["entities"][0]["last_known"], "open");
    watching.save(&format!("{FILE}{CLOSED}"));
    let change = watching.event("change");
    assert_eq!((&change["change"]["was"], &change["change"]["is"]), (&"open".into(), &"closed".into()));
    assert!(change["change"].get("text").is_none(), "{change}");
    watching.save("title: t\nnonsense: 1\n");
    assert_eq!(watching.event("broken")["problem"]["rule"], "unknown-key");
    assert_eq!(watching.end(rustix::process::Signal::INT), Some(130));
}

#[test]
fn it_ends_when_nobody_reads_it_although_nothing_happens() {
    let mut watching = Watching::start(&["--plain"]);
    watching.until("Watching");
    let Watching { lines, mut child, .. } = watching;
    drop(lines);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_signal_ends_it_although_nobody_reads() {
    let guard = tempfile::tempdir().unwrap();
    let items: String = (0..4000).map(|nth| format!("      - {{ id: item-{nth}, title: Item {nth} }}\n")).collect();
    let text = format!("title: T\nchecklists:\n  - id: two\n    name: Two\n    items:\n{items}");
    fs::write(guard.path().join("watchlist.yaml"), text).unwrap();
    let mut child = program(guard.path()).arg("watch").stdout(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    // It has begun to write more than a pipe holds.
    out.read_exact(&mut [0; 16]).unwrap();
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::TERM).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(143));
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for words in [&["watch", "-"][..], &["watch", "--now", "2026-02-01"], &["watch", "missing.yaml"]] {
        let (code, out, err) = super::said(program(folder.path()).args(words));
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
    }
}
