//! Checks the watched path. Every system call on that path is made here, off the loop: a mount that hangs blocks only
//! the lane of this job.
//!
//! When to check, and whether to publish the outcome, is decided elsewhere.

use super::clock::ClockSample;
use super::events::{FolderWatches, LostWatches};
use crate::app::{Unreadable, WatchMode};
use crate::load::{LONG, Loaded, load};
use crate::runtime::file::SYSTEM_ZONES;
use crate::runtime::file::writers::{Writers, writers_of};
use crate::runtime::file::{self, Stamp};
use crate::runtime::save::rescued_files;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) enum WatchJob {
    Look(LookJob),
    /// Parses a long text. No other check waits for it.
    Parse(Box<ParseJob>),
}

/// A check of the watched path. First moves the watches to its symlink chain.
pub(crate) struct LookJob {
    pub(super) watch: Arc<Mutex<FolderWatches>>,
    /// Watches that are known to be gone.
    pub(super) lost: LostWatches,
    pub(super) look: LookDepth,
}

/// How much to check.
#[derive(Debug)]
pub(super) enum LookDepth {
    /// Only the stamp; the file is not read.
    AtStamp,
    AtText(KnownText),
}

/// What is already known about the text.
#[derive(Debug)]
pub(super) struct KnownText {
    /// The file's name in messages.
    pub(super) name: String,
    /// The text of the last read, which is not parsed again.
    pub(super) known: Option<Arc<String>>,
    /// Whether it is known that no process was writing the file then.
    pub(super) is_finished: bool,
    /// The start of the check.
    pub(super) began: ClockSample,
}

/// A text that was read and not parsed yet.
#[derive(Debug)]
pub(crate) struct ParseJob {
    name: String,
    bytes: Vec<u8>,
    began: ClockSample,
    stamp: Stamp,
    writers: Writers,
    surroundings: Surroundings,
}

#[derive(Debug)]
pub(crate) enum LookReport {
    Answer(Box<LookAnswer>),
    /// The path has answered, and a separate job must parse its long text.
    Unparsed(Box<ParseJob>),
}

/// The result of a check.
#[derive(Debug)]
pub(crate) struct LookAnswer {
    pub(super) surroundings: Surroundings,
    pub(super) sight: Sight,
}

/// What a check finds besides the file's text.
#[derive(Debug)]
pub(super) struct Surroundings {
    /// How saves are currently noticed.
    pub(super) mode: WatchMode,
    /// Whether watches moved: an earlier save may have gone unnoticed.
    pub(super) has_moved: bool,
    /// The names of files next to it that hold what someone else saved.
    pub(super) rescued: Vec<String>,
}

/// What a check found.
#[derive(Debug)]
pub(super) enum Sight {
    /// Only the stamp was checked.
    Stamp(Result<Stamp, Unreadable>),
    /// The text is the known one.
    Same(ClockSample, Stamp, Writers),
    /// The text differs from the known one.
    New(Box<Loaded>, ClockSample, Stamp, Writers),
    /// No readable text, and the stamp.
    Unreadable(Unreadable, ClockSample, Result<Stamp, Unreadable>),
}

impl WatchJob {
    pub(crate) fn run(self) -> LookReport {
        match self {
            Self::Look(job) => job.run(),
            Self::Parse(job) => LookReport::Answer(Box::new(job.run())),
        }
    }
}

impl LookReport {
    /// The watchlist in the report.
    pub(crate) fn loaded(&self) -> Option<&Loaded> {
        match self {
            Self::Answer(answer) => match &answer.sight {
                Sight::New(loaded, ..) => Some(loaded),
                Sight::Stamp(_) | Sight::Same(..) | Sight::Unreadable(..) => None,
            },
            Self::Unparsed(_) => None,
        }
    }
}

impl ParseJob {
    fn run(self) -> LookAnswer {
        let Self { name, bytes, began, stamp, writers, surroundings } = self;
        let loaded = Box::new(load(&name, bytes, SYSTEM_ZONES.at(began.wall)));
        LookAnswer { surroundings, sight: Sight::New(loaded, began, stamp, writers) }
    }
}

impl LookJob {
    fn run(self) -> LookReport {
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        let has_moved = watch.refresh(self.lost);
        let path = watch.path();
        let text = match self.look {
            LookDepth::AtStamp => FoundText::Known(Sight::Stamp(Stamp::at(path))),
            LookDepth::AtText(known) => read_text(path, known),
        };
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let rescued = rescued_files(path).iter().map(name).collect();
        let surroundings = Surroundings { mode: watch.mode().clone(), has_moved, rescued };
        match text {
            FoundText::Known(sight) => LookReport::Answer(Box::new(LookAnswer { surroundings, sight })),
            FoundText::New(KnownText { name, began, .. }, bytes, stamp, writers) => {
                let job = Box::new(ParseJob { name, bytes, began, stamp, writers, surroundings });
                if job.bytes.len() >= LONG {
                    LookReport::Unparsed(job)
                } else {
                    LookReport::Answer(Box::new(job.run()))
                }
            }
        }
    }
}

enum FoundText {
    Known(Sight),
    New(KnownText, Vec<u8>, Stamp, Writers),
}

fn read_text(path: &Path, text: KnownText) -> FoundText {
    let began = text.began;
    let (bytes, stamp, file) = match file::read_stamped(path) {
        Ok(read) => read,
        Err(why) => return FoundText::Known(Sight::Unreadable(why, began, Stamp::at(path))),
    };
    let is_known = text.known.as_ref().is_some_and(|known| is_same_text(&bytes, known));
    if is_known && text.is_finished {
        return FoundText::Known(Sight::Same(began, stamp, Writers::None));
    }
    let writers = match writers_of(&file) {
        // A process has written and closed it since the read.
        Writers::None if !Stamp::from_file(&file).is_ok_and(|now| now == stamp) => Writers::Unknown,
        writers => writers,
    };
    if is_known {
        FoundText::Known(Sight::Same(began, stamp, writers))
    } else {
        FoundText::New(text, bytes, stamp, writers)
    }
}

/// Whether the file is unchanged. A source has no byte-order mark, so it is ignored.
fn is_same_text(bytes: &[u8], text: &str) -> bool {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes) == text.as_bytes()
}
