//! What a save keeps, and which files it refuses.

use crate::saves::text::{EMPTY, folder, neighbours, with_entry};
use rustix::fs::XattrFlags;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::time::Duration;
use trucewatch::runtime::save::{AmendError, Local, SaveError, amend, replace, replace_on};

fn new() -> Vec<u8> {
    with_entry(EMPTY.as_bytes(), "ours").unwrap()
}

fn save(path: &Path) -> Result<(), SaveError> {
    replace(path, EMPTY.as_bytes(), &new())
}

#[track_caller]
fn check_refused(path: &Path, words: &str) {
    let error = save(path).unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

#[test]
fn a_link_stays_and_its_target_is_replaced() {
    let (_guard, path) = folder();
    let (link, far) = (path.with_file_name("link"), path.with_file_name("far"));
    symlink("watchlist.yaml", &link).unwrap();
    symlink("link", &far).unwrap();
    save(&far).unwrap();
    assert!(far.is_symlink() && link.is_symlink() && !path.is_symlink());
    assert_eq!(fs::read(&path).unwrap(), new());
}

#[test]
fn a_link_to_another_folder_is_saved_over_there() {
    let (_guard, path) = folder();
    let (_other_guard, other) = folder();
    fs::remove_file(&path).unwrap();
    symlink(&other, &path).unwrap();
    save(&path).unwrap();
    assert_eq!(fs::read(&other).unwrap(), new());
    assert_eq!((neighbours(&path), neighbours(&other)), (Vec::new(), Vec::new()));
}

#[test]
fn links_to_nowhere_and_in_circles_are_named() {
    let (_guard, path) = folder();
    let link = |name: &str, target: &str| {
        symlink(target, path.with_file_name(name)).unwrap();
        path.with_file_name(name)
    };
    check_refused(&link("dangling", "nowhere"), "leads nowhere");
    link("b", "a");
    check_refused(&link("a", "b"), "leads back to itself");
    check_refused(&path.with_file_name("missing"), "no such file");
}

#[test]
fn what_is_no_regular_file_is_refused_at_once() {
    let (_guard, path) = folder();
    let pipe = path.with_file_name("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    check_refused(&pipe, "not a regular file");
    check_refused(path.parent().unwrap(), "not a regular file");
    check_refused(Path::new("/dev/null"), "not a regular file");
}

#[test]
fn the_read_only_bit_holds_for_root_as_well() {
    let (_guard, path) = folder();
    fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
    check_refused(&path, "chmod u+w");
    assert_eq!(fs::read(&path).unwrap(), EMPTY.as_bytes());
}

#[test]
fn hard_links_are_refused_with_a_remedy() {
    let (_guard, path) = folder();
    fs::hard_link(&path, path.with_file_name("twin")).unwrap();
    check_refused(&path, "2 names (hard links)");
    assert_eq!(fs::read(&path).unwrap(), EMPTY.as_bytes());
}

#[test]
fn mode_owner_group_and_attributes_stay() {
    let (_guard, path) = folder();
    let has_attributes = rustix::fs::setxattr(&path, "user.tag", b"mine", XattrFlags::empty()).is_ok();
    if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(&path, Some(1234), Some(2345)).unwrap();
    }
    fs::set_permissions(&path, Permissions::from_mode(0o664)).unwrap();
    let before = fs::metadata(&path).unwrap();
    save(&path).unwrap();
    let after = fs::metadata(&path).unwrap();
    assert_eq!((after.mode(), after.uid(), after.gid()), (before.mode(), before.uid(), before.gid()));
    assert_ne!(after.ino(), before.ino());
    let mut value = [0; 4];
    if has_attributes {
        assert_eq!(rustix::fs::getxattr(&path, "user.tag", &mut value).map(|_| value), Ok(*b"mine"));
    }
}

#[test]
fn an_access_control_list_stays() {
    let (_guard, path) = folder();
    let set = std::process::Command::new("setfacl").args(["-m", "u:1234:rw"]).arg(&path).output();
    // Not every machine, and not every file system, has them.
    if !set.is_ok_and(|output| output.status.success()) {
        return;
    }
    let list = || std::process::Command::new("getfacl").arg("--omit-header").arg(&path).output().unwrap().stdout;
    let before = list();
    save(&path).unwrap();
    assert_eq!(list(), before);
}

#[test]
fn what_does_not_hold_the_expected_text_is_not_touched() {
    let (_guard, path) = folder();
    fs::write(&path, "title: Other\n").unwrap();
    assert!(matches!(save(&path), Err(SaveError::Changed)));
    assert_eq!((fs::read_to_string(&path).unwrap().as_str(), neighbours(&path)), ("title: Other\n", Vec::new()));
}

#[test]
fn the_same_text_is_not_written_again() {
    let (_guard, path) = folder();
    let before = fs::metadata(&path).unwrap().ino();
    replace(&path, EMPTY.as_bytes(), EMPTY.as_bytes()).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().ino(), before);
}

#[test]
fn who_does_not_let_go_of_the_folder_is_named_after_a_while() {
    let (_guard, path) = folder();
    let folder = File::open(path.parent().unwrap()).unwrap();
    folder.lock().unwrap();
    let mut disk = Local { patience: Duration::from_millis(50) };
    let error = replace_on(&mut disk, &path, EMPTY.as_bytes(), &new()).unwrap_err();
    assert!(matches!(error, SaveError::Busy), "{error}");
    drop(folder);
    save(&path).unwrap();
}

#[test]
fn a_refused_change_writes_nothing_and_says_why() {
    let (_guard, path) = folder();
    let refused: Result<(), _> = amend(&path, |_| Err("no such crossing"));
    assert!(matches!(refused, Err(AmendError::Refused("no such crossing"))));
    assert_eq!(fs::read(&path).unwrap(), EMPTY.as_bytes());
}

#[test]
fn a_file_of_another_owner_is_saved_by_a_group_that_shares_it_and_by_no_one_else() {
    // Needs root to become somebody else.
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let (guard, path) = folder();
    std::os::unix::fs::chown(guard.path(), Some(1234), Some(2345)).unwrap();
    fs::set_permissions(guard.path(), Permissions::from_mode(0o775)).unwrap();
    let as_member = |mode: u32, group: u32| {
        fs::write(&path, EMPTY).unwrap();
        std::os::unix::fs::chown(&path, Some(1234), Some(group)).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        crate::saves::killed::save_as(&path, 4321, 2345)
    };
    assert_eq!(as_member(0o664, 2345), "saved");
    assert_eq!(as_member(0o666, 3456), "saved");
    assert!(as_member(0o644, 2345).contains("may not write"), "{}", as_member(0o644, 2345));
}
