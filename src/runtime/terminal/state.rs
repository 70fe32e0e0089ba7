//! Whether the program holds the terminal, and how the terminal is restored.
//!
//! This module does not know frames, keys or the shell.

use super::modes::{END, END_OF_TITLE, OscSupport};
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture};
use crossterm::queue;
use crossterm::style::ResetColor;
use crossterm::terminal::LeaveAlternateScreen;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetpgrp, tcsetattr};
use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long an answer of the terminal can be under way. Later, the terminal is one that does not answer.
const LONGEST_ANSWER: Duration = Duration::from_secs(1);

/// How long an exit waits for a terminal that accepts no output.
const LONGEST_FAREWELL: Duration = Duration::from_millis(500);

/// The terminal while the program holds it: its state before, and where to write the commands that restore it.
///
/// It is global because a panic in any thread must find it. Nothing is written to the terminal without it, so no frame
/// can follow the restore.
static HELD: Mutex<Option<TerminalState>> = Mutex::new(None);

struct TerminalState {
    keys: OwnedFd,
    output: OwnedFd,
    before: Termios,
    osc: OscSupport,
    /// When the terminal was asked something that it has not answered.
    asked: Option<Instant>,
}

/// Notes that the terminal was asked something.
pub(super) fn note_question() {
    if let Some(held) = &mut *lock() {
        held.asked = Some(Instant::now());
    }
}

/// Notes that the terminal has answered.
pub(crate) fn note_answer() {
    if let Some(held) = &mut *lock() {
        held.asked = None;
    }
}

/// Writes to the terminal if the program holds it, and returns the number of bytes written. Otherwise discards them
/// all.
pub(super) fn write_if_held(tty: BorrowedFd<'_>, bytes: &[u8]) -> io::Result<usize> {
    let held = lock();
    let mut written = if held.is_some() { 0 } else { bytes.len() };
    while written < bytes.len() {
        match rustix::io::write(tty, &bytes[written..]) {
            Ok(count) => written += count,
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(written)
}

/// Restores the terminal to its earlier state. Does nothing if the program does not hold it.
pub(crate) fn give_back() {
    release(&mut lock());
}

fn release(held: &mut Option<TerminalState>) {
    let Some(TerminalState { keys, output, before, osc, asked }) = held.take() else { return };
    // A terminal that is gone cannot be restored and need not be; one that the shell has taken back would stop us for
    // trying.
    if is_in_foreground(keys.as_fd()) {
        if asked.is_some_and(|asked| asked.elapsed() < LONGEST_ANSWER) {
            // The shell must not take the answer for keys.
            let _ = tcflush(&keys, QueueSelector::IFlush);
        }
        let _ = tcsetattr(&keys, OptionalActions::Now, &before);
    }
    let mut farewell = END.as_bytes().to_vec();
    match osc {
        OscSupport::Yes => farewell.extend(END_OF_TITLE.as_bytes()),
        OscSupport::No => {}
    }
    queue!(farewell, DisableMouseCapture, DisableBracketedPaste, ResetColor, LeaveAlternateScreen, Show)
        .expect("writing to a vector cannot fail");
    write_patiently(output.as_fd(), &farewell);
}

pub(super) fn hold(keys: BorrowedFd<'_>, output: BorrowedFd<'_>, before: &Termios, osc: OscSupport) -> io::Result<()> {
    let mut held = lock();
    release(&mut held);
    let mut raw = before.clone();
    raw.make_raw();
    // Everything that can fail comes before the modes change: only a held terminal is restored.
    let (ours, output) = (keys.try_clone_to_owned()?, output.try_clone_to_owned()?);
    tcsetattr(keys, OptionalActions::Now, &raw)?;
    *held = Some(TerminalState { keys: ours, output, before: before.clone(), osc, asked: None });
    Ok(())
}

/// Whether this process group is in the foreground of the terminal, or the system cannot tell.
pub(super) fn is_in_foreground(keys: BorrowedFd<'_>) -> bool {
    tcgetpgrp(keys).map_or(true, |group| group == getpgrp())
}

fn lock() -> MutexGuard<'static, Option<TerminalState>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes everything, waiting for room for at most [`LONGEST_FAREWELL`].
fn write_patiently(tty: BorrowedFd<'_>, mut bytes: &[u8]) {
    let end = Instant::now() + LONGEST_FAREWELL;
    while !bytes.is_empty() {
        match rustix::io::write(tty, bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let left = end.saturating_duration_since(Instant::now());
                let (Ok(left), false) = (Timespec::try_from(left), left.is_zero()) else { return };
                let _ = poll(&mut [PollFd::from_borrowed_fd(tty, PollFlags::OUT)], Some(&left));
            }
            Err(_) => return,
        }
    }
}

/// Restores the terminal and keeps the lock, so that no other thread can write to it afterwards.
pub(super) fn release_for_good() {
    let mut held = lock();
    release(&mut held);
    std::mem::forget(held);
}
