//! The thread that remembers: it recalls what was kept, and keeps what there is to keep, in the order in which it comes.
//!
//! It wakes the loop for what was recalled, and once for the first failure. Otherwise it is not heard of.

use super::entry::{Entry, Told};
use super::folder::Folder;
use super::record::{self, Mark, Record};
use super::{Place, write};
use crate::app::{Looked, Msg, Observation, Recalled, Seen};
use crate::load::{Fingerprint, Loaded, load};
use crate::panes::changes::wire::WireChange;
use crate::runtime::wait::Waker;
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// How long the end of the program waits for what is still to be kept. A disk that is slower than that is dead.
const PATIENCE: Duration = Duration::from_secs(2);

/// Something to remember.
enum Job {
    Recall(Box<Loaded>),
    Seen(Seen),
    Observed(Observation),
}

/// Hands things over to the thread.
pub(crate) struct Keeper {
    jobs: Option<Sender<Job>>,
    answers: Receiver<Msg>,
    /// Closed when the thread has ended.
    end: Receiver<()>,
}

impl Keeper {
    /// Begins to remember a watchlist, and recalls what was kept of it. `first` is how it reads now.
    pub(crate) fn start(place: Place, first: Loaded, waker: Waker) -> io::Result<Self> {
        let (jobs, to_do) = channel();
        let (answer, answers) = channel();
        let (ending, end) = channel();
        let work = move || {
            let _ending: Sender<()> = ending;
            Work { place, answer, waker, told: Trouble::Untold }.run(&to_do);
        };
        thread::Builder::new().name("journal".to_owned()).spawn(work)?;
        let keeper = Self { jobs: Some(jobs), answers, end };
        keeper.hand_over(Job::Recall(Box::new(first)));
        Ok(keeper)
    }

    /// Keeps what the operator has looked at.
    pub(crate) fn seen(&self, seen: Seen) {
        self.hand_over(Job::Seen(seen));
    }

    /// Writes down what was seen to change.
    pub(crate) fn observed(&self, observation: Observation) {
        self.hand_over(Job::Observed(observation));
    }

    /// What there is to tell the app.
    pub(crate) fn take(&self) -> Vec<Msg> {
        self.answers.try_iter().collect()
    }

    fn hand_over(&self, job: Job) {
        // A thread that is gone has said why, or panicked and ended the program.
        let _ = self.jobs.as_ref().map(|jobs| jobs.send(job));
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.jobs = None;
        match self.end.recv_timeout(PATIENCE) {
            Ok(()) | Err(RecvTimeoutError::Disconnected | RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Whether the operator has been told that nothing can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    Untold,
    Told,
}

struct Work {
    place: Place,
    answer: Sender<Msg>,
    waker: Waker,
    told: Trouble,
}

impl Work {
    fn run(mut self, to_do: &Receiver<Job>) {
        for job in to_do {
            let done = match job {
                Job::Recall(first) => self.recall(&first),
                Job::Seen(seen) => self.seen(&seen),
                Job::Observed(observation) => self.observed(&observation),
            };
            if let Err(error) = done
                && self.told == Trouble::Untold
            {
                self.told = Trouble::Told;
                let folder = self.place.folder.display();
                self.tell(Msg::Notice(format!("changes are remembered until the end only: {folder}: {error}")));
            }
        }
    }

    fn tell(&self, msg: Msg) {
        // Nobody listens any more when the program ends.
        let _ = self.answer.send(msg);
        self.waker.wake();
    }

    fn recall(&mut self, first: &Loaded) -> io::Result<()> {
        let recalled = recall(&self.place, first)?;
        self.tell(Msg::Recalled(Box::new(recalled)));
        Ok(())
    }

    fn seen(&self, seen: &Seen) -> io::Result<()> {
        let folder = Folder::enter(&self.place.folder)?;
        let record = Record::read(&folder, &self.place.file);
        let mark = Mark { at: seen.at, text: Fingerprint::of(&*seen.text) };
        let record = Record { seen: Some(mark), watched: record.watched.or(Some(mark)) };
        record.write(&folder, &self.place.file, &seen.text)
    }

    fn observed(&self, observation: &Observation) -> io::Result<()> {
        let folder = Folder::enter(&self.place.folder)?;
        let record = Record::read(&folder, &self.place.file);
        let text = Fingerprint::of(&*observation.text);
        let before = write::tail(&folder)?;
        let of_file: Vec<_> = before.into_iter().filter(|entry| entry.file == self.place.file).collect();
        let told = if text == observation.from {
            let known = known(&of_file, text);
            let is_new = |change: &&WireChange| known.get(&key(change)) != Some(&values(change));
            let changes = observation.changes.iter().filter(is_new);
            changes.map(|change| Told::Changed { from: text, by: None, change: change.clone() }).collect()
        } else if record.watched.is_some_and(|mark| mark.text == text) {
            // Another board was quicker.
            Vec::new()
        } else {
            told(observation, &author(&of_file, text))
        };
        if told.is_empty() && text == observation.from {
            return Ok(());
        }
        let entry = |told| Entry { at: observation.at, file: self.place.file.clone(), text, told };
        let entries: Vec<_> = told.into_iter().map(entry).collect();
        write::append(&folder, &entries)?;
        let record = Record { watched: Some(Mark { at: observation.at, text }), ..record };
        record.write(&folder, &self.place.file, &observation.text)
    }
}

/// What a save means, as lines.
fn told(observation: &Observation, by: &Option<String>) -> Vec<Told> {
    let from = observation.from;
    let reverted = observation.reverted.map(|to| Told::Reverted { from, by: by.clone(), to });
    let changed = |change: &WireChange| Told::Changed { from, by: by.clone(), change: change.clone() };
    reverted.into_iter().chain(observation.changes.iter().map(changed)).collect()
}

/// Which of our own commands has written a text that no board has seen since.
fn author(of_file: &[Entry], text: Fingerprint) -> Option<String> {
    match &of_file.iter().rfind(|entry| entry.text == text)?.told {
        Told::Wrote { by } => Some(by.clone()),
        Told::Changed { .. } | Told::Reverted { .. } => None,
    }
}

type Key<'e> = (&'e str, &'e str);
type Values<'e> = (Option<&'e str>, Option<&'e str>);

/// The newest change of each kind that was written down while the file had this text: another board has seen it, too.
fn known(of_file: &[Entry], text: Fingerprint) -> HashMap<Key<'_>, Values<'_>> {
    let first = of_file.iter().rposition(|entry| entry.text != text).map_or(0, |other| other + 1);
    let changes = of_file[first..].iter().filter_map(|entry| match &entry.told {
        Told::Changed { change, .. } => Some((key(change), values(change))),
        Told::Reverted { .. } | Told::Wrote { .. } => None,
    });
    changes.collect()
}

fn key(change: &WireChange) -> Key<'_> {
    (&change.subject, &change.kind)
}

fn values(change: &WireChange) -> Values<'_> {
    (change.was.as_deref(), change.is.as_deref())
}

/// Finds what was kept of a file.
pub(super) fn recall(place: &Place, first: &Loaded) -> io::Result<Recalled> {
    let Place { folder, file } = place;
    let reading = write::read(folder)?;
    let mut earlier = HashMap::new();
    for entry in reading.entries.iter().filter(|entry| entry.file == *file) {
        let Some(from) = entry.told.from() else { continue };
        for text in [from, entry.text] {
            earlier.insert(text, entry.at);
        }
    }
    let (record, texts) = {
        let folder = Folder::enter(folder)?;
        let record = Record::read(&folder, file);
        let read = |mark: Option<Mark>| {
            let mark = mark?;
            Some((mark.text, record::text(&folder, file, mark.text)?))
        };
        let texts: HashMap<_, _> = [read(record.seen), read(record.watched)].into_iter().flatten().collect();
        (record, texts)
    };
    if let Some(seen) = record.seen {
        earlier.entry(seen.text).or_insert(seen.at);
    }
    let mut loaded: HashMap<Fingerprint, Loaded> = HashMap::from([(first.source.fingerprint(), first.clone())]);
    for (print, bytes) in texts {
        loaded.entry(print).or_insert_with(|| load(&first.source.name, bytes, now(record)));
    }
    let looked = |mark: Option<Mark>| {
        let Mark { at, text } = mark?;
        let Loaded { source, watchlist, .. } = loaded.get(&text)?;
        Some(Looked { at, source: source.clone(), watchlist: watchlist.clone()? })
    };
    let (seen, watched) = (looked(record.seen), looked(record.watched));
    Ok(Recalled { seen, watched, earlier: earlier.into_iter().collect() })
}

/// Beyond which moment a date of an old text was in the future: only its warnings depend on it, and nobody reads them.
fn now(record: Record) -> DateTime<Utc> {
    record.watched.map_or(DateTime::<Utc>::MAX_UTC, |mark| mark.at)
}

#[cfg(test)]
mod tests {
    use super::super::entry::tests::change;
    use super::*;

    struct State {
        home: tempfile::TempDir,
    }

    impl State {
        fn new() -> Self {
            Self { home: tempfile::tempdir().unwrap() }
        }

        fn work(&self) -> Work {
            let place = Place { folder: self.home.path().join("state"), file: "/a.yaml".to_owned() };
            let waker = crate::runtime::wait::Wait::new().unwrap().waker();
            Work { place, answer: channel().0, waker, told: Trouble::Untold }
        }

        fn observe(&self, from: &str, to: &str, changes: &[WireChange]) {
            let observation = Observation {
                at: DateTime::<Utc>::UNIX_EPOCH,
                from: Fingerprint::of(from),
                text: to.to_owned().into(),
                reverted: None,
                changes: changes.to_vec(),
            };
            self.work().observed(&observation).unwrap();
        }

        fn lines(&self) -> Vec<(String, Option<String>)> {
            let of = |entry: Entry| match entry.told {
                Told::Changed { by, change, .. } => Some((change.text, by)),
                Told::Reverted { .. } | Told::Wrote { .. } => None,
            };
            write::read(&self.home.path().join("state")).unwrap().entries.into_iter().filter_map(of).collect()
        }
    }

    #[test]
    fn what_two_boards_see_is_written_once() {
        let state = State::new();
        for _board in 0..2 {
            state.observe("a", "b", &[change("closed", "open")]);
        }
        for _board in 0..2 {
            state.observe("b", "b", &[change("open", "closed")]);
        }
        for _board in 0..2 {
            state.observe("b", "b", &[change("closed", "open")]);
        }
        for _board in 0..2 {
            state.observe("b", "a", &[change("open", "closed")]);
        }
        for _board in 0..2 {
            state.observe("a", "b", &[change("closed", "open")]);
        }
        let words: Vec<_> = state.lines().into_iter().map(|(words, _)| words).collect();
        let (opened, closed) = ("Rafah: closed → open", "Rafah: open → closed");
        assert_eq!(words, [opened, closed, opened, closed, opened]);
    }

    #[test]
    fn what_our_own_commands_write_is_put_down_to_them_once() {
        let state = State::new();
        let wrote = |text: &str| {
            let told = Told::Wrote { by: "trucewatch log add".to_owned() };
            let text = Fingerprint::of(text);
            let entry = Entry { at: DateTime::<Utc>::UNIX_EPOCH, file: "/a.yaml".to_owned(), text, told };
            write::append(&Folder::enter(&state.home.path().join("state")).unwrap(), &[entry]).unwrap();
        };
        wrote("b");
        state.observe("a", "b", &[change("closed", "open")]);
        state.observe("b", "a", &[change("open", "closed")]);
        state.observe("a", "b", &[change("closed", "open")]);
        let by: Vec<_> = state.lines().into_iter().map(|(_, by)| by).collect();
        assert_eq!(by, [Some("trucewatch log add".to_owned()), None, None]);
    }
}
