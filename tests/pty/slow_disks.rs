//! Writers that take their time, files that go without a sign, and file systems that do not answer.

use crate::pty::screen::{Folder, Screen, trucewatch, wait_until, watchlist};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

/// A watchlist whose first half is one, too: what is in the second half is missing there.
fn two_halves(mark: &str) -> (String, String) {
    let whole = watchlist("MARK1").replace("title: Test", &format!("title: {mark}"));
    let at = whole.find("checklists:").unwrap();
    (whole[..at].to_owned(), whole[at..].to_owned())
}

#[test]
#[cfg(target_os = "linux")]
fn half_a_file_is_not_shown_however_long_its_writer_pauses() {
    let folder = Folder::with("MARK1");
    let screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    let (first, second) = two_halves("AFTER");
    let mut file = File::create(folder.list()).unwrap();
    file.write_all(first.as_bytes()).unwrap();
    // It waits until it says that it waits: that is longer than any quiet.
    screen.wait_for("BEING WRITTEN");
    assert!(screen.text().contains("MARK1") && !screen.has_shown("AFTER"), "{}", screen.text());
    file.write_all(second.as_bytes()).unwrap();
    drop(file);
    screen.wait_for("AFTER");
    screen.wait_for_no("BEING WRITTEN");
    assert!(screen.text().contains("MARK1"));
}

/// A save that pauses half-way is one change in the journal.
#[test]
#[cfg(target_os = "linux")]
fn a_save_with_a_pause_is_one_line_in_the_journal() {
    let folder = Folder::with("MARK1");
    let state = folder.path("state");
    let mut command = trucewatch();
    command.env("XDG_STATE_HOME", &state);
    command.arg(folder.list());
    let mut screen = Screen::start(command);
    screen.wait_for("MARK1");
    let (first, second) = two_halves("AFTER");
    let script = format!("{{ printf '%s' '{first}'; sleep 0.3; printf '%s' '{second}'; }} > list.yaml");
    let status = Command::new("sh").args(["-c", &script]).current_dir(folder.path("")).status().unwrap();
    assert!(status.success());
    screen.wait_for("AFTER");
    screen.type_keys("q");
    assert_eq!(screen.ends(), 0);
    let journal = fs::read_to_string(state.join("trucewatch/journal.jsonl")).unwrap_or_default();
    assert!(!journal.contains("MARK1"), "the checklist was never gone: {journal}");
}

#[test]
fn a_file_that_goes_right_after_a_save_without_any_event_is_missed() {
    let folder = Folder::with("MARK1");
    fs::create_dir_all(folder.path("above/in")).unwrap();
    fs::rename(folder.list(), folder.path("above/in/list.yaml")).unwrap();
    let screen = Screen::show(&folder.path("above/in/list.yaml"));
    screen.wait_for("MARK1");
    fs::write(folder.path("above/in/list.yaml"), watchlist("MARK2")).unwrap();
    screen.wait_for("MARK2");
    // The watch is on `in`, which is not told of what happens to the folder above it.
    fs::rename(folder.path("above"), folder.path("gone")).unwrap();
    screen.wait_for("FILE MISSING");
    fs::rename(folder.path("gone"), folder.path("above")).unwrap();
    screen.wait_for_no("FILE MISSING");
}

/// A file system that never answers, mounted over a folder. It is gone when this is dropped.
struct DeadMount {
    folder: PathBuf,
    server: Option<File>,
}

impl DeadMount {
    /// Nothing where this process may not mount.
    fn over(folder: PathBuf) -> Option<Self> {
        use std::os::fd::AsRawFd as _;
        let server = File::options().read(true).write(true).open("/dev/fuse").ok()?;
        let options = format!("fd={},rootmode=40000,user_id=0,group_id=0", server.as_raw_fd());
        let options = std::ffi::CString::new(options).unwrap();
        rustix::mount::mount("dead", &folder, "fuse", rustix::mount::MountFlags::empty(), options.as_c_str()).ok()?;
        Some(Self { folder, server: Some(server) })
    }
}

impl Drop for DeadMount {
    fn drop(&mut self) {
        let _ = rustix::mount::unmount(&self.folder, rustix::mount::UnmountFlags::DETACH);
        drop(self.server.take());
    }
}

#[test]
fn a_mount_that_hangs_is_named_and_holds_up_neither_keys_nor_clock_nor_the_end() {
    let folder = Folder::with("MARK1");
    let mut screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    screen.wait_for("OK");
    let Some(mount) = DeadMount::over(folder.path("")) else {
        eprintln!("skipped: nothing can be mounted here");
        return;
    };
    screen.wait_for("WATCH STALLED since");
    assert!(!screen.text().contains("OK "), "{}", screen.text());
    let (writes, _) = screen.written();
    screen.wait_for_write_after(writes + 2);
    screen.type_keys("?");
    screen.wait_for("Help: type to find");
    screen.type_keys("\x1b");
    screen.wait_for_no("Help: type to find");
    // Once it answers again, the board does as well.
    drop(mount);
    screen.wait_for_no("WATCH STALLED");
    folder.write("MARK2");
    screen.wait_for("MARK2");
    let mount = DeadMount::over(folder.path("")).unwrap();
    screen.wait_for("WATCH STALLED since");
    screen.signal(rustix::process::Signal::TERM);
    assert_eq!(screen.ends(), 143);
    screen.assert_restored();
    wait_until("the end", || !std::path::Path::new(&format!("/proc/{}", screen.pid().as_raw_nonzero())).exists());
    drop(mount);
}
