//! The modes of the terminal that crossterm has no command for. A terminal that does not know one ignores it.
//!
//! Sources: XTerm Control Sequences (1004, titles), the specifications of mode 2026 (synchronized output), of mode 2031
//! (colour scheme) and of OSC 8 (hyperlinks), and "BiDi in terminal emulators" for mode 8.

use crossterm::Command;
use std::ffi::OsString;
use std::fmt;

/// Shows what follows at once, when it ends.
pub(super) const FRAME_BEGINS: &str = "\x1b[?2026h";
pub(super) const FRAME_ENDS: &str = "\x1b[?2026l";

/// Keeps the title of the window for the end; reports of focus and of the colour scheme.
pub(super) const BEGIN: &str = "\x1b[22;2t\x1b[?1004h\x1b[?2031h";
/// The opposite of [`BEGIN`] and [`CELLS_AS_WRITTEN`], also in the middle of a frame.
pub(super) const END: &str = "\x1b[?2026l\x1b[?2031l\x1b[?1004l\x1b[8h";
/// The title from before. A terminal that keeps none gets an empty one: no status may outlive the board.
pub(super) const END_OF_TITLE: &str = "\x1b]2;\x1b\\\x1b[23;2t";

/// The terminal leaves the cells of a line in the order in which they are written.
pub(super) const CELLS_AS_WRITTEN: &str = "\x1b[8l";

/// The title of the window, without control characters.
pub(super) struct Title<'a>(pub(super) &'a str);

impl Command for Title<'_> {
    fn write_ansi(&self, out: &mut impl fmt::Write) -> fmt::Result {
        write!(out, "\x1b]2;{}\x1b\\", self.0)
    }
}

/// Characters for the terminal, as a command.
pub(super) struct Sequence<'a>(pub(super) &'a str);

impl Command for Sequence<'_> {
    fn write_ansi(&self, out: &mut impl fmt::Write) -> fmt::Result {
        out.write_str(self.0)
    }
}

/// Whether a terminal takes operating system commands (OSC: titles, colours, links). A console of Linux and terminals
/// older than xterm print them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OscSupport {
    Yes,
    No,
}

impl OscSupport {
    pub(super) fn from_environment(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let term = variable("TERM").unwrap_or_default();
        let is_old = |term: &str| ["", "linux", "dumb", "cons25"].contains(&term) || term.starts_with("vt");
        if term.to_str().is_none_or(is_old) { Self::No } else { Self::Yes }
    }
}
