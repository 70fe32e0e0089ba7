//! Printing that survives a closed pipe and lets nothing untrusted steer the terminal.

use super::ColorChoice;
use crate::app::{Look, LookFlags, OutputKind, ThemeName};
use crate::runtime::sane_size;
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

/// Prints what was done. That it is done does not depend on whether it can be printed: a script that saw a failure would do it
/// again.
pub(super) fn print_done(text: &str) {
    if let Err(error) = print(text) {
        complain(&format!("it is written, but that could not be printed ({error}): do not repeat the command"));
    }
}

/// Says on standard error why something could not be done.
pub(super) fn complain(message: &str) {
    // Nothing is left to be told when standard error is closed as well.
    let _ = writeln!(std::io::stderr(), "trucewatch: {}", sanitise(message));
}

/// What clap wants to say, where it belongs. It repeats arguments as they were given.
pub(super) fn show(text: &str, is_error: bool) {
    let text: String = text
        .split_inclusive('\n')
        .flat_map(|line| {
            let bare = line.trim_end_matches('\n');
            [sanitise(bare), line[bare.len()..].into()]
        })
        .collect();
    if is_error {
        let _ = write!(std::io::stderr(), "{text}");
    } else {
        let _ = print(&text);
    }
}

/// What standard output is.
pub(super) fn target() -> OutputKind {
    if std::io::stdout().is_terminal() { OutputKind::Terminal } else { OutputKind::Elsewhere }
}

/// How what goes to standard output is to look, by the flags and this process's environment.
pub(super) fn look(color: ColorChoice, theme: Option<ThemeName>) -> Look {
    let flags = LookFlags { colour: color.into(), theme, output: target() };
    Look::from_environment(|name| std::env::var(name).ok(), flags)
}

/// Columns and rows of the terminal on standard output.
pub(super) fn terminal_size() -> Option<(u16, u16)> {
    let (width, height) = crossterm::terminal::size().ok().filter(|_| target() == OutputKind::Terminal)?;
    let size = sane_size(width, height);
    Some((size.width, size.height))
}
