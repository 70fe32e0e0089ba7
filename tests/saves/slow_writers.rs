//! Somebody writes the watchlist in place, slowly, while a command of ours records: the slowness is the input.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// A watchlist of many lines; the first half of them is a watchlist, too.
fn watchlist() -> String {
    let head = "version: 1\ntitle: Test\nzone: Asia/Gaza\ncrossings:\n- id: rafah\n  name: Rafah\n  checked: 2026-01-01\nactors:\n";
    let actors: String = (0..200).map(|n| format!("  actor-{n}: {{ name: Actor {n} }}\n")).collect();
    format!("{head}{actors}")
}

/// A shell that writes a text in place in two halves, with a pause between them.
fn slow_writer(folder: &Path, pause: &str) -> Child {
    let script = format!("(sed -n '1,100p' whole; sleep {pause}; sed -n '101,$p' whole) > list.yaml");
    Command::new("sh").args(["-c", &script]).current_dir(folder).spawn().unwrap()
}

fn record(folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trucewatch"));
    command.args(["checked", "rafah", "--file", "list.yaml"]).current_dir(folder).stdin(Stdio::null());
    command.env("XDG_STATE_HOME", folder.join("state")).output().unwrap()
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !holds() {
        assert!(std::time::Instant::now() < end, "waited in vain for {what}");
        std::thread::yield_now();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_written_slowly_is_whole_and_has_what_was_recorded() {
    for pause in ["0.08", "0.3", "1"] {
        let folder = tempfile::tempdir().unwrap();
        let (path, whole) = (folder.path().join("list.yaml"), watchlist());
        fs::write(folder.path().join("whole"), &whole).unwrap();
        let mut writer = slow_writer(folder.path(), pause);
        wait_until("the first half", || fs::read_to_string(&path).is_ok_and(|text| text.lines().count() == 100));
        let output = record(folder.path());
        writer.wait().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), whole.lines().count(), "after a pause of {pause} s");
        assert!(!text.contains("checked: 2026-01-01"), "what was recorded is not there");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn who_does_not_end_writing_is_named_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (path, whole) = (folder.path().join("list.yaml"), watchlist());
    fs::write(&path, &whole).unwrap();
    // It holds the file open until its standard input is closed.
    let mut holder = Command::new("sh")
        .args(["-c", "exec 3>>list.yaml; echo open; exec cat"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut word = [0; 5];
    std::io::Read::read_exact(holder.stdout.as_mut().unwrap(), &mut word).unwrap();
    wait_until("the holder", || fs::read_to_string(format!("/proc/{}/comm", holder.id())).unwrap() == "cat\n");
    let output = record(folder.path());
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && errors.contains("cat (process"), "{errors}");
    assert_eq!(fs::read_to_string(&path).unwrap(), whole);
    drop(holder.stdin.take());
    holder.wait().unwrap();
    assert!(record(folder.path()).status.success());
}
