//! `trucewatch merge-driver`: what git runs where both sides of a merge have changed a watchlist.
//!
//! Merges by what is written (`watchlist::merge`), or, where that is not understood, leaves it to git's own merge of
//! lines. The result is to load if both sides did; what git is told is clean can be shown.

use super::{CLEAN, Common, PROBLEMS, output};
use crate::diagnostic::Severity;
use crate::load::load;
use crate::runtime::{read_file, team};
use crate::watchlist::merge::{Merged, NotUnderstood, merge};
use anyhow::{Context, anyhow};
use chrono::Utc;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct MergeDriverArguments {
    /// The common ancestor: git's %O.
    base: PathBuf,
    /// Our version, and where the result goes: git's %A.
    ours: PathBuf,
    /// Their version: git's %B.
    theirs: PathBuf,
    /// What the file is called: git's %P.
    name: Option<PathBuf>,
}

pub(super) fn run(arguments: &MergeDriverArguments, _: &Common) -> anyhow::Result<u8> {
    let MergeDriverArguments { base, ours, theirs, name } = arguments;
    let name = name.as_ref().unwrap_or(ours).to_string_lossy().into_owned();
    let [base_bytes, our_bytes, their_bytes] = [read(base)?, read(ours)?, read(theirs)?];
    let is_sound = |bytes: &[u8]| load(&name, bytes, Utc::now()).watchlist.is_some();
    let must_load = is_sound(&our_bytes) && is_sound(&their_bytes);
    let result = match by_meaning(&base_bytes, &our_bytes, &their_bytes) {
        Ok(Merged { text, conflicts }) => {
            team::write_result(ours, text.as_bytes()).with_context(|| name.clone())?;
            for conflict in &conflicts {
                output::complain(&format!("{name}: {}: {}", conflict.of, conflict.how.words()));
            }
            conflicts.is_empty()
        }
        Err(why) => {
            let is_clean = team::merge_lines(base, ours, theirs)
                .map_err(|error| anyhow!("{name}: {why}, and its lines could not be merged: {error}"))?;
            let outcome = if is_clean { "without conflict" } else { "with conflicts" };
            output::complain(&format!("{name}: merged line by line, {outcome}: {why}"));
            is_clean
        }
    };
    if !result {
        return Ok(PROBLEMS);
    }
    if must_load {
        let loaded = load(&name, read(ours)?, Utc::now());
        if loaded.watchlist.is_none() {
            let problem = loaded.problems.iter().find(|problem| problem.severity == Severity::Error);
            let why = problem.map(|problem| crate::diagnostic::render::concise(&loaded.source, problem));
            let why = why.unwrap_or_default();
            output::complain(&format!("{name}: both sides load, and together they do not: {}", why.trim_end()));
            return Ok(PROBLEMS);
        }
    }
    Ok(CLEAN)
}

fn by_meaning(base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<Merged, NotUnderstood> {
    let text = |bytes| std::str::from_utf8(bytes).map_err(|_| NotUnderstood::NoYaml);
    merge(text(base)?, text(ours)?, text(theirs)?)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    read_file(path).map_err(|why| anyhow!("{}: {}", path.display(), super::input::explain(&why)))
}
