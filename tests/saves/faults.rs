//! Every single call fails once, in each way; the process ends before every single call.

use crate::saves::disk::{Exchange, Fault, Shaky};
use crate::saves::text::{EMPTY, folder, neighbours, with_entry};
use rustix::fs::XattrFlags;
use rustix::io::Errno;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use trucewatch::runtime::save::{AmendError, Left, SaveError, amend_on, replace, replace_on};

/// A folder whose file has an attribute to be kept, so that those calls are made as well.
fn tagged_folder() -> (tempfile::TempDir, std::path::PathBuf) {
    let (guard, path) = folder();
    // Where the file system has no attributes there are no calls for them.
    let _ = rustix::fs::setxattr(&path, "user.tag", b"mine", XattrFlags::empty());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    (guard, path)
}

/// The next save finds the file whole, saves, and leaves the folder tidy.
#[track_caller]
fn check_next_save(path: &Path, what: &str) {
    let now = fs::read(path).unwrap();
    let next = with_entry(&now, "next").unwrap();
    replace(path, &now, &next).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(fs::read(path).unwrap(), next, "{what}");
    assert_eq!(neighbours(path), [""; 0], "{what}");
}

/// Sweeps a fault over all calls of one save, and returns how many there were.
#[track_caller]
fn sweep(fault: Fault, exchange: Exchange) -> usize {
    let new = with_entry(EMPTY.as_bytes(), "ours").unwrap();
    for at in 0.. {
        let (_guard, path) = tagged_folder();
        let mut disk = Shaky { fault: Some((at, fault)), exchange, ..Shaky::default() };
        let outcome = replace_on(&mut disk, &path, EMPTY.as_bytes(), &new);
        if disk.calls.len() <= at {
            outcome.unwrap();
            return at;
        }
        let what = format!("{fault:?} at call {at}, {}, {exchange:?}", disk.failed());
        let now = fs::read(&path).unwrap();
        match (&outcome, fault) {
            (_, Fault::Crash) => assert!(now == new || now == EMPTY.as_bytes(), "{what}: torn: {now:?}"),
            (Ok(()), Fault::Error(_)) => assert_eq!(now, new, "{what}"),
            (Err(SaveError::Failed { left: Left::Replaced, .. }), Fault::Error(_)) => assert_eq!(now, new, "{what}"),
            (Err(_), Fault::Error(_)) => assert_eq!(now, EMPTY.as_bytes(), "{what}: {outcome:?}"),
        }
        if fault != Fault::Crash {
            let is_left = disk.failed() == "remove";
            assert_eq!(neighbours(&path).len(), usize::from(is_left), "{what}: {:?}", neighbours(&path));
        }
        if let Err(error) = outcome {
            let said = error.to_string();
            assert!(said.contains(": ") && said.len() > 40, "{what}: says too little: {said}");
        }
        check_next_save(&path, &what);
    }
    unreachable!("a save has an end")
}

#[test]
fn a_call_that_fails_leaves_the_old_text_or_the_new_one_and_nothing_beside_it() {
    for errno in [Errno::NOSPC, Errno::IO, Errno::ACCESS, Errno::NOENT] {
        for exchange in [Exchange::Supported, Exchange::Unsupported] {
            assert!(sweep(Fault::Error(errno), exchange) > 25);
        }
    }
}

#[test]
fn a_crash_before_any_call_leaves_the_old_text_or_the_new_one_and_the_next_save_clears_up() {
    for exchange in [Exchange::Supported, Exchange::Unsupported] {
        assert!(sweep(Fault::Crash, exchange) > 25);
    }
}

#[test]
fn an_amendment_that_fails_leaves_the_old_text_or_the_new_one() {
    for at in 0.. {
        let (_guard, path) = tagged_folder();
        let mut disk = Shaky { fault: Some((at, Fault::Error(Errno::IO))), ..Shaky::default() };
        let outcome = amend_on(&mut disk, &path, |old| with_entry(old, "ours").map(|new| (new, ())).ok_or("torn"));
        if disk.calls.len() <= at {
            break;
        }
        let now = fs::read_to_string(&path).unwrap();
        let is_new = match outcome {
            Ok(()) | Err(AmendError::Save(SaveError::Failed { left: Left::Replaced, .. })) => true,
            Err(_) => false,
        };
        assert_eq!(now.contains("ours"), is_new, "call {at}, {}", disk.failed());
        check_next_save(&path, "after an amendment");
    }
}

#[test]
fn a_full_disk_is_named_with_what_to_do() {
    let (_guard, path) = folder();
    let mut disk = Shaky::default();
    let new = with_entry(EMPTY.as_bytes(), "ours").unwrap();
    replace_on(&mut disk, &path, EMPTY.as_bytes(), &new).unwrap();
    let at = disk.calls.iter().position(|call| *call == "write").unwrap();
    let (_guard, path) = folder();
    let mut disk = Shaky { fault: Some((at, Fault::Error(Errno::NOSPC))), ..Shaky::default() };
    let error = replace_on(&mut disk, &path, EMPTY.as_bytes(), &new).unwrap_err().to_string();
    assert_eq!(
        error,
        "cannot write the new text: No space left on device (os error 28); the file is unchanged: \
         free some space, then try again"
    );
}
