//! Works out changes of the file, and saves them, on a thread of its own: a save waits for the disk and for other
//! instances, and a long file takes its time to be read.
//!
//! There is one errand at a time. What nobody waits for any more is dropped, but for a save: that is seen to its end,
//! also when the program ends.

use super::file::{read_file, writers_at};
use super::journal;
use super::save::{self, AmendError, Left, SaveError};
use super::wait::Waker;
use super::writers::Writers;
use super::zoneinfo::SYSTEM_ZONES;
use crate::app::form::{EditRequest, Obstacle, Proposed, Save, SaveEnd};
use crate::app::{Msg, Unreadable};
use crate::load::Fingerprint;
use chrono::{DateTime, Utc};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::thread;
use std::time::Duration;

/// How long the end of the program waits for a save.
const PATIENCE: Duration = Duration::from_secs(5);

/// Runs errands for one file.
pub(crate) struct Clerk {
    path: Option<PathBuf>,
    name: String,
    waker: Waker,
    running: Option<Running>,
}

struct Running {
    end: Receiver<Msg>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Proposal,
    Save,
}

impl Clerk {
    /// Will wake the loop when an errand has ended. Without a file every errand is refused.
    pub(crate) fn new(path: Option<PathBuf>, name: String, waker: Waker) -> Self {
        Self { path, name, waker, running: None }
    }

    /// Works out what the file would be, from what it is now.
    pub(crate) fn propose(&mut self, errand: EditRequest, now: DateTime<Utc>) {
        let (path, name) = (self.path.clone(), self.name.clone());
        self.run(Kind::Proposal, move || Msg::Proposed(propose(path, &name, &errand, now)));
    }

    /// Saves.
    pub(crate) fn save(&mut self, save: Save) {
        let (path, name) = (self.path.clone(), self.name.clone());
        self.run(Kind::Save, move || Msg::SaveEnded(write(path, &name, &save)));
    }

    /// What came of an errand, once it has ended.
    pub(crate) fn take(&mut self) -> Option<Msg> {
        let running = self.running.as_ref()?;
        match (running.end.try_recv(), running.kind) {
            (Ok(msg), _) => {
                self.running = None;
                Some(msg)
            }
            (Err(TryRecvError::Empty), _) => None,
            (Err(TryRecvError::Disconnected), kind) => {
                self.running = None;
                Some(kind.broken_off())
            }
        }
    }

    fn run(&mut self, kind: Kind, errand: impl FnOnce() -> Msg + Send + 'static) {
        let (sender, end) = sync_channel(1);
        let waker = self.waker.clone();
        let work = move || {
            // Nobody takes it any more where the operator has gone on.
            let _ = sender.send(errand());
            waker.wake();
        };
        self.running = Some(Running { end, kind });
        if thread::Builder::new().name("clerk".to_owned()).spawn(work).is_err() {
            // With the thread its end of the channel is gone, and that is how its errand ends.
            self.waker.wake();
        }
    }
}

impl Drop for Clerk {
    /// Waits for a save that is under way, but not for a disk that does not answer: a save that is broken off leaves the old
    /// text or the new one.
    fn drop(&mut self) {
        if let Some(running) = self.running.take().filter(|running| running.kind == Kind::Save) {
            let _ = running.end.recv_timeout(PATIENCE);
        }
    }
}

impl Kind {
    /// What to say where no thread was to be had, or where it has died.
    fn broken_off(self) -> Msg {
        let why = "this program could not do it; try again".to_owned();
        match self {
            Self::Proposal => Msg::Proposed(Err(Box::new(Obstacle::Unreadable(Unreadable::Other(why))))),
            Self::Save => Msg::SaveEnded(SaveEnd::Failed(why)),
        }
    }
}

fn propose(
    path: Option<PathBuf>,
    name: &str,
    errand: &EditRequest,
    now: DateTime<Utc>,
) -> Result<Box<Proposed>, Box<Obstacle>> {
    let path = path.ok_or_else(|| Obstacle::Unreadable(Unreadable::Missing))?;
    if let Writers::Some(who) = writers_at(&path) {
        return Err(Obstacle::Unreadable(Unreadable::BeingWritten(who)).into());
    }
    let before = read_file(&path).map_err(Obstacle::Unreadable)?;
    Ok(Box::new(errand.propose(name, before, SYSTEM_ZONES.at(now)).map_err(Obstacle::Refused)?))
}

/// Writes what the operator has seen, also into a text that somebody else has saved since, if they have left its lines alone.
fn write(path: Option<PathBuf>, name: &str, save: &Save) -> SaveEnd {
    let Some(path) = path else { return SaveEnd::Failed("there is no file".to_owned()) };
    let change = |old: &[u8]| {
        let renewed = if *old == *save.before { None } else { Some(save.renewed(name, old, SYSTEM_ZONES).ok_or(())?) };
        let after = renewed.as_ref().map_or(&save.after, |proposed| &proposed.after);
        // Noted before it is written: another board sees the new text at once, and looks there for who wrote it.
        journal::wrote(&path, Fingerprint::of(&**after), "trucewatch", Utc::now());
        Ok((after.to_vec(), renewed.map(|proposed| proposed.patch)))
    };
    match save::amend(&path, change) {
        Ok(None) => SaveEnd::Written,
        Ok(Some(patch)) => SaveEnd::WrittenAnew(patch),
        Err(AmendError::Refused(())) => SaveEnd::Changed,
        Err(AmendError::Save(error @ SaveError::Failed { left: Left::Replaced, .. })) => {
            SaveEnd::Unconfirmed(error.to_string())
        }
        Err(AmendError::Save(error)) => SaveEnd::Failed(error.to_string()),
    }
}
