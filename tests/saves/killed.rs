//! Other processes that save: killed in the middle of it, or run by other users.

use crate::saves::text::{entries, folder, is_whole, neighbours, with_entry};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use trucewatch::runtime::save::{Local, amend, amend_on};

/// The file that a child process is to save to.
const FILE: &str = "TRUCEWATCH_TEST_FILE";
/// The name of the child.
const NAME: &str = "TRUCEWATCH_TEST_NAME";
/// How many saves it makes.
const SAVES: &str = "TRUCEWATCH_TEST_SAVES";

/// This very program, to run one of its tests as a process of its own.
fn child(path: &Path, name: &str, saves: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "saves::killed::a_process_that_saves", "--nocapture"]);
    command.env(FILE, path).env(NAME, name).env(SAVES, saves.to_string());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// Not a test of its own: what the children do. It tells each entry once it is saved.
#[test]
fn a_process_that_saves() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    let name = std::env::var(NAME).unwrap();
    let saves: usize = std::env::var(SAVES).unwrap().parse().unwrap();
    for n in 0..saves {
        let entry = format!("{name}-{n}");
        match amend_on(&mut Local::default(), &path, |old| with_entry(old, &entry).map(|new| (new, ())).ok_or("torn")) {
            Ok(()) => println!("\nsaved {entry}"),
            Err(error) => println!("\nfailed {error}"),
        }
    }
}

/// Saves once as another user, and returns `saved` or why not.
pub fn save_as(path: &Path, user: u32, group: u32) -> String {
    let output = child(path, "member", 1).uid(user).gid(group).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = said.lines().find(|line| line.starts_with("saved") || line.starts_with("failed"));
    line.map_or(said.clone(), |line| line.replace("saved member-0", "saved"))
}

/// Lets a child save until it has told of some entries, kills it at whatever it is doing, and returns what it told.
fn kill_after(mut child: Child, told: usize) -> Vec<String> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut saved = Vec::new();
    for line in lines.map_while(Result::ok) {
        saved.extend(line.strip_prefix("saved ").map(ToOwned::to_owned));
        assert!(!line.starts_with("failed"), "{line}");
        if saved.len() == told {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    saved
}

#[test]
fn a_killed_process_leaves_a_whole_file_with_all_that_it_told_of() {
    let (_guard, path) = folder();
    let is_over = AtomicBool::new(false);
    let saved: Vec<String> = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0;
            while !is_over.load(Ordering::SeqCst) {
                let text = fs::read_to_string(&path).unwrap();
                assert!(is_whole(&text), "torn: {text:?}");
                reads += 1;
            }
            reads
        });
        let rounds = (0..40).flat_map(|round| {
            let children = ["a", "b"].map(|name| child(&path, &format!("{name}{round}"), 1000).spawn().unwrap());
            let [one, other] = children;
            let other = scope.spawn(move || kill_after(other, 1 + round % 3));
            let mut saved = kill_after(one, 1 + round % 5);
            saved.extend(other.join().unwrap());
            saved
        });
        let saved = rounds.collect();
        is_over.store(true, Ordering::SeqCst);
        assert!(reader.join().unwrap() > 0);
        saved
    });
    amend(&path, |old| with_entry(old, "last").map(|new| (new, ())).ok_or("torn")).unwrap();
    let found = entries(&fs::read_to_string(&path).unwrap());
    let lost: Vec<_> = saved.iter().filter(|entry| !found.contains(entry)).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    assert_eq!(neighbours(&path), [""; 0]);
}
