//! `trucewatch init`: the built-in watchlist as a file of one's own.

use super::{CLEAN, output};
use crate::text::sanitise;
use crate::watchlist;
use anyhow::{Context, bail};
use clap::Args;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// Where to write it.
    #[arg(default_value = "watchlist.yaml")]
    file: PathBuf,

    /// Replace a file that is there.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &InitArguments) -> anyhow::Result<u8> {
    let path = &arguments.file;
    let name = path.to_string_lossy().into_owned();
    if arguments.force {
        replace(path).with_context(|| name.clone())?;
    } else {
        let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                bail!("{name} is already there; name another file, or replace it with --force")
            }
            Err(error) => return Err(error).context(name),
        };
        file.write_all(watchlist::DEFAULT.as_bytes()).with_context(|| name.clone())?;
    }
    let shown = sanitise(&name);
    output::print(&format!("wrote {shown}: edit it, and see it live with `trucewatch {shown}`\n"))?;
    Ok(CLEAN)
}

/// Puts the new file in place of the old one in one step, so that a crash leaves one of the two whole.
fn replace(path: &std::path::Path) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(std::path::Path::new(".")))?;
    file.write_all(watchlist::DEFAULT.as_bytes())?;
    file.as_file().sync_all()?;
    if let Ok(old) = std::fs::metadata(path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.persist(path)?;
    Ok(())
}
