//! Prints in a way that tolerates a closed pipe and lets no untrusted text control the terminal.

use super::ColorChoice;
use crate::app::{BidiFlag, Look, LookFlags, OutputKind, ThemeName};
use crate::runtime::sane_size;
use crate::text::sanitise;
use std::io::{IsTerminal, Write};

/// Prints lines to standard output. A closed pipe (`| head`) is not an error.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints what was done. A failure to print is ignored: a script that saw it as an error would repeat the action.
pub(super) fn print_done(text: &str) {
    if let Err(error) = print(text) {
        print_error(&format!("it is written, but that could not be printed ({error}): do not repeat the command"));
    }
}

/// Prints on standard error why something failed.
pub(super) fn print_error(message: &str) {
    // If standard error is closed too, there is nowhere to report to.
    let _ = writeln!(std::io::stderr(), "trucewatch: {}", sanitise(message));
}

/// Prints clap's output on its proper stream. It repeats arguments as they were given.
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

/// The kind of standard output.
pub(super) fn target() -> OutputKind {
    if std::io::stdout().is_terminal() { OutputKind::Terminal } else { OutputKind::Elsewhere }
}

/// The look of standard output, from the flags and this process's environment.
pub(super) fn look(color: ColorChoice, theme: Option<ThemeName>, bidi: BidiFlag) -> Look {
    let flags = LookFlags { colour: color.into(), theme, bidi, output: target() };
    Look::from_environment(|name| std::env::var(name).ok(), flags)
}

/// Columns and rows of the terminal on standard output.
pub(super) fn terminal_size() -> Option<(u16, u16)> {
    let (width, height) = crossterm::terminal::size().ok().filter(|_| target() == OutputKind::Terminal)?;
    let size = sane_size(width, height);
    Some((size.width, size.height))
}
