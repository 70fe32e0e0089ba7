//! `trucewatch init`: writes the built-in watchlist, or an empty one, to a file, and beside it the schema that its first line
//! names.

use super::{CLEAN, output, schema};
use crate::runtime::save::{amend, create};
use crate::text::sanitise;
use crate::watchlist;
use anyhow::{Context, bail};
use clap::Args;
use std::convert::Infallible;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// Where to write it.
    #[arg(default_value = "watchlist.yaml")]
    file: PathBuf,

    /// Write a watchlist without entries, with a template for each kind.
    #[arg(long)]
    empty: bool,

    /// Replace a file that is there.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &InitArguments) -> anyhow::Result<u8> {
    let path = &arguments.file;
    let name = path.to_string_lossy().into_owned();
    let text = if arguments.empty { watchlist::EMPTY } else { watchlist::DEFAULT };
    let is_there = path.symlink_metadata().is_ok();
    match (is_there, arguments.force) {
        (true, true) => replace(path, text).with_context(|| name.clone())?,
        (true, false) => bail!("{name} is already there; name another file, or replace it with --force"),
        (false, _) => create(path, text.as_bytes()).with_context(|| name.clone())?,
    }
    write_schema(path, arguments.force);
    let shown = sanitise(&name);
    output::print_done(&format!("wrote {shown}: edit it, and see it live with `trucewatch {shown}`\n"));
    Ok(CLEAN)
}

/// The name of the schema, as in the first line of the built-in watchlist.
const SCHEMA_NAME: &str = "watchlist.schema.json";

/// Writes the schema beside the watchlist, for editors. One that is there stays, unless it may be replaced. A watchlist
/// without a schema is as good.
fn write_schema(watchlist: &Path, may_replace: bool) {
    let path = watchlist.with_file_name(SCHEMA_NAME);
    let text = schema::watchlist_text();
    let written = match (path.symlink_metadata().is_ok(), may_replace) {
        (false, _) => create(&path, text.as_bytes()).map_err(anyhow::Error::from),
        (true, true) => replace(&path, &text),
        (true, false) => Ok(()),
    };
    if let Err(error) = written {
        let shown = path.to_string_lossy();
        output::print_error(&format!("{shown}: {error:#}; `trucewatch schema` prints what editors read from it"));
    }
}

/// Replaces the old text in one save, so that a complete text is always in place.
fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let change = |_: &[u8]| Ok::<_, Infallible>((text.as_bytes().to_vec(), ()));
    Ok(amend(path, change)?)
}
