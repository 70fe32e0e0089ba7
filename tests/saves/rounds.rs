//! A thousand saves at once: two instances and an editor, on one file.

use crate::saves::text::{entries, folder, neighbours, with_entry};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use trucewatch::runtime::save::amend;

const OURS: usize = 350;
const THEIRS: usize = 300;

/// A clock that orders what the threads do.
static TURN: AtomicUsize = AtomicUsize::new(0);

fn turn() -> usize {
    TURN.fetch_add(1, Ordering::SeqCst)
}

/// An entry that is in the file from a turn on.
struct Saved {
    entry: String,
    by: usize,
}

/// A save of the editor: what it had before its eyes, when it looked last, and when it had written.
struct Edit {
    base: String,
    looked: usize,
    wrote: usize,
}

fn instance(path: &Path, name: &str) -> Vec<Saved> {
    let save = |n| {
        let entry = format!("{name}{n}");
        // Where the editor has saved twice in the instant of ours, what it saved first is kept beside the file.
        match amend(path, |old| with_entry(old, &entry).map(|new| (new, ())).ok_or("torn")) {
            Ok(()) => Saved { entry, by: turn() },
            Err(error) => panic!("{entry}: {error}"),
        }
    };
    (0..OURS).map(save).collect()
}

/// Reads, thinks, looks again whether the file has changed, as vim does, and saves: in place and by rename in turn.
fn editor(path: &Path) -> Vec<Edit> {
    let beside = path.with_file_name("editors~");
    let mut edits = Vec::new();
    while edits.len() < THEIRS {
        let Ok(base) = fs::read_to_string(path) else { continue };
        let Some(text) = with_entry(base.as_bytes(), &format!("editor{}", edits.len())) else { continue };
        let is_by_rename = edits.len() % 2 == 0;
        if is_by_rename {
            fs::write(&beside, &text).unwrap();
        }
        let looked = turn();
        if fs::read_to_string(path).ok().as_ref() != Some(&base) {
            continue;
        }
        if is_by_rename {
            fs::rename(&beside, path).unwrap();
        } else {
            fs::write(path, &text).unwrap();
        }
        edits.push(Edit { base, looked, wrote: turn() });
    }
    let _ = fs::remove_file(beside);
    edits
}

#[test]
fn two_instances_and_an_editor_lose_nothing_in_a_thousand_saves() {
    let (_guard, path) = folder();
    let (saved, edits) = thread::scope(|scope| {
        let instances = ["a", "b"].map(|name| {
            scope.spawn({
                let path = &path;
                move || instance(path, name)
            })
        });
        let editor = scope.spawn(|| editor(&path));
        let saved: Vec<_> = instances.into_iter().flat_map(|instance| instance.join().unwrap()).collect();
        (saved, editor.join().unwrap())
    });
    let list = entries(&fs::read_to_string(&path).unwrap());
    let found: BTreeSet<_> = list.iter().collect();
    let has = |edit: &Edit, entry: &str| edit.base.lines().any(|line| line.strip_prefix("- ") == Some(entry));
    // A save that meets one of the editor's is taken back and made anew. An editor that looked in the instant between keeps
    // what it saw: it may be there twice, and a save of its own that was not in sight may be gone.
    let was_seen_early = |saved: &&Saved| edits.iter().any(|edit| edit.looked < saved.by && has(edit, &saved.entry));
    let (doubled, early) = (list.len() - found.len(), saved.iter().filter(was_seen_early).count());
    assert!(doubled <= early, "an entry is there twice");
    assert!(doubled < 3, "an instant is short: {doubled} entries are there twice");
    let beside = neighbours(&path);
    assert!(beside.iter().all(|name| name.starts_with("watchlist.yaml.rescued-")), "{beside:?}");
    assert!(beside.len() < 5, "{beside:?}");
    let rescued: Vec<_> = beside.iter().map(|name| fs::read_to_string(path.with_file_name(name)).unwrap()).collect();
    for n in 0..THEIRS {
        let entry = format!("editor{n}");
        let is_rescued = || rescued.iter().any(|text| text.contains(&format!("- {entry}\n")));
        let is_overwritten = || doubled > 0 && edits.get(n + 1).is_some_and(|next| !has(next, &entry));
        assert!(found.contains(&entry) || is_rescued() || is_overwritten(), "the editor's {n} is lost");
    }
    // No save can outlive an editor that looked before it and writes after it: that editor was told of nothing. Whatever
    // else is missing was lost by us.
    let is_overwritten = |saved: &Saved| {
        edits.iter().any(|edit| edit.looked < saved.by && saved.by < edit.wrote && !has(edit, &saved.entry))
    };
    let missing: Vec<_> = saved.iter().filter(|saved| !found.contains(&saved.entry)).collect();
    let lost: Vec<_> = missing.iter().filter(|saved| !is_overwritten(saved)).map(|saved| &saved.entry).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    assert!(missing.len() < 20, "an editor's look and its save are an instant apart: {} fell between", missing.len());
}
