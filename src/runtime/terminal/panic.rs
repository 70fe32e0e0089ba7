//! The end of a program that has lost its way: a panic, in any thread.

use crate::text::sanitise;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write as _;
use std::panic::PanicHookInfo;

/// The exit code after a panic, as the standard library has it.
const EXIT_CODE: i32 = 101;

/// Restores the terminal, says what happened, and ends the process: a board whose watcher has died would only pretend
/// to be live. The message is sanitised, for it may quote the watchlist.
pub(crate) fn end(info: &PanicHookInfo<'_>, restore: impl FnOnce()) {
    restore();
    let message = info.payload_as_str().unwrap_or("no message");
    let place = info.location().map(|at| format!(" at {at}")).unwrap_or_default();
    let mut stderr = std::io::stderr().lock();
    // Nobody is left to be told that standard error is closed.
    let _ = writeln!(stderr, "trucewatch: internal error{place}: {}", sanitise(message));
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        for line in backtrace.to_string().lines() {
            let _ = writeln!(stderr, "{}", sanitise(line));
        }
    }
    drop(stderr);
    std::process::exit(EXIT_CODE);
}
