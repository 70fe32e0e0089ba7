//! Formats the history as text and as JSON.

use super::{HistoryEntry, Story, VersionOutcome};
use crate::app::history::{HistoryReach, Revision};
use crate::diagnostic::render::ProblemPlaceJson;
use crate::panes::changes::wire::{VERSION, WireChange, direction};
use crate::text::{sanitise, to_json};
use chrono::SecondsFormat;
use serde::Serialize;
use std::fmt::Write as _;

/// One paragraph per version, oldest first. Names and messages are at the ends of separate lines, because they can be
/// right-to-left text.
pub(super) fn render_text(story: &Story<'_>) -> String {
    let mut out = String::new();
    if story.reach == HistoryReach::Shallow {
        let file = sanitise(&story.file);
        let _ = writeln!(
            out,
            "{file}: this is a shallow clone: what came before is not here; `git fetch --unshallow` brings it\n"
        );
    }
    for HistoryEntry { version, at, outcome } in &story.entries {
        if !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
        let at = at.format("%Y-%m-%d %H:%MZ");
        let _ = match version {
            Some(Revision { commit, author, subject, .. }) => {
                let (commit, author, subject) = (commit.short(), author.display(), subject.display());
                writeln!(out, "{at}  {commit}  {author}\n  “{subject}”")
            }
            None => writeln!(out, "{at}  on disk, not committed"),
        };
        write_outcome(&mut out, outcome, version.is_some_and(|version| version.parents.len() > 1));
    }
    if story.entries.is_empty() {
        let _ = writeln!(out, "{}: no version in that time", sanitise(&story.file));
    }
    out
}

fn write_outcome(out: &mut String, outcome: &VersionOutcome, is_merge: bool) {
    let _ = match outcome {
        VersionOutcome::First => writeln!(out, "  the first version that loads"),
        VersionOutcome::Changed(found) if found.is_empty() && is_merge => {
            writeln!(out, "  a merge: nothing of its own")
        }
        VersionOutcome::Changed(found) if found.is_empty() => writeln!(out, "  nothing that the board tells"),
        VersionOutcome::Changed(found) => found.iter().try_for_each(|(line, _)| {
            let when = if line.when.is_empty() { String::new() } else { format!("  ({})", line.when) };
            writeln!(out, "  {:<6}  {}{when}", direction(line.direction), line.sentence())
        }),
        VersionOutcome::Broken(problem, _) => writeln!(out, "  DOES NOT LOAD  {}", sanitise(problem)),
        VersionOutcome::Removed => writeln!(out, "  REMOVED  the file is not there any more"),
        VersionOutcome::Unreadable(why) => writeln!(out, "  NOT READABLE  {}", sanitise(why)),
    };
}

#[derive(Serialize)]
struct HistoryJson<'a> {
    version: u32,
    file: &'a str,
    /// `whole`, or `shallow` if the repository is a shallow clone.
    reach: &'static str,
    versions: Vec<VersionJson<'a>>,
}

/// A version; without a commit, the uncommitted changes on disk.
#[derive(Serialize)]
struct VersionJson<'a> {
    commit: Option<&'a str>,
    /// The commit time; for uncommitted changes, the time of this command.
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    /// `first`, `changed`, `broken`, `removed` or `unreadable`.
    outcome: &'static str,
    changes: Vec<&'a WireChange>,
    /// The first problem of a broken version.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<ProblemPlaceJson>,
}

pub(super) fn json(story: &Story<'_>) -> String {
    let versions = story.entries.iter().map(|HistoryEntry { version, at, outcome }| {
        let (outcome, changes, problem) = match outcome {
            VersionOutcome::First => ("first", Vec::new(), None),
            VersionOutcome::Changed(found) => ("changed", found.iter().map(|(_, change)| change).collect(), None),
            VersionOutcome::Broken(_, problem) => ("broken", Vec::new(), *problem),
            VersionOutcome::Removed => ("removed", Vec::new(), None),
            VersionOutcome::Unreadable(_) => ("unreadable", Vec::new(), None),
        };
        VersionJson {
            commit: version.map(|version| version.commit.as_str()),
            at: at.to_rfc3339_opts(SecondsFormat::Secs, true),
            author: version.map(|version| version.author.raw()),
            subject: version.map(|version| version.subject.raw()),
            outcome,
            changes,
            problem,
        }
    });
    let reach = match story.reach {
        HistoryReach::Whole => "whole",
        HistoryReach::Shallow => "shallow",
    };
    let wire = HistoryJson { version: VERSION, file: &story.file, reach, versions: versions.collect() };
    to_json(&wire) + "\n"
}
