//! Ends the program after a panic in any thread.

use crate::text::sanitise;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write as _;
use std::panic::PanicHookInfo;

/// The exit code after a panic, the same as the standard library's.
const EXIT_CODE: i32 = 101;

/// Restores the terminal, reports the panic, and ends the process: without its watcher, a board would only look live.
/// The message is sanitised because it may quote the watchlist.
pub(crate) fn end(info: &PanicHookInfo<'_>, restore: impl FnOnce()) {
    restore();
    let message = info.payload_as_str().unwrap_or("no message");
    let place = info.location().map(|at| format!(" at {at}")).unwrap_or_default();
    let mut stderr = std::io::stderr().lock();
    // If standard error is closed, there is nowhere to report to.
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
