//! Jobs that propose and save an edit. A save waits for the disk and for other instances, and a long file takes time to
//! read.

use crate::app::form::{EditRequest, ProposeError, Proposed, Save, SaveEnd};
use crate::app::{Msg, Unreadable};
use crate::load::Fingerprint;
use crate::runtime::file::SYSTEM_ZONES;
use crate::runtime::file::writers::Writers;
use crate::runtime::file::{read_file, writers_at};
use crate::runtime::journal;
use crate::runtime::save::{self, AmendError, Left, SaveError};
use chrono::{DateTime, Utc};
use std::path::PathBuf;

/// The file behind the board, if any, and its name in messages.
#[derive(Clone, Debug)]
pub(crate) struct WatchlistFile {
    pub(crate) path: Option<PathBuf>,
    pub(crate) name: String,
}

/// Computes the edited file from the current file.
pub(crate) struct ProposeJob {
    pub(crate) file: WatchlistFile,
    pub(crate) request: EditRequest,
    pub(crate) at: DateTime<Utc>,
}

/// Saves the edit that the operator has reviewed. If someone else has saved since and the reviewed lines are unchanged,
/// it applies to that newer text.
pub(crate) struct SaveJob {
    pub(crate) file: WatchlistFile,
    pub(crate) save: Save,
}

impl ProposeJob {
    pub(super) fn run(self) -> Msg {
        Msg::Proposed(self.propose())
    }

    pub(super) fn refuse() -> Msg {
        Msg::Proposed(Err(Box::new(ProposeError::Unreadable(Unreadable::Other(NO_THREAD.to_owned())))))
    }

    fn propose(self) -> Result<Box<Proposed>, Box<ProposeError>> {
        let path = self.file.path.ok_or_else(|| ProposeError::Unreadable(Unreadable::Missing))?;
        if let Writers::Some(who) = writers_at(&path) {
            return Err(ProposeError::Unreadable(Unreadable::BeingWritten(who)).into());
        }
        let before = read_file(&path).map_err(ProposeError::Unreadable)?;
        Ok(Box::new(
            self.request.propose(&self.file.name, before, SYSTEM_ZONES.at(self.at)).map_err(ProposeError::Refused)?,
        ))
    }
}

impl SaveJob {
    pub(super) fn run(self) -> Msg {
        Msg::SaveEnded(self.write())
    }

    pub(super) fn refuse() -> Msg {
        Msg::SaveEnded(SaveEnd::Failed(NO_THREAD.to_owned()))
    }

    fn write(self) -> SaveEnd {
        let Self { file: WatchlistFile { path, name }, save } = self;
        let Some(path) = path else { return SaveEnd::Failed("there is no file".to_owned()) };
        let change = |old: &[u8]| {
            let renewed =
                if *old == *save.before { None } else { Some(save.renewed(&name, old, SYSTEM_ZONES).ok_or(())?) };
            let after = renewed.as_ref().map_or(&save.after, |proposed| &proposed.after);
            // Recorded before the write: another board sees the new text at once and then looks up who wrote it.
            journal::wrote(&path, Fingerprint::from_bytes(&**after), "trucewatch", Utc::now());
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
}

const NO_THREAD: &str = "this program could not start a thread for it; try again";
