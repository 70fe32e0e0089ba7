//! One save: a new file, written next to the old one, replaces it in one step.
//!
//! Between the last read of the old file and the replacement, a program that takes no lock can save. So the two files
//! *exchange* their names, and the old file is compared afterwards. If it is not as expected, the exchange is undone.

use super::disk::{Attribute, Disk};
use super::error::{Left, SaveError, SaveStep, at};
use super::place::{ReadFile, SavePlace, is_gone};
use super::stale_temp::{TempName, rescue};
use crate::runtime::file::writers::Writers;
use rustix::io::Errno;
use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

/// The access control list. Setting it also sets the permission bits.
const ACL: &[u8] = b"system.posix_acl_access";

#[derive(Clone, Copy)]
pub(super) struct SaveTexts<'t> {
    pub(super) old: &'t [u8],
    pub(super) new: &'t [u8],
}

impl<D: Disk> SavePlace<'_, D> {
    /// Replaces the old text with the new one.
    pub(super) fn save(&mut self, texts: SaveTexts<'_>) -> Result<(), SaveError> {
        let name = self.name.clone();
        let found = self.read(&name)?.filter(|found| found.bytes == texts.old).ok_or(SaveError::Changed)?;
        self.check_permission(&found)?;
        if texts.old == texts.new {
            return Ok(());
        }
        if let Writers::Some(who) = self.disk.writers(&found.file) {
            return Err(SaveError::BeingWritten(who));
        }
        let temp_name = TempName::new(&self.name, texts.old, texts.new);
        let (unfinished, ready) = (temp_name.unfinished(), temp_name.ready());
        let written = self.write_beside(&unfinished, &found, texts.new).and_then(|()| {
            self.disk.rename(&self.folder, &unfinished, &ready).map_err(at(SaveStep::Create))?;
            self.replace(&ready, texts)
        });
        if written.is_err() {
            // If it already has its second name, there is nothing to remove here.
            drop(self.disk.remove(&self.folder, &unfinished));
        }
        written
    }

    fn check_permission(&mut self, found: &ReadFile) -> Result<(), SaveError> {
        if found.metadata.mode() & 0o222 == 0 {
            return Err(SaveError::ReadOnly);
        }
        match self.disk.may_write(&self.folder, &self.name) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(SaveError::Forbidden),
            outcome => outcome.map_err(at(SaveStep::Read))?,
        }
        match found.metadata.nlink() {
            0 | 1 => Ok(()),
            several => Err(SaveError::HardLinks(several)),
        }
    }

    /// Writes the new text to a file with the owner, mode and attributes of the old one, and syncs it.
    fn write_beside(&mut self, name: &OsStr, old: &ReadFile, text: &[u8]) -> Result<(), SaveError> {
        let new = self.disk.create(&self.folder, name).map_err(at(SaveStep::Create))?;
        let mut rest = text;
        while !rest.is_empty() {
            match self.disk.write(&new, rest) {
                Ok(0) => return Err(at(SaveStep::Write)(io::ErrorKind::WriteZero.into())),
                Ok(written) => rest = &rest[written..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(at(SaveStep::Write)(error)),
            }
        }
        self.keep_owner(&new, old)?;
        let mode = old.metadata.permissions().mode() & 0o7777;
        self.disk.set_mode(&new, mode).map_err(at(SaveStep::Keep))?;
        self.keep_attributes(&new, &old.file).map_err(at(SaveStep::Keep))?;
        self.disk.sync(&new).map_err(at(SaveStep::Sync))
    }

    /// Gives the new file the owner of the old one. Only root can do that. Otherwise the new file belongs to this user,
    /// which is fine if it keeps its group and the group may write, or if everybody may.
    fn keep_owner(&mut self, new: &File, old: &ReadFile) -> Result<(), SaveError> {
        let created = self.disk.metadata(new).map_err(at(SaveStep::Keep))?;
        let (user, group) = (old.metadata.uid(), old.metadata.gid());
        let user = Some(user).filter(|user| *user != created.uid());
        let group = Some(group).filter(|group| *group != created.gid());
        if user.is_none() && group.is_none() {
            return Ok(());
        }
        let Err(error) = self.disk.set_owner(new, user, group) else { return Ok(()) };
        if error.kind() != io::ErrorKind::PermissionDenied {
            return Err(at(SaveStep::Keep)(error));
        }
        let keeps_group = group.is_none() || self.disk.set_owner(new, None, group).is_ok();
        let mode = old.metadata.mode();
        let nobody_is_shut_out = mode & 0o002 != 0 || (keeps_group && (mode & 0o020 != 0 || user.is_none()));
        if nobody_is_shut_out { Ok(()) } else { Err(SaveError::NotOurs) }
    }

    /// Makes the attributes of the new file equal to those of the old one. An access control list must not be lost; a
    /// label that only the system may set is set by the system.
    fn keep_attributes(&mut self, new: &File, old: &File) -> io::Result<()> {
        let (wanted, present) = (self.disk.attributes(old)?, self.disk.attributes(new)?);
        let may_fail = |attribute: &Attribute| {
            let name = attribute.name.to_bytes();
            name != ACL && !name.starts_with(b"user.")
        };
        for attribute in present.iter().filter(|attribute| wanted.iter().all(|kept| kept.name != attribute.name)) {
            let outcome = self.disk.remove_attribute(new, attribute);
            if !may_fail(attribute) {
                outcome?;
            }
        }
        for attribute in wanted.iter().filter(|attribute| !present.contains(attribute)) {
            let outcome = self.disk.set_attribute(new, attribute);
            if !may_fail(attribute) {
                outcome?;
            }
        }
        Ok(())
    }

    /// Replaces the old file with the new file, whose name is `ready`.
    fn replace(&mut self, ready: &OsStr, texts: SaveTexts<'_>) -> Result<(), SaveError> {
        match self.disk.exchange(&self.folder, ready, &self.name) {
            Ok(()) => {}
            Err(error) if is_unsupported(&error) => return self.replace_unseen(ready, texts),
            Err(error) => {
                drop(self.disk.remove(&self.folder, ready));
                return Err(if is_gone(&error) { SaveError::Changed } else { at(SaveStep::Exchange)(error) });
            }
        }
        let outcome = match self.confirm(ready, texts) {
            Ok(ExchangeVerdict::Stands) => Ok(()),
            Ok(ExchangeVerdict::Overwritten) => Err(SaveError::Changed),
            Ok(ExchangeVerdict::CutIn) => return Err(self.rollback(ready, texts, SaveError::Changed)),
            Err(error) => return Err(self.rollback(ready, texts, error)),
        };
        drop(self.disk.remove(&self.folder, ready));
        outcome
    }

    /// Checks the file that the exchange swapped out, at once and again after the sync. By then a process that had
    /// opened the old file to write in place has either changed it or still has it open; in both cases the old file
    /// goes back. Then checks whether another save that was running all along has replaced ours.
    fn confirm(&mut self, ready: &OsStr, texts: SaveTexts<'_>) -> Result<ExchangeVerdict, SaveError> {
        if !self.holds(ready, texts.old)? {
            return Ok(ExchangeVerdict::CutIn);
        }
        self.disk.sync(&self.folder).map_err(at(SaveStep::SyncFolder))?;
        if !self.holds(ready, texts.old)? {
            return Ok(ExchangeVerdict::CutIn);
        }
        self.verdict_of_others(texts)
    }

    fn verdict_of_others(&mut self, texts: SaveTexts<'_>) -> Result<ExchangeVerdict, SaveError> {
        let name = self.name.clone();
        let first = self.read(&name)?;
        if first.is_some_and(|found| found.bytes == texts.new) {
            return Ok(ExchangeVerdict::Stands);
        }
        let theirs = match self.read_settled() {
            Err(SaveError::BeingWritten(_)) => self.read(&name).map(|found| found.map_or_else(Vec::new, |it| it.bytes)),
            settled => settled,
        };
        match theirs {
            Ok(theirs) if texts.is_kept_in(&theirs) => Ok(ExchangeVerdict::Stands),
            Ok(_) | Err(SaveError::Missing) => Ok(ExchangeVerdict::Overwritten),
            Err(error) => Err(error),
        }
    }

    /// Whether a file has this text and no process has it open for writing.
    fn holds(&mut self, name: &OsStr, text: &[u8]) -> Result<bool, SaveError> {
        let found = self.read(name).map_err(|error| match error {
            SaveError::Failed { error, left, .. } => SaveError::Failed { step: SaveStep::Compare, error, left },
            other => other,
        })?;
        Ok(found.is_some_and(|found| {
            found.bytes == text
                && match self.disk.writers(&found.file) {
                    Writers::Some(_) => false,
                    Writers::None | Writers::Unknown => true,
                }
        }))
    }

    /// Undoes the exchange, and returns the state of the file with the error.
    fn rollback(&mut self, ready: &OsStr, texts: SaveTexts<'_>, why: SaveError) -> SaveError {
        if let Err(error) = self.disk.exchange(&self.folder, ready, &self.name) {
            // The new text stays. What it replaced may be dropped only if it was the old text.
            return match self.holds(ready, texts.old) {
                Ok(true) => {
                    drop(self.disk.remove(&self.folder, ready));
                    replaced(why, error)
                }
                Ok(false) => {
                    rescue(self, ready);
                    replaced(why, error)
                }
                Err(_) => replaced(why, error),
            };
        }
        match self.holds(ready, texts.new) {
            Ok(true) => {
                drop(self.disk.remove(&self.folder, ready));
                why
            }
            // Someone saved over our text in the moment it was in place. Theirs is the newest, so it goes back.
            Ok(false) => {
                let is_back = self.disk.exchange(&self.folder, ready, &self.name).is_ok();
                match self.holds(ready, texts.old) {
                    Ok(true) if is_back => drop(self.disk.remove(&self.folder, ready)),
                    _ => rescue(self, ready),
                }
                why
            }
            // It cannot be checked. The next save can, and learns from its name what it was.
            Err(_) => why,
        }
    }

    /// Replaces the old file on a file system without exchange, with a last check right before.
    fn replace_unseen(&mut self, ready: &OsStr, texts: SaveTexts<'_>) -> Result<(), SaveError> {
        let outcome = match self.holds(&self.name.clone(), texts.old) {
            Ok(true) => self.disk.rename(&self.folder, ready, &self.name).map_err(at(SaveStep::Exchange)),
            Ok(false) => Err(SaveError::Changed),
            Err(error) => Err(error),
        };
        if outcome.is_err() {
            drop(self.disk.remove(&self.folder, ready));
            return outcome;
        }
        let synced = self.disk.sync(&self.folder).map_err(at(SaveStep::SyncFolder));
        match synced.and_then(|()| self.verdict_of_others(texts)) {
            Ok(ExchangeVerdict::Stands) => Ok(()),
            Ok(ExchangeVerdict::Overwritten | ExchangeVerdict::CutIn) => Err(SaveError::Changed),
            Err(SaveError::Failed { step, error, .. }) => Err(SaveError::Failed { step, error, left: Left::Replaced }),
            Err(other) => Err(other),
        }
    }
}

enum ExchangeVerdict {
    /// The new text is in place, or someone has saved a text that builds on it.
    Stands,
    /// The old file was not as expected: someone saved in between.
    CutIn,
    /// Someone who had not seen the new text has saved over it.
    Overwritten,
}

impl SaveTexts<'_> {
    /// Whether a later text of someone else contains what is new in ours.
    fn is_kept_in(self, theirs: &[u8]) -> bool {
        let (old, new) = (lines(self.old), lines(self.new));
        let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let (old, new_rest) = (&old[same..], &new[same..]);
        let same_end = old.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
        let written = &new_rest[..new_rest.len() - same_end];
        // Removed lines cannot be searched for.
        written.is_empty() || count(&lines(theirs), written) >= count(&new, written)
    }
}

fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split(|byte| *byte == b'\n').collect()
}

fn count(lines: &[&[u8]], wanted: &[&[u8]]) -> usize {
    lines.windows(wanted.len()).filter(|window| *window == wanted).count()
}

fn is_unsupported(error: &io::Error) -> bool {
    [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP].iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

/// The error for a new text that is in place and cannot be rolled back.
fn replaced(why: SaveError, error: io::Error) -> SaveError {
    match why {
        SaveError::Failed { step, error, .. } => SaveError::Failed { step, error, left: Left::Replaced },
        _ => SaveError::Failed { step: SaveStep::TakeBack, error, left: Left::Replaced },
    }
}
