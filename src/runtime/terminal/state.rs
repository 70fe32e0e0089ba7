//! Whether the terminal is ours, and how it is given back.
//!
//! Frames, keys and the shell are not known here.

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture};
use crossterm::queue;
use crossterm::style::ResetColor;
use crossterm::terminal::LeaveAlternateScreen;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::termios::{OptionalActions, Termios, tcgetpgrp, tcsetattr};
use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long the way out waits for a terminal that takes no output.
const LONGEST_FAREWELL: Duration = Duration::from_millis(500);

/// The terminal while it is ours; what it was like before, and where to write that it is not ours any more.
///
/// It is global because a panic in any thread must find it. Nothing is written to the terminal without it: so a frame
/// cannot follow on a farewell.
static HELD: Mutex<Option<TerminalState>> = Mutex::new(None);

struct TerminalState {
    keys: OwnedFd,
    output: OwnedFd,
    before: Termios,
}

/// Writes to the terminal if it is ours; tells how many bytes went out. While it is not ours, all are swallowed.
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

/// Gives the terminal back as it was found. Does nothing if it is not held.
pub(crate) fn give_back() {
    release(&mut lock());
}

fn release(held: &mut Option<TerminalState>) {
    let Some(TerminalState { keys, output, before }) = held.take() else { return };
    // A terminal that is gone cannot be restored, and need not be; nor one that the shell has taken back, and which would stop
    // us for the attempt.
    if is_in_foreground(keys.as_fd()) {
        let _ = tcsetattr(&keys, OptionalActions::Now, &before);
    }
    let mut farewell = Vec::new();
    queue!(farewell, DisableMouseCapture, DisableBracketedPaste, ResetColor, LeaveAlternateScreen, Show)
        .expect("writing to a vector cannot fail");
    write_patiently(output.as_fd(), &farewell);
}

pub(super) fn hold(keys: BorrowedFd<'_>, output: BorrowedFd<'_>, before: &Termios) -> io::Result<()> {
    let mut held = lock();
    release(&mut held);
    let mut raw = before.clone();
    raw.make_raw();
    // Everything that can fail comes before the modes are changed: they are undone by what is held only.
    let (ours, output) = (keys.try_clone_to_owned()?, output.try_clone_to_owned()?);
    tcsetattr(keys, OptionalActions::Now, &raw)?;
    *held = Some(TerminalState { keys: ours, output, before: before.clone() });
    Ok(())
}

/// Whether a terminal is this process group's, or nobody controls anything by it.
pub(super) fn is_in_foreground(keys: BorrowedFd<'_>) -> bool {
    tcgetpgrp(keys).map_or(true, |group| group == getpgrp())
}

fn lock() -> MutexGuard<'static, Option<TerminalState>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes all, waiting for room, but not longer than [`LONGEST_FAREWELL`].
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

/// Gives the terminal back and keeps the lock, so that no other thread can write to it any more.
pub(super) fn release_for_good() {
    let mut held = lock();
    release(&mut held);
    std::mem::forget(held);
}
