//! A file that somebody is in the middle of writing: its beginning is a watchlist, too, and must not be taken for all of it.
#![cfg(target_os = "linux")]

use crate::support::{Said, Shell};
use std::fs::File;
use std::io::Write as _;
use std::thread;
use std::time::Duration;

const BEGINNING: &str = "title: T
sources: { ap: { name: AP } }
spillover:
  log:
    - { at: 2026-02-03T09:00Z, severity: minor, claim: attributed, source: ap, text: one }
";
const END: &str =
    "    - { at: 2026-02-03T10:00Z, severity: severe, claim: attributed, source: nobody, text: the end }\n";

const COMMANDS: &[&[&str]] = &[
    &["check", "list.yaml"],
    &["check", "--format", "json", "list.yaml"],
    &["handover", "list.yaml"],
    &["diff", "--since", "8h", "list.yaml"],
    &["diff", "watchlist.yaml", "list.yaml"],
    &["--print", "list.yaml"],
];

/// A folder with a whole watchlist, and one of which only the beginning is written so far.
fn half_written() -> (Shell, File) {
    let shell = Shell::with(BEGINNING);
    let mut writer = File::create(shell.path().with_file_name("list.yaml")).unwrap();
    writer.write_all(BEGINNING.as_bytes()).unwrap();
    (shell, writer)
}

#[test]
fn a_command_that_reads_waits_for_whoever_is_writing() {
    for command in COMMANDS {
        let (shell, mut writer) = half_written();
        let late = thread::spawn(move || {
            thread::sleep(Duration::from_millis(400));
            writer.write_all(END.as_bytes()).unwrap();
        });
        let Said { code, out, err } = shell.run(command, "");
        late.join().unwrap();
        // It has read to the end: there the error stands.
        assert!(code != 0 && [out, err].iter().any(|said| said.contains("error")), "{command:?}");
    }
}

#[test]
fn where_the_writer_goes_on_it_says_so_and_nothing_of_the_file() {
    let run = |command: &'static &[&str]| {
        thread::spawn(move || {
            let (shell, _writer) = half_written();
            (command, shell.run(command, ""))
        })
    };
    for run in COMMANDS.iter().map(run).collect::<Vec<_>>() {
        let (command, Said { code, out, err }) = run.join().unwrap();
        for words in ["list.yaml: ", "(process ", "is still writing it", "run this again when that is done"] {
            assert!(code == 2 && err.contains(words), "{command:?}: {code}, no {words:?} in {err}");
        }
        assert!(out.is_empty() || out.contains(r#""error":"list.yaml: "#), "{command:?}: {out}");
    }
}
