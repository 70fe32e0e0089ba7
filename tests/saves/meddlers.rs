//! Somebody who takes no lock saves before every single call of ours, in each way in which editors save.

use crate::saves::disk::WritersAnswer::{AsItIs, Unknown};
use crate::saves::disk::{Deed, Shaky};
use crate::saves::text::{EMPTY, entries, neighbours, quick_folder, with_entry};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use trucewatch::runtime::save::{SaveError, amend_on, replace_on, rescued_files};

/// How an editor brings its text to the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// A new file is moved over the old one.
    Rename,
    /// The file is emptied and written.
    InPlace,
    /// The file is moved away, and a new one written under its name; then the old one is removed.
    Backup,
}

const WAYS: [Way; 3] = [Way::Rename, Way::InPlace, Way::Backup];

impl Way {
    fn save(self, path: &Path, text: &[u8]) {
        let beside = path.with_file_name("editors~");
        match self {
            Self::Rename => {
                fs::write(&beside, text).unwrap();
                fs::rename(&beside, path).unwrap();
            }
            Self::InPlace => fs::write(path, text).unwrap(),
            Self::Backup => {
                fs::rename(path, &beside).unwrap();
                fs::write(path, text).unwrap();
                fs::remove_file(&beside).unwrap();
            }
        }
    }
}

fn ours() -> Vec<u8> {
    with_entry(EMPTY.as_bytes(), "ours").unwrap()
}

fn schedule<'a, const N: usize>(deeds: [(usize, Deed<'a>); N]) -> BTreeMap<usize, Deed<'a>> {
    deeds.into()
}

/// A disk on which an editor adds an entry before this call.
fn edited_before(call: usize, way: Way, path: &Path) -> Shaky<'_> {
    let edit: Deed<'_> = Box::new(move || {
        let text = fs::read(path).unwrap();
        way.save(path, &with_entry(&text, "theirs").unwrap());
    });
    Shaky { deeds: schedule([(call, edit)]), ..Shaky::default() }
}

fn now(path: &Path) -> Vec<String> {
    entries(&fs::read_to_string(path).unwrap())
}

#[test]
fn a_save_between_any_two_calls_is_never_lost_and_ours_is_there_or_reported() {
    for way in WAYS {
        for at in 0.. {
            let (_guard, path) = quick_folder();
            let mut disk = edited_before(at, way, &path);
            let outcome = replace_on(&mut disk, &path, EMPTY.as_bytes(), &ours());
            let calls = disk.calls.clone();
            drop(disk);
            if calls.len() <= at {
                break;
            }
            let what = format!("{way:?} before call {at}, {}", calls[at]);
            let found = now(&path);
            assert!(found.contains(&"theirs".to_owned()), "{what}: theirs is lost");
            match outcome {
                Ok(()) => assert!(found.contains(&"ours".to_owned()), "{what}: ours is lost, and nobody is told"),
                Err(SaveError::Changed) => assert_eq!(found, ["theirs"], "{what}"),
                Err(error) => panic!("{what}: {error}"),
            }
            assert_eq!(neighbours(&path), [""; 0], "{what}");
        }
    }
}

#[test]
fn an_amendment_brings_in_both_whenever_the_editor_saves() {
    for way in WAYS {
        for at in 0.. {
            let (_guard, path) = quick_folder();
            let mut disk = edited_before(at, way, &path);
            amend_on(&mut disk, &path, |old| with_entry(old, "ours").map(|new| (new, ())).ok_or("torn")).unwrap();
            let calls = disk.calls.clone();
            drop(disk);
            if calls.len() <= at {
                break;
            }
            let mut found = now(&path);
            found.sort();
            assert_eq!(found, ["ours", "theirs"], "{way:?} before call {at}, {}", calls[at]);
            assert_eq!(neighbours(&path), [""; 0]);
        }
    }
}

/// An editor looks whether the file has changed, and then saves. What we save between the two it goes over, unseen by it;
/// as long as we are not done yet, we see it, and say so or begin anew.
#[test]
fn an_editor_that_looked_before_our_save_and_writes_during_it_is_noticed() {
    for way in WAYS {
        let mut is_over = false;
        for looks in 0.. {
            if is_over {
                break;
            }
            is_over = true;
            for writes in looks..looks + 40 {
                let (_guard, path) = quick_folder();
                let seen = RefCell::new(None);
                let look: Deed<'_> = Box::new(|| *seen.borrow_mut() = fs::read(&path).ok());
                let both: Deed<'_> = Box::new(|| {
                    let text = seen.borrow_mut().take().unwrap_or_else(|| fs::read(&path).unwrap());
                    way.save(&path, &with_entry(&text, "theirs").unwrap());
                });
                let deeds = if looks == writes {
                    schedule([(looks, both as Deed<'_>)])
                } else {
                    schedule([(looks, look), (writes, both)])
                };
                let mut disk = Shaky { deeds, ..Shaky::default() };
                amend_on(&mut disk, &path, |old| with_entry(old, "ours").map(|new| (new, ())).ok_or("torn")).unwrap();
                let calls = disk.calls.clone();
                drop(disk);
                if calls.len() <= writes {
                    break;
                }
                is_over = false;
                // After the last look nothing can be seen: what follows is to remove the old file.
                let is_seen = calls[writes..].contains(&"open");
                let mut found = now(&path);
                found.sort();
                let what = format!("{way:?} looks before {looks}, writes before {writes}, {}", calls[writes]);
                if is_seen {
                    assert_eq!(found, ["ours", "theirs"], "{what}");
                } else {
                    assert!(found.contains(&"theirs".to_owned()), "{what}");
                }
            }
        }
    }
}

#[test]
fn an_editor_that_writes_in_place_in_several_steps_is_given_the_time_to_end() {
    for (begins, pause, writers) in (0..70).flat_map(|begins| {
        [1, 2, 5, 11].into_iter().flat_map(move |pause| [AsItIs, Unknown].map(|writers| (begins, pause, writers)))
    }) {
        let (_guard, path) = quick_folder();
        let open: RefCell<Option<(File, Vec<u8>)>> = RefCell::new(None);
        let begin: Deed<'_> = Box::new(|| {
            let text = with_entry(&fs::read(&path).unwrap(), "theirs").unwrap();
            *open.borrow_mut() = Some((File::create(&path).unwrap(), text));
        });
        let half: Deed<'_> = Box::new(|| {
            let mut open = open.borrow_mut();
            let (file, text) = open.as_mut().unwrap();
            file.write_all(&text.drain(..10).collect::<Vec<_>>()).unwrap();
        });
        let end: Deed<'_> = Box::new(|| {
            let (mut file, text) = open.borrow_mut().take().unwrap();
            file.write_all(&text).unwrap();
        });
        let deeds = schedule([(begins, begin), (begins + pause, half), (begins + 2 * pause, end)]);
        let mut disk = Shaky { deeds, writers, ..Shaky::default() };
        amend_on(&mut disk, &path, |old| with_entry(old, "ours").map(|new| (new, ())).ok_or("torn")).unwrap();
        let calls = disk.calls.clone();
        drop(disk);
        if calls.len() <= begins + 2 * pause {
            continue;
        }
        let mut found = now(&path);
        found.sort();
        assert_eq!(found, ["ours", "theirs"], "from call {begins}, every {pause}, {writers:?}: {:?}", &calls[begins..]);
    }
}

/// Nothing shows on the file but that somebody has it open: it is an hour old whenever we look.
#[test]
#[cfg(target_os = "linux")]
fn a_writer_that_holds_the_file_open_and_adds_to_it_late_loses_nothing() {
    for opens in 0..45 {
        for pause in [0, 1, 2, 5, 11, 40] {
            let (_guard, path) = quick_folder();
            let open: RefCell<Option<File>> = RefCell::new(None);
            let begin: Deed<'_> = Box::new(|| {
                let text = fs::read(&path).unwrap();
                let end = text.len() - "end: true\n".len();
                let file = File::options().write(true).open(&path).unwrap();
                file.set_len(end as u64).unwrap();
                let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
                file.set_modified(long_ago).unwrap();
                *open.borrow_mut() = Some(file);
            });
            let end: Deed<'_> = Box::new(|| {
                let mut file = open.borrow_mut().take().unwrap();
                std::io::Seek::seek(&mut file, std::io::SeekFrom::End(0)).unwrap();
                file.write_all(b"- theirs\nend: true\n").unwrap();
            });
            let mut disk = Shaky {
                deeds: schedule([(opens, begin), (opens + pause + 1, end)]),
                writers: AsItIs,
                ..Shaky::default()
            };
            let add = |old: &[u8]| {
                // What is still being written must not be built on.
                let text = with_entry(old, "ours").or_else(|| Some([old, b"- ours\n"].concat()));
                text.map(|new| (new, ())).ok_or("torn")
            };
            amend_on(&mut disk, &path, add).unwrap();
            let calls = disk.calls.clone();
            drop(disk);
            if calls.len() <= opens + pause + 1 {
                continue;
            }
            let mut found = now(&path);
            found.sort();
            assert_eq!(found, ["ours", "theirs"], "opened at {opens}, for {pause}: {:?}", &calls[opens..]);
            assert_eq!(neighbours(&path), [""; 0], "opened at {opens}, for {pause}");
        }
    }
}

/// The process is killed right after an exchange that swapped out what somebody saved in that very moment.
#[test]
fn what_a_killed_save_had_displaced_is_put_back_by_the_next_one() {
    let calls = {
        let (_guard, path) = quick_folder();
        let mut disk = Shaky::default();
        replace_on(&mut disk, &path, EMPTY.as_bytes(), &ours()).unwrap();
        disk.calls.clone()
    };
    let at = calls.iter().position(|call| *call == "exchange").unwrap();
    let killed = |path: &Path| {
        let edit: Deed<'_> = Box::new(|| {
            let text = fs::read(path).unwrap();
            Way::Rename.save(path, &with_entry(&text, "theirs").unwrap());
        });
        let fault = Some((at + 1, crate::saves::disk::Fault::Crash));
        let mut disk = Shaky { deeds: schedule([(at, edit)]), fault, ..Shaky::default() };
        replace_on(&mut disk, path, EMPTY.as_bytes(), &ours()).unwrap_err();
    };
    let (_guard, path) = quick_folder();
    killed(&path);
    assert_eq!((now(&path), neighbours(&path).len()), (vec!["ours".to_owned()], 1));
    let add = |old: &[u8]| with_entry(old, "next").map(|new| (new, ())).ok_or("torn");
    amend_on(&mut Shaky::default(), &path, add).unwrap();
    assert_eq!((now(&path), neighbours(&path).len()), (vec!["theirs".to_owned(), "next".to_owned()], 0));

    // If somebody has saved since, it is put aside, where it can be seen, and the save goes on.
    let (_guard, path) = quick_folder();
    killed(&path);
    Way::Rename.save(&path, &with_entry(&fs::read(&path).unwrap(), "later").unwrap());
    amend_on(&mut Shaky::default(), &path, add).unwrap();
    assert_eq!(now(&path), ["ours", "later", "next"]);
    let beside = neighbours(&path);
    assert!(matches!(beside.as_slice(), [name] if name.starts_with("watchlist.yaml.rescued-")), "{beside:?}");
    assert_eq!(now(&path.with_file_name(&beside[0])), ["theirs"]);
    assert_eq!(rescued_files(&path), [path.with_file_name(&beside[0])]);
}

#[test]
fn a_save_of_theirs_outlives_a_crash_of_ours_at_any_call() {
    for way in WAYS {
        let mut length = usize::MAX;
        for at in 0.. {
            if at >= length {
                break;
            }
            for dies in at.. {
                let (_guard, path) = quick_folder();
                let edit: Deed<'_> = Box::new(|| {
                    let text = fs::read(&path).unwrap();
                    way.save(&path, &with_entry(&text, "theirs").unwrap());
                });
                let fault = Some((dies, crate::saves::disk::Fault::Crash));
                let mut disk = Shaky { deeds: schedule([(at, edit)]), fault, ..Shaky::default() };
                let outcome = replace_on(&mut disk, &path, EMPTY.as_bytes(), &ours());
                let calls = disk.calls.len();
                drop(disk);
                if outcome.is_ok() && calls <= dies {
                    length = calls;
                    break;
                }
                amend_on(&mut Shaky::default(), &path, |old| {
                    with_entry(old, "next").map(|new| (new, ())).ok_or("torn")
                })
                .unwrap();
                let found = now(&path);
                let what = format!("{way:?} before call {at}, killed before {dies}: {found:?}");
                assert!(found.contains(&"theirs".to_owned()) && found.contains(&"next".to_owned()), "{what}");
                assert_eq!(neighbours(&path), [""; 0], "{what}");
                if calls <= dies {
                    break;
                }
            }
        }
    }
}
