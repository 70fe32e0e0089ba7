//! `trucewatch schema`: prints the JSON Schema of the watchlist, or of what programs read.

use super::{CLEAN, output};
use crate::watchlist::schema::watchlist_schema;
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// Of what.
    #[arg(value_enum, default_value_t = Subject::Watchlist)]
    of: Subject,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Subject {
    /// The watchlist, for editors.
    Watchlist,
    /// What `status --json` prints.
    Status,
}

pub(super) fn run(arguments: &SchemaArguments) -> anyhow::Result<u8> {
    let schema = match arguments.of {
        Subject::Watchlist => watchlist_text(),
        Subject::Status => super::status::SCHEMA.to_owned(),
    };
    output::print(&schema)?;
    Ok(CLEAN)
}

/// The schema of the watchlist as a file.
pub(super) fn watchlist_text() -> String {
    format!("{:#}\n", watchlist_schema())
}
