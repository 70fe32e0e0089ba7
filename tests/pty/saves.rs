//! Every way in which a file is saved, spoilt, lost and found again.

use crate::pty::screen::{Folder, Screen, has, wait_until, watchlist};
use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

/// What the screen says of a save that was not taken.
const NOT_RELOADED: &str = "NOT RELOADED";
/// What the screen says of a file that is gone.
const MISSING: &str = "FILE MISSING";

fn show(folder: &Folder) -> Screen {
    let screen = Screen::show(&folder.list());
    screen.wait_for("MARK1");
    screen
}

#[test]
fn a_broken_save_keeps_the_board_and_the_next_good_one_clears_the_banner() {
    let folder = Folder::with("MARK1");
    let screen = show(&folder);
    fs::write(folder.list(), watchlist("MARK2").replace("title: Test", "titel: Test\nversion: [")).unwrap();
    screen.wait_for(NOT_RELOADED);
    screen.wait_for("list.yaml:");
    assert!(screen.text().contains("MARK1"));
    folder.write("MARK3");
    screen.wait_for("MARK3");
    screen.wait_for_no(NOT_RELOADED);
}

#[test]
fn a_broken_save_is_cleared_by_the_very_same_old_content() {
    let folder = Folder::with("MARK1");
    let screen = show(&folder);
    fs::write(folder.list(), "version: [").unwrap();
    screen.wait_for(NOT_RELOADED);
    folder.write("MARK1");
    screen.wait_for_no(NOT_RELOADED);
    assert!(screen.text().contains("MARK1"));
}

#[test]
fn vim_saves_in_each_of_its_ways_without_a_flicker() {
    if !has("vim") {
        return;
    }
    let folder = Folder::with("MARK1");
    let screen = show(&folder);
    let mut mark = 1;
    for way in ["auto", "no", "yes"] {
        for backup in ["backup", "writebackup", "nowritebackup nobackup"] {
            let (old, new) = (mark, mark + 1);
            mark = new;
            let saved = Command::new("vim")
                .args(["-u", "NONE", "-N", "-es", "-c", &format!("set backupcopy={way} {backup}")])
                .args(["-c", &format!("%s/MARK{old}/MARK{new}/"), "-c", "wq"])
                .arg(folder.list())
                .stdin(Stdio::null())
                .status()
                .unwrap();
            assert!(saved.success(), "vim failed with {way} and {backup}");
            screen.wait_for(&format!("MARK{new}"));
        }
    }
    assert!(!screen.has_shown(NOT_RELOADED) && !screen.has_shown(MISSING));
}

#[test]
fn saves_in_place_and_by_rename_are_all_seen() {
    let folder = Folder::with("MARK1");
    let screen = show(&folder);
    for n in 2..=30 {
        if n % 2 == 0 {
            folder.write(&format!("MARK{n}"));
        } else {
            folder.replace(&format!("MARK{n}"));
        }
        screen.wait_for(&format!("MARK{n}"));
    }
    assert!(!screen.has_shown(NOT_RELOADED) && !screen.has_shown(MISSING));
}

#[test]
fn a_thousand_saves_by_rename_leave_nothing_behind() {
    let folder = Folder::with("MARK1");
    let screen = show(&folder);
    folder.replace("MARK_WARM");
    screen.wait_for("MARK_WARM");
    let before = resources(&screen);
    for n in 0..1000 {
        folder.replace(&format!("MARK{n}"));
    }
    screen.wait_for("MARK999");
    wait_until("as few open files and threads as before", || {
        let now = resources(&screen);
        now.0 <= before.0 && now.1 <= before.1
    });
}

#[test]
fn sed_and_mv_are_seen() {
    let folder = Folder::with("MARK1");
    let screen = show(&folder);
    assert!(Command::new("sed").args(["-i", "s/MARK1/MARK2/"]).arg(folder.list()).status().unwrap().success());
    screen.wait_for("MARK2");
    fs::write(folder.path("other"), watchlist("MARK3")).unwrap();
    assert!(Command::new("mv").arg(folder.path("other")).arg(folder.list()).status().unwrap().success());
    screen.wait_for("MARK3");
}

#[test]
fn a_slow_writer_is_never_shown_half_way() {
    use std::io::Write as _;
    let folder = Folder::with("MARK1");
    let screen = show(&folder);
    let mut file = fs::File::create(folder.list()).unwrap();
    for byte in watchlist("MARK2").bytes() {
        file.write_all(&[byte]).unwrap();
        file.flush().unwrap();
    }
    drop(file);
    screen.wait_for("MARK2");
    assert!(!screen.has_shown(NOT_RELOADED) && !screen.has_shown(MISSING));
}

#[test]
fn a_removed_file_is_missing_until_it_comes_back() {
    let folder = Folder::with("MARK1");
    let screen = show(&folder);
    fs::remove_file(folder.list()).unwrap();
    screen.wait_for(MISSING);
    assert!(screen.text().contains("MARK1"), "the last board is kept");
    folder.write("MARK2");
    screen.wait_for("MARK2");
    screen.wait_for_no(MISSING);
}

#[test]
fn a_file_that_may_not_be_read_is_named_so_until_it_may() {
    use std::os::unix::fs::PermissionsExt as _;
    if rustix::process::geteuid().is_root() {
        eprintln!("skipped: root may read everything");
        return;
    }
    let folder = Folder::with("MARK1");
    let screen = show(&folder);
    fs::set_permissions(folder.list(), fs::Permissions::from_mode(0o000)).unwrap();
    screen.wait_for("permission denied");
    fs::set_permissions(folder.list(), fs::Permissions::from_mode(0o644)).unwrap();
    screen.wait_for_no("permission denied");
}

#[test]
fn a_file_that_becomes_a_pipe_is_named_so() {
    let folder = Folder::with("MARK1");
    let screen = show(&folder);
    fs::remove_file(folder.list()).unwrap();
    assert!(Command::new("mkfifo").arg(folder.list()).status().unwrap().success());
    screen.wait_for("named pipe");
    assert!(screen.text().contains("MARK1"));
}

#[test]
fn the_target_of_a_symlink_is_followed() {
    let folder = Folder::with("MARK1");
    fs::create_dir(folder.path("far")).unwrap();
    fs::rename(folder.list(), folder.path("far/true.yaml")).unwrap();
    symlink("far/true.yaml", folder.list()).unwrap();
    let screen = show(&folder);
    fs::write(folder.path("far/true.yaml"), watchlist("MARK2")).unwrap();
    screen.wait_for("MARK2");
    fs::write(folder.path("far/new"), watchlist("MARK3")).unwrap();
    fs::rename(folder.path("far/new"), folder.path("far/true.yaml")).unwrap();
    screen.wait_for("MARK3");
}

#[test]
fn a_swapped_data_link_is_followed_again_and_again() {
    let folder = Folder::with("MARK1");
    fs::remove_file(folder.list()).unwrap();
    let version = |n: u32| {
        let name = format!("..v{n}");
        fs::create_dir(folder.path(&name)).unwrap();
        fs::write(folder.path(&name).join("list.yaml"), watchlist(&format!("MARK{n}"))).unwrap();
        symlink(&name, folder.path("..data_tmp")).unwrap();
        fs::rename(folder.path("..data_tmp"), folder.path("..data")).unwrap();
        if n > 1 {
            fs::remove_dir_all(folder.path(&format!("..v{}", n - 1))).unwrap();
        }
    };
    version(1);
    symlink("..data/list.yaml", folder.list()).unwrap();
    let screen = show(&folder);
    for n in 2..=5 {
        version(n);
        screen.wait_for(&format!("MARK{n}"));
    }
    fs::write(folder.path("..v5/list.yaml"), watchlist("MARK6")).unwrap();
    screen.wait_for("MARK6");
    assert!(!screen.has_shown(MISSING));
}

#[test]
fn a_folder_that_is_renamed_and_replaced_is_followed() {
    let folder = Folder::with("MARK1");
    fs::create_dir(folder.path("in")).unwrap();
    fs::rename(folder.list(), folder.path("in/list.yaml")).unwrap();
    let screen = Screen::show(&folder.path("in/list.yaml"));
    screen.wait_for("MARK1");
    for n in 2..=4 {
        fs::create_dir(folder.path("next")).unwrap();
        fs::write(folder.path("next/list.yaml"), watchlist(&format!("MARK{n}"))).unwrap();
        fs::rename(folder.path("in"), folder.path(&format!("old{n}"))).unwrap();
        fs::rename(folder.path("next"), folder.path("in")).unwrap();
        screen.wait_for(&format!("MARK{n}"));
    }
    fs::write(folder.path("in/list.yaml"), watchlist("MARK5")).unwrap();
    screen.wait_for("MARK5");
}

#[test]
fn two_boards_on_one_file_both_follow() {
    let folder = Folder::with("MARK1");
    let (one, two) = (show(&folder), show(&folder));
    folder.write("MARK2");
    one.wait_for("MARK2");
    two.wait_for("MARK2");
}

/// How many files and threads the program has open.
fn resources(screen: &Screen) -> (usize, usize) {
    let count = |what| fs::read_dir(format!("/proc/{}/{what}", screen.pid().as_raw_nonzero())).unwrap().count();
    (count("fd"), count("task"))
}
