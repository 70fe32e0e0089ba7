//! `trucewatch completions`: a script that lets a shell complete commands, options, and the names in the watchlist.
//!
//! The script runs the program again, with [`VARIABLE`] set, and the program answers with what may follow.

use super::input::WatchlistInput;
use super::{CLEAN, COULD_NOT_RUN, output};
use crate::draft::kinds::DraftKind;
use crate::draft::resolve::{Purpose, nameable};
use crate::draft::{DraftPlace, Form, candidates};
use crate::watchlist::{EntityRef, Entry, Watchlist};
use anyhow::{Context as _, bail};
use clap::{Args, Command};
use clap_complete::CompletionCandidate;
use clap_complete::engine::ArgValueCandidates;
use clap_complete::env::Shells;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;

/// Set by the script to the name of the shell.
pub(super) const VARIABLE: &str = "_TRUCEWATCH_COMPLETE";

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// bash, elvish, fish, powershell or zsh.
    shell: String,
}

pub(super) fn run(arguments: &CompletionsArguments) -> anyhow::Result<u8> {
    let shells = Shells::builtins();
    let Some(shell) = shells.completer(&arguments.shell) else {
        let known: Vec<_> = shells.names().collect();
        bail!("`{}` is not a shell with completions; one of: {}", arguments.shell, known.join(", "));
    };
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, "trucewatch", "trucewatch", "trucewatch", &mut script)?;
    output::print(&String::from_utf8(script).context("the script is not UTF-8")?)?;
    Ok(CLEAN)
}

/// Answers the script of a shell: prints what may follow the words after `--`.
pub(super) fn answer(shell: &OsStr, given: &[OsString], mut program: Command) -> u8 {
    program.build();
    let words: Vec<_> = given.iter().skip_while(|word| *word != "--").skip(1).cloned().collect();
    let shells = Shells::builtins();
    let Some(shell) = shell.to_str().and_then(|shell| shells.completer(shell)) else { return COULD_NOT_RUN };
    let folder = std::env::current_dir().ok();
    let mut answer = Vec::new();
    let outcome = shell.write_complete(&mut program, words, folder.as_deref(), &mut answer);
    let is_printed = outcome.is_ok() && output::print(&String::from_utf8_lossy(&answer)).is_ok();
    if is_printed { CLEAN } else { COULD_NOT_RUN }
}

/// The names of entities.
pub(super) fn entities(purpose: Purpose) -> ArgValueCandidates {
    ArgValueCandidates::new(move || {
        let Some(watchlist) = watchlist() else { return Vec::new() };
        let suitable = nameable(&watchlist).filter(|entity| purpose.suits(entity));
        let about = |entity: &EntityRef| watchlist.name_of(entity).unwrap_or_default();
        suitable.filter_map(|entity| candidate(&entity.reference(), &about(&entity))).collect()
    })
}

/// The values of a field.
pub(super) fn values(form: Form) -> ArgValueCandidates {
    ArgValueCandidates::new(move || {
        let Some(watchlist) = watchlist() else { return Vec::new() };
        candidates(&watchlist, form).into_iter().filter_map(|known| candidate(&known.word, &known.about)).collect()
    })
}

/// The names (`ref`) of entries of these kinds that still count.
pub(super) fn entry_names(kinds: &'static [&'static DraftKind]) -> ArgValueCandidates {
    ArgValueCandidates::new(move || {
        let Some(watchlist) = watchlist() else { return Vec::new() };
        let mut found = Vec::new();
        watchlist.visit_entries(&mut |list, entries| {
            let kind = DraftPlace::from_list(&list).map(|place| place.kind());
            if kinds.iter().any(|wanted| kind.is_some_and(|kind| std::ptr::eq(kind, *wanted))) {
                let named = entries.filter(|entry| entry.withdrawal().is_none()).filter_map(Entry::name);
                found.extend(named.filter_map(|name| candidate(name.value.raw(), &list.of.to_string())));
            }
        });
        found
    })
}

/// Those who keep something up to date.
pub(super) fn owners() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let Some(watchlist) = watchlist() else { return Vec::new() };
        let crossings = watchlist.crossings.iter().map(|crossing| &crossing.owner);
        let items = watchlist.items().map(|(_, item)| &item.owner);
        let risks = watchlist.risks().iter().map(|risk| &risk.owner);
        let owners: BTreeSet<_> =
            crossings.chain(items).chain(risks).flatten().map(|owner| owner.raw().trim()).collect();
        owners.into_iter().filter_map(|owner| candidate(owner, "")).collect()
    })
}

/// A candidate for a command line. A word that a shell could read as more than a word is left out.
fn candidate(word: &str, about: &str) -> Option<CompletionCandidate> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_/.:+".contains(c);
    let is_safe = !word.is_empty() && word.chars().all(is_plain);
    let about = crate::text::sanitise(about).into_owned();
    is_safe.then(|| CompletionCandidate::new(word).help((!about.is_empty()).then(|| about.into())))
}

/// The watchlist that a command without a file would use.
fn watchlist() -> Option<Arc<Watchlist>> {
    WatchlistInput::from_env(None).load_to_follow(None).ok()?.0.watchlist
}
