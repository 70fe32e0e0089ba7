//! `trucewatch log add`, `statement add`, `tally add`: record what belongs to the whole watchlist.

use super::Common;
use super::record::{About, Dash, From, Kinds, OptionFields, RecordTarget, record};
use crate::draft::DraftPlace;
use crate::draft::kinds::{DraftKind, LOG_ENTRY, STATEMENT, TALLY};
use clap::{Args, Subcommand};

#[derive(Debug)]
pub(super) struct LogArguments;
#[derive(Debug)]
pub(super) struct StatementArguments;
#[derive(Debug)]
pub(super) struct TallyArguments;

impl Kinds for LogArguments {
    const KINDS: &'static [&'static DraftKind] = &[&LOG_ENTRY];
}
impl Kinds for StatementArguments {
    const KINDS: &'static [&'static DraftKind] = &[&STATEMENT];
}
impl Kinds for TallyArguments {
    const KINDS: &'static [&'static DraftKind] = &[&TALLY];
}

#[derive(Debug, Subcommand)]
pub(super) enum LogCommand<K: Kinds> {
    /// Add one, from the options; or several, from standard input.
    Add(LogAddArguments<K>),
}

#[derive(Debug, Args)]
pub(super) struct LogAddArguments<K: Kinds> {
    /// Read the entries from standard input: YAML (a list, or several documents) or one JSON object a line. All of them
    /// are written, or none. Options hold for every entry that says nothing else.
    #[arg(value_name = "-", hide_possible_values = true)]
    entries: Option<Dash>,

    #[command(flatten)]
    fields: OptionFields<K>,

    #[command(flatten)]
    target: RecordTarget,
}

pub(super) fn run<K: Kinds>(command: &LogCommand<K>, subject: DraftPlace, common: &Common) -> anyhow::Result<u8> {
    let LogCommand::Add(arguments) = command;
    let about = About::Whole(subject);
    record(&about, From::dash(arguments.entries), &arguments.fields.given, &arguments.target, common)
}
