//! `trucewatch merge-driver`: git runs it when both sides of a merge have changed a watchlist.
//!
//! Merges by content (`watchlist::merge`). If that is not possible, git's own line merge runs instead. A merge is
//! clean only if its result loads, provided that both sides load. In every case the file contains both sides.

use super::{CLEAN, Common, PROBLEMS, output};
use crate::diagnostic::ProblemSeverity;
use crate::load::load;
use crate::runtime::{git, read_file};
use crate::watchlist::merge::{MergeError, Merged, merge};
use anyhow::{Context, anyhow};
use chrono::Utc;
use clap::Args;
use std::path::{Path, PathBuf};

/// Printed at the very end of a clean merge. The command in git's settings trusts only this word and the next one,
/// never an exit code: a damaged program, or another one in its place, can exit with any code.
pub(super) const CLEAN_WORD: &str = "clean";

/// Printed at the very end of a merge with conflicts, after they are written to the file.
pub(super) const CONFLICT_WORD: &str = "conflict";

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
    let is_clean = merge_files(arguments)?;
    let (word, code) = if is_clean { (CLEAN_WORD, CLEAN) } else { (CONFLICT_WORD, PROBLEMS) };
    output::print(&format!("{word}\n"))?;
    Ok(code)
}

/// Merges three files into `ours`. Returns whether the merge had no conflicts.
fn merge_files(arguments: &MergeDriverArguments) -> anyhow::Result<bool> {
    let MergeDriverArguments { base, ours, theirs, name } = arguments;
    let name = name.as_ref().unwrap_or(ours).to_string_lossy().into_owned();
    let [base_bytes, our_bytes, their_bytes] = [read(base)?, read(ours)?, read(theirs)?];
    let is_sound = |bytes: &[u8]| load(&name, bytes, Utc::now()).watchlist.is_some();
    let must_load = is_sound(&our_bytes) && is_sound(&their_bytes);
    let is_clean = match by_meaning(&base_bytes, &our_bytes, &their_bytes) {
        Ok(Merged { text, conflicts }) => {
            git::write_result(ours, text.as_bytes()).with_context(|| name.clone())?;
            for conflict in &conflicts {
                output::print_error(&format!("{name}: {}: {}", conflict.of, conflict.how.words()));
            }
            conflicts.is_empty()
        }
        Err(why) => by_lines(arguments, &name, why, [&our_bytes, &their_bytes])?,
    };
    if !is_clean || !must_load {
        return Ok(is_clean);
    }
    let loaded = load(&name, read(ours)?, Utc::now());
    if loaded.watchlist.is_none() {
        let problem = loaded.problems.iter().find(|problem| problem.severity == ProblemSeverity::Error);
        let why = problem.map(|problem| crate::diagnostic::render::concise(&loaded.source, problem));
        let why = why.unwrap_or_default();
        output::print_error(&format!("{name}: both sides load, and together they do not: {}", why.trim_end()));
    }
    Ok(loaded.watchlist.is_some())
}

/// Merges by lines, as git would. If git fails, the file gets both texts as one conflict.
fn by_lines(
    arguments: &MergeDriverArguments,
    name: &str,
    why: MergeError,
    [our_bytes, their_bytes]: [&[u8]; 2],
) -> anyhow::Result<bool> {
    let MergeDriverArguments { base, ours, theirs, .. } = arguments;
    let stand_together = |why: &str| {
        git::write_result(ours, &whole_conflict(our_bytes, their_bytes)).with_context(|| name.to_owned())?;
        output::print_error(&format!("{name}: not merged, both texts stand in it: {why}"));
        Ok(false)
    };
    // A line merge cannot show which times a new zone would move.
    if zone_line(our_bytes) != zone_line(their_bytes) {
        return stand_together(&format!("{why}, and the sides differ in their `zone`"));
    }
    match git::merge_lines(base, ours, theirs) {
        Ok(is_clean) => {
            let outcome = if is_clean { "without conflict" } else { "with conflicts" };
            output::print_error(&format!("{name}: merged line by line, {outcome}: {why}"));
            Ok(is_clean)
        }
        Err(error) => stand_together(&format!("{why}; {error}")),
    }
}

/// The line that names the zone. The text may be invalid YAML.
fn zone_line(text: &[u8]) -> Option<&[u8]> {
    text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).find(|line| line.starts_with(b"zone:"))
}

/// Two texts as one conflict.
fn whole_conflict(ours: &[u8], theirs: &[u8]) -> Vec<u8> {
    let ended = |text: &[u8]| if text.is_empty() || text.ends_with(b"\n") { &b""[..] } else { b"\n" };
    let parts = [b"<<<<<<< ours\n", ours, ended(ours), b"=======\n", theirs, ended(theirs), b">>>>>>> theirs\n"];
    parts.concat()
}

fn by_meaning(base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<Merged, MergeError> {
    let text = |bytes| std::str::from_utf8(bytes).map_err(|_| MergeError::NoYaml);
    merge(text(base)?, text(ours)?, text(theirs)?)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    read_file(path).map_err(|why| anyhow!("{}: {}", path.display(), super::input::explain(&why)))
}
