//! Printing that survives a closed pipe and lets nothing untrusted steer the terminal.

use crate::text::sanitise;
use std::io::{IsTerminal, Write};

/// Prints lines to standard output. A reader that went away (`| head`) is not an error.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Says on standard error why something could not be done.
pub(super) fn complain(message: &str) {
    // Nothing is left to be told when standard error is closed as well.
    let _ = writeln!(std::io::stderr(), "trucewatch: {}", sanitise(message));
}

/// What clap wants to say, where it belongs.
pub(super) fn show(text: &str, is_error: bool) {
    if is_error {
        let _ = write!(std::io::stderr(), "{text}");
    } else {
        let _ = print(text);
    }
}

/// Whether standard output is a terminal.
pub(super) fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Columns and rows of the terminal on standard output.
pub(super) fn terminal_size() -> Option<(u16, u16)> {
    crossterm::terminal::size().ok().filter(|(width, height)| is_terminal() && *width > 0 && *height > 0)
}
