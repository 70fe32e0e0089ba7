//! The common part of `log add`, `report add`, `day add`, `checked` and others: entries from options or from standard
//! input are proposed, then saved or shown. Either all of them or none.

mod fields;
mod said;

pub(super) use fields::{Kinds, OptionFields};

use super::input::WatchlistInput;
use super::{CLEAN, Common, PROBLEMS, now, output, rescued};
use crate::diagnostic::render::concise;
use crate::draft::entries::{self, DraftEntry};
use crate::draft::{Draft, DraftError, DraftPlace, DraftSession, Entered, Proposal};
use crate::load::Fingerprint;
use crate::runtime::SYSTEM_ZONES;
use crate::runtime::journal;
use crate::runtime::save::{AmendError, Left, SaveError, amend};
use crate::text::sanitise;
use crate::watchlist::Watchlist;
use anyhow::{anyhow, bail};
use chrono::{DateTime, Utc};
use clap::Args;
use std::path::{Path, PathBuf};

/// The name of standard input in messages.
const STDIN: &str = "<stdin>";

/// The problem of an empty standard input.
const NO_ENTRY: &str = "there is no entry in it: `-` expects a YAML list of entries such as `- { key: value, … }`, or one \
                        JSON object a line; without `-`, the options make the entry";

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
        /// The names on the command line, one entry each; with standard input at most one, which applies to entries
        /// without a name.
        names: Vec<String>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// The options of the command.
    Options,
    /// Standard input; the options apply to every entry that does not set them.
    Stdin,
}

/// The word that stands for standard input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Dash {
    /// Read the entries from standard input.
    #[value(name = "-")]
    Dash,
}

impl From {
    pub(super) fn dash(dash: Option<Dash>) -> Self {
        dash.map_or(Self::Options, |Dash::Dash| Self::Stdin)
    }
}

impl About {
    /// The names of the subjects. One of them can be the dash for standard input.
    pub(super) fn named(
        key: &'static str,
        find: fn(&Watchlist, &str) -> Result<DraftPlace, DraftError>,
        words: &[String],
        from: From,
    ) -> (Self, From) {
        let names: Vec<_> = words.iter().filter(|word| *word != "-").cloned().collect();
        let from = if names.len() < words.len() { From::Stdin } else { from };
        (Self::Named { key, find, names }, from)
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

/// Records entries in a watchlist, or shows what would change.
pub(super) fn record(
    about: &About,
    from: From,
    options: &[(String, Entered)],
    target: &RecordTarget,
    common: &Common,
) -> anyhow::Result<u8> {
    let input = WatchlistInput::written(target.file.as_deref())?;
    let path = writable(&input)?;
    let name = input.name();
    let entries = match gather(about, from, options)? {
        Ok(entries) if entries.is_empty() => return Ok(refuse(&[format!("{STDIN}: {NO_ENTRY}")], Some(&entries))),
        Ok(entries) => entries,
        Err(why) => return Ok(refuse(&[why], None)),
    };
    let as_of = common.now.as_deref();
    if target.dry_run {
        return match propose(&name, &input.bytes()?, &entries, about, as_of)? {
            Ok(proposal) => {
                let shown = sanitise(&name);
                let diff = proposal.patch.unified(|line| sanitise(line).into_owned());
                if !diff.is_empty() {
                    output::print(&format!("--- {shown}\n+++ {shown}\n{diff}"))?;
                }
                warn(&proposal);
                Ok(CLEAN)
            }
            Err(why) => Ok(refuse(&why, Some(&entries))),
        };
    }
    let change = |old: &[u8]| match propose(&name, old, &entries, about, as_of) {
        Ok(Ok(mut proposal)) => {
            let bytes = std::mem::take(&mut proposal.bytes);
            // Recorded before the write: an open board sees the new text at once and then looks up who wrote it.
            journal::wrote(path, Fingerprint::from_bytes(&bytes), &command(), Utc::now());
            Ok((bytes, proposal))
        }
        Ok(Err(why)) => Err(Ok(why)),
        Err(error) => Err(Err(error)),
    };
    match amend(path, change) {
        Ok(proposal) => {
            let shown = sanitise(&name);
            let line = |(number, line): (usize, &str)| format!("{shown}:{number}: {}\n", sanitise(line));
            output::print_done(&proposal.patch.added().into_iter().map(line).collect::<String>());
            warn(&proposal);
            rescued::warn(path);
            Ok(CLEAN)
        }
        Err(AmendError::Refused(Ok(why))) => Ok(refuse(&why, Some(&entries))),
        Err(AmendError::Refused(Err(error))) => Err(error),
        // Repeating the command would write it twice.
        Err(AmendError::Save(error @ SaveError::Failed { left: Left::Replaced, .. })) => {
            output::print_error(&format!("{name}: {error}"));
            Ok(CLEAN)
        }
        Err(AmendError::Save(error)) => Err(anyhow!("{name}: {error}")),
    }
}

/// The name of this command in the journal, such as `trucewatch log add`.
fn command() -> String {
    let words: Vec<_> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    match words.iter().position(|word| word == "add") {
        Some(at @ 1..) => format!("trucewatch {} add", words[at - 1]),
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

/// The entries to record; or, in words, what on standard input is not an entry.
fn gather(about: &About, from: From, options: &[(String, Entered)]) -> anyhow::Result<Result<Vec<DraftEntry>, String>> {
    let of = |name: &String| about.key().map(|key| (key.to_owned(), Entered::One(name.clone())));
    let names = match about {
        About::Whole(_) => &[],
        About::Named { names, .. } => names.as_slice(),
    };
    match (from, names) {
        (From::Options, []) => Ok(Ok(vec![DraftEntry { line: None, values: options.to_vec() }])),
        (From::Options, names) => {
            let entry =
                |name| DraftEntry { line: None, values: of(name).into_iter().chain(options.iter().cloned()).collect() };
            Ok(Ok(names.iter().map(entry).collect()))
        }
        (From::Stdin, [_, _, ..]) => bail!("with `-`, name one thing at most: the entries name the others"),
        (From::Stdin, names) => {
            let bytes = WatchlistInput::Stdin.bytes()?;
            let Ok(text) = String::from_utf8(bytes) else {
                return Ok(Err(format!("{STDIN}: it is not UTF-8: convert it first")));
            };
            let mut entries = match entries::read_entries(STDIN, &text, about.key()) {
                Ok(entries) => entries,
                Err(why) => return Ok(Err(why)),
            };
            let usual: Vec<_> = names.iter().filter_map(of).chain(options.iter().cloned()).collect();
            for entry in &mut entries {
                for (key, usual) in &usual {
                    match entry.values.iter_mut().find(|(known, _)| known == key) {
                        None => entry.values.push((key.clone(), usual.clone())),
                        Some((_, value @ Entered::Nothing)) => *value = usual.clone(),
                        Some(_) => {}
                    }
                }
            }
            Ok(Ok(entries))
        }
    }
}

/// The text that the file would have; or, in words, what is wrong with which entry.
fn propose(
    name: &str,
    bytes: &[u8],
    entries: &[DraftEntry],
    about: &About,
    as_of: Option<&str>,
) -> anyhow::Result<Result<Proposal, Vec<String>>> {
    let open = |now: DateTime<Utc>| {
        DraftSession::open(name, bytes, SYSTEM_ZONES.at(now)).map_err(|refusal| vec![refusal.to_string()])
    };
    let desk = match (open(Utc::now()), as_of) {
        (Ok(desk), Some(text)) => open(now::parse(text, desk.watchlist().zone())?),
        (desk, _) => desk,
    };
    let desk = match desk {
        Ok(desk) => desk,
        Err(why) => return Ok(Err(why)),
    };
    let mut drafts = Vec::with_capacity(entries.len());
    let mut wrong = Vec::new();
    for (nth, entry) in entries.iter().enumerate() {
        match about.draft(desk.watchlist(), entry.clone()) {
            Ok(draft) => drafts.push(draft),
            Err(why) => wrong.push(said::of_entry(entries, nth, &why)),
        }
    }
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    Ok(desk.propose(&drafts).map_err(|refusal| said::refusal(&refusal, entries)))
}

/// Prints why nothing was written. Also prints that nothing was written if this is not obvious: with several entries,
/// or with entries that could not be read.
fn refuse(why: &[String], entries: Option<&[DraftEntry]>) -> u8 {
    why.iter().for_each(|why| output::print_error(why));
    if entries.is_none_or(|entries| entries.len() > 1) {
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
