//! What holds of whatever stands in the journal: every line is told or counted, nothing is taken away, and what is written
//! below it is whole.

use std::path::Path;
use trucewatch::load::Fingerprint;
use trucewatch::runtime::journal::{JournalFact, read, wrote};

/// Puts bytes into the journal, and writes a line of our own. The state folder of this process must be this one.
#[track_caller]
pub fn check(bytes: &[u8], state: &Path) {
    let folder = state.join("trucewatch");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("journal.jsonl");
    std::fs::write(&path, bytes).expect("a file");
    let before = read().expect("it can be read");
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
    assert_eq!(before.entries.len() + before.torn + before.future, lines);
    wrote(Path::new("/a.yaml"), Fingerprint::from_bytes("a"), "x", "2026-02-03T12:00:00Z".parse().expect("a moment"));
    let mut after = read().expect("it can be read");
    let last = after.entries.pop().expect("what was written is there");
    assert_eq!((last.file.as_str(), last.told), ("/a.yaml", JournalFact::Wrote { by: "x".to_owned() }));
    assert_eq!(before, after);
    assert!(std::fs::read(&path).expect("a file").starts_with(bytes));
}
