//! `report set`, `day withdraw` and others: change an entry that is in the file, or take it out of the count.

use super::{Kinds, OptionFields, RecordTarget, Written, write};
use crate::cli::Common;
use crate::cli::completions::entry_names;
use crate::draft::{Draft, DraftSession, Entered, EntryAddress};
use clap::{Args, Subcommand};
use std::marker::PhantomData;

/// What can be done with the entries of a list.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum EntryCommand<A: Args, K: Kinds> {
    /// Add one, from the options; or several, from standard input or a table.
    Add(A),
    /// Correct one that is in the file: only the keys that are named change.
    Set(SetArguments<K>),
    /// Take one out of the count, with a reason: it stays in the file.
    Withdraw(WithdrawArguments<K>),
}

/// Runs `set` or `withdraw`, and `add` for an addition.
pub(in crate::cli) fn revise<A: Args, K: Kinds>(
    command: &EntryCommand<A, K>,
    common: &Common,
    add: impl FnOnce(&A) -> anyhow::Result<u8>,
) -> anyhow::Result<u8> {
    match command {
        EntryCommand::Add(arguments) => add(arguments),
        EntryCommand::Set(arguments) => set(arguments, common),
        EntryCommand::Withdraw(arguments) => withdraw(arguments, common),
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SetArguments<K: Kinds> {
    /// The entry: its `ref`, its line in the file, or its address such as rafah/2026-02-03/gmo.
    #[arg(add = entry_names(K::KINDS))]
    entry: String,

    /// Remove these keys from the entry, such as `note`.
    #[arg(long, value_name = "KEY", value_delimiter = ',')]
    remove: Vec<String>,

    #[command(flatten)]
    fields: OptionFields<K>,

    #[command(flatten)]
    target: RecordTarget,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct WithdrawArguments<K: Kinds> {
    /// The entry: its `ref`, its line in the file, or its address such as rafah/2026-02-03/gmo.
    #[arg(add = entry_names(K::KINDS))]
    entry: String,

    /// Why it counts no more.
    #[arg(long, value_name = "TEXT")]
    why: String,

    /// From when on; without it, now.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,

    #[command(flatten)]
    target: RecordTarget,

    #[arg(skip)]
    kinds: PhantomData<K>,
}

fn set<K: Kinds>(arguments: &SetArguments<K>, common: &Common) -> anyhow::Result<u8> {
    let removed = arguments.remove.iter().map(|key| (key.replace('-', "_"), Entered::Nothing));
    let values: Vec<_> = arguments.fields.given.iter().cloned().chain(removed).collect();
    if values.is_empty() {
        anyhow::bail!("nothing is to be changed: name a key and its new value, such as --note \"…\"");
    }
    write(&arguments.target, common, false, |session| {
        let (subject, index) = session.locate(K::KINDS, &arguments.entry).map_err(|why| vec![why.to_string()])?;
        let revises = Some(EntryAddress::Index(index));
        propose(session, Draft { subject, values: values.clone(), revises })
    })
}

fn withdraw<K: Kinds>(arguments: &WithdrawArguments<K>, common: &Common) -> anyhow::Result<u8> {
    let at = arguments.at.iter().map(|at| ("at".to_owned(), Entered::One(at.clone())));
    let values: Vec<_> = at.chain([("why".to_owned(), Entered::One(arguments.why.clone()))]).collect();
    write(&arguments.target, common, false, |session| {
        let (list, index) = session.locate(K::KINDS, &arguments.entry).map_err(|why| vec![why.to_string()])?;
        propose(session, Draft::withdrawal(list, EntryAddress::Index(index), values.clone()))
    })
}

fn propose(session: &DraftSession, draft: Draft) -> super::Outcome {
    let proposal = session.propose(&[draft]).map_err(|why| vec![why.to_string()])?;
    let proposal = Some(proposal).filter(|proposal| !proposal.patch.hunks.is_empty());
    Ok(Written { proposal, summary: None })
}
