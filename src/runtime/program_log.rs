//! The program's own log, if `--log FILE` or `$TRUCEWATCH_LOG` asks for one: what was read, saved and refused, and when.
//!
//! One line for each event: `2026-02-06T12:00:00.123Z 4711 read file="a.yaml" bytes=512 loads=true problems=2`. It holds names
//! and numbers, never a text of the watchlist and never a key that was pressed. A thread writes, so that a slow disk delays
//! nothing.

use super::lane::LaneThread;
use crate::load::Loaded;
use crate::text::sanitise;
use chrono::{SecondsFormat, Utc};
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long the program waits for its log when it ends.
const PATIENCE: Duration = Duration::from_secs(1);

/// A look at the watched file that takes less is not worth a line: there is one every second or two.
const SLOW_LOOK: Duration = Duration::from_millis(100);

struct ProgramLog {
    file: Arc<File>,
    thread: LaneThread,
}

static LOG: Mutex<Option<ProgramLog>> = Mutex::new(None);

fn log() -> MutexGuard<'static, Option<ProgramLog>> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens the log, to add to what is there. Only its owner can read a new one.
///
/// # Errors
/// If the file cannot be opened for writing.
pub fn open_log(path: &Path) -> io::Result<()> {
    let file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    *log() = Some(ProgramLog { file: Arc::new(file), thread: LaneThread::start("log")? });
    Ok(())
}

/// Waits until everything is written.
pub fn close_log() {
    let open = log().take();
    if let Some(ProgramLog { thread, .. }) = open {
        thread.finish(PATIENCE);
    }
}

/// Adds a line, if there is a log.
pub fn note(words: impl FnOnce() -> String) {
    if let Some(ProgramLog { file, thread }) = &*log() {
        let time = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
        let line = format!("{time} {} {}\n", std::process::id(), sanitise(&words()));
        let file = Arc::clone(file);
        // A log that cannot be written stops nothing.
        thread.queue(Box::new(move || drop((&*file).write_all(line.as_bytes()))));
    }
}

/// Notes what a read has found.
pub fn note_read(loaded: &Loaded) {
    note(|| {
        let (name, bytes) = (&loaded.source.name, loaded.source.text.len());
        let (loads, problems) = (loaded.watchlist.is_some(), loaded.open_problems());
        format!("read file={name:?} bytes={bytes} loads={loads} problems={problems}")
    });
}

/// Does a job and notes how long it took.
pub(super) fn note_job<T>(name: &str, job: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = job();
    let took = began.elapsed();
    if name != "watch" || took >= SLOW_LOOK {
        note(|| format!("job name={name} ms={}", took.as_millis()));
    }
    done
}
