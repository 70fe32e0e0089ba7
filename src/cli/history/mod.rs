//! `trucewatch history`: shows who changed what and when, from git's commits.
//!
//! Each version is compared with its parents, both evaluated at the time of its commit, so that only written changes
//! count and each line is listed under its author. A version that does not load is listed as such, and the next one is
//! compared with the last good one. Uncommitted changes on disk come last.

mod show;

use super::input::WatchlistInput;
use super::{CLEAN, Common, PROBLEMS, now, output};
use crate::app::history::{HistoryReach, ObjectName, Revision};
use crate::board::Board;
use crate::board::changes::{Change, changes};
use crate::diagnostic::ProblemSeverity;
use crate::diagnostic::render::{ProblemPlaceJson, concise};
use crate::load::{Loaded, load};
use crate::panes::changes::ChangeLine;
use crate::panes::changes::wire::WireChange;
use crate::runtime::git::{CommitWalk, GitError, Repository, RevisionCache, has_unresolved_conflict};
use crate::watchlist::Watchlist;
use crate::watchlist::zone::{Zone, ZoneDatabase};
use anyhow::bail;
use chrono::{DateTime, Utc};
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, Args)]
pub(super) struct HistoryArguments {
    /// The watchlist. Without: the one that the board would show.
    file: Option<PathBuf>,

    /// Only what was committed since this moment: 8h (ago), 2026-02-01 (its first moment), or a time as for --now.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    since: Option<String>,

    /// One JSON object instead of text.
    #[arg(long)]
    json: bool,
}

/// One version and its outcome.
struct HistoryEntry<'h> {
    /// `None` for uncommitted changes on disk.
    version: Option<&'h Revision>,
    at: DateTime<Utc>,
    outcome: VersionOutcome,
}

/// A version compared with its parents.
enum VersionOutcome {
    /// There is nothing to compare it with.
    First,
    /// The changes: in words, and for programs.
    Changed(Vec<(ChangeLine, WireChange)>),
    /// It does not load; with the first problem and the number of others, and the place of the first.
    Broken(String, Option<ProblemPlaceJson>),
    Removed,
    /// Its text is unavailable; with the reason.
    Unreadable(String),
}

struct Story<'h> {
    file: String,
    reach: HistoryReach,
    entries: Vec<HistoryEntry<'h>>,
}

pub(super) fn run(arguments: &HistoryArguments, common: &Common) -> anyhow::Result<u8> {
    let input = WatchlistInput::written(arguments.file.as_deref())?;
    let Some(path) = input.path() else {
        bail!("{} lies in no git repository: name a file that does", input.name());
    };
    let repository = Repository::containing(path)?;
    let history = repository.history(CommitWalk::All)?;
    let mut teller = VersionComparer {
        shelf: RevisionCache::open(&repository, ZoneDatabase::BUNDLED)?,
        versions: &history.versions,
    };
    let clock = Utc::now();
    // A file that was removed also has a history.
    let on_disk = match path.metadata() {
        Ok(_) => Some(load(&input.name(), input.bytes()?, clock)),
        Err(_) => None,
    };
    let zone = teller.zone(on_disk.as_ref())?;
    let until = common.now.as_deref().map(|text| now::parse(text, &zone)).transpose()?;
    let since = arguments.since.as_deref().map(|text| now::since(text, &zone, until.unwrap_or(clock))).transpose()?;
    let is_asked_for =
        |at: DateTime<Utc>| since.is_none_or(|since| at >= since) && until.is_none_or(|until| at <= until);
    let mut entries = Vec::new();
    for (index, version) in history.versions.iter().enumerate().filter(|(_, version)| is_asked_for(version.at)) {
        entries.push(HistoryEntry { version: Some(version), at: version.at, outcome: teller.tell(index)? });
    }
    if let (None, Some(loaded)) = (until, on_disk) {
        let committed = repository.committed()?;
        let outcome = teller.tell_uncommitted(&loaded, committed.as_ref(), clock)?;
        entries.extend(outcome.map(|outcome| HistoryEntry { version: None, at: clock, outcome }));
    }
    let is_bad =
        |entry: &HistoryEntry<'_>| matches!(entry.outcome, VersionOutcome::Broken(..) | VersionOutcome::Unreadable(_));
    let is_unresolved = until.is_none() && has_unresolved_conflict(path)?;
    if is_unresolved {
        let name = input.name();
        output::print_error(&format!(
            "{name}: git has an unresolved merge conflict in this file: changes of one side may be missing; \
             compare both sides (`git diff`), then `git add` it"
        ));
    }
    let code = if is_unresolved || entries.iter().any(is_bad) { PROBLEMS } else { CLEAN };
    let story = Story { file: input.name(), reach: history.reach, entries };
    output::print(&if arguments.json { show::json(&story) } else { show::render_text(&story) })?;
    Ok(code)
}

struct VersionComparer<'h> {
    shelf: RevisionCache,
    versions: &'h [Revision],
}

impl VersionComparer<'_> {
    /// The zone for times without an offset: that of the newest text that loads.
    fn zone(&mut self, on_disk: Option<&Loaded>) -> anyhow::Result<Zone> {
        if let Some(watchlist) = on_disk.and_then(|loaded| loaded.watchlist.as_ref()) {
            return Ok(watchlist.zone().clone());
        }
        let newest = self.versions.iter().rev().find_map(|version| version.blob.as_ref());
        let good = newest.map(|text| self.shelf.last_good(text, self.versions)).transpose()?.flatten();
        Ok(good.and_then(|loaded| loaded.watchlist).map_or(Zone::UTC, |watchlist| watchlist.zone().clone()))
    }

    fn tell(&mut self, index: usize) -> anyhow::Result<VersionOutcome> {
        let (before, version) = (&self.versions[..index], &self.versions[index]);
        let loaded = match self.shelf.load(version) {
            Ok(Some(loaded)) => loaded,
            Ok(None) => return Ok(VersionOutcome::Removed),
            Err(error @ (GitError::NoText(_) | GitError::TooLarge(_))) => {
                return Ok(VersionOutcome::Unreadable(error.to_string()));
            }
            Err(error) => return Err(error.into()),
        };
        let Some(watchlist) = &loaded.watchlist else { return Ok(broken(&loaded)) };
        let mut sides = Vec::new();
        for parent in version.parents.iter().flatten() {
            sides.extend(self.good(parent, before)?);
        }
        Ok(compare(&sides, watchlist, version.at))
    }

    /// The uncommitted changes on disk; `None` if there are none.
    fn tell_uncommitted(
        &mut self,
        on_disk: &Loaded,
        committed: Option<&ObjectName>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Option<VersionOutcome>> {
        let last = self.versions.iter().rfind(|version| version.blob.as_ref() == committed);
        let mut before = None;
        if let (Some(committed), Some(last)) = (committed, last) {
            let last = self.shelf.load(last)?;
            // Git can write a text with other line endings than it stores.
            if last.is_some_and(|last| last.source.text.lines().eq(on_disk.source.text.lines())) {
                return Ok(None);
            }
            before = self.good(committed, self.versions)?;
        }
        let Some(watchlist) = &on_disk.watchlist else {
            return Ok(Some(broken(on_disk)));
        };
        Ok(Some(compare(before.as_slice(), watchlist, now)))
    }

    fn good(&mut self, text: &ObjectName, versions: &[Revision]) -> anyhow::Result<Option<Arc<Watchlist>>> {
        match self.shelf.last_good(text, versions) {
            Ok(loaded) => Ok(loaded.and_then(|loaded| loaded.watchlist)),
            Err(GitError::NoText(_) | GitError::TooLarge(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// The error that stops the load, and the number of others.
fn broken(loaded: &Loaded) -> VersionOutcome {
    let mut errors = loaded.problems.iter().filter(|problem| problem.severity == ProblemSeverity::Error);
    let first = errors.next();
    let words = first.map_or_else(String::new, |problem| concise(&loaded.source, problem));
    let words = match errors.count() {
        0 => words,
        1 => format!("{words} (and 1 more error)"),
        more => format!("{words} (and {more} more errors)"),
    };
    VersionOutcome::Broken(words, first.map(|problem| ProblemPlaceJson::new(&loaded.source, problem)))
}

/// What differs from every parent: for a merge, only what none of its parents had.
fn compare(sides: &[Arc<Watchlist>], watchlist: &Arc<Watchlist>, at: DateTime<Utc>) -> VersionOutcome {
    let after = Board::read(Arc::clone(watchlist), at);
    let sides: Vec<_> = sides.iter().map(|side| Board::read(Arc::clone(side), at)).collect();
    let [first, others @ ..] = sides.as_slice() else { return VersionOutcome::First };
    let others: Vec<Vec<Change>> = others.iter().map(|side| changes(side, &after)).collect();
    let is_own = |change: &Change| {
        let is_same = |other: &Change| {
            other.subject == change.subject && other.what == change.what && other.is_of_same_entry(change)
        };
        others.iter().all(|side| side.iter().any(is_same))
    };
    let own = changes(first, &after).into_iter().filter(is_own);
    VersionOutcome::Changed(
        own.map(|change| (ChangeLine::from_change(&change, first, &after), WireChange::from_change(&change, &after)))
            .collect(),
    )
}
