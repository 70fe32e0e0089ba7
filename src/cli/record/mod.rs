//! The common part of `log add`, `report set`, `day withdraw`, `checked` and others: drafts from options, standard
//! input or a table are proposed, then saved or shown. Either all of them or none.

mod fields;
mod gather;
mod revise;
mod said;

pub(super) use fields::{Kinds, OptionFields};
pub(super) use gather::{Dash, From, ImportArguments};
pub(super) use revise::{EntryCommand, revise};

use super::input::WatchlistInput;
use super::{CLEAN, Common, PROBLEMS, now, output, rescued};
use crate::diagnostic::render::concise;
use crate::draft::entries::DraftEntry;
use crate::draft::{Draft, DraftError, DraftKind, DraftPlace, DraftSession, Entered, Import, OnConflict, Proposal};
use crate::load::Fingerprint;
use crate::runtime::SYSTEM_ZONES;
use crate::runtime::journal;
use crate::runtime::program_log::note;
use crate::runtime::save::{AmendError, Left, SaveError, amend};
use crate::text::sanitise;
use crate::watchlist::Watchlist;
use anyhow::{anyhow, bail};
use chrono::{DateTime, Utc};
use clap::Args;
use gather::Gathered;
use std::path::{Path, PathBuf};

/// How many warnings are printed; hundreds of entries can cause as many.
const MAX_WARNINGS: usize = 5;

/// Where to record, and whether.
#[derive(Debug, Args)]
pub(super) struct RecordTarget {
    /// The watchlist to write to. Without it: the one that the board would show.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// Show the lines that would change, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// The subjects of the entries.
pub(super) enum About {
    /// The watchlist as a whole.
    Whole(DraftPlace),
    /// Something that the entries name.
    Named {
        /// The key for the name in an entry on standard input.
        key: &'static str,
        find: fn(&Watchlist, &str) -> Result<DraftPlace, DraftError>,
        kinds: &'static [&'static DraftKind],
        /// The names on the command line, one entry each; with standard input at most one, which applies to entries
        /// without a name.
        names: Vec<String>,
    },
}

impl About {
    /// The names of the subjects. One of them can be the dash for standard input.
    pub(super) fn named<K: Kinds>(
        key: &'static str,
        find: fn(&Watchlist, &str) -> Result<DraftPlace, DraftError>,
        words: &[String],
        from: From,
    ) -> (Self, From) {
        let names: Vec<_> = words.iter().filter(|word| *word != "-").cloned().collect();
        let from = if names.len() < words.len() { From::Stdin } else { from };
        (Self::Named { key, find, kinds: K::KINDS, names }, from)
    }

    /// The key under which an entry names its subject.
    fn key(&self) -> Option<&'static str> {
        match self {
            Self::Whole(_) => None,
            Self::Named { key, .. } => Some(key),
        }
    }

    /// Splits an entry into its subject and its fields.
    fn draft(&self, watchlist: &Watchlist, mut entry: DraftEntry) -> Result<Draft, String> {
        let subject = match self {
            Self::Whole(subject) => subject.clone(),
            Self::Named { key, find, .. } => match entry.take(key) {
                Some(Entered::One(name)) => find(watchlist, name.trim()).map_err(|refusal| refusal.to_string())?,
                Some(Entered::Many(_)) => return Err(format!("`{key}` takes one name: write an entry for each")),
                Some(Entered::Nothing) | None => {
                    return Err(format!("`{key}` is missing: the name of what it is about"));
                }
            },
        };
        let takes_many = |key: &str| subject.kind().field(key).is_none_or(|field| field.form.is_list());
        let is_wrong = |(key, entered): &&(String, Entered)| matches!(entered, Entered::Many(_)) && !takes_many(key);
        match entry.values.iter().find(is_wrong) {
            Some((key, _)) => Err(format!("`{}` takes one value: write it without the brackets", sanitise(key))),
            None => Ok(Draft { subject, values: entry.values, revises: None }),
        }
    }
}

/// Adds entries to a watchlist, or shows what would change.
pub(super) fn record(
    about: &About,
    from: &From,
    options: &[(String, Entered)],
    import: &ImportArguments,
    target: &RecordTarget,
    common: &Common,
) -> anyhow::Result<u8> {
    let gathered = match gather::gather(about, from, options, import)? {
        Ok(gathered) => gathered,
        Err(why) => return Ok(refuse(&[why], true)),
    };
    if gathered.entries.is_empty() {
        return Ok(refuse(&[format!("{}: {}", sanitise(&gathered.name), gathered.empty)], false));
    }
    let is_several = gathered.entries.len() != 1;
    write(target, common, is_several, |session| propose(session, &gathered, about, import))
}

/// What a command would write; or, in words, what is wrong.
type Outcome = Result<Written, Vec<String>>;

/// A proposal, and what it does in one line. Without a proposal, there is nothing to write.
struct Written {
    proposal: Option<Proposal>,
    summary: Option<String>,
}

/// Writes what is proposed, or shows it.
fn write(
    target: &RecordTarget,
    common: &Common,
    is_several: bool,
    propose: impl Fn(&DraftSession) -> Outcome,
) -> anyhow::Result<u8> {
    let input = WatchlistInput::written(target.file.as_deref())?;
    let path = writable(&input)?;
    let name = input.name();
    let as_of = common.now.as_deref();
    if target.dry_run {
        return match open(&name, &input.bytes()?, as_of)?.and_then(|session| propose(&session)) {
            Ok(written) => show(&name, &written),
            Err(why) => Ok(refuse(&why, is_several)),
        };
    }
    let change = |old: &[u8]| match open(&name, old, as_of).map(|session| session.and_then(|session| propose(&session)))
    {
        Ok(Ok(Written { proposal: Some(mut proposal), summary })) => {
            let bytes = std::mem::take(&mut proposal.bytes);
            // Recorded before the write: an open board sees the new text at once and then looks up who wrote it.
            journal::wrote(path, Fingerprint::from_bytes(&bytes), &command(), Utc::now());
            Ok((bytes, (proposal, summary)))
        }
        Ok(Ok(Written { proposal: None, summary })) => Err(Halt::Nothing(summary)),
        Ok(Err(why)) => Err(Halt::Refused(why)),
        Err(error) => Err(Halt::Error(error)),
    };
    match amend(path, change) {
        Ok((proposal, summary)) => {
            note(|| format!("saved lines={}", proposal.patch.added().len()));
            let shown = sanitise(&name);
            let line = |(number, line): (usize, &str)| format!("{shown}:{number}: {}\n", sanitise(line));
            let summary = summary.map(|summary| format!("{summary}\n"));
            output::print_done(&proposal.patch.added().into_iter().map(line).chain(summary).collect::<String>());
            warn(&proposal);
            rescued::warn(path);
            Ok(CLEAN)
        }
        Err(AmendError::Refused(Halt::Nothing(summary))) => {
            output::print_done(&format!("{}\n", summary.as_deref().unwrap_or("the file says so already")));
            Ok(CLEAN)
        }
        Err(AmendError::Refused(Halt::Refused(why))) => Ok(refuse(&why, is_several)),
        Err(AmendError::Refused(Halt::Error(error))) => Err(error),
        // Repeating the command would write it twice.
        Err(AmendError::Save(error @ SaveError::Failed { left: Left::Replaced, .. })) => {
            output::print_error(&format!("{name}: {error}"));
            Ok(CLEAN)
        }
        Err(AmendError::Save(error)) => Err(anyhow!("{name}: {error}")),
    }
}

/// Why nothing is written.
enum Halt {
    /// There is nothing to write: what the summary says is in the file.
    Nothing(Option<String>),
    Refused(Vec<String>),
    Error(anyhow::Error),
}

/// Prints the lines that would change.
fn show(name: &str, Written { proposal, summary }: &Written) -> anyhow::Result<u8> {
    if let Some(proposal) = proposal {
        let shown = sanitise(name);
        let diff = proposal.patch.unified(|line| sanitise(line).into_owned());
        if !diff.is_empty() {
            output::print(&format!("--- {shown}\n+++ {shown}\n{diff}"))?;
        }
        warn(proposal);
    }
    // The diff stays alone on standard output, so that it can be applied.
    summary.iter().for_each(|summary| output::print_error(&format!("{summary}; nothing was written")));
    Ok(CLEAN)
}

/// The name of this command in the journal, such as `trucewatch log add`.
fn command() -> String {
    let words: Vec<_> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    match words.iter().position(|word| matches!(word.as_str(), "add" | "set" | "withdraw")) {
        Some(at @ 1..) => format!("trucewatch {} {}", words[at - 1], words[at]),
        Some(_) | None if words.iter().any(|word| word == "prefer") => "trucewatch prefer".to_owned(),
        Some(_) | None if words.iter().any(|word| word == "close") => "trucewatch close".to_owned(),
        Some(_) | None => "trucewatch checked".to_owned(),
    }
}

/// The file of an input, if it can be written to.
fn writable(input: &WatchlistInput) -> anyhow::Result<&Path> {
    match input {
        WatchlistInput::Named(path) | WatchlistInput::Found(path) => Ok(path),
        WatchlistInput::Stdin => bail!("--file -: standard input cannot be written to; name the watchlist"),
        WatchlistInput::Embedded => bail!("the built-in watchlist cannot be written to: name a file"),
    }
}

/// Reads the watchlist as of a moment; or, in words, why it cannot be changed.
fn open(name: &str, bytes: &[u8], as_of: Option<&str>) -> anyhow::Result<Result<DraftSession, Vec<String>>> {
    let open = |now: DateTime<Utc>| {
        DraftSession::open(name, bytes, SYSTEM_ZONES.at(now)).map_err(|refusal| vec![refusal.to_string()])
    };
    Ok(match (open(Utc::now()), as_of) {
        (Ok(session), Some(text)) => open(now::parse(text, session.watchlist().zone())?),
        (session, _) => session,
    })
}

/// The text that the file would have with the entries; or, in words, what is wrong with which entry.
fn propose(session: &DraftSession, gathered: &Gathered, about: &About, import: &ImportArguments) -> Outcome {
    let entries = &gathered.entries;
    let mut drafts = Vec::with_capacity(entries.len());
    let mut wrong = Vec::new();
    for (nth, entry) in entries.iter().enumerate() {
        match about.draft(session.watchlist(), entry.clone()) {
            Ok(draft) => drafts.push(draft),
            Err(why) => wrong.push(said::of_entry(gathered, nth, &why)),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let refusal = |refusal: DraftError| said::refusal(&refusal, gathered);
    let voices = import.new_voices(session.watchlist()).map_err(|why| vec![why])?;
    if !gathered.is_import {
        let all: Vec<_> = voices.iter().chain(&drafts).cloned().collect();
        let proposal = session.propose(&all).map_err(|why| refusal(why.moved(voices.len(), |nth| nth)))?;
        return Ok(Written { proposal: Some(proposal), summary: None });
    }
    let on_conflict = if import.update { OnConflict::Update } else { OnConflict::Refuse };
    let Import { drafts, origins, added, corrected, present } = session.import(drafts, on_conflict).map_err(refusal)?;
    let summary = Some(format!("{added} added, {corrected} corrected, {present} already there"));
    if drafts.is_empty() {
        return Ok(Written { proposal: None, summary });
    }
    let all: Vec<_> = voices.iter().cloned().chain(drafts).collect();
    let origin = |nth: usize| origins.get(nth).copied().unwrap_or(nth);
    let proposal = session.propose(&all).map_err(|why| refusal(why.moved(voices.len(), origin)))?;
    Ok(Written { proposal: Some(proposal), summary })
}

/// Prints why nothing was written. Also prints that nothing was written if this is not obvious: with several entries,
/// or with entries that could not be read.
fn refuse(why: &[String], is_several: bool) -> u8 {
    note(|| format!("edit refused reasons={}", why.len()));
    why.iter().for_each(|why| output::print_error(why));
    if is_several {
        output::print_error("nothing was written: entries that come together are written together, or not at all");
    }
    PROBLEMS
}

/// Prints the warnings that `check` will report and did not report before, up to a limit.
fn warn(proposal: &Proposal) {
    for problem in proposal.warnings.iter().take(MAX_WARNINGS) {
        output::print_error(&concise(&proposal.source, problem));
    }
    let more = proposal.warnings.len().saturating_sub(MAX_WARNINGS);
    if more > 0 {
        output::print_error(&format!("{more} more; `trucewatch check` shows all"));
    }
}
