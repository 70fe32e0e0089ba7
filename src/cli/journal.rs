//! `trucewatch journal`: shows which changes boards have seen, and who wrote them if it was this program.

use super::{CLEAN, Common, now, output};
use crate::panes::changes::wire::WireChange;
use crate::runtime::journal::{self, JournalContent, JournalFact, JournalLine};
use crate::text::{sanitise, to_json};
use crate::watchlist::zone::Zone;
use anyhow::Context as _;
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

/// The version of the JSON.
const VERSION: u32 = 2;

#[derive(Debug, Args)]
pub(super) struct JournalArguments {
    /// Only what was seen from this moment on: 8h (ago), 2026-02-01 (its first moment, in UTC), or a time as for --now.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    since: Option<String>,

    /// Only what was seen of this watchlist.
    #[arg(long)]
    file: Option<PathBuf>,

    /// One JSON object instead of text.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &JournalArguments, common: &Common) -> anyhow::Result<u8> {
    let clock = common.now.as_deref().map_or(Ok(Utc::now()), |text| now::parse(text, Zone::utc()))?;
    let since = arguments.since.as_deref().map(|text| now::since(text, Zone::utc(), clock)).transpose()?;
    let file = arguments.file.as_deref().map(journal::name_of).transpose().context("--file")?;
    let mut reading = journal::read().context("the journal cannot be read")?;
    let is_wanted = |entry: &JournalLine| {
        since.is_none_or(|since| entry.at >= since)
            && entry.at <= clock
            && file.as_ref().is_none_or(|file| entry.file == *file)
    };
    reading.entries.retain(is_wanted);
    output::print(&if arguments.json { json(&reading) } else { render_text(&reading) })?;
    let skipped = reading.torn + reading.future;
    if skipped > 0 && !arguments.json {
        let (torn, future) = (reading.torn, reading.future);
        output::print_error(&format!(
            "{skipped} lines of the journal were skipped: {torn} are not whole, {future} are of a later version"
        ));
    }
    Ok(CLEAN)
}

/// One line for each change. A write by this program is merged with what boards saw of it.
fn render_text(reading: &JournalContent) -> String {
    let mut out = String::new();
    for entry in &reading.entries {
        let (words, by) = match &entry.told {
            JournalFact::Changed { by, change, .. } => (sanitise(&change.text).into_owned(), by),
            JournalFact::Reverted { by, to, .. } => (format!("reverted: back at the text of {}", minute(*to)), by),
            JournalFact::Wrote { .. } => continue,
        };
        let by = by.as_ref().map_or_else(String::new, |by| format!("  (by {})", sanitise(by)));
        let _ = writeln!(out, "{}  {}  {words}{by}", minute(entry.at), sanitise(&entry.file));
    }
    out
}

fn minute(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%MZ").to_string()
}

#[derive(Serialize)]
struct JournalJson<'a> {
    version: u32,
    skipped: SkippedJson,
    entries: Vec<JournalEntryJson<'a>>,
}

#[derive(Serialize)]
struct SkippedJson {
    torn: usize,
    future: usize,
}

#[derive(Serialize)]
struct JournalEntryJson<'a> {
    at: String,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reverted_to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'a WireChange>,
}

impl<'a> JournalEntryJson<'a> {
    fn from_line(entry: &'a JournalLine) -> Option<Self> {
        let (by, reverted_to, change) = match &entry.told {
            JournalFact::Changed { by, change, .. } => (by, None, Some(&change.change)),
            JournalFact::Reverted { by, to, .. } => (by, Some(time(*to)), None),
            JournalFact::Wrote { .. } => return None,
        };
        Some(Self { at: time(entry.at), file: &entry.file, by: by.as_deref(), reverted_to, change })
    }
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn json(reading: &JournalContent) -> String {
    let skipped = SkippedJson { torn: reading.torn, future: reading.future };
    let entries = reading.entries.iter().filter_map(JournalEntryJson::from_line).collect();
    let wire = JournalJson { version: VERSION, skipped, entries };
    to_json(&wire) + "\n"
}
