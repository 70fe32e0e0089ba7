//! `trucewatch diff`: shows what changed from one watchlist to another, or in one watchlist since a moment.
//!
//! The diff is semantic. Two files are evaluated at the same moment, so that only written changes count; one file at
//! two moments is the same text, so that only what came in between counts.

use super::input::WatchlistInput;
use super::{CLEAN, Common, PROBLEMS, now, output};
use crate::board::Board;
use crate::board::changes::{Change, ChangePlace, changes};
use crate::diagnostic::{ProblemSeverity, Source};
use crate::load::Loaded;
use crate::panes::changes::wire::{VERSION, WireChange};
use crate::panes::changes::{ChangeLine, DIRECTIONS, heading};
use crate::text::{sanitise, to_json};
use crate::watchlist::Watchlist;
use anyhow::bail;
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, Args)]
pub(super) struct DiffArguments {
    /// The older and the newer watchlist; with --since one watchlist at most. `-` is standard input.
    #[arg(num_args = 0..=2, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Compare one watchlist with itself as of this moment: 8h (ago), 2026-02-01 (its first moment), or a time as for
    /// --now.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    since: Option<String>,

    /// One JSON object instead of text.
    #[arg(long)]
    json: bool,
}

const NAME_TWO: &str = "name two watchlists, the older one first; or compare one with itself by --since TIME";

/// A watchlist and the moment at which it is evaluated.
struct DiffSide {
    source: Source,
    board: Board,
}

pub(super) fn run(arguments: &DiffArguments, common: &Common) -> anyhow::Result<u8> {
    let (before, after) = sides(arguments, common)?;
    let found = changes(&before.board, &after.board);
    let shown = if arguments.json { json(&before, &after, &found) } else { render_text(&before, &after, &found) };
    output::print(&shown)?;
    Ok(if found.is_empty() { CLEAN } else { PROBLEMS })
}

fn sides(arguments: &DiffArguments, common: &Common) -> anyhow::Result<(DiffSide, DiffSide)> {
    let as_of = common.now.as_deref();
    match (&arguments.since, arguments.files.as_slice()) {
        (Some(_), [_, _]) => bail!("--since compares one watchlist with itself: name one file, or leave --since out"),
        (Some(since), files) => {
            let input = WatchlistInput::written(files.first().map(PathBuf::as_path))?;
            let (loaded, now) = input.load(as_of)?;
            let watchlist = whole(&loaded)?;
            let since = now::since(since, watchlist.zone(), now)?;
            let side = |board| DiffSide { source: loaded.source.clone(), board };
            let before = Board::read_earlier(Arc::clone(&watchlist), since);
            Ok((side(before), side(Board::read(watchlist, now))))
        }
        (None, [old, new]) => {
            if old.as_os_str() == "-" && new.as_os_str() == "-" {
                bail!("standard input can be read once only: name a file for one of the two");
            }
            let load = |path: &PathBuf| WatchlistInput::from_env(Some(path)).load(as_of);
            let ((old, _), (new, now)) = (load(old)?, load(new)?);
            let side = |loaded: Loaded, at: DateTime<Utc>| -> anyhow::Result<DiffSide> {
                let watchlist = whole(&loaded)?;
                Ok(DiffSide { source: loaded.source, board: Board::read(watchlist, at) })
            };
            Ok((side(old, now)?, side(new, now)?))
        }
        (None, []) => {
            WatchlistInput::written(None)?;
            bail!(NAME_TWO)
        }
        (None, _) => bail!(NAME_TWO),
    }
}

/// The watchlist, if nothing stops the load.
pub(super) fn whole(loaded: &Loaded) -> anyhow::Result<Arc<Watchlist>> {
    let Some(watchlist) = &loaded.watchlist else {
        let errors = loaded.problems.iter().filter(|problem| problem.severity == ProblemSeverity::Error).count();
        let (name, errors) =
            (&loaded.source.name, if errors == 1 { "1 error".into() } else { format!("{errors} errors") });
        bail!("{name}: does not load, it has {errors}: `trucewatch check` shows them");
    };
    Ok(Arc::clone(watchlist))
}

/// The location of a change: the file, and the line, counted from one.
fn place<'s>(change: &Change, before: &'s DiffSide, after: &'s DiffSide) -> (&'s Source, usize) {
    let (side, span) = match change.place {
        ChangePlace::Before(span) => (before, span),
        ChangePlace::After(span) => (after, span),
    };
    (&side.source, side.source.position(span).line)
}

/// In groups, bad news first; empty if nothing changed.
fn render_text(before: &DiffSide, after: &DiffSide, found: &[Change]) -> String {
    let mut out = String::new();
    for direction in DIRECTIONS {
        let mut of_direction = found.iter().filter(|change| change.direction == direction).peekable();
        if of_direction.peek().is_some() {
            let gap = if out.is_empty() { "" } else { "\n" };
            let _ = writeln!(out, "{gap}{}", heading(direction));
        }
        for change in of_direction {
            let line = ChangeLine::from_change(change, &before.board, &after.board);
            let (source, number) = place(change, before, after);
            let (sentence, name) = (line.sentence(), sanitise(&source.name));
            let when = if line.when.is_empty() || sentence.contains(&line.when) {
                String::new()
            } else {
                format!("{}, ", line.when)
            };
            let _ = writeln!(out, "  {sentence}  ({when}{name}:{number})");
        }
    }
    out
}

#[derive(Serialize)]
struct DiffJson<'a> {
    version: u32,
    before: WireSide<'a>,
    after: WireSide<'a>,
    changes: Vec<WireLine>,
}

#[derive(Serialize)]
struct WireSide<'a> {
    file: &'a str,
    as_of: String,
}

/// A change and its location.
#[derive(Serialize)]
struct WireLine {
    #[serde(flatten)]
    change: WireChange,
    /// The watchlist that contains it: `before` if it is gone from the newer one.
    side: &'static str,
    line: usize,
}

fn json(before: &DiffSide, after: &DiffSide, found: &[Change]) -> String {
    let side = |side: &'_ DiffSide| side.board.now.to_rfc3339_opts(SecondsFormat::Secs, true);
    let line = |change: &Change| WireLine {
        change: WireChange::from_change(change, &after.board),
        side: match change.place {
            ChangePlace::Before(_) => "before",
            ChangePlace::After(_) => "after",
        },
        line: place(change, before, after).1,
    };
    let wire = DiffJson {
        version: VERSION,
        before: WireSide { file: &before.source.name, as_of: side(before) },
        after: WireSide { file: &after.source.name, as_of: side(after) },
        changes: found.iter().map(line).collect(),
    };
    to_json(&wire) + "\n"
}
