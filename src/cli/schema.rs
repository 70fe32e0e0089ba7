//! `trucewatch schema`: prints the JSON Schema of the watchlist, or of what programs read.

use super::{CLEAN, output};
use crate::watchlist::schema::watchlist_schema;
use clap::{Args, ValueEnum};
use serde_json::Value;

/// The definitions of everything that lists changes. They refer to `status` and to its definitions.
const CHANGES: &str = include_str!("../../changes.schema.json");

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
    /// What `diff --json` prints.
    Diff,
    /// What `handover --json` prints.
    Handover,
    /// What `history --json` prints.
    History,
    /// What `journal --json` prints.
    Journal,
    /// A line of `watch --json`.
    Watch,
}

pub(super) fn run(arguments: &SchemaArguments) -> anyhow::Result<u8> {
    let schema = match arguments.of {
        Subject::Watchlist => watchlist_text(),
        Subject::Status => super::status::SCHEMA.to_owned(),
        Subject::Diff => changes_text("diff")?,
        Subject::Handover => changes_text("handover")?,
        Subject::History => changes_text("history")?,
        Subject::Journal => changes_text("journal")?,
        Subject::Watch => changes_text("watch")?,
    };
    output::print(&schema)?;
    Ok(CLEAN)
}

/// The schema of the watchlist as a file.
pub(super) fn watchlist_text() -> String {
    format!("{:#}\n", watchlist_schema())
}

/// The schema of one of the definitions, with all that it may refer to.
fn changes_text(definition: &str) -> serde_json::Result<String> {
    let mut schema: Value = serde_json::from_str(CHANGES)?;
    let mut status: Value = serde_json::from_str(super::status::SCHEMA)?;
    if let (Some(all), Some(shared)) = (schema["definitions"].as_object_mut(), status["definitions"].as_object_mut()) {
        all.append(shared);
        all.insert("status".to_owned(), status);
    }
    schema["$ref"] = format!("#/definitions/{definition}").into();
    Ok(format!("{schema:#}\n"))
}
